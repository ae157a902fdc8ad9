package screening

import (
	"slices"

	"github.com/paulmach/orb"
)

// Wound is the shape with its rings in the direction in which the report writes
// them (RFC 7946, clause 3.1.6), so that a screening of what the report says
// computes with the same numbers in the same order. Rings are copied before
// they are turned; a shape that needs no turn comes back as it is.
func Wound(shape orb.Geometry) orb.Geometry {
	switch g := shape.(type) {
	case orb.Polygon:
		return woundPolygon(g)
	case orb.MultiPolygon:
		out := slices.Clone(g)
		for i := range out {
			out[i] = woundPolygon(out[i])
		}
		return out
	case orb.Collection:
		out := slices.Clone(g)
		for i := range out {
			out[i] = Wound(out[i])
		}
		return out
	default:
		return shape
	}
}

func woundPolygon(p orb.Polygon) orb.Polygon {
	turned := false
	for i, ring := range p {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if way := ring.Orientation(); way == want || way == 0 {
			continue
		}
		if !turned {
			p, turned = slices.Clone(p), true
		}
		p[i] = slices.Clone(ring)
		slices.Reverse(p[i])
	}
	return p
}
