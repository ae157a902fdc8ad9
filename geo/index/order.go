package index

import (
	"slices"

	"github.com/paulmach/orb"
)

// Order is an order of points in which those that lie near one another come one
// after the other, for who looks at what lies round each: along a Hilbert curve
// through their box. The lower 32 bits of each number are the position of a point.
func Order(points []orb.Point) []uint64 {
	bound := orb.MultiPoint(points).Bound()
	order := make([]uint64, len(points))
	for i, p := range points {
		var at [2]uint32
		for k := range at {
			if size := bound.Max[k] - bound.Min[k]; size > 0 {
				at[k] = uint32(0xffff * ((p[k] - bound.Min[k]) / size))
			}
		}
		order[i] = uint64(hilbert(at[0], at[1]))<<32 | uint64(i)
	}
	slices.Sort(order)
	return order
}

// hilbert is how far along the curve a place of 16 bits is (Warren, "Hacker's
// Delight", 2013, 16-2).
func hilbert(x, y uint32) (at uint32) {
	for bit := uint32(1 << 15); bit > 0; bit >>= 1 {
		right, up := x&bit/bit, y&bit/bit
		at = at<<2 | 3*right ^ up
		if up == 0 {
			if right == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return at
}
