package screening

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

const (
	// searchedM is how far a shift is looked for.
	searchedM = 5_000
	// directions are tried first, evenly; the best are then refined.
	directions = 72
	refined    = 4
	// manyTimes the shortest shift is how far others are looked for, in case that
	// one does not hold.
	manyTimes = 3
	// spareM keeps a shift clear of the band by more than rounding takes.
	spareM = 0.1
	// mostPairs bounds the pairs of edges compared in one direction.
	mostPairs = 400_000
)

// shifting looks for the shortest shift of the site that leaves all areas whose
// rules are as strict as a verdict.
type shifting struct {
	*screening
	before *Report
	strict rules.Verdict // of the first finding, inside
	first  bool          // only the first finding is to be cleared: others as strict may stay
	areas  []obstacle
	covers []*geo.Prepared // in which it must stay: else no one knows what follows
	mover  orb.Geometry    // the site, or a simpler shape that holds it
	centre orb.Point
	scale  orb.Point // metres a degree east and north, at the centre
}

// obstacle is an area that the site must leave, or must not enter.
type obstacle struct {
	area  *geo.Prepared
	box   orb.Bound
	keepM float64
}

// vectored is a shift that clears the areas in the plane.
type vectored struct {
	angle  float64 // radians from east, counter-clockwise
	shiftM float64
}

func newShifting(ctx context.Context, s *screening, r *Report, first bool) (*shifting, error) {
	strict := inside(&r.Findings[0])
	f := &shifting{screening: s, before: r, strict: strict, first: first, mover: s.site.Shape, centre: s.box.Center()}
	const step = 0.005 // degrees
	c := f.centre
	f.scale = orb.Point{
		geo.LengthM(orb.LineString{{c[0] - step, c[1]}, {c[0] + step, c[1]}}) / (2 * step),
		geo.LengthM(orb.LineString{{c[0], c[1] - step}, {c[0], c[1] + step}}) / (2 * step),
	}
	for i := range r.Layers {
		if c := &r.Layers[i]; c.Required && c.Checked {
			if cover := s.snap.Layer(c.ID).Cover(); !slices.Contains(f.covers, cover) {
				f.covers = append(f.covers, cover)
			}
		}
	}
	for _, l := range s.snap.Layers() {
		if l.Role != layers.RoleZones {
			continue
		}
		for z := range s.snap.Candidates(l, geo.Grow(s.box, searchedM+max(s.site.BandM(), l.WidestBandM()))) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if f.forbids(l, z) {
				area, _ := s.snap.OwnGrade(z)
				f.areas = append(f.areas, obstacle{area, area.Area().Bound(), max(s.site.BandM(), l.BandM(z)) + spareM})
			}
		}
	}
	return f, nil
}

// forbids reports whether a rule as strict as the verdict would speak of the
// site in the zone.
func (f *shifting) forbids(l *layers.Layer, z *layers.Zone) bool {
	hit := rules.Hit{Layer: l, Zone: z, Relation: geo.Within}
	return slices.ContainsFunc(f.set.Judge(f.site, &hit, f.snap.AsOf), f.mustLeave)
}

// mustLeave reports whether a finding is at least as strict as the first one,
// and is not one that may stay.
func (f *shifting) mustLeave(found rules.Finding) bool {
	if inside(&found).Rank() > f.strict.Rank() {
		return false
	}
	return !f.first || found.Rule == f.before.Findings[0].Rule || !slices.ContainsFunc(f.before.Findings, func(o rules.Finding) bool {
		// What was borderline before does not stay, it comes, where the site moves in.
		return o.Rule == found.Rule && o.Layer == found.Layer && o.Verdict.Rank() <= found.Verdict.Rank() && shareZone(&o, &found)
	})
}

// inside is what a finding says inside the zone.
func inside(f *rules.Finding) rules.Verdict { return cmp.Or(f.WouldBe, f.Verdict) }

// shareZone reports whether two findings of one layer rest on a zone in common.
func shareZone(a, b *rules.Finding) bool {
	return a.Zone == b.Zone ||
		slices.ContainsFunc(a.Parts, func(p rules.Part) bool {
			return p.Code == b.Zone || slices.ContainsFunc(b.Parts, func(q rules.Part) bool { return p.Code == q.Code })
		}) ||
		slices.ContainsFunc(b.Parts, func(q rules.Part) bool { return q.Code == a.Zone })
}

// shifts returns shifts that clear the areas, shortest first; none where there
// is none within searchedM or the shapes are too intricate.
func (f *shifting) shifts() []vectored {
	s := &sweep{apart: f.apart}
	pairs := 0
	for _, o := range f.areas {
		b := banded{f.edges(o.area.Area(), true), o.keepM}
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
	var found []vectored
	limitM := float64(searchedM)
	for i := range directions {
		if v, ok := s.at(2*math.Pi*float64(i)/directions, limitM); ok {
			found, limitM = append(found, v), min(limitM, manyTimes*v.shiftM)
		}
	}
	byLength := func(a, b vectored) int { return cmp.Compare(a.shiftM, b.shiftM) }
	slices.SortStableFunc(found, byLength)
	for i := range min(refined, len(found)) {
		found[i] = s.refine(found[i])
	}
	slices.SortStableFunc(found, byLength)
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
func (f *shifting) edges(shape orb.Geometry, reachable bool) []segment {
	reach := geo.Grow(f.box, 1.1*searchedM)
	var out []segment
	add := func(points []orb.Point) {
		for i := range points {
			a, b := points[max(0, i-1)], points[i]
			if i == 0 && len(points) > 1 {
				continue
			}
			if !reachable || (orb.LineString{a, b}).Bound().Intersects(reach) {
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

func (f *shifting) plane(p orb.Point) orb.Point {
	return orb.Point{(p[0] - f.centre[0]) * f.scale[0], (p[1] - f.centre[1]) * f.scale[1]}
}

// degrees is a shift in metres as a shift in degrees, in whole units of the
// seventh decimal, about a centimetre: what the report prints is what was
// checked.
func (f *shifting) degrees(shift orb.Point) orb.Point {
	return orb.Point{*rounded(shift[0]/f.scale[0], 7), *rounded(shift[1]/f.scale[1], 7)}
}

func moved(shape orb.Geometry, by orb.Point) orb.Geometry {
	return project.Geometry(orb.Clone(shape), func(p orb.Point) orb.Point { return orb.Point{p[0] + by[0], p[1] + by[1]} })
}

// apart reports that the moved site meets none of the areas, and lies where the
// layers that it needs are complete.
func (f *shifting) apart(shift orb.Point) bool {
	shape := moved(f.mover, orb.Point{shift[0] / f.scale[0], shift[1] / f.scale[1]})
	box := shape.Bound()
	met := slices.ContainsFunc(f.areas, func(o obstacle) bool {
		if !box.Intersects(o.box) {
			return false
		}
		m, err := o.area.Meet(shape)
		return err != nil || m.Relation != geo.Disjoint
	})
	return !met && !slices.ContainsFunc(f.covers, func(c *geo.Prepared) bool {
		covered, err := coveredBy(shape, c)
		return err != nil || !covered
	})
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
