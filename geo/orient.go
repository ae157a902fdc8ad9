package geo

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	// orientBound is ccwerrboundA of Shewchuk, "Adaptive Precision
	// Floating-Point Arithmetic and Fast Robust Geometric Predicates" (1997),
	// section 4.3: (3 + 16u)u with u = 2^-53.
	orientBound = (3 + 16.0/(1<<53)) / (1 << 53)
	// Below underflow a product may lose what its relative bound promises; the
	// whole of what can be lost stays under this.
	underflow = 1e-300
)

// Orient reports on which side of the line from a to b the point c lies: +1 to
// the left (a, b, c turn counter-clockwise), -1 to the right, 0 on the line.
//
//  1. The answer is exact for all finite coordinates.
//  2. Orient(a, b, c) == Orient(b, c, a) == -Orient(b, a, c).
//  3. It is 0 if two of the points are equal, or if a coordinate is not finite.
//
// It costs a few nanoseconds unless c is within rounding of the line.
// twpayne/go-geom's bigxy rounds the differences to 53 bits before it
// multiplies exactly, so it cannot serve as the exact stage (see the test).
func Orient(a, b, c orb.Point) int {
	det, err := orientFloat(a, b, c)
	switch {
	case det > err:
		return 1
	case det < -err:
		return -1
	}
	if sign, ok := orientByProducts(a, b, c); ok {
		return sign
	}
	return orientExact(a, b, c)
}

// orientFloat is twice the signed area of a, b, c and the bound of its error;
// NaN or an infinite bound if it overflows. The conversions keep Go from
// fusing a multiplication with the subtraction on machines that can: a fused
// product would break both the bound and the equality of results.
func orientFloat(a, b, c orb.Point) (det, err float64) {
	left := float64((a[0] - c[0]) * (b[1] - c[1]))
	right := float64((a[1] - c[1]) * (b[0] - c[0]))
	return left - right, float64(orientBound*(math.Abs(left)+math.Abs(right))) + underflow
}

// orientByProducts compares the two products exactly where the differences
// are themselves exact, as between neighbouring vertices they mostly are.
// Rounding is monotone, so unequal rounded products are already in the right
// order, and equal ones are told apart by their rounding errors, which a fused
// multiply-add gives without loss.
func orientByProducts(a, b, c orb.Point) (sign int, ok bool) {
	acx, ok1 := difference(a[0], c[0])
	bcy, ok2 := difference(b[1], c[1])
	acy, ok3 := difference(a[1], c[1])
	bcx, ok4 := difference(b[0], c[0])
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return 0, false
	}
	left, right := float64(acx*bcy), float64(acy*bcx)
	if !representable(left, acx, bcy) || !representable(right, acy, bcx) {
		return 0, false
	}
	if left != right {
		return compare(left, right), true
	}
	return compare(math.FMA(acx, bcy, -left), math.FMA(acy, bcx, -right)), true
}

// difference returns x-y and whether it is exact (the tail of TwoDiff is 0).
func difference(x, y float64) (float64, bool) {
	d := x - y
	back := x - d
	tail := float64(x-float64(d+back)) + float64(back-y)
	return d, tail == 0
}

// representable reports whether the product x*y and its rounding error are
// both floats: neither overflows nor underflows.
func representable(product, x, y float64) bool {
	size := math.Abs(product)
	return x == 0 || y == 0 || (size > 1e-250 && size < 1e300)
}

func compare(x, y float64) int {
	switch {
	case x > y:
		return 1
	case x < y:
		return -1
	}
	return 0
}

func orientExact(a, b, c orb.Point) int {
	if !finite(a) || !finite(b) || !finite(c) {
		return 0
	}
	return determinant(a, b, c).Sign()
}

func finite(p orb.Point) bool {
	return p[0]-p[0] == 0 && p[1]-p[1] == 0 // Inf-Inf and NaN are NaN
}
