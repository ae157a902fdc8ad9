package index

import (
	"math"

	"waterzones/geo"
)

// leaf makes the word of a cell that is not divided.
func (b *builder) leaf(c *cell) uint32 {
	if len(c.edges) == 0 {
		return b.covered(c)
	}
	b.compose(c)
	if !b.crossed {
		return b.list()
	}
	at := len(b.records)
	b.pending[b.lastRing] |= ringLast
	b.records = append(append(b.records, uint32(c.try)<<5|uint32(c.bits)), b.pending...)
	return inRecord | uint32(at)
}

// size is the number of words that leaf adds.
func (b *builder) size(c *cell) int {
	if len(c.edges) == 0 && b.ringSets.words[c.inside] != unknown {
		return 0
	}
	b.compose(c)
	return 1 + len(b.pending)
}

// covered makes the word of a cell that no edge crosses.
func (b *builder) covered(c *cell) uint32 {
	w := &b.ringSets.words[c.inside]
	if *w == unknown {
		b.compose(c)
		*w = b.list()
	}
	return *w
}

// list makes the word of the zones in pending, which all cover the cell.
func (b *builder) list() uint32 {
	if len(b.pending) == 0 {
		return 0
	}
	at := uint32(len(b.sets))
	b.sets = append(b.sets, Hit(len(b.pending)))
	for _, w := range b.pending {
		b.sets = append(b.sets, Hit(w>>ringBits<<1))
	}
	return at
}

// compose puts into pending the entries of a cell's rings.
func (b *builder) compose(c *cell) {
	b.pending, b.lastRing, b.crossed = b.pending[:0], 0, false
	z := zoneEntries{zoneLocation: zoneLocation{zone: math.MaxUint32}}
	edges, inside := c.edges, b.ringSets.rings[c.inside]
	for len(edges)+len(inside) > 0 {
		ring := uint32(math.MaxUint32)
		if len(edges) > 0 {
			ring = b.ringOf[edges[0]]
		}
		where := geo.Exterior
		if len(inside) > 0 && inside[0] <= ring {
			ring, inside, where = inside[0], inside[1:], geo.Interior
		}
		n := 0
		for n < len(edges) && b.ringOf[edges[n]] == ring {
			n++
		}
		place := b.rings[ring]
		if place.zone != z.zone {
			b.endZone(&z)
			z = zoneEntries{zoneLocation: zoneLocation{zone: place.zone}, at: len(b.pending), before: b.lastRing}
		}
		if !place.hole || place.polygon == z.lastPolygon {
			z.lastPolygon = place.polygon
			z.crossed = z.crossed || n > 0
			z.add(place.hole, where)
			b.entry(place, where, edges[:n])
		} // else its shell is elsewhere: it takes nothing away here
		edges = edges[n:]
	}
	b.endZone(&z)
}

// zoneEntries is what compose knows of the zone under way.
type zoneEntries struct {
	zoneLocation

	at          int // where in pending
	before      int // where the last ring of the zone before is
	lastPolygon uint32
	crossed     bool // by an edge of it
}

// endZone leaves only one entry of a zone that has no edge in the cell, none if
// it does not cover it.
func (b *builder) endZone(z *zoneEntries) {
	if z.crossed {
		return
	}
	b.pending, b.lastRing = b.pending[:z.at], z.before
	if max(z.others, z.polygon) == geo.Interior {
		b.entry(ringPlace{zone: z.zone}, geo.Interior, nil)
	}
}

func (b *builder) entry(place ringPlace, where geo.Location, edges []uint32) {
	w := place.zone << ringBits
	if place.hole {
		w |= ringHole
	}
	if where == geo.Interior {
		w |= ringInside
	}
	if len(edges) > 0 {
		w |= ringCrossed
		b.crossed = true
	}
	b.lastRing = len(b.pending)
	b.pending = append(b.pending, w)
	for i := 0; i < len(edges); {
		first := edges[i]
		n := uint32(1)
		for i++; i < len(edges) && edges[i]-first < runEdges; i++ {
			n = edges[i] - first + 1
		}
		run := first<<runBits | (n-1)<<1
		if i < len(edges) {
			run |= runMore
		}
		b.pending = append(b.pending, run)
	}
}
