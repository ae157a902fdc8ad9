package main

import (
	"math"
	"math/rand/v2"

	"github.com/peterstace/simplefeatures/geom"
)

// roundel is a star-shaped outline: distances in metres from a centre, at equal
// angles from east against the clock.
type roundel struct {
	centre geom.XY
	radius []float64
}

// ellipse says how far its edge is from the centre in each direction. It is
// shifted along its long axis, as a zone reaches farther against the flow.
type ellipse struct {
	long, short float64 // semi-axes, m
	axis        float64 // direction of the long one, upstream, radians
	lean        float64 // 0: central; 0.5: 1.5 times as far upstream, half as far down
}

func (e ellipse) reach(angle float64) float64 {
	c, s := math.Cos(angle-e.axis), math.Sin(angle-e.axis)
	return e.long * e.short / math.Hypot(e.short*c, e.long*s) * (1 + e.lean*c)
}

// wobbly returns an outline of n corners that follows e with an error of about
// rough (a share), made of slow waves and a little noise at each corner.
func wobbly(r *rand.Rand, centre geom.XY, e ellipse, n int, rough float64) roundel {
	var size, phase [14]float64
	for k := 2; k < len(size); k++ {
		size[k] = rough * (0.5 + r.Float64()) / math.Sqrt(float64(k))
		phase[k] = 2 * math.Pi * r.Float64()
	}
	o := roundel{centre, make([]float64, n)}
	for i := range o.radius {
		angle := o.angle(i)
		f := 1 + 0.1*rough*(2*r.Float64()-1)
		for k := 2; k < len(size); k++ {
			f += size[k] * math.Cos(float64(k)*angle+phase[k]) / 2
		}
		o.radius[i] = e.reach(angle) * max(f, 0.6)
	}
	return o
}

func (o roundel) angle(i int) float64 { return 2 * math.Pi * float64(i) / float64(len(o.radius)) }

// beyond moves corners out where o would come nearer than margin metres to an
// inner outline of the same centre.
func (o roundel) beyond(inner roundel, margin float64) roundel {
	m := len(inner.radius)
	for i := range o.radius {
		at := i * m / len(o.radius)
		near := max(inner.radius[(at+m-1)%m], inner.radius[at], inner.radius[(at+1)%m], inner.radius[(at+2)%m])
		o.radius[i] = max(o.radius[i], near+margin)
	}
	return o
}

func (o roundel) corners() []geom.XY {
	ring := make([]geom.XY, len(o.radius))
	for i, d := range o.radius {
		ring[i] = polar(o.centre, o.angle(i), d)
	}
	return ring
}

// wander puts corners between two points, step metres apart or less, that
// stray by about rough of the distance that is being halved.
func wander(r *rand.Rand, from, to geom.XY, step, rough float64) []geom.XY {
	between := to.Sub(from)
	if between.Length() <= step {
		return []geom.XY{from}
	}
	stray := rough * (2*r.Float64() - 1)
	middle := from.Add(between.Scale(0.5)).Add(geom.XY{X: -between.Y, Y: between.X}.Scale(stray))
	return append(wander(r, from, middle, step, rough), wander(r, middle, to, step, rough)...)
}

// wanderAlong is wander through way-points, the last one included.
func wanderAlong(r *rand.Rand, points []geom.XY, step, rough float64) []geom.XY {
	var out []geom.XY
	for i := range len(points) - 1 {
		out = append(out, wander(r, points[i], points[i+1], step, rough)...)
	}
	return append(out, points[len(points)-1])
}

// smooth cuts corners twice (Chaikin), so that a line bends instead of breaking.
func smooth(points []geom.XY) []geom.XY {
	for range 2 {
		out := []geom.XY{points[0]}
		for i := range len(points) - 1 {
			p, q := points[i], points[i+1]
			out = append(out, p.Scale(0.75).Add(q.Scale(0.25)), p.Scale(0.25).Add(q.Scale(0.75)))
		}
		out = append(out, points[len(points)-1])
		points = out
	}
	return points
}
