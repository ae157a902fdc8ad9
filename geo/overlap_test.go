package geo_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	sf "github.com/peterstace/simplefeatures/geom"

	"waterzones/geo"
)

func TestOverlapCases(t *testing.T) {
	const square = "POLYGON((0 0,8 0,8 8,0 8,0 0),(3 3,5 3,5 5,3 5,3 3))"
	for _, c := range []struct{ site, zone, want string }{
		{"POINT(1 1)", square, "MULTIPOINT((1 1))"},
		{"POINT(4 4)", square, ""},
		{"POINT(3 4)", square, ""}, // touches
		{"MULTIPOINT((1 1),(3 4),(4 4),(9 9))", square, "MULTIPOINT((1 1),(3 4))"},
		{"LINESTRING(0 0,8 0)", square, ""},
		{"LINESTRING(-1 1,9 1)", square, "MULTILINESTRING((0 1,8 1))"},
		{"LINESTRING(-1 4,9 4)", square, "MULTILINESTRING((0 4,3 4),(5 4,8 4))"},
		{"LINESTRING(1 1,2 1,2 2)", square, "MULTILINESTRING((1 1,2 1,2 2))"},
		{"LINESTRING(-1 3,9 3)", square, "MULTILINESTRING((0 3,3 3,5 3,8 3))"},
		{"MULTILINESTRING((0 0,8 0),(7 7,9 7))", square, "MULTILINESTRING((0 0,8 0),(7 7,8 7))"},
		{"POLYGON((8 0,9 0,9 1,8 1,8 0))", square, ""},
		{"POLYGON((1 1,2 1,2 2,1 2,1 1))", square, "MULTIPOLYGON(((1 1,2 1,2 2,1 2,1 1)))"},
		{"POLYGON((-1 -1,9 -1,9 9,-1 9,-1 -1))", square, "MULTIPOLYGON(((0 0,8 0,8 8,0 8,0 0),(3 3,5 3,5 5,3 5,3 3)))"},
		{"POLYGON((7 7,9 7,9 9,7 9,7 7))", square, "MULTIPOLYGON(((7 7,8 7,8 8,7 8,7 7)))"},
		{"POLYGON((2 2,6 2,6 6,2 6,2 2))", square, "MULTIPOLYGON(((2 2,6 2,6 6,2 6,2 2),(3 3,5 3,5 5,3 5,3 3)))"},
		{"POLYGON((4 4,9 4,9 5,4 5,4 4))", square, "MULTIPOLYGON(((5 4,8 4,8 5,5 5,5 4)))"},
		{"POLYGON((3.5 1,4.5 1,4.5 7,3.5 7,3.5 1))", square, "MULTIPOLYGON(((3.5 1,4.5 1,4.5 3,3.5 3,3.5 1)),((3.5 5,4.5 5,4.5 7,3.5 7,3.5 5)))"},
		// Meets the zone in a point and along a stretch, too: neither is in the picture.
		{"POLYGON((7 0,9 0,9 8,8 4,8 6,7 6,7 0))", square, "MULTIPOLYGON(((7 0,8 0,8 4,8 6,7 6,7 0)))"},
		{"GEOMETRYCOLLECTION(POINT(3 4),POINT(9 9),LINESTRING(7 1,9 1))", square, "MULTILINESTRING((7 1,8 1))"},
		{
			"GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(7 1,9 1),POLYGON((7 7,9 7,9 9,7 9,7 7)))", square,
			"GEOMETRYCOLLECTION(MULTIPOINT((1 1)),MULTILINESTRING((7 1,8 1)),MULTIPOLYGON(((7 7,8 7,8 8,7 8,7 7))))",
		},
		// A zone that the site's box holds only a part of: no bridge between the
		// teeth of the comb.
		{
			"POLYGON((1 1,9 1,9 2,1 2,1 1))", "POLYGON((0 0,100 0,100 90,6 90,6 1.5,5 1.5,5 90,3 90,3 1.5,2 1.5,2 90,0 90,0 0))",
			"MULTIPOLYGON(((1 1,9 1,9 2,6 2,6 1.5,5 1.5,5 2,3 2,3 1.5,2 1.5,2 2,1 2,1 1)))",
		},
		{
			"POLYGON((1 5,9 5,9 6,1 6,1 5))", "POLYGON((0 0,100 0,100 90,6 90,6 1.5,5 1.5,5 90,3 90,3 1.5,2 1.5,2 90,0 90,0 0))",
			"MULTIPOLYGON(((1 5,2 5,2 6,1 6,1 5)),((3 5,5 5,5 6,3 6,3 5)),((6 5,9 5,9 6,6 6,6 5)))",
		},
	} {
		found, err := geo.Overlap(parseWKT(t, c.site), areaOf(parseWKT(t, c.zone)))
		if err != nil || (found == nil) != (c.want == "") {
			t.Errorf("%s: got %v, %v", c.site, found, err)
			continue
		}
		if found == nil {
			continue
		}
		want := parseWKT(t, c.want)
		if !sf.ExactEquals(toSF(t, found), toSF(t, want), sf.IgnoreOrder) || found.GeoJSONType() != want.GeoJSONType() {
			t.Errorf("%s: got %s, want %s", c.site, wkt.MarshalString(found), c.want)
		}
	}
}

