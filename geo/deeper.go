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
	d := depth{area: z, zone: z.outline(), tree: z.edges(), band: bandM}
	if len(p.lines) > 0 && d.search(d.piecesOf(lineShape(p.lines))) {
		return true
	}
	for _, part := range p.areas {
		// First along the site's own boundary, so that a narrow strip is not
		// missed between the cells.
		d.site = nil
		site := Prepare(part)
		if d.search(d.piecesOf(site.shape)) {
			return true
		}
		d.site = site
		if d.search(d.boxOf(site.shape)) {
			return true
		}
	}
	return false
}

// depth is a search for a deep point.
type depth struct {
	area *Prepared
	zone *shape
	tree *boxTree  // of the zone's edges
	site *Prepared // nil while the cells are pieces of a line
	band float64
}

// cell is a part of the site: a box, or a piece of a line from middle-half to
// middle+half.
type cell struct{ middle, half orb.Point }

func (d *depth) piecesOf(lines *shape) []cell {
	b := &budget{left: maxWork}
	if !lines.bound.Intersects(d.zone.bound) {
		return nil
	}
	st := d.area.stripes(d.zone, lines.bound)
	found, err := findCrossings(lines, st, b)
	if err != nil {
		return nil
	}
	var cells []cell
	walk := walker{own: lines, other: st, events: found.siteEvents, budget: b}
	walk.visit = func(p, q orb.Point, c class) {
		if c == inside {
			half := orb.Point{(q[0] - p[0]) / 2, (q[1] - p[1]) / 2}
			cells = append(cells, cell{edge{p, q}.point(0.5), half})
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
	return []cell{{edge{low, high}.point(0.5), half}}
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
	radius := c.radius()
	if !(radius < 1e8) {
		return false, nil // not on the earth
	}
	low, high := d.tree.bounds(c.middle)
	if high+radius <= d.band {
		return false, nil
	}
	inZone := d.area.Locate(c.middle) == Interior
	if !inZone && low+d.band >= radius {
		return false, nil
	}
	inSite := true
	if d.site != nil && d.site.Locate(c.middle) == Exterior {
		inSite = false
		if low, _ := d.site.edges().bounds(c.middle); low >= radius {
			return false, nil
		}
	}
	if inZone && inSite && high > d.band && d.area.DistanceToBoundary(c.middle).M > d.band {
		return true, nil
	}
	if radius < deepestDetail*d.band {
		return false, nil
	}
	return false, c.split(d.site != nil)
}

// radius is how far, in metres, a point of the cell can be from its middle.
func (c cell) radius() float64 {
	// Towards the equator degrees are longest, and by latitude towards the poles.
	meridian, parallel := radii((abs(c.middle[1]) - abs(c.half[1])) * radian)
	meridian = max(meridian, semiMajorM*semiMajorM/semiMinorM)
	return math.Hypot(c.half[0]*parallel, c.half[1]*meridian) * radian * (1 + 1e-2)
}

func (c cell) split(box bool) []cell {
	half := orb.Point{c.half[0] / 2, c.half[1] / 2}
	corners := []orb.Point{{-1, -1}, {1, 1}}
	if box {
		corners = append(corners, orb.Point{-1, 1}, orb.Point{1, -1})
	}
	cells := make([]cell, 0, 4)
	for _, k := range corners {
		cells = append(cells, cell{orb.Point{c.middle[0] + k[0]*half[0], c.middle[1] + k[1]*half[1]}, half})
	}
	return cells
}
