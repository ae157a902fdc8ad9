package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// touchOf is the end of one of two edges that meet, if it is all that they have in
// common.
func touchOf(e, f *edge) (at orb.Point, touches bool) {
	fa, fb := Orient(e.a, e.b, f.a), Orient(e.a, e.b, f.b)
	ea, eb := Orient(f.a, f.b, e.a), Orient(f.a, f.b, e.b)
	switch {
	case fa == 0 && fb == 0: // on one line
		k := e.axis()
		low, high := later(k, lower(*e, k), lower(*f, k)), earlier(k, upper(*e, k), upper(*f, k))
		return low, low[k] == high[k]
	case fa == 0:
		return f.a, true
	case fb == 0:
		return f.b, true
	case ea == 0:
		return e.a, true
	case eb == 0:
		return e.b, true
	}
	return at, false
}

// touchWell looks at the places where rings touch as the sweep does, which would
// come to all others too.
func (c *cleaner) touchWell() bool {
	if len(c.touches) == 0 {
		return true
	}
	s := &sweep{budget: c.budget, rings: make([]sweepRing, len(c.chains))}
	for k, ring := range c.chains {
		s.rings[k] = sweepRing{polygon: ring.part, contact: int32(k)}
	}
	for at, edges := range c.touches {
		c.gather(s, at, edges)
		if !s.touch(at) || s.later != nil || !c.budget.spend(stopCost) {
			return false
		}
	}
	return true
}

// gather gives the sweep the edges at one place.
func (c *cleaner) gather(s *sweep, at orb.Point, edges []int32) {
	slices.Sort(edges)
	s.edges, s.ends, s.leaving = s.edges[:0], s.ends[:0], s.leaving[:0]
	for n, i := range slices.Compact(edges) {
		e := eastward(c.edges[i], int32(c.ringOf(i)), i)
		s.edges = append(s.edges, e)
		if e.from != at {
			s.ends = append(s.ends, int32(n))
		}
		if e.to != at {
			s.leaving = append(s.leaving, int32(n))
		}
	}
	slices.SortFunc(s.leaving, s.eastwards(at))
	slices.SortFunc(s.ends, func(e, f int32) int { return Orient(at, s.edges[e].from, s.edges[f].from) })
}