// Every case of relations, slivers and nudges included: a picture where there
// is an overlap that can be drawn, and none elsewhere.
func TestOverlapOfRelateCases(t *testing.T) {
	drew := 0
	for _, c := range relateCases(t) {
		for _, v := range variants[:6] {
			site, zone := vary(c.site, v.of), areaOf(vary(c.zone, v.of))
			m, _ := geo.Meet(site, zone)
			found, err := geo.Overlap(site, zone)
			if err != nil || (found != nil && (c.want == geo.Disjoint || c.want == geo.Touches)) {
				t.Errorf("line %d, %s: %s: %v, %v", c.line, v.name, c.text, found, err)
				continue
			}
			if found != nil {
				drew++
			}
			scale := 1e-8 * (geo.LengthM(site) + geo.LengthM(zone))
			if got := geo.AreaM2(found); math.Abs(got-m.OverlapM2) > max(1e-9*m.OverlapM2, scale) {
				t.Errorf("line %d, %s: %s: %v m², the pieces %v", c.line, v.name, c.text, got, m.OverlapM2)
			}
			if site.Dimensions() == 1 && math.Abs(geo.LengthM(found)-m.CrossingM) > scale && c.want != geo.Touches {
				t.Errorf("line %d, %s: %s: %v m, the pieces %v", c.line, v.name, c.text, geo.LengthM(found), m.CrossingM)
			}
		}
	}
	if drew < 500 {
		t.Errorf("only %d overlaps drawn", drew)
	}
}

// closeTo says of two areas in m² that the design's bound holds.
func closeTo(got, want float64) bool { return math.Abs(got-want) <= max(1e-9*want, 1e-6) }

func TestOverlapOfRandomAreas(t *testing.T) {
	for seed, kind := range []string{"random", "snapped", "grid", "near"} {
		r := rand.New(rand.NewPCG(uint64(seed), 31))
		drew := 0
		for range 250 {
			a, b := drawn(r, kind)
			m, err := geo.Meet(a, b)
			if err != nil {
				t.Fatal(err)
			}
			found, err := geo.Prepare(b).Overlap(a)
			if err != nil {
				t.Fatalf("%s: %v\n%s\n%s", kind, err, wkt.MarshalString(a), wkt.MarshalString(b))
			}
			if found == nil {
				continue
			}
			drew++
			if got := geo.AreaM2(found); !closeTo(got, m.OverlapM2) {
				t.Errorf("%s: %v m², the pieces %v\n%s\n%s", kind, got, m.OverlapM2, wkt.MarshalString(a), wkt.MarshalString(b))
			}
			checkPicture(t, r, found.(orb.MultiPolygon), a, b)
		}
		if drew < 100 {
			t.Errorf("%s: only %d overlap", kind, drew)
		}
	}
}

// checkPicture holds that points lie in the overlap iff they lie in both areas,
// and that it has no corner outside either.
func checkPicture(t *testing.T, r *rand.Rand, found, a, b orb.MultiPolygon) {
	t.Helper()
	box := a.Bound()
	for range 20 {
		p := orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
		want := geo.Locate(a, p) == geo.Interior && geo.Locate(b, p) == geo.Interior
		if got := geo.Locate(found, p) == geo.Interior; got != want && geo.DistanceToBoundary(p, found).M > 1e-6 {
			t.Errorf("%v is in the picture: %v, in both: %v\n%s\n%s", p, got, want, wkt.MarshalString(a), wkt.MarshalString(b))
		}
	}
	for _, polygon := range found {
		for _, ring := range polygon {
			for _, p := range ring {
				if geo.DistanceToArea(p, a).M > 1e-4 || geo.DistanceToArea(p, b).M > 1e-4 {
					t.Errorf("corner %v lies outside\n%s\n%s", p, wkt.MarshalString(a), wkt.MarshalString(b))
				}
			}
		}
	}
}

