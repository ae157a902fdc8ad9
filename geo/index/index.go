// Package index finds which of many areas matter for a shape or for points in
// bulk. [Tree] answers with candidates only: what it names may still lie apart, so
// the caller decides with the exact predicates of package geo; what it does not
// name lies apart for certain. [Cells], [Bands] and [Nearest] are exact: where
// what they know leaves it open, they ask package geo themselves.
package index

import (
	"iter"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"waterzones/geo"
)

// Tree is an R-tree over boxes (Guttman, "R-Trees: A Dynamic Index Structure
// for Spatial Searching", 1984), each known by its position in the list given
// to [New]. It does not change after New and is safe for concurrent readers.
// The zero value and nil are empty trees.
type Tree struct {
	boxes rtree.RTreeG[int32]
}

// New indexes boxes (longitude, latitude in degrees). An empty box is never a
// candidate.
func New(bounds []orb.Bound) *Tree {
	t := &Tree{}
	for i, b := range bounds {
		if !b.IsEmpty() {
			t.boxes.Insert(b.Min, b.Max, int32(i))
		}
	}
	return t
}

// Len is the number of boxes that are not empty.
func (t *Tree) Len() int {
	if t == nil {
		return 0
	}
	return t.boxes.Len()
}

// Candidates yields the position of every box that meets the given one, edges
// included, in no particular order: all that can have a point in common with a
// shape inside it, and some that have none.
func (t *Tree) Candidates(box orb.Bound) iter.Seq[int] {
	return func(yield func(int) bool) {
		if t == nil || box.IsEmpty() {
			return
		}
		t.boxes.Search(box.Min, box.Max, func(_, _ [2]float64, i int32) bool {
			return yield(int(i))
		})
	}
}

// Nearby yields every box with a lower bound, in metres, of its distance from
// the given box, nearest bound first ([geo.BoxDistanceM]: never too much). A
// caller who keeps the least exact distance found can stop at the first bound
// above it.
func (t *Tree) Nearby(from orb.Bound) iter.Seq2[int, float64] {
	return func(yield func(int, float64) bool) {
		if t == nil || from.IsEmpty() {
			return
		}
		t.boxes.Nearby(
			func(low, high [2]float64, _ int32, _ bool) float64 {
				return geo.BoxDistanceM(from, orb.Bound{Min: low, Max: high})
			},
			func(_, _ [2]float64, i int32, bound float64) bool { return yield(int(i), bound) },
		)
	}
}
