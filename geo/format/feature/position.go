package feature

import (
	"math"

	"github.com/paulmach/orb"
)

// HasPlace reports whether g and each of its parts has positions, all of them finite.
func HasPlace(g orb.Geometry) bool {
	switch g := Simple(g).(type) {
	case orb.Point:
		return Finite(g)
	case orb.MultiPoint:
		return every(g, Finite)
	case orb.LineString:
		return every(g, Finite)
	case orb.MultiLineString:
		return every(g, func(l orb.LineString) bool { return every(l, Finite) })
	case orb.Polygon:
		return every(g, func(r orb.Ring) bool { return every(r, Finite) })
	case orb.MultiPolygon:
		return every(g, func(p orb.Polygon) bool { return HasPlace(p) })
	case orb.Collection:
		return every(g, HasPlace)
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

// Finite reports whether both coordinates are finite numbers.
func Finite(p orb.Point) bool {
	return !math.IsNaN(p[0]) && !math.IsInf(p[0], 0) && !math.IsNaN(p[1]) && !math.IsInf(p[1], 0)
}

// Simple gives the types that only orb has their name in Simple Features.
func Simple(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Ring:
		return orb.Polygon{g}
	case orb.Bound:
		return g.ToPolygon()
	}
	return g
}

// Polygons are those of an area; none of what is none.
func Polygons(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// CheckLine wants two positions at least. The error is an *Error.
func CheckLine(l orb.LineString) error {
	if len(l) < 2 {
		return &Error{ZH: "线少于 2 个点", EN: "a line of fewer than 2 positions"}
	}
	return nil
}

// CheckRing wants four positions at least, the last equal to the first. The error
// is an *Error.
func CheckRing(r orb.Ring) error {
	switch first, last := r[0], r[len(r)-1]; {
	case len(r) < 4:
		return Errorf("环只有 %d 个点，至少 4 个（首末点相同）", "a ring of %d positions; at least 4 are needed, the last equal to the first", len(r))
	case first != last:
		return Errorf("环未闭合：首点 [%g, %g]，末点 [%g, %g]", "the ring is not closed: it starts at [%g, %g] and ends at [%g, %g]", first[0], first[1], last[0], last[1])
	}
	return nil
}

// OutOfRange says what a position out of range looks like.
func OutOfRange(x, y float64) (zh, en string) {
	at := "[" + string(AppendNumber(append(AppendNumber(nil, x), ','), y)) + "]"
	switch far := max(math.Abs(x), math.Abs(y)); {
	case far > 1000 && far < 1e8:
		return at + " 超出经纬度范围，像是以米为单位的投影坐标；请先转换为经纬度",
			at + " is not longitude, latitude; it looks like a projected coordinate in metres"
	case math.Abs(x) <= 90 && math.Abs(y) <= 180:
		return at + " 纬度超出 [-90, 90]，像是经纬度写反；应为 [经度， 纬度]",
			at + ": latitude and longitude look swapped; the order is [longitude, latitude]"
	}
	return at + " 超出范围：经度 [-180, 180]，纬度 [-90, 90]", at + " is out of range: longitude [-180, 180], latitude [-90, 90]"
}

// DoubleArea is positive for a counter-clockwise ring. It is taken round the
// first vertex, where the products are small and rounding does no harm.
func DoubleArea(r orb.Ring) (sum float64) {
	for i := 2; i < len(r); i++ {
		o, a, b := r[0], r[i-1], r[i]
		sum += float64((a[0]-o[0])*(b[1]-o[1])) - float64((a[1]-o[1])*(b[0]-o[0]))
	}
	return sum
}
