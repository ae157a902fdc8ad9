package crs_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
)

// TestShapeKeepsEdges: every point of an edge, taken straight in its own system,
// lies within 0.1 mm of what the shape has become, and every vertex is kept.
func TestShapeKeepsEdges(t *testing.T) {
	zone37, zone38 := crs.CRS(4525), crs.CRS(4526)
	for _, c := range []struct {
		name       string
		system     crs.CRS
		a, b       orb.Point // east, north
		least, max int       // vertices between
	}{
		{"a metre", zone38, orb.Point{38395658.899, 3930673.602}, orb.Point{38395659.899, 3930673.602}, 0, 0},
		{"a parcel's edge", zone38, orb.Point{38395658.899, 3930673.602}, orb.Point{38395858.899, 3930573.602}, 0, 3},
		{"a kilometre east", zone38, orb.Point{38395658.899, 3930673.602}, orb.Point{38396658.899, 3930673.602}, 5, 31},
		{"fifty kilometres", zone37, orb.Point{37600000, 3900000}, orb.Point{37640000, 3930000}, 100, 2000},
		{"along a meridian", crs.CRS(4547), orb.Point{500000, 3900000}, orb.Point{500000, 3990000}, 0, 0},
		{"Mercator", crs.WebMercator, orb.Point{12560000, 4230000}, orb.Point{12570000, 4235000}, 10, 500},
		{"GCJ-02", crs.GCJ02, orb.Point{112.85, 35.50}, orb.Point{112.86, 35.51}, 5, 500},
		{"BD-09", crs.BD09, orb.Point{112.85, 35.50}, orb.Point{112.86, 35.51}, 5, 500},
		{"longitude and latitude", crs.CGCS2000, orb.Point{112, 35}, orb.Point{113, 36}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := c.system.Shape(orb.LineString{c.a, c.b})
			if err != nil {
				t.Fatal(err)
			}
			line := g.(orb.LineString)
			if between := len(line) - 2; between < c.least || between > c.max {
				t.Errorf("%d vertices added", between)
			}
			ends := [2]orb.Point{line[0], line[len(line)-1]}
			for i, p := range []orb.Point{c.a, c.b} {
				want, err := c.system.Inverse(p[1], p[0])
				if err != nil || want != ends[i] {
					t.Errorf("end %d is %v, want %v, %v", i, ends[i], want, err)
				}
			}
			const looks = 1009 // prime, so that no look falls on a halving
			for i := range looks {
				s := float64(i) / looks
				p, err := c.system.Inverse(c.a[1]+s*(c.b[1]-c.a[1]), c.a[0]+s*(c.b[0]-c.a[0]))
				if err != nil {
					t.Fatal(err)
				}
				if m := metresOff(p, line); m > 1.05e-4 {
					t.Fatalf("at %.3f of the way %.3g m beside", s, m)
				}
			}
		})
	}
}

// metresOff is the distance from p to the line, on the plane that touches there.
func metresOff(p orb.Point, line orb.LineString) float64 {
	const perDegree = 6378137 * math.Pi / 180
	shrink := math.Cos(p[1] * math.Pi / 180)
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		ax, ay := (line[i-1][0]-p[0])*shrink*perDegree, (line[i-1][1]-p[1])*perDegree
		bx, by := (line[i][0]-p[0])*shrink*perDegree, (line[i][1]-p[1])*perDegree
		dx, dy := bx-ax, by-ay
		s := 0.0
		if l := dx*dx + dy*dy; l > 0 {
			s = max(0, min(1, -(ax*dx+ay*dy)/l))
		}
		best = min(best, math.Hypot(ax+s*dx, ay+s*dy))
	}
	return best
}

// TestShapeOfEveryType comes back as the type that it was, with its parts.
func TestShapeOfEveryType(t *testing.T) {
	square := orb.Ring{{38395658, 3930673}, {38395858, 3930673}, {38395858, 3930873}, {38395658, 3930673}}
	for _, g := range []orb.Geometry{
		square[0], orb.MultiPoint(square), orb.LineString(square),
		orb.MultiLineString{orb.LineString(square)},
		square,
		orb.Polygon{square, square},
		orb.MultiPolygon{{square}, {square}},
		orb.Collection{square[0], orb.Polygon{square}},
	} {
		before := orb.Clone(g)
		moved, err := crs.CRS(4526).Shape(g)
		if err != nil {
			t.Fatal(err)
		}
		if moved.GeoJSONType() != g.GeoJSONType() || !orb.Equal(before, g) {
			t.Errorf("%s became %s, or was changed", before.GeoJSONType(), moved.GeoJSONType())
		}
		if b := moved.Bound(); b.Min[0] < 112 || b.Max[0] > 113 || b.Min[1] < 35 || b.Max[1] > 36 {
			t.Errorf("%s lies at %v", g.GeoJSONType(), b)
		}
	}
	plain := orb.Polygon{{{112, 35}, {113, 35}, {113, 36}, {112, 35}}}
	if same, err := crs.CGCS2000.Shape(plain); err != nil || &same.(orb.Polygon)[0][0] != &plain[0][0] {
		t.Errorf("longitude and latitude were copied, %v", err)
	}
	_, err := crs.CRS(4526).Shape(orb.LineString{{38395658, 3930673}, {39395658, 3930673}})
	refusedFor(t, err, "39395658")
	_, err = crs.CGCS2000.Shape(orb.Polygon{{{112, 35}, {190, 35}, {113, 36}, {112, 35}}})
	refusedFor(t, err, "190")
}

// TestProject undoes Shape: every vertex of the given shape is met again to a
// hundredth of a millimetre, and edges of longitude and latitude are kept.
func TestProject(t *testing.T) {
	for _, system := range []crs.CRS{4525, 4526, 4547, crs.WebMercator, crs.GCJ02, crs.CGCS2000} {
		given := orb.LineString{{112.4, 35.5}, {112.43, 35.51}, {112.9, 35.4}}
		g, err := system.Project(given)
		if err != nil {
			t.Fatal(err)
		}
		line := g.(orb.LineString)
		back, err := system.Shape(line)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(given); i++ {
			for step := range 100 {
				s := float64(step) / 100
				p := orb.Point{given[i-1][0] + s*(given[i][0]-given[i-1][0]), given[i-1][1] + s*(given[i][1]-given[i-1][1])}
				if m := metresOff(p, back.(orb.LineString)); m > 2.1e-4 {
					t.Fatalf("%v: %.3g m beside", system, m)
				}
			}
		}
		if system == crs.CGCS2000 && len(line) != len(given) {
			t.Errorf("longitude and latitude became %d vertices", len(line))
		}
	}
}
