package index

import (
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// slow is the answer that Cells must give: geo.Locate over candidates.
type slow struct {
	zones []orb.MultiPolygon
	tree  *Tree
}

func newSlow(zones []orb.MultiPolygon) *slow {
	bounds := make([]orb.Bound, len(zones))
	for i, z := range zones {
		bounds[i] = z.Bound()
	}
	return &slow{zones, New(bounds)}
}

func (s *slow) locate(p orb.Point) []Hit {
	var hits []Hit
	for i := range s.tree.Candidates(orb.Bound{Min: p, Max: p}) {
		switch geo.Locate(s.zones[i], p) {
		case geo.Interior:
			hits = append(hits, Hit(i<<1))
		case geo.Boundary:
			hits = append(hits, Hit(i<<1|onBoundary))
		}
	}
	slices.Sort(hits)
	return hits
}

func build(tb testing.TB, zones []orb.MultiPolygon) *Cells {
	tb.Helper()
	return buildFor(tb, zones, Options{})
}

func buildFor(tb testing.TB, zones []orb.MultiPolygon, o Options) *Cells {
	tb.Helper()
	c, err := NewCells(zones, o)
	if err != nil {
		tb.Fatal(err)
	}
	if most := allowed(zones); c.Bytes() > most {
		tb.Errorf("%d bytes, allowed are %d", c.Bytes(), most)
	}
	return c
}

// allowed is the bound that the documentation of Cells states.
func allowed(zones []orb.MultiPolygon) int {
	n := 0
	for _, zone := range zones {
		for _, polygon := range zone {
			for _, ring := range polygon {
				n += len(ring) + 1
			}
		}
	}
	return BytesPerVertex*n + min(256*n, 2<<20) + 4<<10
}

// same fails for the first point with another answer than the slow one. It
// returns how many hits there were, and how many of them on a boundary.
func same(tb testing.TB, c *Cells, zones []orb.MultiPolygon, points []orb.Point) (hits, boundary int) {
	tb.Helper()
	s := newSlow(zones)
	var got Hits
	c.Locate(points, &got)
	for i, p := range points {
		want := s.locate(p)
		if !slices.Equal(got.Of(i), want) {
			tb.Fatalf("point %v (%x): got %v, want %v", p, p, got.Of(i), want)
		}
		hits += len(want)
		for _, h := range want {
			boundary += int(h & onBoundary)
		}
	}
	return hits, boundary
}

// trying are n points where answers go wrong first: vertices, places along
// edges, borders and corners of cells, and the floats next to all of these.
func trying(r *rand.Rand, c *Cells, n int) []orb.Point {
	points := make([]orb.Point, n)
	for i := range points {
		k := r.IntN(len(c.vertices) - 1)
		a, b := c.vertices[k], c.vertices[k+1]
		p := a
		switch r.IntN(6) {
		case 0:
			t := r.Float64()
			p = orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
		case 1:
			p = orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
		case 2:
			p = orb.Point{a[0], b[1]}
		case 3:
			p = border(r, c, a)
		case 4:
			p = orb.Point{c.origin[0] + r.Float64()*(c.high[0]-c.origin[0]), c.origin[1] + r.Float64()*(c.high[1]-c.origin[1])}
		}
		if r.IntN(2) > 0 {
			for axis := range p {
				for range r.IntN(3) {
					p[axis] = math.Nextafter(p[axis], math.Inf(r.IntN(2)*2-1))
				}
			}
		}
		points[i] = p
	}
	return points
}

// border is a place on the border of a cell near p, of whatever size.
func border(r *rand.Rand, c *Cells, p orb.Point) orb.Point {
	for axis := range p {
		bits := r.IntN(fineBits)
		k := uint32((p[axis]-c.origin[axis])*c.scale) >> bits << bits
		if r.IntN(3) > 0 {
			p[axis] = c.origin[axis] + float64(k)*c.step
		}
	}
	return p
}

// zoo is a small city with all that is odd in one place.
func zoo(seed uint64) []orb.MultiPolygon {
	r := rand.New(rand.NewPCG(seed, 4))
	corner := orb.Point{112, 35}
	zones := newCity(seed, corner, 0.01)
	at := func() orb.Point { return orb.Point{corner[0] + r.Float64(), corner[1] + r.Float64()} }
	square := func(p orb.Point, half float64) orb.Ring {
		return orb.Bound{Min: orb.Point{p[0] - half, p[1] - half}, Max: orb.Point{p[0] + half, p[1] + half}}.ToRing()
	}
	for range 30 {
		p, q := at(), at()
		sliver := orb.Ring{p, q, {q[0], math.Nextafter(q[1], 90)}, p}
		grid := orb.Point{math.Round(p[0]*16) / 16, math.Round(p[1]*16) / 16}
		zones = append(zones, orb.MultiPolygon{{sliver}},
			orb.MultiPolygon{{square(p, 1e-9)}, {square(q, 1e-13)}},
			orb.MultiPolygon{{square(p, 0.2), square(p, 0.1)}, {square(p, 0.1), square(p, 0.05)}},
			orb.MultiPolygon{{square(grid, 1.0/32)}}, orb.MultiPolygon{{square(grid, 1.0/32)}})
	}
	zones = append(zones, nil, orb.MultiPolygon{}, orb.MultiPolygon{{}, {nil}, {{}}},
		orb.MultiPolygon{{square(orb.Point{112.5, 35.5}, 20)}})
	return append(zones, invalid(r, at)...)
}

// invalid are zones that cross themselves, lie on one line or in one point, or
// have holes outside, holes that overlap, and parts that do.
func invalid(r *rand.Rand, at func() orb.Point) []orb.MultiPolygon {
	var zones []orb.MultiPolygon
	for range 40 {
		var zone orb.MultiPolygon
		for range 1 + r.IntN(3) {
			var polygon orb.Polygon
			for range 1 + r.IntN(3) {
				centre, size := at(), 0.3*r.Float64()
				var ring orb.Ring
				for range 1 + r.IntN(7) {
					ring = append(ring, orb.Point{centre[0] + size*r.Float64(), centre[1] + size*float64(r.IntN(3))})
				}
				polygon = append(polygon, ring)
			}
			zone = append(zone, polygon)
		}
		zones = append(zones, zone)
	}
	return zones
}

func TestCellsEqualSlowPath(t *testing.T) {
	for seed := range uint64(3) {
		zones := zoo(seed)
		for _, o := range []Options{{}, {Points: 1000, Workers: 2}, {Points: 50_000, Workers: 3}} {
			c := buildFor(t, zones, o)
			points := trying(rand.New(rand.NewPCG(seed, uint64(o.Points))), c, pointsPerSeed/3)
			hits, boundary := same(t, c, zones, points)
			if boundary < len(points)/5 || hits < 2*boundary {
				t.Errorf("seed %d, %+v: %d hits, %d on a boundary: not trying enough", seed, o, hits, boundary)
			}
		}
	}
}

// Few points are worth few cells.
func TestCellsAsDetailedAsPointsPayFor(t *testing.T) {
	zones := newCity(1, orb.Point{112, 35}, 0.1)
	least, some, most := buildFor(t, zones, Options{Points: 100}), buildFor(t, zones, Options{Points: 100_000}), build(t, zones)
	if a, b, c := least.Bytes(), some.Bytes(), most.Bytes(); 10*a > 9*b || 10*b > 9*c {
		t.Errorf("%d bytes for a hundred points, %d for a hundred thousand, %d for many", a, b, c)
	}
}

// rough is one zone of n vertices and a hole.
func rough(n int, at orb.Point, radius float64) orb.MultiPolygon {
	r := rand.New(rand.NewPCG(uint64(n), 6))
	circle := func(n int, radius float64) orb.Ring {
		ring := make(orb.Ring, 0, n+1)
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			d := radius * (1 + 0.3*r.Float64())
			ring = append(ring, orb.Point{at[0] + d*cos, at[1] + d*sin})
		}
		return append(ring, ring[0])
	}
	return orb.MultiPolygon{{circle(n, radius), circle(n/10+3, radius/2)}}
}

