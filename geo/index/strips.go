package index

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"
)

// strip is some rows of the grid and all that is below them. Strips are made
// apart from one another, so that several goroutines can, and are always the
// same ones, so that it does not matter how many do.
type strip struct {
	builder

	lists  lists
	purse  purse // its words are those that its cells take undivided
	grid   []uint32
	tries  []uint8  // by cell: the reference point, ...
	inside []uint32 // ... the rings that it is inside of, ...
	sizes  []uint32 // ... and the words of the cell, undivided
	failed bool
}

// A strip has so many cells or more, and there are so many of them or fewer.
const (
	stripCells = 1 << 10
	mostStrips = 1 << 6
)

func (b *builder) strips(r raster) []strip {
	rows := max((stripCells+r.columns-1)/r.columns, (r.rows+mostStrips-1)/mostStrips)
	strips := make([]strip, (r.rows+rows-1)/rows)
	for i := range strips {
		s := &strips[i]
		s.builder = *b
		s.ringSets = newRingSets()
		s.sets = []Hit{0} // the empty list
		first := uint32(i) * rows
		s.lists.raster = raster{0, first << r.bits, r.bits, r.columns, min(rows, r.rows-first)}
	}
	return strips
}

// share does n things by so many goroutines.
func share(workers, n int, do func(i int)) {
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			do(i)
		}
	}
	var others sync.WaitGroup
	for range min(workers, n) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}

// grid makes the grid and all below it, unless that takes more words than
// allowed. Words are given to the cells of the grid in proportion to their
// edges, so that no part is coarse because another one was fine.
func (b *builder) grid(root uint, allowance int, o Options) bool {
	b.root = root
	r := b.raster(root)
	b.columns = r.columns
	strips := b.strips(r)
	b.deal(strips, r, o.workers())
	share(o.workers(), len(strips), func(i int) { strips[i].survey() })
	rest := purse{words: allowance - int(gridWords(r))}
	for i := range strips {
		if strips[i].failed {
			return false
		}
		rest.words -= strips[i].purse.words
		rest.weight += strips[i].purse.weight
	}
	if rest.words < 0 {
		return false
	}
	share(o.workers(), len(strips), func(i int) { strips[i].fill(rest) })
	b.join(strips, gridWords(r), o.workers())
	return true
}

// gridWords is a block of nothing, for points outside, and the grid, as whole
// blocks.
func gridWords(r raster) uint32 {
	return blockWords + (r.columns*r.rows+blockWords-1)/blockWords*blockWords
}

// dealEdges is how many edges one goroutine puts into strips at a time.
const dealEdges = 1 << 15

// deal finds the cells of the grid that edges meet, strip by strip.
func (b *builder) deal(strips []strip, r raster, workers int) {
	n := (len(b.vertices) + dealEdges - 1) / dealEdges
	parts := make([][][]pair, n) // of some edges, for each strip
	rows := strips[0].lists.raster.rows
	share(workers, n, func(i int) {
		traced := lists{raster: r}
		for e := i * dealEdges; e < min((i+1)*dealEdges, len(b.vertices)-1); e++ {
			if b.ringOf[e] == b.ringOf[e+1] {
				b.trace(uint32(e), &traced)
			}
		}
		parts[i] = split(traced.pairs, len(strips), rows*r.columns)
	})
	share(workers, len(strips), func(i int) {
		l := &strips[i].lists
		for _, part := range parts {
			l.pairs = append(l.pairs, part[i]...)
		}
		l.sort()
		l.pairs = nil
	})
}

// split puts pairs apart into n lists, by their cells, so many for each. The
// cells are numbered from that of the list on.
func split(pairs []pair, n int, cells uint32) [][]pair {
	starts := make([]int, n+1)
	for _, p := range pairs {
		starts[p.cell/cells]++
	}
	for i := range n {
		starts[i+1] += starts[i]
	}
	sorted := make([]pair, len(pairs))
	for _, p := range slices.Backward(pairs) {
		i := p.cell / cells
		starts[i]--
		sorted[starts[i]] = pair{p.cell - i*cells, p.edge}
	}
	lists := make([][]pair, n)
	for i := range lists {
		lists[i] = sorted[starts[i]:starts[i+1]]
	}
	return lists
}

// survey makes the cells that are not divided, and finds what the others would
// take undivided.
func (s *strip) survey() {
	n := len(s.lists.start) - 1
	s.grid = make([]uint32, n)
	s.tries, s.inside, s.sizes = make([]uint8, n), make([]uint32, n), make([]uint32, n)
	before := s.used()
	s.failed = !s.walk(s.outside(), &s.lists, func(i uint32, c *cell) bool {
		if !s.divisible(c) {
			s.grid[i] = s.leaf(c)
			return true
		}
		c.words = s.size(c)
		s.tries[i], s.inside[i], s.sizes[i] = uint8(c.try), c.inside, uint32(c.words)
		s.purse.words += c.words
		s.purse.weight += c.weight()
		return true
	})
	s.purse.words += s.used() - before
}

// outside is a place west of everything, beside the first cell, and so in no
// ring.
func (s *strip) outside() cell {
	r := s.lists.raster
	ref := s.reference(r.x, r.y, r.bits, 0)
	return cell{ref: orb.Point{s.origin[0], ref[1]}}
}

// fill makes the cells left by survey, dividing them for the strip's part of the
// words that are left over.
func (s *strip) fill(rest purse) {
	if s.purse.weight == 0 {
		return
	}
	p := purse{words: rest.words * s.purse.weight / rest.weight, weight: s.purse.weight}
	r := s.lists.raster
	for i, size := range s.sizes {
		if size == 0 {
			continue
		}
		row, column := uint32(i)/r.columns, uint32(i)%r.columns
		c := cell{
			x: r.x + column<<r.bits, y: r.y + row<<r.bits, bits: r.bits,
			try: int(s.tries[i]), inside: s.inside[i], edges: s.lists.of(uint32(i)), words: int(size),
		}
		c.ref = s.reference(c.x, c.y, c.bits, c.try)
		s.grid[i] = s.spend(&p, &c, 0)
	}
	s.lists = lists{raster: r}
}

// join puts the strips one after another.
func (b *builder) join(strips []strip, gridWords uint32, workers int) {
	type place struct{ grid, words, sets, records int }
	at := place{blockWords, int(gridWords), 1, 0}
	places := make([]place, len(strips))
	for i := range strips {
		s := &strips[i]
		places[i] = at
		at.grid += len(s.grid)
		at.words += len(s.words)
		at.sets += len(s.sets) - 1
		at.records += len(s.records)
	}
	b.words, b.records = make([]uint32, at.words), make([]uint32, at.records)
	b.sets = make([]Hit, at.sets+2) // two hits can be read of any list
	share(workers, len(strips), func(i int) {
		s, at := &strips[i], places[i]
		move := func(dst, src []uint32) {
			for k, w := range src {
				switch {
				case w&inBlock != 0:
					w += uint32(at.words)
				case w&inRecord != 0:
					w += uint32(at.records)
				case w != 0:
					w += uint32(at.sets - 1)
				}
				dst[k] = w
			}
		}
		move(b.words[at.grid:], s.grid)
		move(b.words[at.words:], s.words)
		copy(b.sets[at.sets:], s.sets[1:])
		copy(b.records[at.records:], s.records)
		*s = strip{}
	})
}
