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

// nearest finds the nearest zone of the layer that the site does not meet, or
// that of each grade. The index gives zones by a lower bound of their distance;
// once that bound passes the best true distance of every grade, no later zone
// can be nearer. Only zones that could be nearer than their grade's best are
// measured.
func (s *asking) nearest(ctx context.Context, l *layers.Layer, hits []rules.Hit, byGrade bool) error {
	bests := []best{{distance: geo.Distance{M: math.Inf(1)}}}
	if byGrade {
		bests = slices.Repeat(bests, len(l.GradesHeld()))
		for i, grade := range l.GradesHeld() {
			bests[i].grade = grade
		}
	}
	for z, atLeastM := range s.Snapshot.Nearby(l, s.box) {
		if atLeastM > farthest(bests)+tie || ctx.Err() != nil {
			break
		}
		b := &bests[0]
		if byGrade {
			b = &bests[slices.Index(l.GradesHeld(), z.Grade)]
		}
		if atLeastM <= b.distance.M+tie && !meets(hits, z) {
			b.try(s.budget, s.Site.Shape, z)
		}
	}
	for i := range bests {
		switch b := &bests[i]; {
		case b.distance.Doubtful:
			s.NearestUnknown = append(s.NearestUnknown, l)
		case b.zone != nil:
			s.Nearest = append(s.Nearest, b.near(l))
		}
	}
	return cmp.Or(ctx.Err(), s.budget.Err())
}

// NearestAs finds the nearest zones of each grade, as Ask does, for a site that is
// said to be the same as the one answered for and meets the same zones.
func (a *Answer) NearestAs(ctx context.Context, set *rules.Set, site *rules.Site) ([]Near, []*layers.Layer, error) {
	s := newAsking(ctx, a.Snapshot, set, site)
	for i := range a.Layers {
		if l := &a.Layers[i]; l.Matters {
			if err := s.nearest(ctx, l.Layer, l.Hits, true); err != nil {
				return nil, nil, err
			}
		}
	}
	sortNear(s.Nearest)
	return s.Nearest, s.NearestUnknown, nil
}

func sortNear(all []Near) {
	slices.SortStableFunc(all, func(a, b Near) int { return cmp.Compare(a.DistanceM, b.DistanceM) })
}

// best is the nearest zone so far, of one grade or of all.
type best struct {
	grade    string
	zone     *layers.Zone
	distance geo.Distance
}

// tie is how much farther a zone may be that is as near as printed, in metres.
const tie = 0.01

// try takes a zone that is nearer, or as near as printed with a code that comes
// first.
func (b *best) try(budget *geo.Budget, shape orb.Geometry, z *layers.Zone) {
	d, near := z.Area().Budgeted(budget).Near(shape, b.distance.M+tie)
	if !near {
		return
	}
	m, least := round(d.M, 2), math.Inf(1)
	if b.zone != nil {
		least = round(b.distance.M, 2)
	}
	if m < least || m == least && z.Code < b.zone.Code {
		b.distance, b.zone = d, z
	}
}

func (b *best) near(l *layers.Layer) Near {
	d := b.distance
	return Near{
		Layer: l, Zone: b.zone,
		DistanceM: round(d.M, 2), BearingDeg: math.Mod(round(d.BearingDeg, 1), 360), From: placed(d.From), To: placed(d.To),
	}
}

// placed is a position to a tenth of a millimetre: the last digits of where a
// perpendicular meets an edge depend on the way of computing it.
func placed(p orb.Point) orb.Point {
	return orb.Point{round(p[0], 9), round(p[1], 9)}
}

func farthest(bests []best) float64 {
	far := 0.0
	for i := range bests {
		far = max(far, bests[i].distance.M)
	}
	return far
}

func meets(hits []rules.Hit, z *layers.Zone) bool {
	for i := range hits {
		if hits[i].Zone == z && hits[i].Relation != geo.Disjoint {
			return true
		}
	}
	return false
}
