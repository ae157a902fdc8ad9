package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// sweep moves over the rings of an area from west to east (from south to north
// on one meridian) and keeps the edges under way in order from south to north
// (Shamos and Hoey, "Geometric intersection problems", 1976). Two edges that
// cross become neighbours before they do, so it is enough to test neighbours,
// and it ends at the first crossing: it never needs a point that is not a
// vertex. Where a vertex lies on an edge the edge is cut there, which is exact.
//
// Above every edge under way the sweep knows the region, so that nesting comes
// without a search: crossing a ring northwards leads from the region round it
// into it or back, and any other order at a vertex means that rings cross
// there.
type sweep struct {
	edges  []sweepEdge
	rings  []sweepRing
	status []int32 // edges under way, from south to north
	found  *topologyBreak
}

// sweepEdge is an edge from its western end to its eastern one.
type sweepEdge struct {
	from, to orb.Point
	ring     int32
	vertex   int32 // where in the ring as given
	above    int32 // the region north of it: the ring it is inside of, or world
}

const world = -1

type sweepRing struct {
	polygon, index int
	seen           bool
	around         int32 // the region round the ring
	contact        int32 // union-find over rings and points where they touch
}

type topologyBreak struct {
	kind                  ViolationKind
	at                    orb.Point
	polygon, ring, vertex int
}

// sweepRings finds the first break of the rules between rings, all of them
// finite, closed and of three places at least.
func sweepRings(area orb.MultiPolygon) (topologyBreak, bool) {
	s := &sweep{}
	var stops []orb.Point
	for i, polygon := range area {
		for k, ring := range polygon {
			s.addRing(i, k, ring)
			stops = append(stops, ring[1:]...)
		}
	}
	slices.SortFunc(stops, order)
	stops = slices.Compact(stops)
	slices.SortStableFunc(s.edges, func(e, f sweepEdge) int { return order(e.from, f.from) })
	next := 0
	for _, at := range stops {
		first := next
		for next < len(s.edges) && s.edges[next].from == at {
			next++
		}
		s.stop(at, first, next)
		if s.found != nil {
			s.settle(area)
			return *s.found, true
		}
	}
	return topologyBreak{}, false
}

func order(p, q orb.Point) int {
	if p[0] != q[0] {
		return compare(p[0], q[0])
	}
	return compare(p[1], q[1])
}

func (s *sweep) addRing(polygon, index int, ring orb.Ring) {
	id := int32(len(s.rings))
	s.rings = append(s.rings, sweepRing{polygon: polygon, index: index, contact: id})
	for i := 1; i < len(ring); i++ {
		e := sweepEdge{from: ring[i-1], to: ring[i], ring: id, vertex: int32(i - 1)}
		switch order(e.from, e.to) {
		case 0:
			continue
		case 1:
			e.from, e.to = e.to, e.from
		}
		s.edges = append(s.edges, e)
	}
}

func (s *sweep) report(kind ViolationKind, at orb.Point, e int32) {
	if s.found == nil {
		r := s.rings[s.edges[e].ring]
		s.found = &topologyBreak{kind, at, r.polygon, r.index, int(s.edges[e].vertex)}
	}
}

// stop is what happens at one place: the edges that end or pass there leave,
// those that begin or go on from there enter in order of their slope.
func (s *sweep) stop(at orb.Point, first, next int) {
	side := func(i int) int { e := &s.edges[s.status[i]]; return Orient(e.from, e.to, at) }
	low := searchFirst(len(s.status), func(i int) bool { return side(i) <= 0 })
	high := low + searchFirst(len(s.status)-low, func(i int) bool { return side(low+i) < 0 })

	ends := slices.Clone(s.status[low:high])
	var leaving []int32
	for _, e := range ends {
		if s.edges[e].to != at {
			s.edges[e].from = at
			leaving = append(leaving, e)
		}
	}
	passing := leaving
	for e := first; e < next; e++ {
		leaving = append(leaving, int32(e))
	}
	s.meetings(at, append(append(ends, passing...), leaving[len(passing):]...))
	slices.SortFunc(leaving, func(e, f int32) int {
		return -Orient(at, s.edges[e].to, s.edges[f].to)
	})
	s.status = slices.Replace(s.status, low, high, leaving...)
	s.label(at, low, leaving)
	s.neighbours(low-1, low)
	if len(leaving) > 0 {
		s.neighbours(low+len(leaving)-1, low+len(leaving))
	}
}

