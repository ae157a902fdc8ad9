package layers

import "github.com/paulmach/orb"

// Extent is the box around everything that the layers of zones hold or say to
// cover, in degrees: where coordinates that are meant for them may lie. A
// coverage that is the whole earth says nothing of that.
func (r *Release) Extent() orb.Bound {
	extent := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}} // empty
	for _, l := range r.layers {
		if l.Role != RoleZones {
			continue
		}
		if b := l.Coverage.Bound(); len(l.Coverage) > 0 && b.Max[0]-b.Min[0] < 180 {
			extent = around(extent, b)
		}
		for i := range l.Zones {
			extent = around(extent, l.Zones[i].Shape.Bound())
		}
	}
	return extent
}

func around(a, b orb.Bound) orb.Bound {
	if a.IsEmpty() {
		return b
	}
	return a.Union(b)
}
