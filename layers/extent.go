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

// Earth is every longitude and latitude: where a layer is complete that is the
// whole of what was asked about.
func Earth() orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}.ToPolygon()}
}

// IsEarth reports whether an area is just that.
func IsEarth(area orb.MultiPolygon) bool { return orb.Equal(area, Earth()) }
