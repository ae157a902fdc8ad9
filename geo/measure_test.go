package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"

	"waterzones/geo"
)

// The CGCS2000 ellipsoid, written out a second time.
func cgcs2000() *geodesic.Ellipsoid { return geodesic.NewEllipsoid(6378137, 1/298.257222101) }

func inverseM(e *geodesic.Ellipsoid, p, q orb.Point) float64 {
	var m float64
	e.Inverse(p[1], p[0], q[1], q[0], &m, nil, nil)
	return m
}

// geodesicAreaM2 is the area within geodesics through n points on every edge.
func geodesicAreaM2(ring orb.Ring, n int) float64 {
	p := cgcs2000().PolygonInit(false)
	for i := 1; i < len(ring); i++ {
		for k := range n {
			q := between(ring[i-1], ring[i], float64(k)/float64(n))
			p.AddPoint(q[1], q[0])
		}
	}
	var area, perimeter float64
	p.Compute(false, true, &area, &perimeter)
	return math.Abs(area)
}

func between(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

func TestAreaAgainstGeodesicPolygon(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	for range 12 {
		size := math.Pow(10, -3*r.Float64())
		ring := randomStar(r, orb.Point{112.85, 35.5}, size, 3+r.IntN(6), false)
		// Chords of an edge miss by the square of their length.
		coarse, fine := geodesicAreaM2(ring, 500), geodesicAreaM2(ring, 1000)
		want := fine + (fine-coarse)/3
		// GeographicLib promises 0.1 m² a vertex; a thousandth of that is seen.
		if got := geo.AreaM2(orb.Polygon{ring}); math.Abs(got-want) > 1e-9*want+0.005 {
			t.Errorf("size %v°: got %v, want %v (%v)", size, got, want, got/want-1)
		}
	}
}

// Planimeter (GeographicLib) for a box of 0.1° by 0.2°, from the survey of
// dependencies: its level edges are geodesics there, so only to 1e-6.
func TestAreaOfABox(t *testing.T) {
	box := orb.Bound{Min: orb.Point{112.8, 35.4}, Max: orb.Point{113, 35.5}}
	ring := box.ToRing()
	if got, want := geo.AreaM2(box), geodesicAreaM2(ring, 2000); !near(got, want, 1e-9) {
		t.Errorf("got %v, want %v", got, want)
	}
	whole := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	if got, want := geo.AreaM2(whole), 510065621718491.4; !near(got, want, 1e-9) {
		t.Errorf("the earth: got %v, want %v", got, want)
	}
}

func TestAreaOfHolesAndSmallShapes(t *testing.T) {
	shell := orb.Bound{Min: orb.Point{112, 35}, Max: orb.Point{113, 36}}.ToRing()
	hole := orb.Bound{Min: orb.Point{112.2, 35.2}, Max: orb.Point{112.4, 35.4}}.ToRing()
	want := geo.AreaM2(shell) - geo.AreaM2(hole)
	if got := geo.AreaM2(orb.Polygon{shell, hole}); !near(got, want, 1e-14) {
		t.Errorf("got %v, want %v", got, want)
	}
	// A square of 2^-20 degree, 0.1 m: metres by the radii of curvature there.
	small := orb.Bound{Min: orb.Point{112, 35}, Max: orb.Point{112 + 0x1p-20, 35 + 0x1p-20}}
	w := 1 - e2*math.Pow(math.Sin((35+0x1p-21)*math.Pi/180), 2)
	metre := 6378137 * math.Pi / 180 * 0x1p-20
	want = metre * metre * (1 - e2) / (w * w) * math.Cos((35+0x1p-21)*math.Pi/180)
	if got := geo.AreaM2(small); !near(got, want, 1e-12) {
		t.Errorf("small: got %v, want %v", got, want)
	}
}

const (
	f  = 1 / 298.257222101
	e2 = f * (2 - f)
)

func TestLengthAgainstShortGeodesics(t *testing.T) {
	e := cgcs2000()
	for _, line := range []orb.LineString{
		{{112, 35}, {113, 36}}, {{112, 35}, {112, 39.7}}, {{110, 35}, {114, 35}}, {{112, 35}, {112.001, 35.001}, {112, 35}},
	} {
		want := 0.0
		for i := 1; i < len(line); i++ {
			for k := range 2000 {
				want += inverseM(e, between(line[i-1], line[i], float64(k)/2000), between(line[i-1], line[i], float64(k+1)/2000))
			}
		}
		if got := geo.LengthM(line); !near(got, want, 1e-9) {
			t.Errorf("%v: got %v, want %v", line, got, want)
		}
	}
}
