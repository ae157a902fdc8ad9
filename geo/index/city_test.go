package index

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
)

// newCity makes the zones of a city of about one degree by one, with its
// south-western corner at a place in degrees: some 900 zones of a million
// vertices at full detail (1), proportionally fewer vertices at less. All are
// valid. The same seed makes the same city on one kind of machine.
//
// They are counties that share rough borders, rivers with banks of nested
// grades, round zones of three grades, of which the outer two have the next one
// as a hole, and parts here and there.
func newCity(seed uint64, corner orb.Point, detail float64) []orb.MultiPolygon {
	c := city{rand: rand.New(rand.NewPCG(seed, 2)), corner: corner, detail: detail}
	c.counties(4)
	for range 32 {
		c.river()
	}
	for range 262 {
		c.source()
	}
	return c.zones
}

// newNation is n cities apart from one another, in rows of ten, each with a seed
// of its own.
func newNation(seed uint64, n int, detail float64) []orb.MultiPolygon {
	var zones []orb.MultiPolygon
	for i := range n {
		zones = append(zones, newCity(seed*1000+uint64(i), cornerOf(i), detail)...)
	}
	return zones
}

// cornerOf is the south-western corner of a city of a nation.
func cornerOf(i int) orb.Point {
	return orb.Point{75 + 6*float64(i%10), 18 + 3.5*float64(i/10)}
}

// strewn are n places: nine in ten in one of the cities, the rest anywhere
// between them.
func strewn(seed uint64, n, cities int) []orb.Point {
	r := rand.New(rand.NewPCG(seed, 3))
	points := make([]orb.Point, n)
	last := cornerOf(cities - 1)
	width := 6*float64(min(cities, 10)-1) + 1
	for i := range points {
		points[i] = orb.Point{75 + width*r.Float64(), 18 + (last[1]-17)*r.Float64()}
		if r.IntN(10) > 0 {
			c := cornerOf(r.IntN(cities))
			points[i] = orb.Point{c[0] + r.Float64(), c[1] + r.Float64()}
		}
	}
	return points
}

type city struct {
	rand   *rand.Rand
	corner orb.Point
	detail float64
	zones  []orb.MultiPolygon
}

func (c *city) add(parts ...orb.Polygon) { c.zones = append(c.zones, parts) }

// at is a place in the city, 0 to 1 in each direction.
func (c *city) at(u, v float64) orb.Point { return orb.Point{c.corner[0] + u, c.corner[1] + v} }

func (c *city) count(n float64) int { return max(6, int(n*c.detail)) }

// noise is a periodic rough function with values from -1 to 1: waves of more
// and more turns and less and less height.
func (c *city) noise(turns float64, octaves int) func(t float64) float64 {
	phase := make([]float64, octaves)
	for i := range phase {
		phase[i] = 2 * math.Pi * c.rand.Float64()
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
	points := c.count(2500)
	border := func(from, to orb.Point, rough bool) []orb.Point {
		wave := c.noise(3, 9)
		line := make([]orb.Point, 0, points+1)
		for i := range points {
			t := float64(i) / float64(points)
			d := 0.0
			if rough {
				d = 0.2 * side * math.Sin(math.Pi*t) * wave(t)
			}
			du, dv := to[0]-from[0], to[1]-from[1]
			line = append(line, c.at(from[0]+t*du-d*dv/side, from[1]+t*dv+d*du/side))
		}
		return append(line, c.at(to[0], to[1]))
	}
	rows, columns := map[[2]int][]orb.Point{}, map[[2]int][]orb.Point{}
	for i := range n + 1 {
		for k := range n {
			p, q := float64(i)*side, float64(k)*side
			rows[[2]int{k, i}] = border(orb.Point{q, p}, orb.Point{q + side, p}, i%n != 0)
			columns[[2]int{i, k}] = border(orb.Point{p, q}, orb.Point{p, q + side}, i%n != 0)
		}
	}
	for i := range n {
		for k := range n {
			ring := orb.Ring{}
			ring = append(ring, rows[[2]int{i, k}][:points]...)
			ring = append(ring, columns[[2]int{i + 1, k}][:points]...)
			ring = append(ring, reversed(rows[[2]int{i, k + 1}])[:points]...)
			ring = append(ring, reversed(columns[[2]int{i, k}])...)
			c.add(orb.Polygon{ring})
		}
	}
}

func reversed(line []orb.Point) []orb.Point {
	back := slices.Clone(line)
	slices.Reverse(back)
	return back
}

// river winds along an axis in any direction; its banks are those of three
// grades, each wider than the one inside it.
func (c *city) river() {
	points := c.count(1000 + 1800*c.rand.Float64())
	length := 0.3 + 0.4*c.rand.Float64()
	u, v := 0.15+0.7*c.rand.Float64(), 0.15+0.7*c.rand.Float64()
	sin, cos := math.Sincos(2 * math.Pi * c.rand.Float64())
	bend, wide := c.noise(1, 8), c.noise(9, 6)
	place := func(t, d float64) orb.Point {
		s := (t - 0.5) * length
		return c.at(u+s*cos-d*sin, v+s*sin+d*cos)
	}
	for _, width := range []float64{0.0004, 0.0015, 0.006} {
		var left, right orb.Ring
		for i := range points + 1 {
			t := float64(i) / float64(points)
			half := width * (1 + 0.7*wide(t))
			left = append(left, place(t, 0.08*bend(t)-half))
			right = append(right, place(t, 0.08*bend(t)+half))
		}
		left = append(left, reversed(right)...)
		c.add(orb.Polygon{append(left, left[0])})
	}
}

// source is a round zone of three grades; the outer ones leave the inner ones
// out, and share their edges.
func (c *city) source() {
	points := c.count(100 + 500*c.rand.Float64())
	radius := 0.002 + 0.02*c.rand.Float64()*c.rand.Float64()
	u, v := 0.05+0.9*c.rand.Float64(), 0.05+0.9*c.rand.Float64()
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
	c.add(orb.Polygon{first})
	c.add(orb.Polygon{second, first})
	if c.rand.IntN(4) == 0 { // another part beside it
		c.add(orb.Polygon{third, second}, orb.Polygon{circle(u+3.5*radius, v, 0.1)})
		return
	}
	c.add(orb.Polygon{third, second})
}
