package screening

import (
	"github.com/paulmach/orb"

	"waterzones/geo"
)

// remainder is what of a site has not been counted yet, so that a place which
// several zones hold is counted once.
type remainder struct {
	areas []orb.MultiPolygon // the members of a collection apart, as geo.AreaM2 counts them
	lines orb.MultiLineString
	work  int // vertices that may yet be overlaid
}

// mostOverlaid bounds the overlays of one remainder, which take some
// microseconds a vertex.
const mostOverlaid = 100_000

// remainderOf is all of a site, in the one dimension in which it is measured.
func remainderOf(shape orb.Geometry) *remainder {
	r := &remainder{work: mostOverlaid}
	r.add(shape)
	if len(r.areas) > 0 {
		r.lines = nil
	}
	return r
}

func (r *remainder) add(shape orb.Geometry) {
	switch g := shape.(type) {
	case orb.Polygon:
		r.areas = append(r.areas, orb.MultiPolygon{g})
	case orb.MultiPolygon:
		r.areas = append(r.areas, g)
	case orb.LineString:
		r.lines = append(r.lines, g)
	case orb.MultiLineString:
		r.lines = append(r.lines, g...)
	case orb.Collection:
		for _, member := range g {
			r.add(member)
		}
	}
}

// take counts what of the remainder lies in the area, in m² and m, and takes it
// away; where that is more than can be done in bounded time, the error is
// geo.ErrTooIntricate. The amounts are those of the exact pieces; the new corners of what is
// left are rounded, by a nanometre or two on the ground.
func (r *remainder) take(area *geo.Prepared) (amount, error) {
	var taken amount
	for i, part := range r.areas {
		m, err := area.Meet(part)
		if err != nil {
			return taken, err
		}
		taken.m2 += m.OverlapM2
		if m.OverlapM2 == 0 {
			continue
		}
		if r.work -= geo.Vertices(part) + geo.Vertices(area.Area()); r.work < 0 {
			return taken, geo.ErrTooIntricate
		}
		if r.areas[i], err = geo.Prepare(part).Without(area); err != nil {
			return taken, err
		}
	}
	m, err := area.Meet(r.lines)
	if err != nil {
		return taken, err
	}
	taken.m = m.CrossingM
	r.lines, err = area.Outside(r.lines)
	return taken, err
}

// amount is how much of a site lies somewhere.
type amount struct{ m2, m float64 }

func (a amount) plus(b amount) amount { return amount{a.m2 + b.m2, a.m + b.m} }

// amountOf is what a hit has counted; nothing where it has no such dimension.
func amountOf(m2, m *float64) amount {
	var a amount
	if m2 != nil {
		a.m2 = *m2
	}
	if m != nil {
		a.m = *m
	}
	return a
}
