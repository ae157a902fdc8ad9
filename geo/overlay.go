package geo

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// The library takes seconds for shapes that come near to one another, or to
// themselves as only invalid ones do, in very many places: these bound the
// pairs of edges whose boxes meet, and how many are looked at to count them.
const (
	maxPairs    = 5_000
	pairsAnEdge = 10
	maxLooks    = 50_000_000
	libraryCost = 2000
)

// intersection is what two areas have in common, by simplefeatures' port of
// JTS's OverlayNG; points and lines that they also share are left out.
//
// The library panics within on what it calls topology exceptions and catches
// most of them. Here any that is left becomes an error: a shape that cannot be
// drawn must not end the program that has already judged it.
func intersection(a, b orb.MultiPolygon, work *Budget) (found orb.MultiPolygon, err error) {
	defer func() {
		if p := recover(); p != nil {
			found, err = nil, fmt.Errorf("%w (%v)", ErrOverlay, p)
		}
	}()
	if err := untangled(a, b, work); err != nil {
		return nil, err
	}
	o := originOf(a, b)
	out, err := geom.Intersection(o.toLibrary(a), o.toLibrary(b))
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrOverlay, err)
	}
	return o.fromLibrary(out.ForceCCW()), nil
}

// untangled charges for the library, some microseconds an edge and a pair.
func untangled(a, b orb.MultiPolygon, work *Budget) error {
	s := areaShape(slices.Concat(a, b))
	st := newStripes(s, s.bound)
	work.spend(libraryCost * len(s.edges))
	looks, pairs := maxLooks, maxPairs+pairsAnEdge*len(s.edges)
	for i, e := range s.edges {
		box := e.bound()
		low, high := st.span(e)
		for k := low; k <= high; k++ {
			n := len(st.in(k))
			if looks -= n; looks < 0 {
				return ErrTooIntricate
			}
			if !work.spend(n) {
				return work.Err()
			}
			for _, j := range st.in(k) {
				f := &s.edges[j]
				if from, _ := st.span(*f); max(from, low) == k && int(j) > i && edgeMeets(f, &box) {
					pairs--
					work.spend(libraryCost)
				}
			}
			if pairs < 0 {
				return ErrTooIntricate
			}
		}
	}
	return work.Err()
}

// origin is a point that both shapes are moved to before they are overlaid. If
// the plain overlay fails the library snaps at 1e-12 of the largest coordinate,
// which is less the nearer they are to 0. Moving must lose nothing: a coordinate
// is 0 if a difference to it would be rounded.
type origin orb.Point

func originOf(a, b orb.MultiPolygon) origin {
	o := origin(a.Bound().Min)
	for axis := range o {
		for _, area := range []orb.MultiPolygon{a, b} {
			for _, polygon := range area {
				for _, ring := range polygon {
					for _, p := range ring {
						if d, exact := difference(p[axis], o[axis]); !exact || d+o[axis] != p[axis] {
							o[axis] = 0
						}
					}
				}
			}
		}
	}
	return o
}

func (o origin) toLibrary(area orb.MultiPolygon) geom.Geometry {
	polygons := make([]geom.Polygon, len(area))
	for i, polygon := range area {
		rings := make([]geom.LineString, len(polygon))
		for k, ring := range polygon {
			flat := make([]float64, 0, 2*len(ring)+2)
			for _, p := range ring {
				flat = append(flat, p[0]-o[0], p[1]-o[1])
			}
			if n := len(flat); n > 0 && ring[0] != ring[len(ring)-1] {
				flat = append(flat, flat[0], flat[1])
			}
			rings[k] = geom.NewLineString(geom.NewSequence(slices.Clip(flat), geom.DimXY))
		}
		polygons[i] = geom.NewPolygon(rings)
	}
	return geom.NewMultiPolygon(polygons).AsGeometry()
}

func (o origin) fromLibrary(g geom.Geometry) orb.MultiPolygon {
	var area orb.MultiPolygon
	for _, part := range g.Dump() {
		polygon, ok := part.AsPolygon()
		if !ok || polygon.IsEmpty() {
			continue
		}
		var rings orb.Polygon
		for _, line := range polygon.DumpRings() {
			points := line.Coordinates()
			ring := make(orb.Ring, points.Length())
			for i := range ring {
				xy := points.GetXY(i)
				ring[i] = orb.Point{xy.X + o[0], xy.Y + o[1]}
			}
			rings = append(rings, ring)
		}
		area = append(area, rings)
	}
	return area
}
