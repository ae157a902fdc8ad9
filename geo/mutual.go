package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// mutual is two areas of edges, and where their boundaries meet.
type mutual struct {
	a, b   *zone
	found  *crossings
	budget *Budget
}

// mutualOf is nil where one of the areas is not of edges alone.
func (z *Prepared) mutualOf(other *Prepared) *mutual {
	m := &mutual{a: z.ready(), b: other.ready(), budget: z.budget.orFixed()}
	for _, zone := range []*zone{m.a, m.b} {
		if zone.shape == nil || len(zone.tree.edges) == 0 || zone.edgeless {
			return nil
		}
	}
	return m
}

// meet finds where edges meet, by the trees of both.
func (m *mutual) meet() error {
	m.found = &crossings{site: m.a.shape, zone: m.b.shape, budget: m.budget}
	all := join{a: m.a.tree, b: m.b.tree, left: math.MaxInt, budget: m.budget, pair: func(i, k int32) bool {
		m.found.pair(i, k)
		return true
	}}
	all.all()
	m.found.sort()
	return m.budget.Err()
}

// own and others walk along the pieces of the one area's boundary and of the
// other's.
func (m *mutual) own(visit func(a, b orb.Point, c class)) *walker {
	return &walker{own: m.a.shape, other: m.b.inStripes(), events: m.found.siteEvents, budget: m.budget, visit: visit}
}

func (m *mutual) others(visit func(a, b orb.Point, c class)) *walker {
	return &walker{own: m.b.shape, other: m.a.inStripes(), events: m.found.zoneEvents, budget: m.budget, visit: visit}
}

// InteriorsMeet reports whether two areas have more in common than boundary: whether
// [Meet] says neither [Disjoint] nor [Touches]. It is quick where their boundaries
// are apart or have whole rings in common. Both must be valid. Errors are those of
// Meet.
func (z *Prepared) InteriorsMeet(other *Prepared) (bool, error) {
	m := z.mutualOf(other)
	if m == nil {
		found, err := z.Meet(other.Area())
		return found.Relation != Disjoint && found.Relation != Touches, err
	}
	if own, others, ok := ringwise(m.a, m.b, m.budget); ok {
		return own.meets(others), nil
	}
	if err := m.meet(); err != nil {
		return false, err
	}
	within := false
	err := m.own(func(_, _ orb.Point, c class) { within = within || c == inside || c == same }).walk()
	if err == nil && !within {
		err = m.others(func(_, _ orb.Point, c class) { within = within || c == inside }).walk()
	}
	return within, err
}
