package geo

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// What touches as it may is known to be valid without the sweep, and nothing else.
func TestCleanWhereRingsTouch(t *testing.T) {
	for text, want := range map[string]bool{
		"((0 0,8 0,8 8,0 8,0 0)),((8 8,9 8,9 9,8 9,8 8))":                                         true,  // parts, corner to corner
		"((0 0,8 0,8 8,0 8,0 0)),((8 8,16 8,16 16,8 16,8 8),(9 9,10 9,10 10,9 9))":                true,  // edges on one line
		"((0 0,8 0,8 8,0 8,0 0)),((8 4,9 3,9 5,8 4))":                                             true,  // corner to edge
		"((0 0,8 0,8 8,0 8,0 0),(0 0,2 1,1 2,0 0))":                                               true,  // hole to shell
		"((0 0,8 0,8 8,0 8,0 0),(2 2,6 2,6 6,2 6,2 2)),((2 2,6 2,4 6,2 2))":                       false, // a shared edge
		"((0 0,8 0,8 8,0 8,0 0),(2 2,6 2,6 6,2 6,2 2)),((2 3,5 2,6 5,2 3))":                       true,  // an island, all corners on the hole
		"((0 0,8 0,8 8,0 8,0 0),(1 1,7 1,7 7,1 7,1 1),(1 1,0.5 4,0.2 1,1 1))":                     true,  // holes, corner to corner
		"((0 0,8 0,8 8,0 8,0 0),(0 4,4 3,8 4,4 5,0 4))":                                           false, // cut in two
		"((0 0,8 0,8 8,0 8,0 0),(0 4,2 3,4 4,2 5,0 4),(4 4,6 3,8 4,6 5,4 4))":                     false, // cut by two
		"((0 0,8 0,8 8,0 8,0 0),(8 4,9 3,9 5,8 4))":                                               false, // a hole outside
		"((0 0,8 0,8 8,0 8,0 0)),((8 4,7 3,7 5,8 4))":                                             false, // a part inside
		"((0 0,8 0,8 8,0 8,0 0)),((0 0,8 8,0 8,0 0))":                                             false, // along an edge, inside
		"((0 0,4 0,4 4,8 4,8 8,4 8,4 4,0 4,0 0))":                                                 false, // touches itself
		"((0 0,8 0,8 8,0 8,0 0)),((8 4,9 4,9 5,7 5,8 4))":                                         false, // crosses where it touches
		"((0 0,8 0,8 8,0 8,0 0),(2 4,4 2,6 4,4 6,2 4)),((2 4,4 2,6 4,4 6,2 4))":                   false, // a ring twice
		"((0 0,8 0,8 8,0 8,0 0)),((8 8,16 8,16 0,18 0,18 18,0 18,0 8,-1 8,-1 20,20 20,20 7,8 8))": false,
	} {
		area, err := wkt.UnmarshalMultiPolygon("MULTIPOLYGON(" + text + ")")
		if err != nil {
			t.Fatal(err)
		}
		if got := isClean(area, nil); got != want {
			t.Errorf("%s: clean %v, want %v: %v", text, got, want, Validate(area))
		}
		checkClean(t, area)
	}
}

// Clean is never said of what the sweep finds broken.
func TestCleanAgainstSweep(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 47))
	clean := 0
	for range 100_000 {
		triangle := func(size int) orb.Ring {
			x, y := r.IntN(7-size), r.IntN(7-size)
			var ring orb.Ring
			for range 3 {
				ring = append(ring, orb.Point{float64(x + r.IntN(size+1)), float64(y + r.IntN(size+1))})
			}
			return append(ring, ring[0])
		}
		square := orb.Ring{{0, 0}, {6, 0}, {6, 6}, {0, 6}, {0, 0}}
		area := []orb.MultiPolygon{
			{{square, triangle(4), triangle(2)}},
			{{square, triangle(5)}, {triangle(2)}},
			{{triangle(3)}, {triangle(3)}, {triangle(2)}},
		}[r.IntN(3)]
		if checkClean(t, area) {
			clean++
		}
	}
	if clean < 100 {
		t.Errorf("only %d clean", clean)
	}
}

func checkClean(t *testing.T, area orb.MultiPolygon) (clean bool) {
	t.Helper()
	for _, v := range Validate(area) {
		if v.Kind == TooFewPoints {
			return false
		}
	}
	broken, is := sweepRings(area, nil)
	if clean = isClean(area, nil); clean && is {
		t.Errorf("%s is clean, but %v", wkt.MarshalString(area), broken)
	}
	return clean
}
