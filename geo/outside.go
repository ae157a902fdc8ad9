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
	site, b := lineShape(flatten(lines).lines), &budget{left: maxWork}
	st := z.stripes(z.outline(), site.bound)
	found, err := findCrossings(site, st, b)
	if err != nil {
		return nil, err
	}
	var out orb.MultiLineString
	walk := walker{own: site, other: st, events: found.siteEvents, budget: b}
	walk.visit = func(p, q orb.Point, c class) {
		switch last := len(out) - 1; {
		case c != outside || p == q:
		case last >= 0 && out[last][len(out[last])-1] == p:
			out[last] = append(out[last], q)
		default:
			out = append(out, orb.LineString{p, q})
		}
	}
	return out, walk.walk()
}
