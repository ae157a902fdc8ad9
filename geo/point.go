package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// plane is the earth round a place: degrees times unit are metres from it, which
// nowhere near by are wrong by more than a known factor. Edges are straight there.
type plane struct {
	at       orb.Point
	unit     orb.Point // metres a degree east, and north
	sin, cos float64   // of the latitude, times the radius of the meridian
	rise     float64   // of that radius, in metres a radian
	tan      float64   // how fast, for its size, the unit changes with latitude at most, there
}

func planeAt(p orb.Point) plane {
	sin, cos := math.Sincos(p[1] * radian)
	w2 := 1 - ecc2*sin*sin
	w := math.Sqrt(w2)
	meridian, parallel := semiMajorM*(1-ecc2)/(w2*w), semiMajorM*cos/w
	// The last number is more than the meridian's radius changes.
	return plane{
		at: p, unit: orb.Point{parallel * radian, meridian * radian},
		sin: meridian * sin, cos: meridian * cos, rise: 3 * ecc2 * sin * cos * meridian / w2,
		tan: abs(sin)/cos + 0.011,
	}
}

// within is how fast the units change within so many metres, and how many radians
// of latitude these are at most; not ok is not known.
func (pl *plane) within(metres float64) (tan, bend float64, ok bool) {
	bend = metres * (1.2 / (semiMajorM * (1 - ecc2)))
	if !(pl.tan*bend < 0.09) {
		return 0, 0, false
	}
	return (pl.tan + 1.01*bend) / (1 - 1.01*pl.tan*bend), bend, true
}

// factor is by how much two ways from the place that are so many metres long in
// the plane, or on the earth, can differ on the earth and not in the plane, or the
// other way: a way that long leads through latitudes no farther off than bend, and
// there both units change by less than e^(tan·bend). It is +Inf where that is not
// known.
func (pl *plane) factor(metres float64) float64 {
	tan, bend, ok := pl.within(metres)
	if !ok {
		return math.Inf(1)
	}
	return 1 + 2.25*tan*bend // > e^2x
}

// middleFactor is the same for distances by the units of the middle latitude: on
// the sphere hav(s) = hav(Δφ) + (cos²φm - sin²(Δφ/2)) hav(Δλ), so that with
// D² = Δφ² + cos²φm Δλ² what s²/D² differs from 1 is at most s²/6 + s²/3cos²φ,
// to the fourth order; the ellipsoid adds less than the rest allows for.
func (pl *plane) middleFactor(metres float64) float64 {
	tan, bend, ok := pl.within(metres)
	if !ok {
		return math.Inf(1)
	}
	return 1 + bend*bend*(0.15+0.3*(1+tan*tan))
}

// fits reports whether a box lies where no way round the earth is the shorter one,
// and away from the poles.
func (pl *plane) fits(box *orb.Bound) bool {
	return abs(pl.at[1]) <= 80 && box.Min[1] >= -90 && box.Max[1] <= 90 &&
		box.Max[0]-pl.at[0] <= 170 && pl.at[0]-box.Min[0] <= 170
}

// toBox is the squared distance of a box from the place.
func (pl *plane) toBox(box *orb.Bound) float64 {
	x := apart(pl.at[0], box.Min[0], box.Max[0]) * pl.unit[0]
	y := apart(pl.at[1], box.Min[1], box.Max[1]) * pl.unit[1]
	return x*x + y*y
}

func apart(v, low, high float64) float64 {
	switch {
	case v < low:
		return low - v
	case v > high:
		return v - high
	}
	return 0
}

// toEdge is the squared distance of an edge from the place.
func (pl *plane) toEdge(e *edge) float64 {
	east, north := pl.unit[0], pl.unit[1]
	return fromOrigin(
		(e.a[0]-pl.at[0])*east, (e.a[1]-pl.at[1])*north,
		(e.b[0]-e.a[0])*east, (e.b[1]-e.a[1])*north,
	)
}

