package print

import (
	"math"
	"slices"
)

// hatch returns parallel lines over the inside of the rings (even-odd), turned
// counter-clockwise from the horizontal by the angle and apart by the gap. Drawn
// as lines they look alike on every medium, and in black and white.
func hatch(rings [][]Pos, angleDeg, gap float64) [][]Pos {
	sin, cos := math.Sincos(angleDeg * math.Pi / 180)
	turned := make([][]Pos, len(rings))
	low, high := math.Inf(1), math.Inf(-1)
	for i, ring := range rings {
		turned[i] = make([]Pos, len(ring))
		for k, p := range ring {
			q := Pos{p.X*cos - p.Y*sin, p.X*sin + p.Y*cos}
			turned[i][k] = q
			low, high = min(low, q.Y), max(high, q.Y)
		}
	}
	var lines [][]Pos
	if !(high-low < 10_000) { // no rings, or no drawing on paper
		return nil
	}
	// Lines of equal angle lie on one raster, so that neighbours join.
	for y := math.Ceil(low/gap) * gap; y < high; y += gap {
		for _, span := range spans(turned, y) {
			a, b := Pos{span[0], y}, Pos{span[1], y}
			lines = append(lines, []Pos{{a.X*cos + a.Y*sin, a.Y*cos - a.X*sin}, {b.X*cos + b.Y*sin, b.Y*cos - b.X*sin}})
		}
	}
	return lines
}

// spans returns where the horizontal at y runs inside the rings, from left to
// right. An edge has its upper end and not its lower one, so that a corner is
// crossed once.
func spans(rings [][]Pos, y float64) [][2]float64 {
	var xs []float64
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (a.Y <= y) != (b.Y <= y) {
				xs = append(xs, a.X+(y-a.Y)/(b.Y-a.Y)*(b.X-a.X))
			}
		}
	}
	slices.Sort(xs)
	all := make([][2]float64, 0, len(xs)/2)
	for i := 0; i+1 < len(xs); i += 2 {
		all = append(all, [2]float64{xs[i], xs[i+1]})
	}
	return all
}

// clipped are the parts of spans between two positions.
func clipped(all [][2]float64, low, high float64) [][2]float64 {
	return without(all, [][2]float64{{math.Inf(-1), low}, {high, math.Inf(1)}})
}

// without are the parts of spans that no other span covers.
func without(all, others [][2]float64) [][2]float64 {
	left := all
	for _, o := range others {
		var parts [][2]float64
		for _, s := range left {
			if before := min(s[1], o[0]); before > s[0] {
				parts = append(parts, [2]float64{s[0], before})
			}
			if after := max(s[0], o[1]); after < s[1] {
				parts = append(parts, [2]float64{after, s[1]})
			}
		}
		left = parts
	}
	return left
}
