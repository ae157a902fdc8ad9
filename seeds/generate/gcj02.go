package main

import "math"

// Krasovsky 1940, the ellipsoid that the public GCJ-02 formula uses.
const (
	krasovskyA  = 6378245.0
	krasovskyE2 = 0.00669342162296594323
)

// toGCJ02 shifts a WGS 84 (CGCS2000) position in degrees by the formula that is
// publicly known as GCJ-02.
func toGCJ02(lon, lat float64) (float64, float64) {
	x, y := lon-105, lat-35
	sin := func(a float64) float64 { return math.Sin(a * math.Pi) }
	ripple := 20*sin(6*x) + 20*sin(2*x)
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) +
		(ripple+20*sin(y)+40*sin(y/3)+160*sin(y/12)+320*sin(y/30))*2/3
	dLon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) +
		(ripple+20*sin(x)+40*sin(x/3)+150*sin(x/12)+300*sin(x/30))*2/3
	phi := lat * math.Pi / 180
	w2 := 1 - krasovskyE2*math.Sin(phi)*math.Sin(phi)
	w := math.Sqrt(w2)
	dLat = dLat * 180 / (krasovskyA * (1 - krasovskyE2) / (w2 * w) * math.Pi)
	dLon = dLon * 180 / (krasovskyA / w * math.Cos(phi) * math.Pi)
	return lon + dLon, lat + dLat
}

// fromGCJ02 is the inverse of toGCJ02, by fixed-point iteration. The shift
// changes by less than 1e-3 of a step, so that five rounds leave nothing.
func fromGCJ02(lon, lat float64) (float64, float64) {
	x, y := lon, lat
	for range 8 {
		sx, sy := toGCJ02(x, y)
		x, y = x+lon-sx, y+lat-sy
	}
	return x, y
}
