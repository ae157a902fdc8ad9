package geo

import (
	"errors"

	"github.com/paulmach/orb"
)

// Relation is how a site lies to a zone. The words are those of Simple
// Features (OGC 06-103r4, clause 6.1.15), read for a site against an area. Its
// equals is no word of its own here but [Equals]: two areas are equal iff each
// lies Within the other, and what holds of a site in a zone holds of one that
// fills it.
type Relation string

// The relations. For each pair of shapes exactly one holds.
const (
	Disjoint Relation = "disjoint" // no point in common
	Touches  Relation = "touches"  // points in common, none of them inside both
	Overlaps Relation = "overlaps" // part of the site inside, part outside; for a line: crosses
	Within   Relation = "within"   // nothing of the site outside, some of it inside; equal shapes too
	Contains Relation = "contains" // the whole zone in the site, which is larger
)

// ErrNotFinite says that a coordinate is NaN or infinite.
var ErrNotFinite = errors.New("坐标不是有限数 / a coordinate is not a finite number")

// Meeting is how a site lies to a zone and how much of it lies there.
type Meeting struct {
	Relation  Relation
	OverlapM2 float64 // of the site's polygons inside the zone, on the ellipsoid
	CrossingM float64 // of the site's lines inside the zone or along its boundary
}

// Meet relates a site of any type to an area, exactly: the relation depends on
// signs that are decided by exact arithmetic alone. The quantities come from
// the same pieces but never decide.
//
// The members of a collection are related one by one: it lies Within if no
// member reaches outside and one is inside, and Contains the area if one of
// its polygons does; polygons of it that overlap count twice in OverlapM2.
// Empty shapes are Disjoint from everything. Errors are [ErrNotFinite] and
// [ErrTooIntricate].
func Meet(site orb.Geometry, area orb.MultiPolygon) (Meeting, error) {
	return asGiven(area).Meet(site)
}

// Meet is [Meet]. For a point it allocates nothing.
func (z *Prepared) Meet(site orb.Geometry) (Meeting, error) {
	var f facts
	var err error
	if p, ok := site.(orb.Point); ok {
		f, err = question{zone: z.ready(), budget: z.budget}.factsOf(p)
	} else {
		f, err = z.ask().facts(flatten(site))
	}
	if err != nil {
		return Meeting{}, err
	}
	return f.meeting(), nil
}

// facts are the entries of the DE-9IM matrix that decide a relation, and the
// quantities found on the way.
type facts struct {
	inside   bool // the interiors meet
	outside  bool // the site's interior meets the zone's exterior
	uncovers bool // the zone's interior meets the site's exterior
	contact  bool // the site meets the zone's boundary
	holds    bool // the site's interior meets the zone's boundary
	at       orb.Point
	overlapM2,
	crossingM float64

	cells []cell // the pieces of the site's lines and rings inside, where they are asked for
}

func (f *facts) meeting() Meeting {
	return Meeting{Relation: f.relation(), OverlapM2: f.overlapM2, CrossingM: f.crossingM}
}

func (f *facts) relation() Relation {
	switch {
	case f.inside && !f.outside:
		return Within
	case f.inside && !f.uncovers:
		return Contains
	case f.inside:
		return Overlaps
	case f.contact:
		return Touches
	}
	return Disjoint
}

// join adds another member of the site. The zone is covered by the whole only
// if one member covers it.
func (f *facts) join(g facts) {
	if g.contact && !f.contact {
		f.at = g.at
	}
	f.inside = f.inside || g.inside
	f.outside = f.outside || g.outside
	f.uncovers = f.uncovers && g.uncovers
	f.contact = f.contact || g.contact
	f.holds = f.holds || g.holds
	f.overlapM2 += g.overlapM2
	f.crossingM += g.crossingM
	f.cells = append(f.cells, g.cells...)
}

func (q question) facts(site primitives) (facts, error) {
	f := facts{uncovers: true}
	if !site.finite() || q.broken {
		return f, ErrNotFinite
	}
	if site.empty() || q.parts.empty() {
		f.outside = true
		return f, nil
	}
	for _, p := range site.points {
		if err := q.meetPoint(&f, p); err != nil {
			return f, err
		}
	}
	if len(site.lines)+len(site.areas) == 0 {
		return f, nil
	}
	outline := q.outline()
	if len(site.lines) > 0 {
		g, err := q.meetLines(lineShape(site.lines), outline)
		if err != nil {
			return f, err
		}
		f.join(g)
	}
	for _, part := range site.areas {
		g, err := q.meetArea(areaShape(part), outline)
		if err != nil {
			return f, err
		}
		f.join(g)
	}
	return f, nil
}

