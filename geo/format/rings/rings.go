// Package rings makes areas of rings that come without order, as Shapefiles and
// survey files have them.
package rings

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"waterzones/geo"
	"waterzones/geo/format/feature"
)

// maxRingPairs bounds how many pairs of rings whose boxes lie in one another
// are compared: 3,000 rings each within the last, far beyond any real area.
const maxRingPairs = 5_000_000

// Group makes closed rings into areas by how they lie to one another,
// whatever their order, number or winding: a ring within an odd number of others
// is a hole of the innermost of them, every other ring is the shell of a polygon
// of its own. Shells keep the order of the file, and so do the holes of each.
// Within is exact, and rings that touch are told by the rest of them; of rings
// that cross, share all their edges or are otherwise unsound something is made
// that geo.Validate refuses. The rings are kept, not copied. One shell gives an
// orb.Polygon, several an orb.MultiPolygon, none nil.
//
// The error is a *feature.Error with TooLarge, of rings too deeply nested or too
// intricate to compare.
func Group(rings []orb.Ring) (orb.Geometry, error) {
	if len(rings) == 1 {
		return orb.Polygon{rings[0]}, nil
	}
	around, err := Around(rings)
	if err != nil {
		return nil, err
	}
	shellAt := make([]int, len(rings)) // position in area
	var area orb.MultiPolygon
	for i, ring := range rings {
		if len(around[i])%2 == 0 {
			shellAt[i] = len(area)
			area = append(area, orb.Polygon{ring})
		}
	}
	for i, ring := range rings {
		if len(around[i])%2 == 0 {
			continue
		}
		// The innermost ring around has the most rings around itself.
		shell := slices.MaxFunc(around[i], func(a, b int) int { return cmp.Compare(len(around[a]), len(around[b])) })
		if len(around[shell])%2 == 1 {
			// Crossing rings: no shell is right, and none hides the crossing.
			area = append(area, orb.Polygon{ring})
			continue
		}
		area[shellAt[shell]] = append(area[shellAt[shell]], ring)
	}
	switch len(area) {
	case 0:
		return nil, nil
	case 1:
		return area[0], nil
	}
	return area, nil
}

// Around returns for each ring the positions of those that it lies within.
func Around(rings []orb.Ring) ([][]int, error) {
	var boxes rtree.RTreeG[int]
	bounds := make([]orb.Bound, len(rings))
	for i, ring := range rings {
		bounds[i] = ring.Bound()
		if len(ring) > 0 {
			boxes.Insert(bounds[i].Min, bounds[i].Max, i)
		}
	}
	s := ringSearch{rings: rings, areas: make([]*geo.Prepared, len(rings)), around: make([][]int, len(rings))}
	for i, ring := range rings {
		if len(ring) == 0 {
			continue
		}
		// Whatever is around the ring is around its first vertex.
		boxes.Search(ring[0], ring[0], func(_, _ [2]float64, j int) bool {
			if i != j && holdsBox(bounds[j], bounds[i]) {
				s.compare(i, j)
			}
			return s.err == nil
		})
		slices.Sort(s.around[i])
	}
	return s.around, s.err
}

func holdsBox(outer, inner orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

type ringSearch struct {
	rings  []orb.Ring
	areas  []*geo.Prepared // made when first asked about
	around [][]int
	pairs  int
	err    error
}

// compare looks whether ring i lies within ring j.
func (s *ringSearch) compare(i, j int) {
	if s.pairs++; s.pairs > maxRingPairs {
		s.err = feature.TooLarge("环层层相套过多，无法归并为面", "too many rings lie within one another to be made into areas")
		return
	}
	if s.areas[j] == nil {
		s.areas[j] = geo.Prepare(orb.MultiPolygon{{s.rings[j]}})
	}
	for _, p := range s.rings[i] {
		switch s.areas[j].Locate(p) {
		case geo.Interior:
			s.around[i] = append(s.around[i], j)
			return
		case geo.Exterior:
			return
		}
	}
	// Every vertex lies on the other ring: a diamond in a square, or the same ring.
	there, err := s.areas[j].Meet(orb.Polygon{s.rings[i]})
	if err != nil {
		s.err = feature.TooLarge("环相互重合过多，无法归并为面", "the rings share too much to be made into areas")
		return
	}
	if there.Relation != geo.Within {
		return
	}
	back, err := geo.Meet(orb.Polygon{s.rings[j]}, orb.MultiPolygon{{s.rings[i]}})
	if err == nil && back.Relation != geo.Within {
		s.around[i] = append(s.around[i], j)
	}
}
