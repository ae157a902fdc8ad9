package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"

	"waterzones/geo"
)

// bruteM is the distance from p to a ring by geodesics to every edge: ternary
// search along it, from several brackets.
func bruteM(e *geodesic.Ellipsoid, p orb.Point, ring []orb.Point) float64 {
	best := math.Inf(1)
	for i := 1; i < len(ring); i++ {
		for k := range 4 {
			low, high := float64(k)/4, float64(k+1)/4
			at := func(t float64) float64 { return inverseM(e, p, between(ring[i-1], ring[i], t)) }
			for range 60 {
				a, b := low+(high-low)/3, high-(high-low)/3
				if at(a) < at(b) {
					high = b
				} else {
					low = a
				}
			}
			best = min(best, at(low), at(high))
		}
	}
	return best
}

func TestDistanceOfPointsAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	e := cgcs2000()
	for range 40 {
		size := math.Pow(10, -3*r.Float64())
		ring := randomStar(r, orb.Point{112.85, 35.5}, size, 3+r.IntN(8), false)
		spread := math.Pow(10, -4*r.Float64())
		p := orb.Point{112.85 + spread*(2*r.Float64()-1), 35.5 + spread*(2*r.Float64()-1)}
		d := geo.DistanceToBoundary(p, orb.MultiPolygon{{ring}})
		if want := bruteM(e, p, ring); math.Abs(d.M-want) > 1e-3 {
			t.Errorf("got %v, want %v", d.M, want)
		}
		checkWay(t, d, p)
		inside := geo.Locate(orb.MultiPolygon{{ring}}, p) == geo.Interior
		if got := geo.DistanceToArea(p, orb.MultiPolygon{{ring}}).M; (inside && got != 0) || (!inside && got != d.M) {
			t.Errorf("inside %v: %v m to the area, %v m to its boundary", inside, got, d.M)
		}
	}
}

// checkWay holds a way to what it says of itself.
func checkWay(t *testing.T, d geo.Distance, from orb.Point) {
	t.Helper()
	var m, bearing float64
	cgcs2000().Inverse(d.From[1], d.From[0], d.To[1], d.To[0], &m, &bearing, nil)
	if d.From != from || math.Abs(m-d.M) > 1e-8 || math.Abs(math.Remainder(bearing-d.BearingDeg, 360)) > 1e-6 || d.BearingDeg < 0 || d.BearingDeg >= 360 {
		t.Errorf("%+v: from %v, geodesic %v m towards %v°", d, from, m, bearing)
	}
}

func TestDistanceOfAreasAgainstBruteForce(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	r := rand.New(rand.NewPCG(9, 9))
	e, seen := cgcs2000(), 0
	for range 8 {
		a := randomStar(r, orb.Point{112.8, 35.5}, 0.03, 3+r.IntN(8), false)
		b := randomStar(r, orb.Point{112.88, 35.5 + 0.1*r.Float64()}, 0.03, 3+r.IntN(8), false)
		site, zone := orb.Polygon{a}, orb.MultiPolygon{{b}}
		if m, err := geo.Meet(site, zone); err != nil || m.Relation != geo.Disjoint {
			continue
		}
		want := math.Inf(1)
		for i := range a {
			want = min(want, bruteM(e, a[i], b))
		}
		for i := range b {
			want = min(want, bruteM(e, b[i], a))
		}
		seen++
		for _, got := range []geo.Distance{
			geo.DistanceToArea(site, zone), geo.DistanceToBoundary(site, zone),
			geo.DistanceToArea(zone, orb.MultiPolygon{site}), geo.DistanceToArea(orb.LineString(a), zone),
		} {
			if math.Abs(got.M-want) > 1e-3 {
				t.Errorf("got %v, want %v", got.M, want)
			}
			checkWay(t, got, got.From)
		}
	}
	if seen < 4 {
		t.Errorf("only %d pairs lay apart", seen)
	}
}

