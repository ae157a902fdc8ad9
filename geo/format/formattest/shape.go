package formattest

import (
	"fmt"
	"math"
	"regexp"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"pgregory.net/rapid"

	"waterzones/geo/format/feature"
)

// Square is a hundredth of a degree wide and high.
func Square(x, y float64) orb.Polygon {
	return orb.Polygon{{{x, y}, {x + 0.01, y}, {x + 0.01, y + 0.01}, {x, y + 0.01}, {x, y}}}
}

// RingAround is a counter-clockwise square.
func RingAround(x, y, half float64) orb.Ring {
	return orb.Ring{{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}, {x - half, y - half}}
}

// ManyWells are n points with a name each.
func ManyWells(n int) []feature.Feature {
	features := make([]feature.Feature, n)
	for i := range features {
		features[i] = feature.Feature{Geometry: orb.Point{112 + float64(i)/1e6, 35 + float64(i)/1e6}, Values: []string{fmt.Sprintf("井%d", i)}}
	}
	return features
}

// AnyGeometry draws geometries that can be read back: lines of two positions or
// more, rings of four or more that are closed.
func AnyGeometry() *rapid.Generator[orb.Geometry] {
	number := rapid.OneOf(rapid.Float64Range(-180, 180), rapid.Float64Range(-4e7, 4e7), rapid.Just(0.1), rapid.Just(5e-324))
	point := rapid.Custom(func(t *rapid.T) orb.Point { return orb.Point{number.Draw(t, "x"), number.Draw(t, "y")} })
	line := rapid.Custom(func(t *rapid.T) orb.LineString { return rapid.SliceOfN(point, 2, 6).Draw(t, "line") })
	polygon := rapid.Custom(func(t *rapid.T) orb.Polygon {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) orb.Ring {
			r := rapid.SliceOfN(point, 3, 6).Draw(t, "ring")
			return append(r, r[0])
		}), 1, 3).Draw(t, "polygon")
	})
	return rapid.OneOf(
		rapid.Map(point, func(p orb.Point) orb.Geometry { return p }),
		rapid.Map(line, func(l orb.LineString) orb.Geometry { return l }),
		rapid.Map(polygon, func(p orb.Polygon) orb.Geometry { return p }),
		rapid.Map(rapid.SliceOfN(point, 1, 4), func(m []orb.Point) orb.Geometry { return orb.MultiPoint(m) }),
		rapid.Map(rapid.SliceOfN(line, 1, 4), func(m []orb.LineString) orb.Geometry { return orb.MultiLineString(m) }),
		rapid.Map(rapid.SliceOfN(polygon, 1, 4), func(m []orb.Polygon) orb.Geometry { return orb.MultiPolygon(m) }),
		rapid.Map(rapid.SliceOfN(polygon, 1, 3), func(m []orb.Polygon) orb.Geometry {
			return orb.Collection{m[0], orb.Collection{m[0][0][0], m[0]}}
		}),
	)
}

// Unwritable are geometries without a place, wherever in them that is.
func Unwritable() []orb.Geometry {
	bad := orb.Point{math.NaN(), 1}
	return []orb.Geometry{
		nil, bad,
		orb.MultiPoint{},
		orb.MultiPoint{{1, 2}, bad},
		orb.LineString{},
		orb.Ring{},
		orb.Polygon{},
		orb.Polygon{{}},
		orb.MultiLineString{{}},
		orb.MultiPolygon{{{{1, 2}, bad}}},
		orb.MultiPolygon{},
		orb.Collection{},
		orb.Collection{nil},
		orb.Collection{orb.Collection{orb.LineString{}}},
	}
}

// Diamond is a ring round a centre, standing on a corner.
func Diamond(x, y, half float64) orb.Ring {
	return orb.Ring{{x, y - half}, {x + half, y}, {x, y + half}, {x - half, y}, {x, y - half}}
}

// Positions are all positions of a geometry, in order.
func Positions(g orb.Geometry) (all []orb.Point) {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	case orb.LineString:
		return g
	case orb.MultiLineString:
		for _, line := range g {
			all = append(all, line...)
		}
	case orb.Polygon:
		for _, ring := range g {
			all = append(all, ring...)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			all = append(all, Positions(polygon)...)
		}
	case orb.Collection:
		for _, member := range g {
			all = append(all, Positions(member)...)
		}
	}
	return all
}

// Outline is a geometry without its numbers: POLYGON((,,,),(,,,)).
func Outline(g orb.Geometry) string {
	return regexp.MustCompile(`[^A-Z(),]`).ReplaceAllString(wkt.MarshalString(g), "")
}

// Apart is the most by which the positions of two geometries differ in either
// coordinate; it is infinite where they are not of one outline, or no numbers.
func Apart(a, b orb.Geometry) (off float64) {
	if a == nil || b == nil || Outline(a) != Outline(b) {
		return math.Inf(1)
	}
	q := Positions(b)
	for i, p := range Positions(a) {
		off = max(off, math.Abs(p[0]-q[i][0]), math.Abs(p[1]-q[i][1]))
	}
	if math.IsNaN(off) {
		return math.Inf(1)
	}
	return off
}
