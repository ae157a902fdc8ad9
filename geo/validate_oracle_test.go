package geo_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/geo"
)

// The oracle of validity: every edge with every other one, over rational numbers.

// rationalPlace is (x/w, y/w) in lowest terms, w positive.
type rationalPlace struct{ x, y, w int64 }

func newPlace(x, y, w int64) rationalPlace {
	if w < 0 {
		x, y, w = -x, -y, -w
	}
	g := w
	for _, v := range []int64{x, y} {
		for v != 0 {
			g, v = v, g%v
		}
	}
	if g < 0 {
		g = -g
	}
	return rationalPlace{x / g, y / g, w / g}
}

func integerPlace(p orb.Point) rationalPlace {
	return rationalPlace{int64(p[0]), int64(p[1]), 1}
}

func (p rationalPlace) point() orb.Point {
	return orb.Point{float64(p.x) / float64(p.w), float64(p.y) / float64(p.w)}
}

func (p rationalPlace) middle(q rationalPlace) rationalPlace {
	return newPlace(p.x*q.w+q.x*p.w, p.y*q.w+q.y*p.w, 2*p.w*q.w)
}

type intEdge struct{ ax, ay, bx, by int64 }

func intEdges(ring orb.Ring) []intEdge {
	var edges []intEdge
	for i := 1; i < len(ring); i++ {
		if a, b := ring[i-1], ring[i]; a != b {
			edges = append(edges, intEdge{int64(a[0]), int64(a[1]), int64(b[0]), int64(b[1])})
		}
	}
	return edges
}

// side is the sign of the turn from the edge to a place.
func (e intEdge) side(p rationalPlace) int64 {
	return (e.bx-e.ax)*(p.y-e.ay*p.w) - (e.by-e.ay)*(p.x-e.ax*p.w)
}

func (e intEdge) from() rationalPlace { return rationalPlace{e.ax, e.ay, 1} }
func (e intEdge) to() rationalPlace   { return rationalPlace{e.bx, e.by, 1} }

func (e intEdge) holds(p rationalPlace) bool {
	return e.side(p) == 0 && min(e.ax, e.bx)*p.w <= p.x && p.x <= max(e.ax, e.bx)*p.w &&
		min(e.ay, e.by)*p.w <= p.y && p.y <= max(e.ay, e.by)*p.w
}

