package geo

import "github.com/paulmach/orb"

// stripes keeps, for each horizontal stripe of equal height, the edges that
// meet it: those are the ones that an edge or a ray within the stripe can
// meet. It may name edges that do not, never leave out one that does.
type stripes struct {
	shape *shape
	south float64
	scale float64 // stripes per degree
	start []int32 // stripe k holds items[start[k]:start[k+1]]
	items []int32
	tree  *boxTree // of the shape's edges, if there is one
}

// newStripes takes the edges that an edge of a shape with the other bound, or
// a ray from a point of both bounds to the east, can meet. The number of
// stripes is chosen so that tall edges do not fill them: about two entries an
// edge.
func newStripes(s *shape, other orb.Bound) *stripes {
	box := orb.Bound{
		Min: orb.Point{max(s.bound.Min[0], other.Min[0]), max(s.bound.Min[1], other.Min[1])},
		Max: orb.Point{min(s.bound.Max[0], other.Max[0]), min(s.bound.Max[1], other.Max[1])},
	}
	var kept []int32
	heights := 0.0
	for i, e := range s.edges {
		b := e.bound()
		if b.Max[1] < box.Min[1] || b.Min[1] > box.Max[1] || b.Max[0] < box.Min[0] {
			continue
		}
		kept = append(kept, int32(i))
		heights += min(b.Max[1], box.Max[1]) - max(b.Min[1], box.Min[1])
	}
	st := &stripes{shape: s, south: box.Min[1]}
	n := 1
	height := box.Max[1] - box.Min[1]
	if share := height / heights; share > 0 { // not NaN
		n += int(min(1, share) * float64(len(kept)))
		st.scale = float64(n) / height
	}
	st.start = make([]int32, n+1)
	st.fill(kept)
	return st
}

func (st *stripes) fill(kept []int32) {
	each := func(visit func(k int, i int32)) {
		for _, i := range kept {
			from, to := st.span(st.shape.edges[i])
			for k := from; k <= to; k++ {
				visit(k, i)
			}
		}
	}
	each(func(k int, _ int32) { st.start[k+1]++ })
	for k := 1; k < len(st.start); k++ {
		st.start[k] += st.start[k-1]
	}
	st.items = make([]int32, st.start[len(st.start)-1])
	next := append([]int32(nil), st.start...)
	each(func(k int, i int32) {
		st.items[next[k]] = i
		next[k]++
	})
}

// of is the stripe of a latitude; it never decreases with it, which is all
// that is asked of its rounding.
func (st *stripes) of(lat float64) int {
	k := (lat - st.south) * st.scale
	last := len(st.start) - 2
	switch {
	case !(k > 0):
		return 0
	case k >= float64(last):
		return last
	}
	return int(k)
}

func (st *stripes) span(e edge) (from, to int) {
	return st.of(min(e.a[1], e.b[1])), st.of(max(e.a[1], e.b[1]))
}

func (st *stripes) in(k int) []int32 { return st.items[st.start[k]:st.start[k+1]] }

// winding is how often the shape's rings turn round p, which must not be on
// one of them: 1 inside a valid area, 0 outside. Where parts overlap it is
// more; it is 0 only where nothing covers.
func (st *stripes) winding(p orb.Point, b *Budget) int {
	if !st.shape.bound.Contains(p) {
		return 0
	}
	edges := st.in(st.of(p[1]))
	b.spend(len(edges))
	sum := 0
	for _, i := range edges {
		e := st.shape.edges[i]
		if hit, _ := rayMeets(e.a, e.b, p); hit {
			sum += upward(e)
		}
	}
	return sum
}

// windingAt is winding for a point that no float is.
func (st *stripes) windingAt(p rationalPoint, b *Budget) int {
	low, high := st.of(p.near[1]-p.off[1]), st.of(p.near[1]+p.off[1])
	sum := 0
	for k := low; k <= high; k++ {
		edges := st.in(k)
		b.spend(middleCost + exactCost*len(edges))
		for _, i := range edges {
			e := st.shape.edges[i]
			if from, _ := st.span(e); max(from, low) != k {
				continue // seen in the stripe below
			}
			if (p.compareY(e.a[1]) < 0) == (p.compareY(e.b[1]) < 0) {
				continue
			}
			if p.side(e)*upward(e) > 0 {
				sum += upward(e)
			}
		}
	}
	return sum
}

func upward(e edge) int { return compare(e.b[1], e.a[1]) }
