package geo

import "github.com/paulmach/orb"

// ray goes from a place to the east and counts the edges of a tree that it crosses.
type ray struct {
	tree    *boxTree
	from    orb.Point
	crossed bool // an odd number of edges
	on      bool // an edge holds the place
	looks   int
}

// locate is [Locate] for a valid area whose edges the tree holds.
func (t *boxTree) locate(p orb.Point, b *Budget) Location {
	r := ray{tree: t, from: p}
	r.visit(len(t.levels)-1, 0)
	b.spend(r.looks)
	switch {
	case r.on:
		return Boundary
	case r.crossed:
		return Interior
	}
	return Exterior
}

func (r *ray) visit(level int, i int32) {
	n := &r.tree.levels[level][i]
	if r.looks++; n.box.Max[1] < r.from[1] || n.box.Min[1] > r.from[1] || n.box.Max[0] < r.from[0] {
		return
	}
	switch {
	case n.box.Min[0] > r.from[0] && (level == 0 || r.tree.path):
		r.pass(level, n)
	case level == 0:
		r.looks += int(n.to - n.from)
		for _, e := range r.tree.edges[n.from:n.to] {
			hit, on := rayMeets(e.a, e.b, r.from)
			r.crossed, r.on = r.crossed != hit, r.on || on
		}
	default:
		for i := n.from; i < n.to; i++ {
			r.visit(level-1, i)
		}
	}
}

// pass crosses edges that follow one another, all of them east of the place: an odd
// number if they begin on one side of the ray and end on the other.
func (r *ray) pass(level int, n *node) {
	first, last := n.from, n.to-1
	for l := level - 1; l >= 0; l-- {
		first, last = r.tree.levels[l][first].from, r.tree.levels[l][last].to-1
	}
	begin, end := r.tree.edges[first].a, r.tree.edges[last].b
	r.crossed = r.crossed != ((begin[1] > r.from[1]) != (end[1] > r.from[1]))
}
