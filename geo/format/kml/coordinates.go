package kml

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// positions reads the coordinates in an element, which is taken to its end. What
// is wrong with them is kept by p, and then there are none.
func (k *kmlReader) positions(p *placemark) (points []orb.Point, err error) {
	err = k.children(func(e xml.StartElement) error {
		if e.Name.Local != "coordinates" {
			return k.skip(e)
		}
		text, err := k.elementText()
		if err == nil {
			points, err = p.coordinates(points, text, k.limits.Vertices)
		}
		return err
	})
	if err == nil && len(points) == 0 {
		p.wrong("没有坐标", "it has no coordinates")
	}
	return points, err
}

// coordinates reads tuples of longitude, latitude and perhaps altitude, which is
// dropped.
func (p *placemark) coordinates(points []orb.Point, text string, most int) ([]orb.Point, error) {
	for rest := strings.TrimSpace(text); rest != ""; {
		tuple, n, after := tupleIn(rest)
		switch {
		case after == rest:
			said := feature.Quote(rest[:min(len(rest), 40)])
			p.wrong("坐标 %s 应为 经度，纬度，高程", "coordinates %s are not longitude, latitude, altitude", said)
			return nil, nil
		case n < 2:
			p.wrong("坐标少于 2 个数", "a position of fewer than 2 numbers")
			return nil, nil
		case math.Abs(tuple[0]) > 180 || math.Abs(tuple[1]) > 90:
			zh, en := feature.OutOfRange(tuple[0], tuple[1])
			return nil, p.fail(&feature.Error{ZH: zh, EN: en})
		}
		if p.vertices++; p.vertices > most {
			return nil, feature.TooManyVertices(most)
		}
		points, rest = append(points, orb.Point{tuple[0], tuple[1]}), after
	}
	return points, nil
}

// tupleIn takes the first tuple of a text; what follows it is the text itself if
// there is none. KML 2.3 (9.5) forbids blanks in a tuple; writers put them there.
func tupleIn(text string) (tuple [3]float64, n int, after string) {
	const blank = " \t\r\n"
	for rest, more := text, true; more; n++ {
		end := strings.IndexAny(rest, ","+blank)
		if end < 0 {
			end = len(rest)
		}
		v, err := strconv.ParseFloat(rest[:end], 64)
		if err != nil || n == len(tuple) || math.IsNaN(v) || math.IsInf(v, 0) {
			return tuple, n, text
		}
		tuple[n] = v
		after = strings.TrimLeft(rest[end:], blank)
		if rest, more = strings.CutPrefix(after, ","); more {
			rest = strings.TrimLeft(rest, blank)
		}
	}
	return tuple, n, after
}

// assembled is one geometry of parts: a multi-part one where all are of a kind.
func assembled(parts []orb.Geometry) orb.Geometry {
	if len(parts) == 1 {
		return parts[0]
	}
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var polygons orb.MultiPolygon
	for _, part := range parts {
		switch part := part.(type) {
		case orb.Point:
			points = append(points, part)
		case orb.LineString:
			lines = append(lines, part)
		case orb.Polygon:
			polygons = append(polygons, part)
		}
	}
	switch len(parts) {
	case len(points):
		return points
	case len(lines):
		return lines
	case len(polygons):
		return polygons
	}
	return orb.Collection(parts)
}
