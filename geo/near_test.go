package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// TestNearIsDistance: Near finds the way that DistanceToArea finds if it is not
// longer than asked for, and none if it is, for every type of site.
func TestNearIsDistance(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	ring := func(at orb.Point, radius float64, n int) orb.Ring {
		r := make(orb.Ring, 0, n+1)
		for i := range n {
			a := 2 * math.Pi * float64(i) / float64(n)
			d := radius * (0.7 + 0.3*random.Float64())
			r = append(r, orb.Point{at[0] + d*math.Cos(a), at[1] + d*math.Sin(a)})
		}
		return append(r, r[0])
	}
	at := func() orb.Point { return orb.Point{112 + random.Float64(), 35 + random.Float64()} }
	found, missed := 0, 0
	for range 300 {
		zone := Prepare(orb.MultiPolygon{{ring(at(), 0.1, 5+random.IntN(60))}, {ring(at(), 0.02, 9)}})
		p, q := at(), at()
		for _, site := range []orb.Geometry{
			p,
			orb.MultiPoint{p, q},
			orb.LineString{p, q},
			orb.LineString(ring(p, 0.05, 40)),
			orb.Polygon{ring(p, 0.05, 40)},
			orb.Collection{p, orb.Polygon{ring(q, 0.01, 7)}},
		} {
			want := zone.DistanceToArea(site)
			for _, within := range []float64{30, 1000, want.M, want.M * 0.999, 20_000} {
				got, near := zone.Near(site, within)
				if near != (want.M <= within) || near && math.Abs(got.M-want.M) > 1e-6 {
					t.Fatalf("%v: within %v m: %v %v, want %v", site, within, near, got.M, want.M)
				}
				if near {
					found++
				} else {
					missed++
				}
			}
		}
	}
	if found < 1000 || missed < 1000 {
		t.Errorf("%d found, %d missed: the cases prove little", found, missed)
	}
}
