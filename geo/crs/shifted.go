package crs

import "math"

// Krasovsky 1940, the ellipsoid that the public GCJ-02 formula uses.
const (
	krasovskyA  = 6378245.0
	krasovskyE2 = 0.00669342162296594323
)

// chinaRectangle is where the common implementations of GCJ-02 shift at all:
// longitudes 72.004 to 137.8347, latitudes 0.8293 to 55.8271. It reaches far
// beyond the border; what the maps themselves do there is not known.
var chinaRectangle = limits{72.004, 137.8347, 0.8293, 55.8271}

// toGCJ02 shifts a WGS 84 (CGCS2000) position in degrees by the formula that is
// publicly known as GCJ-02. The formula is not official: agreement is with
// other implementations of it, to a centimetre.
func toGCJ02(lon, lat float64) (float64, float64) {
	x, y := lon-105, lat-35
	sin := func(a float64) float64 { return math.Sin(a * math.Pi) }
	ripple := 20*sin(6*x) + 20*sin(2*x)
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) +
		(ripple+20*sin(y)+40*sin(y/3)+160*sin(y/12)+320*sin(y/30))*2/3
	dLon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) +
		(ripple+20*sin(x)+40*sin(x/3)+150*sin(x/12)+300*sin(x/30))*2/3
	phi := lat * math.Pi / 180
	sinPhi := math.Sin(phi)
	w2 := 1 - krasovskyE2*sinPhi*sinPhi
	w := math.Sqrt(w2)
	dLat = dLat * 180 / (krasovskyA * (1 - krasovskyE2) / (w2 * w) * math.Pi)
	dLon = dLon * 180 / (krasovskyA / w * math.Cos(phi) * math.Pi)
	return lon + dLon, lat + dLat
}

// toBD09 shifts a GCJ-02 position in degrees by the publicly known formula of
// BD-09. It is not official either.
func toBD09(lon, lat float64) (float64, float64) {
	const wave = math.Pi * 3000 / 180
	z := math.Sqrt(lon*lon+lat*lat) + 0.00002*math.Sin(lat*wave)
	theta := math.Atan2(lat, lon) + 0.000003*math.Cos(lon*wave)
	return z*math.Cos(theta) + 0.0065, z*math.Sin(theta) + 0.006
}

// unshift is the inverse of a shift, by fixed-point iteration. One degree of
// position changes either shift by less than 0.03 degrees, so that ten rounds
// leave rounding alone. At 105° E the root in toGCJ02 is steeper, but smaller:
// there 0.3 µm may stay. Rounding soon leaves one place, or two that take turns:
// then it is known which of them the tenth round gives.
func unshift(shift func(lon, lat float64) (float64, float64), lon, lat float64) (float64, float64) {
	at := [2]float64{lon, lat}
	before := at
	for left := 9; left >= 0; left-- {
		x, y := shift(at[0], at[1])
		next := [2]float64{at[0] + lon - x, at[1] + lat - y}
		if next == before && left%2 == 1 {
			break
		}
		before, at = at, next
		if next == before {
			break
		}
	}
	return at[0], at[1]
}
