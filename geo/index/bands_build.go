package index

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// NewBands makes the bands of areas: on either side of its boundary, bandM[i]
// metres for areas[i]; less than 0 and NaN are no band. It takes some 0.1 µs for
// each vertex. Areas are copied. Errors are those of [NewCells].
func NewBands(areas []orb.MultiPolygon, bandM []float64, o Options) (*Bands, error) {
	outline, err := newOutline(areas)
	if err != nil {
		return nil, err
	}
	b := bandBuilder{
		Bands:   &Bands{outline: outline, bandM: slices.Clone(bandM[:len(areas)])},
		reach:   make([]orb.Point, len(areas)),
		options: o,
	}
	b.prepare()
	b.sort()
	for g := range mostGrids {
		begin := len(b.runs.first)
		vertices := b.addRuns(g)
		if begin < len(b.runs.first) {
			b.addGrid(begin, vertices)
		}
	}
	return b.Bands, nil
}

// bandBuilder holds what is needed only until the bands are made.
type bandBuilder struct {
	*Bands

	group   []int       // by area: in which grid it is; -1 is in none
	reach   []orb.Point // by area: how many degrees from it its band may reach, where points are served
	options Options
}

func (b *Bands) prepare() {
	b.exact = newExact(b.unfold())
	b.bounds = make([]orb.Bound, b.count)
	for i, area := range b.areas {
		b.bounds[i] = area.Bound()
	}
}

// Bands that differ little share a grid: from 8 m to 64 m, for example.
const mostGrids = 6

// sort puts areas into grids, or leaves them to slow answers.
func (b *bandBuilder) sort() {
	b.group = make([]int, b.count)
	for i, band := range b.bandM {
		box := b.bounds[i]
		switch {
		case !(band >= 0) || box.IsEmpty():
			b.group[i] = -1
			continue
		case band > mostBand || !turnable(box):
			b.group[i] = -1
			b.slow = append(b.slow, uint32(i))
			continue
		}
		for w := band; w >= 8; w /= 8 {
			b.group[i]++
		}
		// From farther north or south no band reaches where points are served.
		const highest = bandLat + 0.3
		lat := min(highest, max(-box.Min[1], box.Max[1]))
		grown := geo.Grow(orb.Bound{Min: orb.Point{0, lat}, Max: orb.Point{0, lat}}, band+10*aLittle)
		b.reach[i] = orb.Point{grown.Max[0], grown.Max[1] - lat}
	}
}

// turnable reports whether turns find an area.
func turnable(box orb.Bound) bool {
	return box.Min[0] >= -360 && box.Max[0] <= 360 && box.Min[1] >= -90 && box.Max[1] <= 90
}

// served is where points are not answered slowly.
func served() orb.Bound {
	return orb.Bound{Min: orb.Point{-180, -bandLat}, Max: orb.Point{180, bandLat}}
}

// addRuns adds the runs of the areas of a grid, and says how many vertices these
// have.
func (b *bandBuilder) addRuns(group int) (vertices int) {
	for i, part := range b.parts {
		area := int(part >> 1)
		if b.group[area] != group {
			continue
		}
		begin, end := b.rings[i], b.rings[i+1]
		vertices += int(end - begin)
		for first := begin; first+1 < end; first += runEdges {
			b.addRun(first, min(first+runEdges, end-1), area)
		}
	}
	return vertices
}

// addRun adds the run from one vertex to another as often as it is somewhere
// where points are.
func (b *bandBuilder) addRun(first, last uint32, area int) {
	path := b.vertices[first : last+1]
	bound := orb.Bound{Min: path[0], Max: path[0]}
	for _, p := range path[1:] {
		for k := range 2 {
			bound.Min[k], bound.Max[k] = min(bound.Min[k], p[k]), max(bound.Max[k], p[k])
		}
	}
	for k := range uint32(mostTurns) {
		turned := bound
		turned.Min[0] += turn(k)
		turned.Max[0] += turn(k)
		if !grown(turned, b.reach[area]).Intersects(served()) {
			continue
		}
		b.runs.first = append(b.runs.first, first)
		b.runs.what = append(b.runs.what, uint32(area)<<areaShift|k<<turnShift|(last-first-1))
		b.runs.boxes = append(b.runs.boxes,
			below(turned.Min[0]), below(turned.Min[1]), above(turned.Max[0]), above(turned.Max[1]))
	}
}

// below is a number not above x.
func below(x float64) float32 {
	f := float32(x)
	if float64(f) > x {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

// above is a number not below x.
func above(x float64) float32 { return -below(-x) }

func grown(box orb.Bound, by orb.Point) orb.Bound {
	return orb.Bound{
		Min: orb.Point{box.Min[0] - by[0], box.Min[1] - by[1]},
		Max: orb.Point{box.Max[0] + by[0], box.Max[1] + by[1]},
	}
}
