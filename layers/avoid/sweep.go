package avoid

import (
	"iter"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// sweep finds how far a shape must move in one direction to lie apart from
// others. It works in a plane of metres round the site, which is true to some
// metres at the end of the search; what it finds is checked on the ellipsoid.
type sweep struct {
	site  []segment
	box   orb.Bound // of the site
	bands []banded
	runs  []interval // memory for near, and so is own
	own   []segment
	apart func(shift orb.Point) bool // whether nothing lies inside the other, where no edges are near
}

// segment is an edge, or a point twice, in metres east and north.
type segment [2]orb.Point

// banded is the edges of one area and how far from them the site must keep.
type banded struct {
	edges []segment
	keepM float64
	boxes []orb.Bound // of every boxed edges in a row
}

// boxed edges have a box in common: those of a ring lie together.
const boxed = 16

func newBanded(edges []segment, keepM float64) banded {
	b := banded{edges: edges, keepM: keepM}
	for from := 0; from < len(edges); from += boxed {
		b.boxes = append(b.boxes, boxOf(edges[from:min(from+boxed, len(edges))]))
	}
	return b
}

func boxOf(segments []segment) orb.Bound {
	box := orb.Bound{Min: segments[0][0], Max: segments[0][0]}
	for _, s := range segments {
		for _, p := range s {
			box.Min[0], box.Max[0] = min(box.Min[0], p[0]), max(box.Max[0], p[0])
			box.Min[1], box.Max[1] = min(box.Min[1], p[1]), max(box.Max[1], p[1])
		}
	}
	return box
}

// slackM is more than rounding moves an edge or a box.
const slackM = 1e-3

// passed is the box of all places that are within keepM of the site on its way. An
// edge outside it comes near to none of the site's edges.
func (s *sweep) passed(direction orb.Point, limitM, keepM float64) orb.Bound {
	box := s.box
	for i := range direction {
		way := direction[i] * limitM
		box.Min[i] += min(0, way) - keepM - slackM
		box.Max[i] += max(0, way) + keepM + slackM
	}
	return box
}

// interval is a run of shifts at which some edge of the site is too near to some
// edge of an area.
type interval struct{ from, to float64 }

// clear returns the first shift of no more than limitM in the direction, a unit
// vector east and north, after which the site keeps its distance, and whether
// there is one.
//
// Two edges are at most keepM apart while the one moves past the other just
// where the shift lies in the sum of the one, the other turned about, and a disc
// (Lozano-Pérez, "Spatial planning: a configuration space approach", 1983):
// convex, so that each pair gives one run of shifts. Between the runs no edges
// are near, and the site lies wholly inside or wholly outside.
func (s *sweep) clear(direction orb.Point, limitM float64) (shiftM float64, found bool) {
	runs := s.near(direction, limitM)
	slices.SortFunc(runs, func(a, b interval) int {
		switch {
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		}
		return 0
	})
	reach := 0.0
	for _, run := range runs {
		if run.from > reach && s.apart(along(direction, reach)) {
			return reach, true
		}
		reach = max(reach, run.to)
	}
	return reach, reach <= limitM && s.apart(along(direction, reach))
}

func along(direction orb.Point, m float64) orb.Point {
	return orb.Point{direction[0] * m, direction[1] * m}
}

// near is the runs of shifts at which edges are too near, but for those that
// end before 0 or begin after the limit.
func (s *sweep) near(direction orb.Point, limitM float64) []interval {
	site := s.own[:0]
	for _, own := range s.site {
		site = append(site, own.turned(direction))
	}
	s.own = site
	box := boxOf(site)
	runs := s.runs[:0]
	for i := range s.bands {
		b := &s.bands[i]
		for e := range b.within(s.passed(direction, limitM, b.keepM)) {
			e = e.turned(direction)
			from, to := min(e[0][0], e[1][0])-b.keepM, max(e[0][0], e[1][0])+b.keepM
			low, high := min(e[0][1], e[1][1])-b.keepM, max(e[0][1], e[1][1])+b.keepM
			if to < box.Min[0] || from > box.Max[0]+limitM || high < box.Min[1] || low > box.Max[1] {
				continue
			}
			beside := orb.Bound{Min: orb.Point{from - limitM, low}, Max: orb.Point{to, high}}
			for _, own := range site {
				if !own.meets(&beside) {
					continue
				}
				run := passing(own, e, b.keepM)
				if run.to > 0 && run.from <= limitM && run.from < run.to {
					runs = append(runs, run)
				}
			}
		}
	}
	s.runs = runs
	return runs
}

// within yields the edges whose boxes meet a box, in their order.
func (b *banded) within(box orb.Bound) iter.Seq[segment] {
	return func(yield func(segment) bool) {
		for i := range b.boxes {
			if !b.boxes[i].Intersects(box) {
				continue
			}
			for _, e := range b.edges[i*boxed : min((i+1)*boxed, len(b.edges))] {
				if e.meets(&box) && !yield(e) {
					return
				}
			}
		}
	}
}

func (s segment) meets(box *orb.Bound) bool {
	return max(s[0][0], s[1][0]) >= box.Min[0] && min(s[0][0], s[1][0]) <= box.Max[0] &&
		max(s[0][1], s[1][1]) >= box.Min[1] && min(s[0][1], s[1][1]) <= box.Max[1]
}

// turned is the segment in axes along the direction and across it.
func (s segment) turned(direction orb.Point) segment {
	for k, p := range s {
		s[k] = orb.Point{p[0]*direction[0] + p[1]*direction[1], p[1]*direction[0] - p[0]*direction[1]}
	}
	return s
}

// passing is the run of shifts along the first axis at which an edge is within
// keepM of another: where that axis meets the parallelogram of their
// differences, grown by keepM, which is the hull of its four sides grown so.
func passing(own, other segment, keepM float64) interval {
	var corners [4]orb.Point
	for i, pair := range [4][2]int{{0, 0}, {0, 1}, {1, 1}, {1, 0}} {
		a, b := other[pair[0]], own[pair[1]]
		corners[i] = orb.Point{a[0] - b[0], a[1] - b[1]}
	}
	run := interval{math.Inf(1), math.Inf(-1)}
	for i, p := range corners {
		run.meetDisc(p, keepM)
		run.meetSides(p, corners[(i+1)%4], keepM)
	}
	return run
}

func (r *interval) add(x float64) { r.from, r.to = min(r.from, x), max(r.to, x) }

// meetDisc adds where the axis meets a disc.
func (r *interval) meetDisc(p orb.Point, radius float64) {
	if rest := radius*radius - p[1]*p[1]; rest >= 0 {
		half := math.Sqrt(rest)
		r.add(p[0] - half)
		r.add(p[0] + half)
	}
}

// meetSides adds where the axis meets the two lines beside a side of the
// parallelogram, as far off as the distance to keep.
func (r *interval) meetSides(p, q orb.Point, keepM float64) {
	if beyond := keepM * (1 + 1e-9); p[1] > beyond && q[1] > beyond || p[1] < -beyond && q[1] < -beyond {
		return // the lines are no farther from the side than that
	}
	dx, dy := q[0]-p[0], q[1]-p[1]
	length := math.Sqrt(dx*dx + dy*dy) // metres: neither too large nor too small to be squared
	if length == 0 {
		return
	}
	for _, k := range []float64{keepM / length, -keepM / length} {
		x1, y1 := p[0]-k*dy, p[1]+k*dx
		y2 := y1 + dy
		if (y1 <= 0) == (y2 <= 0) {
			continue
		}
		r.add(x1 + dx*y1/(y1-y2))
	}
}