// fromOrigin is the squared distance of the segment from (x, y) to (x+dx, y+dy).
// Numbers, not points: Go keeps those in registers, and this is what a search
// consists of.
func fromOrigin(x, y, dx, dy float64) float64 {
	// Between the ends only where the way to the first leads forwards.
	if along := -(x*dx + y*dy); along > 0 {
		if length2 := dx*dx + dy*dy; along >= length2 {
			x, y = x+dx, y+dy
		} else {
			t := along / length2
			x, y = x+t*dx, y+t*dy
		}
	}
	return x*x + y*y
}

// toMiddle is the distance of an edge by the units of the middle latitude, where
// it is bent by so much at most; that is not known for long ones.
func (pl *plane) toMiddle(e *edge) (metres, bend float64) {
	dlon, dlat := abs(e.b[0]-e.a[0])*radian, abs(e.b[1]-e.a[1])*radian
	if dlon > 0.03 || dlat > 0.03 {
		return 0, math.Inf(1)
	}
	x, y := pl.middle(e.a[0], e.a[1])
	toX, toY := pl.middle(e.b[0], e.b[1])
	far := max(abs(e.a[0]-pl.at[0]), abs(e.b[0]-pl.at[0])) * radian
	// An eighth of the second derivatives along it, and a quarter more.
	bend = (1.25 / 8) * semiMajorM * dlat * (dlon + dlat*(far/2+0.02))
	return math.Sqrt(fromOrigin(x, y, toX-x, toY-y)), bend
}

// middle is a place in metres east and north by the units of the latitude in the
// middle between it and the plane's.
func (pl *plane) middle(lon, lat float64) (x, y float64) {
	dlat := (lat - pl.at[1]) * radian
	parallel, meridian := pl.unitsAt(dlat / 2)
	return parallel * (lon - pl.at[0]) * radian, meridian * dlat
}

// unitsAt are metres a radian, so many radians north: N cos φ changes by -M sin φ,
// and M by a little.
func (pl *plane) unitsAt(d float64) (parallel, meridian float64) {
	return pl.unit[0]/radian - d*(pl.sin+d*(pl.cos/2-d*pl.sin/6)), pl.unit[1]/radian + d*pl.rise
}

// toBoxMiddle is the least squared distance of a box by those units: the parallels
// are shortest at one end, where the box is not farther off than they are right.
func (pl *plane) toBoxMiddle(box *orb.Bound) float64 {
	south, southM := pl.unitsAt((box.Min[1] - pl.at[1]) * (radian / 2))
	north, northM := pl.unitsAt((box.Max[1] - pl.at[1]) * (radian / 2))
	x := apart(pl.at[0], box.Min[0], box.Max[0]) * radian * max(0, min(south, north))
	y := apart(pl.at[1], box.Min[1], box.Max[1]) * radian * min(southM, northM)
	return x*x + y*y
}

// pointSearch is a search for the edges of a tree that can be nearest to a place:
// with nothing but the plane round it, which near by is nearly the earth.
type pointSearch struct {
	plane
	tree   *boxTree
	far    bool    // from all edges: by the units of the middle latitude
	limit  float64 // metres: the shortest way is not longer
	enough float64 // metres: an edge as near ends the search
	reach2 float64 // squared, the same in the units used
	low    float64 // metres: the shortest way, of those found, is not shorter
	high   float64 // nor longer
	found  [24]nearEdge
	n      int
	full   bool // more can be nearest than are kept
	looked int
}

type nearEdge struct {
	edge int32
	low  float64 // metres
}

const (
	unsure = 3e-5  // metres, more than rounding and the search for a foot leave open
	farM   = 3_000 // where the units of the middle latitude leave less open
)

// find looks for edges not farther than so many metres.
func (s *pointSearch) find(metres float64) (known bool) {
	s.low, s.high = math.Inf(1), math.Inf(1)
	if len(s.tree.edges) == 0 {
		return true
	}
	top := len(s.tree.levels) - 1
	root := &s.tree.levels[top][0].box
	if !s.fits(root) {
		return false
	}
	s.far = s.toBox(root) > farM*farM
	s.cut(metres)
	if s.toNode(root) <= s.reach2 {
		s.visit(top, 0, 1)
	}
	s.forget()
	return !s.full && (s.n == 0 || s.limit < math.Inf(1))
}

