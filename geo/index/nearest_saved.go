package index

const nearestTitle = "wznear_1"

// AppendTo appends the index to dst, as [ReadNearest] takes it: the same bytes
// however many goroutines made it.
func (n *Nearest) AppendTo(dst []byte) []byte {
	return save(dst, nearestTitle, func(s *saver) {
		n.outline.save(s)
		n.cells.save(s)
		f := n.frame
		s.vectors([]vector{f.place, f.east, f.north, f.up})
		s.vectors(n.places)
		saveUints(s, n.first)
		saveUints(s, n.what)
		s.floats32(n.bends)
		saveUints(s, []uint32{uint32(len(n.levels))})
		for _, boxes := range n.levels {
			s.floats32(boxes)
		}
	})
}

// ReadNearest reads what [Nearest.AppendTo] wrote, or says [ErrDamaged].
func ReadNearest(data []byte) (*Nearest, error) {
	l, err := load(data, nearestTitle)
	if err != nil {
		return nil, err
	}
	n := &Nearest{}
	n.outline.load(l)
	n.cells.load(l)
	n.cells.vertices = n.outline.vertices
	if axes := l.vectors(); len(axes) == 4 {
		n.frame = frame{axes[0], axes[1], axes[2], axes[3]}
	}
	n.places = l.vectors()
	n.first, n.what, n.bends = l.uints(), l.uints(), l.floats32()
	for levels := l.uints(); len(levels) == 1 && len(n.levels) < int(levels[0]) && !l.failed; {
		n.levels = append(n.levels, l.floats32())
	}
	if err := l.end(); err != nil {
		return nil, err
	}
	n.exact = newExact(n.unfold())
	return n, nil
}
