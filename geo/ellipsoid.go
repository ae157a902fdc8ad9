package geo

import (
	"math"
	"sync"

	"github.com/tidwall/geodesic"
)

// The CGCS2000 ellipsoid (EPSG:1024): semi-major axis in metres, flattening.
const (
	semiMajorM = 6378137.0
	flattening = 1 / 298.257222101
	semiMinorM = semiMajorM * (1 - flattening)
	ecc2       = flattening * (2 - flattening)
	radian     = math.Pi / 180
)

// earth is that ellipsoid with its series worked out. It never changes.
var earth = sync.OnceValue(func() *geodesic.Ellipsoid { return geodesic.NewEllipsoid(semiMajorM, flattening) })

// radii are, at a latitude in radians, the meridional radius of curvature M
// and the radius of the parallel N cos(lat), both in metres (Snyder, "Map
// Projections: A Working Manual", USGS 1395, eq. 4-18 and 4-20).
func radii(lat float64) (meridian, parallel float64) {
	sin, cos := math.Sincos(lat)
	w2 := 1 - ecc2*sin*sin
	w := math.Sqrt(w2)
	return semiMajorM * (1 - ecc2) / (w2 * w), semiMajorM * cos / w
}

// zoneArea is the area in m² between the parallel lat0 and the one rise north
// of it (both in degrees) over one radian of longitude, negative if that is
// south. It is the authalic function (Snyder, eq. 3-12) as a difference, written
// so that nothing cancels where the parallels are close.
func zoneArea(lat0, rise float64) float64 {
	e := math.Sqrt(ecc2)
	s0, s := math.Sin(lat0*radian), math.Sin((lat0+rise)*radian)
	ds := 2 * math.Cos((lat0+rise/2)*radian) * math.Sin(rise/2*radian)
	rational := ds * (1 + ecc2*s*s0) / ((1 - ecc2*s*s) * (1 - ecc2*s0*s0))
	return semiMinorM * semiMinorM / 2 * (rational + math.Atanh(e*ds/(1-ecc2*s*s0))/e)
}
