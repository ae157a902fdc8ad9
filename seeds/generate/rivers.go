package main

import (
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// river is a river by rough way-points, downstream, as longitude and latitude.
type river struct {
	code, name string
	into       string     // the code of the river it joins, traced before
	width      [2]float64 // m, at the first and at the last way-point
	bend       float64    // how much it meanders, as a share
	points     [][2]float64
}

// Way-points are good to 1 to 3 km; what lies between them is made up.
func rivers() []river {
	return []river{
		{"QH", "沁河", "", [2]float64{90, 170}, 0.28, [][2]float64{
			{112.322, 35.888},
			{112.318, 35.84},
			{112.33, 35.80},
			{112.36, 35.777},
			{112.40, 35.740},
			{112.435, 35.695},
			{112.50, 35.678},
			{112.528, 35.60},
			{112.536, 35.534},
			{112.517, 35.485},
			{112.535, 35.452},
			{112.568, 35.385},
			{112.61, 35.31},
			{112.622, 35.272},
		}},
		{"DH", "丹河", "", [2]float64{40, 110}, 0.28, [][2]float64{
			{112.888, 35.925},
			{112.90, 35.87},
			{112.915, 35.80},
			{112.95, 35.74},
			{112.95, 35.68},
			{112.935, 35.605},
			{112.955, 35.55},
			{112.97, 35.47},
			{112.98, 35.43},
			{112.987, 35.405},
			{113.003, 35.367},
		}},
		{"LW", "芦苇河", "QH", [2]float64{25, 55}, 0.28, [][2]float64{
			{112.235, 35.605}, {112.30, 35.585}, {112.37, 35.565}, {112.44, 35.545}, {112.522, 35.497},
		}},
		{"HZ", "获泽河", "QH", [2]float64{25, 60}, 0.28, [][2]float64{
			{112.29, 35.515}, {112.36, 35.497}, {112.42, 35.482}, {112.47, 35.462}, {112.530, 35.447},
		}},
		{"CH", "长河", "QH", [2]float64{20, 50}, 0.28, [][2]float64{
			{112.74, 35.62}, {112.70, 35.565}, {112.64, 35.50}, {112.60, 35.455}, {112.553, 35.412},
		}},
		{"QX", "沁水县河（梅杏河）", "QH", [2]float64{20, 55}, 0.28, [][2]float64{
			{112.05, 35.715}, {112.12, 35.695}, {112.18, 35.688}, {112.27, 35.69}, {112.35, 35.698}, {112.436, 35.697},
		}},
		{"BG", "巴公河", "DH", [2]float64{18, 40}, 0.28, [][2]float64{
			{112.80, 35.665}, {112.85, 35.645}, {112.89, 35.63}, {112.936, 35.608},
		}},
		{"XH", "许河", "DH", [2]float64{18, 45}, 0.28, [][2]float64{
			{112.80, 35.775}, {112.85, 35.755}, {112.90, 35.745}, {112.944, 35.747},
		}},
		{"XX", "西河", "", [2]float64{16, 28}, 0.28, [][2]float64{{112.80, 35.525}, {112.825, 35.50}, {112.845, 35.475}}},
		{"HT", "花园头河", "", [2]float64{16, 28}, 0.28, [][2]float64{{112.875, 35.545}, {112.868, 35.52}, {112.862, 35.495}, {112.845, 35.475}}},
		{"BS", "白水河", "DH", [2]float64{28, 50}, 0.28, [][2]float64{
			{112.845, 35.475}, {112.852, 35.455}, {112.88, 35.435}, {112.93, 35.428}, {112.979, 35.43},
		}},
		{"NC", "南村河", "DH", [2]float64{16, 30}, 0.28, [][2]float64{{112.775, 35.50}, {112.796, 35.46}, {112.82, 35.42}, {112.85, 35.39}, {112.90, 35.38}, {112.986, 35.406}}},
	}
}

// course is a river as drawn: its middle line and, at each of its points, the
// distance from the source in metres and the half width.
type course struct {
	river
	middle    []geom.XY
	chainage  []float64
	halfWidth []float64
}

// spacing is the distance between cross-sections, in metres.
const spacing = 45

// steps is the number of cross-sections in a length in metres.
func steps(metres float64) int { return int(metres / spacing) }

// traceAll draws the rivers, by code.
func traceAll() map[string]course {
	courses := map[string]course{}
	for _, rv := range rivers() {
		courses[rv.code] = trace(rv, courses[rv.into])
	}
	return courses
}

// trace draws a river down to the one it joins, if any.
func trace(rv river, into course) course {
	points := make([]geom.XY, len(rv.points))
	for i, p := range rv.points {
		points[i] = at(p[0], p[1])
	}
	if rv.into != "" {
		mouth := &points[len(points)-1]
		*mouth = into.middle[into.nearest(*mouth)]
	}
	r := chance("river " + rv.code)
	c := course{river: rv}
	c.middle = evenly(smooth(wanderAlong(r, points, 10*rv.width[1], rv.bend)), spacing)
	slow, fast := r.Float64()*7, r.Float64()*7
	for i := range c.middle {
		s := float64(i) * spacing
		share := float64(i) / float64(len(c.middle)-1)
		w := rv.width[0] + (rv.width[1]-rv.width[0])*share
		w *= 1 + 0.22*math.Sin(s/820+slow) + 0.13*math.Sin(s/310+fast) + 0.1*(r.Float64()-0.5)
		c.chainage = append(c.chainage, s)
		c.halfWidth = append(c.halfWidth, w/2)
	}
	return c
}

// evenly returns points along a line, step metres apart as the river flows, and
// its last point's neighbour: the rest shorter than a step is dropped.
func evenly(points []geom.XY, step float64) []geom.XY {
	out := []geom.XY{points[0]}
	left := step
	for i := range len(points) - 1 {
		p, q := points[i], points[i+1]
		length := q.Sub(p).Length()
		for length >= left {
			p = p.Add(q.Sub(p).Scale(left / length))
			out = append(out, p)
			length = q.Sub(p).Length()
			left = step
		}
		left -= length
	}
	return out
}

// across is the unit vector to the left of the flow at a cross-section; the
// flow is taken over some length, so that neighbouring sections do not cross.
func (c course) across(i int) geom.XY {
	d := c.middle[min(i+3, len(c.middle)-1)].Sub(c.middle[max(i-3, 0)])
	return geom.XY{X: -d.Y, Y: d.X}.Scale(1 / d.Length())
}

// bank returns the point of a cross-section at a share of the half width, 1 on
// the left bank and -1 on the right one.
func (c course) bank(i int, share float64) geom.XY {
	return c.middle[i].Add(c.across(i).Scale(share * c.halfWidth[i]))
}

// nearest is the cross-section nearest to a point.
func (c course) nearest(p geom.XY) int { return closest(c.middle, p) }

// ribbon is the water between two cross-sections, from bank to bank.
func (c course) ribbon(from, to int) []geom.XY {
	var ring []geom.XY
	for i := from; i <= to; i++ {
		ring = append(ring, c.bank(i, -1))
	}
	for i := to; i >= from; i-- {
		ring = append(ring, c.bank(i, 1))
	}
	return ring
}
