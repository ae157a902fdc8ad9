package geo

import (
	"errors"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Distance is a shortest way: its length in metres along the geodesic, the
// azimuth in degrees clockwise from north (0 to less than 360) in which it leaves
// From, the site's point, and To, the zone's point. Where the two meet, M and the
// bearing are 0 and From and To are one place that they have in common, to
// rounding.
//
// A Doubtful one could not be found with the work allowed: M is 0, so that doubt
// falls on near, From and To are some place of the site, and nothing more is known
// than that the distance is not negative. Such a 0 must not be shown as a distance.
type Distance struct {
	M          float64
	BearingDeg float64
	From, To   orb.Point
	Doubtful   bool
}

// DistanceToArea is the shortest way from a site to an area, 0 if they have a
// point in common. M is +Inf if one of them is empty or not finite. It is Doubtful
// if they are too intricate to relate (see [Meet]) or to measure.
//
// M is right to a millimetre up to 100 km, between edges no longer than that; the
// foot it ends at is that of the nearest edge, of several as near the one farthest
// west and south. Where edges lie along one another by the ten thousand, all as
// near, any of them is taken, and M is right to 1 mm up to 15 km and 5 cm up to 100
// km. Beyond that M is the length of a way that is the shortest but for a few
// metres in a thousand kilometres; near the antipode, where shortest ways change
// their direction by leaps, it may lead to the second nearest corner, tens of metres
// farther than the nearest. An edge that is not on the earth, beyond 90° of
// latitude, is passed over.
func DistanceToArea(site orb.Geometry, area orb.MultiPolygon) Distance {
	return asGiven(area).DistanceToArea(site)
}

// DistanceToArea is [DistanceToArea].
func (z *Prepared) DistanceToArea(site orb.Geometry) Distance {
	return z.within(site, math.Inf(1), meetsArea)
}

func meetsArea(f facts) bool { return f.inside || f.contact }

// DistanceToBoundary is the shortest way from a site to the boundary of an
// area, holes included, from within or without: 0 if the site crosses or
// touches it, or has some of it inside. Otherwise as [DistanceToArea]. For a point it
// allocates nothing.
func (z *Prepared) DistanceToBoundary(site orb.Geometry) Distance {
	return z.boundaryWithin(site, math.Inf(1))
}

// boundaryWithin is within for the boundary. Whether a point is on it is asked only
// where it is as near as a way found may be wrong.
func (z *Prepared) boundaryWithin(site orb.Geometry, metres float64) Distance {
	if p, ok := site.(orb.Point); ok && finite(p) {
		q := question{zone: z.ready(), budget: z.budget}
		if d := q.nearestTo(p, q.edges(), metres); !q.broken && d.M > onIt {
			return d
		}
	}
	return z.within(site, metres, meetsBoundary)
}

// onIt is more than unsure metres, and nothing on the ground.
const onIt = 1e-3

func meetsBoundary(f facts) bool { return f.contact || f.holds }

// within is the shortest way if it is not longer than so many metres, by and
// large: its chord is not.
func (z *Prepared) within(site orb.Geometry, metres float64, meets func(facts) bool) Distance {
	if p, ok := site.(orb.Point); ok {
		q := question{zone: z.ready(), budget: z.budget}
		f, err := q.factsOf(p)
		switch {
		case errors.Is(err, ErrNotFinite):
			return Distance{M: math.Inf(1)}
		case err != nil:
			return doubtful(p)
		case meets(f):
			return Distance{From: p, To: p}
		}
		return q.nearestTo(p, q.edges(), metres)
	}
	q, parts := z.ask(), flatten(site)
	f, err := q.facts(parts)
	switch {
	case errors.Is(err, ErrNotFinite):
		return Distance{M: math.Inf(1)}
	case err != nil:
		return doubtful(parts.first())
	}
	return q.way(&parts, &f, metres, meets(f))
}

// way is given whether the two meet.
func (q question) way(site *primitives, f *facts, metres float64, meet bool) Distance {
	switch {
	case site.empty() || q.parts.empty():
		return Distance{M: math.Inf(1)}
	case meet && f.contact:
		return Distance{From: f.at, To: f.at}
	case meet:
		return Distance{From: site.first(), To: site.first()}
	case len(site.lines)+len(site.areas) > 0:
		return q.shortest(site.outlines(), q.edges(), metres)
	}
	return q.fromPoints(site.points, metres)
}

// Near is [Prepared.DistanceToArea] for a site that is not farther off than
// withinM metres, and false for one that is: less to look at where that is
// little. A Doubtful way is near. For a point it allocates nothing.
func (z *Prepared) Near(site orb.Geometry, withinM float64) (Distance, bool) {
	d := ifWithin(z.within(site, withinM+aLittle, meetsArea), withinM)
	return d, !(d.M > withinM)
}

// NearBoundary is [Prepared.DistanceToBoundary] as [Prepared.Near] is
// [Prepared.DistanceToArea].
func (z *Prepared) NearBoundary(site orb.Geometry, withinM float64) (Distance, bool) {
	d := ifWithin(z.boundaryWithin(site, withinM+aLittle), withinM)
	return d, !(d.M > withinM)
}

func ifWithin(d Distance, metres float64) Distance {
	if d.M > metres {
		return Distance{M: math.Inf(1)}
	}
	return d
}

const aLittle = 1e-6 // metres: a way of just the length asked for is near

func (p *primitives) first() orb.Point {
	switch {
	case len(p.points) > 0:
		return p.points[0]
	case len(p.lines) > 0:
		return p.lines[0][0]
	}
	for _, polygon := range p.areas[0] {
		for _, ring := range polygon {
			if len(ring) > 0 {
				return ring[0]
			}
		}
	}
	return orb.Point{}
}

// path is a run of points; a closed one returns to its first. A single point
// is closed: its one edge has no length.
type path struct {
	points []orb.Point
	closed bool
}

func (p *primitives) paths() []path {
	paths := make([]path, 0, 8)
	for i := range p.points {
		paths = append(paths, path{p.points[i : i+1], true})
	}
	for _, line := range p.lines {
		paths = append(paths, path{line, false})
	}
	for _, area := range p.areas {
		for _, polygon := range area {
			for _, ring := range polygon {
				paths = append(paths, path{ring, true})
			}
		}
	}
	return paths
}

// outlines are the points, lines and rings as edges: a point, and a ring that is
// a single place, as one without length.
func (p *primitives) outlines() *boxTree {
	var edges []edge
	for _, q := range p.points {
		edges = append(edges, edge{q, q})
	}
	edges = append(edges, lineShape(p.lines).edges...)
	for _, area := range p.areas {
		edges = append(append(edges, areaShape(area).edges...), places(area)...)
	}
	return newBoxTree(edges)
}

// places are the rings of an area that are single places.
func places(area orb.MultiPolygon) []edge {
	var edges []edge
	for _, polygon := range area {
		for _, ring := range polygon {
			if len(ring) > 0 && !slices.ContainsFunc(ring, func(q orb.Point) bool { return q != ring[0] }) {
				edges = append(edges, edge{ring[0], ring[0]})
			}
		}
	}
	return edges
}
