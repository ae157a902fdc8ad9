package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// turns is how often a ring goes round a point that is not on it.
func turns(ring orb.Ring, p orb.Point) int {
	n := 0
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		if hit, _ := rayMeets(a, b, p); hit {
			n += compare(b[1], a[1])
		}
	}
	return n
}

// For every point of the window a ring cut down to it turns as often as the
// whole one, however wildly that runs, and every edge that meets the window is
// kept.
func TestNearbyRingsTurnAsOften(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 41))
	dropped := 0
	for range 20_000 {
		ring := wildRing(r)
		window := orb.Bound{Min: orb.Point{-1 - r.Float64(), -1}, Max: orb.Point{1, 1 + r.Float64()}}
		cut := nearbyRing(ring, &window)
		if len(cut) > 0 && cut[0] != cut[len(cut)-1] {
			t.Fatalf("%v: not closed: %v", ring, cut)
		}
		dropped += len(ring) - len(cut)
		for range 5 {
			p := orb.Point{window.Min[0] + 2*r.Float64(), window.Min[1] + 2*r.Float64()}
			if !window.Contains(p) {
				continue
			}
			if got, want := turns(cut, p), turns(ring, p); got != want {
				t.Fatalf("%v: %d turns, cut %d: %v, %v", p, want, got, ring, cut)
			}
		}
		has := map[edge]bool{}
		for i := 1; i < len(cut); i++ {
			has[edge{cut[i-1], cut[i]}] = true
		}
		for i := 1; i < len(ring); i++ {
			if e := (edge{ring[i-1], ring[i]}); e.a != e.b && beyond(e.a, &window)&beyond(e.b, &window) == 0 && !has[e] {
				t.Fatalf("%v is missing from %v", e, cut)
			}
		}
	}
	if dropped < 20_000 {
		t.Errorf("only %d vertices were dropped", dropped)
	}
}

// wildRing goes round the origin some times in either direction, at distances
// that reach into the window or stay far from it, with repeated places.
func wildRing(r *rand.Rand) orb.Ring {
	ring, angle := orb.Ring{}, 0.0
	reach := 1 + 8*r.Float64()
	for range 3 + r.IntN(30) {
		angle += 2*r.Float64() - 0.7
		sin, cos := math.Sincos(angle)
		far := reach * (0.3 + r.Float64())
		ring = append(ring, orb.Point{far * cos, far * sin})
		if r.IntN(10) == 0 {
			ring = append(ring, ring[len(ring)-1])
		}
	}
	if r.IntN(4) > 0 {
		ring = append(ring, ring[0])
	}
	return ring
}

// What is handed to the library does not grow with the zone.
func TestNearbyLeavesFew(t *testing.T) {
	const n = 20_000
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		ring = append(ring, orb.Point{112.85 + 0.1*cos, 35.5 + 0.1*sin})
	}
	zone := orb.MultiPolygon{{append(ring, ring[0])}}
	at := orb.Point{112.95, 35.5}
	site := orb.MultiPolygon{{{at, {at[0] + 0.001, at[1]}, {at[0], at[1] + 0.001}, {at[0] - 0.001, at[1]}, at}}}
	whole := bounded{zone, zone.Bound()}
	window := windowOf(bounded{site, site.Bound()}, whole)
	if left := Vertices(whole.nearby(&window)); left > 120 {
		t.Errorf("%d vertices left of %d", left, n)
	}
	// The window holds the library's own, grown by a tenth twice.
	if tenth := site.Bound().Pad(0.0002); window.Union(tenth) != window {
		t.Errorf("window %v does not hold %v", window, tenth)
	}
}
