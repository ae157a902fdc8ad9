package index

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Nearest answers which area is nearest to a point: by the geodesic's metres as
// [waterzones/geo.DistanceToArea] gives them, rounded to a hundredth; of several
// as near, the first in the list.
//
// Runs of eight edges, straight lines in space, lie in a packed tree of boxes
// along a Hilbert curve (Kamel and Faloutsos, "Hilbert R-tree", 1994). What can be
// nearest by the chord, whose error is known, is left to the geodesic: one area, as
// a rule. Cells say which areas the point is in.
//
// Memory is some 30 bytes for each vertex beside the areas. It is safe for
// concurrent readers. The zero value and nil have no areas.
type Nearest struct {
	areas  []*geo.Prepared
	frame  frame
	places []vector // of the vertices, and of places along long edges
	first  []uint32 // by run: its first place
	what   []uint32 // by run: area<<3 | (number of edges - 1)
	bends  []float32
	levels [][]float32 // boxes of runs, of eight of these, and so on
}

const (
	fan      = 8
	boxSides = 6 // least east, north, up; most

	runEdgeBits = 3
)

// onSphere is what package geo looks at.
func onSphere(p orb.Point) bool { return math.Abs(p[0]) <= 1080 && math.Abs(p[1]) <= 90 }

// Find is the area nearest to a point (longitude, latitude in degrees) of those
// that are not skipped, and the way there. Areas that hold the point, or have it on
// their boundary, must be skipped: [Cells] know them. It is false if there is none,
// as from a point that is not on the earth. It allocates nothing of its own.
func (n *Nearest) Find(p orb.Point, skip func(area int) bool) (area int, d geo.Distance, ok bool) {
	if d.M = math.Inf(1); n == nil {
		return 0, d, false
	}
	var memory [32]candidate
	s := nearSearch{Nearest: n, skip: skip, asked: -1, found: memory[:0]}
	s.bound(math.Inf(1))
	if len(n.levels) > 0 && onSphere(p) {
		s.at = n.frame.of(p)
		top := len(n.levels) - 1
		s.visit(top, 0, len(n.levels[top])/boxSides)
	}
	return s.decide(p)
}

// nearSearch is a search among the runs for the areas that can be nearest.
type nearSearch struct {
	*Nearest

	at       vector
	skip     func(area int) bool
	asked    int     // the last area that skip was asked about; below 0: none was
	skipped  bool    // its answer
	high     float64 // the chord of the nearest is not longer
	farthest float64 // what has a longer chord is not nearest
	limit2   float64 // the square of that
	found    []candidate
}

// candidate is an area whose chord is not shorter.
type candidate struct {
	area int
	low  float64
}

// tieM is more than two distances differ by that are the same, rounded to a
// hundredth.
const tieM = 0.0101

func (s *nearSearch) bound(high float64) {
	s.high = high
	s.farthest = high + chordSlack(high) + tieM
	s.limit2 = s.farthest * s.farthest
}

func (s *nearSearch) add(area int, low, high float64) {
	if high < s.high {
		s.bound(high)
	}
	for i := range s.found {
		if c := &s.found[i]; c.area == area {
			c.low = min(c.low, low)
			return
		}
	}
	s.found = append(s.found, candidate{area, low})
}

// visit looks at the boxes of a level from one to another, nearest first. Their
// squared distances are compared as whole numbers, which are in the same order,
// with the box in the last bits: sorting them would be mostly branches that
// nobody could foresee.
func (s *nearSearch) visit(level, from, to int) {
	keys, at, boxes := [fan]uint64{}, s.at, s.levels[level]
	for k := range keys {
		keys[k] = math.MaxUint64
		if i := from + k; i < to && (level > 0 || !s.skips(int(s.what[i]>>runEdgeBits))) {
			d2 := at.toBox2((*[boxSides]float32)(boxes[boxSides*i:]))
			keys[k] = math.Float64bits(d2)&^(fan-1) | uint64(k)
		}
	}
	for {
		next := keys[0]
		for _, key := range keys[1:] {
			next = min(next, key)
		}
		if next > math.Float64bits(s.limit2) {
			return
		}
		keys[next%fan] = math.MaxUint64
		if i := from + int(next%fan); level > 0 {
			s.visit(level-1, fan*i, min(fan*(i+1), len(s.levels[level-1])/boxSides))
		} else {
			s.run(i)
		}
	}
}

// skips asks about an area, but not twice running.
func (s *nearSearch) skips(area int) bool {
	if s.asked != area {
		s.asked, s.skipped = area, s.skip(area)
	}
	return s.skipped
}

func (s *nearSearch) run(i int) {
	area := int(s.what[i] >> runEdgeBits)
	first := s.first[i]
	chord := math.Sqrt(s.at.chord2(s.places[first : first+s.what[i]%fan+2]))
	spare := float64(s.bends[i])
	if low := max(0, chord-spare); low <= s.farthest {
		s.add(area, low, chord+spare)
	}
}

// decide asks package geo about those that can be nearest.
func (s *nearSearch) decide(p orb.Point) (area int, d geo.Distance, ok bool) {
	d.M = math.Inf(1)
	slices.SortFunc(s.found, func(a, b candidate) int {
		switch {
		case a.low < b.low:
			return -1
		case a.low > b.low:
			return 1
		}
		return a.area - b.area
	})
	within := geodesicBelow(s.high) + tieM
	for _, c := range s.found {
		if c.low > s.farthest {
			break
		}
		way, near := s.areas[c.area].NearBoundary(p, within)
		if near && closer(way.M, d.M, c.area, area) {
			area, d, ok = c.area, way, true
			within = min(within, d.M+tieM)
		}
	}
	return area, d, ok
}

// closer reports whether area i, m metres off, comes before area k, n metres off.
func closer(m, n float64, i, k int) bool {
	m, n = math.Round(m*100)/100, math.Round(n*100)/100
	return m < n || (m == n && i < k)
}
