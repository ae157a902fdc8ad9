package crs

import (
	"math"
	"strconv"
)

// limits is a valid range in degrees.
type limits struct {
	west, east, south, north float64
}

// slackDeg lets the end of a range survive rounding on the way there and back
// (0.1 mm).
const slackDeg = 1e-9

// mercatorLat is the latitude that makes the world of Web Mercator a square.
const mercatorLat = 85.0511287798066

// limits returns where the system may be used, and whether it is known: a zone
// of 3 degrees reaches 3 degrees to either side of its meridian, twice its own
// strip, as cities at the edge of a strip use either neighbour; a zone of 6
// degrees 6. China's latitudes are 3 to 54.
func (c CRS) limits() (limits, bool) {
	if z, ok := c.Zone(); ok {
		m, w := float64(z.MeridianDeg()), float64(z.WidthDeg)
		return limits{m - w, m + w, 0, 60}, true
	}
	switch c {
	case CGCS2000, WGS84, CRS84:
		return limits{-180, 180, -90, 90}, true
	case WebMercator:
		return limits{-180, 180, -mercatorLat, mercatorLat}, true
	case GCJ02, BD09:
		return chinaRectangle, true
	}
	return limits{}, false
}

// within returns an error that names the range if the position, in degrees, is
// outside it or not a number.
func (c CRS) within(lon, lat float64) error {
	l, ok := c.limits()
	if !ok {
		return refuse("未知坐标系 %s", "unknown coordinate reference system %s", c)
	}
	if lon >= l.west-slackDeg && lon <= l.east+slackDeg && lat >= l.south-slackDeg && lat <= l.north+slackDeg {
		return nil
	}
	return refuse("经度 %.6f、纬度 %.6f 超出 %s 的范围：经度 %g 至 %g，纬度 %g 至 %g",
		"longitude %.6f, latitude %.6f is outside the range of %s: longitude %g to %g, latitude %g to %g",
		lon, lat, c, l.west, l.east, l.south, l.north)
}

// Of a zone: the easting of its meridian, the millions that the prefix counts
// and, for northings, a length that no meridian's quarter exceeds. In metres.
const (
	falseEastingM = 500_000
	prefixUnitM   = 1_000_000
	quadrantM     = 10_001_966
)

// prefixM is what the zone's prefix adds to an easting.
func (z Zone) prefixM() float64 {
	if z.Prefixed {
		return float64(z.Number) * prefixUnitM
	}
	return 0
}

// inZone takes an easting without the zone's own prefix. It returns an error
// that says which prefix was found if that is not between 0 and 1000 km.
func (z Zone) inZone(east float64) error {
	if east > 0 && east < prefixUnitM {
		return nil
	}
	c, _ := z.CRS()
	written := east + z.prefixM()
	found := math.Floor(written / prefixUnitM)
	switch {
	case found == 0 && z.Prefixed:
		return refuse("东坐标 %[1]s 米不带带号，而 %[2]s 要求带号 %[3]d；不带带号时请声明 %[4]s",
			"the easting %[1]s m has no zone prefix, and %[2]s wants %[3]d; without prefix declare %[4]s",
			metres(written), c, z.Number, Zone{z.Number, z.WidthDeg, false}.name())
	case found >= 13 && found <= 45 && z.Prefixed:
		return refuse("东坐标 %s 米的带号为 %g，而 %s 的带号是 %d", "the easting %s m has the zone prefix %g, and %s has %d",
			metres(written), found, c, z.Number)
	case found >= 13 && found <= 45:
		return refuse("东坐标 %s 米带有带号 %g，而 %s 不带带号；带带号时请声明 %s",
			"the easting %s m has the zone prefix %g, and %s has none; with prefix declare %s",
			metres(written), found, c, Zone{z.Number, z.WidthDeg, true}.name())
	}
	return refuse("东坐标 %s 米不在 %s 的范围内：应在 %.0f 与 %.0f 之间", "the easting %s m is outside the range of %s: between %.0f and %.0f",
		metres(written), c, z.prefixM(), z.prefixM()+prefixUnitM)
}

// name is the name of the zone's system.
func (z Zone) name() string {
	c, _ := z.CRS()
	return c.String()
}

// metres writes a length with as many decimals as it has, to a tenth of a
// millimetre.
func metres(m float64) string {
	return strconv.FormatFloat(math.Round(m*1e4)/1e4, 'f', -1, 64)
}

// nearChina returns an error if a shifted position, in degrees, is farther from
// the rectangle of GCJ-02 than any shift reaches: there the inverse may not end.
func (c CRS) nearChina(lon, lat float64) error {
	const reach = 0.05
	l := chinaRectangle
	x := max(l.west, min(l.east, lon))
	y := max(l.south, min(l.north, lat))
	if math.Abs(x-lon) <= reach && math.Abs(y-lat) <= reach {
		return nil
	}
	return c.within(lon, lat)
}
