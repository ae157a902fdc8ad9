package screening

import (
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
)

// coverage is whether the site lies wholly in an area; layers share areas.
type coverage struct {
	area *geo.Prepared
	all  bool
}

// begin is what is known of a layer before it is asked.
func (s *asking) begin(l *layers.Layer) LayerAnswer {
	required := slices.Contains(l.RequiredFor, s.Site.Kind)
	return LayerAnswer{Layer: l, Required: required, Matters: s.set == nil || required || s.set.Speaks(l.ID, s.Site.Kind)}
}

// check says whether the layer answers for the whole site on the day asked.
func (s *asking) check(l *layers.Layer) (LayerAnswer, error) {
	found := s.begin(l)
	covered, err := s.covers(l.Cover())
	if err == nil && !covered {
		covered, err = s.beyond(l)
		found.Beyond = covered
	}
	if err != nil {
		return found, err
	}
	found.Quarantine = l.Quarantine(s.box, s.Site.BandM(), s.Snapshot.AsOf)
	switch {
	case !l.Holds(s.Snapshot.AsOf):
		found.Doubt = OutOfDate
	case !covered:
		found.Doubt = NotCovered
	case found.Quarantine != nil:
		found.Doubt = Quarantined
	}
	return found, nil
}

// beyond reports whether the site lies where nothing of the layer's kind is declared to
// be, farther off than its accuracy.
func (s *asking) beyond(l *layers.Layer) (bool, error) {
	applies, within := l.Bounded()
	if len(applies.Area()) == 0 {
		return false, nil
	}
	in, err := s.covers(within)
	if err != nil || !in {
		return false, err
	}
	_, near := applies.Near(s.Site.Shape, s.Site.BandM())
	return !near, nil
}

// covers reports whether the whole site, grown by its accuracy, lies in the area.
// Several layers share one coverage, so each is asked once.
func (s *asking) covers(area *geo.Prepared) (bool, error) {
	for _, c := range s.covered {
		if c.area == area {
			return c.all, nil
		}
	}
	all, err := Covers(area.Budgeted(s.budget), s.Site.Shape, s.Site.BandM())
	if err != nil {
		return false, err
	}
	s.covered = append(s.covered, coverage{area, all})
	return all, nil
}

// Covers reports whether an area holds a shape that is known to bandM metres: no
// part of it lies outside (Simple Features' CoveredBy), and the area's boundary
// is farther off than that.
func Covers(area *geo.Prepared, shape orb.Geometry, bandM float64) (bool, error) {
	if layers.IsEarth(area.Area()) {
		return true, nil
	}
	if p, ok := shape.(orb.Point); ok {
		return area.Deeper(p, bandM), nil
	}
	if bound := area.Bound(); !bound.Contains(shape.Bound().Min) || !bound.Contains(shape.Bound().Max) {
		return false, nil
	}
	m, err := area.Meet(shape)
	if err != nil || m.Relation != geo.Within {
		return false, err
	}
	_, near := area.NearBoundary(shape, bandM)
	return !near, nil
}
