package geo_test

import (
	"math/big"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// The oracle relates two shapes over the rationals, by a method that shares
// nothing with Meet: it shears them so that no edge is vertical, cuts the plane
// into slabs at every vertex and crossing, and in the middle of each slab walks
// up through the edges, inside one, both or none.

type ratPoint struct{ x, y *big.Rat }

type ratEdge struct {
	a, b ratPoint // a west of b
	zone bool
	line bool
}

func (e ratEdge) at(x *big.Rat) *big.Rat {
	t := rquo(rsub(x, e.a.x), rsub(e.b.x, e.a.x))
	return radd(e.a.y, rmul(t, rsub(e.b.y, e.a.y)))
}

func radd(x, y *big.Rat) *big.Rat { return new(big.Rat).Add(x, y) }
func rsub(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
func rmul(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }
func rquo(x, y *big.Rat) *big.Rat { return new(big.Rat).Quo(x, y) }

func sheared(p orb.Point) ratPoint {
	x, y := new(big.Rat).SetFloat64(p[0]), new(big.Rat).SetFloat64(p[1])
	return ratPoint{radd(x, rmul(y, big.NewRat(1, 1009))), y}
}

func ratEdges(g orb.Geometry, zone bool) []ratEdge {
	var edges []ratEdge
	path := func(points []orb.Point, line bool) {
		for i := 1; i < len(points); i++ {
			if points[i] == points[i-1] {
				continue
			}
			e := ratEdge{sheared(points[i-1]), sheared(points[i]), zone, line}
			if e.a.x.Cmp(e.b.x) > 0 {
				e.a, e.b = e.b, e.a
			}
			edges = append(edges, e)
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		path(g, true)
	case orb.MultiLineString:
		for _, line := range g {
			path(line, true)
		}
	case orb.Polygon:
		for _, ring := range g {
			path(ring, false)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			edges = append(edges, ratEdges(polygon, zone)...)
		}
	}
	return edges
}

// meetX is the abscissa of the crossing of two edges that are not parallel, if
// they have one, and whether the edges meet at all.
func meetX(e, f ratEdge) (x *big.Rat, meet bool) {
	low, high := e.a.x, e.b.x
	if f.a.x.Cmp(low) > 0 {
		low = f.a.x
	}
	if f.b.x.Cmp(high) < 0 {
		high = f.b.x
	}
	if low.Cmp(high) > 0 {
		return nil, false
	}
	from, to := rsub(e.at(low), f.at(low)), rsub(e.at(high), f.at(high))
	if from.Sign()*to.Sign() > 0 {
		return nil, false
	}
	if from.Cmp(to) == 0 {
		return nil, true
	}
	return radd(low, rmul(rquo(from, rsub(from, to)), rsub(high, low))), true
}

type oracleFacts struct{ inside, outside, uncovers, contact bool }

func oracle(site orb.Geometry, zone orb.MultiPolygon) geo.Relation {
	edges := append(ratEdges(site, false), ratEdges(zone, true)...)
	var cuts []*big.Rat
	f := oracleFacts{}
	f.points(site, zone)
	for i, e := range edges {
		cuts = append(cuts, e.a.x, e.b.x)
		for _, g := range edges[:i] {
			x, meet := meetX(e, g)
			if x != nil {
				cuts = append(cuts, x)
			}
			f.contact = f.contact || (meet && e.zone != g.zone)
		}
	}
	slices.SortFunc(cuts, (*big.Rat).Cmp)
	cuts = slices.CompactFunc(cuts, func(x, y *big.Rat) bool { return x.Cmp(y) == 0 })
	f.uncovers = site.Dimensions() < 2
	for i := 1; i < len(cuts); i++ {
		f.slab(edges, rmul(radd(cuts[i-1], cuts[i]), big.NewRat(1, 2)))
	}
	return f.relation()
}

// points locates the points of a site, and what of a line has no length.
func (f *oracleFacts) points(site orb.Geometry, zone orb.MultiPolygon) {
	eachPart(site, func(part orb.Geometry) {
		p, ok := part.(orb.Point)
		if line, isLine := part.(orb.LineString); isLine && len(ratEdges(line, false)) == 0 {
			p, ok = line[0], true
		}
		if !ok {
			return
		}
		switch locateOracle(zone, p) {
		case geo.Interior:
			f.inside = true
		case geo.Boundary:
			f.contact = true
		default:
			f.outside = true
		}
	})
}

// slab walks up a slab: edges there are in one order throughout, or the same.
func (f *oracleFacts) slab(edges []ratEdge, x *big.Rat) {
	type hit struct {
		y    *big.Rat
		edge ratEdge
	}
	var hits []hit
	for _, e := range edges {
		if e.a.x.Cmp(x) < 0 && x.Cmp(e.b.x) < 0 {
			hits = append(hits, hit{e.at(x), e})
		}
	}
	slices.SortFunc(hits, func(g, h hit) int { return g.y.Cmp(h.y) })
	inSite, inZone := false, false
	for i := 0; i < len(hits); {
		n, onLine, zoneEdges := i, false, 0
		for ; n < len(hits) && hits[n].y.Cmp(hits[i].y) == 0; n++ {
			switch e := hits[n].edge; {
			case e.line:
				onLine = true
			case e.zone:
				zoneEdges++
			default:
				inSite = !inSite
			}
		}
		if onLine && zoneEdges == 0 {
			f.inside, f.outside = f.inside || inZone, f.outside || !inZone
		}
		inZone = inZone != (zoneEdges%2 == 1)
		f.inside = f.inside || (inSite && inZone)
		f.outside = f.outside || (inSite && !inZone)
		f.uncovers = f.uncovers || (!inSite && inZone)
		i = n
	}
}

func (f *oracleFacts) relation() geo.Relation {
	switch {
	case f.inside && !f.outside:
		return geo.Within
	case f.inside && !f.uncovers:
		return geo.Contains
	case f.inside:
		return geo.Overlaps
	case f.contact:
		return geo.Touches
	}
	return geo.Disjoint
}
