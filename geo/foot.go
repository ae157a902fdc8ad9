package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
)

// search is a search for the shortest way so far.
type search struct {
	ellipsoid *geodesic.Ellipsoid
	best      float64 // metres
	start, to orb.Point

	nearby []candidate // edges that can be nearest to the point at hand
	limit  float64     // metres: one edge is not farther
}

type candidate struct {
	edge  edge
	low   float64 // the distance is not less
	place float64 // of the foot along the edge, roughly
}

// from looks for a shorter way from p to one of the paths. Two steps: a local
// metric with the true radii of curvature leaves the few edges that can be
// nearest, and geodesics decide among them. Edges whose box is farther than
// the best so far cost four comparisons.
func (s *search) from(p orb.Point, paths []path, reversed bool) {
	metric := metricAt(p)
	s.nearby, s.limit = s.nearby[:0], s.best
	for _, path := range paths {
		s.sample(&metric, path)
	}
	for _, path := range paths {
		s.scan(&metric, path)
	}
	if len(s.nearby) > fewEdges {
		s.thin(p)
	}
	for _, c := range s.nearby {
		if c.low <= s.limit && c.low <= s.best {
			s.refine(p, c, reversed)
		}
	}
}

// fewEdges is how many edges it does not pay to thin out.
const fewEdges = 16

// sample looks at some vertices first, so that a path that comes nearer step by
// step does not make every edge the best so far.
func (s *search) sample(m *metric, path path) {
	for i := 0; i < len(path.points); i += 1 + len(path.points)/32 {
		_, high, _ := m.bounds(edge{path.points[i], path.points[i]})
		s.limit = min(s.limit, high)
	}
}

// thin drops edges that cannot be nearest by straight lines through the earth.
// From afar the metric is too coarse for that; the chord c of a geodesic of
// length c + c³/24R² grows with it but for the difference of the radii R, which
// is less than 1 %.
func (s *search) thin(p orb.Point) {
	from, limit := spatial(p), math.Inf(1)
	for i := range s.nearby {
		c := &s.nearby[i]
		chord, bend := from.chord(spatial(c.edge.a), spatial(c.edge.b))
		slack := 1e-3*chord*(chord/semiMinorM)*(chord/semiMinorM) + bend + 1e-3
		// From here on low is a chord: it is compared with chords only.
		c.low, limit = chord-slack, min(limit, chord+slack)
	}
	kept := s.nearby[:0]
	for _, c := range s.nearby {
		if c.low <= limit {
			kept = append(kept, c)
		}
	}
	s.nearby = kept
}

// vector is a place in geocentric coordinates, in metres.
type vector [3]float64

func spatial(p orb.Point) vector {
	sinLat, cosLat := math.Sincos(p[1] * radian)
	sin, cos := math.Sincos(p[0] * radian)
	n := semiMajorM / math.Sqrt(1-ecc2*sinLat*sinLat)
	return vector{n * cosLat * cos, n * cosLat * sin, n * (1 - ecc2) * sinLat}
}

// chord is the distance to the segment from a to b, and how far the edge may
// bend away from that segment.
func (v vector) chord(a, b vector) (metres, bend float64) {
	var along, length2 float64
	for i := range v {
		along += (v[i] - a[i]) * (b[i] - a[i])
		length2 += (b[i] - a[i]) * (b[i] - a[i])
	}
	t := 0.0
	if length2 > 0 {
		t = min(1, max(0, along/length2))
	}
	sum := 0.0
	for i := range v {
		d := a[i] + t*(b[i]-a[i]) - v[i]
		sum += d * d
	}
	steep := 1 + 2*abs(v[2])/max(1, math.Hypot(v[0], v[1]))
	return math.Sqrt(sum), steep * length2 / (4 * semiMinorM)
}

// scan keeps the edges of a path that can be nearest.
func (s *search) scan(m *metric, path path) {
	if len(path.points) == 0 {
		return
	}
	a, rest := path.points[0], path.points[1:]
	if path.closed {
		a, rest = path.points[len(path.points)-1], path.points
	}
	grownFor, reach := s.limit, reachOf(m.origin, s.limit)
	wasOut := beyond(a, &reach)
	for _, b := range rest {
		out := beyond(b, &reach)
		if wasOut&out != 0 {
			a, wasOut = b, out
			continue
		}
		low, high, place := m.bounds(edge{a, b})
		if low <= s.limit {
			s.nearby = append(s.nearby, candidate{edge{a, b}, low, place})
			s.limit = min(s.limit, high)
		}
		if s.limit < 0.8*grownFor {
			grownFor, reach = s.limit, reachOf(m.origin, s.limit)
		}
		a, wasOut = b, out // the reach only shrinks: what was out stays out
	}
}