func TestDistanceWhereShapesMeet(t *testing.T) {
	zone := areaOf(parseWKT(t, "POLYGON((0 0,8 0,8 8,0 8,0 0),(3 3,5 3,5 5,3 5,3 3))"))
	degree := inverseM(cgcs2000(), orb.Point{1, 1}, orb.Point{1, 0})
	for _, c := range []struct {
		site           string
		area, boundary float64
	}{
		{"POINT(1 1)", 0, degree},
		{"POINT(3 4)", 0, 0},
		{"POINT(8 8)", 0, 0},
		{"LINESTRING(1 1,2 1)", 0, degree},
		{"LINESTRING(1 1,9 1)", 0, 0},
		{"POLYGON((1 1,2 1,2 2,1 2,1 1))", 0, degree * 0.9998}, // west, along the parallel
		{"POLYGON((-1 -1,9 -1,9 9,-1 9,-1 -1))", 0, 0},
		{"POLYGON((2 2,6 2,6 6,2 6,2 2))", 0, 0},
		{"POLYGON((8 0,9 0,9 1,8 0))", 0, 0},
		{"POINT(1 -1)", degree, degree},
	} {
		site := parseWKT(t, c.site)
		for what, pair := range map[string][2]float64{
			"area":     {geo.DistanceToArea(site, zone).M, c.area},
			"boundary": {geo.DistanceToBoundary(site, zone).M, c.boundary},
		} {
			if (pair[1] == 0) != (pair[0] == 0) || !near(pair[0], pair[1], 0.01) {
				t.Errorf("%s to the %s: got %v, want %v", c.site, what, pair[0], pair[1])
			}
		}
	}
}

func TestDeeper(t *testing.T) {
	// About 1113 m by 1113 m at the equator; the deepest point is 556 m deep.
	zone := areaOf(parseWKT(t, "POLYGON((0 0,0.01 0,0.01 0.01,0 0.01,0 0))"))
	for _, c := range []struct {
		site string
		band float64
		want bool
	}{
		{"POINT(0.005 0.005)", 550, true},
		{"POINT(0.005 0.005)", 560, false},
		{"POINT(0.0001 0.005)", 10, true},
		{"POINT(0.0001 0.005)", 12, false},
		{"POINT(0 0.005)", 0, false},
		{"POINT(0.02 0.005)", 10, false},
		{"LINESTRING(-1 0.0002,1 0.0002)", 20, true},
		{"LINESTRING(-1 0.0002,1 0.0002)", 23, false},
		{"LINESTRING(-1 0.005,1 0.005)", 540, true},
		{"LINESTRING(0 0,0.01 0)", 0, false},
		{"LINESTRING(0.0002 0,0.0002 0.01,0.0001 0.02)", 23, false},
		{"POLYGON((-1 -1,1 -1,1 1,-1 1,-1 -1))", 540, true},
		{"POLYGON((-1 -1,1 -1,1 1,-1 1,-1 -1))", 560, false},
		{"POLYGON((-1 -1,0.0002 -1,0.0002 1,-1 1,-1 -1))", 20, true},
		{"POLYGON((-1 -1,0.0002 -1,0.0002 1,-1 1,-1 -1))", 23, false},
		{"POLYGON((0.005 -1,0.005000001 -1,0.005000001 1,0.005 1,0.005 -1))", 500, true},
		{"POLYGON((0.01 0,0.02 0,0.02 0.01,0.01 0.01,0.01 0))", 0, false},
		{"POLYGON((0.009 0,0.02 0,0.02 0.01,0.009 0.01,0.009 0))", 0, true},
		{"MULTIPOLYGON(((0 0,0.0001 0,0.0001 0.0001,0 0)),((0.004 0.004,0.006 0.004,0.005 0.006,0.004 0.004)))", 400, true},
	} {
		site := parseWKT(t, c.site)
		if got := geo.Deeper(site, zone, c.band); got != c.want {
			t.Errorf("%s deeper than %v m: got %v", c.site, c.band, got)
		}
	}
}

// A point that is deep makes every site that holds it deep.
func TestDeeperAgainstPoints(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	for range 20 {
		zone := orb.MultiPolygon{{randomStar(r, orb.Point{112.8, 35.5}, 0.02, 20, false)}}
		site := orb.Polygon{randomStar(r, orb.Point{112.81, 35.5}, 0.01, 5, false)}
		deepest := 0.0
		for range 400 {
			p := orb.Point{112.8 + 0.02*r.Float64(), 35.49 + 0.02*r.Float64()}
			if geo.Locate(orb.MultiPolygon{site}, p) == geo.Interior && geo.Locate(zone, p) == geo.Interior {
				deepest = max(deepest, geo.DistanceToBoundary(p, zone).M)
			}
		}
		if deepest > 0 && !geo.Deeper(site, zone, deepest*0.98) {
			t.Errorf("a point is %v m deep, the site is not", deepest)
		}
		if geo.Deeper(site, zone, deepest*1.5+30) {
			t.Errorf("400 points reach %v m, the site half more", deepest)
		}
	}
}
