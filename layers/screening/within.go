package screening

import (
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers/rules"
)

// withinTogether reports whether an area lies within several zones together
// though in none of them alone: none of its rings leaves them, and no ring of
// theirs that is a border of them all runs inside it. Where one of them ends on
// another's edge and not at a corner of it the end is rounded, by a nanometre or
// two on the ground; else it is exact. Doubt is false.
func (s *asking) withinTogether(group []rules.Hit) bool {
	zones := make([]orb.MultiPolygon, len(group))
	for i := range group {
		area, _ := s.Snapshot.OwnGrade(group[i].Zone)
		zones[i] = area.Area()
	}
	rings := ringsOf(s.Site.Shape)
	if left, err := geo.Prepare(slices.Concat(zones...)).Outside(rings); err != nil || len(left) > 0 {
		return false
	}
	site := geo.Prepare(polygonsOf(s.Site.Shape))
	for i := range zones {
		others := geo.Prepare(slices.Concat(slices.Concat(zones[:i]...), slices.Concat(zones[i+1:]...)))
		border, err := others.Outside(ringsOf(zones[i]))
		if err != nil {
			return false
		}
		if m, err := site.Meet(border); err != nil || m.Relation != geo.Disjoint && m.Relation != geo.Touches {
			return false
		}
	}
	return true
}

// polygonsOf is the areas of a shape.
func polygonsOf(shape orb.Geometry) orb.MultiPolygon {
	return slices.Concat(remainderOf(shape).areas...)
}

func ringsOf(shape orb.Geometry) orb.MultiLineString {
	var rings orb.MultiLineString
	for _, polygon := range polygonsOf(shape) {
		for _, ring := range polygon {
			rings = append(rings, orb.LineString(ring))
		}
	}
	return rings
}
