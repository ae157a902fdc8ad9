package crs

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Helmert is a set of seven parameters from an older Chinese system to CGCS2000,
// in the position vector convention (EPSG method 9606; +towgs84 of PROJ): shifts
// in metres, rotations in seconds of arc, scale in parts per million. They are a
// city's own and are not public.
type Helmert struct {
	DX, DY, DZ, RX, RY, RZ, PPM float64
}

// ParseHelmert reads seven numbers with commas or blanks between them.
func ParseHelmert(text string) (Helmert, error) {
	var v [7]float64
	parts := strings.FieldsFunc(strings.Map(narrow, text), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if len(parts) != len(v) {
		return Helmert{}, refuse("七参数应为 7 个数（米、角秒、ppm），找到 %d 个", "seven parameters are 7 numbers (metres, seconds of arc, ppm), not %d", len(parts))
	}
	for i, part := range parts {
		var err error
		if v[i], err = strconv.ParseFloat(part, 64); err != nil || !(math.Abs(v[i]) <= 10_000) {
			return Helmert{}, refuse("七参数中的 %s 不是可用的数", "%s among the seven parameters is no usable number", quoted(part))
		}
	}
	if v == [7]float64{} {
		return Helmert{}, refuse("七参数全为 0，等于没有", "seven parameters that are all 0 are none")
	}
	return Helmert{v[0], v[1], v[2], v[3], v[4], v[5], v[6]}, nil
}

// Old is a system of Xi'an 1980 (西安80) or Beijing 1954 (北京54) together with
// the parameters that lead from it to CGCS2000. Without them it cannot be made:
// the two lie some hundred metres off, by an amount that no value tells.
type Old struct {
	name       Text
	semiMajorM float64
	projection *mercator
	zone       Zone // the zero Zone: longitude and latitude
	parameters Helmert
}

// oldDatum is what tells an older system from another.
type oldDatum struct {
	zh, en                        string
	semiMajorM, inverseFlattening float64
	geographic                    int
	zones                         [4]int // first EPSG codes, in the order of families
}

func oldDatums() [2]oldDatum {
	return [2]oldDatum{
		{"西安80", "Xi'an 1980", 6378140, 298.257, 4610, [4]int{2349, 2370, 2327, 2338}},
		{"北京54", "Beijing 1954", 6378245, 298.3, 4214, [4]int{2401, 2422, 21413, 21453}},
	}
}

// ParseOld reads the name of a system of Xi'an 1980 or Beijing 1954: an EPSG
// code, or the older system's name with the zone as Parse takes it for CGCS2000
// ("西安80 3 度带第 38 带").
func ParseOld(name string, h Helmert) (Old, error) {
	folded := strings.ToUpper(strings.TrimSpace(strings.Map(narrow, name)))
	code := 0
	if m := epsgForm.FindStringSubmatch(folded); m != nil {
		code, _ = strconv.Atoi(m[1]) // 0 is no code
	}
	for _, d := range oldDatums() {
		if zone, ok := d.byCode(code); ok {
			return d.with(zone, h), nil
		}
		words := map[string]*regexp.Regexp{"西安80": xian80, "北京54": beijing54}[d.zh]
		if code == 0 && words.MatchString(strings.ReplaceAll(folded, " ", "")) {
			return d.byName(folded, h)
		}
	}
	return Old{}, refuse("%s 不是西安80或北京54坐标系", "%s is no system of Xi'an 1980 or Beijing 1954", quoted(name))
}

func (d oldDatum) byCode(code int) (Zone, bool) {
	if code == d.geographic {
		return Zone{}, true
	}
	for i, f := range families {
		if number := f.first + code - d.zones[i]; f.first <= number && number <= f.last {
			return Zone{number, f.WidthDeg, f.Prefixed}, true
		}
	}
	return Zone{}, false
}

// byName reads the zone behind the older system's name.
func (d oldDatum) byName(folded string, h Helmert) (Old, error) {
	squeezed := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-/()（）:'", r) {
			return -1
		}
		return r
	}, folded)
	rest := regexp.MustCompile(`^(?:NEW)?(?:XIAN|BEIJING|西安|北京|19|80|54|年|坐标系|国家大地)+`).ReplaceAllString(squeezed, "")
	if rest == "" || rest == "经纬度" {
		return d.with(Zone{}, h), nil
	}
	c, err := Parse("CGCS2000" + rest)
	zone, ok := c.Zone()
	if err != nil || !ok {
		return Old{}, refuse("%s：请写明分带，如 %s 3 度带第 38 带", "%s: name its zone, such as %s 3度带第38带", quoted(folded), d.zh)
	}
	return d.with(zone, h), nil
}

