package geo

import (
	"slices"
	"sync"

	"github.com/paulmach/orb"
)

// boxTree is a packed tree of boxes over edges: every box holds those of up to
// eight below it, the lowest those of up to eight edges that follow one another.
// What follows one another lies near one another, so the list of edges is the
// order of the tree; only where it jumps often, from part to part, are the
// lowest boxes put in an order of their places first. It takes 6 bytes an edge,
// 15 with strips, and can be read by many at once.
type boxTree struct {
	edges  []edge
	levels [][]node // from the leaves to the root
	path   bool     // every edge follows the one before
	once   sync.Once
	strips [][]strip // of the nodes; nil if not made
}

// node holds the edges, or the nodes of the level below, from one to another.
type node struct {
	box      orb.Bound
	from, to int32
}

const fan = 8

func newBoxTree(edges []edge) *boxTree {
	t := &boxTree{edges: edges}
	level := t.leaves()
	for len(level) > 0 {
		t.levels = append(t.levels, level)
		if len(level) == 1 {
			break
		}
		above := make([]node, 0, (len(level)+fan-1)/fan)
		for i := 0; i < len(level); i += fan {
			n := node{level[i].box, int32(i), int32(min(i+fan, len(level)))}
			for _, child := range level[i:n.to] {
				extend(&n.box, child.box)
			}
			above = append(above, n)
		}
		level = above
	}
	return t
}

func (t *boxTree) leaves() []node {
	leaves := make([]node, 0, len(t.edges)/fan+1)
	jumps := 0
	for i, e := range t.edges {
		follows := i > 0 && t.edges[i-1].b == e.a
		if !follows {
			jumps++
		}
		last := len(leaves) - 1
		if !follows || int(leaves[last].from)+fan == i {
			leaves = append(leaves, node{e.bound(), int32(i), int32(i + 1)})
			continue
		}
		leaves[last].to = int32(i + 1)
		extend(&leaves[last].box, e.bound())
	}
	if jumps > fan {
		sortByPlace(leaves)
	}
	t.path = jumps == 1
	return leaves
}

// extend is Bound.Union for boxes that are not empty.
func extend(box *orb.Bound, by orb.Bound) {
	for k := range 2 {
		box.Min[k], box.Max[k] = min(box.Min[k], by.Min[k]), max(box.Max[k], by.Max[k])
	}
}

// sortByPlace orders boxes along a Z-order curve (Morton, "A computer oriented
// geodetic data base", 1966).
func sortByPlace(nodes []node) {
	whole := nodes[0].box
	for _, n := range nodes {
		extend(&whole, n.box)
	}
	keys := make([]uint64, len(nodes)) // the place on the curve, then the position
	for i, n := range nodes {
		at := uint32(0)
		for k := range 2 {
			share := (n.box.Min[k]/2 + n.box.Max[k]/2 - whole.Min[k]) / (whole.Max[k] - whole.Min[k])
			if share > 0 { // not NaN
				at |= spread(uint32(min(1, share)*0xffff)) << k
			}
		}
		keys[i] = uint64(at)<<32 | uint64(i)
	}
	slices.Sort(keys)
	given := slices.Clone(nodes)
	for i, key := range keys {
		nodes[i] = given[uint32(key)]
	}
}

// spread puts a zero before every one of 16 bits.
func spread(x uint32) uint32 {
	x = (x | x<<8) & 0x00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f
	x = (x | x<<2) & 0x33333333
	return (x | x<<1) & 0x55555555
}

// meeting appends the edges whose boxes meet a box and for which keep, asked
// of boxes that hold them and of their own, says yes: in ascending order. It
// also says how many boxes it looked at.
func (t *boxTree) meeting(box orb.Bound, keep func(orb.Bound) bool, dst []int32) (found []int32, looks int) {
	if len(t.levels) == 0 {
		return dst, 0
	}
	q := boxQuery{t, box, keep, dst, 0}
	q.visit(len(t.levels)-1, 0, 1)
	if len(q.found) > 1 {
		slices.Sort(q.found)
	}
	return q.found, q.looks
}

func anyBox(orb.Bound) bool { return true }

type boxQuery struct {
	tree  *boxTree
	box   orb.Bound
	keep  func(orb.Bound) bool
	found []int32
	looks int
}

func (q *boxQuery) visit(level int, from, to int32) {
	q.looks += int(to - from)
	if level < 0 {
		for i := from; i < to; i++ {
			if e := &q.tree.edges[i]; edgeMeets(e, &q.box) && q.keep(e.bound()) {
				q.found = append(q.found, i)
			}
		}
		return
	}
	for i := from; i < to; i++ {
		if n := &q.tree.levels[level][i]; meet(&n.box, &q.box) && q.keep(n.box) {
			q.visit(level-1, n.from, n.to)
		}
	}
}

// part is a node of a tree or, where level is negative, a stretch of an edge.
type part struct {
	box      orb.Bound
	level    int
	at       int32   // which node of the level, or which edge
	from, to float64 // where along the edge the stretch begins and ends
}

// root is the whole of a tree that has edges.
func (t *boxTree) root() part {
	if len(t.edges) == 1 {
		return t.stretch(0, 0, 1)
	}
	level := len(t.levels) - 1
	return part{box: t.levels[level][0].box, level: level}
}

func (t *boxTree) stretch(i int32, from, to float64) part {
	e := t.edges[i]
	return part{box: edge{e.point(from), e.point(to)}.bound(), level: -1, at: i, from: from, to: to}
}

// divide gives the parts of a part: nodes, edges, or halves of a stretch. Edges
// that are not on the earth are left out.
func (t *boxTree) divide(p *part, into *[fan]part) []part {
	parts := into[:0]
	if p.level < 0 {
		middle := (p.from + p.to) / 2
		return append(parts, t.stretch(p.at, p.from, middle), t.stretch(p.at, middle, p.to))
	}
	n := &t.levels[p.level][p.at]
	for i := n.from; i < n.to; i++ {
		if p.level > 0 {
			parts = append(parts, part{box: t.levels[p.level-1][i].box, level: p.level - 1, at: i})
		} else if s := t.stretch(i, 0, 1); s.there() {
			parts = append(parts, s)
		}
	}
	return parts
}

// there reports whether a part is more than an edge that is not on the earth.
// Longitudes may go round a few times.
func (p *part) there() bool {
	return p.level >= 0 || (p.box.Min[1] >= -90 && p.box.Max[1] <= 90 && p.box.Min[0] >= -1080 && p.box.Max[0] <= 1080)
}