func TestCellsOfALargeZone(t *testing.T) {
	zones := []orb.MultiPolygon{rough(100_000, orb.Point{112, 35}, 0.5), rough(30, orb.Point{112.4, 35}, 0.01)}
	c := build(t, zones)
	same(t, c, zones, trying(rand.New(rand.NewPCG(1, 7)), c, pointsPerSeed/100))
}

// Shapes that cells do not help with end in time, in the memory allowed, and
// are exact all the same.
func TestCellsOfHardShapes(t *testing.T) {
	star := orb.Ring{}
	for i := range 2000 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 2000)
		star = append(star, orb.Point{112 + cos, 35 + sin}, orb.Point{112, 35})
	}
	comb := orb.Ring{}
	for i := range 3000 {
		comb = append(comb, orb.Point{112 + float64(i)*1e-6, 35 + float64(i%2)})
	}
	var nested, stacked []orb.MultiPolygon
	for i := range 500 {
		nested = append(nested, orb.MultiPolygon{{orb.Ring{{112, 35}, {113 + float64(i)*1e-3, 35}, {113, 36 + float64(i)*1e-3}, {112, 35}}}})
		stacked = append(stacked, orb.MultiPolygon{{orb.Ring{{112, 35}, {113, 35}, {113, 36}, {112, 35}}}})
	}
	for name, zones := range map[string][]orb.MultiPolygon{
		"star": {{{star}}}, "comb": {{{comb}}}, "nested": nested, "stacked": stacked,
		"point": {{{{{112, 35}}}}}, "line": {{{{{112, 35}, {113, 35}}}}},
		"small": {{{{{112, 35}, {112 + 1e-13, 35}, {112, 35 + 1e-13}}}}},
		"zero":  {{{{{0, 0}, {5e-324, 0}, {0, 5e-324}}}}},
		"wide":  {{{{{-1e12, 0}, {1e12, 0}, {0, 1e-12}}}}},
		"two":   {{{{{0, 0}, {1e-9, 0}, {0, 1e-9}}}}, {{{{100, 0}, {101, 0}, {100, 1}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			c := build(t, zones)
			same(t, c, zones, trying(rand.New(rand.NewPCG(1, 8)), c, pointsPerSeed/300))
		})
	}
}

func TestCellsOfNothing(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	points := []orb.Point{{112, 35}, {}, {nan, 35}, {112, nan}, {inf, -inf}, {-1e300, 1e300}, {-113, 35}}
	square := orb.MultiPolygon{{{{112, 35}, {113, 35}, {113, 36}, {112, 36}}}}
	for name, c := range map[string]*Cells{
		"nil": nil, "zero": {}, "none": build(t, nil), "empty": build(t, []orb.MultiPolygon{nil, {}, {{}, {{}}}}),
		"square": build(t, []orb.MultiPolygon{square}),
	} {
		got := Hits{Start: []int32{7}, List: []Hit{7}}
		c.Locate(points, &got)
		for i := range points {
			if want := name == "square" && i == 0; (len(got.Of(i)) > 0) != want {
				t.Errorf("%s: point %v has %v", name, points[i], got.Of(i))
			}
		}
		if c.Locate(nil, &got); len(got.List) != 0 || len(got.Start) != 1 {
			t.Errorf("%s: no points have %v", name, got)
		}
	}
	for _, bad := range []float64{nan, inf, -inf, 1e13} {
		zone := orb.MultiPolygon{{{{112, 35}, {113, bad}, {113, 36}}}}
		if _, err := NewCells([]orb.MultiPolygon{square, zone}, Options{}); !errors.Is(err, ErrRange) {
			t.Errorf("a zone with %v: %v", bad, err)
		}
	}
}

func TestHitSaysZoneAndBoundary(t *testing.T) {
	hole := orb.Ring{{112.4, 35.4}, {112.6, 35.4}, {112.6, 35.6}, {112.4, 35.4}}
	square := orb.MultiPolygon{{{{112, 35}, {113, 35}, {113, 36}, {112, 36}}, hole}}
	var got Hits
	build(t, []orb.MultiPolygon{nil, square}).Locate([]orb.Point{{112.1, 35.1}, {112.5, 35.4}, {112.5, 35.45}}, &got)
	if h := got.Of(0); len(h) != 1 || h[0].Zone() != 1 || h[0].OnBoundary() {
		t.Errorf("inside: %v", h)
	}
	if h := got.Of(1); len(h) != 1 || h[0].Zone() != 1 || !h[0].OnBoundary() {
		t.Errorf("on the hole's ring: %v", h)
	}
	if h := got.Of(2); len(h) != 0 {
		t.Errorf("in the hole: %v", h)
	}
}

// Of the points that are tried hardest one in some thousands needs more than floats,
// which has a price: those anywhere in a city do not.
func TestLocateAllocatesNothing(t *testing.T) {
	c := build(t, newCity(1, cornerOf(0), 0.05))
	points := strewn(1, 10_000, 1)
	var hits Hits
	c.Locate(points, &hits)
	if n := testing.AllocsPerRun(10, func() { c.Locate(points, &hits) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// The bytes that Cells reports are those that it keeps.
func TestCellsMemory(t *testing.T) {
	zones := newCity(1, orb.Point{112, 35}, 0.1)
	heap := func() int {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	before := heap()
	c := build(t, zones)
	kept := heap() - before
	if float64(kept) > 1.02*float64(c.Bytes())+100_000 {
		t.Errorf("%d bytes kept, %d reported", kept, c.Bytes())
	}
	runtime.KeepAlive(c)
	runtime.KeepAlive(zones)
}

func TestCellsConcurrentReaders(t *testing.T) {
	c := build(t, zoo(2))
	points := trying(rand.New(rand.NewPCG(2, 10)), c, 5000)
	var want Hits
	c.Locate(points, &want)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var got Hits
			for range 3 {
				if c.Locate(points, &got); !slices.Equal(got.List, want.List) || !slices.Equal(got.Start, want.Start) {
					t.Error("another answer beside other readers")
				}
			}
		})
	}
	wg.Wait()
}

// FuzzCells draws zones on a coarse grid, where everything coincides, and asks
// at its places and beside them.
func FuzzCells(f *testing.F) {
	f.Add([]byte("\x00\x11\x31\x33\x13\x80\x22\x42\x44\x24\xff\x05\x45\x54"), uint64(1))
	f.Add([]byte("\x11\x31\x33\x13\xc0\x12\x22\x23"), uint64(2))
	f.Fuzz(func(t *testing.T, drawing []byte, seed uint64) {
		if len(drawing) > 200 {
			return
		}
		zones := []orb.MultiPolygon{{{{}}}}
		for _, d := range drawing {
			zone := &zones[len(zones)-1]
			polygon := &(*zone)[len(*zone)-1]
			ring := &(*polygon)[len(*polygon)-1]
			switch {
			case d >= 0xf0:
				zones = append(zones, orb.MultiPolygon{{{}}})
			case d >= 0xc0:
				*zone = append(*zone, orb.Polygon{{}})
			case d >= 0x80:
				*polygon = append(*polygon, orb.Ring{})
			default:
				*ring = append(*ring, orb.Point{112 + float64(d>>4)/7, 35 + float64(d&15)/11})
			}
		}
		c, err := NewCells(zones, Options{})
		if err != nil || len(c.vertices) == 0 {
			return
		}
		same(t, c, zones, trying(rand.New(rand.NewPCG(seed, 11)), c, 300))
	})
}
