package geo

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Without is what an area has beside others: its points that lie in none of
// them. All must be valid. An area that they do not reach into comes back as it is,
// and nothing is rounded where their boundaries do not cross: then what is left is
// bounded by rings, or pieces of rings, of the one and the others. Where
// boundaries cross, new corners are rounded by a nanometre or two on the ground.
// The result is nil where nothing is left. Errors are those of [Meet], and
// [ErrOverlay] where it cannot be told.
func (z *Prepared) Without(others ...*Prepared) (orb.MultiPolygon, error) {
	left := z
	for _, other := range others {
		var err error
		if left, err = left.without(other); err != nil || len(left.Area()) == 0 {
			return nil, err
		}
	}
	return left.Area(), nil
}

func (z *Prepared) without(other *Prepared) (*Prepared, error) {
	if m := z.mutualOf(other); m != nil {
		if area, whole, ok := m.remainder(); whole {
			return z, nil
		} else if ok && (!m.doubtful() || z.sound(area)) {
			return Prepare(area).Budgeted(z.budget), nil
		}
	}
	return z.overlaidWithout(other)
}

// overlaidWithout asks the library, where rounded corners make other shapes.
func (z *Prepared) overlaidWithout(other *Prepared) (*Prepared, error) {
	m, err := other.Budgeted(z.budget).Meet(z.Area())
	switch {
	case err != nil:
		return nil, err
	case m.Relation == Within:
		return &Prepared{}, nil
	case m.Relation == Disjoint || m.Relation == Touches:
		return z, nil
	}
	area, err := subtracted(z.Area(), other.Area(), z.budget)
	if err == nil && !z.sound(area) {
		err = ErrOverlay
	}
	if z.budget.Err() != nil {
		err = z.budget.Err()
	}
	return Prepare(area).Budgeted(z.budget), err
}

// sound reports whether an area that was put together is valid, or nothing.
func (z *Prepared) sound(area orb.MultiPolygon) bool {
	if len(area) == 0 {
		return true
	}
	broken, err := ValidateWithin(z.budget, area)
	return err == nil && len(broken) == 0
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
