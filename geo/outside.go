package geo

import "github.com/paulmach/orb"

// Outside is the part of lines outside an area: neither inside nor along its
// boundary, which belongs to [Meeting].CrossingM. New ends are rounded, by a
// nanometre or two on the ground. Errors are those of [Meet].
func (z *Prepared) Outside(lines orb.MultiLineString) (orb.MultiLineString, error) {
	m, err := z.Meet(lines)
	switch {
	case err != nil || m.Relation == Within:
		return nil, err
	case m.Relation == Disjoint:
		return lines, nil
	}
	return z.ask().pieces(flatten(lines).lines, func(c class) bool { return c == outside })
}

// pieces strings the pieces of lines that are of a class together.
func (q question) pieces(lines orb.MultiLineString, of func(class) bool) (orb.MultiLineString, error) {
	site := lineShape(lines)
	st := q.stripes(q.outline(), site.bound)
	found, err := findCrossings(site, st, q.budget)
	if err != nil {
		return nil, err
	}
	var out orb.MultiLineString
	walk := walker{own: site, other: st, events: found.siteEvents, budget: q.budget}
	walk.visit = func(a, b orb.Point, c class) {
		switch last := len(out) - 1; {
		case !of(c) || a == b:
		case last >= 0 && out[last][len(out[last])-1] == a:
			out[last] = append(out[last], b)
		default:
			out = append(out, orb.LineString{a, b})
		}
	}
	return out, walk.walk()
}
