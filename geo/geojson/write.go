package geojson

import (
	"bytes"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// Geometry marshals to a GeoJSON geometry as AppendGeometry writes it. The zero
// value marshals to null, as does a coordinate that is not finite to an error.
type Geometry struct{ orb.Geometry }

// MarshalJSON implements json.Marshaler.
func (g Geometry) MarshalJSON() ([]byte, error) {
	if g.Geometry == nil {
		return []byte("null"), nil
	}
	return AppendGeometry(nil, g.Geometry), nil
}

// AppendGeometry appends g as compact GeoJSON: the shortest numbers that parse
// back to the same, outer rings counter-clockwise and holes clockwise (RFC 7946
// section 3.1.6). g is not changed. Nil gives null; a Ring or a Bound is written
// as a Polygon. Coordinates must be finite, or the result is not JSON.
func AppendGeometry(dst []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case nil:
		return append(dst, "null"...)
	case orb.Point:
		return append(appendPoint(appendHead(dst, "Point"), g), '}')
	case orb.MultiPoint:
		return append(appendPoints(appendHead(dst, "MultiPoint"), g), '}')
	case orb.LineString:
		return append(appendPoints(appendHead(dst, "LineString"), g), '}')
	case orb.MultiLineString:
		return append(appendArray(appendHead(dst, "MultiLineString"), g, appendPoints), '}')
	case orb.Ring:
		return AppendGeometry(dst, orb.Polygon{g})
	case orb.Bound:
		return AppendGeometry(dst, g.ToPolygon())
	case orb.Polygon:
		return append(appendPolygon(appendHead(dst, "Polygon"), g), '}')
	case orb.MultiPolygon:
		return append(appendArray(appendHead(dst, "MultiPolygon"), g, appendPolygon), '}')
	case orb.Collection:
		dst = append(dst, `{"type":"GeometryCollection","geometries":`...)
		return append(appendArray(dst, g, AppendGeometry), '}')
	}
	return append(dst, "null"...)
}

func appendHead(dst []byte, typ string) []byte {
	dst = append(append(dst, `{"type":"`...), typ...)
	return append(dst, `","coordinates":`...)
}

func appendArray[T any](dst []byte, items []T, one func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = one(dst, item)
	}
	return append(dst, ']')
}

func appendPoints[S ~[]orb.Point](dst []byte, points S) []byte {
	return appendArray(dst, points, appendPoint)
}

func appendPolygon(dst []byte, p orb.Polygon) []byte {
	dst = append(dst, '[')
	for i, r := range p {
		if i > 0 {
			dst = append(dst, ',')
		}
		if area := feature.DoubleArea(r); i == 0 && area < 0 || i > 0 && area > 0 {
			r = slices.Clone(r)
			slices.Reverse(r)
		}
		dst = appendPoints(dst, r)
	}
	return append(dst, ']')
}

func appendPoint(dst []byte, p orb.Point) []byte {
	dst = feature.AppendNumber(append(dst, '['), p[0])
	dst = feature.AppendNumber(append(dst, ','), p[1])
	return append(dst, ']')
}

// UnmarshalJSON implements json.Unmarshaler: it takes a geometry as ReadFeature
// does, of up to the size that a report may hold, or null.
func (g *Geometry) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		g.Geometry = nil
		return nil
	}
	limits := feature.DefaultLimits()
	limits.Bytes, limits.Vertices = int64(len(text))+1, feature.LayerLimits().Vertices
	f, err := ReadFeature(bytes.NewReader(text), limits)
	g.Geometry = f.Geometry
	return err
}
