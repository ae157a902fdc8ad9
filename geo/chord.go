package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// vector is a place in geocentric coordinates, in metres.
type vector [3]float64

func spatial(p orb.Point) vector {
	sinLat, cosLat := math.Sincos(p[1] * radian)
	sin, cos := math.Sincos(p[0] * radian)
	n := semiMajorM / math.Sqrt(1-ecc2*sinLat*sinLat)
	return vector{n * cosLat * cos, n * cosLat * sin, n * (1 - ecc2) * sinLat}
}

func (v vector) minus(w vector) vector { return vector{v[0] - w[0], v[1] - w[1], v[2] - w[2]} }
func (v vector) dot(w vector) float64  { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }

// spatialEdge is the straight line in space between the ends of an edge.
type spatialEdge struct {
	a, along vector
	length2  float64
}

func (e edge) spatial() spatialEdge {
	a := spatial(e.a)
	if e.a == e.b {
		return spatialEdge{a: a}
	}
	return lineTo(a, spatial(e.b))
}

func lineTo(a, b vector) spatialEdge {
	along := b.minus(a)
	return spatialEdge{a, along, along.dot(along)}
}

func (e *spatialEdge) at(t float64) vector {
	return vector{e.a[0] + t*e.along[0], e.a[1] + t*e.along[1], e.a[2] + t*e.along[2]}
}

// toPoint is the squared distance of a place from the line, and where along it.
func (e *spatialEdge) toPoint(v vector) (d2, place float64) {
	if e.length2 > 0 {
		place = min(1, max(0, v.minus(e.a).dot(e.along)/e.length2))
	}
	d := v.minus(e.at(place))
	return d.dot(d), place
}

// bend is how far the edge, which is straight in longitude/latitude, may be
// from its straight line in space, while it is not longer than two degrees or so:
// the second derivative along it, over 8, twice. Towards the poles parallels
// bend more: steep is at least 1 + 2 tan(lat).
func (e *spatialEdge) bend() float64 {
	return e.steep() * e.length2 / (4 * semiMinorM)
}

func (e *spatialEdge) steep() float64 {
	end := e.at(1)
	return 1 + 2.02*max(e.a.tan(), end.tan())
}

// tan is that of the geocentric latitude, towards either pole.
func (v vector) tan() float64 {
	return math.Sqrt(v[2] * v[2] / max(1, v[0]*v[0]+v[1]*v[1]))
}

// gap is the distance between two straight lines in space (after Ericson,
// "Real-Time Collision Detection", 2005, 5.1.9): to an end of one of them, or
// between their insides.
func gap(e, f *spatialEdge) float64 {
	if e.length2 == 0 {
		d2, _ := f.toPoint(e.a)
		return math.Sqrt(d2)
	}
	d2, _ := e.toPoint(f.a)
	if f.length2 == 0 {
		return math.Sqrt(d2)
	}
	toB, _ := e.toPoint(f.at(1))
	fromA, _ := f.toPoint(e.a)
	fromB, _ := f.toPoint(e.at(1))
	d2 = min(d2, toB, fromA, fromB)
	across, w := e.along.dot(f.along), e.a.minus(f.a)
	ew, fw := e.along.dot(w), f.along.dot(w)
	if area := e.length2*f.length2 - across*across; area > 0 {
		s, t := (across*fw-f.length2*ew)/area, (e.length2*fw-across*ew)/area
		if s > 0 && s < 1 && t > 0 && t < 1 {
			d := e.at(s).minus(f.at(t))
			d2 = min(d2, d.dot(d))
		}
	}
	return math.Sqrt(d2)
}

// chordSlack is by how much chords that differ by more are in the order of
// their geodesics. A geodesic whose chord is c is c + c³/24R² + 3c⁵/640R⁴ long
// and so on: it grows with the chord but for the difference of the radii R,
// which is 1 %. The last term is more than rounding adds.
func chordSlack(c float64) float64 {
	x := c / semiMinorM
	return c*x*x*(9e-4+3e-4*x*x) + 10*rounding
}

// geodesicAbove is not more than the geodesic of a chord: no radius of curvature
// is more than that at the poles.
func geodesicAbove(c float64) float64 {
	const x = semiMinorM / semiMajorM / semiMajorM
	return c * (1 + c*x*c*x/24)
}

// leastChord is a lower bound of the chord in metres between any two points of
// two boxes.
//
// With ρ the radius of the parallel the square of a chord is that of the chord
// of the meridian between the two latitudes and 4ρρ'sin²(Δλ/2). An arc of the
// meridian turns by Δφ and is nowhere curved more than at its lowest latitude,
// where the radius is M: projected on the tangent in its middle it is
// 2M sin(Δφ/2) long at least. The parallel is parallelBelow(a).
func leastChord(a, b *orb.Bound, parallel float64) float64 {
	dlat := max(a.Min[1]-b.Max[1], b.Min[1]-a.Max[1])
	dlon := max(a.Min[0]-b.Max[0], b.Min[0]-a.Max[0])
	if dlat <= 0 && dlon <= 0 {
		return 0
	}
	var sum float64
	if dlat > 0 {
		lowest := max(0, min(a.Min[1], b.Min[1]), -max(a.Max[1], b.Max[1]))
		m := meridianBelow(lowest*radian) * sineBelow(dlat*radian/2)
		sum = m * m
	}
	if dlon > 0 {
		// The other way round may be shorter.
		if around := 360 - (max(a.Max[0], b.Max[0]) - min(a.Min[0], b.Min[0])); around < dlon {
			dlon = max(0, around)
		}
		sin := sineBelow(dlon * radian / 2)
		sum += sin * sin * (parallel * parallelBelow(b))
	}
	return 2 * (1 - 1e-12) * math.Sqrt(sum)
}

// meridianBelow is at most the radius of curvature of the meridian at a latitude
// from 0 to π/2: (1-x)^-3/2 >= 1 + 3x/2.
func meridianBelow(lat float64) float64 {
	sin := sineBelow(lat)
	return semiMajorM * (1 - ecc2) * (1 + 1.5*ecc2*sin*sin)
}

// parallelBelow is at most the radius of any parallel of a box.
func parallelBelow(box *orb.Bound) float64 {
	highest := max(-box.Min[1], box.Max[1]) * radian
	sin := sineBelow(highest)
	return semiMajorM * cosineBelow(highest) * (1 + 0.5*ecc2*sin*sin)
}

// sineBelow is at most the sine of an angle from 0 to π/2 (of π/2, for more).
func sineBelow(x float64) float64 {
	x = min(x, math.Pi/2)
	x2 := x * x
	return x * (1 - x2*(1.0/6)*(1-x2*(1.0/20)*(1-x2*(1.0/42))))
}

// cosineBelow is at most the cosine, and not negative.
func cosineBelow(x float64) float64 {
	x = min(x, math.Pi/2)
	x2 := x * x
	return max(0, 1-x2/2*(1-x2*(1.0/12)*(1-x2*(1.0/30)*(1-x2*(1.0/56)*(1-x2*(1.0/90))))))
}
