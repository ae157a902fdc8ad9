package table

import (
	"math"
	"strings"
	"testing"

	"waterzones/geo/format/formattest"
)

func TestFindColumns(t *testing.T) {
	for _, c := range []struct {
		header   string // names with | between
		lon, lat int
		wrong    string // part of the error; "" for none
	}{
		{"编号|经度|纬度", 1, 2, ""},
		{"纬度|经度", 1, 0, ""},
		{"lon|lat", 0, 1, ""},
		{"LNG|Lat", 0, 1, ""},
		{"Longitude|Latitude", 0, 1, ""},
		{"long|lat", 0, 1, ""},
		{" lon | lat ", 0, 1, ""},
		{"东经|北纬", 0, 1, ""},
		{"经度(°)|纬度(°)", 0, 1, ""},
		{"经度（度）|纬度（度）", 0, 1, ""},
		{"经度 [WGS84]|纬度 [WGS84]", 0, 1, ""},
		{"ｌｏｎ|ｌａｔ", 0, 1, ""},
		{"lon_deg|lat_deg", 0, 1, ""},
		{"decimalLongitude|decimalLatitude", 0, 1, ""},
		{"\ufefflon|lat", 0, 1, ""},
		{"x|y|lon|lat", 2, 3, ""},
		{"X|Y", -1, -1, `"X", "Y" are ambiguous`},
		{"X坐标|Y坐标", -1, -1, "X 为北"},
		{"lon|y", -1, -1, `"y" are ambiguous`},
		{"经度(GCJ-02)|纬度(GCJ-02)", -1, -1, "no column of longitude and none of latitude"},
		{"经度(度分秒)|纬度", -1, -1, `no column of longitude among "经度(度分秒)", "纬度"`},
		{"lon|name", -1, -1, `no column of latitude among "lon", "name"; name them with --lon COL --lat COL`},
		{"lon|lat|经度", -1, -1, `2 columns of longitude: "lon", "经度"`},
		{"lon|lat|lat", -1, -1, `2 columns of latitude`},
		{"longest|latest", -1, -1, "no column"},
		{"", -1, -1, "no column"},
	} {
		lon, lat, err := FindColumns(strings.Split(c.header, "|"))
		if lon != c.lon || lat != c.lat || !formattest.Says(err, c.wrong) {
			t.Errorf("%s: %d, %d, %v", c.header, lon, lat, err)
		}
	}
}

func TestFindColumn(t *testing.T) {
	for _, c := range []struct {
		header, name string
		at           int
		wrong        string
	}{
		{"a|b", "b", 1, ""},
		{"A|a", "a", 1, ""},
		{"井 名|b", "井名", 0, ""},
		{"X|b", "ｘ", 0, ""},
		{"a|b", "c", -1, `no column "c" among "a", "b"`},
		{"a|a", "a", -1, `2 columns are named "a"`},
		{"A_|a_", "a", -1, `2 columns are named "a"`},
	} {
		at, err := FindColumn(strings.Split(c.header, "|"), c.name)
		if at != c.at || !formattest.Says(err, c.wrong) {
			t.Errorf("%s in %s: %d, %v", c.name, c.header, at, err)
		}
	}
}

func TestParseDegrees(t *testing.T) {
	for _, c := range []struct {
		value string
		bound float64
		want  float64 // NaN for an error
		wrong string
	}{
		{"112.85", 180, 112.85, ""},
		{" 35.50 ", 90, 35.5, ""},
		{"-0.5", 90, -0.5, ""},
		{"+35", 90, 35, ""},
		{".5", 90, 0.5, ""},
		{"35.", 90, 35, ""},
		{"1.1285E+02", 180, 112.85, ""},
		{"１１２．８５", 180, 112.85, ""},
		{"－３５", 90, -35, ""},
		{"\u3000112.85\u00a0", 180, 112.85, ""},
		{"180", 180, 180, ""},
		{"-90", 90, -90, ""},
		{"1e-400", 90, 0, ""},
		{"", 180, math.NaN(), "is empty"},
		{"  ", 180, math.NaN(), "is empty"},
		{"abc", 180, math.NaN(), "不是十进制度数 / is not a number of decimal degrees"},
		{"NaN", 180, math.NaN(), "is not a number"},
		{"Inf", 180, math.NaN(), "is not a number"},
		{"-infinity", 180, math.NaN(), "is not a number"},
		{"0x1p3", 180, math.NaN(), "is not a number"},
		{"1_0", 180, math.NaN(), "is not a number"},
		{"112,85", 180, math.NaN(), "is not a number"},
		{"112.85°", 180, math.NaN(), "is not a number"},
		{"112°51′", 180, math.NaN(), "is not a number"},
		{"112 51", 180, math.NaN(), "is not a number"},
		{"112.85E", 180, math.NaN(), "is not a number"},
		{"1.1.1", 180, math.NaN(), "is not a number"},
		{"-", 180, math.NaN(), "is not a number"},
		{".", 180, math.NaN(), "is not a number"},
		{"--1", 180, math.NaN(), "is not a number"},
		{"一百", 180, math.NaN(), "is not a number"},
		{"1e999", 180, math.NaN(), "is out of range [-180, 180]"},
		{"180.0000001", 180, math.NaN(), "is out of range [-180, 180]"},
		{"95", 90, math.NaN(), "纬度超出 [-90, 90]"},
		{"112.85", 90, math.NaN(), "are longitude and latitude swapped"},
		{"38395658.9", 180, math.NaN(), "projected coordinate in metres"},
	} {
		got, err := ParseDegrees("经度", c.value, c.bound)
		switch {
		case c.wrong == "" && (err != nil || got != c.want):
			t.Errorf("%q: %v, %v", c.value, got, err)
		case c.wrong != "" && (err == nil || err.Field != "经度" || err.Value != c.value || !formattest.Says(err, c.wrong)):
			t.Errorf("%q: %v, %v", c.value, got, err)
		}
	}
}

// Whatever is written, the result is a finite number in bounds or an error.
func FuzzParseDegrees(f *testing.F) {
	for _, s := range []string{"112.85", "1e999", "NaN", "１", "0x10", "-.e5", "1e", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := ParseDegrees("f", s, 90); err == nil && !(v >= -90 && v <= 90) {
			t.Errorf("%q: %v", s, v)
		}
	})
}
