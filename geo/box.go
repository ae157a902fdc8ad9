package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Grow returns the box grown so that it holds every point within so many
// metres of any point of it. It may grow by a little more, never by less. Near
// a pole it takes all longitudes; it does not wrap at the antimeridian. An
// empty box, and a distance that is not positive, change nothing.
func Grow(b orb.Bound, metres float64) orb.Bound {
	if b.IsEmpty() || !(metres > 0) {
		return b
	}
	const spare = 1 + 1e-9
	// The meridian is curved most at the equator: M >= a(1-e²) everywhere.
	dlat := spare * metres / (semiMajorM * (1 - ecc2)) / radian
	b.Min[1], b.Max[1] = b.Min[1]-dlat, b.Max[1]+dlat
	// A path of that length stays below this latitude, where a parallel is at
	// least a·cos(lat) in radius (N >= a).
	highest := max(abs(b.Min[1]), abs(b.Max[1]))
	dlon := 360.0
	if highest < 90 {
		dlon = min(dlon, spare*metres/(semiMajorM*math.Cos(highest*radian))/radian)
	}
	b.Min[0], b.Max[0] = b.Min[0]-dlon, b.Max[0]+dlon
	return b
}

// BoxDistanceM is a lower bound, in metres, of the geodesic distance between
// any point of a and any point of b: it never reports too much, and at most
// about 0.7 % too little for small boxes. It is 0 if the boxes meet, and +Inf
// if one is empty. Longitudes 360° apart are the same place.
func BoxDistanceM(a, b orb.Bound) float64 {
	if a.IsEmpty() || b.IsEmpty() {
		return math.Inf(1)
	}
	const rounded = 1e-7 // is more than rounding can add
	return max(0, geodesicAbove(leastChord(&a, &b, parallelBelow(&a)))-rounded)
}

// meet is Bound.Intersects for boxes that are not empty.
func meet(a, b *orb.Bound) bool {
	return a.Min[0] <= b.Max[0] && b.Min[0] <= a.Max[0] && a.Min[1] <= b.Max[1] && b.Min[1] <= a.Max[1]
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
