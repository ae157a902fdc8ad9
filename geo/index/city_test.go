package index

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"waterzones/geo/index/city"
)

// newCity is a city's zones. The same seed makes the same city on one kind of
// machine.
func newCity(seed uint64, corner orb.Point, detail float64) []orb.MultiPolygon {
	var zones []orb.MultiPolygon
	for _, z := range city.New(rand.New(rand.NewPCG(seed, 2)).Float64, corner, detail) {
		zones = append(zones, z.Shape)
	}
	return zones
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
