package index

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// outline is areas in flat lists: all that is needed to make them again.
type outline struct {
	vertices []orb.Point // ring after ring, each closed
	rings    []uint32    // where each begins, and where the last one ends
	parts    []uint32    // by ring: area<<1 | whether it begins a polygon
	count    int         // of areas
}

func newOutline(areas []orb.MultiPolygon) (outline, error) {
	n := 0
	for _, area := range areas {
		for _, polygon := range area {
			for _, ring := range polygon {
				n += len(ring) + 1
			}
		}
	}
	if n > mostVertices || len(areas) > mostAreas {
		return outline{}, geo.ErrTooIntricate
	}
	o := outline{vertices: make([]orb.Point, 0, n), rings: []uint32{0}, count: len(areas)}
	for i, area := range areas {
		for _, polygon := range area {
			begins := uint32(1)
			for _, ring := range polygon {
				if !inRange(ring) {
					return outline{}, ErrRange
				}
				o.vertices = append(o.vertices, ring...)
				if len(ring) == 1 || (len(ring) > 1 && ring[0] != ring[len(ring)-1]) {
					o.vertices = append(o.vertices, ring[0])
				}
				o.rings = append(o.rings, uint32(len(o.vertices)))
				o.parts = append(o.parts, uint32(i)<<1|begins)
				begins = 0
			}
		}
	}
	return o, nil
}

func inRange(ring orb.Ring) bool {
	for _, p := range ring {
		if !(math.Abs(p[0]) <= 1e12 && math.Abs(p[1]) <= 1e12) {
			return false
		}
	}
	return true
}

func (o *outline) ring(i int) orb.Ring {
	return orb.Ring(o.vertices[o.rings[i]:o.rings[i+1]:o.rings[i+1]])
}

// unfold makes the areas again: their rings are parts of the list of vertices.
func (o *outline) unfold() []orb.MultiPolygon {
	areas := make([]orb.MultiPolygon, o.count)
	for i, part := range o.parts {
		area := &areas[part>>1]
		if part&1 != 0 {
			*area = append(*area, nil)
		}
		polygon := &(*area)[len(*area)-1]
		*polygon = append(*polygon, o.ring(i))
	}
	return areas
}

func (o *outline) save(s *saver) {
	s.points(o.vertices)
	saveUints(s, o.rings)
	saveUints(s, o.parts)
	saveUints(s, o.counts())
}

// counts are the numbers of rings, by area. Saved, they are as many as there are
// areas, so that nobody needs to trust a number of them.
func (o *outline) counts() []uint32 {
	counts := make([]uint32, o.count)
	for _, part := range o.parts {
		counts[part>>1]++
	}
	return counts
}

func (o *outline) load(l *loader) {
	o.vertices, o.rings, o.parts = l.points(), l.uints(), l.uints()
	o.count = len(l.uints())
	if !o.sound() {
		*o, l.failed = outline{rings: []uint32{0}}, true
	}
}

// sound reports whether the lists can be of an outline.
func (o *outline) sound() bool {
	if len(o.rings) == 0 {
		return len(o.parts)+len(o.vertices)+o.count == 0
	}
	if len(o.rings) != len(o.parts)+1 || o.rings[0] != 0 || int(o.rings[len(o.parts)]) != len(o.vertices) {
		return false
	}
	last := -1 // no area yet
	for i, part := range o.parts {
		if o.rings[i] > o.rings[i+1] || int(part>>1) >= o.count || int(part>>1) < last || (int(part>>1) > last && part&1 == 0) {
			return false
		}
		last = int(part >> 1)
	}
	return true
}

// exact decides by package geo what an index leaves open. An area is prepared
// when it is first asked about.
type exact struct {
	areas    []orb.MultiPolygon
	once     []sync.Once
	prepared []*geo.Prepared
}

func newExact(areas []orb.MultiPolygon) exact {
	return exact{areas, make([]sync.Once, len(areas)), make([]*geo.Prepared, len(areas))}
}

func (e *exact) area(i int) *geo.Prepared {
	e.once[i].Do(func() { e.prepared[i] = geo.Prepare(e.areas[i]) })
	return e.prepared[i]
}

func finite(p orb.Point) bool { return p[0]-p[0] == 0 && p[1]-p[1] == 0 }
