package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// search is a search for the shortest way between the edges of a site and those
// of a zone. A point is an edge without length. Boxes leave out what is too far
// off, straight lines in space leave the few pairs of edges that can be nearest,
// and geodesics decide among them. Nothing is left out but what is farther for
// certain, so that the way found does not depend on how it was looked for.
//
// Only where edges lie along one another by the thousand there are too many that
// can be nearest. Then the search begins again and leaves out, too, what is not
// nearer by a spare than the best so far.
type search struct {
	way
	site, zone *boxTree
	budget     *Budget
	limit      float64 // metres: the chord of the shortest way is not longer
	rough      bool
	spare      float64
	pairs      []edgePair
	seed       edgePair // to which the limit belongs
	visits     int
	most       int // visits
}

// edgePair is two edges that can be nearest.
type edgePair struct {
	site, zone int32
	low        float64 // their chord is not shorter
}

// What a search may take, less than a second: visits, and pairs left at its end.
const (
	exactVisits = 300_000
	roughVisits = 1_000_000
	maxNearest  = 10_000
)

// shortest is the shortest way between shapes whose edges do not meet, if its
// chord is not longer than withinM. M is +Inf if there is none. It is Doubtful if
// they are too intricate.
func (q question) shortest(site, zone *boxTree, withinM float64) Distance {
	s := search{site: site.withStrips(), zone: zone.withStrips(), budget: q.budget, limit: withinM}
	s.best = math.Inf(1)
	if !s.find(exactVisits) && q.budget.Err() == nil {
		s.rough, s.spare, s.pairs = true, spareOf(s.limit), nil
		if s.limit < withinM {
			s.pairs = append(s.pairs, s.seed)
		} else {
			s.limit += s.spare
		}
		s.find(roughVisits)
	}
	if s.visits > roughVisits || len(s.pairs) > maxNearest || q.budget.Err() != nil {
		return doubtful(site.edges[0].a)
	}
	for _, p := range s.pairs {
		if geodesicAbove(p.low) > s.best {
			break
		}
		if !q.budget.spend(wayCost) {
			return doubtful(site.edges[0].a)
		}
		s.between(site.edges[p.site], zone.edges[p.zone])
	}
	return s.distance()
}

// find finds the pairs that can be nearest, the nearest first, if it is not
// too much.
func (s *search) find(visits int) bool {
	if len(s.site.edges) == 0 || len(s.zone.edges) == 0 {
		return true
	}
	s.visits = 0
	var ownA, ownB strip
	a, b := s.site.root(), s.zone.root()
	if a.there() && b.there() {
		s.most = visits
		s.visit(&a, &b, s.site.strip(&a, &ownA), s.zone.strip(&b, &ownB))
	}
	s.nearest()
	return s.visits <= visits && len(s.pairs) <= maxNearest
}

// visit looks at two parts, each in its strip, if that is known: that is, at the
// pairs of their parts, nearest first.
func (s *search) visit(a, b *part, inA, inB *strip) {
	if s.visits++; s.visits > s.most || !s.budget.spend(visitCost) {
		return
	}
	short := shortDeg
	if s.rough {
		short = shorterDeg
	}
	x, y := a.size(short), b.size(short)
	if inA != nil && inB != nil {
		chord, width := gap(&inA.line, &inB.line), inA.width+inB.width+10*rounding
		if chord-width > s.limit-s.spare {
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
		low[i] = leastChord(&other.box, &parts[i].box, parallel)
	}
	for range parts {
		next := 0
		for i := range parts {
			if low[i] < low[next] {
				next = i
			}
		}
		if low[next] > s.limit-s.spare {
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

// How long, in degrees, a stretch of an edge may be to be taken for a straight
// line in space; and where that must be right to a tenth of a millimetre.
const (
	shortDeg   = 0.01
	shorterDeg = 0.0002
)

// spareOf is more than the chords of a pair may leave open, about 0.5 mm.
func spareOf(chord float64) float64 { return 5e-4 + 2*chordSlack(chord) }

// size says which of two parts to divide: the larger. Less than 0 is neither.
func (p *part) size(short float64) float64 {
	size := max(p.box.Max[0]-p.box.Min[0], p.box.Max[1]-p.box.Min[1])
	if p.level < 0 && size <= short {
		return -1
	}
	return size
}

// keep notes a pair whose chord is not longer than high.
func (s *search) keep(p edgePair, high float64) {
	s.pairs = append(s.pairs, p)
	if high < s.limit {
		s.limit, s.seed = high, p
		if s.rough {
			s.spare = spareOf(high)
		}
	}
	if len(s.pairs) > 8*maxNearest {
		if s.nearest(); len(s.pairs) > maxNearest {
			s.visits = s.most + 1
		}
	}
}

// nearest leaves the pairs that can still be nearest, each once, the nearest first.
func (s *search) nearest() {
	pairs := slices.DeleteFunc(s.pairs, func(p edgePair) bool { return p.low > s.limit })
	slices.SortFunc(pairs, func(p, q edgePair) int {
		return cmp.Or(cmp.Compare(p.site, q.site), cmp.Compare(p.zone, q.zone), cmp.Compare(p.low, q.low))
	})
	pairs = slices.CompactFunc(pairs, func(p, q edgePair) bool { return p.site == q.site && p.zone == q.zone })
	slices.SortFunc(pairs, func(p, q edgePair) int {
		return cmp.Or(cmp.Compare(p.low, q.low), cmp.Compare(p.site, q.site), cmp.Compare(p.zone, q.zone))
	})
	s.pairs = pairs
}

func (w *way) distance() Distance {
	d := Distance{M: w.best, From: w.start, To: w.to}
	if w.best == 0 || math.IsInf(w.best, 1) {
		return d
	}
	// West of north by less than is known is north.
	if d.BearingDeg = math.Mod(w.bearing+360, 360); d.BearingDeg > 360-5e-7 {
		d.BearingDeg = 0
	}
	return d
}

func doubtful(at orb.Point) Distance { return Distance{Doubtful: true, From: at, To: at} }
