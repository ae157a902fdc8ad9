package index

import "github.com/paulmach/orb"

const bandsTitle = "wzbands1"

// AppendTo appends the bands to dst, as [ReadBands] takes them: the same bytes
// however many goroutines made them.
func (b *Bands) AppendTo(dst []byte) []byte {
	return save(dst, bandsTitle, func(s *saver) {
		b.outline.save(s)
		s.floats(b.bandM)
		saveUints(s, b.slow)
		saveUints(s, b.runs.first)
		saveUints(s, b.runs.what)
		s.floats32(b.runs.boxes)
		saveUints(s, []uint32{uint32(len(b.grids))})
		for _, g := range b.grids {
			s.points([]orb.Point{g.origin})
			s.floats([]float64{g.scale})
			saveUints(s, []uint32{g.columns, g.rows})
			saveUints(s, g.bits)
			saveUints(s, g.start)
			saveUints(s, g.items)
		}
	})
}

// ReadBands reads what [Bands.AppendTo] wrote, or says [ErrDamaged].
func ReadBands(data []byte) (*Bands, error) {
	l, err := load(data, bandsTitle)
	if err != nil {
		return nil, err
	}
	b := &Bands{}
	b.outline.load(l)
	b.bandM, b.slow = l.floats(), l.uints()
	b.runs = runs{l.uints(), l.uints(), l.floats32()}
	grids := l.uints()
	for len(grids) == 1 && len(b.grids) < int(min(grids[0], mostGrids)) {
		b.grids = append(b.grids, l.bandGrid())
	}
	if len(b.bandM) != b.count {
		l.failed = true
	}
	if err := l.end(); err != nil {
		return nil, err
	}
	b.prepare()
	return b, nil
}

func (l *loader) bandGrid() bandGrid {
	origin, scale, sizes := l.points(), l.floats(), l.uints()
	g := bandGrid{bits: l.uints(), start: l.uints(), items: l.uints()}
	if len(origin) != 1 || len(scale) != 1 || len(sizes) != 2 {
		l.failed = true
		return g
	}
	g.origin, g.scale, g.columns, g.rows = origin[0], scale[0], sizes[0], sizes[1]
	return g
}
