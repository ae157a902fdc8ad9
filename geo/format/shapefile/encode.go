package shapefile

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// shpTypeOf is the type of shapes that a geometry belongs to, 0 if there is
// none, or if it is empty.
func shpTypeOf(g orb.Geometry) int {
	if geo.Vertices(g) == 0 {
		return 0
	}
	switch g.(type) {
	case orb.Point:
		return shpPoint
	case orb.MultiPoint:
		return shpMultiPoint
	case orb.LineString, orb.MultiLineString:
		return shpPolyLine
	case orb.Polygon, orb.MultiPolygon, orb.Ring, orb.Bound:
		return shpPolygon
	}
	return 0
}

// appendShape appends the content of a record.
func appendShape(b []byte, g orb.Geometry, typ int) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(typ))
	switch g := g.(type) {
	case orb.Point:
		return appendXY(b, g)
	case orb.MultiPoint:
		b = binary.LittleEndian.AppendUint32(appendBox(b, g.Bound()), uint32(len(g)))
		return appendXY(b, g...)
	case orb.LineString:
		return appendParts(b, orb.MultiLineString{g})
	case orb.MultiLineString:
		return appendParts(b, g)
	case orb.Ring:
		return appendParts(b, wound(orb.Polygon{g}))
	case orb.Bound:
		return appendParts(b, wound(g.ToPolygon()))
	case orb.Polygon:
		return appendParts(b, wound(g))
	case orb.MultiPolygon:
		var all []orb.LineString
		for _, p := range g {
			all = append(all, wound(p)...)
		}
		return appendParts(b, all)
	}
	return b
}

// finiteShape reports whether all coordinates in the content of a record are
// finite.
func finiteShape(b []byte, typ int) bool {
	at := map[int]int{shpPoint: 4, shpMultiPoint: 40}[typ]
	if at == 0 {
		at = 44 + 4*int(binary.LittleEndian.Uint32(b[36:]))
	}
	for ; at < len(b); at += 8 {
		if v := math.Float64frombits(binary.LittleEndian.Uint64(b[at:])); math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// wound are the rings of a polygon, closed, and wound as the format says. The
// caller's rings are not changed.
func wound(p orb.Polygon) []orb.LineString {
	lines := make([]orb.LineString, 0, len(p))
	for i, r := range p {
		if len(r) == 0 {
			continue
		}
		if r[0] != r[len(r)-1] {
			r = append(slices.Clone(r), r[0])
		}
		if misWound(i, r) {
			r = slices.Clone(r)
			slices.Reverse(r)
		}
		lines = append(lines, orb.LineString(r))
	}
	return lines
}

func appendParts(b []byte, lines []orb.LineString) []byte {
	n := 0
	for _, l := range lines {
		n += len(l)
	}
	b = appendBox(b, orb.MultiLineString(lines).Bound())
	b = binary.LittleEndian.AppendUint32(b, uint32(len(lines)))
	b = binary.LittleEndian.AppendUint32(b, uint32(n))
	at := uint32(0)
	for _, l := range lines {
		b = binary.LittleEndian.AppendUint32(b, at)
		at += uint32(len(l))
	}
	for _, l := range lines {
		b = appendXY(b, l...)
	}
	return b
}

func appendXY(b []byte, points ...orb.Point) []byte {
	for _, p := range points {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
	}
	return b
}

func appendBox(b []byte, box orb.Bound) []byte { return appendXY(b, box.Min, box.Max) }
