package geo_test

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

func TestValidateCases(t *testing.T) {
	text, err := os.ReadFile("testdata/validate.txt")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "|")
		if len(fields) != 3 {
			t.Fatalf("line %d: want three fields: %s", n+1, line)
		}
		g, kind, path := parseWKT(t, fields[0]), strings.TrimSpace(fields[1]), strings.TrimSpace(fields[2])
		found := geo.Validate(g)
		switch {
		case kind == "valid":
			if found != nil {
				t.Errorf("line %d: %s: got %v", n+1, line, found)
			}
		case len(found) == 0:
			t.Errorf("line %d: %s: got valid", n+1, line)
		case string(found[0].Kind) != kind || found[0].Path != path:
			t.Errorf("line %d: %s: got %+v", n+1, line, found[0])
		}
	}
}

func TestViolationPlaces(t *testing.T) {
	for _, c := range []struct {
		shape string
		at    orb.Point
	}{
		{"POLYGON((0 0,4 4,4 0,0 4,0 0))", orb.Point{2, 2}},
		{"POLYGON((0 0,8 0,8 8,0 8,0 0),(6 2,9 2,9 4,6 4,6 2))", orb.Point{8, 2}},
		{"POLYGON((0 0,8 0,8 8,0 8,0 0),(0 4,4 2,8 4,4 6,0 4))", orb.Point{8, 4}},
		{"POLYGON((0 0,4 0,4 4,0 4))", orb.Point{0, 4}},
		{"MULTIPOLYGON(((2 7,6 3,1 1,4 4,2 7)),((1 6,6 6,6 9,1 9,1 6)))", orb.Point{8.0 / 3, 6}},
	} {
		found := geo.Validate(parseWKT(t, c.shape))
		if len(found) != 1 || found[0].At != c.at {
			t.Errorf("%s: got %v, want it at %v", c.shape, found, c.at)
		}
	}
}

func TestViolationExplains(t *testing.T) {
	v := geo.Violation{Kind: geo.SelfIntersection, At: orb.Point{112.85, 35.5}, Path: "coordinates[0][1]"}
	zh, en := v.Explain()
	for text, want := range map[string][]string{
		zh: {"coordinates[0][1]", "环自相交", "112.85000000, 35.50000000"},
		en: {"coordinates[0][1]", "crosses", "112.85000000, 35.50000000"},
	} {
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%q lacks %q", text, part)
			}
		}
	}
}

// Many rings are reported at once, each with its own path.
func TestValidateReportsEveryRing(t *testing.T) {
	area := orb.MultiPolygon{
		{{{0, 0}, {1, 0}, {1, 1}}, {}},
		{{{2, 2}, {math.NaN(), 2}, {3, 3}, {2, 2}}},
		{},
	}
	want := []geo.Violation{
		{Kind: geo.RingNotClosed, At: orb.Point{1, 1}, Path: "coordinates[0][0][2]"},
		{Kind: geo.Empty, Path: "coordinates[0][1]"},
		{Kind: geo.NotFinite, Path: "coordinates[1][0][1]"},
		{Kind: geo.Empty, Path: "coordinates[2]"},
	}
	got := geo.Validate(area)
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
}
