package geo

import (
	"errors"
	"math"

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
// are too intricate to relate (see [Meet]) M is 0: doubt falls on near.
//
// For a point M is right to a millimetre up to 100 km. For lines and areas the
// way begins or ends at a vertex, which between edges of L metres that run side
// by side at D metres can miss L²D/R² at most (3 mm for L = 10 km, D = 1 km).
func DistanceToArea(site orb.Geometry, area orb.MultiPolygon) Distance {
	return asGiven(area).DistanceToArea(site)
}

// DistanceToArea is [DistanceToArea].
func (z *Prepared) DistanceToArea(site orb.Geometry) Distance {
	return z.distance(site, func(f facts) bool { return f.inside || f.contact })
}

// DistanceToBoundary is the shortest way from a site to the boundary of an
// area, holes included, from within or without: 0 if the site crosses or
// touches it, or has some of it inside. Otherwise as [DistanceToArea].
func DistanceToBoundary(site orb.Geometry, area orb.MultiPolygon) Distance {
	return asGiven(area).DistanceToBoundary(site)
}

// DistanceToBoundary is [DistanceToBoundary].
func (z *Prepared) DistanceToBoundary(site orb.Geometry) Distance {
	return z.distance(site, func(f facts) bool { return f.contact || f.holds })
}

func (z *Prepared) distance(site orb.Geometry, meets func(facts) bool) Distance {
	p := flatten(site)
	f, err := z.facts(p)
	if errors.Is(err, ErrNotFinite) || p.empty() || z.parts.empty() {
		return Distance{M: math.Inf(1)}
	}
	if err != nil || meets(f) {
		at := p.first()
		if f.contact {
			at = f.at
		}
		return Distance{From: at, To: at}
	}
	return shortest(p, z.parts)
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

// shortest is the shortest way between shapes whose edges do not meet: it has
// a vertex of one of them at one end.
func shortest(site, zone primitives) Distance {
	sitePaths, zonePaths := site.paths(), zone.paths()
	s := search{best: math.Inf(1)}
	box := orb.Bound{Min: site.first(), Max: site.first()}
	for _, path := range sitePaths {
		for _, p := range path.points {
			box = box.Extend(p)
			s.from(p, zonePaths, false)
		}
	}
	if box.Min == box.Max {
		return s.distance()
	}
	reach := Grow(box, s.best)
	for _, path := range zonePaths {
		for _, q := range path.points {
			if reach.Contains(q) {
				s.from(q, sitePaths, true)
			}
		}
	}
	return s.distance()
}
