package index

import (
	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Bands answers which areas have their boundary near points, for points in
// bulk.
type Bands struct {
	exact

	bandM  []float64
	bounds []orb.Bound
}

// NewBands makes the bands of areas: that of areas[i] is bandM[i] metres wide on
// either side of its boundary.
func NewBands(areas []orb.MultiPolygon, bandM []float64, _ Options) (*Bands, error) {
	if err := checkRange(areas); err != nil {
		return nil, err
	}
	b := &Bands{exact: newExact(areas), bandM: bandM}
	for _, area := range areas {
		b.bounds = append(b.bounds, area.Bound())
	}
	return b, nil
}

// Near finds for every point the areas whose boundary, holes included, is not
// farther off than their band: those for which
// [waterzones/geo.DistanceToBoundary] is not more.
func (b *Bands) Near(points []orb.Point, dst *Hits) {
	dst.Start, dst.List = append(dst.Start[:0], 0), dst.List[:0]
	for _, p := range points {
		for i := range b.areas {
			if b.isNear(i, p) {
				dst.List = append(dst.List, Hit(i<<1))
			}
		}
		dst.Start = append(dst.Start, int32(len(dst.List)))
	}
}

func (b *Bands) isNear(i int, p orb.Point) bool {
	if !finite(p) || !(geo.BoxDistanceM(b.bounds[i], orb.Bound{Min: p, Max: p}) <= b.bandM[i]) {
		return false
	}
	return b.area(i).DistanceToBoundary(p).M <= b.bandM[i]
}
