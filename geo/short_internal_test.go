package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// TestShortWays: the series of the middle latitude is that of package geodesic,
// in length and in where it leads, as far as it is asked.
func TestShortWays(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 2))
	for range 200_000 {
		size := 0.1 * math.Pow(10, -6*r.Float64())
		p := orb.Point{360*r.Float64() - 180, 139*r.Float64() - 69.5}
		q := orb.Point{p[0] + size*(2*r.Float64()-1), p[1] + size*(2*r.Float64()-1)}
		if !short(p, q) {
			t.Fatalf("%v to %v is not short", p, q)
		}
		m, azimuth := inverse(p, q)
		var want, wantAzimuth float64
		earth().Inverse(p[1], p[0], q[1], q[0], &want, &wantAzimuth, nil)
		aside := m * math.Sin((azimuth-wantAzimuth)*radian)
		if abs(m-want) > 2e-8 || abs(aside) > 2e-8 {
			t.Fatalf("%v to %v: %v m at %v°, want %v at %v", p, q, m, azimuth, want, wantAzimuth)
		}
	}
}
