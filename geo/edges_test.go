package geo_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"

	"waterzones/geo"
)

// leastOver is the least value of a function between two numbers: tried at so
// many places, then narrowed round the best of them.
func leastOver(low, high float64, places int, f func(float64) float64) float64 {
	best, at := math.Inf(1), low
	step := (high - low) / float64(places)
	for i := range places + 1 {
		x := low + float64(i)*step
		if y := f(x); y < best {
			best, at = y, x
		}
	}
	low, high = max(low, at-step), min(high, at+step)
	for range 28 {
		a, b := low+(high-low)*0.382, low+(high-low)*0.618
		if f(a) < f(b) {
			high = b
		} else {
			low = a
		}
	}
	return min(best, f((low+high)/2))
}

// betweenM is the distance of two edges by geodesics from many places of the one
// to many of the other.
func betweenM(e *geodesic.Ellipsoid, a, b orb.LineString) float64 {
	return leastOver(0, 1, 40, func(s float64) float64 {
		p := between(a[0], a[1], s)
		return leastOver(0, 1, 6, func(t float64) float64 { return inverseM(e, p, between(b[0], b[1], t)) })
	})
}

// beside is an edge so many metres to the right of each end of another one, or
// more by a factor at the second end.
func beside(line orb.LineString, off, more float64) orb.LineString {
	var out orb.LineString
	for k, p := range line {
		var azimuth float64
		q := between(p, line[1-k], 1e-6)
		cgcs2000().Inverse(p[1], p[0], q[1], q[0], nil, &azimuth, nil)
		side := 90.0
		if k == 1 {
			side, off = -90, off*more
		}
		cgcs2000().Direct(p[1], p[0], azimuth+side, off, &q[1], &q[0], nil)
		out = append(out, q)
	}
	return out
}

// edgePairs are pairs of edges that run side by side, or nearly cross.
func edgePairs(r *rand.Rand, n int) map[string][2]orb.LineString {
	pairs := map[string][2]orb.LineString{}
	for i := range n {
		at := orb.Point{112, []float64{0.2, 20, 35.5, 48, 60, -35}[i%6]}
		east, north := 1/(111_320*math.Cos(at[1]*math.Pi/180)), 1/111_000.0 // degrees a metre
		sin, cos := math.Sincos(2 * math.Pi * r.Float64())
		switch i % 5 {
		case 0:
			sin, cos = float64(i/5%2), float64(1-i/5%2)
		case 1: // where the ellipsoid counts
			sin, cos = math.Sincos(math.Pi/2 + 0.07)
		}
		long, off := 10_000+90_000*r.Float64(), math.Pow(10, 3+2*r.Float64())
		// An edge of so many metres, moved along itself and aside, and turned.
		line := func(length, along, aside, turn float64) orb.LineString {
			x, y := (cos-sin*turn)*length/2, (sin+cos*turn)*length/2
			mx, my := cos*along-sin*aside, sin*along+cos*aside
			return orb.LineString{
				{at[0] + (mx-x)*east, at[1] + (my-y)*north}, {at[0] + (mx+x)*east, at[1] + (my+y)*north},
			}
		}
		first := line(long, 0, 0, 0)
		same := orb.LineString{first[0], first[1]}
		for k := range same {
			same[k][0], same[k][1] = same[k][0]-sin*off*east, same[k][1]+cos*off*north
		}
		name := fmt.Sprintf("%d: %.0f m at %.0f m, lat %v, ", i, long, off, at[1])
		pairs[name+"parallel"] = [2]orb.LineString{first, same}
		pairs[name+"as far at both ends"] = [2]orb.LineString{first, beside(first, off, 1)}
		pairs[name+"nearly so"] = [2]orb.LineString{first, beside(first, off, 1+r.NormFloat64()*long*1e-13*off)}
		pairs[name+"askew"] = [2]orb.LineString{first, line(long, 0, off, 0.02*r.NormFloat64())}
		gap := 0.01 + 10*r.Float64()
		pairs[name+"nearly crossing"] = [2]orb.LineString{first, {between(first[0], first[1], r.Float64()), line(1, 0, off, 0)[0]}}
		second := pairs[name+"nearly crossing"][1]
		second[0][0], second[0][1] = second[0][0]-sin*gap*east, second[0][1]+cos*gap*north
	}
	return pairs
}

// TestDistanceBetweenEdges: two edges of 10 to 100 km, 1 to 100 km apart or about
// to cross, against the least of many geodesics from and to everywhere on them.
func TestDistanceBetweenEdges(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	r := rand.New(rand.NewPCG(51, 3))
	e, most := cgcs2000(), 0.0
	for name, pair := range edgePairs(r, 40) {
		site, other := pair[0], pair[1]
		got := geo.DistanceToArea(site, sliver(other))
		want := betweenM(e, site, other)
		if !(math.Abs(got.M-want) < 5e-4) {
			t.Errorf("%s: got %.5f, want %.5f, %v", name, got.M, want, pair)
		}
		most = max(most, got.M-want)
		checkWay(t, got, got.From)
		if back := geo.DistanceToArea(other, sliver(site)); math.Abs(back.M-got.M) > 1e-6 {
			t.Errorf("%s: %v there, %v back", name, got.M, back.M)
		}
	}
	if most > 3e-4 {
		t.Errorf("%v m from a place within both", most)
	}
	t.Logf("the way from a vertex is %.2g m longer at most", most)
}

func sliver(line orb.LineString) orb.MultiPolygon {
	return orb.MultiPolygon{{{line[0], line[1], line[0]}}}
}
