package index

import (
	"slices"

	"github.com/paulmach/orb"
)

// batchSize is how many points go through together. Each step is done for all
// of them before the next one, so that the processor waits for many of their
// words at once rather than for one after another.
const batchSize = 128

type batch struct {
	x, y    [batchSize]uint32  // in finest cells
	word    [batchSize]uint32  // of the cell
	at      [batchSize]uint32  // where to read next
	some    [batchSize]uint8   // the points that a step is about
	until   [batchSize]int32   // the ends of their hits
	fetched [batchSize]float64 // only to have it at hand
}

// Locate finds the zones of every point (longitude, latitude in degrees) and
// puts them in place of what dst held. A point that is not finite is in none.
// It allocates nothing once dst has grown to what it needs, but for the rare point
// of which only arithmetic of any precision can tell on which side of an edge it
// lies, and is safe for concurrent use with a dst each.
func (c *Cells) Locate(points []orb.Point, dst *Hits) {
	dst.Start, dst.List = append(dst.Start[:0], 0), dst.List[:0]
	if c == nil || len(c.words) == 0 {
		for range points {
			dst.Start = append(dst.Start, 0)
		}
		return
	}
	var b batch
	for len(points) > 0 {
		n := min(len(points), batchSize)
		c.descend(points[:n], &b)
		c.nearEdges(points[:n], &b, dst)
		c.collect(n, &b, dst)
		points = points[n:]
	}
}

// descend finds the word of each point's cell, level by level.
func (c *Cells) descend(points []orb.Point, b *batch) {
	shift := fineBits - c.root
	for i, p := range points {
		if !(p[0] >= c.origin[0] && p[0] <= c.high[0] && p[1] >= c.origin[1] && p[1] <= c.high[1]) {
			b.at[i] = 0
			continue
		}
		x := uint32(int32((p[0] - c.origin[0]) * c.scale))
		y := uint32(int32((p[1] - c.origin[1]) * c.scale))
		b.x[i], b.y[i], b.at[i] = x, y, blockWords+y>>shift*c.columns+x>>shift
	}
	for i, at := range b.at[:len(points)] {
		b.word[i] = c.words[at]
	}
	open := 0
	for i, w := range b.word[:len(points)] {
		b.some[open&(batchSize-1)] = uint8(i)
		open += int(w >> 30 & 1)
	}
	for open > 0 {
		shift -= blockBits
		some := b.some[:open]
		for k, i := range some {
			i &= batchSize - 1
			b.at[k&(batchSize-1)] = b.word[i]&^kind + b.y[i]>>shift&(blockSide-1)<<blockBits + b.x[i]>>shift&(blockSide-1)
		}
		for k, i := range some {
			b.word[i&(batchSize-1)] = c.words[b.at[k&(batchSize-1)]]
		}
		open = 0
		for _, i := range some {
			b.some[open&(batchSize-1)] = i
			open += int(b.word[i&(batchSize-1)] >> 30 & 1)
		}
	}
}

// nearEdges answers the points whose cells edges cross.
func (c *Cells) nearEdges(points []orb.Point, b *batch, dst *Hits) {
	n := 0
	for i := range points {
		b.some[n] = uint8(i)
		n += int(b.word[i] >> 31)
	}
	for k, i := range b.some[:n] { // fetch the records ...
		b.at[k] = c.records[b.word[i&(batchSize-1)]&^kind]
	}
	for k, i := range b.some[:n] { // ... and the edges
		b.fetched[k] = c.fetch(b.word[i&(batchSize-1)] &^ kind)
	}
	dst.mixed = dst.mixed[:0]
	for k, i := range b.some[:n] {
		i &= batchSize - 1
		r := c.records[b.word[i]&^kind:]
		ref := c.reference(b.x[i], b.y[i], uint(r[0]&31), int(r[0]>>5))
		dst.mixed = c.record(r[1:], segment{points[i], ref}, dst.mixed)
		b.until[k] = int32(len(dst.mixed))
	}
}

// fetch reads both ends of every run of a record. Their sum means nothing.
func (c *Cells) fetch(at uint32) (sum float64) {
	for {
		at++
		ring := c.records[at]
		for more := ring & ringCrossed; more != 0; {
			at++
			run := c.records[at]
			first, last := run>>runBits, run>>runBits+run>>1%runEdges+1
			sum += c.vertices[first][0] + c.vertices[last][0]
			more = run & runMore
		}
		if ring&ringLast != 0 {
			return sum
		}
	}
}

// collect puts the hits of a batch in order. Most points have two at most:
// those are written without asking how many there are.
func (c *Cells) collect(n int, b *batch, dst *Hits) {
	list := slices.Grow(dst.List, 2*n)
	dst.Start = slices.Grow(dst.Start, n)
	size, k, from := len(list), 0, int32(0)
	for i, w := range b.word[:n] {
		var more []Hit
		if w&inRecord != 0 {
			more = dst.mixed[from:b.until[k]]
			from = b.until[k]
			k++
		} else {
			set := c.sets[w : w+3]
			two := list[:cap(list)][size : size+2]
			two[0], two[1] = set[1], set[2]
			if set[0] <= 2 {
				size += int(set[0])
			} else {
				more = c.sets[w+1:][:set[0]]
			}
		}
		if len(more) > 0 {
			list = append(list[:size], more...)
			size = len(list)
			list = slices.Grow(list, 2*(n-i))
		}
		dst.Start = append(dst.Start, int32(size))
	}
	dst.List = list[:size]
}