func searchFirst(n int, yes func(i int) bool) int {
	low, high := 0, n
	for low < high {
		if mid := (low + high) / 2; yes(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// meetings checks which rings come together at a place: each may pass once,
// and those of one polygon must not close a circle of contacts, which would
// cut its interior in two.
func (s *sweep) meetings(at orb.Point, ends []int32) {
	if len(ends) == 2 && s.edges[ends[0]].ring == s.edges[ends[1]].ring {
		return
	}
	slices.SortFunc(ends, func(e, f int32) int { return int(s.edges[e].ring - s.edges[f].ring) })
	last, contact := -1, int32(-1)
	for i := 0; i < len(ends); {
		ring := s.edges[ends[i]].ring
		n := 1
		for i+n < len(ends) && s.edges[ends[i+n]].ring == ring {
			n++
		}
		if n > 2 {
			s.report(SelfIntersection, at, ends[i])
			return
		}
		if polygon := s.rings[ring].polygon; polygon != last {
			last, contact = polygon, s.root(ring)
		} else if s.root(ring) == s.root(contact) {
			s.report(InteriorDisconnected, at, ends[i])
		} else {
			s.rings[s.root(ring)].contact = s.root(contact)
		}
		i += n
	}
}

func (s *sweep) root(ring int32) int32 {
	for s.rings[ring].contact != ring {
		s.rings[ring].contact = s.rings[s.rings[ring].contact].contact
		ring = s.rings[ring].contact
	}
	return ring
}

// label names the regions above the edges that leave a place, from south to
// north.
func (s *sweep) label(at orb.Point, low int, leaving []int32) {
	region := int32(world)
	if low > 0 {
		region = s.edges[s.status[low-1]].above
	}
	for i := 1; i < len(leaving); i++ {
		if Orient(at, s.edges[leaving[i-1]].to, s.edges[leaving[i]].to) == 0 {
			s.overlap(at, leaving[i-1], leaving[i])
			return
		}
	}
	for _, e := range leaving {
		id := s.edges[e].ring
		ring := &s.rings[id]
		if !ring.seen {
			ring.seen, ring.around = true, region
			s.nesting(at, e)
		}
		switch region {
		case id:
			region = ring.around
		case ring.around:
			region = id
		default:
			s.report(RingCrossing, at, e)
			return
		}
		s.edges[e].above = region
	}
}

func (s *sweep) overlap(at orb.Point, e, f int32) {
	if s.edges[e].ring == s.edges[f].ring {
		s.report(SelfIntersection, at, f)
		return
	}
	s.report(RingCrossing, at, max(e, f))
}

// nesting checks the region in which a ring is first met.
func (s *sweep) nesting(at orb.Point, e int32) {
	ring := s.rings[s.edges[e].ring]
	inShell, inHole := false, false
	var outer sweepRing
	if ring.around != world {
		outer = s.rings[ring.around]
		inShell, inHole = outer.index == 0, outer.index > 0
	}
	own := outer.polygon == ring.polygon
	switch {
	case ring.index == 0 && inShell:
		s.report(NestedShells, at, e)
	case ring.index > 0 && inHole && own:
		s.report(NestedHoles, at, e)
	case ring.index > 0 && !(inShell && own):
		s.report(HoleOutsideShell, at, e)
	}
}

// neighbours tests two edges next to one another, if both are there. Edges
// that only touch are left to the vertex where they do.
func (s *sweep) neighbours(i, k int) {
	if i < 0 || k >= len(s.status) || s.found != nil {
		return
	}
	e, f := s.edges[s.status[i]], s.edges[s.status[k]]
	if Orient(e.from, e.to, f.from)*Orient(e.from, e.to, f.to) >= 0 ||
		Orient(f.from, f.to, e.from)*Orient(f.from, f.to, e.to) >= 0 {
		return
	}
	kind := RingCrossing
	if e.ring == f.ring {
		kind = SelfIntersection
	}
	t, _ := place(edge{e.from, e.to}, edge{f.from, f.to})
	s.report(kind, edge{e.from, e.to}.point(t), s.status[k])
}

// settle names the vertex where the break is, if it is at one, rather than the
// one where its edge begins, and tells rings that cross from one given twice.
func (s *sweep) settle(area orb.MultiPolygon) {
	ring := area[s.found.polygon][s.found.ring]
	if i := s.found.vertex; ring[i] != s.found.at && ring[i+1] == s.found.at {
		s.found.vertex++
	}
	if s.found.kind != RingCrossing {
		return
	}
	places := sortedPlaces(ring)
	for i, polygon := range area {
		for k, other := range polygon {
			if (i != s.found.polygon || k != s.found.ring) && slices.Equal(places, sortedPlaces(other)) {
				s.found.kind = DuplicateRing
			}
		}
	}
}

func sortedPlaces(ring orb.Ring) []orb.Point {
	places := slices.Clone(ring)
	slices.SortFunc(places, order)
	return slices.Compact(places)
}
