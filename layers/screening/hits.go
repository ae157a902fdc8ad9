package screening

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// hits returns how the site lies to each zone of the layer that it meets or
// comes near to, strictest grade first. The box is grown by the farthest that
// any band reaches, so that a zone just outside is a candidate too.
func (s *asking) hits(ctx context.Context, l *layers.Layer) ([]rules.Hit, error) {
	var hits []rules.Hit
	for z := range s.Snapshot.Candidates(l, geo.Grow(s.box, max(s.Site.BandM(), l.WidestBandM()))) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h, near, err := s.hit(l, z, z.Area())
		if err != nil {
			return nil, err
		}
		if near {
			hits = append(hits, h)
		}
	}
	sortHits(l, hits)
	return hits, nil
}

// sortHits puts the strictest grade first.
func sortHits(l *layers.Layer, hits []rules.Hit) {
	if len(hits) < 2 {
		return
	}
	slices.SortFunc(hits, func(a, b rules.Hit) int {
		return cmp.Or(
			cmp.Compare(l.GradeRank(a.Zone.Grade), l.GradeRank(b.Zone.Grade)),
			cmp.Compare(a.Zone.Code, b.Zone.Code))
	})
}

// hit relates the site to an area that a zone of the layer has: its shape, or
// what of it is of its own grade. near is false where that lies farther off than
// the band.
func (s *asking) hit(l *layers.Layer, z *layers.Zone, area *geo.Prepared) (h rules.Hit, near bool, err error) {
	h = rules.Hit{Layer: l, Zone: z, BandM: max(s.Site.BandM(), l.BandM(z))}
	relate := area.Budgeted(s.budget).Relate
	if s.bare {
		relate = area.Budgeted(s.budget).RelateWithin
	}
	stands, err := relate(s.Site.Shape, h.BandM)
	if err != nil {
		return h, false, err
	}
	if stands.Boundary.Doubtful { // a distance that is not known must not be told
		return h, false, geo.ErrTooIntricate
	}
	if h.Relation = stands.Relation; h.Relation == geo.Disjoint {
		if math.IsInf(stands.Boundary.M, 1) {
			return h, false, nil
		}
		h.DistanceM = round(stands.Boundary.M, 2)
		h.BoundaryM, h.Only, h.Borderline = h.DistanceM, true, true
		return h, true, nil
	}
	h.BoundaryM = s.boundaryM(&stands)
	h.Borderline = !stands.Deeper
	if s.Site.Shape.Dimensions() == 0 {
		return h, true, nil
	}
	if h.Relation == geo.Touches {
		h.Only, h.Borderline = !pointOn(s.Site.Shape, area), true
		return h, true, nil
	}
	s.quantify(&h, stands.Meeting, s.Site.Shape.Dimensions())
	return h, true, nil
}

// boundaryM is the distance to the boundary of the area. A line or an area in
// one piece that lies partly inside crosses it.
func (s *asking) boundaryM(stands *geo.Standing) float64 {
	switch s.Site.Shape.(type) {
	case orb.LineString, orb.Polygon:
		if stands.Relation == geo.Overlaps {
			return 0
		}
	}
	return round(stands.Boundary.M, 2)
}

// quantify states how much of the site lies in the zone.
func (s *asking) quantify(h *rules.Hit, m geo.Meeting, dimension int) {
	switch dimension {
	case 2:
		h.OverlapM2 = rounded(m.OverlapM2, 2)
		if s.AreaM2 > 0 {
			h.OverlapShare = rounded(min(1, m.OverlapM2/s.AreaM2), 4)
		}
	case 1:
		h.CrossingM = rounded(m.CrossingM, 2)
		if s.LengthM > 0 {
			h.OverlapShare = rounded(min(1, m.CrossingM/s.LengthM), 4)
		}
	}
}

// pointOn reports whether a point of the site lies in the area or on its edge: a
// point on the edge of a zone is a hit, where a line or an area that only
// touches it is not.
func pointOn(shape orb.Geometry, area *geo.Prepared) bool {
	switch g := shape.(type) {
	case orb.Point:
		return area.Locate(g) != geo.Exterior
	case orb.MultiPoint:
		return slices.ContainsFunc(g, func(p orb.Point) bool { return area.Locate(p) != geo.Exterior })
	case orb.Collection:
		return slices.ContainsFunc(g, func(member orb.Geometry) bool { return pointOn(member, area) })
	default:
		return false
	}
}

// ofOwnGrade returns how the site lies to what each zone has of its own grade:
// a place has the strictest grade of its source, so a zone that holds the site
// only where a stricter one does too drops out, and the amounts add up to no
// more than the site. Where no stricter zone holds any of the site, the exact
// relation to the whole zone stands: what is left of the zone has rounded
// corners where boundaries cross, and a line along the border between two grades
// only touches both parts of the zone that it lies in.
//
// rest relates the site to the area in which a zone's own grade holds.
func (s *asking) ofOwnGrade(l *layers.Layer, hits []rules.Hit, rest restHit) ([]rules.Hit, error) {
	var own []rules.Hit
	for i := range hits {
		whole := hits[i]
		area, all := s.Snapshot.OwnGrade(whole.Zone)
		if all {
			own = append(own, whole)
			continue
		}
		h, near, err := rest(l, whole.Zone, area)
		if err != nil {
			return nil, err
		}
		if !heldStricter(l, hits, whole.Zone) {
			whole.Borderline = whole.Borderline || near && h.Borderline
			h, near = whole, true
		} else if _, point := s.Site.Shape.(orb.Point); point {
			h.Only = true // its place is the stricter zone's
		}
		if near {
			own = append(own, h)
		}
	}
	return own, nil
}

// restHit is hit, or what is known of it.
type restHit func(l *layers.Layer, z *layers.Zone, area *geo.Prepared) (h rules.Hit, near bool, err error)

// heldStricter reports whether a stricter zone of the same source holds any of
// the site.
func heldStricter(l *layers.Layer, hits []rules.Hit, z *layers.Zone) bool {
	return slices.ContainsFunc(hits, func(o rules.Hit) bool {
		return !o.Only && o.Zone.SourceCode != "" && o.Zone.SourceCode == z.SourceCode &&
			l.GradeRank(o.Zone.Grade) < l.GradeRank(z.Grade)
	})
}

// round returns v as printed with that many decimals.
func round(v float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(v*unit) / unit
}

func rounded(v float64, decimals int) *float64 {
	v = round(v, decimals)
	return &v
}
