package geo

import "github.com/paulmach/orb"

// placed reports whether, of rings that do not cross, every hole lies in its own
// shell and in no other hole, and every shell in as many holes as shells.
func (c *cleaner) placed() bool {
	if len(c.chains) == 1 {
		return true
	}
	r := newRingTrees(c.shape)
	if !r.findWider(c.budget) {
		return false
	}
	for i, ring := range c.chains {
		around, known := c.around(i, r)
		if !known || c.budget.Err() != nil {
			return false
		}
		inShell, depth := false, 0
		for _, k := range around {
			other := &c.chains[k]
			inShell = inShell || (other.part == ring.part && !other.hole)
			switch {
			case !other.hole:
				depth++
			case ring.hole && other.part == ring.part:
				return false
			default:
				depth--
			}
		}
		if (ring.hole && !inShell) || (!ring.hole && depth != 0) {
			return false
		}
	}
	return true
}

// around are the rings that a ring lies in: those of wider boxes that hold a corner
// of it which is on no other ring. Where it touches others with every corner, they
// are those that hold a place inside it.
func (c *cleaner) around(i int, r *ringTrees) (rings []int32, known bool) {
	if len(r.wider[i]) == 0 {
		return nil, true
	}
	ring := c.chains[i]
	for k := ring.from; k < ring.to; k++ {
		if p := c.edges[k].a; c.touches[p] == nil {
			return r.holding(p, i, c.budget)
		}
	}
	for k := ring.from + 1; k < min(ring.to, ring.from+mostPlaces); k++ {
		p, q, s := c.edges[k-1].a, c.edges[k].a, c.edges[k].b
		place := orb.Point{p[0]/3 + q[0]/3 + s[0]/3, p[1]/3 + q[1]/3 + s[1]/3}
		if r.tree(i).locate(place, c.budget) != Interior {
			continue
		}
		if rings, known = r.holding(place, i, c.budget); known {
			return rings, true
		}
	}
	return nil, false
}

// mostPlaces bounds how often a place inside a ring is looked for: most corners have
// one next to them.
const mostPlaces = 16

// ringTrees tells which rings lie in which. Of two round one place that do not
// cross, one lies in the other, and so does its box.
type ringTrees struct {
	*shape
	boxes *boxTree // as diagonals
	trees []*boxTree
	wider [][]int32 // by ring: those whose boxes hold its own
}

func newRingTrees(s *shape) *ringTrees {
	diagonals := make([]edge, len(s.chains))
	for k, ring := range s.chains {
		box := s.edges[ring.from].bound()
		for _, e := range s.edges[ring.from+1 : ring.to] {
			extend(&box, orb.Bound{Min: e.b, Max: e.b})
		}
		diagonals[k] = edge{box.Min, box.Max}
	}
	n := len(diagonals)
	return &ringTrees{s, newBoxTree(diagonals), make([]*boxTree, n), make([][]int32, n)}
}

// findWider reports whether few boxes meet and no two are the same.
func (r *ringTrees) findWider(b *Budget) bool {
	near := join{a: r.boxes, b: r.boxes, left: looksFor(len(r.wider)), budget: b, pair: func(i, k int32) bool {
		one, other := r.boxes.edges[i].bound(), r.boxes.edges[k].bound()
		switch {
		case holds(&other, &one):
			r.wider[i] = append(r.wider[i], k)
		case holds(&one, &other):
			r.wider[k] = append(r.wider[k], i)
		}
		return one != other
	}}
	return near.all()
}

// holding are the wider rings that hold a place, if it is on none of them.
func (r *ringTrees) holding(p orb.Point, i int, b *Budget) (rings []int32, free bool) {
	for _, k := range r.wider[i] {
		switch r.tree(int(k)).locate(p, b) {
		case Boundary:
			return nil, false
		case Interior:
			rings = append(rings, k)
		}
	}
	return rings, true
}

func (r *ringTrees) tree(k int) *boxTree {
	if r.trees[k] == nil {
		ring := r.chains[k]
		r.trees[k] = newBoxTree(r.edges[ring.from:ring.to])
	}
	return r.trees[k]
}