// near are the runs of the outline's edges that can meet a box, and whether they
// are all of it. What is left out lies outside anything within the box.
func (z *zone) near(box orb.Bound) (runs []chain, whole bool) {
	if z.tree == nil {
		return nil, true
	}
	found, _ := z.tree.meeting(box, anyBox, nil)
	runs, edges := []chain{}, z.shape.edges
	n := 0
	for _, i := range found {
		if int(i) >= len(edges) {
			break // rings that are single places
		}
		n++
		if last := len(runs) - 1; last >= 0 && runs[last].to == int(i) && edges[i-1].b == edges[i].a {
			runs[last].to++
			continue
		}
		runs = append(runs, chain{from: int(i), to: int(i) + 1})
	}
	return runs, n == len(edges)
}

// factsOf is facts for a point.
func (q question) factsOf(p orb.Point) (facts, error) {
	f := facts{uncovers: true}
	switch {
	case !finite(p) || q.broken:
		return f, ErrNotFinite
	case q.parts.empty():
		f.outside = true
		return f, nil
	}
	return f, q.meetPoint(&f, p)
}

func (q question) meetPoint(f *facts, p orb.Point) error {
	if !q.budget.spend(q.cost(p)) {
		return q.budget.Err()
	}
	switch q.locate(p) {
	case Interior:
		f.inside = true
	case Boundary:
		f.contact, f.at = true, p
	default:
		f.outside = true
	}
	return nil
}

func (q question) meetLines(lines, zone *shape) (facts, error) {
	f := facts{uncovers: true}
	if !lines.bound.Intersects(zone.bound) || len(zone.edges) == 0 {
		f.outside = true
		return f, nil
	}
	zoneStripes := q.stripes(zone, lines.bound)
	found, err := findCrossings(lines, zoneStripes, q.budget)
	if err != nil {
		return f, err
	}
	f.met(found)
	walk := walker{own: lines, other: zoneStripes, events: found.siteEvents, budget: q.budget}
	walk.visit = func(a, b orb.Point, c class) {
		f.inside = f.inside || c == inside
		f.outside = f.outside || c == outside
		if c != outside {
			f.crossingM += edgeM(a, b)
		}
		q.keepCell(&f, a, b, c)
	}
	return f, walk.walk()
}

func (q question) keepCell(f *facts, a, b orb.Point, c class) {
	if c == inside && q.depths {
		f.cells = append(f.cells, pieceCell(a, b))
	}
}

func (f *facts) met(found *crossings) {
	if len(found.siteEvents) > 0 {
		f.contact, f.at = true, found.siteEvents[0].at
	}
}

// meetArea relates two areas by the pieces of their boundaries. Interiors meet
// iff a piece of one boundary runs inside the other area or both run along the
// same stretch in the same direction (interior on the left); one reaches
// outside the other iff a piece of it does, or a piece of the other runs inside
// it, or both run along the same stretch in opposite directions. The pieces
// that bound the overlap are those inside and, once, those shared in the same
// direction.
func (q question) meetArea(site, zone *shape) (facts, error) {
	f := facts{}
	if !site.bound.Intersects(zone.bound) || len(zone.edges) == 0 || len(site.edges) == 0 {
		f.outside, f.uncovers = true, true
		return f, nil
	}
	zoneStripes, siteStripes := q.stripes(zone, site.bound), newStripes(site, zone.bound)
	found, err := findCrossings(site, zoneStripes, q.budget)
	if err != nil {
		return f, err
	}
	f.met(found)
	// A corner of the box that the overlap lies in.
	origin := orb.Point{max(site.bound.Min[0], zone.bound.Min[0]), max(site.bound.Min[1], zone.bound.Min[1])}
	walk := walker{own: site, other: zoneStripes, events: found.siteEvents, budget: q.budget}
	walk.visit = func(a, b orb.Point, c class) {
		f.inside = f.inside || c == inside || c == same
		f.outside = f.outside || c == outside || c == opposite
		f.uncovers = f.uncovers || c == inside || c == opposite
		if c == inside || c == same {
			f.overlapM2 += areaUnder(a, b, origin)
		}
		q.keepCell(&f, a, b, c)
	}
	if err := walk.walk(); err != nil {
		return f, err
	}
	runs, whole := q.near(site.bound)
	f.uncovers = f.uncovers || !whole
	walk = walker{own: zone, runs: runs, other: siteStripes, events: found.zoneEvents, budget: q.budget}
	walk.visit = func(a, b orb.Point, c class) {
		f.inside = f.inside || c == inside
		f.outside = f.outside || c == inside
		f.uncovers = f.uncovers || c == outside
		f.holds = f.holds || c == inside
		if c == inside {
			f.overlapM2 += areaUnder(a, b, origin)
		}
	}
	err = walk.walk()
	f.overlapM2 = max(0, f.overlapM2)
	return f, err
}
