package table

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// TestTable: one more case is one more file, and -update.
func TestTable(t *testing.T) {
	formattest.Golden(t, "testdata/table/*.csv", func(data []byte) string {
		if !IsCSV(data) {
			t.Error("not told as CSV")
		}
		return formattest.ReadText(ReadCSV, string(data), feature.Reading{})
	})
}

// Columns that the caller names win, and may be metres.
func TestTableNamedColumns(t *testing.T) {
	for _, c := range []struct {
		text, want string
		how        feature.Reading
	}{
		{"a,b\n112.85,35.5\n", "POINT(112.85 35.5)", feature.Reading{Lon: "a", Lat: "b"}},
		{"a,b\n112.85,35.5\n", "须一起给出", feature.Reading{Lon: "a"}},
		{"a,b\n112.85,35.5\n", "不能是同一列", feature.Reading{Lon: "a", Lat: "A"}},
		{"a,b\n112.85,35.5\n", `no column "c"`, feature.Reading{Lon: "a", Lat: "c"}},
		{"X,Y\n3930673.602,38395658.899\n", `pair "东38395658.899,北3930673.602"`, feature.Reading{Lon: "Y", Lat: "X"}},
		{"lon,lat,wkt\n1,2,POINT (3 4)\n", "POINT(1 2)", feature.Reading{Lon: "lon", Lat: "lat"}},
		{"lon,lat,g\n1,2,POINT (3 4)\n", "POINT(3 4)", feature.Reading{WKT: "g"}},
		{"lon,lat\n1,2\n", `no column "g"`, feature.Reading{WKT: "g"}},
		{"lon,lat\n112.5100,35.3000\n", `pair "经度112.5100,纬度35.3000"`, feature.Reading{Packed: true}},
		{"lon,lat\n1,2\n3,4\n", "more than 1 features", feature.Reading{Limits: feature.Limits{Features: 1}}},
		{"lon,lat\n1,2\n3,4\n", "more than 9 bytes", feature.Reading{Limits: feature.Limits{Bytes: 9}}},
	} {
		if got := formattest.ReadText(ReadCSV, c.text, c.how); !strings.Contains(got, c.want) {
			t.Errorf("%q %+v: got\n%swant %s", c.text, c.how, got, c.want)
		}
	}
}

