package index

import "github.com/paulmach/orb"

const cellsTitle = "wzcells1"

// AppendTo appends the cells to dst, as [ReadCells] takes them: the same bytes
// however many goroutines made them.
func (c *Cells) AppendTo(dst []byte) []byte {
	return save(dst, cellsTitle, func(s *saver) {
		s.points(c.vertices)
		s.points([]orb.Point{c.origin, c.high, {c.scale, c.step}})
		saveUints(s, []uint32{uint32(c.root), c.columns})
		saveUints(s, c.words)
		saveUints(s, c.sets)
		saveUints(s, c.records)
	})
}

// ReadCells reads what [Cells.AppendTo] wrote, or says [ErrDamaged], in half a
// millisecond a megabyte. It does not keep the data.
func ReadCells(data []byte) (*Cells, error) {
	l, err := load(data, cellsTitle)
	if err != nil {
		return nil, err
	}
	c := &Cells{vertices: l.points()}
	places, sizes := l.points(), l.uints()
	c.words = l.uints()
	c.sets, c.records = loadUints[Hit](l), l.uints()
	if len(places) != 3 || len(sizes) != 2 {
		return nil, ErrDamaged
	}
	c.origin, c.high = places[0], places[1]
	c.scale, c.step = places[2][0], places[2][1]
	c.root, c.columns = uint(sizes[0]), sizes[1]
	return c, l.end()
}