func (d oldDatum) with(zone Zone, h Helmert) Old {
	o := Old{name: Text{ZH: d.zh, EN: d.en}, semiMajorM: d.semiMajorM, zone: zone, parameters: h}
	o.projection = newMercator(d.semiMajorM, d.inverseFlattening)
	return o
}

// Like is the system of CGCS2000 whose coordinates are written alike: the same
// zone, or longitude and latitude.
func (o Old) Like() CRS {
	if c, ok := o.zone.CRS(); ok {
		return c
	}
	return CGCS2000
}

// Title names the system for a reader. The parameters are not public and not
// named.
func (o Old) Title() Text {
	like := o.Like().Title()
	return Text{
		ZH: o.name.ZH + strings.TrimPrefix(like.ZH, "CGCS2000") + "，按所给七参数换算",
		EN: o.name.EN + strings.TrimPrefix(like.EN, "CGCS2000") + ", converted by the seven parameters given",
	}
}

// String names the system shortly.
func (o Old) String() string { return fmt.Sprintf("%s（%s）", o.name.ZH, o.Like()) }

// Inverse returns longitude and latitude of CGCS2000 for a northing and an
// easting in metres, or a latitude and a longitude in degrees, of the older
// system. Heights are taken as 0 on its ellipsoid, which moves a position by less
// than a millimetre per hundred metres of height.
func (o Old) Inverse(north, east float64) (orb.Point, error) {
	lat, lon := north, east
	if o.zone != (Zone{}) {
		// The like system's range is the older one's: it refuses what is no position.
		if _, err := o.Like().Inverse(north, east); err != nil {
			return orb.Point{}, err
		}
		lat, lon = o.projection.inverse(north, east-o.zone.prefixM()-falseEastingM)
		lon += float64(o.zone.MeridianDeg())
	}
	p := fromCartesian(o.parameters.apply(cartesian(lat, lon, o.semiMajorM, o.projection.ecc2)))
	return p, CGCS2000.within(p[0], p[1])
}

// Shape is [CRS.Shape] for the older system.
func (o Old) Shape(g orb.Geometry) (orb.Geometry, error) {
	s := shaper{convert: inverse(o.Inverse), besideM: besideOnEarth}
	return s.geometry(g)
}

// apply is the seven-parameter transformation of a geocentric position in metres
// (EPSG method 1033 with 9606's signs).
func (h Helmert) apply(v [3]float64) [3]float64 {
	const second = radian / 3600
	rx, ry, rz, m := h.RX*second, h.RY*second, h.RZ*second, 1+h.PPM*1e-6
	return [3]float64{
		h.DX + m*(v[0]-rz*v[1]+ry*v[2]),
		h.DY + m*(rz*v[0]+v[1]-rx*v[2]),
		h.DZ + m*(-ry*v[0]+rx*v[1]+v[2]),
	}
}

func cartesian(lat, lon, semiMajorM, ecc2 float64) [3]float64 {
	sinLat, cosLat := math.Sincos(lat * radian)
	sinLon, cosLon := math.Sincos(lon * radian)
	normal := semiMajorM / math.Sqrt(1-ecc2*sinLat*sinLat)
	return [3]float64{normal * cosLat * cosLon, normal * cosLat * sinLon, normal * (1 - ecc2) * sinLat}
}

// fromCartesian returns longitude and latitude of CGCS2000 of a position near its
// surface, by fixed-point iteration: a dozen rounds leave rounding alone.
func fromCartesian(v [3]float64) orb.Point {
	e2 := cgcs2000.ecc2
	flat := math.Hypot(v[0], v[1])
	lat := math.Atan2(v[2], flat*(1-e2))
	for range 12 {
		sin := math.Sin(lat)
		normal := semiMajorM / math.Sqrt(1-e2*sin*sin)
		lat = math.Atan2(v[2]+e2*normal*sin, flat)
	}
	return orb.Point{math.Atan2(v[1], v[0]) / radian, lat / radian}
}
