package main

import (
	"fmt"
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

// board does overlay on the drawing board and keeps the first error, so that a
// drawing reads as a drawing. After an error every shape is empty.
type board struct {
	city  geom.Geometry // the outline, exact
	inner geom.Geometry // 15 m inside it: what lies in here stays inside after rounding
	err   error
}

func (b *board) keep(g geom.Geometry, err error) geom.Geometry {
	if err != nil && b.err == nil {
		b.err = err
	}
	if b.err != nil {
		return geom.Geometry{}
	}
	return g
}

func (b *board) union(gs ...geom.Geometry) geom.Geometry {
	return b.keep(geom.UnionMany(gs))
}

func (b *board) intersect(g, h geom.Geometry) geom.Geometry {
	return b.keep(geom.Intersection(g, h))
}

func (b *board) subtract(g, h geom.Geometry) geom.Geometry {
	return b.keep(geom.Difference(g, h))
}

// grow buffers a shape by metres.
func (b *board) grow(g geom.Geometry, metres float64, opts ...geom.BufferOption) geom.Geometry {
	if b.err != nil {
		return geom.Geometry{}
	}
	return b.keep(geom.Buffer(g, metres, opts...))
}

// simplify drops vertices that lie within metres of the line without them.
func (b *board) simplify(g geom.Geometry, metres float64) geom.Geometry {
	if b.err != nil {
		return geom.Geometry{}
	}
	return b.keep(g.Simplify(metres))
}

// fit clips a shape to the city, and leaves one that lies well inside as it is.
func (b *board) fit(g geom.Geometry) geom.Geometry {
	inside, err := geom.Covers(b.inner, g)
	if b.keep(g, err); inside {
		return g
	}
	return b.intersect(g, b.inner)
}

// polygon is the area inside a ring, open or closed, that must be simple.
func (b *board) polygon(ring ...geom.XY) geom.Geometry {
	g := geom.NewPolygon([]geom.LineString{line(closed(ring))}).AsGeometry()
	if err := g.Validate(); err != nil {
		return b.keep(g, fmt.Errorf("ring near %v: %w", lonLat(ring[0]), err))
	}
	return g
}

func closed(ring []geom.XY) []geom.XY {
	if ring[0] != ring[len(ring)-1] {
		ring = append(slices.Clip(ring), ring[0])
	}
	return ring
}

func line(points []geom.XY) geom.LineString {
	floats := make([]float64, 0, 2*len(points))
	for _, p := range points {
		floats = append(floats, p.X, p.Y)
	}
	return geom.NewLineStringXY(floats...)
}
