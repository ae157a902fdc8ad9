package index_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"
)

func randomBoxes(n int, seed uint64) []orb.Bound {
	r := rand.New(rand.NewPCG(seed, 1))
	boxes := make([]orb.Bound, n)
	for i := range boxes {
		p := orb.Point{112 + r.Float64(), 35 + r.Float64()}
		boxes[i] = orb.Bound{Min: p, Max: orb.Point{p[0] + r.Float64()*r.Float64()*0.2, p[1] + r.Float64()*r.Float64()*0.2}}
	}
	return boxes
}

func TestCandidatesEqualPlainScan(t *testing.T) {
	for _, n := range []int{0, 1, 2, 10, 64, 65, 1000} {
		boxes := randomBoxes(n, uint64(n))
		tree := index.New(boxes)
		for _, query := range randomBoxes(100, 7) {
			var want []int
			for i, b := range boxes {
				if b.Intersects(query) {
					want = append(want, i)
				}
			}
			if got := slices.Sorted(tree.Candidates(query)); !slices.Equal(got, want) {
				t.Fatalf("n=%d, box %v: got %v, want %v", n, query, got, want)
			}
		}
	}
}

func TestBoxesThatTouchAreCandidates(t *testing.T) {
	tree := index.New([]orb.Bound{{Min: orb.Point{0, 0}, Max: orb.Point{1, 1}}})
	corner := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{1, 1}}
	if got := slices.Collect(tree.Candidates(corner)); len(got) != 1 {
		t.Errorf("a point on the corner has candidates %v, want one", got)
	}
}

func TestNearbyIsOrderedAndComplete(t *testing.T) {
	boxes := randomBoxes(500, 3)
	tree := index.New(boxes)
	for _, from := range randomBoxes(20, 5) {
		seen, last := map[int]bool{}, 0.0
		for i, bound := range tree.Nearby(from) {
			if bound < last {
				t.Fatalf("bound %v after %v", bound, last)
			}
			if bound != geo.BoxDistanceM(from, boxes[i]) {
				t.Fatalf("box %d: bound %v is not BoxDistanceM", i, bound)
			}
			seen[i], last = true, bound
		}
		if len(seen) != len(boxes) {
			t.Fatalf("%d of %d boxes seen", len(seen), len(boxes))
		}
	}
}

func TestStopEarly(t *testing.T) {
	boxes := randomBoxes(500, 9)
	tree := index.New(boxes)
	n := 0
	for range tree.Nearby(boxes[0]) {
		if n++; n == 3 {
			break
		}
	}
	for range tree.Candidates(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}) {
		if n++; n == 6 {
			break
		}
	}
	if n != 6 {
		t.Errorf("%d yielded before the breaks, want 6", n)
	}
}

func TestZeroValueIsEmpty(t *testing.T) {
	empty := orb.MultiPolygon{}.Bound()
	trees := map[string]*index.Tree{
		"nil": nil, "zero": {}, "none": index.New(nil), "empty box": index.New([]orb.Bound{empty}),
	}
	all := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	for name, tree := range trees {
		for _, box := range []orb.Bound{all, empty, {}} {
			for i := range tree.Candidates(box) {
				t.Errorf("%s tree has candidate %d", name, i)
			}
			for i := range tree.Nearby(box) {
				t.Errorf("%s tree has box %d nearby", name, i)
			}
		}
		if tree.Len() != 0 {
			t.Errorf("%s tree has length %d", name, tree.Len())
		}
	}
}

func TestConcurrentReaders(t *testing.T) {
	boxes := randomBoxes(1000, 11)
	tree := index.New(boxes)
	var wg sync.WaitGroup
	for _, query := range boxes[:8] {
		wg.Go(func() {
			if len(slices.Collect(tree.Candidates(query))) == 0 {
				t.Error("a box of the tree does not find itself")
			}
			for i, bound := range tree.Nearby(query) {
				if bound != 0 {
					t.Errorf("nearest box %d is %v m off, want 0", i, bound)
				}
				break
			}
		})
	}
	wg.Wait()
}
