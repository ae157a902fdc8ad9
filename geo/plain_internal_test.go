package geo

import "github.com/paulmach/orb"

// Deeper and DistanceToBoundary of an area as it was given, without what Prepare
// makes ready: what a prepared area is compared with.
func Deeper(site orb.Geometry, area orb.MultiPolygon, bandM float64) bool {
	return asGiven(area).Deeper(site, bandM)
}

func DistanceToBoundary(site orb.Geometry, area orb.MultiPolygon) Distance {
	return asGiven(area).DistanceToBoundary(site)
}
