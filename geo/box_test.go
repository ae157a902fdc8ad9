package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

func randomBox(r *rand.Rand, lat, size float64) orb.Bound {
	p := orb.Point{110 + 5*r.Float64(), lat + (5*r.Float64()-2.5)*size}
	return orb.Bound{Min: p, Max: orb.Point{p[0] + size*r.Float64(), p[1] + size*r.Float64()}}
}

func inBox(r *rand.Rand, b orb.Bound) orb.Point {
	if r.IntN(2) == 0 { // a corner
		return orb.Point{b.Min[0] + float64(r.IntN(2))*(b.Max[0]-b.Min[0]), b.Min[1] + float64(r.IntN(2))*(b.Max[1]-b.Min[1])}
	}
	return orb.Point{b.Min[0] + r.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])}
}

func TestGrowHoldsEveryPointInReach(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	e := cgcs2000()
	for range 3000 {
		lat := []float64{0, 35.5, -60, 85}[r.IntN(4)]
		b := randomBox(r, lat, 0.5)
		metres := math.Pow(10, 6*r.Float64())
		grown := geo.Grow(b, metres)
		p := inBox(r, b)
		var q orb.Point
		e.Direct(p[1], p[0], r.Float64()*360, metres, &q[1], &q[0], nil)
		if !grown.Contains(q) && !grown.Contains(orb.Point{q[0] + 360, q[1]}) && !grown.Contains(orb.Point{q[0] - 360, q[1]}) {
			t.Fatalf("%v grown by %v m is %v, without %v", b, metres, grown, q)
		}
	}
	b := orb.Bound{Min: orb.Point{112, 35}, Max: orb.Point{113, 36}}
	grown := geo.Grow(b, 1000)
	if east := inverseM(e, orb.Point{113, 36}, orb.Point{grown.Max[0], 36}); east > 1020 {
		t.Errorf("1000 m became %v m", east)
	}
	for _, metres := range []float64{0, -1, math.NaN()} {
		if geo.Grow(b, metres) != b {
			t.Errorf("grown by %v m", metres)
		}
	}
	if got := geo.Grow(b, math.Inf(1)); !got.Contains(orb.Point{-180, -90}) || !got.Contains(orb.Point{180, 90}) {
		t.Errorf("grown without end: %v", got)
	}
}

func TestBoxDistanceNeverOverReports(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 4))
	e := cgcs2000()
	loosest := 1.0
	for range 3000 {
		lat := []float64{0, 35.5, -60, 88}[r.IntN(4)]
		size := math.Pow(10, -4*r.Float64())
		a, b := randomBox(r, lat, size), randomBox(r, lat, size)
		got := geo.BoxDistanceM(a, b)
		if got != geo.BoxDistanceM(b, a) {
			t.Fatalf("%v %v: not symmetric", a, b)
		}
		for range 5 {
			p, q := inBox(r, a), inBox(r, b)
			if m := inverseM(e, p, q); got > m {
				t.Fatalf("%v %v: %v m, but %v and %v are %v m apart", a, b, got, p, q, m)
			}
		}
		p, q := randomBox(r, 35, 1).Min, randomBox(r, 35, 1).Min
		point := geo.BoxDistanceM(orb.Bound{Min: p, Max: p}, orb.Bound{Min: q, Max: q})
		loosest = min(loosest, point/inverseM(e, p, q))
	}
	if loosest < 0.99 {
		t.Errorf("between points it is %v of the distance: too loose to prune", loosest)
	}
	east := orb.Bound{Min: orb.Point{179, 10}, Max: orb.Point{180, 11}}
	west := orb.Bound{Min: orb.Point{-180, 10}, Max: orb.Point{-179, 11}}
	if got := geo.BoxDistanceM(east, west); got != 0 {
		t.Errorf("over the antimeridian: %v m, want 0", got)
	}
}
