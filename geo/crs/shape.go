package crs

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// edgeShiftM is how far, in metres, an edge that is straight in its own system
// may lie from the straight edges in longitude and latitude that stand for it.
const edgeShiftM = 0.0001

// maxShapeVertices bounds what densifying may make of a shape.
const maxShapeVertices = 5_000_000

// Shape returns a shape given in the system (easting or longitude first,
// whatever the axes of its definition) in longitude and latitude of CGCS2000.
// Every vertex is kept, and vertices are added where an edge that is straight in
// the system would otherwise lie more than 0.1 mm beside its chord: a kilometre
// of a Gauss-Krüger zone takes a dozen, GCJ-02 one every 40 metres. In systems
// of plain longitude and latitude the shape is returned as it is, checked for
// its range. g is not changed.
//
// A vertex outside the system's valid range is an error that names it.
func (c CRS) Shape(g orb.Geometry) (orb.Geometry, error) {
	s := shaper{convert: inverse(c.Inverse), besideM: besideOnEarth}
	if p, ok := g.(orb.Point); ok {
		return s.point(p)
	}
	s.kept = c == CGCS2000 || c == WGS84 || c == CRS84
	moved, err := s.geometry(g)
	if err != nil || s.kept && moved != nil {
		return g, err
	}
	return moved, nil
}

// Project is the inverse of [CRS.Shape]: it returns a shape of longitude and
// latitude in the system, easting or longitude first. Every vertex is kept, and
// vertices are added where an edge that is straight in longitude and latitude
// would otherwise lie more than 0.1 mm beside its chord in the system.
func (c CRS) Project(g orb.Geometry) (orb.Geometry, error) {
	s := shaper{convert: func(p orb.Point) (orb.Point, error) {
		north, east, err := c.Forward(p)
		return orb.Point{east, north}, err
	}, besideM: besideOnPlane, plain: c == CGCS2000 || c == WGS84 || c == CRS84}
	if c.Degrees() {
		s.besideM = besideOnEarth
	}
	return s.geometry(g)
}

// shaper carries what one shape's conversion needs.
type shaper struct {
	convert func(orb.Point) (orb.Point, error)
	besideM func(p orb.Point, chord segment) float64 // of the converted point beside the converted chord
	plain   bool                                     // vertices alone: edges stay as they are
	kept    bool                                     // vertices stay too, and are checked only
	made    int
}

// inverse takes points as they are given, easting first.
func inverse(of func(north, east float64) (orb.Point, error)) func(orb.Point) (orb.Point, error) {
	return func(p orb.Point) (orb.Point, error) { return of(p[1], p[0]) }
}

func (s *shaper) geometry(g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case orb.Point:
		return s.point(g)
	case orb.MultiPoint:
		return each(g, s.point)
	case orb.LineString:
		return s.line(g)
	case orb.MultiLineString:
		return each(g, s.line)
	case orb.Ring:
		return s.ring(g)
	case orb.Polygon:
		return s.polygon(g)
	case orb.MultiPolygon:
		return each(g, s.polygon)
	case orb.Bound:
		return s.polygon(g.ToPolygon())
	case orb.Collection:
		return each(g, s.geometry)
	}
	return nil, refuse("没有图形", "there is no shape")
}

// each converts the members of a multi-part shape.
func each[S ~[]T, T any](members S, convert func(T) (T, error)) (S, error) {
	moved := make(S, len(members))
	for i, m := range members {
		var err error
		if moved[i], err = convert(m); err != nil {
			return nil, err
		}
	}
	return moved, nil
}

func (s *shaper) polygon(p orb.Polygon) (orb.Polygon, error) { return each(p, s.ring) }

func (s *shaper) ring(r orb.Ring) (orb.Ring, error) {
	line, err := s.line(orb.LineString(r))
	return orb.Ring(line), err
}

func (s *shaper) point(p orb.Point) (orb.Point, error) {
	moved, err := s.convert(p)
	if err != nil {
		return moved, refusedAt(p, err)
	}
	return moved, nil
}

