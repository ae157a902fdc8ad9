package main

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// The drawing board: a plane in metres, x east and y north of the middle of the
// city. It is an affine image of longitude and latitude, so that a straight
// edge on the board is a straight edge in the files. Its scale is true at
// 35.62°N and off by at most 0.6 % in x at the city's northern and southern
// ends.
const (
	originLon    = 112.78
	originLat    = 35.62
	metresPerLon = 90596.0
	metresPerLat = 110952.0
)

// at returns the point of the board at a longitude and latitude in degrees.
func at(lon, lat float64) geom.XY {
	return geom.XY{X: (lon - originLon) * metresPerLon, Y: (lat - originLat) * metresPerLat}
}

// lonLat returns the longitude and latitude of a point of the board, in degrees
// rounded to seven decimals (1 cm), as they are written.
func lonLat(p geom.XY) orb.Point {
	return orb.Point{round7(originLon + p.X/metresPerLon), round7(originLat + p.Y/metresPerLat)}
}

func round7(degrees float64) float64 { return math.Round(degrees*1e7) / 1e7 }

// polar returns the point at a distance in metres from c, the angle counted
// from east against the clock, in radians.
func polar(c geom.XY, angle, distance float64) geom.XY {
	return geom.XY{X: c.X + distance*math.Cos(angle), Y: c.Y + distance*math.Sin(angle)}
}

// chance returns the random numbers that belong to a name. Each thing has a
// stream of its own, so that a change of one leaves all others as they were.
func chance(name string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	return rand.New(rand.NewPCG(20190601, h.Sum64()))
}
