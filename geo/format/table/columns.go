package table

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// longitudeNames and latitudeNames are column names as plainName leaves them.
// Names that tell another reference system (GCJ-02, BD-09) must not be added.
func longitudeNames() []string {
	return []string{"经度", "东经", "经度坐标", "lon", "lng", "long", "longitude", "decimallongitude", "londeg", "lngdeg", "longitudedeg"}
}

func latitudeNames() []string {
	return []string{"纬度", "北纬", "纬度坐标", "lat", "latitude", "decimallatitude", "latdeg", "latitudedeg"}
}

// planeNames could mean either axis: X is north in Chinese surveying, east on a map.
func planeNames() []string {
	return []string{"x", "y", "x坐标", "y坐标", "坐标x", "坐标y", "横坐标", "纵坐标", "pointx", "pointy", "xcoord", "ycoord", "easting", "northing"}
}

// unitNames may stand in brackets after a name.
func unitNames() []string {
	return []string{"°", "度", "十进制度", "deg", "degree", "degrees", "dd", "e", "n", "wgs84", "cgcs2000", "epsg:4326", "epsg:4490"}
}

// plainName folds width and case, and drops spaces, _ and a unit in brackets.
func plainName(name string) string {
	name = strings.ToLower(charset.Narrow(strings.TrimPrefix(name, "\ufeff")))
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '\u00a0' || r == ' ' || r == '\t' }), "")
	name = strings.NewReplacer("[", "(", "]", ")", "【", "(", "】", ")").Replace(name)
	if open := strings.IndexByte(name, '('); open > 0 && strings.HasSuffix(name, ")") && slices.Contains(unitNames(), name[open+1:len(name)-1]) {
		name = name[:open]
	}
	return strings.TrimSuffix(name, "°")
}

// FindColumns finds the columns of longitude and latitude (positions from 0) by
// their Chinese or English names. X and Y are not taken: which of them is north
// depends on who wrote the file. The error says what was found and which flag
// tells the columns.
func FindColumns(header []string) (lon, lat int, err error) {
	lons, lats := named(header, longitudeNames()), named(header, latitudeNames())
	switch {
	case len(lons) > 1:
		return -1, -1, twice("经度", "longitude", header, lons)
	case len(lats) > 1:
		return -1, -1, twice("纬度", "latitude", header, lats)
	case len(lons) == 1 && len(lats) == 1:
		return lons[0], lats[0], nil
	}
	if xy := named(header, planeNames()); len(xy) > 0 {
		return -1, -1, feature.LineErrorf(1, "列 %s 有歧义（测量坐标中 X 为北，地图坐标中 X 为东），未采用；若为经纬度，请用 --lon 列名 --lat 列名 指定",
			"columns %s are ambiguous (X is north in Chinese surveying, east on a map) and were not taken; if they are degrees, name them with --lon COL --lat COL", quoted(header, xy))
	}
	zh, en := "经度列和纬度列", "column of longitude and none of latitude"
	if len(lons) == 1 {
		zh, en = "纬度列", "column of latitude"
	} else if len(lats) == 1 {
		zh, en = "经度列", "column of longitude"
	}
	return -1, -1, feature.LineErrorf(1, "找不到%[1]s；现有列：%[3]s；请用 --lon 列名 --lat 列名 指定",
		"no %[2]s among %[3]s; name them with --lon COL --lat COL", zh, en, feature.QuoteAll(header))
}

// FindColumn finds the column that a user named: as written, or else but for
// case, width and spaces.
func FindColumn(header []string, name string) (int, error) {
	for _, same := range []func(string) bool{
		func(h string) bool { return h == name },
		func(h string) bool { return plainName(h) == plainName(name) },
	} {
		var at []int
		for i, h := range header {
			if same(h) {
				at = append(at, i)
			}
		}
		switch {
		case len(at) == 1:
			return at[0], nil
		case len(at) > 1:
			return -1, feature.LineErrorf(1, "有 %d 列名为 %q", "%d columns are named %q", len(at), feature.Clip(name))
		}
	}
	return -1, feature.LineErrorf(1, "没有名为 %q 的列；现有列：%s", "no column %q among %s", feature.Clip(name), feature.QuoteAll(header))
}

func named(header, names []string) (at []int) {
	for i, h := range header {
		if slices.Contains(names, plainName(h)) {
			at = append(at, i)
		}
	}
	return at
}

// quoted lists some columns for a message.
func quoted(header []string, at []int) string {
	names := make([]string, len(at))
	for i, column := range at {
		names[i] = header[column]
	}
	return feature.QuoteAll(names)
}

func twice(zh, en string, header []string, at []int) error {
	return feature.LineErrorf(1, "%[1]s有 %[3]d 列：%[4]s；请用 --lon 列名 --lat 列名 指定",
		"%[3]d columns of %[2]s: %[4]s; name one with --lon COL --lat COL", zh, en, len(at), quoted(header, at))
}

// ParseDegrees reads decimal degrees in [-bound, bound] (180 for a longitude, 90
// for a latitude). Full-width digits and an exponent are taken; everything else
// that ParseFloat knows (NaN, Inf, hexadecimal, underscores), and degrees with
// minutes, is an error that names field and value.
func ParseDegrees(field, value string, bound float64) (float64, *feature.FieldError) {
	text := strings.TrimSpace(value)
	n := feature.NumberEnd(text)
	if n != len(text) {
		text = strings.TrimSpace(charset.Narrow(text))
		n = feature.NumberEnd(text)
	}
	wrong := func(zh, en string, values ...any) (float64, *feature.FieldError) {
		return 0, &feature.FieldError{Field: field, Value: feature.Clip(value), ZH: fmt.Sprintf(zh, values...), EN: fmt.Sprintf(en, values...)}
	}
	switch {
	case text == "":
		return wrong("为空", "is empty")
	case n != len(text):
		return wrong("不是十进制度数", "is not a number of decimal degrees")
	}
	v, err := strconv.ParseFloat(text, 64)
	switch {
	case err == nil && math.Abs(v) <= bound:
		return v, nil
	case math.Abs(v) > 1000 && math.Abs(v) < 1e8:
		return wrong("超出范围，像是以米为单位的投影坐标", "is out of range; it looks like a projected coordinate in metres")
	case bound == 90 && math.Abs(v) <= 180:
		return wrong("纬度超出 [-90, 90]，经纬度是否写反", "latitude is out of [-90, 90]; are longitude and latitude swapped")
	}
	return wrong("超出范围 [-%g, %g]", "is out of range [-%g, %g]", bound, bound)
}
