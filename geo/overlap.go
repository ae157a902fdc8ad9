package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// ErrOverlay says that the library that draws overlaps gave up, or drew one
// whose area is not that of the exact pieces.
var ErrOverlay = errors.New("重叠部分无法绘出，请检查两个图形是否有效 / the overlap cannot be drawn: check that both shapes are valid")

// Overlap is the part of a site inside an area, as a geometry for the map: a
// MultiPoint, a MultiLineString or a MultiPolygon, or a Collection of them if
// the site has members of several kinds. It is nil where the site, or a member
// of it, is Disjoint from the area or only Touches it, and what shrinks to
// nothing when its corners are rounded is left out.
//
// Lines along the boundary and points on it belong to it if others of the same
// kind lie inside. A member that lies Within is returned as given, an area that
// the site Contains likewise: neither is copied. Where rings are cut, shells are
// counter-clockwise and holes clockwise (RFC 7946, clause 3.1.6).
//
// It is a picture and decides nothing: its new corners are rounded, by a
// nanometre or two on the ground. Its area is [Meeting].OverlapM2 to 1e-9, or
// to 1e-8 m times the perimeter of it or its surroundings if that is more, else
// the error is [ErrOverlay]; it need not be valid in the last digits. Other
// errors are those of [Meet], of which [ErrTooIntricate] comes sooner.
func Overlap(site orb.Geometry, area orb.MultiPolygon) (orb.Geometry, error) {
	return asGiven(area).Overlap(site)
}

// Overlap is [Overlap].
func (z *Prepared) Overlap(site orb.Geometry) (orb.Geometry, error) {
	p := flatten(site)
	points, err := z.overlapOfPoints(p.points)
	if err != nil {
		return nil, err
	}
	lines, err := z.overlapOfLines(p.lines)
	if err != nil {
		return nil, err
	}
	var polygons orb.MultiPolygon
	for _, part := range p.areas {
		found, err := z.overlapOfArea(part)
		if err != nil {
			return nil, err
		}
		polygons = append(polygons, found...)
	}
	var kinds orb.Collection
	if len(points) > 0 {
		kinds = append(kinds, points)
	}
	if len(lines) > 0 {
		kinds = append(kinds, lines)
	}
	if len(polygons) > 0 {
		kinds = append(kinds, polygons)
	}
	switch len(kinds) {
	case 0:
		return nil, nil //nolint:nilnil // a nil geometry is orb's empty one
	case 1:
		return kinds[0], nil
	}
	return kinds, nil
}

func (z *Prepared) overlapOfPoints(points orb.MultiPoint) (orb.MultiPoint, error) {
	m, err := z.Meet(points)
	if err != nil || (m.Relation != Within && m.Relation != Overlaps) {
		return nil, err
	}
	var found orb.MultiPoint
	for _, p := range points {
		if z.Locate(p) != Exterior {
			found = append(found, p)
		}
	}
	return found, nil
}

func (z *Prepared) overlapOfLines(lines orb.MultiLineString) (orb.MultiLineString, error) {
	m, err := z.Meet(lines)
	switch {
	case err != nil || (m.Relation != Within && m.Relation != Overlaps):
		return nil, err
	case m.Relation == Within:
		return lines, nil
	}
	return z.ask().pieces(lines, func(c class) bool { return c != outside })
}

func (z *Prepared) overlapOfArea(site orb.MultiPolygon) (orb.MultiPolygon, error) {
	m, err := z.Meet(site)
	switch {
	case err != nil:
		return nil, err
	case m.Relation == Within:
		return site, nil
	case m.Relation == Contains:
		return z.Area(), nil
	case m.Relation == Overlaps:
		return z.cut(site, m.OverlapM2)
	}
	return nil, nil
}

// cut asks the library and holds its answer against the area that the exact
// pieces add up to. What is cut down to the neighbourhood can only differ
// outside of it, so a second try with the whole shapes is for a library that
// stumbles there.
func (z *Prepared) cut(site orb.MultiPolygon, m2 float64) (orb.MultiPolygon, error) {
	own, zone := bounded{site, site.Bound()}, bounded{z.Area(), z.ready().outlineBound()}
	window := windowOf(own, zone)
	nearSite, nearZone := own.nearby(&window), zone.nearby(&window)
	found, err := z.checked(nearSite, nearZone, m2, &window)
	fewer := Vertices(nearSite)+Vertices(nearZone) < Vertices(site)+Vertices(z.Area())
	if fewer && errors.Is(err, ErrOverlay) {
		return z.checked(site, z.Area(), m2, &window)
	}
	return found, err
}

// checked allows for corners that are rounded, those of slivers that have
// shrunk to nothing included.
func (z *Prepared) checked(a, b orb.MultiPolygon, m2 float64, window *orb.Bound) (orb.MultiPolygon, error) {
	found, err := intersection(a, b, z.budget)
	if err != nil {
		return nil, err
	}
	got, rim := AreaM2(found), max(LengthM(found), LengthM(*window))
	if !(abs(got-m2) <= max(1e-9*m2, 1e-8*rim, 1e-6)) {
		return nil, fmt.Errorf("%w (%.6g m² ≠ %.6g m²)", ErrOverlay, got, m2)
	}
	return found, nil
}

func (z *zone) outlineBound() orb.Bound {
	if z.shape != nil {
		return z.shape.bound
	}
	return z.area.Bound()
}
