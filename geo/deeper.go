package geo

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	// deepestDetail ends the search: a part of the overlap that reaches deeper
	// than the band by less than this share of it may be missed.
	deepestDetail = 1.0 / 64
	// maxCells bounds the search where the band follows the overlap's spine
	// for very long.
	maxCells = 20_000
)

// Deeper reports whether the overlap of a site and an area holds some point
// farther than bandM metres from the area's boundary. For a band of 0 or less
// it reports whether the interiors meet.
//
// For points the answer is exact but for the millimetre of the distance. For
// lines and areas it is found by branch and bound over cells (after Agafonkin,
// "polylabel", 2016): true is certain; false means that no point is deeper
// than the band by more than 1/64 of it, or, for an overlap that stays near the
// band over hundreds of times its width, that none was found. Doubt is false:
// borderline. It is false, too, where [Meet] has an error.
func Deeper(site orb.Geometry, area orb.MultiPolygon, bandM float64) bool {
	return asGiven(area).Deeper(site, bandM)
}

// Deeper is [Deeper].
func (z *Prepared) Deeper(site orb.Geometry, bandM float64) bool {
	p := flatten(site)
	f, err := z.facts(p)
	if err != nil || !f.inside || bandM != bandM {
		return false
	}
	if bandM <= 0 {
		return true
	}
	for _, q := range p.points {
		if z.Locate(q) == Interior && z.DistanceToBoundary(q).M > bandM {
			return true
		}
	}
	if len(p.lines)+len(p.areas) == 0 {
		return false
	}
	d := depth{area: z, zone: z.outline(), band: bandM}
	if len(p.lines) > 0 && d.search(d.piecesOf(lineShape(p.lines))) {
		return true
	}
	for _, part := range p.areas {
		// First along the site's own boundary, so that a narrow strip is not
		// missed between the cells.
		d.site = nil
		shape := areaShape(part)
		if d.search(d.piecesOf(shape)) {
			return true
		}
		d.site = part
		if d.search(d.boxOf(shape)) {
			return true
		}
	}
	return false
}

// depth is a search for a deep point.
type depth struct {
	area *Prepared
	zone *shape
	site orb.MultiPolygon // nil while the cells are pieces of a line
	band float64
}

// cell is a part of the site: a box, or a piece of a line from middle-half to
// middle+half. The edges are those that can be nearest to a point of it.
type cell struct {
	middle, half         orb.Point
	zoneEdges, siteEdges []edge
}

func (d *depth) piecesOf(lines *shape) []cell {
	b := &budget{left: maxWork}
	st := d.area.stripes(d.zone, lines.bound)
	found, err := findCrossings(lines, st, b)
	if err != nil || !lines.bound.Intersects(d.zone.bound) {
		return nil
	}
	var cells []cell
	walk := walker{own: lines, other: st, events: found.siteEvents, budget: b}
	walk.visit = func(p, q orb.Point, c class) {
		if c == inside {
			half := orb.Point{(q[0] - p[0]) / 2, (q[1] - p[1]) / 2}
			cells = append(cells, cell{edge{p, q}.point(0.5), half, d.zone.edges, nil})
		}
	}
	if walk.walk() != nil {
		return nil
	}
	return cells
}

func (d *depth) boxOf(site *shape) []cell {
	s, z := site.bound, d.zone.bound
	if !s.Intersects(z) {
		return nil
	}
	low := orb.Point{max(s.Min[0], z.Min[0]), max(s.Min[1], z.Min[1])}
	high := orb.Point{min(s.Max[0], z.Max[0]), min(s.Max[1], z.Max[1])}
	half := orb.Point{(high[0] - low[0]) / 2, (high[1] - low[1]) / 2}
	return []cell{{edge{low, high}.point(0.5), half, d.zone.edges, site.edges}}
}

// search goes through the cells level by level.
func (d *depth) search(cells []cell) bool {
	seen := 0
	for len(cells) > 0 {
		var next []cell
		for _, c := range cells {
			if seen++; seen > maxCells {
				return false
			}
			deep, children := d.look(c)
			if deep {
				return true
			}
			next = append(next, children...)
		}
		cells = next
	}
	return false
}

// look tries the middle of a cell and returns the parts that are still worth a
// look: those that can be inside site and area and deeper than the band.
func (d *depth) look(c cell) (deep bool, children []cell) {
	m := metricAt(c.middle)
	radius := c.radius()
	if !(radius < 1e8) {
		return false, nil // not on the earth
	}
	low, high, zoneEdges := nearest(&m, c.zoneEdges, radius)
	if high+radius <= d.band {
		return false, nil
	}
	inZone := d.area.Locate(c.middle) == Interior
	if !inZone && low+d.band >= radius {
		return false, nil
	}
	inSite, siteEdges := true, c.siteEdges
	if d.site != nil {
		low, _, siteEdges = nearest(&m, c.siteEdges, radius)
		inSite = Locate(d.site, c.middle) != Exterior
		if !inSite && low >= radius {
			return false, nil
		}
	}
	if inZone && inSite && high > d.band && d.area.DistanceToBoundary(c.middle).M > d.band {
		return true, nil
	}
	if radius < deepestDetail*d.band {
		return false, nil
	}
	return false, c.split(d.site != nil, zoneEdges, siteEdges)
}

// radius is how far, in metres, a point of the cell can be from its middle.
func (c cell) radius() float64 {
	corner := orb.Point{c.middle[0] + abs(c.half[0]), c.middle[1]}
	corner[1] -= math.Copysign(c.half[1], c.middle[1]) // towards the equator, where degrees are longest
	m := metricAt(corner)
	return math.Hypot(c.half[0]*m.east, c.half[1]*m.north) * (1 + 1e-2)
}

func (c cell) split(box bool, zoneEdges, siteEdges []edge) []cell {
	half := orb.Point{c.half[0] / 2, c.half[1] / 2}
	corners := []orb.Point{{-1, -1}, {1, 1}}
	if box {
		corners = append(corners, orb.Point{-1, 1}, orb.Point{1, -1})
	}
	cells := make([]cell, 0, 4)
	for _, k := range corners {
		middle := orb.Point{c.middle[0] + k[0]*half[0], c.middle[1] + k[1]*half[1]}
		cells = append(cells, cell{middle, half, zoneEdges, siteEdges})
	}
	return cells
}

// nearest bounds the distance in metres from the metric's origin to the nearest
// edge, and keeps the edges that can be nearest to a point within the radius.
func nearest(m *metric, edges []edge, radius float64) (low, high float64, near []edge) {
	lows := make([]float64, len(edges))
	low, high = math.Inf(1), math.Inf(1)
	for i, e := range edges {
		from, to, _ := m.bounds(e)
		lows[i], low, high = from, min(low, from), min(high, to)
	}
	for i, e := range edges {
		if lows[i] <= high+2*radius {
			near = append(near, e)
		}
	}
	return max(0, low), high, near
}
