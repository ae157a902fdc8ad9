package index

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// nearestOf is the answer that Nearest must give.
func nearestOf(areas []*geo.Prepared, p orb.Point, skip func(int) bool) (area int, d geo.Distance, ok bool) {
	d.M = math.Inf(1)
	for i, z := range areas {
		if skip(i) {
			continue
		}
		if way := z.DistanceToArea(p); math.Round(way.M*100) < math.Round(d.M*100) {
			area, d, ok = i, way, true
		}
	}
	return area, d, ok
}

// preparedOf are the areas made ready.
func preparedOf(areas []orb.MultiPolygon) []*geo.Prepared {
	prepared := make([]*geo.Prepared, len(areas))
	for i, area := range areas {
		prepared[i] = geo.Prepare(area)
	}
	return prepared
}

func newNearest(tb testing.TB, areas []orb.MultiPolygon, o Options) *Nearest {
	tb.Helper()
	n, err := NewNearest(preparedOf(areas), o)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// sameNearest fails unless the nearest is that of all areas that do not hold the
// point, for any of the others skipped. It says how many points are in an area.
func sameNearest(tb testing.TB, r *rand.Rand, n *Nearest, areas []orb.MultiPolygon, points []orb.Point) (met int) {
	tb.Helper()
	prepared := preparedOf(areas)
	for _, p := range points {
		mask, in := r.Uint64()&r.Uint64(), map[int]bool{}
		for i, z := range prepared {
			in[i] = z.Locate(p) != geo.Exterior
		}
		skip := func(i int) bool { return in[i] || mask>>(i%64)&1 != 0 }
		area, d, ok := n.Find(p, skip)
		wantArea, want, wantOK := nearestOf(prepared, p, skip)
		if area != wantArea || d != want || ok != wantOK {
			tb.Fatalf("point %v (%x): got %d, %+v, %v, want %d, %+v, %v", p, p, area, d, ok, wantArea, want, wantOK)
		}
		if slices.Contains(slices.Collect(maps.Values(in)), true) {
			met++
		}
	}
	return met
}

func TestNearestIsTheNearestOfAll(t *testing.T) {
	met := 0
	for _, at := range []orb.Point{{112, 35}, {0, 0}, {179.9995, 52}, {-180, -10}, {200, 10}, {539, 35}, {20, 84.9}, {-100, -84}, {30, 89}} {
		for _, size := range []float64{0.0001, 0.003, 0.1, 2, 30} {
			t.Run(fmt.Sprint(at, size), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(1000*size), 24))
				areas, bandM := world(r, at, size, 0.004, 100, 30_000)
				points := besides(r, areas, bandM, bandPoints)
				for range bandPoints {
					d := math.Pow(10, r.Float64()*4-3) * size
					points = append(points, orb.Point{at[0] + d*r.NormFloat64(), at[1] + d*r.NormFloat64()})
				}
				n := newNearest(t, areas, Options{Points: r.IntN(2) * 100})
				met += sameNearest(t, r, n, areas, points)
			})
		}
	}
	if met < 10*bandPoints {
		t.Errorf("%d points in an area: not trying enough", met)
	}
}

func TestNearestDoesNotDependOnWorkers(t *testing.T) {
	areas, _ := world(rand.New(rand.NewPCG(1, 26)), orb.Point{112, 35}, 2, 100)
	of := func(workers int) []any {
		n := newNearest(t, areas, Options{Workers: workers})
		return []any{n.frame, n.places, n.first, n.what, n.bends, n.levels}
	}
	one := of(1)
	for _, workers := range []int{2, 5} {
		if !reflect.DeepEqual(of(workers), one) {
			t.Errorf("%d workers make something else", workers)
		}
	}
}

// Neighbours share a border, and so many a point of a third one is as near to
// both.
func TestNearestOfNeighboursIsTheFirst(t *testing.T) {
	areas := newCity(2, orb.Point{112, 35}, 0.004)
	n := newNearest(t, areas, Options{})
	r := rand.New(rand.NewPCG(1, 25))
	sameNearest(t, r, n, areas, hardPoints(areas, bandPoints))
}

func TestNearestOfNothing(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	square := orb.MultiPolygon{{{{112, 35}, {113, 35}, {113, 36}, {112, 36}}}}
	none := func(int) bool { return false }
	for name, n := range map[string]*Nearest{
		"nil": nil, "zero": {}, "none": newNearest(t, nil, Options{}),
		"empty":  newNearest(t, []orb.MultiPolygon{nil, {}, {{}, {{}}}}, Options{}),
		"square": newNearest(t, []orb.MultiPolygon{square}, Options{}),
	} {
		for i, p := range []orb.Point{{112, 35}, {-60, -30}, {nan, 35}, {112, nan}, {inf, -inf}, {-1e300, 1e300}, {112, 125}} {
			area, d, ok := n.Find(p, none)
			if want := name == "square" && i < 2; ok != want || area != 0 || (d.M < inf) != want {
				t.Errorf("%s: nearest to %v is %d, %v, %v", name, p, area, d, ok)
			}
		}
		if _, _, ok := n.Find(orb.Point{112, 35}, func(int) bool { return true }); ok {
			t.Errorf("%s: found although skipped", name)
		}
	}
	for _, bad := range []float64{nan, inf, -inf, 1e13} {
		zone := orb.MultiPolygon{{{{112, 35}, {113, bad}, {113, 36}}}}
		if _, err := NewNearest(preparedOf([]orb.MultiPolygon{square, zone}), Options{}); !errors.Is(err, ErrRange) {
			t.Errorf("an area with %v: %v", bad, err)
		}
	}
}
