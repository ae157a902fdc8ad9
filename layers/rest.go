package layers

import (
	"slices"
	"sync"

	"waterzones/geo"
)

// rest is what a zone has of its own grade for as long as the same stricter
// zones of its source are in force: the zone without them. Some departments
// store 二级 with 一级 cut out, some as a full area; here both are the same, and a
// place has the strictest grade of its source and no other. It is worked out
// when it is first asked for, which is safe for concurrent callers.
type rest struct {
	Span
	strict []*Zone
	once   sync.Once
	area   *geo.Prepared
}

// OwnGrade returns the area in which the zone's own grade holds on the
// snapshot's day, and whether that is the whole zone. Where the stricter zones
// cannot be taken away (see geo.Prepared.Without) it is the whole zone: a rule too many
// is better than one too few.
func (s Snapshot) OwnGrade(z *Zone) (area *geo.Prepared, whole bool) {
	for _, r := range z.rests {
		if !r.Holds(s.AsOf) || len(r.strict) == 0 {
			continue
		}
		area = r.own(z)
		return area, area == z.area
	}
	return z.area, true
}

// own is the area, worked out once.
func (r *rest) own(z *Zone) *geo.Prepared {
	r.once.Do(func() { r.area = r.of(z) })
	return r.area
}

func (r *rest) of(z *Zone) *geo.Prepared {
	strict := make([]*geo.Prepared, len(r.strict))
	for i, s := range r.strict {
		strict[i] = s.area
	}
	left, err := z.area.Without(strict...)
	if err != nil {
		return z.area
	}
	return geo.Prepare(left)
}

// divide notes, for each zone of one source, which stricter ones take part of
// it away, and when.
func (l *Layer) divide(zones []*Zone) error {
	for _, weak := range zones {
		var strict []*Zone
		for _, z := range zones {
			if l.GradeRank(z.Grade) >= l.GradeRank(weak.Grade) || !z.Overlaps(weak.Span) {
				continue
			}
			meet, err := weak.area.InteriorsMeet(z.area)
			if err != nil {
				return &ZoneError{Layer: l.ID, Zone: z.Code, Err: err}
			}
			if meet {
				strict = append(strict, z)
			}
		}
		weak.rests = rests(weak, strict)
	}
	return l.findTwins(zones)
}

// findTwins notes which zones of one source and grade hold some place both, so
// that areas can be counted once.
func (l *Layer) findTwins(zones []*Zone) error {
	for i, z := range zones {
		for _, other := range zones[i+1:] {
			if z.Grade != other.Grade || !z.Overlaps(other.Span) {
				continue
			}
			meet, err := z.area.InteriorsMeet(other.area)
			if err != nil {
				return &ZoneError{Layer: l.ID, Zone: z.Code, Err: err}
			}
			if meet {
				z.twins, other.twins = append(z.twins, other), append(other.twins, z)
			}
		}
	}
	return nil
}

// SharesPlace reports whether another zone of the same source and grade holds
// some of the same place, at some time when both are in force.
func (z *Zone) SharesPlace(other *Zone) bool { return slices.Contains(z.twins, other) }

// rests divides the zone's time at every day on which a stricter zone begins or
// ends.
func rests(weak *Zone, strict []*Zone) []*rest {
	if len(strict) == 0 {
		return nil
	}
	days := []Date{weak.From}
	for _, z := range strict {
		for _, day := range []Date{z.From, z.To} {
			if day != "" && weak.Holds(day) {
				days = append(days, day)
			}
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	all := make([]*rest, len(days))
	for i, day := range days {
		r := &rest{Span: Span{From: day, To: weak.To}}
		if i+1 < len(days) {
			r.To = days[i+1]
		}
		for _, z := range strict {
			if z.Holds(day) {
				r.strict = append(r.strict, z)
			}
		}
		all[i] = r
	}
	return all
}
