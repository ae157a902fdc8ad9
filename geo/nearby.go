package geo

import "github.com/paulmach/orb"

// bounded is an area with its box.
type bounded struct {
	area  orb.MultiPolygon
	bound orb.Bound
}

// windowOf is a box such that the overlay of two areas depends only on what
// they are within it. It holds the overlap of their boxes, grown a little, and
// the whole of every edge that comes near that, so that no such edge is ever
// cut. The library that overlays clips to a box of its own, made in the same
// way but grown by half as much (JTS, RobustClipEnvelopeComputer and
// OverlayUtil.safeEnv), which therefore lies within this one.
func windowOf(a, b bounded) orb.Bound {
	grownA, grownB := widen(a.bound), widen(b.bound)
	target := orb.Bound{
		Min: orb.Point{max(grownA.Min[0], grownB.Min[0]), max(grownA.Min[1], grownB.Min[1])},
		Max: orb.Point{min(grownA.Max[0], grownB.Max[0]), min(grownA.Max[1], grownB.Max[1])},
	}
	window := target
	for _, s := range []bounded{a, b} {
		for _, polygon := range s.area {
			for _, ring := range polygon {
				window = holdEdges(window, ring, &target)
			}
		}
	}
	return widen(window)
}

// widen grows a box by a fifth of its shorter side, or of its longer one if it
// has no width.
func widen(box orb.Bound) orb.Bound {
	width, height := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	by := min(width, height) / 5
	if by == 0 {
		by = max(width, height) / 5
	}
	return box.Pad(by)
}

func holdEdges(window orb.Bound, ring orb.Ring, target *orb.Bound) orb.Bound {
	if len(ring) == 0 {
		return window
	}
	a := ring[len(ring)-1]
	out := beyond(a, target)
	for _, b := range ring {
		next := beyond(b, target)
		if out&next == 0 {
			window = window.Extend(a).Extend(b)
		}
		a, out = b, next
	}
	return window
}

// nearby is an area with fewer vertices that is the same within the window: a
// run of vertices all beyond one side of the window becomes the one edge
// between its ends.
//
// That is exact. Beyond one side is a half-plane apart from the window; the run
// and the edge both lie in it and can be drawn into one another there, so no
// point of the window changes the number of times that the ring goes round it.
// Outside the window rings may come to cross themselves.
func (s bounded) nearby(window *orb.Bound) orb.MultiPolygon {
	if window.Contains(s.bound.Min) && window.Contains(s.bound.Max) {
		return s.area
	}
	var out orb.MultiPolygon
	for _, polygon := range s.area {
		var kept orb.Polygon
		for i, ring := range polygon {
			ring = nearbyRing(ring, window)
			if len(ring) < 4 { // goes there and back, round nothing
				if i == 0 {
					break
				}
				continue
			}
			kept = append(kept, ring)
		}
		if len(kept) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

func nearbyRing(ring orb.Ring, window *orb.Bound) orb.Ring {
	if len(ring) == 0 {
		return nil
	}
	out := orb.Ring{ring[0]}
	last, sides := ring[0], beyond(ring[0], window)
	for _, p := range append(ring[1:len(ring):len(ring)], ring[0]) {
		next := beyond(p, window)
		if sides&next != 0 {
			sides &= next
			last = p
			continue
		}
		// The run ends at last; another may begin there.
		if last != out[len(out)-1] {
			out = append(out, last)
		}
		sides = beyond(last, window) & next
		if sides == 0 {
			if p != last {
				out = append(out, p)
			}
			sides = next
		}
		last = p
	}
	if last != out[len(out)-1] {
		out = append(out, last)
	}
	return out
}
