package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// way is the shortest way from a site to a zone so far.
type way struct {
	best      float64 // metres
	bearing   float64
	start, to orb.Point
}

// between looks for the shortest way between two edges: from an end of one of
// them to its foot on the other.
//
// That it begins or ends at an end is so in the plane unless the edges cross. On
// the earth edges straight in longitude/latitude that are as far from one
// another at both ends are farther in between, the more the nearer they run to
// the meridian, so that the least way is at an end again; along parallels they
// are as far everywhere. The ellipsoid changes that by 0.2 mm at most for edges of
// 100 km at 100 km, near the equator (measured: TestDistanceBetweenEdges).
func (w *way) between(e, f edge) {
	d := direction{from: e.a, on: f}
	if e.a == e.b {
		w.footIfNearer(d)
		return
	}
	back := direction{from: f.a, on: e, reversed: true}
	if f.a == f.b {
		w.footIfNearer(back)
		return
	}
	w.footIfNearer(d)
	w.footIfNearer(direction{from: e.b, on: f})
	w.footIfNearer(back)
	w.footIfNearer(direction{from: f.b, on: e, reversed: true})
}

// direction is from a place to an edge; reversed, the place is the zone's.
type direction struct {
	from     orb.Point
	on       edge
	reversed bool
}

// footIfNearer is foot, unless that is farther than the best so far.
func (w *way) footIfNearer(d direction) {
	if w.best == math.Inf(1) || d.on.leastM(d.from) <= w.best {
		w.foot(d)
	}
}

// leastM is a distance from the place that the edge is not nearer than.
func (e edge) leastM(from orb.Point) float64 {
	line := e.spatial()
	d2, _ := line.toPoint(spatial(from))
	return geodesicAbove(math.Sqrt(d2) - line.width(e) - 10*rounding)
}

// foot finds the foot on the edge. Near by the steps to it begin at the edge's end,
// far off where the straight lines in space have it.
func (w *way) foot(d direction) {
	if near(d.on.a, d.from) {
		w.refine(d, 0)
		return
	}
	line := d.on.spatial()
	_, place := line.toPoint(spatial(d.from))
	w.refine(d, place)
}

// refine finds the foot: the place where the geodesic meets the edge at a right
// angle, or an end of it. Each step projects the place on the edge's tangent as if the earth
// were a plane there, which at 100 km brings the foot at least 50 times nearer;
// its error enters the distance only by its square.
func (w *way) refine(d direction, t float64) {
	for range 12 {
		q := d.on.point(t)
		var back orb.Point
		if near(q, d.from) {
			back = middleWay(q, d.from).at()
		} else {
			w.measure(d, q) // for where the steps lead nowhere
			var m, azimuth float64
			earth().Inverse(q[1], q[0], d.from[1], d.from[0], &m, &azimuth, nil)
			sin, cos := math.Sincos(azimuth * radian)
			back = orb.Point{m * sin, m * cos}
		}
		next := d.on.project(q, t, back)
		moved := abs(next - t)
		if t = next; !(moved*d.on.roughM() > 1e-5) {
			break
		}
	}
	w.measure(d, d.on.point(t))
}

// measure keeps a way if it is the shortest so far; of several as short, the one
// whose places come first, so that the order of looking does not matter.
func (w *way) measure(d direction, q orb.Point) {
	start, to := d.from, q
	if d.reversed {
		start, to = q, d.from
	}
	if start == w.start && to == w.to && w.best < math.Inf(1) {
		return // a vertex of two edges
	}
	m, bearing := inverse(start, to)
	if m < w.best || (m == w.best && (before(start, w.start) || (start == w.start && before(to, w.to)))) {
		w.best, w.bearing, w.start, w.to = m, bearing, start, to
	}
}

func (e edge) point(t float64) orb.Point {
	switch t {
	case 0:
		return e.a
	case 1:
		return e.b
	}
	return orb.Point{e.a[0] + t*(e.b[0]-e.a[0]), e.a[1] + t*(e.b[1]-e.a[1])}
}

func (e edge) roughM() float64 {
	return 111_320 * math.Hypot(e.b[0]-e.a[0], e.b[1]-e.a[1])
}

// project is a better place of the foot, given the way from q, at t along the
// edge, to the place.
func (e edge) project(q orb.Point, t float64, way orb.Point) float64 {
	meridian, parallel := radii(q[1] * radian)
	east := parallel * (e.b[0] - e.a[0]) * radian
	north := meridian * (e.b[1] - e.a[1]) * radian
	length2 := east*east + north*north
	if length2 == 0 {
		return t
	}
	return min(1, max(0, t+(east*way[0]+north*way[1])/length2))
}
