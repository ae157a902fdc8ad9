package crs_test

import (
	"bufio"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
)

// cases returns the lines of a file in testdata, cut at " | ", without comments.
func cases(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, " | "))
		}
	}
	return rows
}

// refusedFor checks that an error is ours, in both languages, and gives a reason.
func refusedFor(t *testing.T, err error, reason string) {
	t.Helper()
	var refused *crs.Error
	if !errors.As(err, &refused) {
		t.Errorf("got %v, want a refusal: %s", err, reason)
		return
	}
	if !strings.Contains(refused.Text.EN, reason) {
		t.Errorf("refused with %q, want %q", refused.Text.EN, reason)
	}
	if refused.Text.ZH == "" || refused.Error() != refused.Text.ZH+" / "+refused.Text.EN {
		t.Errorf("the message is broken: %q", refused.Error())
	}
}

func TestParse(t *testing.T) {
	for _, row := range cases(t, "names.txt") {
		name, want := strings.TrimSpace(row[0]), row[1]
		c, err := crs.Parse(name)
		if reason, refused := strings.CutPrefix(want, "! "); refused {
			t.Run(name, func(t *testing.T) { refusedFor(t, err, reason) })
		} else if err != nil || c.String() != want {
			t.Errorf("%q: %v, %v; want %s", name, c, err, want)
		}
	}
}

// every system that there is.
func every() []crs.CRS {
	all := []crs.CRS{crs.CGCS2000, crs.WGS84, crs.CRS84, crs.WebMercator, crs.GCJ02, crs.BD09}
	for code := crs.CRS(4491); code <= 4554; code++ {
		all = append(all, code)
	}
	return all
}

// TestNames reads back the names that the package itself writes.
func TestNames(t *testing.T) {
	for _, c := range every() {
		want := c
		if c == crs.CRS84 {
			want = crs.WGS84 // the title tells no axis order
		}
		title := c.Title()
		for name, want := range map[string]crs.CRS{c.String(): c, title.ZH: want, title.EN: want} {
			if got, err := crs.Parse(name); err != nil || got != want {
				t.Errorf("%q: %v, %v; want %v", name, got, err, want)
			}
		}
	}
}

func TestZone(t *testing.T) {
	for _, c := range []struct {
		crs      crs.CRS
		zone     crs.Zone
		meridian int
	}{
		{4491, crs.Zone{13, 6, true}, 75},
		{4497, crs.Zone{19, 6, true}, 111},
		{4501, crs.Zone{23, 6, true}, 135},
		{4502, crs.Zone{13, 6, false}, 75},
		{4512, crs.Zone{23, 6, false}, 135},
		{4513, crs.Zone{25, 3, true}, 75},
		{4526, crs.Zone{38, 3, true}, 114},
		{4533, crs.Zone{45, 3, true}, 135},
		{4534, crs.Zone{25, 3, false}, 75},
		{4547, crs.Zone{38, 3, false}, 114},
		{4554, crs.Zone{45, 3, false}, 135},
	} {
		zone, ok := c.crs.Zone()
		back, found := zone.CRS()
		if !ok || zone != c.zone || zone.MeridianDeg() != c.meridian || !found || back != c.crs {
			t.Errorf("%v: %v %v, meridian %d, back %v %v", c.crs, zone, ok, zone.MeridianDeg(), back, found)
		}
	}
	for _, c := range []crs.CRS{0, crs.CGCS2000, 4555, crs.BD09} {
		if zone, ok := c.Zone(); ok {
			t.Errorf("%v is no zone: %v", c, zone)
		}
	}
	for _, z := range []crs.Zone{{}, {24, 3, true}, {46, 3, false}, {38, 6, true}, {12, 6, true}, {38, 4, true}} {
		if c, ok := z.CRS(); ok {
			t.Errorf("%v is no zone: %v", z, c)
		}
	}
}

func TestZeroValue(t *testing.T) {
	var c crs.CRS
	if _, _, err := c.Forward(orb.Point{112.85, 35.5}); err == nil {
		t.Error("a position was converted to no system")
	}
	if _, err := c.Inverse(35.5, 112.85); err == nil {
		t.Error("a position was converted from no system")
	}
	if c.Degrees() || c.NorthFirst() {
		t.Error("no system has an order or a unit")
	}
	if _, err := crs.Choose(nil, orb.Bound{}); err == nil {
		t.Error("a reading was chosen from none")
	}
}
