package geo

import "github.com/paulmach/orb"

// Location says where a point lies to an area.
type Location int8

// The three places a point can have. The zero value is Exterior.
const (
	Exterior Location = iota
	Boundary          // on a ring, the ring of a hole included
	Interior
)

// String gives the word of Simple Features.
func (l Location) String() string {
	switch l {
	case Boundary:
		return "boundary"
	case Interior:
		return "interior"
	}
	return "exterior"
}

// Locate reports where p lies to the area, exactly. A point on the boundary of
// a hole is on the Boundary; a ring that is not closed is taken as closed;
// empty polygons and rings cover nothing; a point that is not finite is
// Exterior. It reads every edge once and stops at the first answer.
func Locate(area orb.MultiPolygon, p orb.Point) Location {
	where := Exterior
	if !finite(p) {
		return where
	}
	for _, polygon := range area {
		switch locatePolygon(polygon, p) {
		case Interior:
			return Interior
		case Boundary:
			where = Boundary
		}
	}
	return where
}

func locatePolygon(polygon orb.Polygon, p orb.Point) Location {
	if len(polygon) == 0 {
		return Exterior
	}
	if shell := locateRing(polygon[0], p); shell != Interior {
		return shell
	}
	for _, hole := range polygon[1:] {
		switch locateRing(hole, p) {
		case Interior:
			return Exterior
		case Boundary:
			return Boundary
		}
	}
	return Interior
}

// locateRing counts the edges that a ray from p to the east crosses.
func locateRing(ring orb.Ring, p orb.Point) Location {
	if len(ring) == 0 {
		return Exterior
	}
	inside := false
	a := ring[len(ring)-1]
	for _, b := range ring {
		// Most edges lie wholly north or south; rayMeets would say so, slower.
		if (a[1] > p[1] && b[1] > p[1]) || (a[1] < p[1] && b[1] < p[1]) {
			a = b
			continue
		}
		hit, on := rayMeets(a, b, p)
		if on {
			return Boundary
		}
		inside = inside != hit
		a = b
	}
	if inside {
		return Interior
	}
	return Exterior
}

// rayMeets reports whether the ray from p to the east crosses the edge, its
// lower end counted and its upper end not, and whether p is on the edge.
func rayMeets(a, b, p orb.Point) (hit, on bool) {
	if (a[1] > p[1] && b[1] > p[1]) || (a[1] < p[1] && b[1] < p[1]) || (a[0] < p[0] && b[0] < p[0]) {
		return false, false
	}
	spans := (a[1] > p[1]) != (b[1] > p[1])
	if a[0] > p[0] && b[0] > p[0] {
		return spans, false
	}
	// p is in the edge's box, so that on its line means on the edge.
	side := Orient(a, b, p)
	if side == 0 {
		return false, true
	}
	return spans && (side > 0) == (b[1] > a[1]), false
}
