package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// TestOutside: what lies outside and what crosses make up the whole line, and
// what lies outside does not cross any more.
func TestOutside(t *testing.T) {
	zone := orb.MultiPolygon{{
		{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}},
		{{1, 1}, {1, 3}, {3, 3}, {3, 1}, {1, 1}},
	}, {{{6, 0}, {8, 0}, {8, 4}, {6, 4}, {6, 0}}}}
	for _, c := range []struct {
		name   string
		lines  orb.MultiLineString
		pieces int
	}{
		{"through hole and both parts", orb.MultiLineString{{{-1, 2}, {9, 2}}}, 4},
		{"within", orb.MultiLineString{{{0.5, 0.5}, {0.5, 3}}}, 0},
		{"along the boundary", orb.MultiLineString{{{0, -1}, {0, 5}}}, 2},
		{"all along the boundary", orb.MultiLineString{{{0, 0}, {0, 4}}}, 0},
		{"touches", orb.MultiLineString{{{-1, 0}, {0, 0}, {-1, 1}}}, 1},
		{"far off", orb.MultiLineString{{{20, 20}, {21, 21}}}, 1},
		{"two lines", orb.MultiLineString{{{-1, 2}, {0.5, 2}}, {{5, 1}, {7, 1}}}, 2},
		{"none", nil, 0},
	} {
		area := geo.Prepare(zone)
		out, err := area.Outside(c.lines)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		in, err := area.Meet(c.lines)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if sum, whole := geo.LengthM(out)+in.CrossingM, geo.LengthM(c.lines); math.Abs(sum-whole) > 1e-6 {
			t.Errorf("%s: %v m in all, want %v", c.name, sum, whole)
		}
		if len(out) != c.pieces {
			t.Errorf("%s: %d pieces, want %d: %v", c.name, len(out), c.pieces, out)
		}
		if again, err := area.Meet(out); err != nil || again.CrossingM > 1e-6 {
			t.Errorf("%s: %v m of what is outside cross (%v)", c.name, again.CrossingM, err)
		}
	}
}
