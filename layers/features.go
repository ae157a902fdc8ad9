package layers

import (
	"iter"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Feature is a zone or a place as it is served.
type Feature struct {
	*Attributes
	Shape orb.Geometry
}

// Features yields the zones and places of the layer that are in force on the
// snapshot's day and meet one of the boxes; with no boxes, all of them. They
// come in the order of the layer's file.
func (s Snapshot) Features(l *Layer, boxes []orb.Bound) iter.Seq[Feature] {
	return func(yield func(Feature) bool) {
		for _, i := range l.zonesIn(boxes) {
			z := &l.Zones[i]
			if z.Holds(s.AsOf) && meetsAny(boxes, z.area) && !yield(Feature{&z.Attributes, z.Shape}) {
				return
			}
		}
		for i := range l.Places {
			p := &l.Places[i]
			if p.Holds(s.AsOf) && containsPoint(boxes, p.Point) && !yield(Feature{&p.Attributes, p.Point}) {
				return
			}
		}
	}
}

// zonesIn are the positions of the zones whose boxes meet one of the boxes,
// ascending; with no boxes, all of them.
func (l *Layer) zonesIn(boxes []orb.Bound) []int {
	var found []int
	if len(boxes) == 0 {
		for i := range l.Zones {
			found = append(found, i)
		}
	}
	for _, b := range boxes {
		found = slices.AppendSeq(found, l.tree.Candidates(b))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// meetsAny decides by the exact shape; its box alone would say yes too often.
func meetsAny(boxes []orb.Bound, area *geo.Prepared) bool {
	if len(boxes) == 0 {
		return true
	}
	bound := area.Area().Bound()
	for _, b := range boxes {
		if !b.Intersects(bound) {
			continue
		}
		// A shape too intricate to relate is returned: a map may be handed too
		// much, never too little.
		if m, err := area.Meet(boxShape(b)); err != nil || m.Relation != geo.Disjoint {
			return true
		}
	}
	return false
}

// boxShape is the box as a geometry of the dimension that it has.
func boxShape(b orb.Bound) orb.Geometry {
	switch wide, high := b.Min[0] < b.Max[0], b.Min[1] < b.Max[1]; {
	case wide && high:
		return b.ToPolygon()
	case wide || high:
		return orb.LineString{b.Min, b.Max}
	default:
		return b.Min
	}
}

func containsPoint(boxes []orb.Bound, p orb.Point) bool {
	for _, b := range boxes {
		if b.Contains(p) {
			return true
		}
	}
	return len(boxes) == 0
}

// Bound returns the box of everything in the layer, of every date; a layer with
// nothing in it has the whole world.
func (l *Layer) Bound() orb.Bound {
	box, found := orb.Bound{}, false
	add := func(b orb.Bound) {
		if !found {
			box, found = b, true
			return
		}
		box = box.Union(b)
	}
	for i := range l.Zones {
		add(l.Zones[i].Shape.Bound())
	}
	for i := range l.Places {
		add(l.Places[i].Point.Bound())
	}
	if !found {
		return orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	}
	return box
}
