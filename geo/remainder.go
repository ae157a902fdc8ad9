package geo

import (
	"cmp"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Remainder is what an area has beside others: its points that lie in none of
// them. An area that they do not reach into comes back as it is, and one of
// them that lies wholly inside leaves its own rings as holes, so nothing is
// rounded there; where boundaries cross, new corners are rounded by a nanometre
// or two on the ground. The result is nil where nothing is left. Errors are
// those of [Meet], and [ErrOverlay] where the library cannot tell.
func Remainder(area orb.MultiPolygon, others ...orb.MultiPolygon) (orb.MultiPolygon, error) {
	return RemainderWithin(nil, area, others...)
}

// RemainderWithin is [Remainder] with its work spent from a budget; what the library
// takes is charged before it is asked.
func RemainderWithin(b *Budget, area orb.MultiPolygon, others ...orb.MultiPolygon) (orb.MultiPolygon, error) {
	for _, other := range others {
		m, err := asGiven(other).Budgeted(b).Meet(area)
		switch {
		case err != nil:
			return nil, err
		case m.Relation == Within:
			return nil, nil
		case m.Relation == Disjoint || m.Relation == Touches:
			continue
		}
		if area, err = subtracted(area, other, b); err != nil {
			return nil, err
		}
		if len(area) == 0 {
			continue
		}
		if broken, err := ValidateWithin(b, area); err != nil || len(broken) > 0 {
			return nil, cmp.Or(err, ErrOverlay)
		}
	}
	return area, nil
}

// subtracted is one area without another; see intersection for the panics.
func subtracted(a, b orb.MultiPolygon, work *Budget) (left orb.MultiPolygon, err error) {
	defer func() {
		if p := recover(); p != nil {
			left, err = nil, fmt.Errorf("%w: %v", ErrOverlay, p)
		}
	}()
	if err := untangled(a, b, work); err != nil {
		return nil, err
	}
	o := originOf(a, b)
	out, err := geom.Difference(o.toLibrary(a), o.toLibrary(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOverlay, err)
	}
	return o.fromLibrary(out.ForceCCW()), nil
}
