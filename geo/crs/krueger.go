package crs

import (
	"math"
	"math/cmplx"
)

const (
	semiMajorM = 6378137.0 // of CGCS2000 (EPSG:1024), in metres
	radian     = math.Pi / 180
)

// mercator is the transverse Mercator projection of an ellipsoid, of scale 1 on
// its meridian: what Chinese surveying calls Gauss-Krüger.
type mercator struct {
	ecc2        float64    // squared eccentricity
	rectifyingM float64    // radius of the sphere whose meridian is as long as that of the ellipsoid (Karney 2011, eq. 14)
	alpha, beta [6]float64 // from the conformal sphere to the plane, and back
}

// cgcs2000 is the projection of the CGCS2000 ellipsoid.
var cgcs2000 = newMercator(semiMajorM, 298.257222101)

// newMercator makes the Krüger series to the sixth order of the third flattening
// (Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy
// 85, 2011, eq. 35 and 36).
func newMercator(semiMajorM, inverseFlattening float64) *mercator {
	f := 1 / inverseFlattening
	n := f / (2 - f)
	return &mercator{
		ecc2:        f * (2 - f),
		rectifyingM: semiMajorM / (1 + n) * (1 + n*n/4 + n*n*n*n/64 + n*n*n*n*n*n/256),
		alpha: [6]float64{
			n * (1./2 + n*(-2./3+n*(5./16+n*(41./180+n*(-127./288+n*7891./37800))))),
			n * n * (13./48 + n*(-3./5+n*(557./1440+n*(281./630-n*1983433./1935360)))),
			n * n * n * (61./240 + n*(-103./140+n*(15061./26880+n*167603./181440))),
			n * n * n * n * (49561./161280 + n*(-179./168+n*6601661./7257600)),
			n * n * n * n * n * (34729./80640 - n*3418889./1995840),
			n * n * n * n * n * n * 212378941. / 319334400,
		},
		beta: [6]float64{
			n * (1./2 + n*(-2./3+n*(37./96+n*(-1./360+n*(-81./512+n*96199./604800))))),
			n * n * (1./48 + n*(1./15+n*(-437./1440+n*(46./105-n*1118711./3870720)))),
			n * n * n * (17./480 + n*(-37./840+n*(-209./4480+n*5569./90720))),
			n * n * n * n * (4397./161280 + n*(-11./504-n*830251./7257600)),
			n * n * n * n * n * (4583./161280 - n*108847./3991680),
			n * n * n * n * n * n * 20648693. / 638668800,
		},
	}
}

// forward projects a latitude and a longitude from the central meridian, both in
// degrees, to metres north of the equator and east of the meridian.
func (m *mercator) forward(lat, fromMeridian float64) (north, east float64) {
	tau := m.conformal(math.Tan(lat * radian))
	sin, cos := math.Sincos(fromMeridian * radian)
	sphere := complex(math.Atan2(tau, cos), math.Asinh(sin/math.Hypot(tau, cos)))
	plane := sphere + sines(&m.alpha, sphere)
	return m.rectifyingM * real(plane), m.rectifyingM * imag(plane)
}

// inverse is the inverse of forward.
func (m *mercator) inverse(north, east float64) (lat, fromMeridian float64) {
	plane := complex(north/m.rectifyingM, east/m.rectifyingM)
	sphere := plane - sines(&m.beta, plane)
	sin, cos := math.Sincos(real(sphere))
	sinh := math.Sinh(imag(sphere))
	tau := m.geodetic(sin / math.Hypot(sinh, cos))
	return math.Atan(tau) / radian, math.Atan2(sinh, cos) / radian
}

// sines is the sum of c[j-1] sin(2jz), by Clenshaw's recurrence.
func sines(c *[6]float64, z complex128) complex128 {
	twice := 2 * cmplx.Cos(2*z)
	var b, next complex128
	for j := len(c) - 1; j >= 0; j-- {
		b, next = complex(c[j], 0)+twice*b-next, b
	}
	return b * cmplx.Sin(2*z)
}

// conformal turns the tangent of a geodetic latitude into that of the conformal
// latitude (Karney 2011, eq. 7 to 9).
func (m *mercator) conformal(tau float64) float64 {
	e := math.Sqrt(m.ecc2)
	sec := math.Hypot(1, tau)
	sigma := math.Sinh(e * math.Atanh(e*tau/sec))
	return tau*math.Hypot(1, sigma) - sigma*sec
}

// geodetic is the inverse of conformal, by Newton's method (Karney 2011, eq. 19
// to 21): three rounds leave rounding alone.
func (m *mercator) geodetic(want float64) float64 {
	tau := want / (1 - m.ecc2)
	for range 4 {
		got := m.conformal(tau)
		tau += (want - got) / math.Hypot(1, got) *
			(1 + (1-m.ecc2)*tau*tau) / ((1 - m.ecc2) * math.Hypot(1, tau))
	}
	return tau
}
