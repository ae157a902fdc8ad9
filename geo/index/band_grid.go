package index

import (
	"math"

	"github.com/paulmach/orb"
)

// A cell of a grid is 4 by 4 bits, and no bit is less than a decimetre wide: more
// than rounding could move anything by is a small part of it.
const (
	cellSide   = 4
	leastBit   = 1e-6 // degrees
	bitSlack   = 1e-5 // bits
	mostCells  = 1 << 26
	leastCells = 256
	leastItems = 4096
)

// addGrid adds the grid of the runs from one on, of so many vertices: with as many
// cells as vertices, fewer if few points come or if edges or bands are so wide
// that each is in many.
func (b *Bands) addGrid(begin, vertices, points int) {
	area := orb.Bound{Min: orb.Point{360, 90}, Max: orb.Point{-360, -90}}
	width := math.Inf(1)
	for run := begin; run < len(b.runs.first); run++ {
		near, _, lat := b.grown(b.runs.bound(run), int(b.runs.what[run]>>areaShift))
		area = area.Union(near)
		width = min(width, lat)
	}
	for k := range 2 {
		area.Min[k], area.Max[k] = max(area.Min[k], served.Min[k]), min(area.Max[k], served.Max[k])
	}
	most := min(max(vertices, leastCells), mostCells)
	if points > 0 {
		most = min(most, max(points, leastCells))
	}
	for side := max(width, cellSide*leastBit); ; side *= 1.25 {
		columns, rows := math.Floor((area.Max[0]-area.Min[0])/side/8)*8+8, math.Floor((area.Max[1]-area.Min[1])/side)+1
		if columns*rows > max(float64(most), 8) {
			continue
		}
		g := bandGrid{
			origin: area.Min, scale: cellSide / side,
			columns: cellSide * uint32(columns), rows: cellSide * uint32(rows),
		}
		t := tracer{grid: &g, last: make([]uint32, int(columns*rows)), most: 2*vertices + leastItems}
		g.bits = make([]uint32, g.columns*g.rows/32)
		if b.trace(begin, &t) {
			t.lists.raster = raster{columns: g.columns / cellSide, rows: g.rows / cellSide}
			t.lists.sort()
			g.start, g.items = t.lists.start, append([]uint32(nil), t.lists.items...)
			b.grids = append(b.grids, g)
			return
		}
	}
}

func (r *runs) bound(run int) orb.Bound {
	box := r.boxes[4*run : 4*run+4]
	return orb.Bound{Min: orb.Point{float64(box[0]), float64(box[1])}, Max: orb.Point{float64(box[2]), float64(box[3])}}
}

// tracer finds the bits and cells of a grid that runs can be near.
type tracer struct {
	grid  *bandGrid
	run   uint32
	last  []uint32 // by cell: the last run there, plus 1
	lists lists
	most  int // pairs
}

// trace marks the runs from one on, unless they are in too many cells.
func (b *Bands) trace(begin int, t *tracer) bool {
	for run := begin; run < len(b.runs.first); run++ {
		what := b.runs.what[run]
		_, lon, lat := b.grown(b.runs.bound(run), int(what>>areaShift))
		t.run = uint32(run)
		turn := turns[what>>turnShift&3]
		path := b.path(t.run)
		p := t.place(path[0], turn)
		for _, v := range path[1:] {
			q := t.place(v, turn)
			t.edge(p, q, lon*t.grid.scale+bitSlack, lat*t.grid.scale+bitSlack)
			p = q
		}
		if len(t.lists.pairs) > t.most {
			return false
		}
	}
	return true
}

func (t *tracer) place(p orb.Point, turn float64) orb.Point {
	return orb.Point{(p[0] + turn - t.grid.origin[0]) * t.grid.scale, (p[1] - t.grid.origin[1]) * t.grid.scale}
}

// edge marks what is within so many bits of an edge, row by row.
func (t *tracer) edge(p, q orb.Point, width, height float64) {
	if p[1] > q[1] {
		p, q = q, p
	}
	g := t.grid
	if q[1]+height < 0 || p[1]-height >= float64(g.rows) {
		return
	}
	for row := clamp(p[1]-height, g.rows); row <= clamp(q[1]+height, g.rows); row++ {
		x0, x1 := crossing(p, q, float64(row)-height), crossing(p, q, float64(row+1)+height)
		x0, x1 = min(x0, x1)-width, max(x0, x1)+width
		if x1 >= 0 && x0 < float64(g.columns) {
			t.mark(row, clamp(x0, g.columns), clamp(x1, g.columns))
		}
	}
}

// mark marks bits of a row from one to another, and their cells.
func (t *tracer) mark(row, from, to uint32) {
	g := t.grid
	for x := from; x <= to; x = x/32*32 + 32 {
		bits := ^uint32(0) << (x % 32)
		if x/32 == to/32 {
			bits &= ^uint32(0) >> (31 - to%32)
		}
		g.bits[(row*g.columns+x)/32] |= bits
	}
	first := row / cellSide * (g.columns / cellSide)
	for cell := first + from/cellSide; cell <= first+to/cellSide; cell++ {
		if t.last[cell] != t.run+1 {
			t.last[cell] = t.run + 1
			t.lists.pairs = append(t.lists.pairs, pair{cell, t.run})
		}
	}
}
