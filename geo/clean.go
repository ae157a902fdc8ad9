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
	tree    *boxTree
	budget  *Budget
	left    int                   // looks
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
	c := &cleaner{shape: s, tree: newBoxTree(s.edges), budget: b, left: 10_000 + 100*len(s.edges), touches: map[orb.Point][]int32{}}
	return c.apart(len(c.tree.levels)-1, 0, 0) && c.touchWell() && c.placed()
}

// apart reports whether the edges below two nodes do not meet but touch.
func (c *cleaner) apart(level int, i, k int32) bool {
	a, b := &c.tree.levels[level][i], &c.tree.levels[level][k]
	if i != k && !meet(&a.box, &b.box) {
		return true
	}
	if level == 0 {
		return c.leavesApart(a, b)
	}
	n := int(a.to-a.from) * int(b.to-b.from)
	if c.left -= n; c.left < 0 || !c.budget.spend(n) {
		return false
	}
	for i := a.from; i < a.to; i++ {
		k := b.from
		if a == b {
			k = i
		}
		for ; k < b.to; k++ {
			if !c.apart(level-1, i, k) {
				return false
			}
		}
	}
	return true
}

func (c *cleaner) leavesApart(a, b *node) bool {
	var memory [fan]int32
	others := memory[:0]
	for k := b.from; k < b.to; k++ {
		if a == b || edgeMeets(&c.edges[k], &a.box) {
			others = append(others, k)
		}
	}
	if c.left -= len(others); c.left < 0 || !c.budget.spend(fan+len(others)) {
		return false
	}
	for i := a.from; i < a.to && len(others) > 0; i++ {
		if a != b && !edgeMeets(&c.edges[i], &b.box) {
			continue
		}
		box := c.edges[i].bound()
		for _, k := range others {
			if (a != b || k > i) && edgeMeets(&c.edges[k], &box) {
				if c.left -= pairCost; c.left < 0 || c.meet(i, k) {
					return false
				}
			}
		}
	}
	return true
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
