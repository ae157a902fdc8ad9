package index

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Bands answers which areas have their boundary near a point, for points in
// bulk. It is exact: an area is named if and only if
// [waterzones/geo.Prepared.DistanceToBoundary] of the point is not more than the area's
// band.
//
// A grid of bits says where any boundary can be near: most points are answered
// by one of them. Its cells, of four by four bits, name the runs of edges that
// can be near. A plane that touches the earth at the point, whose error is known,
// measures how far they are; where that leaves it open, the geodesic decides.
//
// Memory is 64 bytes for each vertex at most, its coordinates included, and some
// kilobytes; for areas that geodesics had to decide about it is 100 more. It is safe
// for concurrent readers. The zero value and nil have no areas.
type Bands struct {
	outline
	exact

	bandM  []float64
	bounds []orb.Bound
	slow   []uint32 // areas that are in no grid
	runs   runs
	grids  []bandGrid // of areas with bands of like width
}

// runs are edges that follow one another, eight at most, by number: where its
// first vertex is, area<<5 | turn<<3 | (number of edges - 1), and a box of four
// (west, south, east, north, rounded outwards).
type runs struct {
	first, what []uint32
	boxes       []float32
}

// turn is by how many degrees of longitude a run is turned: what is beyond the
// antimeridian comes back on the other side.
func (r *runs) turn(run uint32) float64 { return turn(r.what[run] >> turnShift & 3) }

func turn(k uint32) float64 {
	switch k {
	case 1:
		return -360
	case 2:
		return 360
	}
	return 0
}

const (
	turnShift = 3
	mostTurns = 3
	areaShift = 5
)

// bandGrid is a grid over areas. Its bits are a cell's quarter wide.
type bandGrid struct {
	origin  orb.Point
	scale   float64 // bits a degree
	columns uint32  // of bits, a multiple of 32
	rows    uint32  // of bits, a multiple of 4
	bits    []uint32
	start   []uint32 // of each cell's runs, and the end of the last one's
	items   []uint32 // runs
}

// Points that are not within these are answered slowly, areas with a wider band
// too.
const (
	bandLat  = 85
	mostBand = 20_000
)

// aLittle is more, in metres, than rounding adds to a distance, here or in
// package geo.
const aLittle = 1e-4

// Near finds for every point (longitude, latitude in degrees) the areas whose
// boundary, holes included, is not farther off than their band. A point that is
// not finite is near none. It allocates nothing once dst has grown to what it
// needs, but for what geodesics decide, and is safe for concurrent use with a
// dst each.
func (b *Bands) Near(points []orb.Point, dst *Hits) {
	dst.Start, dst.List = append(dst.Start[:0], 0), dst.List[:0]
	if b == nil {
		b = &Bands{}
	}
	var marked bandBatch
	for len(points) > 0 {
		n := min(len(points), batchSize)
		b.batch(points[:n], &marked, dst)
		points = points[n:]
	}
}

// bandBatch says of some points in which cell they are, if their bits are set.
type bandBatch struct {
	cells   [mostGrids][batchSize]uint32 // plus 1; 0 if it is not set
	at      [batchSize]uint32
	some    [batchSize]uint8
	fetched float64 // only to have it at hand
}

func (b *Bands) batch(points []orb.Point, marked *bandBatch, dst *Hits) {
	for g := range b.grids {
		cells := &marked.cells[g]
		clear(cells[:])
		n := b.grids[g].mark(points, marked, cells)
		b.fetch(&b.grids[g], marked, n)
	}
	for i, p := range points {
		before := len(dst.List)
		b.near(i, p, marked, dst)
		if found := dst.List[before:]; len(found) > 1 && len(b.grids)+len(b.slow) > 1 {
			slices.Sort(found)
		}
		dst.Start = append(dst.Start, int32(len(dst.List)))
	}
}

