package geo

import (
	"errors"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Distance is a shortest way: its length in metres along the geodesic, the
// azimuth in degrees clockwise from north (0 to 360) in which it leaves From,
// the site's point, and To, the zone's point. Where the two meet, M and the
// bearing are 0 and From and To are one place that they have in common, to
// rounding.
type Distance struct {
	M          float64
	BearingDeg float64
	From, To   orb.Point
}

// DistanceToArea is the shortest way from a site to an area, 0 if they have a
// point in common. M is +Inf if one of them is empty or not finite. If they
// are too intricate to relate (see [Meet]) or to measure, as long edges that lie
// along one another by the thousand, M is 0: doubt falls on near.
//
// M is right to a millimetre up to 100 km, between edges no longer than that. An
// edge that is not on the earth, beyond 90° of latitude, is passed over.
func DistanceToArea(site orb.Geometry, area orb.MultiPolygon) Distance {
	return asGiven(area).DistanceToArea(site)
}

// DistanceToArea is [DistanceToArea].
func (z *Prepared) DistanceToArea(site orb.Geometry) Distance {
	return z.distance(site, (*facts).meetsArea)
}

func (f *facts) meetsArea() bool { return f.inside || f.contact }

// DistanceToBoundary is the shortest way from a site to the boundary of an
// area, holes included, from within or without: 0 if the site crosses or
// touches it, or has some of it inside. Otherwise as [DistanceToArea].
func DistanceToBoundary(site orb.Geometry, area orb.MultiPolygon) Distance {
	return asGiven(area).DistanceToBoundary(site)
}

// DistanceToBoundary is [DistanceToBoundary].
func (z *Prepared) DistanceToBoundary(site orb.Geometry) Distance {
	return z.distance(site, func(f *facts) bool { return f.contact || f.holds })
}

func (z *Prepared) distance(site orb.Geometry, meets func(*facts) bool) Distance {
	return z.within(flatten(site), math.Inf(1), meets)
}

// within is the shortest way if it is not longer than so many metres, by and
// large: its chord is not.
func (z *Prepared) within(site primitives, metres float64, meets func(*facts) bool) Distance {
	f, err := z.facts(site)
	if errors.Is(err, ErrNotFinite) || site.empty() || z.parts.empty() {
		return Distance{M: math.Inf(1)}
	}
	if err != nil || meets(&f) {
		at := site.first()
		if f.contact {
			at = f.at
		}
		return Distance{From: at, To: at}
	}
	return shortest(site.outlines(), z.edges(), metres)
}

// Near is [Prepared.DistanceToArea] for a site that is not farther off than
// withinM metres, and false for one that is: less to look at where that is
// little.
func (z *Prepared) Near(site orb.Geometry, withinM float64) (Distance, bool) {
	const aLittle = 1e-6 // a way of just that length is one
	d := z.within(flatten(site), withinM+aLittle, (*facts).meetsArea)
	if d.M > withinM {
		return Distance{M: math.Inf(1)}, false
	}
	return d, true
}

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
	return newBoxTree(edges).withStrips()
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
