package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Forward returns a position of longitude and latitude in degrees (CGCS2000) in
// the system: northing and easting in metres, of a zone with the false easting
// of 500 km and the prefix if it has one, or latitude and longitude in degrees.
//
// A position outside the valid range of the system is an error that names the
// range: for zones 3 degrees (6 for those of 6 degrees) to either side of the
// meridian, latitudes 0 to 60, and no more than 500 km, beyond which an easting
// could not be told from that of the next prefix; for GCJ-02 and BD-09 the
// rectangle round China in which the common implementations shift (outside it
// they return the position unchanged; here that is refused).
func (c CRS) Forward(p orb.Point) (north, east float64, err error) {
	lon, lat := p[0], p[1]
	if err := c.within(lon, lat); err != nil {
		return 0, 0, err
	}
	if z, ok := c.Zone(); ok {
		north, east = cgcs2000.forward(lat, lon-float64(z.MeridianDeg()))
		if err := z.inZone(east + falseEastingM); err != nil {
			return 0, 0, err
		}
		return north, east + falseEastingM + z.prefixM(), nil
	}
	switch c {
	case WebMercator:
		return semiMajorM * math.Asinh(math.Tan(lat*radian)), semiMajorM * lon * radian, nil
	case GCJ02:
		east, north = toGCJ02(lon, lat)
	case BD09:
		east, north = toBD09(toGCJ02(lon, lat))
	default:
		east, north = lon, lat
	}
	return north, east, nil
}

// Inverse is the inverse of [CRS.Forward]: it takes northing and easting in
// metres, or latitude and longitude in degrees, and returns longitude and
// latitude (CGCS2000). Of GCJ-02 and BD-09 it is exact to a micrometre. Numbers
// that are no position in the valid range are an error; if they carry another
// zone's prefix, or one where none belongs, or none where one belongs, the
// error says so.
func (c CRS) Inverse(north, east float64) (orb.Point, error) {
	lon, lat := east, north
	if z, ok := c.Zone(); ok {
		inZone := east - z.prefixM()
		if err := z.inZone(inZone); err != nil {
			return orb.Point{}, err
		}
		if !(math.Abs(north) <= quadrantM) {
			return orb.Point{}, refuse("北坐标 %.12g 米不在赤道与北极之间", "the northing %.12g m is not between the equator and the pole", north)
		}
		lat, lon = cgcs2000.inverse(north, inZone-falseEastingM)
		lon += float64(z.MeridianDeg())
	}
	switch c {
	case WebMercator:
		lon, lat = east/semiMajorM/radian, math.Atan(math.Sinh(north/semiMajorM))/radian
	case GCJ02, BD09:
		if err := c.nearChina(lon, lat); err != nil {
			return orb.Point{}, err
		}
		if c == BD09 {
			lon, lat = unshift(toBD09, lon, lat)
		}
		lon, lat = unshift(toGCJ02, lon, lat)
	}
	if err := c.within(lon, lat); err != nil {
		return orb.Point{}, err
	}
	return orb.Point{lon, lat}, nil
}

// ToLonLat is [CRS.Inverse] for coordinates in the order of the axes that the
// system's definition gives ([CRS.NorthFirst]): where a system is named by its
// EPSG code in a standard that keeps to it.
func (c CRS) ToLonLat(first, second float64) (orb.Point, error) {
	if c.NorthFirst() {
		return c.Inverse(first, second)
	}
	return c.Inverse(second, first)
}

// FromLonLat is [CRS.Forward] with the coordinates in the order of the axes that
// the system's definition gives ([CRS.NorthFirst]).
func (c CRS) FromLonLat(p orb.Point) (first, second float64, err error) {
	north, east, err := c.Forward(p)
	if c.NorthFirst() {
		return north, east, err
	}
	return east, north, err
}
