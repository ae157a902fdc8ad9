package index

import (
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Nearest answers which area is nearest.
type Nearest struct {
	exact

	boxes *Tree
}

// NewNearest indexes areas. Of those that are as near, to a hundredth of a
// metre, the first one is the nearest.
func NewNearest(areas []orb.MultiPolygon, _ Options) (*Nearest, error) {
	if _, err := newOutline(areas); err != nil {
		return nil, err
	}
	bounds := make([]orb.Bound, len(areas))
	for i, area := range areas {
		bounds[i] = area.Bound()
	}
	return &Nearest{newExact(areas), New(bounds)}, nil
}

// Find is the area nearest to a point (longitude, latitude in degrees) of those
// that are not skipped, and the way there, which is that of
// [waterzones/geo.DistanceToArea]. It is false if there is none.
func (n *Nearest) Find(p orb.Point, skip func(area int) bool) (area int, d geo.Distance, ok bool) {
	d.M = math.Inf(1)
	if !finite(p) {
		return 0, d, false
	}
	for i, low := range n.boxes.Nearby(orb.Bound{Min: p, Max: p}) {
		if low > d.M+0.01 {
			break
		}
		if skip(i) {
			continue
		}
		way, near := n.area(i).Near(p, d.M+0.01)
		if near && (!ok || closer(way.M, d.M, i, area)) {
			area, d, ok = i, way, true
		}
	}
	return area, d, ok
}

// closer reports whether area i, m metres off, comes before area k, n metres
// off.
func closer(m, n float64, i, k int) bool {
	m, n = math.Round(m*100)/100, math.Round(n*100)/100
	return m < n || (m == n && i < k)
}
