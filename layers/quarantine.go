package layers

import (
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"
)

// Quarantine is a zone that could not be taken as it was brought. It is never
// screened; it makes its layer unchecked for every site that it could meet.
type Quarantine struct {
	Zone   `json:"-"`
	Reason Text `json:"reason"`
}

// Box is where the zone may lie. A shape wider than half the earth may as well
// go the other way round, over the antimeridian: its box is every longitude.
func (q *Quarantine) Box() orb.Bound {
	box := q.Shape.Bound()
	if box.Max[0]-box.Min[0] > 180 {
		box.Min[0], box.Max[0] = -math.MaxFloat64, math.MaxFloat64
	}
	return box
}

// quarantined is the boxes of a layer's quarantined zones, so that a site is
// compared with those near it alone.
type quarantined struct {
	boxes       []orb.Bound
	tree        *index.Tree
	widestBandM float64
}

func (x *quarantined) prepare(l *Layer) {
	x.boxes = make([]orb.Bound, len(l.Quarantined))
	for i := range l.Quarantined {
		q := &l.Quarantined[i]
		x.boxes[i] = q.Box()
		x.widestBandM = max(x.widestBandM, l.BandM(&q.Zone))
	}
	x.tree = index.New(x.boxes)
}

// Quarantine returns the first quarantined zone of the layer, in force on the
// day, that something in the box, known to bandM metres, could meet, or nil.
func (l *Layer) Quarantine(box orb.Bound, bandM float64, day Date) *Quarantine {
	first := -1
	for i := range l.quarantine.tree.Candidates(geo.Grow(box, max(bandM, l.quarantine.widestBandM))) {
		q := &l.Quarantined[i]
		if (first < 0 || i < first) && q.Holds(day) && geo.Grow(box, max(bandM, l.BandM(&q.Zone))).Intersects(l.quarantine.boxes[i]) {
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	return &l.Quarantined[first]
}
