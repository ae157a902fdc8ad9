// Package avoid looks for the shortest shift of a shape that clears areas. What
// is clear the caller decides, by a predicate: the search proposes places.
package avoid

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"waterzones/geo"
)

const (
	// SearchedM is how far a shift is looked for.
	SearchedM = 5_000
	// directions are tried first, evenly; the best are then refined.
	directions = 72
	stride     = 29 // from one to the next: a short shift found early spares the others work
	refined    = 4
	// manyTimes the shortest shift is how far others are looked for, in case that
	// one does not hold.
	manyTimes = 3
	// SpareM keeps a shift clear of the band by more than rounding takes.
	SpareM = 0.1
	// checks is how many places are proposed at most, each moved on at most bumps
	// times.
	checks = 6
	bumps  = 4
	// mostPairs bounds the pairs of edges compared in one direction.
	mostPairs = 400_000
)

// Area is an area that the shape must leave or must not enter, and how many
// metres it must keep off.
type Area struct {
	*geo.Prepared
	KeepM float64
}

// Ground is where a shape may be moved.
type Ground struct {
	Shape   orb.Geometry // longitude, latitude in degrees
	Areas   []Area
	Covered func(orb.Geometry) bool // whether what must be known is known of the whole shape
}

// Shift is a way to a place that is clear.
type Shift struct {
	M          float64   // metres along the geodesic
	BearingDeg float64   // clockwise from north
	Deg        orb.Point // the same in longitude and latitude, in whole units of the seventh decimal
}

// Clear says of a moved shape how many metres it is still too near to what it
// must leave: 0 if it has left, +Inf where moving on does not help.
type Clear func(ctx context.Context, moved orb.Geometry) (lackingM float64, err error)

// Search returns the shortest shift no longer than SearchedM that was found to be
// clear; found is false where none was. Several places are tried, the nearest
// first. An error of lacking ends the search.
func Search(ctx context.Context, g Ground, lacking Clear) (s Shift, found bool, err error) {
	f := newSearch(g)
	shifts := f.shifts(ctx)
	if err := ctx.Err(); err != nil {
		return s, false, err
	}
	for i, v := range shifts {
		if i == checks {
			break
		}
		if s, found, err = f.check(ctx, v, lacking); found || err != nil {
			return s, found, err
		}
	}
	return s, false, nil
}

// search is one search, in the plane round the middle of the shape.
type search struct {
	Ground
	box    orb.Bound
	mover  orb.Geometry // the shape, or a simpler one that holds it
	place  orb.Point    // of the shape
	centre orb.Point
	scale  orb.Point // metres a degree east and north, at the centre
}

// vectored is a shift that clears the areas in the plane.
type vectored struct {
	angle  float64 // radians from east, counter-clockwise
	shiftM float64
}

func newSearch(g Ground) *search {
	const step = 0.005 // degrees
	box := g.Shape.Bound()
	c := box.Center()
	var place orb.Point
	eachPath(g.Shape, func(path []orb.Point) {
		if len(path) > 0 {
			place = path[0]
		}
	})
	return &search{Ground: g, box: box, mover: g.Shape, place: place, centre: c, scale: orb.Point{
		geo.LengthM(orb.LineString{{c[0] - step, c[1]}, {c[0] + step, c[1]}}) / (2 * step),
		geo.LengthM(orb.LineString{{c[0], c[1] - step}, {c[0], c[1] + step}}) / (2 * step),
	}}
}

// check asks about the moved shape, and moves it on by what it is still too near.
func (f *search) check(ctx context.Context, v vectored, lacking Clear) (s Shift, found bool, err error) {
	sin, cos := math.Sincos(v.angle)
	for range bumps {
		by := f.degrees(orb.Point{v.shiftM * cos, v.shiftM * sin})
		more, err := lacking(ctx, moved(f.Shape, by))
		if err != nil || math.IsInf(more, 1) {
			return s, false, err
		}
		if more == 0 {
			return f.along(by), true, nil
		}
		if v.shiftM += 1.5*more + SpareM; v.shiftM > SearchedM {
			break
		}
	}
	return s, false, nil
}

// along is a shift by degrees as a way on the ellipsoid, from the middle of the
// shape.
func (f *search) along(by orb.Point) Shift {
	to := orb.Point{f.centre[0] + by[0], f.centre[1] + by[1]}
	d := geo.DistanceToArea(f.centre, orb.MultiPolygon{{{to, to, to, to}}})
	return Shift{M: d.M, BearingDeg: d.BearingDeg, Deg: by}
}

// shifts returns shifts that clear the areas, shortest first; none where there
// is none within SearchedM or the shapes are too intricate. It ends early, with what
// it has, when ctx is done.
func (f *search) shifts(ctx context.Context) []vectored {
	s := &sweep{apart: f.apart}
	pairs := 0
	for _, o := range f.Areas {
		b := newBanded(f.edges(o.Area(), true), o.KeepM)
		s.bands, pairs = append(s.bands, b), pairs+len(b.edges)
	}
	if s.site = f.edges(f.mover, false); len(s.site)*pairs > mostPairs {
		f.mover = hull(f.mover)
		s.site = f.edges(f.mover, false)
	}
	if len(s.site)*pairs > mostPairs {
		f.mover = f.box.ToPolygon()
		s.site = f.edges(f.mover, false)
	}
	if len(s.site)*pairs > mostPairs {
		return nil
	}
	s.box = boxOf(s.site)
	found := s.all(ctx)
	byLength := func(a, b vectored) int { return cmp.Compare(a.shiftM, b.shiftM) }
	slices.SortStableFunc(found, byLength)
	for i := range min(refined, len(found)) {
		if ctx.Err() != nil {
			break
		}
		found[i] = s.refine(found[i])
	}
	slices.SortStableFunc(found, byLength)
	return found
}

