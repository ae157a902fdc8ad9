package index

import (
	"math"

	"github.com/paulmach/orb"
)

// The CGCS2000 ellipsoid (EPSG:1024), as in package geo.
const (
	semiMajorM = 6378137.0
	flattening = 1 / 298.257222101
	semiMinorM = semiMajorM * (1 - flattening)
	ecc2       = flattening * (2 - flattening)
	radian     = math.Pi / 180
)

// metric measures round a place as if the earth were a plane there on which
// longitude and latitude are straight: an edge stays straight.
//
// Let d be such a distance from the place, at latitude φ, to another one, and D
// the geodesic. Then d <= D(1 + strain(D)) and D <= d(1 + strain(d)): steps north
// and east along the path of the one are multiplied by the radii of the meridian
// M and of the parallel P where they are made, to have the other by those at the
// place. No path of R metres leaves the latitude by more than R/M, and there M
// differs by less than 0.0103 R/a of it and P, as dP = -M sin φ dφ, by less than
// (tan φ + R/a) R/a of it. What is longer than the straight path, or the geodesic,
// is so all the more.
type metric struct {
	place       orb.Point
	east, north float64 // metres a degree
	steep       float64 // tan |φ|
}

func metricAt(p orb.Point) metric {
	sin, cos := math.Sincos(p[1] * radian)
	w2 := 1 - ecc2*sin*sin
	w := math.Sqrt(w2)
	return metric{
		place: p,
		east:  semiMajorM * cos / w * radian,
		north: semiMajorM * (1 - ecc2) / (w2 * w) * radian,
		steep: math.Abs(sin) / cos,
	}
}

// strain holds for latitudes up to 85 and distances up to 30 km.
func (m *metric) strain(metres float64) float64 {
	return 1.1 * metres / semiMinorM * (m.steep + 0.03)
}

// to2 is the square of the distance to the edges along a path, turned in
// longitude by so many degrees.
func (m *metric) to2(path []orb.Point, turn float64) float64 {
	lon := m.place[0] - turn
	best := math.Inf(1)
	ax, ay := (path[0][0]-lon)*m.east, (path[0][1]-m.place[1])*m.north
	for _, p := range path[1:] {
		bx, by := (p[0]-lon)*m.east, (p[1]-m.place[1])*m.north
		dx, dy := bx-ax, by-ay
		d2 := ax*ax + ay*ay
		if along, length2 := -(ax*dx + ay*dy), dx*dx+dy*dy; along >= length2 {
			d2 = bx*bx + by*by
		} else if along > 0 {
			across := ax*by - ay*bx
			d2 = across * across / length2
		}
		if d2 < best {
			best = d2
		}
		ax, ay = bx, by
	}
	return best
}