func TestOverlapOfLinesHasTheirCrossingLength(t *testing.T) {
	for seed, snapped := range []bool{false, true} {
		r := rand.New(rand.NewPCG(uint64(seed), 37))
		for range 100 {
			zone := validArea(r, snapped)
			line := randomLine(r, zone, snapped)
			m, _ := geo.Meet(line, zone)
			found, err := geo.Overlap(line, zone)
			if err != nil || (found == nil) != (m.Relation == geo.Disjoint || m.Relation == geo.Touches) {
				t.Fatalf("%s: %v, %v", m.Relation, found, err)
			}
			if got := geo.LengthM(found); found != nil && !near(got, m.CrossingM, 1e-12) {
				t.Errorf("%v m, the pieces %v", got, m.CrossingM)
			}
		}
	}
}

// A small site against a wide zone of many vertices, over the edge of a lake
// and of the shore: as the uncut overlay, which takes far longer.
func TestOverlapWithManyVertices(t *testing.T) {
	lake := circle(15_000, orb.Point{112.85, 35.5}, 0.05)
	zone := orb.MultiPolygon{{circle(20_000, orb.Point{112.85, 35.5}, 0.1), lake}}
	for _, at := range []orb.Point{{112.95, 35.5}, {112.9, 35.5}, {112.85, 35.45}, {112.78, 35.43}} {
		site := orb.Polygon{circle(40, at, 0.003)}
		found, err := geo.Overlap(site, zone)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := sf.Intersection(toSF(t, site), toSF(t, zone))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := geo.AreaM2(found), geo.AreaM2(fromSF(t, whole)); !closeTo(got, want) || want == 0 {
			t.Errorf("%v: %v m², uncut %v", at, got, want)
		}
		m, _ := geo.Meet(site, zone)
		if got := geo.AreaM2(found); !closeTo(got, m.OverlapM2) {
			t.Errorf("%v: %v m², the pieces %v", at, got, m.OverlapM2)
		}
	}
}

// What is not valid, or not in reach, is an error and never a wrong picture.
func TestOverlapEndsWithErrors(t *testing.T) {
	square := orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}}
	bowtie := orb.Polygon{{{0, 0}, {4, 4}, {4, 0}, {0, 4}, {0, 0}}}
	twice := append(square.Clone(), orb.Polygon{{{3, 1}, {7, 1}, {7, 4}, {3, 4}, {3, 1}}})
	over := orb.Polygon{{{2, 2}, {6, 2}, {6, 3}, {2, 3}, {2, 2}}}
	for name, c := range map[string]struct {
		site orb.Geometry
		zone orb.MultiPolygon
		want error
	}{
		"bowtie for a site":   {bowtie, orb.MultiPolygon{over}, geo.ErrOverlay},
		"bowtie for a zone":   {over, orb.MultiPolygon{bowtie}, geo.ErrOverlay},
		"parts that overlap":  {over, twice, geo.ErrOverlay},
		"a point that is NaN": {orb.Point{math.NaN(), 0}, square, geo.ErrNotFinite},
		"a line that is NaN":  {orb.LineString{{math.NaN(), 0}, {1, 1}}, square, geo.ErrNotFinite},
		"an area that is NaN": {orb.Ring{{math.NaN(), 0}, {1, 1}, {2, 3}}, square, geo.ErrNotFinite},
		"ten thousand teeth":  {comb(100, false), orb.MultiPolygon{comb(100, true)}, geo.ErrTooIntricate},
		"a line of a million": {orb.LineString(comb(1_000, false)[0]), orb.MultiPolygon{comb(1_000, true)}, geo.ErrTooIntricate},
	} {
		if found, err := geo.Overlap(c.site, c.zone); !errors.Is(err, c.want) || found != nil {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
}

func BenchmarkOverlap(b *testing.B) {
	site := orb.Polygon{circle(40, orb.Point{112.95, 35.5}, 0.003)}
	for name, n := range map[string]int{"200": 200, "20000": 20_000} {
		zone := orb.MultiPolygon{{circle(n, orb.Point{112.85, 35.5}, 0.1)}}
		prepared := geo.Prepare(zone)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := geo.Overlap(site, zone); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+" prepared", func(b *testing.B) {
			for b.Loop() {
				if _, err := prepared.Overlap(site); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+" uncut", func(b *testing.B) {
			for b.Loop() {
				if _, err := sf.Intersection(toSF(b, site), toSF(b, zone)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
