package geo

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	// deepestDetail ends the search: a part of the overlap that reaches deeper
	// than the band by less than this share of it may be missed.
	deepestDetail = 1.0 / 64
	// maxDepthWork bounds the search where the band follows the overlap's spine
	// for very long, or needles lie side by side.
	maxDepthWork = 12_000_000
)

// Deeper reports whether the overlap of a site and an area holds some point
// farther than bandM metres from the area's boundary. For a band of 0 or less
// it reports whether the interiors meet.
//
// For points the answer is exact but for the millimetre of the distance. For
// lines and areas it is found by branch and bound over cells (after Agafonkin,
// "polylabel", 2016): true is certain; false means that no point is deeper
// than the band by more than 1/64 of it, or, for an overlap that stays near the
// band over hundreds of times its width, or that consists of needles, that none
// was found with the work allowed. Doubt is false: borderline. It is false, too,
// where [Meet] has an error. For a point it allocates nothing.
func (z *Prepared) Deeper(site orb.Geometry, bandM float64) bool {
	if p, ok := site.(orb.Point); ok {
		q := question{zone: z.ready(), budget: z.budget}
		f, err := q.factsOf(p)
		return err == nil && f.inside && q.deepPoint(p, bandM)
	}
	q, parts := z.ask(), flatten(site)
	q.depths = true
	f, err := q.facts(parts)
	return err == nil && q.deeper(&parts, &f, bandM)
}

// deepPoint is asked of a point inside.
func (q question) deepPoint(p orb.Point, bandM float64) bool {
	return bandM <= 0 || q.nearestTo(p, q.edges(), bandM+aLittle).M > bandM
}

// deeper is given the facts with the pieces of the site that lie inside.
func (q question) deeper(site *primitives, f *facts, bandM float64) bool {
	switch {
	case !f.inside || bandM != bandM:
		return false
	case bandM <= 0:
		return true
	}
	for _, p := range site.points {
		if q.locate(p) == Interior && q.deepPoint(p, bandM) {
			return true
		}
	}
	// First along the site's own lines and rings, so that a narrow strip is not
	// missed between the cells.
	d := depth{question: q, tree: q.edges(), band: bandM, left: maxDepthWork}
	if d.search(f.cells) {
		return true
	}
	for _, part := range site.areas {
		d.site = Prepare(part).ready()
		if d.search(cellOf(d.site.shape.bound, d.tree)) {
			return true
		}
	}
	return false
}

// depth is a search for a deep point.
type depth struct {
	question
	tree *boxTree // of the zone's edges
	site *zone    // nil while the cells are pieces of a line
	band float64
	left int // of maxDepthWork
}

// cell is a part of the site: a box, or a piece of a line from middle-half to
// middle+half.
type cell struct{ middle, half orb.Point }

func pieceCell(p, q orb.Point) cell {
	return cell{edge{p, q}.point(0.5), orb.Point{(q[0] - p[0]) / 2, (q[1] - p[1]) / 2}}
}

// cellOf is what the box of a site has in common with that of a zone.
func cellOf(site orb.Bound, zone *boxTree) []cell {
	if len(zone.edges) == 0 {
		return nil
	}
	z := zone.levels[len(zone.levels)-1][0].box
	if !site.Intersects(z) {
		return nil
	}
	low := orb.Point{max(site.Min[0], z.Min[0]), max(site.Min[1], z.Min[1])}
	high := orb.Point{min(site.Max[0], z.Max[0]), min(site.Max[1], z.Max[1])}
	return []cell{pieceCell(low, high)}
}

func (d *depth) spend(n int) bool {
	d.left -= n
	return d.left >= 0 && d.budget.spend(n)
}

// search goes through the cells level by level.
func (d *depth) search(cells []cell) bool {
	for len(cells) > 0 {
		var next []cell
		for _, c := range cells {
			deep, again := d.look(c)
			if deep {
				return true
			}
			if d.left < 0 || d.budget.Err() != nil {
				return false
			}
			if again {
				next = c.split(d.site != nil, next)
			}
		}
		cells = next
	}
	return false
}

// look tries the middle of a cell and says whether its parts are still worth a
// look: whether they can be inside site and area and deeper than the band.
func (d *depth) look(c cell) (deep, again bool) {
	radius := c.radius()
	if !(radius < 1e8) {
		return false, false // not on the earth
	}
	low, high := d.between(c.middle, d.tree, d.band+radius, d.band-radius)
	if high+radius <= d.band {
		return false, false
	}
	// Not of maxDepthWork: it differs for an area that is not prepared.
	d.budget.spend(d.cost(c.middle))
	inZone := d.locate(c.middle) == Interior
	if !inZone && low+d.band >= radius {
		return false, false
	}
	inSite := true
	if d.site != nil && d.spend(d.site.cost(c.middle)) && d.site.locate(c.middle) == Exterior {
		inSite = false
		if low, _ := d.between(c.middle, d.site.tree, radius, radius); low >= radius {
			return false, false
		}
	}
	if inZone && inSite && high > d.band && (low > d.band || d.nearestTo(c.middle, d.tree, d.band+aLittle).M > d.band) {
		return true, false
	}
	return false, radius >= deepestDetail*d.band
}

// between are a lower and an upper bound of the distance, in metres, from a
// place to the edges of a tree; of one that is longer than so many metres no more
// than that, and of one that is less than enough only that.
func (d *depth) between(p orb.Point, tree *boxTree, metres, enough float64) (low, high float64) {
	s := pointSearch{plane: planeAt(p), tree: tree, enough: enough - unsure}
	known := s.find(metres)
	if !d.spend(visitCost + s.looked) {
		return 0, math.Inf(1)
	}
	switch {
	case s.high < s.enough:
		return 0, s.high + unsure
	case known || s.full:
		return min(s.low, metres) - unsure, s.high + unsure
	default:
		way := d.nearestTo(p, tree, metres)
		d.spend(100 * visitCost)
		if way.Doubtful {
			return 0, math.Inf(1)
		}
		return way.M - unsure, way.M + unsure
	}
}

// radius is how far, in metres, a point of the cell can be from its middle.
func (c cell) radius() float64 {
	// Towards the equator degrees are longest, and by latitude towards the poles.
	meridian, parallel := radii((abs(c.middle[1]) - abs(c.half[1])) * radian)
	meridian = max(meridian, semiMajorM*semiMajorM/semiMinorM)
	return math.Hypot(c.half[0]*parallel, c.half[1]*meridian) * radian * (1 + 1e-2)
}

// split appends the halves of a piece of a line, or the quarters of a box.
func (c cell) split(box bool, to []cell) []cell {
	half := orb.Point{c.half[0] / 2, c.half[1] / 2}
	corners := [4]orb.Point{{-1, -1}, {1, 1}, {-1, 1}, {1, -1}}
	n := 2
	if box {
		n = 4
	}
	for _, k := range corners[:n] {
		to = append(to, cell{orb.Point{c.middle[0] + k[0]*half[0], c.middle[1] + k[1]*half[1]}, half})
	}
	return to
}
