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
	return shortest(p, z.parts, math.Inf(1))
}

// Near is [Prepared.DistanceToArea] for a site that is not farther off than
// withinM metres, and false for one that is: much less to look at where that is
// little.
func (z *Prepared) Near(site orb.Geometry, withinM float64) (Distance, bool) {
	p := flatten(site)
	f, err := z.facts(p)
	switch {
	case errors.Is(err, ErrNotFinite) || p.empty() || z.parts.empty():
		return Distance{M: math.Inf(1)}, false
	case err != nil || f.inside || f.contact:
		return z.DistanceToArea(site), true
	}
	const aLittle = 1e-6 // a way of just that length is one
	d := shortest(p, z.parts, withinM+aLittle)
	return d, d.M <= withinM
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

// shortest is the shortest way between shapes whose edges do not meet, if it is
// not longer than withinM: it has a vertex of one of them at one end. M is +Inf
// if there is none. Parts of either that lie farther from the box of the other
// than the best way so far are left out.
func shortest(site, zone primitives, withinM float64) Distance {
	sitePaths, zonePaths := site.paths(), zone.paths()
	s := search{best: withinM}
	if len(sitePaths) == 1 && len(sitePaths[0].points) == 1 {
		s.from(sitePaths[0].points[0], zonePaths, false)
		return s.found(withinM)
	}
	zoneBox := boundOf(zonePaths)
	if math.IsInf(withinM, 1) {
		s.sampled(sitePaths, zonePaths)
	}
	sitePaths = near(sitePaths, Grow(zoneBox, s.best))
	zonePaths = near(zonePaths, Grow(boundOf(sitePaths), s.best))
	s.fromAll(sitePaths, zonePaths, zoneBox, false)
	sitePaths = near(sitePaths, Grow(zoneBox, s.best))
	s.fromAll(zonePaths, sitePaths, boundOf(sitePaths), true)
	return s.found(withinM)
}

// found is the way found, if any is shorter than asked for.
func (s *search) found(withinM float64) Distance {
	if s.best == withinM {
		return Distance{M: math.Inf(1)}
	}
	return s.distance()
}

// samples is how many vertices are tried first for a way that is short enough to
// leave most of the others out.
const samples = 32

func (s *search) sampled(starts, others []path) {
	n := 0
	for _, path := range starts {
		n += len(path.points)
	}
	step, next := 1+n/samples, 0
	for _, path := range starts {
		for ; next < len(path.points); next += step {
			s.from(path.points[next], others, false)
		}
		next -= len(path.points)
	}
}

// fromAll looks for a shorter way from every vertex of some paths that is not
// too far from the box of the others.
func (s *search) fromAll(starts, others []path, box orb.Bound, reversed bool) {
	reach, best := Grow(box, s.best), s.best
	for _, path := range starts {
		for _, p := range path.points {
			if !reach.Contains(p) {
				continue
			}
			s.from(p, others, reversed)
			if s.best < best {
				reach, best = Grow(box, s.best), s.best
			}
		}
	}
}

func boundOf(paths []path) orb.Bound {
	box := orb.Bound{Min: orb.Point{1}, Max: orb.Point{-1}} // empty
	for _, path := range paths {
		for _, p := range path.points {
			if box.IsEmpty() {
				box = p.Bound()
			}
			box = box.Extend(p)
		}
	}
	return box
}

// near cuts paths down to the runs of edges whose boxes meet the reach.
func near(paths []path, reach orb.Bound) []path {
	var kept []path
	for _, whole := range paths {
		points := whole.points
		if whole.closed && len(points) > 1 && points[0] != points[len(points)-1] {
			points = append(slices.Clip(points), points[0])
		}
		if len(points) == 1 && reach.Contains(points[0]) {
			kept = append(kept, whole)
		}
		from := -1
		for i := 1; i < len(points); i++ {
			meets := edge{points[i-1], points[i]}.bound().Intersects(reach)
			if meets && from < 0 {
				from = i - 1
			}
			if from >= 0 && (!meets || i == len(points)-1) {
				end := i
				if meets {
					end = i + 1
				}
				kept = append(kept, path{points[from:end], false})
				from = -1
			}
		}
	}
	return kept
}
