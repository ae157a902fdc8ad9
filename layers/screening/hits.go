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
func (s *screening) hits(ctx context.Context, l *layers.Layer) ([]rules.Hit, error) {
	var hits []rules.Hit
	for z := range s.snap.Candidates(l, geo.Grow(s.box, max(s.site.BandM(), l.WidestBandM()))) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h, near, err := s.hit(l, z)
		if err != nil {
			return nil, err
		}
		if near {
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, func(a, b rules.Hit) int {
		return cmp.Or(
			cmp.Compare(l.GradeRank(a.Zone.Grade), l.GradeRank(b.Zone.Grade)),
			cmp.Compare(a.Zone.Code, b.Zone.Code))
	})
	return hits, nil
}

// hit relates the site to one zone; near is false for a zone farther off than
// the band.
func (s *screening) hit(l *layers.Layer, z *layers.Zone) (h rules.Hit, near bool, err error) {
	m, err := geo.Meet(s.site.Shape, z.Shape)
	if err != nil {
		return h, false, err
	}
	h = rules.Hit{Layer: l, Zone: z, Relation: m.Relation, BandM: max(s.site.BandM(), l.BandM(z))}
	if m.Relation == geo.Disjoint {
		h.DistanceM = *rounded(geo.DistanceToArea(s.site.Shape, z.Shape).M, 2)
		h.BoundaryM, h.Only, h.Borderline = h.DistanceM, true, true
		return h, h.DistanceM <= h.BandM, nil
	}
	h.BoundaryM = s.boundaryM(m, z)
	switch dimension := s.site.Shape.Dimensions(); {
	case dimension == 0:
		h.Borderline = h.BoundaryM <= h.BandM
	case m.Relation == geo.Touches:
		h.Only, h.Borderline = !hasPoint(s.site.Shape), true
	default:
		h.Borderline = !geo.Deeper(s.site.Shape, z.Shape, h.BandM)
		s.quantify(&h, m, dimension)
	}
	return h, true, nil
}

// boundaryM is the distance to the zone's boundary. A line or an area in one
// piece that lies partly inside crosses it.
func (s *screening) boundaryM(m geo.Meeting, z *layers.Zone) float64 {
	switch s.site.Shape.(type) {
	case orb.LineString, orb.Polygon:
		if m.Relation == geo.Overlaps {
			return 0
		}
	}
	return *rounded(geo.DistanceToBoundary(s.site.Shape, z.Shape).M, 2)
}

// quantify states how much of the site lies in the zone.
func (s *screening) quantify(h *rules.Hit, m geo.Meeting, dimension int) {
	switch dimension {
	case 2:
		h.OverlapM2 = rounded(m.OverlapM2, 2)
		if s.areaM2 > 0 {
			h.OverlapShare = rounded(min(1, m.OverlapM2/s.areaM2), 4)
		}
	case 1:
		h.CrossingM = rounded(m.CrossingM, 2)
		if s.lengthM > 0 {
			h.OverlapShare = rounded(min(1, m.CrossingM/s.lengthM), 4)
		}
	}
}

// hasPoint reports whether the shape has a point as a part: a point on the edge
// of a zone is a hit, where an area that only touches it is not.
func hasPoint(shape orb.Geometry) bool {
	switch g := shape.(type) {
	case orb.Point, orb.MultiPoint:
		return true
	case orb.Collection:
		return slices.ContainsFunc(g, hasPoint)
	default:
		return false
	}
}

// exclusive returns the hits with the grades of each source made exclusive: a
// place has the strictest grade of its source. A zone that holds the site only
// where a stricter one does too drops out, and the amounts of the others are
// what the stricter ones leave.
func exclusive(l *layers.Layer, hits []rules.Hit) []rules.Hit {
	var kept []rules.Hit
	for i := range hits {
		h := hits[i]
		if !shadowed(l, hits, &h) {
			subtract(l, hits, &h)
			kept = append(kept, h)
		}
	}
	return kept
}

// shadowed reports whether a stricter zone of the same source holds all of the
// site, or, where h does not hold any of it, meets it.
func shadowed(l *layers.Layer, hits []rules.Hit, h *rules.Hit) bool {
	for i := range hits {
		strict := &hits[i]
		if !stricter(l, strict, h) || strict.Only {
			continue
		}
		if h.Only || strict.Relation == geo.Within || strict.Relation == geo.Touches {
			return true
		}
	}
	return false
}

// subtract takes from the amounts of h those of the stricter zones inside it.
// Of zones nested in one another only the outermost counts.
func subtract(l *layers.Layer, hits []rules.Hit, h *rules.Hit) {
	if h.Only || (h.OverlapM2 == nil && h.CrossingM == nil) {
		return
	}
	var inside []*rules.Hit
	for i := range hits {
		if strict := &hits[i]; stricter(l, strict, h) && l.Nests(strict.Zone, h.Zone) {
			inside = append(inside, strict)
		}
	}
	share := h.OverlapShare
	for _, strict := range inside {
		outermost := !slices.ContainsFunc(inside, func(o *rules.Hit) bool { return l.Nests(strict.Zone, o.Zone) })
		if outermost && strict.OverlapShare != nil {
			h.OverlapM2 = less(h.OverlapM2, strict.OverlapM2, 2)
			h.CrossingM = less(h.CrossingM, strict.CrossingM, 2)
			share = less(share, strict.OverlapShare, 4)
		}
	}
	h.OverlapShare = share
}

func stricter(l *layers.Layer, a, b *rules.Hit) bool {
	return a.Zone.SourceCode != "" && a.Zone.SourceCode == b.Zone.SourceCode &&
		l.GradeRank(a.Zone.Grade) < l.GradeRank(b.Zone.Grade)
}

func less(whole, part *float64, decimals int) *float64 {
	if whole == nil || part == nil {
		return whole
	}
	return rounded(max(0, *whole-*part), decimals)
}

// rounded returns v as printed with that many decimals.
func rounded(v float64, decimals int) *float64 {
	unit := math.Pow10(decimals)
	v = math.Round(v*unit) / unit
	return &v
}
