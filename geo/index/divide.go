package index

import "github.com/paulmach/orb"

// cell is a square cell under construction.
type cell struct {
	x, y   uint32    // its south-western corner in finest cells
	bits   uint      // its side is 1<<bits finest cells
	ref    orb.Point // on no edge
	try    int       // which of the cell's reference points it is
	inside uint32    // the set of rings that ref is inside of
	edges  []uint32  // all that meet the cell, ascending, and perhaps some near it
	words  int       // what it takes if it is not divided
}

// purse is what cells may take: for each what it takes undivided, and a part of
// the rest. What one does not spend goes to the next ones.
type purse struct {
	words  int
	weight int // of the cells to come
}

// weight is a cell's part of the rest: more where edges are crowded, but some
// where there is only one.
func (c *cell) weight() int {
	if len(c.edges) == 0 {
		return 0
	}
	return len(c.edges) + baseWeight
}

const baseWeight = 16

func (p *purse) reserve(c *cell) bool {
	p.words -= c.words
	p.weight += c.weight()
	return p.words >= 0
}

// spend makes the word of a cell that has been reserved.
func (b *builder) spend(p *purse, c *cell, depth int) uint32 {
	allowance := c.words + p.words*c.weight()/max(1, p.weight)
	before := b.used()
	w := b.word(c, allowance, depth)
	p.words -= b.used() - before - c.words
	p.weight -= c.weight()
	return w
}

func (b *builder) used() int { return len(b.words) + len(b.sets) + len(b.records) }

// walk visits the cells of a grid or a block, each next to the one before it,
// so that what is known of one reference point carries over to the next, from
// that of a cell that holds the first one or is beside it. It fails if a cell has
// no place for one.
func (b *builder) walk(from cell, lists *lists, visit func(i uint32, c *cell) bool) bool {
	r := lists.raster
	c := cell{}
	for k := range r.columns * r.rows {
		row, column := k/r.columns, k%r.columns
		if row%2 == 1 {
			column = r.columns - 1 - column
		}
		i := row*r.columns + column
		c = cell{x: r.x + column<<r.bits, y: r.y + row<<r.bits, bits: r.bits, edges: lists.of(i)}
		if !b.setRef(&c) {
			return false
		}
		b.carry(&from, &c)
		if !visit(i, &c) {
			return false
		}
		from = c
	}
	return true
}

// word makes a cell out of no more words than allowed, which must be enough to
// leave it undivided.
func (b *builder) word(c *cell, allowance, depth int) uint32 {
	// An edge across the cell is in four of the parts at least.
	if least := blockWords + 3*c.words; allowance >= least && b.divisible(c) {
		if w, ok := b.divide(c, allowance-blockWords, depth); ok {
			return w
		}
	}
	return b.leaf(c)
}

func (b *builder) divide(c *cell, allowance, depth int) (uint32, bool) {
	if depth == len(b.depths) {
		b.depths = append(b.depths, &division{})
	}
	d := b.depths[depth]
	b.distribute(c.edges, raster{c.x, c.y, c.bits - blockBits, blockSide, blockSide}, &d.lists)
	p := purse{words: allowance}
	if !b.walk(*c, &d.lists, func(i uint32, child *cell) bool {
		child.words = b.size(child)
		d.cells[i] = *child
		return p.reserve(child)
	}) {
		return 0, false
	}
	at := len(b.words)
	b.words = append(b.words, make([]uint32, blockWords)...)
	for i := range d.cells {
		w := b.spend(&p, &d.cells[i], depth+1)
		b.words[at+i] = w
	}
	return inBlock | uint32(at), true
}

// division is the memory that the divisions at one depth share.
type division struct {
	lists lists
	cells [blockWords]cell
}

// setRef finds a place on none of the cell's edges, its middle if that will do.
func (b *builder) setRef(c *cell) bool {
	for c.try = range tries {
		c.ref = b.reference(c.x, c.y, c.bits, c.try)
		if !b.onAny(c.edges, c.ref) {
			return true
		}
	}
	return false
}

const tries = 100

func (b *builder) onAny(edges []uint32, p orb.Point) bool {
	for _, e := range edges {
		if on(b.vertices[e], b.vertices[e+1], p) {
			return true
		}
	}
	return false
}

// carry finds the rings that the reference point of a cell is inside of, from
// those of a cell that holds it or is next to it.
func (b *builder) carry(from, to *cell) {
	to.inside = from.inside
	s := segment{from.ref, to.ref}
	e, f := from.edges, to.edges
	for len(e)+len(f) > 0 {
		var next uint32
		switch {
		case len(f) == 0 || (len(e) > 0 && e[0] < f[0]):
			next, e = e[0], e[1:]
		case len(e) == 0 || f[0] < e[0]:
			next, f = f[0], f[1:]
		default:
			next, e, f = e[0], e[1:], f[1:]
		}
		if s.crosses(b.vertices[next], b.vertices[next+1]) {
			to.inside = b.ringSets.toggled(to.inside, b.ringOf[next])
		}
	}
}
