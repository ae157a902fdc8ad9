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
	b := &Bands{outline: outline, bandM: slices.Clone(bandM[:len(areas)])}
	b.prepare()
	group := b.groups()
	for g := range mostGrids {
		begin := len(b.runs.first)
		vertices := b.addRuns(func(area int) bool { return group[area] == g })
		if begin < len(b.runs.first) {
			b.addGrid(begin, vertices, o.Points)
		}
	}
	return b, nil
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

// groups says of each area in which grid it is; -1 is in none.
func (b *Bands) groups() []int {
	group := make([]int, b.count)
	for i, band := range b.bandM {
		box := b.bounds[i]
		switch {
		case !(band >= 0) || box.IsEmpty():
			group[i] = -1
		case band > mostBand || !onEarth.Contains(box.Min) || !onEarth.Contains(box.Max):
			group[i] = -1
			b.slow = append(b.slow, uint32(i))
		default:
			for band >= 8 {
				band /= 8
				group[i]++
			}
		}
	}
	return group
}

// onEarth is where turns find an area.
var onEarth = orb.Bound{Min: orb.Point{-360, -90}, Max: orb.Point{360, 90}}

// served is where points are not answered slowly.
var served = orb.Bound{Min: orb.Point{-180, -bandLat}, Max: orb.Point{180, bandLat}}

// addRuns adds the runs of some areas, and says how many vertices these have.
func (b *Bands) addRuns(of func(area int) bool) (vertices int) {
	for i, part := range b.parts {
		area := int(part >> 1)
		if !of(area) {
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
func (b *Bands) addRun(first, last uint32, area int) {
	path := b.vertices[first : last+1]
	bound := orb.Bound{Min: path[0], Max: path[0]}
	for _, p := range path[1:] {
		for k := range 2 {
			bound.Min[k], bound.Max[k] = min(bound.Min[k], p[k]), max(bound.Max[k], p[k])
		}
	}
	for k, turn := range turns {
		turned := orb.Bound{
			Min: orb.Point{bound.Min[0] + turn, bound.Min[1]},
			Max: orb.Point{bound.Max[0] + turn, bound.Max[1]},
		}
		if near, _, _ := b.grown(turned, area); !near.Intersects(served) {
			continue
		}
		b.runs.first = append(b.runs.first, first)
		b.runs.what = append(b.runs.what, uint32(area)<<areaShift|uint32(k)<<turnShift|(last-first-1))
		b.runs.boxes = append(b.runs.boxes,
			below(turned.Min[0]), below(turned.Min[1]), -below(-turned.Max[0]), -below(-turned.Max[1]))
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

// grown is where a point served can be near something of an area within a
// bound, and by how many degrees it was grown for that.
func (b *Bands) grown(bound orb.Bound, area int) (near orb.Bound, lon, lat float64) {
	// From farther north or south no band reaches where points are served.
	const lat0 = bandLat + 0.3
	bound.Min[1], bound.Max[1] = max(bound.Min[1], -lat0), min(bound.Max[1], lat0)
	if bound.IsEmpty() {
		return bound, 0, 0
	}
	near = geo.Grow(bound, b.bandM[area]+10*aLittle)
	return near, near.Max[0] - bound.Max[0], near.Max[1] - bound.Max[1]
}
