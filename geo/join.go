package geo

// join finds the pairs of edges of two shapes whose boxes meet, by both trees at
// once: where boundaries are apart, few nodes are looked at.
type join struct {
	a, b   *boxTree
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

// nodes joins what is below a node of each tree, the higher node first.
func (j *join) nodes(level int, i int32, other int, k int32) bool {
	m, n := &j.a.levels[level][i], &j.b.levels[other][k]
	switch {
	case !meet(&m.box, &n.box):
		return true
	case !j.budget.spend(fan):
		return false
	case level == 0 && other == 0:
		return j.edges(m, n)
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

func (j *join) edges(m, n *node) bool {
	for i := m.from; i < m.to; i++ {
		e := &j.a.edges[i]
		if !edgeMeets(e, &n.box) {
			continue
		}
		box := e.bound()
		for k := n.from; k < n.to; k++ {
			if edgeMeets(&j.b.edges[k], &box) && !j.pair(i, k) {
				return false
			}
		}
	}
	return j.budget.spend(fan)
}

// edgesApart is certain if true; else edges meet, or the budget is spent.
func edgesApart(a, b *boxTree, work *Budget) bool {
	j := join{a: a, b: b, budget: work, pair: func(i, k int32) bool { return !edgesMeet(&a.edges[i], &b.edges[k]) }}
	return j.all()
}

// edgesMeet reports whether two edges whose boxes meet have a point in common.
func edgesMeet(e, f *edge) bool {
	return Orient(e.a, e.b, f.a)*Orient(e.a, e.b, f.b) <= 0 && Orient(f.a, f.b, e.a)*Orient(f.a, f.b, e.b) <= 0
}
