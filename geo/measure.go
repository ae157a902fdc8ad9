package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// AreaM2 is the area of the polygons of a geometry on the ellipsoid, in square
// metres, holes taken off; 0 for points and lines. Winding does not matter;
// polygons of a collection that overlap count twice. Edges are straight in
// longitude/latitude: an area bounded by geodesics through the same corners
// differs from it unless the edges are short.
func AreaM2(g orb.Geometry) float64 {
	total := 0.0
	for _, area := range flatten(g).areas {
		for _, polygon := range area {
			total += polygonAreaM2(polygon)
		}
	}
	return total
}

func polygonAreaM2(polygon orb.Polygon) float64 {
	total := 0.0
	for i, ring := range polygon {
		if i == 0 {
			total = ringAreaM2(ring)
		} else {
			total -= ringAreaM2(ring)
		}
	}
	return math.Max(0, total) // less only if it is not valid
}

func ringAreaM2(ring orb.Ring) float64 {
	if len(ring) < 3 {
		return 0
	}
	origin := ring[0]
	sum, a := 0.0, ring[len(ring)-1]
	for _, b := range ring {
		sum += areaUnder(a, b, origin)
		a = b
	}
	return math.Abs(sum)
}

// areaUnder is the signed area in m² between an edge and the parallel of the
// origin; over the edges of a closed ring it adds up to the ring's area,
// positive if counter-clockwise (Green's theorem). The origin is a point near
// the ring, so that the terms are not much larger than their sum.
func areaUnder(a, b, origin orb.Point) float64 {
	if a[0] == b[0] {
		return 0
	}
	from, rise := a[1]-origin[1], b[1]-a[1]
	mean := overEdge(rise, func(t float64) float64 { return zoneArea(origin[1], from+t*rise) })
	return -mean * (b[0] - a[0]) * radian
}

// DistanceM is the length in metres of the geodesic between two places.
func DistanceM(p, q orb.Point) float64 {
	m, _ := inverse(p, q)
	return m
}

// LengthM is the length in metres of the lines of a geometry on the ellipsoid,
// along their edges as they are, straight in longitude/latitude; for areas the
// length of all their rings, for points 0.
func LengthM(g orb.Geometry) float64 {
	p := flatten(g)
	total := 0.0
	for _, line := range p.lines {
		total += pathM(line)
	}
	for _, area := range p.areas {
		for _, polygon := range area {
			for _, ring := range polygon {
				total += pathM(ring)
			}
		}
	}
	return total
}

func pathM(points []orb.Point) float64 {
	sum := 0.0
	for i := 1; i < len(points); i++ {
		sum += edgeM(points[i-1], points[i])
	}
	return sum
}

func edgeM(a, b orb.Point) float64 {
	dlon, dlat := (b[0]-a[0])*radian, (b[1]-a[1])*radian
	return overEdge(b[1]-a[1], func(t float64) float64 {
		meridian, parallel := radii(a[1]*radian + t*dlat)
		return math.Hypot(meridian*dlat, parallel*dlon)
	})
}

// overEdge is the mean of f(t), t from 0 to 1, along an edge that rises so many
// degrees of latitude, by five-point Gauss-Legendre quadrature over spans of at
// most a degree, where its error is far below rounding; over a hundredth of a
// degree two points leave no more.
func overEdge(rise float64, f func(t float64) float64) float64 {
	if rise == 0 {
		return f(0)
	}
	if abs(rise) <= 0.01 {
		const node = 0.28867513459481287 // 1/2√3
		return (f(0.5-node) + f(0.5+node)) / 2
	}
	spans := math.Ceil(math.Abs(rise))
	if !(spans <= 360) {
		return math.NaN()
	}
	nodes := [5]float64{-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664}
	weights := [5]float64{0.23692688505618908, 0.47862867049936647, 0.5688888888888889, 0.47862867049936647, 0.23692688505618908}
	sum := 0.0
	for i := 0.0; i < spans; i++ {
		for k, node := range nodes {
			sum += weights[k] * f((i+(1+node)/2)/spans)
		}
	}
	return sum / (2 * spans)
}
