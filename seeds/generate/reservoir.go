package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/peterstace/simplefeatures/geom"

	"waterzones/layers"
)

// drawReservoir draws 张峰水库 upstream of its dam on 沁河: a drowned valley
// that widens towards the dam, with side arms, and round it zones after
// HJ 338-2018: some 500 m of water round the intake and 200 m of land as 一级,
// the rest of the water and 3 km of land as 二级.
func drawReservoir(b *board, qinhe course) []feature {
	r := chance("reservoir")
	dam := qinhe.nearest(at(112.405, 35.735))
	lake := drownedValley(qinhe, dam, steps(lakeLength))
	valley := append(arms(b, lake, dam), b.polygon(lake.ribbon(dam-steps(lakeLength), dam)...))
	water := b.rougher(r, b.simplify(b.union(valley...), 10), 45, 0.16)
	intake := upTo(b, water, lake, dam-steps(770))
	nearBank := b.simplify(b.grow(intake, 200), 2)
	slopes := b.rougher(r, b.simplify(b.grow(water, 3000), 60), 120, 0.10)
	catchment := b.rougher(r, b.simplify(b.grow(water, 4400), 60), 150, 0.10)
	parts := []struct {
		grade int
		part  string
		shape geom.Geometry
	}{
		{0, "水域", intake},
		{0, "陆域", b.subtract(nearBank, water)},
		{1, "水域", water},
		{1, "陆域", b.subtract(b.fit(slopes), water)},
		{2, "", b.fit(catchment)},
	}
	shapes := make([]geom.Geometry, len(parts))
	for i, p := range parts {
		shapes[i] = p.shape
	}
	var zones []feature
	for i, g := range noded(shapes) {
		zones = append(zones, feature{reservoirAttributes(parts[i].grade, parts[i].part), g})
	}
	return zones
}

// rougher breaks up the edges round the largest part of a shape.
func (b *board) rougher(r *rand.Rand, g geom.Geometry, step, rough float64) geom.Geometry {
	if b.err != nil {
		return geom.Geometry{}
	}
	ring := corners(largest(g).MustAsPolygon().ExteriorRing())
	wild := wanderAlong(r, closed(ring), step, rough)
	return b.polygon(wild[:len(wild)-1]...)
}

// lakeLength is how far the lake reaches up the river, in metres.
const lakeLength = 10500

// drownedValley is the course with the width of the lake: 80 m at its head and
// about 900 m before the dam, with bays.
func drownedValley(c course, dam, length int) course {
	half := append([]float64(nil), c.halfWidth...)
	for i := dam - length; i <= dam; i++ {
		share := float64(i-dam+length) / float64(length)
		half[i] = 40 + 420*math.Pow(share, 1.2)*(1+0.22*math.Sin(c.chainage[i]/420)+0.12*math.Sin(c.chainage[i]/180))
	}
	c.halfWidth = half
	c.middle = settled(c.middle)
	return c
}

// settled evens out the bends of a line, which a wide lake does not follow.
func settled(points []geom.XY) []geom.XY {
	out := append([]geom.XY(nil), points...)
	reach := steps(980)
	for i := reach; i < len(points)-reach; i++ {
		sum := geom.XY{}
		for j := i - reach; j <= i+reach; j++ {
			sum = sum.Add(points[j])
		}
		out[i] = sum.Scale(1 / float64(2*reach+1))
	}
	return out
}

// arms are side valleys under water, tapering from the lake.
func arms(b *board, lake course, dam int) []geom.Geometry {
	var out []geom.Geometry
	for k, fromDam := range []float64{1260, 2310, 4060, 5180, 6790, 8260} {
		i := dam - steps(fromDam)
		r := chance(fmt.Sprintf("reservoir arm %d", k))
		side := float64(1 - 2*(k%2))
		lengthM := (1900 - 0.13*fromDam) * (0.8 + 0.4*r.Float64())
		mouth := lake.bank(i, 0.6*side)
		tip := mouth.Add(lake.across(i).Scale(side * (lengthM + lake.halfWidth[i]*0.4)))
		arm := course{middle: evenly(smooth(append(wander(r, mouth, tip, 420, 0.13), tip)), 40)}
		for j := range arm.middle {
			share := float64(j) / float64(len(arm.middle))
			arm.halfWidth = append(arm.halfWidth, 14+lengthM*0.09*(1-share)*(0.85+0.3*r.Float64()))
		}
		out = append(out, b.polygon(arm.ribbon(0, len(arm.middle)-1)...))
	}
	return out
}

// largest is the part with the largest area, its holes filled.
func largest(g geom.Geometry) geom.Geometry {
	var best geom.Polygon
	for _, p := range polygons(g) {
		if p.Area() > best.Area() {
			best = p
		}
	}
	return geom.NewPolygon([]geom.LineString{best.ExteriorRing()}).AsGeometry()
}

// upTo is the water between the dam and the straight line over the lake near a
// cross-section. The line ends at corners of the shore, so that the shore of
// the part is the shore of the whole.
func upTo(b *board, water geom.Geometry, lake course, section int) geom.Geometry {
	if b.err != nil {
		return geom.Geometry{}
	}
	ring := corners(largest(water).MustAsPolygon().ExteriorRing())
	left, right := closest(ring, lake.bank(section, 1)), closest(ring, lake.bank(section, -1))
	// Against the clock, the shore runs from the right bank round the dam to
	// the left one.
	if left < right {
		left += len(ring)
	}
	var part []geom.XY
	for i := right; i <= left; i++ {
		part = append(part, ring[i%len(ring)])
	}
	return b.polygon(part...)
}

// corners returns the points of a ring against the clock, open.
func corners(ring geom.LineString) []geom.XY {
	ring = geom.NewPolygon([]geom.LineString{ring}).ForceCCW().ExteriorRing()
	points := make([]geom.XY, ring.Coordinates().Length()-1)
	for i := range points {
		points[i] = ring.Coordinates().GetXY(i)
	}
	return points
}

func closest(points []geom.XY, p geom.XY) int {
	best := 0
	for i, q := range points {
		if q.Sub(p).Length() < points[best].Sub(p).Length() {
			best = i
		}
	}
	return best
}

func reservoirAttributes(grade int, part string) layers.Attributes {
	s := source{code: "SY11", name: "张峰水库水源地", county: "140521", from: "2019-06-01"}
	a := s.attributes(grade, 11)
	a.SourceType, a.Aquifer, a.Part = "湖库型", "", part
	if part != "" {
		a.Name = "张峰水库水源地" + grades()[grade] + "保护区" + part + "（示意）"
		a.Code += map[string]string{"水域": "-S", "陆域": "-L"}[part]
	}
	return a
}

// reservoirIntake is a point on the water, 400 m before the dam.
func reservoirIntake(qinhe course) feature {
	a := reservoirAttributes(0, "")
	a.Code, a.Name, a.Grade = a.SourceCode, "张峰水库水源地（示意）", ""
	dam := qinhe.nearest(at(112.405, 35.735))
	return feature{a, settled(qinhe.middle)[dam-steps(420)].AsPoint().AsGeometry()}
}
