package index

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// raster is a grid of cells.
type raster struct {
	x, y          uint32 // its south-western corner in finest cells
	bits          uint   // a cell's side is 1<<bits finest cells
	columns, rows uint32
}

// lists holds for each cell of a raster the edges that meet it: cell i those in
// items[start[i]:start[i+1]].
type lists struct {
	raster raster
	start  []uint32
	items  []uint32
	pairs  []pair
}

type pair struct{ cell, edge uint32 }

func (l *lists) of(i uint32) []uint32 { return l.items[l.start[i]:l.start[i+1]] }

// distribute puts edges, ascending, into the cells of a raster that they meet.
// It may put one into a cell that it does not meet, never leave one out.
func (b *builder) distribute(edges []uint32, r raster, l *lists) {
	l.raster, l.pairs = r, l.pairs[:0]
	for _, e := range edges {
		b.trace(e, l)
	}
	l.sort()
}

func (l *lists) sort() {
	n := int(l.raster.columns * l.raster.rows)
	l.start = append(l.start[:0], make([]uint32, n+1)...)
	if cap(l.items) < len(l.pairs) {
		l.items = make([]uint32, len(l.pairs))
	}
	l.items = l.items[:len(l.pairs)]
	for _, p := range l.pairs {
		l.start[p.cell]++
	}
	for i := range n {
		l.start[i+1] += l.start[i]
	}
	for _, p := range slices.Backward(l.pairs) {
		l.start[p.cell]--
		l.items[l.start[p.cell]] = p.edge
	}
}

// trace finds the cells that an edge meets, row by row.
func (b *builder) trace(e uint32, l *lists) {
	r := &l.raster
	size := 1 / float64(uint32(1)<<r.bits)
	slack := b.slack * size
	p, q := b.within(b.vertices[e], r, size), b.within(b.vertices[e+1], r, size)
	if p[1] > q[1] {
		p, q = q, p
	}
	low, high := clamp(p[1]-slack, r.rows), clamp(q[1]+slack, r.rows)
	for row := low; row <= high; row++ {
		x0, x1 := p[0], q[0]
		if high > low {
			x0 = crossing(p, q, float64(row)-slack)
			x1 = crossing(p, q, float64(row)+1+slack)
		}
		if x0 > x1 {
			x0, x1 = x1, x0
		}
		if x1+slack < 0 || x0-slack >= float64(r.columns) {
			continue
		}
		for column, last := clamp(x0-slack, r.columns), clamp(x1+slack, r.columns); column <= last; column++ {
			l.pairs = append(l.pairs, pair{row*r.columns + column, e})
		}
	}
}

// within is the place of a point in cells of the raster.
func (b *builder) within(p orb.Point, r *raster, size float64) orb.Point {
	q := b.place(p)
	return orb.Point{(q[0] - float64(r.x)) * size, (q[1] - float64(r.y)) * size}
}

// clamp is the row or column of a coordinate, or the nearest one.
func clamp(v float64, n uint32) uint32 {
	return uint32(max(0, min(math.Floor(v), float64(n-1))))
}

// crossing is where the edge from p up to q meets a row's border, or its end if
// it does not.
func crossing(p, q orb.Point, y float64) float64 {
	if y <= p[1] {
		return p[0]
	}
	if y >= q[1] {
		return q[0]
	}
	return p[0] + (y-p[1])/(q[1]-p[1])*(q[0]-p[0])
}
