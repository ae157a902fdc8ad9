package geo

// join finds the pairs of edges of two shapes whose boxes meet, by both trees at
// once: where boundaries are apart, few nodes are looked at. Of one tree with itself
// every pair comes once.
type join struct {
	a, b   *boxTree
	left   int // looks; more than that is too many
	budget *Budget
	pair   func(i, k int32) bool // whether to go on
}

// all reports whether every pair has been found, in no particular order.
func (j *join) all() bool {
	if len(j.a.edges) == 0 || len(j.b.edges) == 0 {
		return true
	}
	return j.nodes(len(j.a.levels)-1, 0, len(j.b.levels)-1, 0)
}

func (j *join) spend(looks int) bool {
	j.left -= looks
	return j.left >= 0 && j.budget.spend(looks)
}

// nodes joins what is below a node of each tree, the higher node first.
func (j *join) nodes(level int, i int32, other int, k int32) bool {
	m, n := &j.a.levels[level][i], &j.b.levels[other][k]
	switch {
	case !meet(&m.box, &n.box):
		return true
	case !j.spend(fan):
		return false
	case level == 0 && other == 0:
		return j.edges(m, n)
	case m == n:
		return j.within(m, level-1)
	case level >= other:
		for i := m.from; i < m.to; i++ {
			if !j.nodes(level-1, i, other, k) {
				return false
			}
		}
	default:
		for k := n.from; k < n.to; k++ {
			if !j.nodes(level, i, other-1, k) {
				return false
			}
		}
	}
	return true
}

func (j *join) within(m *node, level int) bool {
	for i := m.from; i < m.to; i++ {
		for k := i; k < m.to; k++ {
			if !j.nodes(level, i, level, k) {
				return false
			}
		}
	}
	return true
}

func (j *join) edges(m, n *node) bool {
	for i := m.from; i < m.to; i++ {
		e := &j.a.edges[i]
		if m != n && !edgeMeets(e, &n.box) {
			continue
		}
		box, from := e.bound(), n.from
		if m == n {
			from = i + 1
		}
		for k := from; k < n.to; k++ {
			if !edgeMeets(&j.b.edges[k], &box) {
				continue
			}
			if j.left -= pairCost; !j.pair(i, k) {
				return false
			}
		}
	}
	return j.spend(fan)
}

// edgesApart is certain if true; else edges meet, or it would take too long.
func edgesApart(a, b *boxTree, work *Budget) bool {
	j := join{a: a, b: b, left: looksFor(len(a.edges) + len(b.edges)), budget: work}
	j.pair = func(i, k int32) bool { return !edgesMeet(&a.edges[i], &b.edges[k]) }
	return j.all()
}

// looksFor are more than it takes where few of so many edges are near to one another.
func looksFor(edges int) int { return 10_000 + 100*edges }

// edgesMeet reports whether two edges whose boxes meet have a point in common.
func edgesMeet(e, f *edge) bool {
	return Orient(e.a, e.b, f.a)*Orient(e.a, e.b, f.b) <= 0 && Orient(f.a, f.b, e.a)*Orient(f.a, f.b, e.b) <= 0
}