// refusedAt names the vertex that a refusal is about, as it was given.
func refusedAt(p orb.Point, err error) error {
	var refused *Error
	if !errors.As(err, &refused) {
		return err
	}
	return &Error{Text{
		ZH: fmt.Sprintf("点（东 %.12g，北 %.12g）：%s", p[0], p[1], refused.Text.ZH),
		EN: fmt.Sprintf("point (east %.12g, north %.12g): %s", p[0], p[1], refused.Text.EN),
	}}
}

func (s *shaper) line(line orb.LineString) (orb.LineString, error) {
	if s.kept {
		return line, s.check(line)
	}
	moved := make(orb.LineString, 0, len(line))
	for i, p := range line {
		q, err := s.point(p)
		if err != nil {
			return nil, err
		}
		if i > 0 && !s.plain {
			if moved, err = s.edge(moved, segment{line[i-1], p}, segment{moved[len(moved)-1], q}, maxHalvings); err != nil {
				return nil, err
			}
		}
		moved = append(moved, q)
	}
	return moved, s.count(len(moved))
}

// check is line for longitudes and latitudes that stay as they are.
func (s *shaper) check(line orb.LineString) error {
	for _, p := range line {
		if math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 {
			continue
		}
		if _, err := s.point(p); err != nil {
			return err
		}
	}
	return s.count(len(line))
}

func (s *shaper) count(vertices int) error {
	if s.made += vertices; s.made > maxShapeVertices {
		return refuse("图形过大：加密后超过 %d 个点", "the shape is too large: more than %d vertices when densified", maxShapeVertices)
	}
	return nil
}

// maxHalvings bounds how finely one edge is divided: a millionth of it.
const maxHalvings = 20

type segment [2]orb.Point

// at is the point at that share of the way.
func (s segment) at(t float64) orb.Point {
	return orb.Point{s[0][0] + t*(s[1][0]-s[0][0]), s[0][1] + t*(s[1][1]-s[0][1])}
}

// edge appends the vertices that must stand between the ends of an edge. An edge
// may bend both ways, so it is looked at in three places.
func (s *shaper) edge(moved orb.LineString, given, placed segment, halvings int) (orb.LineString, error) {
	straight := true
	var middle orb.Point
	for _, t := range []float64{0.25, 0.5, 0.75} {
		p, err := s.point(given.at(t))
		if err != nil {
			return nil, err
		}
		if t == 0.5 {
			middle = p
		}
		straight = straight && s.besideM(p, placed) <= edgeShiftM
	}
	if straight || halvings == 0 || len(moved) > maxShapeVertices {
		return moved, nil
	}
	half := given.at(0.5)
	moved, err := s.edge(moved, segment{given[0], half}, segment{placed[0], middle}, halvings-1)
	if err != nil {
		return nil, err
	}
	return s.edge(append(moved, middle), segment{half, given[1]}, segment{middle, placed[1]}, halvings-1)
}

// besideOnEarth is how far p lies beside the chord, both in degrees, in metres by
// the plane that touches the ellipsoid there: enough for millimetres.
func besideOnEarth(p orb.Point, chord segment) float64 {
	const perDegree = semiMajorM * radian
	shrink := math.Cos(p[1] * radian)
	for _, q := range []*orb.Point{&p, &chord[0], &chord[1]} {
		q[0], q[1] = q[0]*shrink*perDegree, q[1]*perDegree
	}
	return besideOnPlane(p, chord)
}

// besideOnPlane is how far p lies beside the chord, all in metres.
func besideOnPlane(p orb.Point, chord segment) float64 {
	ex, ey := chord[1][0]-chord[0][0], chord[1][1]-chord[0][1]
	px, py := p[0]-chord[0][0], p[1]-chord[0][1]
	length := math.Hypot(ex, ey)
	if length == 0 {
		return math.Hypot(px, py)
	}
	return math.Abs(px*ey-py*ex) / length
}
