package rings

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

func TestGroupRings(t *testing.T) {
	far := 38395658.899 // where neighbouring numbers lie 7e-9 apart
	for _, c := range []struct {
		name  string
		rings []orb.Ring
		want  [][]int // polygons as positions of their rings, the shell first
	}{
		{"none", nil, nil},
		{"one", []orb.Ring{formattest.RingAround(0, 0, 1)}, [][]int{{0}}},
		{"two apart", []orb.Ring{formattest.RingAround(0, 0, 1), formattest.RingAround(5, 0, 1)}, [][]int{{0}, {1}}},
		{"hole", []orb.Ring{formattest.RingAround(0, 0, 2), formattest.RingAround(0, 0, 1)}, [][]int{{0, 1}}},
		{"hole first", []orb.Ring{formattest.RingAround(0, 0, 1), formattest.RingAround(0, 0, 2)}, [][]int{{1, 0}}},
		{"island in a hole", []orb.Ring{formattest.RingAround(0, 0, 3), formattest.RingAround(0, 0, 2), formattest.RingAround(0, 0, 1)}, [][]int{{0, 1}, {2}}},
		{"hole in an island in a hole", []orb.Ring{formattest.RingAround(0, 0, 1), formattest.RingAround(0, 0, 2), formattest.RingAround(0, 0, 3), formattest.RingAround(0, 0, 4)}, [][]int{{1, 0}, {3, 2}}},
		{"two shells, a hole each", []orb.Ring{formattest.RingAround(0, 0, 2), formattest.RingAround(9, 0, 2), formattest.RingAround(9, 0, 1), formattest.RingAround(0, 0, 1)}, [][]int{{0, 3}, {1, 2}}},
		{"box within, ring not", []orb.Ring{formattest.Diamond(0, 0, 4), formattest.RingAround(3, 3, 0.5)}, [][]int{{0}, {1}}},
		{"hole touches the shell at a vertex", []orb.Ring{formattest.RingAround(0, 0, 2), formattest.Diamond(1, 0, 1)}, [][]int{{0, 1}}},
		{"every vertex on the shell", []orb.Ring{formattest.RingAround(far, far, 2), formattest.Diamond(far, far, 2)}, [][]int{{0, 1}}},
		{"every vertex on the shell, hole first", []orb.Ring{formattest.Diamond(far, far, 2), formattest.RingAround(far, far, 2)}, [][]int{{1, 0}}},
		{"touching from outside", []orb.Ring{formattest.RingAround(0, 0, 2), formattest.RingAround(3, 0, 1)}, [][]int{{0}, {1}}},
		{"the same ring twice", []orb.Ring{formattest.RingAround(0, 0, 2), formattest.RingAround(0, 0, 2)}, [][]int{{0}, {1}}},
		{"half of it", []orb.Ring{formattest.RingAround(0, 0, 2), {{0, -2}, {2, -2}, {2, 2}, {0, 2}, {0, -2}}}, [][]int{{0, 1}}},
		{"a notch filled", []orb.Ring{
			{{0, 0}, {4, 0}, {4, 4}, {3, 4}, {3, 1}, {1, 1}, {1, 4}, {0, 4}, {0, 0}},
			{{1, 1}, {3, 1}, {3, 4}, {1, 4}, {1, 1}},
		}, [][]int{{0}, {1}}},
		{"an empty ring", []orb.Ring{{}, formattest.RingAround(0, 0, 1)}, [][]int{{0}, {1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Group(c.rings)
			if err != nil {
				t.Fatal(err)
			}
			var want orb.MultiPolygon
			for _, polygon := range c.want {
				var p orb.Polygon
				for _, i := range polygon {
					p = append(p, c.rings[i])
				}
				want = append(want, p)
			}
			if !slices.EqualFunc(feature.Polygons(got), want, orb.Polygon.Equal) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// TestGroupRingsShuffled takes the rings of a sound area apart, turns and mixes
// them, and wants the same area back; membership of random points tells.
func TestGroupRingsShuffled(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var rings []orb.Ring
		var nest func(x, y, half float64, depth int)
		nest = func(x, y, half float64, depth int) {
			shape := formattest.RingAround(x, y, half)
			if random.IntN(2) == 0 {
				shape = formattest.Diamond(x, y, half)
			}
			rings = append(rings, shape)
			if depth == 0 {
				return
			}
			for _, side := range []float64{-0.25, 0.25} {
				if random.IntN(4) > 0 {
					nest(x+side*half, y, half/5, depth-1)
				}
			}
		}
		nest(38395000, 3930000, 1000, 4)
		nest(38398000, 3930000, 1000, 4)
		mixed := slices.Clone(rings)
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		for i := range mixed {
			mixed[i] = slices.Clone(mixed[i])
			if random.IntN(2) == 0 {
				slices.Reverse(mixed[i])
			}
		}
		got, err := Group(mixed)
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			p := orb.Point{38394000 + 5000*random.Float64(), 3929000 + 2000*random.Float64()}
			inside := 0 // by the rule of even and odd
			for _, r := range rings {
				if geo.Locate(orb.MultiPolygon{{r}}, p) == geo.Interior {
					inside++
				}
			}
			if want := inside%2 == 1; (geo.Locate(feature.Polygons(got), p) == geo.Interior) != want {
				t.Fatalf("%v: want inside %v in %v", p, want, got)
			}
		}
	}
}

func TestGroupRingsBounded(t *testing.T) {
	var rings []orb.Ring
	for i := range 3300 {
		rings = append(rings, formattest.RingAround(0, 0, float64(i+1)))
	}
	_, err := Group(rings)
	var wrong *feature.Error
	if !errors.As(err, &wrong) || !wrong.TooLarge || !strings.Contains(err.Error(), "too many rings") {
		t.Error(err)
	}
	if _, err := Group(rings[:1000]); err != nil {
		t.Error(err)
	}
}
