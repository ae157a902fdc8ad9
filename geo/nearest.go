package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
)

// search is a search for the shortest way between the edges of a site and those
// of a zone. A point is an edge without length. Boxes leave out what is too far
// off, straight lines in space leave the few pairs of edges that can be nearest,
// and geodesics decide among them. Nothing is left out but what is farther for
// certain, so that the way found does not depend on how it was looked for.
type search struct {
	site, zone *boxTree
	limit      float64 // metres: the chord of the shortest way is not longer
	pairs      []edgePair
	visits     int

	ellipsoid *geodesic.Ellipsoid
	best      float64 // metres, the shortest way so far
	start, to orb.Point
}

// edgePair is two edges that can be nearest.
type edgePair struct {
	site, zone int32
	low        float64 // their chord is not shorter
}

// What a search may take, a second or two: visits, and pairs left at its end.
// Only long edges that lie along one another by the thousand take as many.
const (
	maxVisits  = 2_000_000
	maxNearest = 100_000
)

// shortest is the shortest way between shapes whose edges do not meet, if its
// chord is not longer than withinM. M is +Inf if there is none, and 0 if they are
// too intricate.
func shortest(site, zone *boxTree, withinM float64) Distance {
	s := search{site: site, zone: zone, limit: withinM, best: math.Inf(1)}
	s.find()
	s.ellipsoid = geodesic.NewEllipsoid(semiMajorM, flattening)
	pairs := s.nearest()
	if s.visits > maxVisits || len(pairs) > maxNearest {
		at := site.edges[0].a
		return Distance{From: at, To: at}
	}
	for _, p := range pairs {
		if geodesicAbove(p.low) > s.best {
			break
		}
		s.between(site.edges[p.site], zone.edges[p.zone])
	}
	return s.distance()
}

func (s *search) find() {
	if len(s.site.edges) == 0 || len(s.zone.edges) == 0 {
		return
	}
	var ownA, ownB strip
	a, b := s.site.root(), s.zone.root()
	if a.there() && b.there() {
		s.visit(&a, &b, s.site.strip(&a, &ownA), s.zone.strip(&b, &ownB))
	}
}

// visit looks at two parts, each in its strip, if that is known: that is, at the
// pairs of their parts, nearest first.
func (s *search) visit(a, b *part, inA, inB *strip) {
	if s.visits++; s.visits > maxVisits {
		return
	}
	x, y := a.size(), b.size()
	if inA != nil && inB != nil {
		chord, width := gap(&inA.line, &inB.line), inA.width+inB.width+10*rounding
		if chord-width > s.limit {
			return
		}
		if x < 0 && y < 0 {
			s.keep(edgePair{a.at, b.at, chord - width}, chord+width+chordSlack(chord))
			return
		}
	}
	var memory [fan]part
	var low [fan]float64
	var own strip
	var parts []part
	other := b
	if x >= y {
		parts = s.site.divide(a, &memory)
	} else {
		parts, other = s.zone.divide(b, &memory), a
	}
	parallel := parallelBelow(&other.box)
	for i := range parts {
		low[i] = leastChordAt(&other.box, &parts[i].box, parallel)
	}
	for range parts {
		next := 0
		for i := range parts {
			if low[i] < low[next] {
				next = i
			}
		}
		if low[next] > s.limit {
			return
		}
		low[next] = math.Inf(1)
		if x >= y {
			s.visit(&parts[next], b, s.site.strip(&parts[next], &own), inB)
		} else {
			s.visit(a, &parts[next], inA, s.zone.strip(&parts[next], &own))
		}
	}
}

// shortDeg is how long, in degrees, a stretch of an edge may be to be taken for
// a straight line in space.
const shortDeg = 0.01

// size says which of two parts to divide: the larger. Less than 0 is neither.
func (p *part) size() float64 {
	size := max(p.box.Max[0]-p.box.Min[0], p.box.Max[1]-p.box.Min[1])
	if p.level < 0 && size <= shortDeg {
		return -1
	}
	return size
}

// keep notes a pair whose chord is not longer than high.
func (s *search) keep(p edgePair, high float64) {
	s.pairs = append(s.pairs, p)
	s.limit = min(s.limit, high)
}

// nearest are the pairs that can still be nearest, each once, the nearest first.
func (s *search) nearest() []edgePair {
	pairs := slices.DeleteFunc(s.pairs, func(p edgePair) bool { return p.low > s.limit })
	slices.SortFunc(pairs, func(p, q edgePair) int {
		return cmp.Or(cmp.Compare(p.site, q.site), cmp.Compare(p.zone, q.zone), cmp.Compare(p.low, q.low))
	})
	pairs = slices.CompactFunc(pairs, func(p, q edgePair) bool { return p.site == q.site && p.zone == q.zone })
	slices.SortFunc(pairs, func(p, q edgePair) int {
		return cmp.Or(cmp.Compare(p.low, q.low), cmp.Compare(p.site, q.site), cmp.Compare(p.zone, q.zone))
	})
	return pairs
}

// bounds are a lower and an upper bound of the geodesic distance, in metres,
// from a place to the edges of a tree.
func (t *boxTree) bounds(p orb.Point) (low, high float64) {
	s := search{site: &boxTree{edges: []edge{{p, p}}}, zone: t, limit: math.Inf(1)}
	s.find()
	if s.visits > maxVisits {
		return 0, math.Inf(1)
	}
	low = math.Inf(1)
	for _, pair := range s.pairs {
		low = min(low, pair.low)
	}
	return max(0, low), geodesicBelow(s.limit)
}

func (s *search) distance() Distance {
	d := Distance{M: s.best, From: s.start, To: s.to}
	if s.best == 0 || math.IsInf(s.best, 1) {
		return d
	}
	var azimuth float64
	s.ellipsoid.Inverse(d.From[1], d.From[0], d.To[1], d.To[0], nil, &azimuth, nil)
	d.BearingDeg = math.Mod(azimuth+360, 360)
	return d
}
