package index

import (
	"github.com/paulmach/orb"

	"waterzones/geo"
)

// record appends the zones of a point in a cell that edges cross.
func (c *Cells) record(rings []uint32, s segment, found []Hit) []Hit {
	var z zoneLocation
	for i := 0; ; i++ {
		ring := rings[i]
		where := geo.Exterior
		if ring&ringInside != 0 {
			where = geo.Interior
		}
		for more := ring & ringCrossed; more != 0; {
			i++
			run := rings[i]
			if more = run & runMore; where != geo.Boundary {
				where = c.along(run, s, where)
			}
		}
		if zone := ring >> ringBits; zone != z.zone {
			found = z.appendTo(found)
			z = zoneLocation{zone: zone}
		}
		z.add(ring&ringHole != 0, where)
		if ring&ringLast != 0 {
			return z.appendTo(found)
		}
	}
}

// along goes from the reference point to p and changes the location at each
// edge of the run that is crossed.
func (c *Cells) along(run uint32, s segment, where geo.Location) geo.Location {
	first := run >> runBits
	path := c.vertices[first : first+run>>1%runEdges+2]
	side := geo.Orient(s.p, s.ref, path[0])
	for i, b := range path[1:] {
		a, before := path[i], side
		side = geo.Orient(s.p, s.ref, b)
		if (before == 0 || side == 0) && on(a, b, s.p) {
			return geo.Boundary
		}
		if (before < 0) == (side < 0) {
			continue
		}
		at := geo.Orient(a, b, s.p)
		if at == 0 {
			return geo.Boundary
		}
		if at != geo.Orient(a, b, s.ref) {
			where = geo.Interior - where
		}
	}
	return where
}

// segment leads from a point to a reference point, which is on no edge.
//
// Whether p is in a ring follows from whether ref is and from the number of
// edges between them. A vertex on the line through p and ref is taken to lie on
// its left, as if the line were moved to the right by less than anything: that
// takes neither end over an edge unless it is on one. So an edge is crossed if
// its ends are on different sides of the line, and p and ref on different sides
// of the edge. If p is on the line of an edge whose ends are on different sides,
// p is where the two lines meet, and on the edge.
type segment struct{ p, ref orb.Point }

func (s segment) crosses(a, b orb.Point) bool {
	if (a[0] < s.p[0] && a[0] < s.ref[0] && b[0] < s.p[0] && b[0] < s.ref[0]) ||
		(a[0] > s.p[0] && a[0] > s.ref[0] && b[0] > s.p[0] && b[0] > s.ref[0]) ||
		(a[1] < s.p[1] && a[1] < s.ref[1] && b[1] < s.p[1] && b[1] < s.ref[1]) ||
		(a[1] > s.p[1] && a[1] > s.ref[1] && b[1] > s.p[1] && b[1] > s.ref[1]) {
		return false
	}
	return (geo.Orient(s.p, s.ref, a) < 0) != (geo.Orient(s.p, s.ref, b) < 0) &&
		geo.Orient(a, b, s.p) != geo.Orient(a, b, s.ref)
}

// on reports whether p is on the edge, its ends included.
func on(a, b, p orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) &&
		min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) && geo.Orient(a, b, p) == 0
}

// zoneLocation puts the locations of a zone's rings together as geo.Locate
// does, whether the zone is valid or not.
type zoneLocation struct {
	zone    uint32
	polygon geo.Location
	others  geo.Location // the deepest in the polygons before
	settled bool         // no more holes matter to the polygon
}

func (z *zoneLocation) add(hole bool, where geo.Location) {
	if !hole {
		z.others = max(z.others, z.polygon)
		z.polygon, z.settled = where, where != geo.Interior
		return
	}
	if z.settled || where == geo.Exterior {
		return
	}
	z.polygon, z.settled = geo.Interior-where, true
}

func (z *zoneLocation) appendTo(found []Hit) []Hit {
	switch max(z.others, z.polygon) {
	case geo.Interior:
		return append(found, Hit(z.zone<<1))
	case geo.Boundary:
		return append(found, Hit(z.zone<<1|onBoundary))
	}
	return found
}
