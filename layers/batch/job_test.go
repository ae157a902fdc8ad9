package batch_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/geo/index"
	"waterzones/layers"
	"waterzones/layers/batch"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

// shippedRules are loaded once; a set is immutable.
var shippedRules = sync.OnceValues(func() (*rules.Set, error) { return rules.Load(seeds.Rules()) })

// world is one 一级 zone in a square of coverage, and the shipped rules.
func world(t testing.TB) *batch.Job {
	t.Helper()
	set, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	square := func(low, high float64) orb.MultiPolygon {
		return orb.MultiPolygon{orb.Bound{Min: orb.Point{low, low - 77}, Max: orb.Point{high, high - 77}}.ToPolygon()}
	}
	release, err := layers.NewRelease(layers.Release{NotHeld: notHeld(set)}, []*layers.Layer{{
		ID: "drinking_water_zone", Role: layers.RoleZones, Grades: []string{"一级"}, RequiredFor: []string{"well", "outfall"},
		Coverage: square(112, 113),
		Zones:    []layers.Zone{{Attributes: layers.Attributes{Code: "A", Name: "甲", Grade: "一级"}, Shape: square(112.4, 112.6)}},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	snap := release.On("2026-11-23")
	points, err := screening.NewPoints(snap, true, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &batch.Job{Snapshot: snap, Rules: set, Points: points, Workers: 2, Nearest: true}
}

// notHeld says of every layer that the rules speak of that it is not held: one
// that is loaded all the same is screened.
func notHeld(set *rules.Set) []layers.Held {
	var held []layers.Held
	for _, kind := range set.Kinds {
		for _, id := range set.LayersFor(kind.ID) {
			held = append(held, layers.Held{ID: id})
		}
	}
	return held
}

func runJob(t testing.TB, j *batch.Job, in string) (batch.Counts, [][]string, error) {
	t.Helper()
	var out bytes.Buffer
	counts, err := runAs(t, j, in, feature.Reading{}, &out)
	rows, csvErr := csv.NewReader(&out).ReadAll()
	if csvErr != nil {
		t.Fatal(csvErr)
	}
	return counts, rows, err
}

// runAs reads the text as it is told and screens it.
func runAs(t testing.TB, j *batch.Job, in string, how feature.Reading, w io.Writer) (batch.Counts, error) {
	t.Helper()
	src, err := format.OpenStream(strings.NewReader(in), how)
	if err != nil {
		return batch.Counts{}, err
	}
	defer func() { _ = src.Close() }() // it was only read
	j.Placer.Extent = j.Snapshot.Extent()
	return j.Run(t.Context(), src, w, batch.CSV(false))
}

// TestRows: what a row says of its site, by columns in either language and by
// defaults, decides its verdict and rules.
func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, in string
		defaults rules.Said
		want     string // per row: verdict, rules; or part of the status
	}{
		{"kind by flag", "lon,lat\n112.5,35.5\n112.1,35.1\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B | restricted RV11B"},
		{"kind by column", "kind,经度,纬度\nwell,112.5,35.5\noutfall,112.5,35.5\n", rules.Said{}, "prohibited DW34;DW39;GW23 | prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"kind by its title", "kind,经度,纬度\n取水井,112.5,35.5\n", rules.Said{}, "prohibited DW34;DW39;GW23"},
		{"the row wins", "kind,lon,lat\nwell,112.5,35.5\n,112.5,35.5\n", rules.Said{Kind: "outfall"}, "prohibited DW34;DW39;GW23 | prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"kind by a Chinese column", "对象类型,经度,纬度\n入河排污口,112.5,35.5\n", rules.Said{Kind: "well"}, "prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"no kind in one row", "kind,lon,lat\n,112.5,35.5\n", rules.Said{}, "kind"},
		{"an unknown kind in one row", "kind,lon,lat\ncastle,112.5,35.5\nwell,112.5,35.5\n", rules.Said{}, "castle | prohibited DW34;DW39;GW23"},
		{"attribute by id", "lon,lat,serves_water_supply\n112.5,35.5,false\n112.5,35.5,true\n112.5,35.5,\n", rules.Said{Kind: "well"}, "prohibited DW34;DW39;GW23 | restricted DW34;GW23 | prohibited DW34;DW39;GW23"},
		{"attribute by title", "lon,lat,与供水设施或保护水源有关\n112.5,35.5,否\n112.5,35.5,是\n112.5,35.5,不清楚\n", rules.Said{Kind: "well"}, "prohibited DW34;DW39;GW23 | restricted DW34;GW23 | prohibited DW34;DW39;GW23"},
		{"attribute by flag, row wins", "lon,lat,serves_water_supply\n112.5,35.5,\n112.5,35.5,是\n", rules.Said{Kind: "well", Attributes: map[string]string{"serves_water_supply": "no"}}, "prohibited DW34;DW39;GW23 | restricted DW34;GW23"},
		{"a bad attribute", "lon,lat,serves_water_supply\n112.5,35.5,maybe\n", rules.Said{Kind: "well"}, "serves_water_supply"},
		{"accuracy by column", "lon,lat,accuracy_m\n112.6001,35.5,5\n112.6001,35.5,0\n", rules.Said{Kind: "outfall"}, "restricted DW01;DW02;DW34;DW41;RV11B | accuracy_m"},
		{"swapped", "lon,lat\n35.5,112.5\n", rules.Said{Kind: "well"}, "112.5"},
		{"X north, Y east, zone 38", "X,Y\n3931100.163,38363900.806\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"X east, Y north, zone 38", "X,Y\n38363900.806,3931100.163\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"one file, one order", "X,Y\n3931100.163,38363900.806\n38363900.806,3931100.163\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B | order"},
		{"no zone told, and one fits", "北坐标,东坐标\n3931100.163,363900.806\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"degrees, minutes and seconds", "经度,纬度\n112°30′00.0″,35°30′00.0″\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"a pair in one cell", "坐标\n\"E112°30′00.00″, N35°30′00.00″\"\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B"},
		{"numbers that fit nowhere", "X,Y\n1,2\n", rules.Said{Kind: "outfall"}, "no reading"},
		{"a polygon", "WKT\n\"POLYGON((112.5 35.5,112.51 35.5,112.5 35.51,112.5 35.5))\"\n\"POLYGON((112.5 35.5,112.51 35.5,112.5 35.51))\"\n", rules.Said{Kind: "outfall"}, "prohibited DW01;DW02;DW34;DW41;RV11B | ring"},
		{"a register's words", "lon,lat,用途,是否批准\n112.1,35.1,工业用水,未批准\n112.1,35.1,家庭生活,是\n112.1,35.1,洗车,是\n", rules.Said{Kind: "取水井", Stage: "existing"}, "prohibited GW06B;GW23D | notice GW16;GW23F | 洗车"},
		{"a register's words beside kinds", "kind,lon,lat,用途,是否批准\n取水井,112.1,35.1,工业用水,未批准\nwell,112.1,35.1,洗车,是\nproject,112.1,35.1,住宅,是\n", rules.Said{Stage: "existing"}, "prohibited GW06B;GW23D | 洗车 | undetermined "},
		{"what stands by yes and no", "lon,lat,用途,是否既有\n112.1,35.1,工业,是\n112.1,35.1,工业,否\n112.1,35.1,工业,大概\n", rules.Said{Kind: "well", Attributes: map[string]string{"approved_abstraction": "false"}}, "prohibited GW06B;GW23D | restricted GW23 | stage"},
		{"built after the day", "lon,lat,built_on\n112.1,35.1,2099\n", rules.Said{Kind: "project", Stage: "existing"}, "built_on"},
		{"another register's words", "lon,lat,用途\n112.1,35.1,住宅\n", rules.Said{Kind: "project"}, "undetermined "},
		{"outside the coverage", "lon,lat\n116.4,39.9\n", rules.Said{Kind: "well"}, "undetermined "},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := world(t)
			j.Defaults = c.defaults
			_, rows, err := runJob(t, j, c.in)
			if err != nil {
				t.Fatal(err)
			}
			column := func(row []string, name string) string {
				for i, h := range rows[0] {
					if h == name {
						return row[i]
					}
				}
				return ""
			}
			wants := strings.Split(c.want, " | ")
			if len(rows)-1 != len(wants) {
				t.Fatalf("%d rows, want %d", len(rows)-1, len(wants))
			}
			for i, want := range wants {
				row := rows[i+1]
				got := column(row, "verdict") + " " + column(row, "rules")
				if status := column(row, "status"); status != "ok" {
					if !strings.Contains(status, want) {
						t.Errorf("row %d: status %q, want %q in it", i+1, status, want)
					}
				} else if got != want {
					t.Errorf("row %d: %q, want %q", i+1, got, want)
				}
			}
		})
	}
}

// TestWrittenAccuracy: what is written to 50 m is not known to 30 m, nor to the 5
// that was said.
func TestWrittenAccuracy(t *testing.T) {
	for _, c := range []struct {
		in, said string
		want     float64
	}{
		{"112.500123,35.5", "", 30},
		{"112.500123,35.5", "5", 5},
		{"112.501,35.5", "", 50},
		{"112.501,35.5", "5", 50},
		{"112.5,35.5", "", 5000},
		{"112°30′01″,35°30′00″", "5", 15},
		{"112°30′,35°30′", "", 900},
	} {
		j := world(t)
		j.Defaults = rules.Said{Kind: "well", AccuracyM: c.said}
		src, err := format.OpenStream(strings.NewReader("lon,lat\n"+c.in+"\n"), feature.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		_, err = j.Run(t.Context(), src, io.Discard, batch.Output{
			Header: func(dst []byte, _ []feature.Field, _ bool) ([]byte, error) { return dst, nil },
			Words:  true,
			Row: func(dst []byte, row *batch.Row) ([]byte, error) {
				if rows++; row.Report == nil || row.Report.Site.AccuracyM != c.want {
					t.Errorf("%s, said %q: %s %+v, want %g m", c.in, c.said, row.Status, row.Report, c.want)
				}
				return dst, nil
			},
		})
		if err != nil || rows != 1 {
			t.Errorf("%d rows, %v", rows, err)
		}
	}
}

// TestBasisOfWhatIsUndetermined: a row that could not be checked whole names the
// articles of what was found all the same.
func TestBasisOfWhatIsUndetermined(t *testing.T) {
	j := world(t)
	j.Defaults.Kind = "livestock_farm"
	_, rows, err := runJob(t, j, "lon,lat\n112.1,35.1\n")
	if err != nil {
		t.Fatal(err)
	}
	cell := func(name string) string { return rows[1][slices.Index(rows[0], name)] }
	if cell("verdict") != "undetermined" || !strings.Contains(cell("rules"), "LV06") || !strings.Contains(cell("basis"), "《") {
		t.Errorf("%s, rules %s, basis %q", cell("verdict"), cell("rules"), cell("basis"))
	}
}

// TestOrderAndCounts: many parts through several workers come out in order.
func TestOrderAndCounts(t *testing.T) {
	var in strings.Builder
	in.WriteString("id,lon,lat\n")
	const n = 5000
	for i := range n {
		lon := "112.5"
		if i%7 == 0 {
			lon = "x"
		}
		fmt.Fprintf(&in, "%d,%s,35.5\n", i, lon)
	}
	j := world(t)
	j.Workers, j.Defaults.Kind = 4, "well"
	counts, rows, err := runJob(t, j, in.String())
	if err != nil {
		t.Fatal(err)
	}
	if counts.Rows != n || counts.Rejected != (n+6)/7 || counts.Verdicts[rules.Prohibited] != n-(n+6)/7 {
		t.Errorf("counts %+v", counts)
	}
	for i, row := range rows[1:] {
		if row[0] != fmt.Sprint(i) {
			t.Fatalf("row %d is %s", i, row[0])
		}
	}
}

// TestHeaders that cannot be screened are refused before any row.
func TestHeaders(t *testing.T) {
	for _, c := range []struct{ in, lon, lat, says string }{
		{"a,b\n1,2\n", "", "", "--lon"},
		{"lon,lon,lat\n1,2,3\n", "", "", "lon"},
		{"a,b\n1,2\n", "a", "c", "c"},
		{"a,b\n1,2\n", "a", "a", "a"},
		{"lon,lat,serves_water_supply,与供水设施或保护水源有关\n112.5,35.5,是,否\n", "", "", "serves_water_supply"},
		{"lon,lat,accuracy_m,精度m\n112.5,35.5,1,500\n", "", "", "accuracy_m"},
		{"", "", "", ""},
	} {
		j := world(t)
		j.Defaults.Kind = "well"
		var out strings.Builder
		if _, err := runAs(t, j, c.in, feature.Reading{Lon: c.lon, Lat: c.lat}, &out); err == nil || !strings.Contains(err.Error(), c.says) || out.Len() > 0 {
			t.Errorf("%q: %v, %q; want an error that says %q", c.in, err, out.String(), c.says)
		}
	}
}

var errDisk = errors.New("disk full")

// failing is a writer that fails after some bytes.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errDisk
	}
	return len(p), nil
}

// TestFailures: a writer or reader that fails, or a caller that gives up, ends
// the run with that error and leaves nothing running (the race detector and the
// test's own end would tell).
func TestFailures(t *testing.T) {
	text := "lon,lat\n" + strings.Repeat("112.5,35.5\n", 20_000)
	run := func(ctx context.Context, in io.Reader, w io.Writer) error {
		j := world(t)
		j.Defaults.Kind = "well"
		src, err := format.OpenStream(in, feature.Reading{})
		if err != nil {
			return err
		}
		defer func() { _ = src.Close() }() // it was only read
		_, err = j.Run(ctx, src, w, batch.CSV(false))
		return err
	}
	if err := run(t.Context(), strings.NewReader(text), &failing{left: 200_000}); !errors.Is(err, errDisk) {
		t.Errorf("a full disk: %v", err)
	}
	cut := io.MultiReader(strings.NewReader(text), &broken{})
	if err := run(t.Context(), cut, io.Discard); !errors.Is(err, errDisk) {
		t.Errorf("a broken reader: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, strings.NewReader(text), io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that gave up: %v", err)
	}
}

type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, errDisk }
