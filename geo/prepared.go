package geo

import (
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// Prepared is an area made ready for many questions: its edges lie in stripes
// of latitude, so that a point is compared only with the few edges at its
// latitude, and in a tree of boxes, so that other shapes and distances look only
// at the edges near by. It takes about 80 bytes a vertex beside the area itself
// and is safe for concurrent readers. Every answer is that of the function of
// the same name, to the last bit, but that less is [ErrTooIntricate] for it. The
// zero value is an empty area.
type Prepared struct {
	area   orb.MultiPolygon
	parts  primitives
	broken bool     // has a coordinate that is not finite
	shape  *shape   // nil if not made ready
	lines  *stripes // of the shape, and the tree of it and of single places; nil if not made ready

	// A ring that is a single place has no edge to put into a stripe.
	edgeless bool
}

// Prepare makes an area ready, in some 0.1 µs a vertex; the first question for a
// distance takes as long once more. It keeps the area, which must not change any
// more.
func Prepare(area orb.MultiPolygon) *Prepared {
	z := asGiven(area)
	if z.broken || z.parts.empty() {
		return z
	}
	z.shape = areaShape(area)
	z.lines = newStripes(z.shape, z.shape.bound)
	rings := 0
	for _, polygon := range area {
		for _, ring := range polygon {
			if len(ring) > 0 {
				rings++
			}
		}
	}
	z.edgeless = rings > len(z.shape.chains)
	z.lines.tree = newBoxTree(append(slices.Clip(z.shape.edges), places(area)...))
	return z
}

// asGiven is for one question, for which it does not pay to make ready more
// than is asked about.
func asGiven(area orb.MultiPolygon) *Prepared {
	z := &Prepared{area: area, parts: flatten(area)}
	z.broken = !z.parts.finite()
	return z
}

// Area is the area as given.
func (z *Prepared) Area() orb.MultiPolygon { return z.area }

func (z *Prepared) outline() *shape {
	if z.shape != nil {
		return z.shape
	}
	return areaShape(z.area)
}

// edges are those of the outline, and the rings that are single places.
func (z *Prepared) edges() *boxTree {
	if z.lines != nil {
		return z.lines.tree.withStrips()
	}
	return newBoxTree(append(slices.Clip(z.outline().edges), places(z.area)...))
}

// stripes are those of the outline over a bound at least.
func (z *Prepared) stripes(outline *shape, over orb.Bound) *stripes {
	if z.lines != nil {
		return z.lines
	}
	return newStripes(outline, over)
}

// Locate is [Locate]. It allocates nothing and takes well under a microsecond
// where a parallel of latitude crosses the area some dozen times; a comb of n
// teeth along a parallel takes n comparisons.
func (z *Prepared) Locate(p orb.Point) Location {
	if z.lines == nil || z.edgeless {
		return Locate(z.area, p)
	}
	if !finite(p) || !z.shape.bound.Contains(p) {
		return Exterior
	}
	items, chains := z.lines.in(z.lines.of(p[1])), z.shape.chains
	var where partLocation
	for len(items) > 0 {
		first := items[0]
		k := sort.Search(len(chains), func(i int) bool { return chains[i].to > int(first) })
		n := 1
		for n < len(items) && int(items[n]) < chains[k].to {
			n++
		}
		where.add(&chains[k], z.shape.locateAmong(items[:n], p))
		items = items[n:]
	}
	return max(where.before, where.polygon)
}

// cost is how many edges Locate compares with p.
func (z *Prepared) cost(p orb.Point) int {
	if z.lines == nil || z.edgeless {
		return Vertices(z.area)
	}
	return 1 + len(z.lines.in(z.lines.of(p[1])))
}

// locateAmong is locateRing, given the edges of the ring at the latitude of p.
func (s *shape) locateAmong(edges []int32, p orb.Point) Location {
	where := Exterior
	for _, i := range edges {
		e := &s.edges[i]
		hit, on := rayMeets(e.a, e.b, p)
		if on {
			return Boundary
		}
		if hit {
			where = Interior - where
		}
	}
	return where
}

// partLocation puts the locations of rings together as Locate does. A ring
// that is left out has the point in its exterior.
type partLocation struct {
	part    int // which polygon
	inShell bool
	polygon Location
	before  Location // of the polygons before, the deepest
}

func (w *partLocation) add(ring *chain, where Location) {
	if !ring.hole {
		w.before = max(w.before, w.polygon)
		w.part, w.polygon, w.inShell = ring.part, where, where == Interior
		return
	}
	if w.inShell && w.part == ring.part && where != Exterior {
		w.polygon, w.inShell = Interior-where, false
	}
}
