package shapefile

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/rings"
)

// farthest is beyond any coordinate in metres or degrees; what is larger was
// never one.
const farthest = 1e9

// decodeShape reads the content of a record. What is wrong with it alone is a
// *feature.FeatureError.
func (s *shp) decodeShape(b []byte) (orb.Geometry, error) {
	if len(b) < 4 {
		return nil, s.refuse("是空图形", "has no shape")
	}
	typ := int(binary.LittleEndian.Uint32(b))
	switch {
	case typ == shpNull:
		return nil, s.refuse("是空图形", "has no shape")
	case typ == shpMultiPatch:
		return nil, s.refuse("是多面体（MultiPatch），不受支持；请转换为面", "is a MultiPatch, which is not read; convert it to a polygon")
	case typ != s.Type:
		return nil, s.refuse("图形类型 %d 与文件的类型 %d 不同", "has the shape type %d in a file of type %d", typ, s.Type)
	}
	switch flat := flatType(typ); flat {
	case shpPoint:
		points, err := s.points(b[4:], 1)
		if err != nil {
			return nil, err
		}
		return points[0], nil
	case shpMultiPoint:
		points, _, err := s.counted(b, 36)
		return orb.MultiPoint(points), err
	case shpPolyLine, shpPolygon:
		return s.parts(b, flat)
	}
	return nil, s.refuse("图形类型 %d 未知", "has the unknown shape type %d", typ)
}

// flatType is a type without Z and M, or -1 if there is none.
func flatType(typ int) int {
	switch flat := typ % 10; flat {
	case shpPoint, shpPolyLine, shpPolygon, shpMultiPoint:
		if typ/10 <= 2 && typ > 0 {
			return flat
		}
	}
	return -1
}

// counted reads the points whose number stands at an offset in b, after the
// arrays that precede them: numbers of parts, or nothing.
func (s *shp) counted(b []byte, at int) (points []orb.Point, parts []uint32, err error) {
	lists := 0
	if len(b) < at+4 {
		return nil, nil, s.refuse("的图形不完整", "has a shape that is cut short")
	}
	count := int64(binary.LittleEndian.Uint32(b[at:]))
	if at == 40 { // of polylines and polygons the number of parts stands before
		lists = int(min(binary.LittleEndian.Uint32(b[36:]), math.MaxInt32))
	}
	if count > int64(s.limits.Vertices) {
		return nil, nil, s.tooManyVertices()
	}
	rest := b[at+4:]
	if need := 4*int64(lists) + 16*count; need > int64(len(rest)) {
		return nil, nil, s.refuse(
			"自称有 %d 个部分、%d 个点，而记录容不下", "claims %d parts and %d points, more than its record holds", lists, count)
	}
	if count == 0 {
		return nil, nil, s.refuse("没有点", "has no points")
	}
	parts = make([]uint32, lists)
	for i := range parts {
		parts[i] = binary.LittleEndian.Uint32(rest[4*i:])
	}
	points, err = s.points(rest[4*lists:], int(count))
	return points, parts, err
}

func (s *shp) points(b []byte, n int) ([]orb.Point, error) {
	if len(b) < 16*n {
		return nil, s.refuse("的图形不完整", "has a shape that is cut short")
	}
	points := make([]orb.Point, n)
	for i := range points {
		for axis := range points[i] {
			v := math.Float64frombits(binary.LittleEndian.Uint64(b[16*i+8*axis:]))
			if !(math.Abs(v) <= farthest) {
				return nil, s.refuse("第 %d 点的坐标 %g 无效", "point %d has the void coordinate %g", i+1, v)
			}
			points[i][axis] = v
		}
	}
	return points, nil
}

// parts reads lines or rings.
func (s *shp) parts(b []byte, flat int) (orb.Geometry, error) {
	points, starts, err := s.counted(b, 40)
	if err != nil {
		return nil, err
	}
	lines := make([]orb.LineString, len(starts))
	for i, from := range starts {
		to := len(points)
		if i+1 < len(starts) {
			to = int(starts[i+1])
		}
		if i == 0 && from != 0 || int(from) >= to || to > len(points) {
			return nil, s.refuse("第 %d 部分的起点 %d 无效", "part %d starts at %d, which cannot be", i+1, from)
		}
		lines[i] = points[from:to:to]
	}
	switch {
	case len(lines) == 0:
		return nil, s.refuse("有点而没有部分", "has points but no parts")
	case flat == shpPolygon:
		return s.areas(lines)
	case len(lines) == 1:
		return lines[0], nil
	}
	return orb.MultiLineString(lines), nil
}

// areas groups rings into polygons by how they lie. Those that wind otherwise than
// they should are counted.
func (s *shp) areas(lines []orb.LineString) (orb.Geometry, error) {
	all := make([]orb.Ring, len(lines))
	for i, l := range lines {
		all[i] = orb.Ring(l)
	}
	area, err := rings.Group(all)
	if err != nil {
		return nil, err
	}
	for _, p := range feature.Polygons(area) {
		for i, r := range p {
			if misWound(i, r) {
				s.mixed.Count(s.next)
				return area, nil
			}
		}
	}
	return area, nil
}

// misWound reports whether the i-th ring of a polygon winds otherwise than the
// format says: the shell clockwise and the holes counter-clockwise.
func misWound(i int, r orb.Ring) bool {
	a := feature.DoubleArea(r)
	return i == 0 && a > 0 || i > 0 && a < 0
}

// refuse is an error of the record that was just read; its place is told by the
// caller.
func (s *shp) refuse(zh, en string, values ...any) *feature.FeatureError {
	return feature.PlaceErrorf(recordPlace(s.next), zh, en, values...)
}
