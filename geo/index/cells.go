package index

import (
	"errors"
	"math"

	"github.com/paulmach/orb"
)

// BytesPerVertex is what Cells may take for each vertex of its zones, their
// coordinates (16 bytes) included. Cells stop being divided when it is spent.
const BytesPerVertex = 64

// ErrRange says that a zone has a coordinate that is NaN, infinite or beyond
// ±1e12, which no longitude, latitude or metre is.
var ErrRange = errors.New("坐标超出范围 / a coordinate is out of range")

// Cells answers in which zones points lie, for points in bulk. It is exact: for
// every point, on a vertex or an edge too, it names the zones for which
// [waterzones/geo.Locate] does not say Exterior, and which of them have the
// point on their boundary.
//
// The plane is divided into cells, the finer the more edges there are: a grid
// over all zones, whose cells are divided in four by four as often as edges are
// crowded there and memory allows. Each cell knows the zones that cover it
// whole; where edges cross it, it also knows those edges, and on which side of
// each ring one reference point of the cell lies. Most points are answered
// without a look at an edge ("true hit filtering": Kipf et al., "Adaptive
// Main-Memory Indexing for High-Performance Point-Polygon Joins", EDBT 2020).
//
// A cell takes its edges from the cell that it is a part of, not from [Tree]:
// that hands every edge on once a level, where a search for each of millions of
// cells would begin at the root again and find whole zones, not edges.
//
// It is built whole before it is used and does not change afterwards, so that
// any number of goroutines can read it without a lock, and its memory is known
// before the first answer: at most [BytesPerVertex] for each vertex and two
// megabytes (few zones: some kilobytes). The zero value has no zones.
type Cells struct {
	origin orb.Point // in degrees
	high   orb.Point // beyond it, and below origin, there is no zone
	scale  float64   // finest cells a degree
	step   float64   // degrees a finest cell

	root    uint   // a cell of the grid is 1/2^root of the whole wide
	columns uint32 // of the grid

	words    []uint32 // a block of nothing, the grid by rows, blocks of 4 by 4
	sets     []Hit    // lists, each after its length
	records  []uint32
	vertices []orb.Point // ring after ring, each closed
}

// A word says what is in a cell, by its two highest bits: a list in sets, a
// block in words, or a record.
const (
	inBlock  = 1 << 30
	inRecord = 2 << 30
	kind     = 3 << 30
)

// A record is for a cell that edges cross. Its first word tells which cell and
// which of its reference points: try<<5 | bits of its side. Then come the rings
// that matter there, in order of zones and polygons, a shell before its holes:
//
//	zone<<4 | ringLast | ringCrossed | ringHole | ringInside
//
// where inside says that the reference point is, and after a ring that is
// crossed its runs of edges, of eight at most:
//
//	first vertex<<4 | (number of edges - 1)<<1 | whether there is another run
const (
	ringInside  = 1
	ringHole    = 2
	ringCrossed = 4
	ringLast    = 8
	ringBits    = 4

	runMore  = 1
	runEdges = 8
	runBits  = 4

	mostVertices = 1 << (32 - runBits)
	mostAreas    = 1 << (32 - areaShift)
)

const (
	fineBits   = 28 // the finest cells are 1/2^28 of the whole
	fine       = 1 << fineBits
	blockBits  = 2
	blockSide  = 1 << blockBits
	blockWords = blockSide * blockSide
)

// Bytes is the memory that the cells take.
func (c *Cells) Bytes() int {
	return 4*(len(c.words)+len(c.sets)+len(c.records)) + 16*len(c.vertices)
}

// reference is a place in the cell of so many bits that holds a finest cell:
// its middle, or another one at another try. The conversions keep Go from
// fusing operations, so that it is the same place each time.
func (c *Cells) reference(x, y uint32, bits uint, try int) orb.Point {
	u, v := 0.5, 0.5
	if try > 0 {
		u, v = fraction(float64(try)*0.381966), fraction(float64(try*try)*0.271828)
	}
	side := float64(uint32(1) << bits)
	x, y = x>>bits<<bits, y>>bits<<bits
	return orb.Point{
		c.origin[0] + float64((float64(x)+float64(u*side))*c.step),
		c.origin[1] + float64((float64(y)+float64(v*side))*c.step),
	}
}

func fraction(x float64) float64 { return x - math.Floor(x) }
