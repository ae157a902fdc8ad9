package geo

import (
	"slices"
	"sort"
	"sync"

	"github.com/paulmach/orb"
)

// Prepared is an area made ready for many questions: its edges lie in stripes
// of latitude, so that a point is compared only with the few edges at its
// latitude, and in a tree of boxes, so that other shapes and distances look only
// at the edges near by. It takes about 80 bytes a vertex beside the area itself
// and is safe for concurrent readers, but for those that share a [Budget]. Every
// answer is that of the function of the same name, to the last bit, but that less
// is [ErrTooIntricate] for it. The zero value is an empty area.
type Prepared struct {
	zone   *zone
	budget *Budget
}

// zone is what all views of a prepared area share.
type zone struct {
	area orb.MultiPolygon
	kept bool // for more than one question
	once sync.Once

	parts    primitives
	broken   bool // has a coordinate that is not finite
	shape    *shape
	tree     *boxTree // of the shape's edges, and of single places
	box      orb.Bound
	edgeless bool // has a ring that is a single place: no edge to put into a stripe

	striped sync.Once
	lines   *stripes // of the shape, with the tree; see inStripes
}

// Prepare makes an area ready when it is first asked about, in some 0.1 µs a
// vertex, for what is asked; the first question of a line or an area for a distance
// takes as long once more. It keeps the area, which must not change any more.
func Prepare(area orb.MultiPolygon) *Prepared {
	return &Prepared{zone: &zone{area: area, kept: true}}
}

// asGiven is for one question, for which it does not pay to make ready more
// than is asked about.
func asGiven(area orb.MultiPolygon) *Prepared {
	return &Prepared{zone: &zone{area: area}}
}

// Budgeted is the same area, its questions to be spent from a budget.
func (z *Prepared) Budgeted(b *Budget) *Prepared {
	return &Prepared{zone: z.zone, budget: b}
}

// Area is the area as given.
func (z *Prepared) Area() orb.MultiPolygon {
	if z.zone == nil {
		return nil
	}
	return z.zone.area
}

// Bound is the box of the area, found once; an empty one of no area.
func (z *Prepared) Bound() orb.Bound {
	if z.zone == nil {
		return orb.MultiPolygon(nil).Bound()
	}
	return z.ready().box
}

func (z *Prepared) ready() *zone {
	if z.zone == nil {
		return &zone{}
	}
	z.zone.once.Do(z.zone.makeReady)
	return z.zone
}

func (z *zone) makeReady() {
	z.box = z.area.Bound()
	z.parts = flatten(z.area)
	z.broken = !z.parts.finite()
	if z.broken || z.parts.empty() || !z.kept {
		return
	}
	z.shape = areaShape(z.area)
	rings := 0
	for _, polygon := range z.area {
		for _, ring := range polygon {
			if len(ring) > 0 {
				rings++
			}
		}
	}
	z.edgeless = rings > len(z.shape.chains)
	z.tree = newBoxTree(append(slices.Clip(z.shape.edges), places(z.area)...))
}

// inStripes are the stripes of a shape that is kept: how rings lie to those of
// another area is often told without.
func (z *zone) inStripes() *stripes {
	z.striped.Do(func() {
		z.lines = newStripes(z.shape, z.shape.bound)
		z.lines.tree = z.tree
	})
	return z.lines
}

func (z *zone) outline() *shape {
	if z.shape != nil {
		return z.shape
	}
	return areaShape(z.area)
}

// edges are those of the outline, and the rings that are single places.
func (z *zone) edges() *boxTree {
	if z.tree != nil {
		return z.tree
	}
	return newBoxTree(append(slices.Clip(z.outline().edges), places(z.area)...))
}

// stripes are those of the outline over a bound at least.
func (z *zone) stripes(outline *shape, over orb.Bound) *stripes {
	if z.shape != nil {
		return z.inStripes()
	}
	return newStripes(outline, over)
}

// question is one question to an area.
type question struct {
	*zone
	budget *Budget
	depths bool // the facts are to have the pieces of the site inside
}

func (z *Prepared) ask() question { return question{zone: z.ready(), budget: z.budget.orFixed()} }

// Locate is [Locate]. It allocates nothing and takes well under a microsecond
// where a parallel of latitude crosses the area some dozen times; a comb of n
// teeth along a parallel takes n comparisons.
func (z *Prepared) Locate(p orb.Point) Location { return z.ready().locate(p) }

func (z *zone) locate(p orb.Point) Location {
	if z.shape == nil || z.edgeless {
		return Locate(z.area, p)
	}
	if !finite(p) || !z.shape.bound.Contains(p) {
		return Exterior
	}
	lines, chains := z.inStripes(), z.shape.chains
	items := lines.in(lines.of(p[1]))
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

// cost is how many edges locate compares with p.
func (z *zone) cost(p orb.Point) int {
	if z.shape == nil || z.edgeless {
		return Vertices(z.area)
	}
	lines := z.inStripes()
	return 1 + len(lines.in(lines.of(p[1])))
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