// cut leaves out what is farther.
func (s *pointSearch) cut(metres float64) {
	factor := s.factor(metres)
	if s.far {
		factor = s.middleFactor(metres)
	}
	reach := metres*factor + unsure
	s.limit, s.reach2 = metres, reach*reach
}

func (s *pointSearch) toNode(box *orb.Bound) float64 {
	if s.far {
		return s.toBoxMiddle(box)
	}
	return s.toBox(box)
}

func (s *pointSearch) visit(level int, from, to int32) {
	s.looked += int(to - from)
	if level < 0 {
		for i := from; i < to; i++ {
			s.try(i)
		}
		return
	}
	nodes := s.tree.levels[level][from:to]
	var d2 [fan]float64
	for i := range nodes {
		d2[i] = s.toNode(&nodes[i].box)
	}
	for range nodes {
		next := 0
		for i := range nodes {
			if d2[i] < d2[next] {
				next = i
			}
		}
		if d2[next] > s.reach2 || s.high < s.enough {
			return
		}
		d2[next] = math.Inf(1)
		s.visit(level-1, nodes[next].from, nodes[next].to)
	}
}

// try notes an edge if it can be the nearest.
func (s *pointSearch) try(i int32) {
	e := &s.tree.edges[i]
	d2 := s.toEdge(e)
	if !s.far && d2 > s.reach2 {
		return
	}
	metres := math.Sqrt(d2)
	if metres > farM/10 {
		if metres, bend := s.toMiddle(e); bend < math.Inf(1) {
			factor := s.middleFactor(metres + bend)
			s.keep(i, (metres-bend)/factor, (metres+bend)*factor)
			return
		}
	}
	factor := s.factor(metres)
	s.keep(i, metres/factor, metres*factor)
}

func (s *pointSearch) keep(i int32, low, high float64) {
	if low > s.limit+unsure {
		return
	}
	s.low, s.high = min(s.low, low), min(s.high, high)
	if s.high < s.limit {
		s.cut(s.high)
	}
	if s.n == len(s.found) {
		if s.forget(); s.n == len(s.found) {
			s.full = true
			return
		}
	}
	s.found[s.n] = nearEdge{i, low}
	s.n++
}

// forget drops what cannot be nearest any more.
func (s *pointSearch) forget() {
	n := 0
	for _, e := range s.found[:s.n] {
		if e.low <= s.limit+unsure {
			s.found[n] = e
			n++
		}
	}
	s.n = n
}

// nearestTo is the shortest way from a place to edges, if it is not longer than
// so many metres. M is +Inf if there is none.
func (q question) nearestTo(p orb.Point, tree *boxTree, metres float64) Distance {
	s := pointSearch{plane: planeAt(p), tree: tree}
	known := s.find(metres)
	if !q.budget.spend(s.looked + wayCost) {
		return doubtful(p)
	}
	if !known {
		q.budget = q.budget.orFixed()
		return q.shortest(newBoxTree([]edge{{p, p}}), tree, metres)
	}
	w := way{best: math.Inf(1)}
	for s.n > 0 {
		next := 0
		for i, e := range s.found[:s.n] {
			if e.low < s.found[next].low {
				next = i
			}
		}
		if s.found[next].low > w.best+unsure {
			break
		}
		w.foot(direction{from: p, on: tree.edges[s.found[next].edge]})
		s.n--
		s.found[next] = s.found[s.n]
	}
	return w.distance()
}

// fromPoints is the shortest of the ways from several places.
func (q question) fromPoints(points []orb.Point, metres float64) Distance {
	tree, best := q.edges(), Distance{M: math.Inf(1)}
	for _, p := range points {
		d := q.nearestTo(p, tree, min(metres, best.M+aLittle))
		if d.Doubtful {
			return d
		}
		if d.M < best.M || (d.M == best.M && (before(d.From, best.From) || (d.From == best.From && before(d.To, best.To)))) {
			best = d
		}
	}
	return best
}
