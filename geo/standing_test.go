package geo_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// TestRelateEqualsOneByOne: Relate answers what its four questions do, and a point
// for itself what the same point does in company, where nothing is cut short.
func TestRelateEqualsOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	seen := map[geo.Relation]int{}
	deep, near := 0, 0
	for i := range 60 / slower {
		at := orb.Point{112 + 0.01*r.Float64(), []float64{35.5, -20, 0, 75, 82}[i%5]}
		area := orb.MultiPolygon{{randomStar(r, at, 0.01, 3+r.IntN(40), false)}}
		if i%3 == 0 {
			area = orb.MultiPolygon{{circle(100, at, 0.01), circle(50, at, 0.005)}, {meander(40, orb.Point{at[0] + 0.02, at[1]}, 0.01)}}
		}
		zone := geo.Prepare(area)
		places := placesOf(r, area)
		for range 10 {
			places = append(places, orb.Point{at[0] + 0.02*r.NormFloat64(), at[1] + 0.02*r.NormFloat64()})
		}
		sites := []orb.Geometry{orb.MultiPoint(places[4:8]), orb.LineString(places[len(places)-4:]), orb.Polygon{circle(9, places[len(places)-1], 0.003)}, nil}
		for _, p := range places {
			sites = append(sites, p)
			if m, err := zone.Meet(orb.MultiPoint{p}); err == nil && m.Relation != geo.Disjoint {
				deep++
			}
			sameInCompany(t, zone, p)
		}
		for _, site := range sites {
			band := []float64{0, 0.001, 30, 300}[r.IntN(4)]
			got, err := zone.Relate(site, band)
			meeting, wantErr := zone.Meet(site)
			want := geo.Standing{Meeting: meeting}
			if want.Boundary = zone.DistanceToBoundary(site); want.Relation == geo.Disjoint {
				if want.Boundary, _ = zone.Near(site, band); want.Boundary.M <= band {
					near++
				}
			}
			want.Deeper = zone.Deeper(site, band)
			if wantErr != nil {
				want = geo.Standing{}
			}
			if got != want || !errors.Is(err, wantErr) {
				t.Fatalf("%v to %v, band %v:\n got %+v, %v\nwant %+v, %v", site, area, band, got, err, want, wantErr)
			}
			seen[got.Relation]++
		}
	}
	for _, relation := range []geo.Relation{geo.Disjoint, geo.Touches, geo.Overlaps, geo.Within} {
		if seen[relation] < 40/slower {
			t.Errorf("%s only %d times", relation, seen[relation])
		}
	}
	if deep < 1000/slower || near < 40/slower {
		t.Errorf("%d met, %d near: the cases prove little", deep, near)
	}
}

// sameInCompany asks about a point alone, as a line's end would be, and among
// others of its kind.
func sameInCompany(t *testing.T, zone *geo.Prepared, p orb.Point) {
	t.Helper()
	alone := zone.DistanceToBoundary(p)
	for _, site := range []orb.Geometry{orb.MultiPoint{p}, orb.LineString{p, p}, orb.Collection{p}} {
		if got := zone.DistanceToBoundary(site); got != alone {
			t.Fatalf("%v of %v: %+v, alone %+v", site, zone.Area(), got, alone)
		}
	}
	if plain := geo.DistanceToBoundary(p, zone.Area()); plain != alone {
		t.Fatalf("%v of %v: %+v, prepared %+v", p, zone.Area(), plain, alone)
	}
}

func TestPointsAllocateNothing(t *testing.T) {
	zone := geo.Prepare(orb.MultiPolygon{{circle(1000, orb.Point{112, 35}, 1), circle(700, orb.Point{112, 35}, 0.5)}}).
		Budgeted(geo.NewBudget(context.Background(), math.MaxInt))
	in, out := orb.Point{112.5, 35.6}, orb.Point{113.2, 35.1}
	for name, ask := range map[string]func(){
		"locate":   func() { zone.Locate(in) },
		"meet":     func() { _, _ = zone.Meet(in) },
		"boundary": func() { zone.DistanceToBoundary(in); zone.DistanceToArea(out) },
		"near":     func() { zone.Near(in, 30); zone.Near(out, 30_000) },
		"deeper":   func() { zone.Deeper(in, 30) },
		"relate":   func() { _, _ = zone.Relate(in, 30); _, _ = zone.Relate(out, 30_000) },
	} {
		if n := testing.AllocsPerRun(100, ask); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkPointOfThousand(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	for name, ring := range map[string]orb.Ring{"star": randomStar(r, orb.Point{112, 35}, 0.05, 1000, false), "river": meander(500, orb.Point{111.95, 35}, 0.1)} {
		zone := geo.Prepare(orb.MultiPolygon{{ring}})
		points := make([]orb.Point, 1024)
		for i := range points {
			points[i] = orb.Point{112 + 0.05*r.NormFloat64(), 35 + 0.05*r.NormFloat64()}
		}
		for what, ask := range map[string]func(p orb.Point){
			"locate":   func(p orb.Point) { zone.Locate(p) },
			"meet":     func(p orb.Point) { meet(b, zone, p) },
			"boundary": func(p orb.Point) { zone.DistanceToBoundary(p) },
			"near":     func(p orb.Point) { zone.Near(p, 30) },
			"near 5km": func(p orb.Point) { zone.Near(p, 5000) },
			"relate":   func(p orb.Point) { _, _ = zone.Relate(p, 30) },
		} {
			b.Run(name+"/"+what, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					ask(points[i%1024])
				}
			})
		}
	}
}
