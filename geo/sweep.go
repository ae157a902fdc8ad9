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
// into it or back. What it says of nesting, and of an interior cut in two, holds
// only where no rings cross: it is kept to the end.
type sweep struct {
	edges  []sweepEdge
	rings  []sweepRing
	status []int32 // edges under way, from south to north
	found  *topologyBreak
	later  *topologyBreak // what it is if nothing crosses
	budget *Budget

	// The edges at one stop: those that come from the west, those that leave to the
	// east, and both by rings; one that passes is in both. Open are brackets.
	ends, leaving, around, open []int32
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
func sweepRings(area orb.MultiPolygon, b *Budget) (topologyBreak, bool) {
	s := &sweep{budget: b}
	n := Vertices(area)
	stops := make([]orb.Point, 0, n)
	s.edges = make([]sweepEdge, 0, n)
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
		if s.stop(at, first, next); s.found != nil || !b.spend(stopCost) {
			break
		}
	}
	if s.found == nil {
		s.found = s.later
	}
	if s.found == nil {
		return topologyBreak{}, false
	}
	s.settle(area)
	return *s.found, true
}

const stopCost = 100 // a stop of the sweep

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
		if ring[i] != ring[i-1] {
			s.edges = append(s.edges, eastward(edge{ring[i-1], ring[i]}, id, int32(i-1)))
		}
	}
}

func eastward(e edge, ring, vertex int32) sweepEdge {
	if order(e.a, e.b) > 0 {
		e.a, e.b = e.b, e.a
	}
	return sweepEdge{from: e.a, to: e.b, ring: ring, vertex: vertex}
}

func (s *sweep) breakAt(kind ViolationKind, at orb.Point, e int32) *topologyBreak {
	r := s.rings[s.edges[e].ring]
	return &topologyBreak{kind, at, r.polygon, r.index, int(s.edges[e].vertex)}
}

func (s *sweep) report(kind ViolationKind, at orb.Point, e int32) {
	if s.found == nil {
		s.found = s.breakAt(kind, at, e)
	}
}

// suspect keeps what is a break of its own only where no rings cross.
func (s *sweep) suspect(kind ViolationKind, at orb.Point, e int32) {
	if s.later == nil {
		s.later = s.breakAt(kind, at, e)
	}
}

// stop is what happens at one place: the edges that end or pass there leave,
// those that begin or go on from there enter in order of their slope.
func (s *sweep) stop(at orb.Point, first, next int) {
	side := func(i int) int { e := &s.edges[s.status[i]]; return Orient(e.from, e.to, at) }
	low := searchFirst(len(s.status), func(i int) bool { return side(i) <= 0 })
	high := low
	for high < len(s.status) && side(high) == 0 {
		high++
	}
	s.ends, s.leaving = append(s.ends[:0], s.status[low:high]...), s.leaving[:0]
	for _, e := range s.ends {
		if s.edges[e].to != at {
			s.edges[e].from = at
			s.leaving = append(s.leaving, e)
		}
	}
	for e := first; e < next; e++ {
		s.leaving = append(s.leaving, int32(e))
	}
	if len(s.leaving) > 1 {
		slices.SortFunc(s.leaving, s.eastwards(at))
	}
	s.status = slices.Replace(s.status, low, high, s.leaving...)
	if !s.touch(at) {
		return
	}
	s.label(at, low)
	s.neighbours(low-1, low)
	if len(s.leaving) > 0 {
		s.neighbours(low+len(s.leaving)-1, low+len(s.leaving))
	}
}

// eastwards orders edges that leave a place.
func (s *sweep) eastwards(at orb.Point) func(e, f int32) int {
	return func(e, f int32) int { return -Orient(at, s.edges[e].to, s.edges[f].to) }
}

// touch reports whether rings that meet in a place only touch, and notes that they
// do. The edges that come there and those that leave must be known, from south to
// north.
func (s *sweep) touch(at orb.Point) bool {
	s.around = append(append(s.around[:0], s.ends...), s.leaving...)
	if len(s.around) > 2 {
		slices.SortStableFunc(s.around, func(e, f int32) int { return int(s.edges[e].ring - s.edges[f].ring) })
	}
	if s.twice(at) || s.overlap(at) || s.crossAt(at) {
		return false
	}
	s.meetings(at)
	return true
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

// overlap reports edges that leave a place along one another.
func (s *sweep) overlap(at orb.Point) bool {
	for i := 1; i < len(s.leaving); i++ {
		e, f := s.leaving[i-1], s.leaving[i]
		if Orient(at, s.edges[e].to, s.edges[f].to) != 0 {
			continue
		}
		if s.edges[e].ring == s.edges[f].ring {
			s.report(SelfIntersection, at, f)
		} else {
			s.report(RingCrossing, at, max(e, f))
		}
		return true
	}
	return false
}

// twice reports a ring that comes to a place more than once.
func (s *sweep) twice(at orb.Point) bool {
	for i := 2; i < len(s.around); i++ {
		if e := s.around[i-2]; s.edges[e].ring == s.edges[s.around[i]].ring {
			s.report(SelfIntersection, at, e)
			return true
		}
	}
	return false
}

// crossAt reports rings that cross at a place. Going round it, the edges of rings
// that do not cross open and close like brackets.
func (s *sweep) crossAt(at orb.Point) bool {
	if len(s.around) == 2 {
		return false
	}
	s.open = s.open[:0]
	for _, e := range s.leaving { // counter-clockwise
		s.bracket(e)
	}
	for _, e := range slices.Backward(s.ends) {
		s.bracket(e)
	}
	if len(s.open) > 0 {
		s.report(RingCrossing, at, slices.Max(s.open))
	}
	return len(s.open) > 0
}

func (s *sweep) bracket(e int32) {
	if top := len(s.open) - 1; top >= 0 && s.edges[s.open[top]].ring == s.edges[e].ring {
		s.open = s.open[:top]
		return
	}
	s.open = append(s.open, e)
}

// meetings checks that the rings of one polygon that touch do not close a circle
// of contacts, which would cut its interior in two. Every ring passes once.
func (s *sweep) meetings(at orb.Point) {
	if len(s.around) == 2 {
		return
	}
	last, contact := -1, int32(-1)
	for i := 0; i < len(s.around); i += 2 {
		ring := s.edges[s.around[i]].ring
		if polygon := s.rings[ring].polygon; polygon != last {
			last, contact = polygon, s.root(ring)
		} else if s.root(ring) == s.root(contact) {
			s.suspect(InteriorDisconnected, at, s.around[i])
		} else {
			s.rings[s.root(ring)].contact = s.root(contact)
		}
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
// north. Where a ring is met in a region that is neither it nor round it, it has
// crossed another one somewhere, which the sweep has still to find.
func (s *sweep) label(at orb.Point, low int) {
	region := int32(world)
	if low > 0 {
		region = s.edges[s.status[low-1]].above
	}
	for _, e := range s.leaving {
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
			s.suspect(RingCrossing, at, e)
			region = id
		}
		s.edges[e].above = region
	}
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
		s.suspect(NestedShells, at, e)
	case ring.index > 0 && inHole && own:
		s.suspect(NestedHoles, at, e)
	case ring.index > 0 && !(inShell && own):
		s.suspect(HoleOutsideShell, at, e)
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
	d := determinant(f.from, f.to, e.from)
	t := newRatio(d, sub(d, determinant(f.from, f.to, e.to)))
	s.report(kind, along(edge{e.from, e.to}, t).near, s.status[k])
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
