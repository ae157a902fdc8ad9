package format

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
)

// newWKTWriter writes one geometry a line, with SRID=code; before it where the
// schema names a system, easting or longitude first as WKT always has it.
// Attributes have no place there and are dropped. GCJ-02 and BD-09 have no SRID:
// they are an error, since without it they would pass for CGCS2000.
func newWKTWriter(w io.Writer, schema Schema) (Writer, error) {
	srid, err := sridOf(schema.CRS)
	if err != nil {
		return nil, err
	}
	t := &wktWriter{w: bufio.NewWriter(w)}
	if srid != 0 {
		t.prefix = fmt.Sprintf("SRID=%d;", srid)
	}
	return t, nil
}

// sridOf is the code of EPSG, 0 for no system.
func sridOf(c crs.CRS) (int, error) {
	switch {
	case c == crs.CRS84:
		return int(crs.WGS84), nil
	case c < 0:
		title := c.Title()
		return 0, &Error{
			ZH: title.ZH + "没有 EPSG 编号，此格式无法注明；请先转换为 CGCS2000",
			EN: title.EN + " has no EPSG code and cannot be named in this format; convert to CGCS2000 first",
		}
	}
	return int(c), nil
}

type wktWriter struct {
	w      *bufio.Writer
	prefix string
	line   []byte
}

func (t *wktWriter) Write(f Feature) error {
	line, err := appendWKT(append(t.line[:0], t.prefix...), f.Geometry)
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

// appendWKT writes the shortest numbers that parse back to the same. What has no
// positions, or some that are not finitePoint, is an error.
func appendWKT(dst []byte, g orb.Geometry) ([]byte, error) {
	if g = simpleFeature(g); !hasPlace(g) {
		return nil, errNoPlace()
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
			dst, _ = appendWKT(dst, g)
			return dst
		}), nil
	}
	return nil, errNoPlace()
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
