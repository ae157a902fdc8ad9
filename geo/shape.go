package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// edge is a segment of non-zero length; an area's lies on its left.
type edge struct{ a, b orb.Point }

func (e edge) bound() orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(e.a[0], e.b[0]), min(e.a[1], e.b[1])},
		Max: orb.Point{max(e.a[0], e.b[0]), max(e.a[1], e.b[1])},
	}
}

// edgeMeets reports whether the box of an edge meets another one.
func edgeMeets(e *edge, box *orb.Bound) bool {
	return (e.a[0] <= box.Max[0] || e.b[0] <= box.Max[0]) && (e.a[0] >= box.Min[0] || e.b[0] >= box.Min[0]) &&
		(e.a[1] <= box.Max[1] || e.b[1] <= box.Max[1]) && (e.a[1] >= box.Min[1] || e.b[1] >= box.Min[1])
}

// chain is a run of edges, each beginning where the one before it ends. If it is
// a ring, part says of which polygon of the area.
type chain struct {
	from, to int
	part     int
	hole     bool
}

// shape is a set of lines or the rings of an area as directed edges.
type shape struct {
	edges  []edge
	chains []chain
	bound  orb.Bound // of nothing if there are no edges
}

func (s *shape) add(points []orb.Point) {
	from := len(s.edges)
	for i := 1; i < len(points); i++ {
		if points[i] != points[i-1] {
			s.edges = append(s.edges, edge{points[i-1], points[i]})
		}
	}
	if len(s.edges) == from {
		return
	}
	if from == 0 {
		s.bound = s.edges[0].bound()
	}
	for _, p := range points {
		extend(&s.bound, orb.Bound{Min: p, Max: p})
	}
	s.chains = append(s.chains, chain{from: from, to: len(s.edges)})
}

func lineShape(lines []orb.LineString) *shape {
	s := &shape{}
	for _, line := range lines {
		s.add(line)
	}
	return s
}

// areaShape directs every ring so that the area lies on its left: shells
// counter-clockwise, holes clockwise, whatever the winding given.
func areaShape(area orb.MultiPolygon) *shape {
	s := &shape{edges: make([]edge, 0, Vertices(area))}
	for part, polygon := range area {
		for i, ring := range polygon {
			if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
				ring = append(slices.Clip(ring), ring[0])
			}
			if isCCW(ring) != (i == 0) {
				ring = ring.Clone()
				ring.Reverse()
			}
			before := len(s.chains)
			s.add(ring)
			for k := range s.chains[before:] {
				s.chains[before+k].part, s.chains[before+k].hole = part, i > 0
			}
		}
	}
	return s
}

// isCCW reports the winding of a closed ring by the turn at its lexically
// first vertex, which for a simple ring is never straight; the signed area
// would be wrong for slivers.
func isCCW(ring orb.Ring) bool {
	if len(ring) < 4 {
		return true
	}
	n, first := len(ring)-1, 0
	for i, p := range ring[:n] {
		if before(p, ring[first]) {
			first = i
		}
	}
	prev, next := (first+n-1)%n, (first+1)%n
	for prev != first && ring[prev] == ring[first] {
		prev = (prev + n - 1) % n
	}
	for next != first && ring[next] == ring[first] {
		next = (next + 1) % n
	}
	return Orient(ring[prev], ring[first], ring[next]) >= 0
}

// before orders points from west to east, then from south to north.
func before(p, q orb.Point) bool { return p[0] < q[0] || (p[0] == q[0] && p[1] < q[1]) }

// primitives is a geometry taken apart. A multipolygon is one area; the
// polygons of a collection are separate areas, since they may overlap.
type primitives struct {
	points []orb.Point
	lines  []orb.LineString
	areas  []orb.MultiPolygon
}

func flatten(g orb.Geometry) primitives {
	var p primitives
	p.add(g)
	return p
}

func (p *primitives) add(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		p.points = append(p.points, g)
	case orb.MultiPoint:
		p.points = append(p.points, g...)
	case orb.LineString:
		p.addLine(g)
	case orb.MultiLineString:
		for _, line := range g {
			p.addLine(line)
		}
	case orb.Ring:
		p.addArea(orb.MultiPolygon{{g}})
	case orb.Polygon:
		p.addArea(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		p.addArea(g)
	case orb.Bound:
		if !g.IsEmpty() {
			p.addArea(orb.MultiPolygon{g.ToPolygon()})
		}
	case orb.Collection:
		for _, member := range g {
			p.add(member)
		}
	}
}

// addLine keeps a line without length as the point that it is.
func (p *primitives) addLine(line orb.LineString) {
	if len(line) == 0 {
		return
	}
	for _, q := range line[1:] {
		if q != line[0] {
			p.lines = append(p.lines, line)
			return
		}
	}
	p.points = append(p.points, line[0])
}

func (p *primitives) addArea(area orb.MultiPolygon) {
	if Vertices(area) > 0 {
		p.areas = append(p.areas, area)
	}
}

func (p *primitives) empty() bool { return len(p.points)+len(p.lines)+len(p.areas) == 0 }

// finite reports whether every coordinate is a finite number.
func (p *primitives) finite() bool {
	for _, path := range p.paths() {
		for _, q := range path.points {
			if !finite(q) {
				return false
			}
		}
	}
	return true
}

// Vertices counts the positions of a geometry as given, the closing one of a
// ring included. A nil geometry has none.
func Vertices(g orb.Geometry) int {
	n := 0
	switch g := g.(type) {
	case orb.Point:
		n = 1
	case orb.MultiPoint:
		n = len(g)
	case orb.LineString:
		n = len(g)
	case orb.Ring:
		n = len(g)
	case orb.Bound:
		n = 2
	case orb.MultiLineString:
		for _, line := range g {
			n += len(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			n += Vertices(polygon)
		}
	case orb.Collection:
		for _, member := range g {
			n += Vertices(member)
		}
	}
	return n
}
