package screening

import (
	"fmt"
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

// check says whether the layer answers for the whole site on the day asked.
func (s *screening) check(l *layers.Layer) (LayerCheck, error) {
	c := LayerCheck{
		ID: l.ID, Title: l.Title, Required: s.required(l), Matters: s.matters(l), Version: l.Version, Content: l.ContentHash(),
		Department: l.Department, Illustrative: l.Illustrative, Derivation: l.Derivation,
	}
	covered, err := s.covers(l.Cover())
	if err != nil {
		return c, err
	}
	q := l.Quarantine(s.box, s.site.BandM(), s.snap.AsOf)
	switch {
	case !l.Holds(s.snap.AsOf):
		c.Reason = outOfDate(l.Span, s.snap.AsOf)
	case !covered:
		c.Reason = layers.Text{ZH: "图层未覆盖该位置的全部或一部分", EN: "the layer does not cover the whole site"}
	case q != nil:
		c.Reason = layers.Text{
			ZH: fmt.Sprintf("附近的 %s 图形有误，已隔离：%s", q.Code, q.Reason.ZH),
			EN: fmt.Sprintf("%s nearby is quarantined: %s", q.Code, q.Reason.EN),
		}
	default:
		c.Checked = true
	}
	return c, nil
}

// outOfDate says why a layer does not answer for the day.
func outOfDate(s layers.Span, day layers.Date) layers.Text {
	if day < s.From {
		return layers.Text{
			ZH: fmt.Sprintf("图层自 %s 起有效，早于此日的 %s 无数据", s.From, day),
			EN: fmt.Sprintf("the layer begins on %s and says nothing of %s", s.From, day),
		}
	}
	return layers.Text{
		ZH: fmt.Sprintf("图层自 %s 起失效，不能回答 %s", s.To, day),
		EN: fmt.Sprintf("the layer ended on %s and says nothing of %s", s.To, day),
	}
}

// covers reports whether the whole site lies in the area, its boundary
// included. Several layers share one coverage, so each is asked once.
func (s *screening) covers(area *geo.Prepared) (bool, error) {
	for _, c := range s.covered {
		if c.area == area {
			return c.all, nil
		}
	}
	all, err := coveredBy(s.site.Shape, area)
	if err != nil {
		return false, err
	}
	s.covered = append(s.covered, coverage{area, all})
	return all, nil
}

// coveredBy is Simple Features' CoveredBy: no part of the site lies outside.
func coveredBy(shape orb.Geometry, area *geo.Prepared) (bool, error) {
	if p, ok := shape.(orb.Point); ok {
		return area.Locate(p) != geo.Exterior, nil
	}
	if bound := area.Area().Bound(); !bound.Contains(shape.Bound().Min) || !bound.Contains(shape.Bound().Max) {
		return false, nil
	}
	m, err := area.Meet(shape)
	// Points that all lie on the edge only touch the area, and are covered.
	return m.Relation == geo.Within || m.Relation == geo.Touches && shape.Dimensions() == 0 && allOn(shape, area), err
}

func allOn(shape orb.Geometry, area *geo.Prepared) bool {
	points, ok := shape.(orb.MultiPoint)
	return ok && !slices.ContainsFunc(points, func(p orb.Point) bool { return area.Locate(p) == geo.Exterior })
}
