package format

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// appendWKB appends g as ISO WKB, little-endian, without SRID. What has no
// positions, or some that are not finitePoint, is an error.
func appendWKB(dst []byte, g orb.Geometry) ([]byte, error) {
	if g = simpleFeature(g); !hasPlace(g) {
		return nil, errNoPlace()
	}
	switch g := g.(type) {
	case orb.Point:
		return wkbPosition(wkbHeader(dst, wkbPoint), g), nil
	case orb.MultiPoint:
		return wkbMembers(wkbHeader(dst, wkbMultiPoint), g), nil
	case orb.LineString:
		return wkbPositions(wkbHeader(dst, wkbLineString), g), nil
	case orb.MultiLineString:
		return wkbMembers(wkbHeader(dst, wkbMultiLineString), g), nil
	case orb.Polygon:
		dst = binary.LittleEndian.AppendUint32(wkbHeader(dst, wkbPolygon), uint32(len(g)))
		for _, r := range g {
			dst = wkbPositions(dst, r)
		}
		return dst, nil
	case orb.MultiPolygon:
		return wkbMembers(wkbHeader(dst, wkbMultiPolygon), g), nil
	case orb.Collection:
		return wkbMembers(wkbHeader(dst, wkbCollection), g), nil
	}
	return nil, errNoPlace()
}

func wkbHeader(dst []byte, typ uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(dst, 1), typ)
}

func wkbMembers[T orb.Geometry](dst []byte, members []T) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(members)))
	for _, g := range members {
		dst, _ = appendWKB(dst, g) // hasPlace has looked at every member
	}
	return dst
}

func wkbPositions[S ~[]orb.Point](dst []byte, points S) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(points)))
	for _, p := range points {
		dst = wkbPosition(dst, p)
	}
	return dst
}

func wkbPosition(dst []byte, p orb.Point) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(p[1]))
}

// simpleFeature gives the types that only orb has their name in Simple Features.
func simpleFeature(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Ring:
		return orb.Polygon{g}
	case orb.Bound:
		return g.ToPolygon()
	}
	return g
}

// hasPlace reports whether g and each of its parts has positions, all of them finite.
func hasPlace(g orb.Geometry) bool {
	switch g := simpleFeature(g).(type) {
	case orb.Point:
		return finitePoint(g)
	case orb.MultiPoint:
		return every(g, finitePoint)
	case orb.LineString:
		return every(g, finitePoint)
	case orb.MultiLineString:
		return every(g, func(l orb.LineString) bool { return every(l, finitePoint) })
	case orb.Polygon:
		return every(g, func(r orb.Ring) bool { return every(r, finitePoint) })
	case orb.MultiPolygon:
		return every(g, func(p orb.Polygon) bool { return hasPlace(p) })
	case orb.Collection:
		return every(g, hasPlace)
	}
	return false
}

// every is false of none.
func every[T any](items []T, is func(T) bool) bool {
	for _, item := range items {
		if !is(item) {
			return false
		}
	}
	return len(items) > 0
}

func finitePoint(p orb.Point) bool {
	return !math.IsNaN(p[0]) && !math.IsInf(p[0], 0) && !math.IsNaN(p[1]) && !math.IsInf(p[1], 0)
}

func errNoPlace() *Error {
	return &Error{
		ZH: "图形为空或坐标不是有限的数，不能写出",
		EN: "a geometry that is empty or has a coordinate that is not finite cannot be written",
	}
}
