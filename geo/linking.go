package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// remainder puts together what is left of the one area without the other from
// pieces of their rings: those of its own that do not run inside the other, nor
// along it on the same side, and those of the other inside, round which the rest
// lies on the other side. whole says that nothing is taken away; ok is false where
// the pieces do not close, which begin and end in rounded places.
func (m *mutual) remainder() (left orb.MultiPolygon, whole, ok bool) {
	if m.meet() != nil {
		return nil, false, false
	}
	l := linking{starts: map[orb.Point]int{}}
	lost := false
	err := l.take(m.own(nil), false, func(c class) bool {
		lost = lost || c == inside || c == same
		return c == outside || c == opposite
	})
	own := len(l.shells) + len(l.holes) + len(l.open)
	if err == nil {
		err = l.take(m.others(nil), true, func(c class) bool { return c == inside })
	}
	if err != nil {
		return nil, false, false
	}
	if !lost && own == len(l.shells)+len(l.holes)+len(l.open) {
		return nil, true, true
	}
	return l.shells, false, l.link() && nest(l.shells, l.holes, m.budget)
}

// doubtful says that what has been put together may not be valid: it has corners
// that are rounded, or parts of the other area that touch cut it in two.
func (m *mutual) doubtful() bool { return len(m.found.siteEvents) > 0 || len(m.b.area) > 1 }

// linking makes rings of paths that begin where others end. What they bound lies on
// their left.
type linking struct {
	open   []orb.Ring
	starts map[orb.Point]int // of the open paths
	torn   bool              // two begin in one place
	shells orb.MultiPolygon
	holes  []orb.Ring
}

// take adds the pieces of the walker's rings that are to be kept, backwards if the
// other side of them is bounded.
func (l *linking) take(w *walker, backwards bool, keep func(c class) bool) error {
	var paths []orb.Ring // of one ring
	going := false       // whether the last one goes on
	w.visit = func(a, b orb.Point, c class) {
		switch {
		case !keep(c):
			going = false
			return
		case !going:
			paths = append(paths, orb.Ring{a})
			going = true
		}
		if last := &paths[len(paths)-1]; b != a {
			*last = append(*last, b)
		}
	}
	for k, ring := range w.own.chains {
		paths, going = paths[:0], false
		w.runs = w.own.chains[k : k+1]
		if err := w.walk(); err != nil {
			return err
		}
		if n := len(paths); n > 1 && going && paths[0][0] == w.own.edges[ring.from].a {
			paths[0] = append(paths[n-1], paths[0][1:]...)
			paths = paths[:n-1]
		}
		for _, path := range paths {
			if backwards {
				slices.Reverse(path)
			}
			l.add(path)
		}
	}
	return nil
}

func (l *linking) add(path orb.Ring) {
	switch {
	case len(path) < 2: // shrunk to nothing
	case path.Closed():
		l.close(path)
	default:
		_, taken := l.starts[path[0]]
		l.torn = l.torn || taken
		l.starts[path[0]] = len(l.open)
		l.open = append(l.open, path)
	}
}

func (l *linking) close(ring orb.Ring) {
	if isCCW(ring) {
		l.shells = append(l.shells, orb.Polygon{ring})
	} else {
		l.holes = append(l.holes, ring)
	}
}

// link closes the open paths, if each place has one way on.
func (l *linking) link() bool {
	if l.torn {
		return false
	}
	for _, ring := range l.open {
		if _, left := l.starts[ring[0]]; !left {
			continue
		}
		delete(l.starts, ring[0])
		for !ring.Closed() {
			at := ring[len(ring)-1]
			next, known := l.starts[at]
			if !known {
				return false
			}
			delete(l.starts, at)
			ring = append(ring, l.open[next][1:]...)
		}
		l.close(ring)
	}
	return true
}

// nest puts every hole into the innermost shell round it, if all have one.
func nest(shells orb.MultiPolygon, holes []orb.Ring, b *Budget) bool {
	bounds := make([]orb.Bound, len(shells))
	for i, shell := range shells {
		bounds[i] = shell[0].Bound()
	}
	for _, hole := range holes {
		box, in := hole.Bound(), -1
		for i, bound := range bounds {
			// Of two shells round one place, one lies in the other, and so do their boxes.
			if !holds(&bound, &box) || (in >= 0 && !holds(&bounds[in], &bound)) {
				continue
			}
			if len(shells) == 1 || b.spend(len(shells[i][0])) && encloses(shells[i][0], hole) {
				in = i
			}
		}
		if in < 0 || b.Err() != nil {
			return false
		}
		shells[in] = append(shells[in], hole)
	}
	return true
}

func holds(outer, inner *orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

// encloses is of two rings that do not cross.
func encloses(ring, other orb.Ring) bool {
	for _, p := range other {
		if where := locateRing(ring, p); where != Boundary {
			return where == Interior
		}
	}
	return false
}
