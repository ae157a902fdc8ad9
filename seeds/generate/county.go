package main

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"waterzones/geo/crs"
)

// county is one of the six, its rings in the lattice of the source.
type county struct {
	code, name string
	rings      [][]node
}

// node is a corner of the source: GCJ-02 degrees times 1024, which are whole.
type node struct{ x, y int }

// place is where the corner lies in CGCS2000.
func (n node) place() (orb.Point, error) {
	return crs.GCJ02.Inverse(float64(n.y)/1024, float64(n.x)/1024)
}

// readCounties reads the outlines and cleans them. The source is quantised:
// corners that fell together are repeated, and narrow necks became spikes of no
// width. Both are dropped on the lattice, where they are exact; what is left
// fits together edge by edge, with no gap and no overlap.
func readCounties(source []byte) ([]county, error) {
	var doc struct {
		Features []struct {
			ID         string
			Properties struct{ Name string }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(source, &doc); err != nil {
		return nil, fmt.Errorf("county outlines: %w", err)
	}
	counties := make([]county, len(doc.Features))
	for i, f := range doc.Features {
		shape := make(orb.MultiPolygon, 1)
		var into any = &shape[0]
		if f.Geometry.Type == "MultiPolygon" {
			into = &shape
		}
		if err := json.Unmarshal(f.Geometry.Coordinates, into); err != nil {
			return nil, fmt.Errorf("county %s: %w", f.ID, err)
		}
		counties[i] = county{code: f.ID, name: f.Properties.Name}
		for _, polygon := range shape {
			if len(polygon) != 1 {
				return nil, fmt.Errorf("county %s: %d rings in a part, 1 expected", f.ID, len(polygon))
			}
			ring := counterClockwise(withoutSpikes(lattice(polygon[0])))
			for _, n := range ring {
				if _, err := n.place(); err != nil {
					return nil, fmt.Errorf("county %s: %w", f.ID, err)
				}
			}
			counties[i].rings = append(counties[i].rings, ring)
		}
	}
	sort.Slice(counties, func(i, j int) bool { return counties[i].code < counties[j].code })
	return counties, nil
}

func lattice(ring orb.Ring) []node {
	nodes := make([]node, len(ring))
	for i, p := range ring {
		nodes[i] = node{int(math.Round(p[0] * 1024)), int(math.Round(p[1] * 1024))}
	}
	return nodes
}

// withoutSpikes returns the ring, open, without repeated corners and without
// corners at which it turns back on itself.
func withoutSpikes(ring []node) []node {
	for i := 0; i < len(ring); {
		before, after := ring[(i+len(ring)-1)%len(ring)], ring[(i+1)%len(ring)]
		if ring[i] != after && before != after {
			i++
			continue
		}
		ring = append(ring[:i:i], ring[i+1:]...)
		i = max(0, i-2)
	}
	return ring
}

func counterClockwise(ring []node) []node {
	if doubleArea(ring) < 0 {
		slices.Reverse(ring)
	}
	return ring
}

// doubleArea is twice the area in a ring, positive if it runs against the clock.
func doubleArea(ring []node) int {
	sum := 0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum
}

// outline returns the rings round the union of counties: the edges that only
// one of them has, chained. As neighbours share their corners, this is the
// union, without overlay and without slivers.
func outline(counties ...county) [][]node {
	edges := map[node]map[node]bool{}
	var starts []node
	for _, c := range counties {
		for _, ring := range c.rings {
			for i, p := range ring {
				q := ring[(i+1)%len(ring)]
				if edges[q][p] {
					delete(edges[q], p)
					continue
				}
				if edges[p] == nil {
					edges[p] = map[node]bool{}
					starts = append(starts, p)
				}
				edges[p][q] = true
			}
		}
	}
	var rings [][]node
	for _, start := range starts {
		for len(edges[start]) > 0 {
			rings = append(rings, chain(edges, start))
		}
	}
	return rings
}

// chain walks unused edges from start until it comes back. No corner of the
// outlines has two ways out, which the test of the result would show.
func chain(edges map[node]map[node]bool, start node) []node {
	var ring []node
	for p := start; ; {
		ring = append(ring, p)
		for q := range edges[p] {
			delete(edges[p], q)
			p = q
			break
		}
		if p == start {
			return ring
		}
	}
}

// area returns the rings of an outline on the board. Those that run with the
// clock are holes (泽州县 lies all round 城区); a hole belongs to the first ring,
// which the check of the written shape would deny. Corners are rounded as they
// will be written, so that neighbours stay neighbours.
func area(rings [][]node) geom.Geometry {
	var outer, holes []geom.LineString
	for _, ring := range rings {
		points := make([]geom.XY, len(ring))
		for j, n := range ring {
			p, _ := n.place() // readCounties has looked at its error
			points[j] = at(round7(p[0]), round7(p[1]))
		}
		if doubleArea(ring) < 0 {
			holes = append(holes, line(closed(points)))
		} else {
			outer = append(outer, line(closed(points)))
		}
	}
	parts := []geom.Polygon{geom.NewPolygon(append(outer[:1:1], holes...))}
	for _, ring := range outer[1:] {
		parts = append(parts, geom.NewPolygon([]geom.LineString{ring}))
	}
	return geom.NewMultiPolygon(parts).AsGeometry()
}