// meet are the places where two edges meet, of a shared stretch its ends, and
// whether their insides cross.
func (e intEdge) meet(f intEdge) (places []rationalPlace, cross bool) {
	fa, fb := e.side(f.from()), e.side(f.to())
	ea, eb := f.side(e.from()), f.side(e.to())
	if (fa < 0) != (fb < 0) && (ea < 0) != (eb < 0) && fa != 0 && fb != 0 && ea != 0 && eb != 0 {
		w := ea - eb
		return []rationalPlace{newPlace(e.ax*w+(e.bx-e.ax)*ea, e.ay*w+(e.by-e.ay)*ea, w)}, true
	}
	for _, p := range []rationalPlace{f.from(), f.to()} {
		if e.holds(p) {
			places = append(places, p)
		}
	}
	for _, p := range []rationalPlace{e.from(), e.to()} {
		if f.holds(p) && !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	return places, false
}

type oracleRing struct {
	polygon, index int
	edges          []intEdge
	places         map[rationalPlace]bool // its vertices
}

// locate says where a place lies to the ring, by parity.
func (r *oracleRing) locate(p rationalPlace) geo.Location {
	inside := false
	for _, e := range r.edges {
		if e.holds(p) {
			return geo.Boundary
		}
		if (e.ay*p.w > p.y) != (e.by*p.w > p.y) && (e.side(p) > 0) == (e.by > e.ay) {
			inside = !inside
		}
	}
	if inside {
		return geo.Interior
	}
	return geo.Exterior
}

// breaks are the kinds that are true of an area, with the places where they are;
// those without a crossing only where nothing crosses.
type breaks map[geo.ViolationKind]map[rationalPlace]bool

func (b breaks) add(kind geo.ViolationKind, at ...rationalPlace) {
	if b[kind] == nil {
		b[kind] = map[rationalPlace]bool{}
	}
	for _, p := range at {
		b[kind][p] = true
	}
}

func breaksOf(area orb.MultiPolygon) breaks {
	var rings []*oracleRing
	for i, polygon := range area {
		for k, ring := range polygon {
			r := &oracleRing{polygon: i, index: k, edges: intEdges(ring), places: map[rationalPlace]bool{}}
			for _, p := range ring {
				r.places[integerPlace(p)] = true
			}
			rings = append(rings, r)
		}
	}
	found, contacts := breaks{}, map[*oracleRing]map[*oracleRing][]rationalPlace{}
	for i, r := range rings {
		r.crossItself(found)
		contacts[r] = map[*oracleRing][]rationalPlace{}
		for k, s := range rings {
			if i != k {
				contacts[r][s] = s.crossOther(r, found)
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	nesting(rings, found)
	disconnection(rings, contacts, found)
	return found
}

func (r *oracleRing) crossItself(found breaks) {
	n := len(r.edges)
	for i := range n {
		for k := range i {
			e, f := r.edges[k], r.edges[i]
			places, _ := e.meet(f)
			if next := k+1 == i || (k == 0 && i == n-1); next && len(places) == 1 {
				continue
			}
			if len(places) > 0 {
				found.add(geo.SelfIntersection, places...)
			}
		}
	}
}

// crossOther walks along r past s: what lies inside between two places where they
// meet, and what outside. It gives those places.
func (r *oracleRing) crossOther(s *oracleRing, found breaks) []rationalPlace {
	var walk, all []rationalPlace
	for _, e := range r.edges {
		cuts := []rationalPlace{e.from()}
		for _, f := range s.edges {
			places, cross := e.meet(f)
			if cross {
				found.add(geo.RingCrossing, places...)
			}
			cuts, all = append(cuts, places...), append(all, places...)
		}
		slices.SortFunc(cuts, func(p, q rationalPlace) int {
			along := func(p rationalPlace) int64 { return (p.x-e.ax*p.w)*(e.bx-e.ax) + (p.y-e.ay*p.w)*(e.by-e.ay) }
			return int(along(p)*q.w - along(q)*p.w)
		})
		cuts = slices.DeleteFunc(slices.Compact(cuts), func(p rationalPlace) bool { return p == e.to() })
		walk = append(walk, cuts...)
	}
	before := s.locate(walk[len(walk)-1].middle(walk[0]))
	for i, p := range walk {
		q := walk[(i+1)%len(walk)]
		where := s.locate(p.middle(q))
		switch {
		case where == geo.Boundary:
			found.add(geo.RingCrossing, p, q)
		case before != geo.Boundary && where != before:
			found.add(geo.RingCrossing, p)
		}
		before = where
	}
	if len(found[geo.RingCrossing]) > 0 && len(r.places) == len(s.places) {
		same := true
		for p := range r.places {
			same = same && s.places[p]
		}
		if same {
			found.add(geo.DuplicateRing, all...)
		}
	}
	return all
}

// in reports whether a ring lies in another one that it does not cross.
func (r *oracleRing) in(s *oracleRing) bool {
	for i, e := range r.edges {
		next := r.edges[(i+1)%len(r.edges)]
		for _, p := range []rationalPlace{e.from(), e.from().middle(e.to()), next.from()} {
			if where := s.locate(p); where != geo.Boundary {
				return where == geo.Interior
			}
		}
	}
	return false
}

func nesting(rings []*oracleRing, found breaks) {
	for _, r := range rings {
		inShell, depths := false, map[int]int{}
		for _, s := range rings {
			if s == r || !r.in(s) {
				continue
			}
			switch {
			case s.index == 0:
				inShell = inShell || s.polygon == r.polygon
				depths[s.polygon]++
			case s.polygon == r.polygon && r.index > 0:
				found.addRing(geo.NestedHoles, r)
			default:
				depths[s.polygon]--
			}
		}
		if r.index > 0 && !inShell {
			found.addRing(geo.HoleOutsideShell, r)
		}
		for polygon, depth := range depths {
			if r.index == 0 && polygon != r.polygon && depth > 0 {
				found.addRing(geo.NestedShells, r)
			}
		}
	}
}

func (b breaks) addRing(kind geo.ViolationKind, r *oracleRing) {
	for p := range r.places {
		b.add(kind, p)
	}
}

// disconnection counts, of every polygon, its rings, the places where they touch,
// and which ring has which: a tree or several have one less than nodes each.
func disconnection(rings []*oracleRing, contacts map[*oracleRing]map[*oracleRing][]rationalPlace, found breaks) {
	for _, first := range rings {
		if first.index > 0 {
			continue
		}
		at := map[rationalPlace]map[*oracleRing]bool{}
		group := map[*oracleRing]*oracleRing{}
		for _, r := range rings {
			if r.polygon != first.polygon {
				continue
			}
			group[r] = r
			for s, places := range contacts[r] {
				for _, p := range places {
					if s.polygon == r.polygon {
						if at[p] == nil {
							at[p] = map[*oracleRing]bool{}
						}
						at[p][r], at[p][s] = true, true
					}
				}
			}
		}
		edges, pieces := 0, len(group)+len(at)
		root := func(r *oracleRing) *oracleRing {
			for group[r] != r {
				r = group[r]
			}
			return r
		}
		for _, touching := range at {
			var one *oracleRing
			for r := range touching {
				if edges++; one == nil {
					one, pieces = r, pieces-1
				} else if root(r) != root(one) {
					group[root(r)], pieces = root(one), pieces-1
				}
			}
		}
		if edges > len(group)+len(at)-pieces {
			for p := range at {
				found.add(geo.InteriorDisconnected, p)
			}
		}
	}
}

// integerRing is a triangle, a box, or a star of whole numbers.
func integerRing(r *rand.Rand) orb.Ring {
	place := func(low, size int) orb.Point {
		return orb.Point{float64(low + r.IntN(size)), float64(low + r.IntN(size))}
	}
	size := 2 + r.IntN(8)
	low := r.IntN(11 - size)
	a, b := place(low, size), place(low, size)
	var ring orb.Ring
	switch r.IntN(3) {
	case 0:
		ring = orb.Ring{a, b, place(low, size)}
	case 1:
		ring = orb.Ring{a, {b[0], a[1]}, b, {a[0], b[1]}}
	default:
		n, turn := 3+r.IntN(4), r.Float64()
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * (float64(i) + turn) / float64(n))
			d := float64(size) * r.Float64() * 0.7
			ring = append(ring, orb.Point{math.Round(a[0] + d*cos), math.Round(a[1] + d*sin)})
		}
	}
	return append(ring, ring[0])
}

// TestReasonAndPlaceAgainstBruteForce: of shapes of small whole numbers, the reason
// that is given is a true one, and it is there; nothing else is called broken.
func TestReasonAndPlaceAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	n, seen := 30_000/slower, map[geo.ViolationKind]int{}
	if testing.Short() {
		n /= 10
	}
	for range n {
		var area orb.MultiPolygon
		for range 1 + r.IntN(2) {
			var polygon orb.Polygon
			for range 1 + r.IntN(4) {
				polygon = append(polygon, integerRing(r))
			}
			if r.IntN(2) == 0 {
				polygon[0] = orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
			}
			area = append(area, polygon)
		}
		got := geo.Validate(area)
		if len(got) > 0 && (got[0].Kind == geo.TooFewPoints) {
			continue
		}
		want := breaksOf(area)
		switch {
		case len(got) == 0 && len(want) == 0:
			seen["valid"]++
			continue
		case len(got) != 1 || len(want) == 0:
			t.Fatalf("%s:\n got %v, want %v", wkt.MarshalString(area), got, want)
		}
		there := false
		for p := range want[got[0].Kind] {
			q := p.point()
			there = there || (math.Abs(q[0]-got[0].At[0]) < 1e-15*12 && math.Abs(q[1]-got[0].At[1]) < 1e-15*12)
		}
		if !there {
			t.Fatalf("%s:\n got %v, want %v", wkt.MarshalString(area), got, want)
		}
		seen[got[0].Kind]++
	}
	for _, kind := range []geo.ViolationKind{
		"valid", geo.SelfIntersection, geo.RingCrossing, geo.DuplicateRing, geo.HoleOutsideShell, geo.NestedHoles, geo.NestedShells,
		geo.InteriorDisconnected,
	} {
		if seen[kind] < n/3000 {
			t.Errorf("%s only %d times", kind, seen[kind])
		}
	}
	t.Log(seen)
}
