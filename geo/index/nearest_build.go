package index

import (
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// NewNearest indexes areas, in some 0.2 µs for each vertex, and keeps them. Errors
// are those of [NewCells].
func NewNearest(areas []*geo.Prepared, o Options) (*Nearest, error) {
	shapes := make([]orb.MultiPolygon, len(areas))
	for i, area := range areas {
		shapes[i] = area.Area()
	}
	outline, err := newOutline(shapes)
	if err != nil {
		return nil, err
	}
	n := &Nearest{areas: areas}
	b := nearestBuilder{Nearest: n, outline: outline, options: o}
	b.frame = frameAt(outline.middle())
	b.fill()
	b.pack()
	return n, nil
}

// middle is the middle of what is on the earth.
func (o *outline) middle() orb.Point {
	bound := orb.Bound{Min: orb.Point{1080, 90}, Max: orb.Point{-1080, -90}}
	for _, p := range o.vertices {
		if onSphere(p) {
			for k := range 2 {
				bound.Min[k], bound.Max[k] = min(bound.Min[k], p[k]), max(bound.Max[k], p[k])
			}
		}
	}
	return bound.Center()
}

// nearestBuilder holds what is needed only until the index is made.
type nearestBuilder struct {
	*Nearest
	outline

	options Options
	longest float64  // degrees: longer edges are cut
	place   []uint32 // by ring: its first place, and the end of the last one's
	run     []uint32 // by ring: its first run, and the end of the last one's
	boxes   []float32
	middles []orb.Point // by run
}

// size finds how many places and runs there are: edges are cut that are longer
// than a hundredth of a degree, or a larger part if there would be many more
// places than vertices, but two degrees at most.
func (b *nearestBuilder) size() {
	b.place, b.run = make([]uint32, len(b.parts)+1), make([]uint32, len(b.parts)+1)
	for b.longest = shortDeg; ; b.longest *= 2 {
		for i := range b.parts {
			places := uint32(0)
			for k, q := range b.ring(i) {
				places += uint32(b.pieces(b.ring(i)[max(0, k-1)], q))
			}
			b.place[i+1] = b.place[i] + places
			b.run[i+1] = b.run[i] + (max(places, 1)-1+fan-1)/fan
		}
		if int(b.place[len(b.parts)]) <= 2*len(b.vertices)+4096 || b.longest > 1 {
			return
		}
	}
}

// pieces is into how many an edge is cut.
func (b *nearestBuilder) pieces(p, q orb.Point) int {
	size := max(math.Abs(p[0]-q[0]), math.Abs(p[1]-q[1]))
	if size <= b.longest || !onSphere(p) || !onSphere(q) {
		return 1
	}
	return int(math.Ceil(size / b.longest))
}

// stations are the vertices of a ring and the places where its edges are cut.
func (b *nearestBuilder) stations(i int) []orb.Point {
	ring := b.ring(i)
	n := int(b.place[i+1] - b.place[i])
	if n == len(ring) {
		return ring
	}
	stations := append(make([]orb.Point, 0, n), ring[0])
	for k, q := range ring[1:] {
		p, n := ring[k], b.pieces(ring[k], q)
		for j := 1; j < n; j++ {
			t := float64(j) / float64(n)
			stations = append(stations, orb.Point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])})
		}
		stations = append(stations, q)
	}
	return stations
}

// fill puts the rings into space and makes their runs.
func (b *nearestBuilder) fill() {
	b.size()
	places, runs := b.place[len(b.parts)], b.run[len(b.parts)]
	b.places = make([]vector, places)
	b.first, b.what, b.bends = make([]uint32, runs), make([]uint32, runs), make([]float32, runs)
	b.boxes, b.middles = make([]float32, boxSides*runs), make([]orb.Point, runs)
	share(b.options.workers(), len(b.parts), func(i int) {
		stations, at := b.stations(i), b.place[i]
		for k, p := range stations {
			b.places[int(at)+k] = b.frame.of(p)
		}
		for run, k := b.run[i], 0; run < b.run[i+1]; run, k = run+1, k+fan {
			last := min(k+fan, len(stations)-1)
			b.first[run], b.what[run] = at+uint32(k), b.parts[i]>>1<<runEdgeBits|uint32(last-k-1)
			b.middles[run] = stations[(k+last)/2]
			b.enclose(run, stations[k:last+1])
		}
	})
}

// enclose makes the box of a run and finds how far its edges bend.
func (b *nearestBuilder) enclose(run uint32, stations []orb.Point) {
	places := b.places[b.first[run]:][:len(stations)]
	low, high, most := places[0], places[0], 0.0
	for i, q := range places[1:] {
		along := q.minus(places[i])
		most = max(most, bend(stations[i], stations[i+1], along.dot(along)))
		low = vector{min(low.x, q.x), min(low.y, q.y), min(low.z, q.z)}
		high = vector{max(high.x, q.x), max(high.y, q.y), max(high.z, q.z)}
	}
	most += aLittle
	b.bends[run] = above(most)
	most = min(most, 1e30) // as good as anywhere, but a number
	*(*[boxSides]float32)(b.boxes[boxSides*int(run):]) = [boxSides]float32{
		below(low.x - most), below(low.y - most), below(low.z - most),
		above(high.x + most), above(high.y + most), above(high.z + most),
	}
}

// pack puts the runs in order and the tree over them.
func (b *nearestBuilder) pack() {
	order := Order(b.middles)
	b.first, b.what, b.bends = permuted(b.first, order, 1), permuted(b.what, order, 1), permuted(b.bends, order, 1)
	level := permuted(b.boxes, order, boxSides)
	for len(level) > 0 {
		b.levels = append(b.levels, level)
		if len(level) <= boxSides*fan {
			return
		}
		level = parents(level)
	}
}

// permuted is a list in another order, its elements so many numbers each.
func permuted[T any](list []T, order []uint64, size int) []T {
	to := make([]T, 0, len(list))
	for _, key := range order {
		i := int(uint32(key)) * size
		to = append(to, list[i:i+size]...)
	}
	return to
}

// parents are the boxes of each eight boxes.
func parents(level []float32) []float32 {
	n := len(level) / boxSides
	above := make([]float32, 0, (n+fan-1)/fan*boxSides)
	for i := 0; i < n; i += fan {
		box := [boxSides]float32(level[boxSides*i:])
		for j := i + 1; j < min(i+fan, n); j++ {
			for k := range 3 {
				box[k] = min(box[k], level[boxSides*j+k])
				box[k+3] = max(box[k+3], level[boxSides*j+k+3])
			}
		}
		above = append(above, box[:]...)
	}
	return above
}
