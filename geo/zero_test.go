package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// oddGeometries are nil, zero, empty, short, flat, not finite and nested ones.
func oddGeometries() []orb.Geometry {
	nan, inf := math.NaN(), math.Inf(1)
	ring := orb.Ring{{1, 1}, {2, 1}, {2, 2}, {1, 1}}
	odd := []orb.Geometry{
		nil,
		orb.Point{},
		orb.Point{nan, 1},
		orb.Point{inf, -inf},
		orb.MultiPoint{},
		orb.MultiPoint{{}},
		orb.LineString{},
		orb.LineString{{1, 1}},
		orb.LineString{{1, 1}, {1, 1}},
		orb.LineString{{1, 1}, {nan, 2}},
		orb.MultiLineString{},
		orb.MultiLineString{{}, nil, {{1, 1}}},
		orb.Ring{},
		orb.Ring{{1, 1}},
		orb.Ring{{1, 1}, {2, 2}},
		ring,
		orb.Polygon{},
		orb.Polygon{nil},
		orb.Polygon{{}, ring},
		orb.Polygon{{{1, 1}, {1, 1}, {1, 1}, {1, 1}}},
		orb.Polygon{ring, {}},
		orb.Polygon{{{1, 1}, {2, 1}, {2, 2}}},
		orb.Polygon{{{1, 1}, {3, 1}, {1, 1}, {1, 1}}},
		orb.Polygon{{{0, 0}, {nan, 0}, {0, 1}, {0, 0}}},
		orb.Polygon{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}},
		orb.Polygon{{{-1e308, -1e308}, {1e308, -1e308}, {1e308, 1e308}, {-1e308, -1e308}}},
		orb.MultiPolygon{},
		orb.MultiPolygon{nil},
		orb.MultiPolygon{{}, {nil}, {ring}},
		orb.MultiPolygon{{ring}, {ring}},
		orb.Bound{},
		orb.MultiPoint{}.Bound(),
		orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{3, 3}},
		orb.Collection{},
		orb.Collection{nil, orb.Point{}, orb.Collection{orb.Polygon{ring}, nil}},
	}
	return append(odd, orb.AllGeometries...)
}

func oddAreas() []orb.MultiPolygon {
	areas := []orb.MultiPolygon{nil}
	for _, g := range oddGeometries() {
		switch g := g.(type) {
		case orb.Ring:
			areas = append(areas, orb.MultiPolygon{{g}})
		default:
			if a := areaOf(g); a != nil {
				areas = append(areas, a)
			}
		}
	}
	return areas
}

// One loop over everything that takes a geometry: no panic, no relation that
// is not one of the list, no negative quantity.
func TestOddGeometriesNeverPanic(t *testing.T) {
	known := map[geo.Relation]bool{geo.Disjoint: true, geo.Touches: true, geo.Overlaps: true, geo.Within: true, geo.Contains: true}
	for _, g := range oddGeometries() {
		for _, v := range geo.Validate(g) {
			if zh, en := v.Explain(); zh == "" || en == "" || v.Path == "" || v.Error() == "" {
				t.Errorf("%v: %+v explains nothing", g, v)
			}
		}
		if geo.AreaM2(g) < 0 || geo.LengthM(g) < 0 || geo.Vertices(g) < 0 {
			t.Errorf("%v: negative", g)
		}
		for _, area := range oddAreas() {
			m, err := geo.Meet(g, area)
			if (err == nil && !known[m.Relation]) || m.OverlapM2 < 0 || m.CrossingM < 0 {
				t.Errorf("%v, %v: %+v, %v", g, area, m, err)
			}
			if d := geo.DistanceToArea(g, area); d.M < 0 || geo.DistanceToBoundary(g, area).M < d.M-1e-9 {
				t.Errorf("%v, %v: %+v", g, area, d)
			}
			geo.Deeper(g, area, 10_000)
			found, err := geo.Overlap(g, area)
			if apart := m.Relation == geo.Disjoint || m.Relation == geo.Touches; found != nil && (err != nil || apart) {
				t.Errorf("%v, %v: %s, overlap %v, %v", g, area, m.Relation, found, err)
			}
			if p, ok := g.(orb.Point); ok {
				geo.Locate(area, p)
			}
		}
	}
}

func TestEmptyIsFarFromEverything(t *testing.T) {
	area := orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}
	for _, site := range []orb.Geometry{nil, orb.MultiPoint{}, orb.Polygon{}, orb.Collection{nil}} {
		if m, err := geo.Meet(site, area); err != nil || m != (geo.Meeting{Relation: geo.Disjoint}) {
			t.Errorf("%T: %+v, %v", site, m, err)
		}
		if d := geo.DistanceToArea(site, area); !math.IsInf(d.M, 1) {
			t.Errorf("%T: %v m", site, d.M)
		}
	}
	if d := geo.DistanceToBoundary(orb.Point{}, nil); !math.IsInf(d.M, 1) {
		t.Errorf("to nothing: %v m", d.M)
	}
	if _, err := geo.Meet(orb.Point{math.NaN(), 0}, area); err != geo.ErrNotFinite {
		t.Errorf("NaN: %v", err)
	}
}
