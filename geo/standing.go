package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Standing is what a finding says of a site and an area: how they meet, how far
// it is to the boundary, and whether that is far for their accuracy.
type Standing struct {
	Meeting
	// Boundary is [DistanceToBoundary]. For a Disjoint site it is the way to the
	// area, as [Prepared.Near] gives it: M is +Inf beyond the band.
	Boundary Distance
	// Deeper is [Deeper] by the band.
	Deeper bool
}

// Relate answers what [Prepared.Meet], [Prepared.DistanceToBoundary],
// [Prepared.Near] and [Prepared.Deeper] answer one by one, to the last bit, in one
// walk along both shapes. The band is in metres. For a point it allocates
// nothing. Errors are those of Meet, and that of a [Budget] which ended on the way.
func (z *Prepared) Relate(site orb.Geometry, bandM float64) (Standing, error) {
	return z.relate(site, bandM, math.Inf(1))
}

// RelateWithin is [Prepared.Relate] where a boundary beyond the band is not
// measured: Boundary.M is +Inf then. That is less to look at, and decides the same.
func (z *Prepared) RelateWithin(site orb.Geometry, bandM float64) (Standing, error) {
	s, err := z.relate(site, bandM, bandM+aLittle)
	s.Boundary = ifWithin(s.Boundary, bandM)
	return s, err
}

// relate measures the way to the boundary of what is met if it is not longer than
// so many metres.
func (z *Prepared) relate(site orb.Geometry, bandM, metres float64) (Standing, error) {
	if p, ok := site.(orb.Point); ok {
		q := question{zone: z.ready(), budget: z.budget}
		f, err := q.factsOf(p)
		if err != nil {
			return Standing{}, err
		}
		s := Standing{Meeting: f.meeting()}
		switch {
		case f.contact:
			s.Boundary = Distance{From: p, To: p}
		case f.inside:
			s.Boundary = q.nearestTo(p, q.edges(), metres)
			s.Deeper = bandM <= 0 || s.Boundary.M > bandM
		default:
			s.Boundary = ifWithin(q.nearestTo(p, q.edges(), bandM+aLittle), bandM)
		}
		return s, z.budget.Err()
	}
	q, parts := z.ask(), flatten(site)
	q.depths = bandM > 0
	f, err := q.facts(parts)
	if err != nil {
		return Standing{}, err
	}
	s, own := Standing{Meeting: f.meeting()}, *q.budget
	if s.Relation == Disjoint {
		s.Boundary = ifWithin(q.way(&parts, &f, bandM+aLittle, false), bandM)
		return s, z.budget.Err()
	}
	s.Boundary = q.way(&parts, &f, metres, meetsBoundary(f))
	if z.budget == nil {
		q.budget = &own // each of the four has its limit to itself
	}
	s.Deeper = q.deeper(&parts, &f, bandM)
	return s, z.budget.Err()
}