// Every pair that a table gives out is read by crs.ParsePair, as the place that
// the table means.
func TestTablePairs(t *testing.T) {
	for _, c := range []struct {
		text       string
		how        feature.Reading
		want       orb.Point
		northFirst bool
	}{
		{"lon,lat\n112°51′00″,35°30′00″\n", feature.Reading{}, orb.Point{112.85, 35.5}, false},
		{"lat,lon\n35-30-00,112-51-00\n", feature.Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n10°30′,50°15′\n", feature.Reading{}, orb.Point{10.5, 50.25}, false},
		{"lon,lat\nW10°30′,S50°15′\n", feature.Reading{}, orb.Point{-10.5, -50.25}, false},
		{"lon,lat\n112.85,35°30′\n", feature.Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n112.85E,35.5N\n", feature.Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n112.85,35.5N\n", feature.Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n112.5100,35.3000\n", feature.Reading{Packed: true}, orb.Point{112.85, 35.5}, false},
		{"北坐标,东坐标\n3930673.602,38395658.899\n", feature.Reading{}, orb.Point{112.85, 35.5}, false},
		{"X(北),Y(东)\n3930673.602,395658.899\n", feature.Reading{}, orb.Point{112.85, 35.5}, false},
		{"X,Y\n3930673.602,38395658.899\n", feature.Reading{}, orb.Point{112.85, 35.5}, true},
		{"坐标\n\"北纬35°30′0″，东经112°51′0″\"\n", feature.Reading{}, orb.Point{112.85, 35.5}, true},
	} {
		s, err := ReadCSV(strings.NewReader(c.text), c.how)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range formattest.Features(t, s) {
			readings, err := crs.ParsePair(f.Pair, crs.Options{Packed: c.how.Packed})
			at := slices.IndexFunc(readings, func(r crs.Reading) bool {
				return max(r.Point[0]-c.want[0], c.want[0]-r.Point[0], r.Point[1]-c.want[1], c.want[1]-r.Point[1]) < 1e-7
			})
			if at < 0 || readings[at].NorthFirst != c.northFirst {
				t.Errorf("%q: pair %q gives %v, %v; want %v", c.text, f.Pair, readings, err, c.want)
			}
		}
	}
}

func TestPlaneAxis(t *testing.T) {
	for _, c := range []struct {
		names string // with | between
		want  planeWord
	}{
		{"东坐标|Y(东)|y（东）|东坐标Y|Easting|easting(m)|Y东|东向坐标|Y(E)|东坐标（米）|东(Y)|横坐标Y", eastAxis},
		{"北坐标|X(北)|x（北）|北坐标X|Northing|X北|北向坐标|X(N)|纵坐标X", northAxis},
		{"X|x坐标|X坐标(m)|POINT_X|xcoord|坐标X|横坐标", xAxis},
		{"Y|y坐标|POINT_Y|坐标y|纵坐标", yAxis},
		{"东|北|东至|北至|河北|城东|经度|name|坐标|M||lon|north|east|高程|Z", noAxis},
	} {
		for name := range strings.SplitSeq(c.names, "|") {
			if got := planeAxis(name); got != c.want {
				t.Errorf("%q: %d, want %d", name, got, c.want)
			}
		}
	}
}

// What is not a table of places is left to the other formats.
func TestIsCSV(t *testing.T) {
	formattest.Tells(t, IsCSV, map[string]bool{
		"lon,lat\n1,2\n":                  true,
		"\ufefflon;lat\n":                 true,
		"名称\t说明\n甲\t乙\n":                  true,
		"WKT\n":                           true,
		"坐标\n":                            true,
		"":                                false,
		"\n\n":                            false,
		"[地块坐标]\n":                        false,
		"1,,395658.899,3930673.602,0\n":   false,
		"J1,1,3930673.602,38395658.899\n": false,
		"POLYGON\n":                       false,
		`{"type":"Feature"}`:              false,
		"<kml>":                           false,
		"  0\nSECTION\n":                  false,
		"112.85,35.5\n":                   false,
		"a,\x00b\n":                       false,
	})
}

// Memory does not grow with the rows, and no row costs more than its point.
func TestTableAllocates(t *testing.T) {
	const rows = 100_000
	doc := formattest.Endless{Head: "id,lon,lat\n", Text: "1,112.85,35.5\n", N: rows}
	n := 0
	// 16 bytes for the point, 48 for three cells, 16 for the line.
	formattest.Bounded(t, rows*(16+48+16)+4<<20, func() {
		s, err := ReadCSV(&doc, feature.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		for f, err := range s.Features {
			if err != nil || f.Geometry == nil {
				t.Fatal(f, err)
			}
			n++
		}
	})
	if n != rows {
		t.Errorf("%d rows", n)
	}
}

func TestTableHostile(t *testing.T) {
	formattest.Withstands(t, 256<<20, ReadCSV, []formattest.Hostile{
		{Name: "a line of 100 MB of WKT", Doc: formattest.Endless{Head: "wkt\nPOINT(", Text: "1 ", N: 50e6}, Wrong: "a line of more than 16777216 bytes"},
		{Name: "half a million columns", Doc: formattest.Endless{Text: "lon,lat,", N: 250_000}, Wrong: "the header is too long"},
		{Name: "100,000 columns", Doc: formattest.Endless{Text: "lon,", N: 100_000}, Wrong: "more than 16384 columns"},
		{Name: "a file beyond its limit", Doc: formattest.Endless{Head: "lon,lat\n", Text: "1,2\n", N: 50e6}, How: feature.Reading{Limits: feature.Limits{Bytes: 1 << 20}}, Wrong: "more than 1048576 bytes"},
		{Name: "a shape of too many vertices", Doc: formattest.Endless{Head: "id;wkt\n1;LINESTRING(1 2", Text: ",1 2", N: 2e6}, How: feature.Reading{Limits: feature.Limits{Vertices: 1000}}, Wrong: "more than 1000 vertices"},
		{Name: "collections without end", Doc: formattest.Endless{Head: "wkt\n", Text: "GEOMETRYCOLLECTION(", N: 1e5}, Wrong: "nested deeper than 32"},
	})
}

// FuzzTable: a table is rows with as many cells as there are names, each placed
// or wrong, and as many of them as the CSV reader alone gives.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{
		"lon,lat\n112.85,35.5\n", "X,Y\n1,2\n", "wkt\nPOINT (1 2)\n", "geom\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}\"\n",
		"坐标,crs\n112°51′ 35°30′,GCJ-02\n", "经度(BD-09),纬度(BD-09)\n1,2\n", "北坐标;东坐标\n1;2\n", "geom\n0101000000\n",
	} {
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, packed bool) {
		s, err := ReadCSV(bytes.NewReader(data), feature.Reading{Packed: packed})
		if err != nil {
			return
		}
		rows := 0
		for f, err := range s.Features {
			var wrong *feature.FeatureError
			switch {
			case err != nil && !errors.As(err, &wrong):
				var e *feature.Error
				if !errors.As(err, &e) || !e.TooLarge {
					t.Fatalf("%v", err)
				}
				return
			case len(f.Values) != len(s.Fields):
				t.Fatalf("%d cells of %d", len(f.Values), len(s.Fields))
			case err == nil && f.Geometry == nil && f.Pair == "":
				t.Fatalf("no place and no error: %+v", f)
			}
			rows++
		}
		plain := NewCSV(bytes.NewReader(data), CSVOptions{MaxLine: wideLine})
		want := 0
		for _, err := plain.Next(); err == nil; _, err = plain.Next() {
			want++
		}
		if rows != want {
			t.Errorf("%d rows, want %d", rows, want)
		}
	})
}

// The rows of a million wells: through a Source, and by the reader of lines and
// ParseDegrees alone.
func BenchmarkTable(b *testing.B) {
	const rows = 200_000
	text := bytes.NewBufferString("id,name,经度,纬度,depth\n")
	for i := range rows {
		_, _ = fmt.Fprintf(text, "%d,井%d,112.%06d,35.%06d,%d\n", i, i, i*7%1_000_000, i*13%1_000_000, i%300)
	}
	b.Run("source", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		b.ReportAllocs()
		for b.Loop() {
			s, err := ReadCSV(bytes.NewReader(text.Bytes()), feature.Reading{})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for f, err := range s.Features {
				if _, ok := f.Geometry.(orb.Point); ok && err == nil {
					n++
				}
			}
			if n != rows {
				b.Fatal(n)
			}
		}
	})
	b.Run("lines", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		b.ReportAllocs()
		for b.Loop() {
			c := NewCSV(bytes.NewReader(text.Bytes()), CSVOptions{})
			header, _ := c.Header()
			lon, lat, _ := FindColumns(header)
			n := 0
			for {
				r, err := c.Next()
				if err != nil {
					break
				}
				_, wrongLon := ParseDegrees("", r.Fields[lon], 180)
				_, wrongLat := ParseDegrees("", r.Fields[lat], 90)
				if wrongLon == nil && wrongLat == nil {
					n++
				}
			}
			if n != rows {
				b.Fatal(n)
			}
		}
	})
}
