package index

import (
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Options say how an index is built. What it answers depends on none of them,
// and what it is, byte for byte, not on Workers.
type Options struct {
	// Points is how many points are expected: detail pays only as far as their
	// number. 0 is many.
	Points int
	// Workers is how many goroutines build; 0 is 1.
	Workers int
}

func (o Options) workers() int { return max(1, o.Workers) }

// NewCells builds the cells of zones. For many points that takes some 1.5 µs for
// each vertex on one core, for a million points and a million vertices a fifth of
// that. The zones' order is that of the hits' numbers. They need not be valid,
// and are copied. Errors are [ErrRange] and [geo.ErrTooIntricate]: for more than
// 2^28 vertices, and for edges that pass through a hundred places chosen
// beforehand.
func NewCells(zones []orb.MultiPolygon, o Options) (*Cells, error) {
	outline, err := newOutline(zones)
	if err != nil {
		return nil, err
	}
	return cellsOf(&outline, o)
}

// cellsOf keeps the outline's vertices.
func cellsOf(zones *outline, o Options) (*Cells, error) {
	if len(zones.vertices) == 0 {
		return &Cells{}, nil
	}
	b := &builder{}
	b.number(zones)
	b.lay()
	allowance := allowedWords(len(b.vertices)) - 3
	for root := b.rootBits(o.Points); !b.grid(root, allowance, o); root-- {
		if root == 0 {
			return nil, geo.ErrTooIntricate
		}
	}
	c := b.Cells
	return &c, nil
}

// allowedWords is what zones of so many vertices may take beside their
// coordinates. Few zones may take more than their part, for what is little
// anyway: they cover as much country as many.
func allowedWords(vertices int) int {
	n := (BytesPerVertex-16)/4*vertices + min(64*vertices, spareBytes/4) + 1024
	return min(n, inBlock-1)
}

const spareBytes = 2 << 20

// builder holds what is needed only until the cells are built. An edge goes by
// the number of the vertex where it begins, so that numbers rise from ring to
// ring.
type builder struct {
	Cells
	ringSets ringSets
	ringOf   []uint32 // by vertex
	rings    []ringPlace
	slack    float64 // in finest cells: more than rounding can move anything
	density  density
	depths   []*division
	pending  []uint32 // the entries of a record under way
	lastRing int      // where in pending
	crossed  bool     // whether a ring in pending is
}

type ringPlace struct {
	zone, polygon uint32
	hole          bool
}

// number numbers the rings that have vertices.
func (b *builder) number(zones *outline) {
	b.vertices, b.ringOf = zones.vertices, make([]uint32, len(zones.vertices))
	polygons := uint32(0)
	for i, part := range zones.parts {
		polygons += part & 1
		begin, end := zones.rings[i], zones.rings[i+1]
		for k := begin; k < end; k++ {
			b.ringOf[k] = uint32(len(b.rings))
		}
		if begin < end {
			b.rings = append(b.rings, ringPlace{part >> 1, polygons, part&1 == 0})
		}
	}
	b.origin, b.high = b.vertices[0], b.vertices[0]
	for _, p := range b.vertices {
		for k := range 2 {
			b.origin[k], b.high[k] = min(b.origin[k], p[k]), max(b.high[k], p[k])
		}
	}
}

// lay lays the finest cells over the zones, with a little room round them.
func (b *builder) lay() {
	widest, size := 0.0, 0.0
	for k := range 2 {
		size = max(size, math.Abs(b.origin[k]), math.Abs(b.high[k]), 1e-100)
		widest = max(widest, b.high[k]-b.origin[k])
	}
	room := 0x1p-20*widest + 0x1p-44*size
	for k := range 2 {
		b.origin[k], b.high[k] = b.origin[k]-room, b.high[k]+room
	}
	b.step = (widest + 3*room) / (fine - 1)
	b.scale = 1 / b.step
	// Each operation is off by 2^-53 of what it works on, and fewer than 64 lie
	// between a coordinate and a cell.
	b.slack = 0x1p-46*size*b.scale + 0x1p-18
}

// place is a point in finest cells.
func (b *builder) place(p orb.Point) orb.Point {
	return orb.Point{(p[0] - b.origin[0]) * b.scale, (p[1] - b.origin[1]) * b.scale}
}

// raster is the grid whose cells are 1/2^root of the whole wide.
func (b *builder) raster(root uint) raster {
	bits := fineBits - root
	end := b.place(b.high)
	return raster{bits: bits, columns: uint32(end[0])>>bits + 1, rows: uint32(end[1])>>bits + 1}
}

// rootBits chooses the grid: as many cells as edges at most, fewer if edges are
// long and would be in many of them, or if few points come.
func (b *builder) rootBits(points int) uint {
	edges, length := 0.0, 0.0
	for i := range b.vertices[1:] {
		if b.ringOf[i] == b.ringOf[i+1] {
			p, q := b.vertices[i], b.vertices[i+1]
			edges++
			length += math.Abs(p[0]-q[0]) + math.Abs(p[1]-q[1])
		}
	}
	length *= b.scale / fine
	bits := uint(0)
	for bits < 16 {
		side := float64(uint(2) << bits)
		if n := b.cells(bits + 1); n > edges || (points > 0 && n > 2*float64(points)) || side*length > 2*edges || fine/side < 8*b.slack {
			break
		}
		bits++
	}
	b.expect(points, edges)
	return bits
}

// cells is how many cells 1/2^depth of the whole wide there are.
func (b *builder) cells(depth uint) float64 {
	r := b.raster(depth)
	return float64(r.columns) * float64(r.rows)
}

// density says how many points are expected: half of them anywhere, half of them
// where the edges are.
type density struct{ ofCells, ofEdges float64 }

func (b *builder) expect(points int, edges float64) {
	if points == 0 {
		points = math.MaxInt
	}
	half := float64(points) / 2
	b.density = density{half / fine / fine, half / edges}
}

// pointsToDivide is how many points must come into a cell until they have saved
// what it takes to divide it (measured).
const pointsToDivide = 64

// divisible reports whether it pays to divide a cell.
func (b *builder) divisible(c *cell) bool {
	if len(c.edges) == 0 || c.bits < blockBits {
		return false
	}
	side := float64(uint32(1) << c.bits)
	return side*side*b.density.ofCells+float64(len(c.edges))*b.density.ofEdges >= pointsToDivide
}
