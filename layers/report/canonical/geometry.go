package canonical

import (
	"fmt"

	"github.com/paulmach/orb"
)

// AppendGeometry appends g as a GeoJSON geometry, for types that write themselves:
// coordinates x before y as they are, rings as they turn. Nil is null, a Ring or a
// Bound a Polygon. It fails where a coordinate is not finite.
func AppendGeometry(dst []byte, g orb.Geometry) ([]byte, error) {
	switch g := g.(type) {
	case nil:
		return append(dst, "null"...), nil
	case orb.Ring:
		return AppendGeometry(dst, orb.Polygon{g})
	case orb.Bound:
		return AppendGeometry(dst, g.ToPolygon())
	}
	of := `{"coordinates":`
	if _, is := g.(orb.Collection); is {
		of = `{"geometries":`
	}
	dst, err := appendShape(append(dst, of...), g)
	if err != nil {
		return dst, err
	}
	return append(append(append(dst, `,"type":"`...), g.GeoJSONType()...), `"}`...), nil
}

func appendShape(dst []byte, g orb.Geometry) ([]byte, error) {
	switch g := g.(type) {
	case orb.Point:
		return appendPoint(dst, g)
	case orb.MultiPoint:
		return appendPoints(dst, g)
	case orb.LineString:
		return appendPoints(dst, g)
	case orb.MultiLineString:
		return appendList(dst, g, appendPoints)
	case orb.Polygon:
		return appendPolygon(dst, g)
	case orb.MultiPolygon:
		return appendList(dst, g, appendPolygon)
	case orb.Collection:
		return appendList(dst, g, AppendGeometry)
	default:
		return dst, fmt.Errorf("%T has no form in GeoJSON", g)
	}
}

func appendList[T any](dst []byte, list []T, one func([]byte, T) ([]byte, error)) (_ []byte, err error) {
	dst = append(dst, '[')
	for i, item := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = one(dst, item); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

func appendPolygon(dst []byte, p orb.Polygon) ([]byte, error) {
	return appendList(dst, p, appendPoints[orb.Ring])
}

func appendPoints[S ~[]orb.Point](dst []byte, points S) ([]byte, error) {
	return appendList(dst, points, appendPoint)
}

func appendPoint(dst []byte, p orb.Point) ([]byte, error) {
	dst, err := AppendNumber(append(dst, '['), p[0])
	if err != nil {
		return dst, err
	}
	dst, err = AppendNumber(append(dst, ','), p[1])
	return append(dst, ']'), err
}
