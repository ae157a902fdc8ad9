// Package city draws cities of made-up zones, for measuring: as many vertices,
// borders shared by neighbours, nested grades and holes as a real one has.
package city

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Zone is one zone of a city.
type Zone struct {
	Kind  Kind
	Group int // zones of one kind and group are the grades of one source
	Grade int // 1 is the strictest; 0 for a kind without grades
	Shape orb.MultiPolygon
}

// Kind tells what a zone is drawn as.
type Kind int

// The kinds of zones.
const (
	County Kind = iota // counties share rough borders
	River              // the banks of a river: a grade holds the stricter ones
	Source             // round a source: a grade leaves the stricter one out
)

// New draws the zones of a city of one degree by one with its south-western
// corner at a place in degrees: 817 zones of about 919,000 vertices at full
// detail (1), proportionally fewer vertices at less. All are valid. The city
// follows from the numbers that random gives, from 0 up to 1.
func New(random func() float64, corner orb.Point, detail float64) []Zone {
	c := city{random: random, corner: corner, detail: detail}
	c.counties(4)
	for group := range 32 {
		c.river(group)
	}
	for group := range 235 {
		c.source(group)
	}
	return c.zones
}

type city struct {
	random func() float64
	corner orb.Point
	detail float64
	zones  []Zone
}

func (c *city) add(kind Kind, group, grade int, parts ...orb.Polygon) {
	c.zones = append(c.zones, Zone{kind, group, grade, parts})
}

// at is a place in the city, 0 to 1 in each direction.
func (c *city) at(u, v float64) orb.Point { return orb.Point{c.corner[0] + u, c.corner[1] + v} }

func (c *city) count(n float64) int { return max(6, int(n*c.detail)) }

// noise is a periodic rough function with values from -1 to 1: waves of more
// and more turns and less and less height.
func (c *city) noise(turns float64, octaves int) func(t float64) float64 {
	phase := make([]float64, octaves)
	for i := range phase {
		phase[i] = 2 * math.Pi * c.random()
	}
	return func(t float64) float64 {
		sum, height, f := 0.0, 0.5, turns
		for _, p := range phase {
			sum += height * math.Sin(2*math.Pi*f*t+p)
			height *= 0.5
			f *= 2
		}
		return sum
	}
}

// counties are n by n, with corners in a lattice and rough borders between.
func (c *city) counties(n int) {
	side := 1 / float64(n)
	rows, columns := map[[2]int][]orb.Point{}, map[[2]int][]orb.Point{}
	for i := range n + 1 {
		for k := range n {
			p, q := float64(i)*side, float64(k)*side
			rows[[2]int{k, i}] = c.border(orb.Point{q, p}, orb.Point{q + side, p}, i%n != 0)
			columns[[2]int{i, k}] = c.border(orb.Point{p, q}, orb.Point{p, q + side}, i%n != 0)
		}
	}
	points := len(rows[[2]int{0, 0}]) - 1
	for i := range n {
		for k := range n {
			ring := orb.Ring{}
			ring = append(ring, rows[[2]int{i, k}][:points]...)
			ring = append(ring, columns[[2]int{i + 1, k}][:points]...)
			ring = append(ring, reversed(rows[[2]int{i, k + 1}])[:points]...)
			ring = append(ring, reversed(columns[[2]int{i, k}])...)
			c.add(County, i*n+k, 0, orb.Polygon{ring})
		}
	}
}

// border is a line between two corners of the lattice.
func (c *city) border(from, to orb.Point, rough bool) []orb.Point {
	points, wave := c.count(2500), c.noise(3, 9)
	line := make([]orb.Point, 0, points+1)
	du, dv := to[0]-from[0], to[1]-from[1]
	for i := range points {
		t := float64(i) / float64(points)
		d := 0.0
		if rough {
			d = 0.2 * math.Sin(math.Pi*t) * wave(t)
		}
		line = append(line, c.at(from[0]+t*du-d*dv, from[1]+t*dv+d*du))
	}
	return append(line, c.at(to[0], to[1]))
}

func reversed(line []orb.Point) []orb.Point {
	back := slices.Clone(line)
	slices.Reverse(back)
	return back
}

// river winds along an axis in any direction; its banks are those of three
// grades, each wider than the one inside it.
func (c *city) river(group int) {
	points := c.count(1000 + 1800*c.random())
	length := 0.3 + 0.4*c.random()
	u, v := 0.15+0.7*c.random(), 0.15+0.7*c.random()
	sin, cos := math.Sincos(2 * math.Pi * c.random())
	bend, wide := c.noise(1, 8), c.noise(9, 6)
	place := func(t, d float64) orb.Point {
		s := (t - 0.5) * length
		return c.at(u+s*cos-d*sin, v+s*sin+d*cos)
	}
	for grade, width := range []float64{0.0004, 0.0015, 0.006} {
		var left, right orb.Ring
		for i := range points + 1 {
			t := float64(i) / float64(points)
			half := width * (1 + 0.7*wide(t))
			left = append(left, place(t, 0.08*bend(t)-half))
			right = append(right, place(t, 0.08*bend(t)+half))
		}
		left = append(left, reversed(right)...)
		c.add(River, group, grade+1, orb.Polygon{append(left, left[0])})
	}
}

// source is a round zone of three grades; the outer ones leave the inner ones
// out, and share their edges.
func (c *city) source(group int) {
	points := c.count(100 + 500*c.random())
	radius := 0.002 + 0.02*c.random()*c.random()
	u, v := 0.05+0.9*c.random(), 0.05+0.9*c.random()
	wave := c.noise(2, 9)
	circle := func(u, v, scale float64) orb.Ring {
		ring := make(orb.Ring, 0, points+1)
		for i := range points {
			t := float64(i) / float64(points)
			sin, cos := math.Sincos(2 * math.Pi * t)
			r := radius * scale * (1 + 0.6*wave(t))
			ring = append(ring, c.at(u+r*cos, v+r*sin))
		}
		return append(ring, ring[0])
	}
	first, second, third := circle(u, v, 0.15), circle(u, v, 0.5), circle(u, v, 1)
	c.add(Source, group, 1, orb.Polygon{first})
	c.add(Source, group, 2, orb.Polygon{second, first})
	outer := []orb.Polygon{{third, second}}
	if c.random() < 0.25 { // another part beside it
		outer = append(outer, orb.Polygon{circle(u+3.5*radius, v, 0.1)})
	}
	c.add(Source, group, 3, outer...)
}