// all are the first shifts in all directions, but for those that are longer than
// manyTimes the shortest, or than as many as are proposed.
func (s *sweep) all(ctx context.Context) (found []vectored) {
	limitM := float64(SearchedM)
	var best [checks]float64 // the shortest, in order
	for i := range best {
		best[i] = limitM
	}
	for i := range directions {
		if ctx.Err() != nil {
			break
		}
		angle := 2 * math.Pi * float64(i*stride%directions) / directions
		v, ok := s.at(angle, limitM)
		if !ok {
			continue
		}
		found = append(found, v)
		if at, _ := slices.BinarySearch(best[:], v.shiftM); at < checks {
			copy(best[at+1:], best[at:])
			best[at] = v.shiftM
		}
		limitM = min(limitM, manyTimes*best[0], best[checks-1])
	}
	return found
}

func (s *sweep) at(angle, limitM float64) (vectored, bool) {
	sin, cos := math.Sincos(angle)
	m, ok := s.clear(orb.Point{cos, sin}, limitM)
	return vectored{angle, m}, ok
}

// refine turns the direction step by step to either side while the shift gets
// shorter.
func (s *sweep) refine(v vectored) vectored {
	for step := math.Pi / directions; step > 1e-5; step /= 2 {
		for _, turn := range []float64{step, -step} {
			if w, ok := s.at(v.angle+turn, v.shiftM); ok && w.shiftM < v.shiftM {
				v = w
			}
		}
	}
	return v
}

// edges is the edges of a shape in the plane, of areas only those that the site
// can come near to.
func (f *search) edges(shape orb.Geometry, reachable bool) []segment {
	reach := geo.Grow(f.box, 1.1*SearchedM)
	var out []segment
	add := func(points []orb.Point) {
		for i := range points {
			a, b := points[max(0, i-1)], points[i]
			if i == 0 && len(points) > 1 {
				continue
			}
			if !reachable || (segment{a, b}).meets(&reach) {
				out = append(out, segment{f.plane(a), f.plane(b)})
			}
		}
	}
	eachPath(shape, add)
	return out
}

// eachPath calls with every run of points of a shape.
func eachPath(shape orb.Geometry, call func([]orb.Point)) {
	switch g := shape.(type) {
	case orb.Point:
		call([]orb.Point{g})
	case orb.MultiPoint:
		for _, p := range g {
			call([]orb.Point{p})
		}
	case orb.LineString:
		call(g)
	case orb.MultiLineString:
		for _, line := range g {
			call(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			call(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			eachPath(polygon, call)
		}
	case orb.Collection:
		for _, member := range g {
			eachPath(member, call)
		}
	}
}

func (f *search) plane(p orb.Point) orb.Point {
	return orb.Point{(p[0] - f.centre[0]) * f.scale[0], (p[1] - f.centre[1]) * f.scale[1]}
}

// degrees is a shift in metres as a shift in degrees, in whole units of the
// seventh decimal, about a centimetre: what the report prints is what was
// checked.
func (f *search) degrees(shift orb.Point) orb.Point {
	const unit = 1e7
	return orb.Point{math.Round(shift[0]/f.scale[0]*unit) / unit, math.Round(shift[1]/f.scale[1]*unit) / unit}
}

func moved(shape orb.Geometry, by orb.Point) orb.Geometry {
	return project.Geometry(orb.Clone(shape), func(p orb.Point) orb.Point { return orb.Point{p[0] + by[0], p[1] + by[1]} })
}

// apart reports that the moved shape meets none of the areas, and lies where
// what must be known is known. One place of it inside an area is enough to say no.
func (f *search) apart(shift orb.Point) bool {
	by := orb.Point{shift[0] / f.scale[0], shift[1] / f.scale[1]}
	place := orb.Point{f.place[0] + by[0], f.place[1] + by[1]}
	for _, a := range f.Areas {
		if a.Bound().Contains(place) && a.Locate(place) == geo.Interior {
			return false
		}
	}
	shape := moved(f.mover, by)
	box := shape.Bound()
	for _, a := range f.Areas {
		if !box.Intersects(a.Bound()) {
			continue
		}
		if m, err := a.Meet(shape); err != nil || m.Relation != geo.Disjoint {
			return false
		}
	}
	return f.Covered(shape)
}

// hull is the convex hull of a shape (Andrew, "Another efficient algorithm for
// convex hulls in two dimensions", 1979).
func hull(shape orb.Geometry) orb.Geometry {
	var points []orb.Point
	eachPath(shape, func(path []orb.Point) { points = append(points, path...) })
	slices.SortFunc(points, func(a, b orb.Point) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	points = slices.Compact(points)
	if len(points) < 3 {
		return orb.LineString(points)
	}
	half := func(points []orb.Point) []orb.Point {
		var kept []orb.Point
		for _, p := range points {
			for len(kept) > 1 && geo.Orient(kept[len(kept)-2], kept[len(kept)-1], p) <= 0 {
				kept = kept[:len(kept)-1]
			}
			kept = append(kept, p)
		}
		return kept
	}
	ring := half(points)
	slices.Reverse(points)
	ring = append(ring, half(points)[1:]...)
	if len(ring) < 4 {
		return orb.LineString(ring)
	}
	return orb.Polygon{ring}
}
