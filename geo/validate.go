package geo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Validate checks a geometry against Simple Features (OGC 06-103r4, 6.1.11 to
// 6.1.14) and the bounds of longitude and latitude; nil means valid. Rings must
// be closed and simple; rings of one polygon, and parts of a multipolygon, may
// touch at points but not cross or share a stretch; holes lie inside their
// shell, and do not cut it in two. Positions repeated one after another are
// allowed, the winding is free, lines may cross themselves.
//
// Every break of a rule on single positions and rings is reported (at most one
// of a kind for each ring or line); of the rules on how rings lie to one
// another one break, and only if the rest is sound: rings that cross, overlap or
// touch themselves, if any do, and where; else the first from the west of what lies
// where it must not or is cut in two. The answer is exact. Time is about n log n
// whatever the shape, some 0.2 µs a vertex where rings do not touch.
func Validate(g orb.Geometry) []Violation {
	v := validation{}
	v.geometry(g, "")
	return v.found
}

// ValidateWithin is [Validate] with its work spent from a budget. Where that ends
// the error is that of [Budget.Err], and what was found is not all.
func ValidateWithin(b *Budget, g orb.Geometry) ([]Violation, error) {
	v := validation{budget: b}
	v.geometry(g, "")
	return v.found, b.Err()
}

type validation struct {
	found  []Violation
	budget *Budget
}

func (v *validation) report(kind ViolationKind, at orb.Point, format string, args ...any) {
	v.found = append(v.found, Violation{Kind: kind, At: at, Path: fmt.Sprintf(format, args...)})
}

func (v *validation) geometry(g orb.Geometry, prefix string) {
	coordinates := prefix + "coordinates"
	switch g := g.(type) {
	case nil:
		v.report(Empty, orb.Point{}, "%sgeometry", prefix)
	case orb.Point:
		v.positions([]orb.Point{g}, func(int) string { return coordinates })
	case orb.MultiPoint:
		v.notEmpty(len(g), coordinates)
		v.positions(g, member(coordinates))
	case orb.LineString:
		v.line(g, coordinates)
	case orb.MultiLineString:
		v.notEmpty(len(g), coordinates)
		for i, line := range g {
			v.line(line, member(coordinates)(i))
		}
	case orb.Ring:
		v.area(orb.MultiPolygon{{g}}, func(int) string { return coordinates })
	case orb.Polygon:
		v.area(orb.MultiPolygon{g}, func(int) string { return coordinates })
	case orb.MultiPolygon:
		v.notEmpty(len(g), coordinates)
		v.area(g, member(coordinates))
	case orb.Bound:
		v.bound(g, prefix)
	case orb.Collection:
		v.notEmpty(len(g), prefix+"geometries")
		for i, part := range g {
			v.geometry(part, fmt.Sprintf("%sgeometries[%d].", prefix, i))
		}
	default:
		v.report(UnknownType, orb.Point{}, "%sgeometry", prefix)
	}
}

// member names the members of a list.
func member(list string) func(i int) string {
	return func(i int) string { return fmt.Sprintf("%s[%d]", list, i) }
}

func (v *validation) notEmpty(n int, name string) bool {
	if n == 0 {
		v.report(Empty, orb.Point{}, "%s", name)
	}
	return n > 0
}

// bound takes a box as the polygon that it is; one without width is not.
func (v *validation) bound(b orb.Bound, prefix string) {
	if b.IsEmpty() {
		v.report(Empty, orb.Point{}, "%sbbox", prefix)
		return
	}
	v.area(orb.MultiPolygon{b.ToPolygon()}, func(int) string { return prefix + "bbox" })
}

func (v *validation) line(line orb.LineString, name string) {
	sound := v.notEmpty(len(line), name) && v.positions(line, member(name)) && v.antimeridian(line, func() string { return name })
	if sound && distinct(line) < 2 {
		v.report(TooFewPoints, line[0], "%s", name)
	}
}

// positions reports the first position that is no place on earth.
func (v *validation) positions(points []orb.Point, name func(i int) string) bool {
	for i, p := range points {
		if !finite(p) {
			v.report(NotFinite, orb.Point{}, "%s", name(i))
			return false
		}
		if abs(p[0]) > 180 || abs(p[1]) > 90 {
			v.report(OutOfRange, p, "%s", name(i))
			return false
		}
	}
	return true
}

// antimeridian reports the first edge longer than half the earth.
func (v *validation) antimeridian(points []orb.Point, name func() string) bool {
	for i := 1; i < len(points); i++ {
		if abs(points[i][0]-points[i-1][0]) > 180 {
			v.report(Antimeridian, points[i-1], "%s[%d]", name(), i-1)
			return false
		}
	}
	return true
}

// area checks every ring for itself, then how they lie to one another.
func (v *validation) area(area orb.MultiPolygon, name func(i int) string) {
	sound := true
	for i, polygon := range area {
		if len(polygon) == 0 {
			sound = v.notEmpty(0, name(i))
		}
		for k, ring := range polygon {
			sound = v.ring(ring, func() string { return member(name(i))(k) }) && sound
		}
	}
	if !v.budget.spend(Vertices(area)) || !sound || isClean(area, v.budget) {
		return
	}
	if found, ok := sweepRings(area, v.budget); ok {
		path := fmt.Sprintf("%s[%d]", name(found.polygon), found.ring)
		if found.vertex >= 0 {
			path = fmt.Sprintf("%s[%d]", path, found.vertex)
		}
		v.report(found.kind, found.at, "%s", path)
	}
}

// ring is called a million times for names that nobody needs.
func (v *validation) ring(ring orb.Ring, name func() string) bool {
	if len(ring) == 0 {
		return v.notEmpty(0, name())
	}
	if !v.positions(ring, func(i int) string { return member(name())(i) }) || !v.antimeridian(ring, name) {
		return false
	}
	last := len(ring) - 1
	if last > 0 && ring[0] != ring[last] {
		v.report(RingNotClosed, ring[last], "%s[%d]", name(), last)
		return false
	}
	if distinct(ring) < 3 {
		v.report(TooFewPoints, ring[0], "%s", name())
		return false
	}
	return true
}

// distinct counts different places, up to three.
func distinct(points []orb.Point) int {
	seen := make([]orb.Point, 0, 3)
next:
	for _, p := range points {
		for _, q := range seen {
			if p == q {
				continue next
			}
		}
		if seen = append(seen, p); len(seen) == 3 {
			break
		}
	}
	return len(seen)
}
