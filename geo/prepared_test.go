package geo_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// anyArea is a few rings on a coarse grid, most often invalid: they cross
// themselves and one another, lie on a line or in a place, are not closed.
func anyArea(r *rand.Rand) orb.MultiPolygon {
	var area orb.MultiPolygon
	for range r.IntN(4) {
		var polygon orb.Polygon
		for range r.IntN(4) {
			var ring orb.Ring
			for range r.IntN(8) {
				ring = append(ring, orb.Point{112 + float64(r.IntN(7))/7, 35 + float64(r.IntN(7))/11})
			}
			polygon = append(polygon, ring)
		}
		area = append(area, polygon)
	}
	return area
}

// placesOf are the vertices of an area, places between them and the floats
// beside these.
func placesOf(r *rand.Rand, area orb.MultiPolygon) []orb.Point {
	places := []orb.Point{{}, {math.NaN(), 35}, {112.5, math.Inf(1)}, {112.5, 35.25}}
	for _, polygon := range area {
		for _, ring := range polygon {
			for i, p := range ring {
				q := ring[r.IntN(i+1)]
				places = append(places, p, orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}, orb.Point{p[0], q[1]})
			}
		}
	}
	for _, p := range places {
		p[r.IntN(2)] = math.Nextafter(p[0], math.Inf(1-2*r.IntN(2)))
		places = append(places, p)
	}
	return places
}

func TestPreparedLocateEqualsLocate(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	areas := append(oddAreas(), orb.MultiPolygon{comb(200, false)}, orb.MultiPolygon{comb(200, true)},
		orb.MultiPolygon{{circle(1000, orb.Point{112, 35}, 1), circle(700, orb.Point{112, 35}, 0.5)}, {circle(300, orb.Point{112, 35}, 0.5)}})
	for range 3000 {
		areas = append(areas, anyArea(r))
	}
	seen := map[geo.Location]int{}
	for _, area := range areas {
		prepared := geo.Prepare(area)
		for _, p := range placesOf(r, area) {
			want := geo.Locate(area, p)
			if got := prepared.Locate(p); got != want {
				t.Fatalf("%v in %v: got %v, want %v", p, area, got, want)
			}
			seen[want]++
		}
	}
	for _, where := range []geo.Location{geo.Exterior, geo.Boundary, geo.Interior} {
		if seen[where] < 10_000 {
			t.Errorf("%v only %d times", where, seen[where])
		}
	}
}

// Whatever is asked of a prepared area has the answer of the plain function,
// to the last bit.
func TestPreparedEqualsPlain(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	r := rand.New(rand.NewPCG(2, 2))
	type pair struct {
		site orb.Geometry
		area orb.MultiPolygon
	}
	var pairs []pair
	for _, site := range oddGeometries() {
		for _, area := range oddAreas() {
			pairs = append(pairs, pair{site, area})
		}
	}
	ring := orb.MultiPolygon{{circle(500, orb.Point{112, 35}, 0.1), circle(300, orb.Point{112, 35}, 0.05)}}
	for range 300 {
		at := orb.Point{112 + 0.3*(r.Float64()-0.5), 35 + 0.3*(r.Float64()-0.5)}
		pairs = append(pairs, pair{at, ring}, pair{orb.Polygon{circle(20, at, 0.05*r.Float64())}, ring},
			pair{orb.LineString{at, {112, 35}, {112.1, 35}}, ring}, pair{anyArea(r), anyArea(r)})
	}
	for _, p := range pairs {
		prepared := geo.Prepare(p.area)
		want, wantErr := geo.Meet(p.site, p.area)
		got, err := prepared.Meet(p.site)
		if !sameMeeting(got, want) || err != wantErr {
			t.Fatalf("%v to %v: %+v, %v, want %+v, %v", p.site, p.area, got, err, want, wantErr)
		}
		if got, want := prepared.DistanceToArea(p.site), geo.DistanceToArea(p.site, p.area); !sameDistance(got, want) {
			t.Fatalf("%v to %v: %+v, want %+v", p.site, p.area, got, want)
		}
		if got, want := prepared.DistanceToBoundary(p.site), geo.DistanceToBoundary(p.site, p.area); !sameDistance(got, want) {
			t.Fatalf("%v to boundary of %v: %+v, want %+v", p.site, p.area, got, want)
		}
		if got, want := prepared.Deeper(p.site, 2000), geo.Deeper(p.site, p.area, 2000); got != want {
			t.Fatalf("%v deeper in %v: %v, want %v", p.site, p.area, got, want)
		}
	}
}

// same takes one NaN for another: places that are not finite are given back as
// they came, and areas as wide as floats reach have none.
func same(x, y float64) bool { return x == y || (x != x && y != y) }

func sameMeeting(a, b geo.Meeting) bool {
	return a.Relation == b.Relation && same(a.OverlapM2, b.OverlapM2) && same(a.CrossingM, b.CrossingM)
}

func sameDistance(a, b geo.Distance) bool {
	return same(a.M, b.M) && same(a.BearingDeg, b.BearingDeg) && same(a.From[0], b.From[0]) &&
		same(a.From[1], b.From[1]) && same(a.To[0], b.To[0]) && same(a.To[1], b.To[1])
}

