package rules

import (
	"waterzones/geo"
	"waterzones/layers"
)

// Hit is how a site lies to one zone: it meets the zone, or lies outside it but
// within the accuracy band, or touches it only (an area or a line).
type Hit struct {
	Layer      *layers.Layer
	Zone       *layers.Zone
	Relation   geo.Relation
	Only       bool    // outside within the band, or touching only: not inside
	Borderline bool    // the accuracy could undo it: nothing of the site is deeper inside than the band
	DistanceM  float64 // to the zone, 0 when met
	BoundaryM  float64 // to the zone's boundary
	BandM      float64 // the larger accuracy of site and zone

	// The zones of one source and grade on which the hit rests, strictest first,
	// where they are several; Zone is the first one's. Of a part the amounts are
	// what it has and no part before it.
	Parts []Hit
	// What the site has in the zone and in no stricter zone of the same source;
	// nil where the site has no such dimension.
	OverlapM2, OverlapShare, CrossingM *float64
}

// Met reports whether the site and the zone have a point in common.
func (h *Hit) Met() bool { return h.Relation != geo.Disjoint }
