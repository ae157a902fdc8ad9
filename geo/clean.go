package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// cleaner looks whether the rings of an area lie well to one another the quick
// way, which most do: edges meet only where one follows the other or where rings
// touch as they may, and every ring lies where it may. It compares the edges of
// boxes that meet, which follow one another, so that nothing is sorted.
type cleaner struct {
	*shape
	budget  *Budget
	ring    int                   // asked for last
	touches map[orb.Point][]int32 // edges by the places where rings touch; some twice
}

// isClean is certain if true. Else rings break a rule, or are too narrow for a place
// inside, or the boxes of too many edges meet: the sweep knows.
func isClean(area orb.MultiPolygon, b *Budget) bool {
	s := areaShape(area)
	if len(s.edges) == 0 {
		return false
	}
	c := &cleaner{shape: s, budget: b, touches: map[orb.Point][]int32{}}
	tree := newBoxTree(s.edges)
	near := join{a: tree, b: tree, left: looksFor(len(s.edges)), budget: b, pair: func(i, k int32) bool { return !c.meet(i, k) }}
	return near.all() && c.touchWell() && c.placed()
}

// meet reports whether two edges whose boxes meet do so themselves, more than
// that one follows the other or that an end of one is on the other, which is noted.
func (c *cleaner) meet(i, k int32) bool {
	e, f := &c.edges[i], &c.edges[k]
	if e.b == f.a && c.follows(k, i) {
		return folds(e, f)
	}
	if f.b == e.a && c.follows(i, k) {
		return folds(f, e)
	}
	if !edgesMeet(e, f) {
		return false
	}
	at, touches := touchOf(e, f)
	if touches {
		c.touches[at] = append(c.touches[at], i, k)
	}
	return !touches
}

// follows reports whether an edge is the next one of its ring after another.
func (c *cleaner) follows(next, i int32) bool {
	ring := &c.chains[c.ringOf(i)]
	if int(i) == ring.to-1 {
		return int(next) == ring.from
	}
	return next == i+1
}

// folds reports whether an edge goes back along the one it follows.
func folds(e, next *edge) bool {
	k := e.axis()
	return (e.a[k] < e.b[k]) == (next.b[k] < next.a[k]) && Orient(e.a, e.b, next.b) == 0
}

// ringOf is the chain that an edge belongs to: most often the one before.
func (c *cleaner) ringOf(i int32) int {
	if ring := &c.chains[c.ring]; int(i) < ring.from || int(i) >= ring.to {
		c.ring, _ = slices.BinarySearchFunc(c.chains, int(i), func(c chain, i int) int { return c.to - i - 1 })
	}
	return c.ring
}
