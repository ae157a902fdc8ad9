package screening

import (
	"context"
	"math"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// nearest finds the nearest zone of the layer that the site does not meet. The
// index gives zones by a lower bound of their distance; once that bound passes
// the best true distance, no later zone can be nearer.
func (s *screening) nearest(ctx context.Context, l *layers.Layer, hits []rules.Hit) (Near, bool) {
	best, zone := geo.Distance{M: math.Inf(1)}, (*layers.Zone)(nil)
	for z, atLeastM := range s.snap.Nearby(l, s.box) {
		if atLeastM > best.M || ctx.Err() != nil {
			break
		}
		if meets(hits, z) {
			continue
		}
		d, near := z.Area().Near(s.site.Shape, best.M)
		if near && (d.M < best.M || d.M == best.M && z.Code < zone.Code) {
			best, zone = d, z
		}
	}
	if zone == nil {
		return Near{}, false
	}
	return Near{
		Layer: l.ID, LayerTitle: l.Title, Code: zone.Code, Name: zone.Name, Grade: zone.Grade,
		DistanceM: *rounded(best.M, 2), BearingDeg: *rounded(best.BearingDeg, 1), At: best.To,
	}, true
}

func meets(hits []rules.Hit, z *layers.Zone) bool {
	for i := range hits {
		if hits[i].Zone == z && hits[i].Relation != geo.Disjoint {
			return true
		}
	}
	return false
}
