package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// sided is an area of which every ring lies on one side of another area.
type sided struct {
	*shape
	tree *boxTree
	lies []class // by chain
}

// ringwise tells where each ring of two areas lies to the other area, as it mostly
// can: zones hold one another, lie apart, or leave just the other one out. ok is
// false where edges meet that are not of a ring which both have; then rings lie on
// several sides, and their pieces must be told apart.
//
// A ring which both have no other ring of either crosses, if both are valid; others
// may touch it. So a ring lies where any place of it does that is on no edge.
func ringwise(a, b *zone, work *Budget) (own, other *sided, ok bool) {
	own, other = a.sided(), b.sided()
	if !meet(&own.bound, &other.bound) {
		return own, other, true
	}
	own.match(other)
	ok = edgesApart(own.unmatched(), other.unmatched(), work) && own.settle(other.tree, work) && other.settle(own.tree, work)
	return own, other, ok
}

// sided has all rings outside.
func (z *zone) sided() *sided { return &sided{z.shape, z.tree, make([]class, len(z.shape.chains))} }

// start is where a ring begins anew: with the edge from its first corner from the
// west.
type start struct{ chain, edge int }

// match finds the rings that both areas have.
func (s *sided) match(other *sided) {
	starts := map[orb.Point]start{}
	for k := range other.chains {
		e := other.western(k)
		starts[other.edges[e].a] = start{k, e}
	}
	for k := range s.chains {
		e := s.western(k)
		if t, known := starts[s.edges[e].a]; known {
			if c := s.alike(start{k, e}, other, t); c != outside {
				s.lies[k], other.lies[t.chain] = c, c
			}
		}
	}
}

func (s *sided) western(k int) int {
	c := s.chains[k]
	first := c.from
	for i := c.from + 1; i < c.to; i++ {
		if before(s.edges[i].a, s.edges[first].a) {
			first = i
		}
	}
	return first
}

// alike compares two rings; they are the same one in either direction, or it says
// outside.
func (s *sided) alike(own start, other *sided, theirs start) class {
	a, b := s.chains[own.chain], other.chains[theirs.chain]
	n := a.to - a.from
	if b.to-b.from != n {
		return outside
	}
	along, against := true, true
	for i := 0; i < n && (along || against); i++ {
		p := s.edges[a.from+(own.edge-a.from+i)%n].a
		along = along && p == other.edges[b.from+(theirs.edge-b.from+i)%n].a
		against = against && p == other.edges[b.from+(theirs.edge-b.from+n-i)%n].a
	}
	switch {
	case along:
		return same
	case against:
		return opposite
	}
	return outside
}

// unmatched holds the rings that are not the other area's too.
func (s *sided) unmatched() *boxTree {
	var edges []edge
	for k, c := range s.chains {
		if s.lies[k] == outside {
			edges = append(edges, s.edges[c.from:c.to]...)
		}
	}
	if len(edges) == len(s.edges) {
		return s.tree
	}
	return newBoxTree(edges)
}

// settle finds the rings that lie inside the other area, unless a ring has all of
// its corners on edges of it.
func (s *sided) settle(other *boxTree, b *Budget) bool {
	for k, c := range s.chains {
		if s.lies[k] != outside {
			continue
		}
		where := Boundary
		for i := c.from; i < c.to && where == Boundary; i++ {
			where = other.locate(s.edges[i].a, b)
		}
		switch where {
		case Boundary:
			return false
		case Interior:
			s.lies[k] = inside
		}
	}
	return b.Err() == nil
}

// meets reports whether the interiors of two areas have a point in common.
func (s *sided) meets(other *sided) bool {
	return slices.Contains(s.lies, inside) || slices.Contains(s.lies, same) || slices.Contains(other.lies, inside)
}
