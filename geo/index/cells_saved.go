package index

import (
	"unsafe"

	"github.com/paulmach/orb"
)

const cellsTitle = "wzcells1"

// AppendTo appends the cells to dst, as [ReadCells] takes them: the same bytes
// however many goroutines made them.
func (c *Cells) AppendTo(dst []byte) []byte {
	return save(dst, cellsTitle, func(s *saver) {
		s.points(c.vertices)
		c.save(s)
	})
}

// save saves all but the vertices.
func (c *Cells) save(s *saver) {
	s.points([]orb.Point{c.origin, c.high, {c.scale, c.step}})
	s.uints([]uint32{uint32(c.root), c.columns})
	s.uints(c.words)
	s.uints(unsafe.Slice((*uint32)(unsafe.SliceData(c.sets)), len(c.sets)))
	s.uints(c.records)
}

// ReadCells reads what [Cells.AppendTo] wrote, or says [ErrDamaged]. It keeps
// the data, which must not change any more: where they begin at a multiple of
// eight bytes, on a little-endian machine, they are used as they are.
func ReadCells(data []byte) (*Cells, error) {
	l, err := load(data, cellsTitle)
	if err != nil {
		return nil, err
	}
	c := &Cells{vertices: l.points()}
	c.load(l)
	return c, l.end()
}

func (c *Cells) load(l *loader) {
	places, sizes := l.points(), l.uints()
	if len(places) != 3 || len(sizes) != 2 {
		l.failed = true
		return
	}
	c.origin, c.high = places[0], places[1]
	c.scale, c.step = places[2][0], places[2][1]
	c.root, c.columns = uint(sizes[0]), sizes[1]
	c.words = l.uints()
	sets := l.uints()
	c.sets = unsafe.Slice((*Hit)(unsafe.SliceData(sets)), len(sets))
	c.records = l.uints()
}
