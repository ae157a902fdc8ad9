package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// middle is the geodesic between two places near one another, seen from the
// meridian half-way between theirs.
type middle struct {
	east, north float64 // metres
	turn        float64 // radians, by which the azimuth at the first place is less
}

// near reports whether middleWay is right to a millimetre or so, and in its
// direction to 1e-4.
func near(p, q orb.Point) bool {
	return abs(q[0]-p[0]) <= 1 && abs(q[1]-p[1]) <= 1 && abs(q[1]) <= 80
}

// short reports whether it is right to 1e-8 m, as the series of package geodesic
// is, too (TestShortWays).
func short(p, q orb.Point) bool {
	return abs(q[0]-p[0]) <= 0.1 && abs(q[1]-p[1]) <= 0.1 && abs(q[1]) <= 70
}

// middleWay is the way from p to q by Gauss's formulas of the middle latitude, to
// the third order (高斯平均引数反算; Kong, Guo and Liu, "Foundation of Geodesy",
// 2010), with all that the meridian adds: M″/M of its radius.
func middleWay(p, q orb.Point) middle {
	b, l := (q[1]-p[1])*radian, (q[0]-p[0])*radian
	sin, cos := math.Sincos((p[1] + (q[1]-p[1])/2) * radian)
	cos2 := cos * cos
	normal := semiMajorM / math.Sqrt(1-ecc2*sin*sin)
	tan2, eta2 := sin*sin/cos2, ecc2/(1-ecc2)*cos2
	v2 := 1 + eta2
	b2, l2 := b*b/(24*v2*v2), l*l*cos2/24
	return middle{
		east:  normal * cos * l * (1 + b2*(1+eta2-9*eta2*tan2) - l2*tan2),
		north: normal / v2 * b * (1 + b2*3*eta2*(1-tan2+eta2+4*eta2*tan2) - l2*(2+3*tan2+2*eta2)),
		turn:  l / 2 * sin * (1 + b2*(3+8*eta2+5*eta2*eta2) + 2*l2*v2),
	}
}

// at is the way in metres east and north where it begins.
func (m middle) at() orb.Point {
	return orb.Point{m.east - m.turn*m.north, m.north + m.turn*m.east}
}

// inverse is the length of the geodesic in metres, and its azimuth at p in degrees.
func inverse(p, q orb.Point) (metres, azimuth float64) {
	if short(p, q) {
		m := middleWay(p, q)
		return math.Hypot(m.east, m.north), (math.Atan2(m.east, m.north) - m.turn) / radian
	}
	earth().Inverse(p[1], p[0], q[1], q[0], &metres, &azimuth, nil)
	return metres, azimuth
}