// What a prepared area makes on the first question, it makes once for all who
// ask at the same time (see -race).
func TestPreparedIsSafeForReaders(t *testing.T) {
	area := orb.MultiPolygon{{circle(1000, orb.Point{112, 35}, 1)}}
	site := orb.Polygon{circle(5, orb.Point{114, 36}, 0.1)}
	zone, want := geo.Prepare(area), geo.DistanceToArea(site, area)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := zone.DistanceToArea(site); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			zone.Deeper(circle(9, orb.Point{112, 35}, 0.5), 30)
		})
	}
	all.Wait()
}

func TestPreparedZeroValueIsEmpty(t *testing.T) {
	var z geo.Prepared
	if where := z.Locate(orb.Point{}); where != geo.Exterior {
		t.Error(where)
	}
	if m, err := z.Meet(orb.Point{}); err != nil || m.Relation != geo.Disjoint {
		t.Error(m, err)
	}
	if d := z.DistanceToArea(orb.Point{}); !math.IsInf(d.M, 1) || z.Deeper(orb.Point{}, 1) || z.Area() != nil {
		t.Error(d)
	}
}

func TestPreparedLocateAllocatesNothing(t *testing.T) {
	zone := geo.Prepare(orb.MultiPolygon{{circle(1000, orb.Point{112, 35}, 1), circle(700, orb.Point{112, 35}, 0.5)}})
	if n := testing.AllocsPerRun(100, func() { zone.Locate(orb.Point{112.1, 35.1}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// meander is a ring of 2n+1 vertices round a river that winds at two scales and
// is so many degrees long.
func meander(n int, at orb.Point, length float64) orb.Ring {
	var left, right orb.Ring
	for i := range n {
		u := float64(i) / float64(n)
		x := at[0] + length*(u+0.02*math.Sin(40*u)+0.004*math.Sin(700*u))
		y := at[1] + length*(0.1*math.Sin(9*u)+0.02*math.Cos(50*u)+0.004*math.Cos(700*u))
		left = append(left, orb.Point{x, y + 0.001*length*(2+math.Sin(3000*u))})
		right = append(right, orb.Point{x, y - 0.001*length*(2+math.Cos(4000*u))})
	}
	right.Reverse()
	left = append(left, right...)
	return append(left, left[0])
}

// One question about a zone of 100,000 vertices: a lake with an island, or a
// river.
func BenchmarkPrepared(b *testing.B) {
	lake := orb.MultiPolygon{{circle(90_000, orb.Point{112, 35}, 0.1), circle(10_000, orb.Point{112, 35}, 0.05)}}
	river := orb.MultiPolygon{{meander(50_000, orb.Point{111.9, 35}, 0.2)}}
	site := orb.Polygon{circle(20, orb.Point{112.1, 35}, 0.001)}
	r := rand.New(rand.NewPCG(3, 3))
	points, plots, pipes := make([]orb.Point, 1024), make([]orb.Polygon, 1024), make([]orb.LineString, 1024)
	for i := range points {
		p := orb.Point{111.9 + 0.2*r.Float64(), 34.9 + 0.2*r.Float64()}
		points[i], plots[i] = p, orb.Polygon{circle(5, p, 0.0005)}
		pipes[i] = orb.LineString{p, {p[0] + 0.02*r.NormFloat64(), p[1] + 0.02*r.NormFloat64()}}
	}
	for name, area := range map[string]orb.MultiPolygon{"lake": lake, "river": river} {
		zone := geo.Prepare(area)
		for what, ask := range map[string]func(i int){
			"prepare":        func(int) { geo.Prepare(area) },
			"locate":         func(i int) { zone.Locate(points[i%1024]) },
			"plain":          func(i int) { geo.Locate(area, points[i%1024]) },
			"point":          func(i int) { meet(b, zone, points[i%1024]) },
			"plot":           func(i int) { meet(b, zone, plots[i%1024]) },
			"pipe":           func(i int) { meet(b, zone, pipes[i%1024]) },
			"triangle":       func(int) { meet(b, zone, site) },
			"boundary":       func(i int) { zone.DistanceToBoundary(points[i%1024]) },
			"area of plot":   func(i int) { zone.DistanceToArea(plots[i%1024]) },
			"area of pipe":   func(i int) { zone.DistanceToArea(pipes[i%1024]) },
			"near":           func(i int) { zone.Near(plots[i%1024], 30) },
			"far":            func(int) { zone.DistanceToArea(orb.Point{116.4, 39.9}) },
			"deeper":         func(int) { zone.Deeper(site, 30) },
			"plot deeper":    func(i int) { zone.Deeper(plots[i%1024], 30) },
			"plain boundary": func(i int) { geo.DistanceToBoundary(points[i%1024], area) },
		} {
			b.Run(name+"/"+what, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					ask(i)
				}
			})
		}
	}
}

func meet(b *testing.B, zone *geo.Prepared, site orb.Geometry) {
	b.Helper()
	if _, err := zone.Meet(site); err != nil {
		b.Fatal(err)
	}
}