// mark finds the points whose bits are set, and their cells.
func (g *bandGrid) mark(points []orb.Point, b *bandBatch, cells *[batchSize]uint32) int {
	width, height := float64(g.columns), float64(g.rows)
	n := 0
	for i, p := range points {
		x, y := (p[0]-g.origin[0])*g.scale, (p[1]-g.origin[1])*g.scale
		b.at[n], b.some[n] = uint32(int32(y))*g.columns+uint32(int32(x)), uint8(i)
		if x >= 0 && y >= 0 && x < width && y < height {
			n++
		}
	}
	set := 0
	for k, at := range b.at[:n] {
		b.at[set], b.some[set] = at, b.some[k]
		set += int(g.bits[at/32] >> (at % 32) & 1)
	}
	for k, at := range b.at[:set] {
		x, y := at%g.columns, at/g.columns
		b.at[k] = y/cellSide*(g.columns/cellSide) + x/cellSide
		cells[b.some[k]&(batchSize-1)] = b.at[k] + 1
	}
	return set
}

// fetch reads the first run of each cell that will be asked for, each thing for
// all of them before the next one.
func (b *Bands) fetch(g *bandGrid, marked *bandBatch, n int) {
	at := marked.at[:n]
	for k, cell := range at {
		at[k] = g.start[cell]
	}
	for k, item := range at {
		at[k] = g.items[item]
	}
	for k, run := range at {
		marked.fetched += float64(b.runs.boxes[4*run])
		at[k] = b.runs.first[run]
	}
	for _, vertex := range at {
		marked.fetched += b.vertices[vertex][0]
	}
}

func (b *Bands) near(i int, p orb.Point, marked *bandBatch, dst *Hits) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= bandLat) {
		for area := range b.areas {
			b.decide(area, p, dst)
		}
		return
	}
	for g := range b.grids {
		if cell := marked.cells[g][i]; cell != 0 {
			grid := &b.grids[g]
			b.among(grid.items[grid.start[cell-1]:grid.start[cell]], p, dst)
		}
	}
	for _, area := range b.slow {
		b.decide(int(area), p, dst)
	}
}

// among finds the areas that are near among the runs of a cell.
func (b *Bands) among(items []uint32, p orb.Point, dst *Hits) {
	m := metricAt(p)
	for len(items) > 0 {
		area := b.runs.what[items[0]] >> areaShift
		band := b.bandM[area]
		doubt := band*m.strain(band) + aLittle
		reach := reachOf(&m, band+doubt)
		best2, sure2 := math.Inf(1), math.Inf(-1)
		if sure := band - doubt; sure > 0 {
			sure2 = sure * sure
		}
		for len(items) > 0 && b.runs.what[items[0]]>>areaShift == area {
			if best2 > sure2 && b.runs.meets(items[0], &reach) {
				best2 = min(best2, m.to2(b.path(items[0]), b.runs.turn(items[0])))
			}
			items = items[1:]
		}
		switch {
		case best2 <= sure2:
			dst.List = append(dst.List, Hit(area<<1))
		case best2 <= (band+doubt)*(band+doubt):
			b.decide(int(area), p, dst)
		}
	}
}

// box is west, south, east, north.
type box [4]float64

func reachOf(m *metric, metres float64) box {
	dx, dy := metres/m.east, metres/m.north
	return box{m.place[0] - dx, m.place[1] - dy, m.place[0] + dx, m.place[1] + dy}
}

func (r *runs) meets(run uint32, reach *box) bool {
	b := r.boxes[4*run : 4*run+4]
	return float64(b[0]) <= reach[2] && float64(b[1]) <= reach[3] && float64(b[2]) >= reach[0] && float64(b[3]) >= reach[1]
}

// path is the vertices of a run.
func (b *Bands) path(run uint32) []orb.Point {
	first := b.runs.first[run]
	return b.vertices[first : first+b.runs.what[run]%runEdges+2]
}

// decide asks package geo about an area, unless its box is far off.
func (b *Bands) decide(area int, p orb.Point, dst *Hits) {
	if !finite(p) || !(geo.BoxDistanceM(b.bounds[area], orb.Bound{Min: p, Max: p}) <= b.bandM[area]) {
		return
	}
	if b.area(area).DistanceToBoundary(p).M <= b.bandM[area] {
		dst.List = append(dst.List, Hit(area<<1))
	}
}
