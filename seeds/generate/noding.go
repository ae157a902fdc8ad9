package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

// noded returns the shapes with every corner of one that lies on an edge of
// another made a corner of that edge too. Overlay puts new corners on old edges
// only nearly, and rounding moves them by up to 1 cm: without this, zones that
// share a shore would overlap or gape by slivers.
func noded(shapes []geom.Geometry) []geom.Geometry {
	var all []geom.XY
	for _, g := range shapes {
		for _, p := range polygons(g) {
			for _, ring := range rings(p) {
				all = append(all, corners(ring)...)
			}
		}
	}
	out := make([]geom.Geometry, len(shapes))
	for i, g := range shapes {
		var parts []geom.Polygon
		for _, p := range polygons(g) {
			var nodedRings []geom.LineString
			for _, ring := range rings(p) {
				nodedRings = append(nodedRings, line(closed(withNodes(corners(ring), all))))
			}
			parts = append(parts, geom.NewPolygon(nodedRings))
		}
		out[i] = geom.NewMultiPolygon(parts).AsGeometry()
	}
	return out
}

func rings(p geom.Polygon) []geom.LineString {
	out := []geom.LineString{p.ExteriorRing()}
	for i := range p.NumInteriorRings() {
		out = append(out, p.InteriorRingN(i))
	}
	return out
}

// nodeTolerance, in metres, is well above the error of overlay and far below
// any detail. Rounding comes later and moves equal corners equally.
const nodeTolerance = 0.001

func withNodes(ring, nodes []geom.XY) []geom.XY {
	var out []geom.XY
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		out = append(out, p)
		out = append(out, onEdge(p, q, nodes)...)
	}
	return out
}

// onEdge returns the nodes inside the edge from p to q, in its order.
func onEdge(p, q geom.XY, nodes []geom.XY) []geom.XY {
	d := q.Sub(p)
	length := d.Length()
	u := d.Scale(1 / length)
	type station struct {
		at float64
		xy geom.XY
	}
	var found []station
	for _, n := range nodes {
		v := n.Sub(p)
		along := v.Dot(u)
		if along > nodeTolerance && along < length-nodeTolerance && math.Abs(v.Cross(u)) < nodeTolerance {
			found = append(found, station{along, n})
		}
	}
	slices.SortFunc(found, func(a, b station) int { return cmp.Compare(a.at, b.at) })
	var out []geom.XY
	for _, s := range found {
		if len(out) == 0 || s.xy.Sub(out[len(out)-1]).Length() > nodeTolerance {
			out = append(out, s.xy)
		}
	}
	return out
}
