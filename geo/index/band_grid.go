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
func (b *bandBuilder) addGrid(begin, vertices int) {
	area, width := b.extent(begin)
	most := min(max(vertices, leastCells), mostCells)
	if b.options.Points > 0 {
		most = min(most, max(b.options.Points, leastCells))
	}
	side := max(width, cellSide*leastBit)
	columns := func() float64 { return 8 * math.Ceil((area.Max[0]-area.Min[0])/side/8+1e-9) }
	rows := func() float64 { return math.Ceil((area.Max[1]-area.Min[1])/side + 1e-9) }
	for {
		for columns()*rows() > float64(most) {
			side *= 1.25
		}
		g := bandGrid{
			origin: area.Min, scale: cellSide / side,
			columns: cellSide * uint32(columns()), rows: cellSide * uint32(rows()),
		}
		if b.fill(&g, begin, 2*vertices+leastItems) {
			b.grids = append(b.grids, g)
			return
		}
		side *= 2
	}
}

// extent is where points can be near the runs from one on, and the width of their
// narrowest band, in degrees.
func (b *bandBuilder) extent(begin int) (area orb.Bound, width float64) {
	area = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	width = math.Inf(1)
	for run := begin; run < len(b.runs.first); run++ {
		reach := b.reach[b.runs.what[run]>>areaShift]
		near := grown(b.runs.bound(run), reach)
		for k := range 2 {
			area.Min[k], area.Max[k] = min(area.Min[k], near.Min[k]), max(area.Max[k], near.Max[k])
		}
		width = min(width, reach[1])
	}
	limits := served()
	for k := range 2 {
		area.Min[k], area.Max[k] = max(area.Min[k], limits.Min[k]), min(area.Max[k], limits.Max[k])
	}
	return area, width
}

func (r *runs) bound(run int) orb.Bound {
	box := r.boxes[4*run : 4*run+4]
	return orb.Bound{Min: orb.Point{float64(box[0]), float64(box[1])}, Max: orb.Point{float64(box[2]), float64(box[3])}}
}

// fill puts the runs from one on into a grid, unless they are in too many cells.
func (b *bandBuilder) fill(g *bandGrid, begin, most int) bool {
	workers := b.options.workers()
	tracers := make([]tracer, workers)
	n := len(b.runs.first) - begin
	share(workers, workers, func(i int) {
		t := &tracers[i]
		*t = tracer{grid: g, bits: make([]uint32, g.columns*g.rows/32), last: make([]uint32, g.columns*g.rows/cellSide/cellSide)}
		b.trace(begin+i*n/workers, begin+(i+1)*n/workers, t, most)
	})
	l := &lists{raster: raster{columns: g.columns / cellSide, rows: g.rows / cellSide}}
	g.bits = tracers[0].bits
	for i, t := range tracers {
		l.pairs = append(l.pairs, t.pairs...)
		for k, bits := range t.bits {
			if i > 0 {
				g.bits[k] |= bits
			}
		}
	}
	if len(l.pairs) > most {
		return false
	}
	l.sort()
	g.start, g.items = l.start, l.items
	return true
}

// tracer finds the bits and cells of a grid that runs can be near.
type tracer struct {
	grid  *bandGrid
	bits  []uint32
	run   uint32
	last  []uint32 // by cell: the last run there, plus 1
	pairs []pair
}

// trace marks the runs from one to another, unless they are in too many cells.
func (b *bandBuilder) trace(begin, end int, t *tracer, most int) {
	for run := begin; run < end && len(t.pairs) <= most; run++ {
		t.run = uint32(run)
		reach, turn := b.reach[b.runs.what[run]>>areaShift], b.runs.turn(t.run)
		path := b.path(t.run)
		p := t.place(path[0], turn)
		for _, v := range path[1:] {
			q := t.place(v, turn)
			t.edge(p, q, reach[0]*t.grid.scale+bitSlack, reach[1]*t.grid.scale+bitSlack)
			p = q
		}
	}
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
	first, last := clamp(p[1]-height, g.rows), clamp(q[1]+height, g.rows)
	for row := first; row <= last; row++ {
		x0, x1 := crossing(p, q, float64(row)-height), crossing(p, q, float64(row+1)+height)
		if x0 > x1 {
			x0, x1 = x1, x0
		}
		if x0, x1 = x0-width, x1+width; x1 >= 0 && x0 < float64(g.columns) {
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
		t.bits[(row*g.columns+x)/32] |= bits
	}
	first := row / cellSide * (g.columns / cellSide)
	for cell := first + from/cellSide; cell <= first+to/cellSide; cell++ {
		if t.last[cell] != t.run+1 {
			t.last[cell] = t.run + 1
			t.pairs = append(t.pairs, pair{cell, t.run})
		}
	}
}
