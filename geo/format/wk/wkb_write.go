package wk

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// AppendWKB appends g as ISO WKB, little-endian, without SRID. What has no
// positions, or some that are not feature.Finite, is an error.
func AppendWKB(dst []byte, g orb.Geometry) ([]byte, error) {
	if g = feature.Simple(g); !feature.HasPlace(g) {
		return nil, feature.NoPlace()
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
	return nil, feature.NoPlace()
}

func wkbHeader(dst []byte, typ uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(dst, 1), typ)
}

func wkbMembers[T orb.Geometry](dst []byte, members []T) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(members)))
	for _, g := range members {
		dst, _ = AppendWKB(dst, g) // feature.HasPlace has looked at every member
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
