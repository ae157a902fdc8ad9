package geo

import (
	"errors"
	"slices"

	"github.com/paulmach/orb"
)

// ErrPartsOverlap says that polygons of one collection overlap or share an edge.
var ErrPartsOverlap = errors.New("集合中的面相互重叠或共边，请先合并 / polygons of the collection overlap or share an edge: unite them first")

// Equals serves the cases of other suites that ask for it and tests that compare
// shapes; no command does. It reports whether two geometries of any type are the same set of points
// (Simple Features, OGC 06-103r4, clause 6.1.15.3), exactly: where rings begin,
// how they wind, how lines are cut into parts and vertices that change nothing
// do not matter, nor what of a line or a point lies in another part of its own
// geometry. Empty shapes are equal. Polygons are taken as valid. Errors are
// [ErrNotFinite], [ErrTooIntricate] and, for collections, [ErrPartsOverlap].
func Equals(a, b orb.Geometry) (bool, error) {
	p, err := pointSetOf(a)
	if err != nil {
		return false, err
	}
	q, err := pointSetOf(b)
	if err != nil {
		return false, err
	}
	if !p.covers(q.points) || !q.covers(p.points) {
		return false, nil
	}
	work := (*Budget)(nil).orFixed()
	same, err := sameArea(p.area, q.area)
	if same && err == nil {
		same, err = q.coversLines(p.lines, work)
	}
	if same && err == nil {
		same, err = p.coversLines(q.lines, work)
	}
	return same && err == nil, err
}

// pointSet is a geometry by dimensions.
type pointSet struct {
	area   *Prepared
	lines  []orb.LineString
	points []orb.Point
}

func pointSetOf(g orb.Geometry) (*pointSet, error) {
	p := flatten(g)
	if !p.finite() {
		return nil, ErrNotFinite
	}
	s := &pointSet{lines: p.lines, points: p.points}
	var area orb.MultiPolygon
	for _, part := range p.areas {
		for _, place := range places(part) { // what is left of flat polygons
			s.points = append(slices.Clip(s.points), place.a)
		}
		area = append(slices.Clip(area), part...)
	}
	if len(p.areas) > 1 && overlapping(area) {
		return nil, ErrPartsOverlap
	}
	s.area = Prepare(area)
	return s, nil
}

// overlapping reports whether the rings of an area, but for flat ones, break the
// rules of a multipolygon.
func overlapping(area orb.MultiPolygon) bool {
	var rings orb.MultiPolygon
	for _, polygon := range area {
		var kept orb.Polygon
		for _, ring := range polygon {
			if len(sortedPlaces(ring)) < 3 {
				continue
			}
			if ring[0] != ring[len(ring)-1] {
				ring = append(slices.Clip(ring), ring[0])
			}
			kept = append(kept, ring)
		}
		rings = append(rings, kept)
	}
	_, broken := sweepRings(rings, nil)
	return broken
}

// covers reports whether points are all in the set.
func (s *pointSet) covers(points []orb.Point) bool {
	if len(points) == 0 {
		return true
	}
	own := slices.SortedFunc(slices.Values(s.points), order)
	lines := newBoxTree(lineShape(s.lines).edges)
	var near []int32
	for _, q := range points {
		if _, is := slices.BinarySearchFunc(own, q, order); is || s.area.Locate(q) != Exterior {
			continue
		}
		on := false
		near, _ = lines.meeting(q.Bound(), anyBox, near[:0])
		for _, i := range near {
			e := lines.edges[i]
			on = on || Orient(e.a, e.b, q) == 0 // in its box already
		}
		if !on {
			return false
		}
	}
	return true
}

// sameArea asks whether neither area reaches outside the other.
func sameArea(a, b *Prepared) (bool, error) {
	none := [2]bool{a.noArea(), b.noArea()}
	if none[0] || none[1] {
		return none[0] == none[1], nil
	}
	f, err := b.ask().facts(a.ready().parts)
	return f.inside && !f.outside && !f.uncovers, err
}

func (z *Prepared) noArea() bool {
	ready := z.ready()
	return ready.shape == nil || len(ready.shape.edges) == 0
}

// coversLines walks along the lines past the area and the lines of the set.
// These are put in there and back: they turn round no point then, so that what
// is not outside runs in the area, along its boundary or along a line.
func (s *pointSet) coversLines(lines []orb.LineString, b *Budget) (bool, error) {
	own, other := lineShape(lines), areaShape(s.area.Area())
	for _, line := range s.lines {
		back := line.Clone()
		back.Reverse()
		other.add(line)
		other.add(back)
	}
	if len(own.edges) == 0 || len(other.edges) == 0 {
		return len(own.edges) == 0, nil
	}
	all := newStripes(other, own.bound)
	found, err := findCrossings(own, all, b)
	if err != nil {
		return false, err
	}
	covered := true
	walk := walker{own: own, other: all, events: found.siteEvents, budget: b}
	walk.visit = func(_, _ orb.Point, c class) { covered = covered && c != outside }
	err = walk.walk()
	return covered, err
}
