package wk

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// NewWKTWriter writes one geometry a line, with SRID=code; before it where the
// schema names a system, easting or longitude first as WKT always has it.
// Attributes have no place there and are dropped. GCJ-02 and BD-09 have no SRID:
// they are an error, since without it they would pass for CGCS2000.
func NewWKTWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	srid, err := feature.SRID(schema.CRS)
	if err != nil {
		return nil, err
	}
	t := &wktWriter{w: bufio.NewWriter(w)}
	if srid != 0 {
		t.prefix = fmt.Sprintf("SRID=%d;", srid)
	}
	return t, nil
}

type wktWriter struct {
	w      *bufio.Writer
	prefix string
	line   []byte
}

func (t *wktWriter) Write(f feature.Feature) error {
	line, err := AppendWKT(append(t.line[:0], t.prefix...), f.Geometry)
	if err != nil {
		return err
	}
	t.line = line
	if _, err := t.w.Write(line); err != nil {
		return err
	}
	return t.w.WriteByte('\n')
}

func (t *wktWriter) Close() error { return t.w.Flush() }

// AppendWKT writes the shortest numbers that parse back to the same. What has no
// positions, or some that are not feature.Finite, is an error.
func AppendWKT(dst []byte, g orb.Geometry) ([]byte, error) {
	if g = feature.Simple(g); !feature.HasPlace(g) {
		return nil, feature.NoPlace()
	}
	switch g := g.(type) {
	case orb.Point:
		return append(wktPosition(append(dst, "POINT("...), g), ')'), nil
	case orb.MultiPoint:
		return wktPart(append(dst, "MULTIPOINT"...), g, wktPosition), nil
	case orb.LineString:
		return wktLine(append(dst, "LINESTRING"...), g), nil
	case orb.MultiLineString:
		return wktPart(append(dst, "MULTILINESTRING"...), g, wktLine), nil
	case orb.Polygon:
		return wktPolygon(append(dst, "POLYGON"...), g), nil
	case orb.MultiPolygon:
		return wktPart(append(dst, "MULTIPOLYGON"...), g, wktPolygon), nil
	case orb.Collection:
		return wktPart(append(dst, "GEOMETRYCOLLECTION"...), g, func(dst []byte, g orb.Geometry) []byte {
			dst, _ = AppendWKT(dst, g)
			return dst
		}), nil
	}
	return nil, feature.NoPlace()
}

func wktPart[T any](dst []byte, items []T, one func([]byte, T) []byte) []byte {
	dst = append(dst, '(')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = one(dst, item)
	}
	return append(dst, ')')
}

func wktPosition(dst []byte, p orb.Point) []byte {
	dst = strconv.AppendFloat(dst, p[0], 'f', -1, 64)
	return strconv.AppendFloat(append(dst, ' '), p[1], 'f', -1, 64)
}

func wktLine(dst []byte, l orb.LineString) []byte { return wktPart(dst, l, wktPosition) }
func wktRing(dst []byte, r orb.Ring) []byte       { return wktPart(dst, r, wktPosition) }
func wktPolygon(dst []byte, p orb.Polygon) []byte { return wktPart(dst, p, wktRing) }