// beyond says on which sides of the box a point lies outside, a bit for each.
func beyond(p orb.Point, box *orb.Bound) (sides uint8) {
	if p[0] < box.Min[0] {
		sides = 1
	} else if p[0] > box.Max[0] {
		sides = 2
	}
	if p[1] < box.Min[1] {
		sides |= 4
	} else if p[1] > box.Max[1] {
		sides |= 8
	}
	return sides
}

func reachOf(p orb.Point, metres float64) orb.Bound {
	if math.IsInf(metres, 1) {
		return orb.Bound{Min: orb.Point{-metres, -metres}, Max: orb.Point{metres, metres}}
	}
	return Grow(orb.Bound{Min: p, Max: p}, metres)
}

// refine finds the foot on the edge: the place where the geodesic from p meets
// it at a right angle, or an end. Each step projects p on the edge's tangent as
// if the earth were a plane there, which at 100 km brings the foot at least 50
// times nearer; its error enters the distance only by its square.
func (s *search) refine(p orb.Point, c candidate, reversed bool) {
	if s.ellipsoid == nil {
		s.ellipsoid = geodesic.NewEllipsoid(semiMajorM, flattening)
	}
	t := c.place
	for range 12 {
		q := c.edge.point(t)
		var m, azimuth float64
		s.ellipsoid.Inverse(p[1], p[0], q[1], q[0], &m, nil, &azimuth)
		if m < s.best {
			s.best, s.start, s.to = m, p, q
			if reversed {
				s.start, s.to = q, p
			}
		}
		next := c.edge.project(q, t, m, azimuth*radian)
		moved := abs(next - t)
		if t = next; !(moved*c.edge.roughM() > 1e-5) {
			return
		}
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

// project is a better place of the foot, given the geodesic of m metres that
// arrives at q, at t along the edge, with an azimuth in radians.
func (e edge) project(q orb.Point, t, m, azimuth float64) float64 {
	meridian, parallel := radii(q[1] * radian)
	east := parallel * (e.b[0] - e.a[0]) * radian
	north := meridian * (e.b[1] - e.a[1]) * radian
	sin, cos := math.Sincos(azimuth)
	slope := east*sin + north*cos
	length2 := east*east + north*north
	if length2 == 0 {
		return t
	}
	return min(1, max(0, t-slope*m/length2))
}

func (s *search) distance() Distance {
	d := Distance{M: s.best, From: s.start, To: s.to}
	if s.ellipsoid == nil || s.best == 0 {
		return d
	}
	var azimuth float64
	s.ellipsoid.Inverse(d.From[1], d.From[0], d.To[1], d.To[0], nil, &azimuth, nil)
	d.BearingDeg = math.Mod(azimuth+360, 360)
	return d
}

// metric maps the surroundings of a point to a plane in metres, with the radii
// of curvature there and their first derivatives: distances D from the point
// are right to about (D/R)².
type metric struct {
	origin        orb.Point
	north, north2 float64 // metres per degree of latitude, per square degree
	east, east2   float64 // the same for longitude, by degree of latitude
}

func metricAt(p orb.Point) metric {
	lat := p[1] * radian
	meridian, parallel := radii(lat)
	sin, cos := math.Sincos(lat)
	growth := 3 * meridian * ecc2 * sin * cos / (1 - ecc2*sin*sin)
	return metric{
		origin: p,
		north:  meridian * radian, north2: growth * radian * radian / 2,
		east: parallel * radian, east2: -meridian * sin * radian * radian / 2,
	}
}

func (m *metric) plane(p orb.Point) (x, y float64) {
	dlon, dlat := p[0]-m.origin[0], p[1]-m.origin[1]
	return dlon * (m.east + m.east2*dlat), dlat * (m.north + m.north2*dlat)
}

// bounds gives a lower and an upper bound of the distance of the edge from the
// origin, and says where along it the nearest point lies in the plane. An edge of L metres is not straight
// there: it bends by at most L²/4R, times the slope of the parallels.
func (m *metric) bounds(e edge) (low, high, place float64) {
	ax, ay := m.plane(e.a)
	bx, by := m.plane(e.b)
	dx, dy := bx-ax, by-ay
	length2 := dx*dx + dy*dy
	if length2 > 0 {
		place = min(1, max(0, -(ax*dx+ay*dy)/length2))
	}
	x, y := ax+place*dx, ay+place*dy
	d := math.Sqrt(x*x + y*y)
	tan := 1 + abs(m.east2/m.east)/radian*2
	share := min(0.9, 4*tan*tan*d*d/(semiMinorM*semiMinorM)) + 1e-9
	bend := tan * length2 / (4 * semiMinorM)
	return d*(1-share) - bend - 1e-3, d*(1+share) + bend + 1e-3, place
}
