package crs_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
)

var jincheng = orb.Bound{Min: orb.Point{111.9, 35.1}, Max: orb.Point{113.7, 36.1}}

// pasted is the input of a case in notations.txt: its text and its options.
func pasted(t *testing.T, text string) (string, crs.Options) {
	t.Helper()
	var opt crs.Options
	text = strings.NewReplacer(`\t`, "\t", `\n`, "\n").Replace(text)
	if rest, ok := strings.CutPrefix(text, "{"); ok {
		name, rest, _ := strings.Cut(rest, "} ")
		text = rest
		if name == "packed" {
			opt.Packed = true
			return text, opt
		}
		var err error
		if opt.CRS, err = crs.Parse(name); err != nil {
			t.Fatal(err)
		}
	}
	return text, opt
}

func TestNotations(t *testing.T) {
	rows := cases(t, "notations.txt")
	if len(rows) < 80 {
		t.Fatalf("only %d cases were read", len(rows))
	}
	for _, row := range rows {
		t.Run(row[0], func(t *testing.T) {
			text, opt := pasted(t, row[0])
			readings, err := crs.ParsePair(text, opt)
			var r crs.Reading
			if err == nil {
				r, err = crs.Choose(readings, jincheng)
			}
			if reason, refused := strings.CutPrefix(row[1], "! "); refused {
				refusedFor(t, err, reason)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkReading(t, r, row)
		})
	}
}

// checkReading compares with longitude and latitude | system | order | ± metres.
func checkReading(t *testing.T, r crs.Reading, row []string) {
	t.Helper()
	lon, lat, _ := strings.Cut(row[1], " ")
	order := "east"
	if r.NorthFirst {
		order = "north"
	}
	const tenthMM = 2e-9 // degrees
	if math.Abs(r.Point[0]-float(t, lon)) > tenthMM || math.Abs(r.Point[1]-float(t, lat)) > tenthMM {
		t.Errorf("point %.10f %.10f", r.Point[0], r.Point[1])
	}
	if r.CRS.String() != row[2] || order != row[3] || math.Abs(r.PrecisionM/float(t, row[4])-1) > 1e-9 {
		t.Errorf("got %v, %s first, ±%g m", r.CRS, order, r.PrecisionM)
	}
	if title := r.CRS.Title(); !strings.Contains(r.Said.ZH, title.ZH) || !strings.Contains(r.Said.EN, title.EN) {
		t.Errorf("said %v", r.Said)
	}
}

func float(t *testing.T, text string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSaid(t *testing.T) {
	for _, c := range []struct{ text, zh, en string }{
		{
			"3930673.602 395658.899",
			"读作 CGCS2000 3 度带第 38 带，东坐标不带带号，北坐标在前，书写精度 ±0.0005 米",
			"took as CGCS2000 3° zone 38, easting without prefix, north first, written to ±0.0005 m",
		},
		{
			"112°51′00″ 35°30′00″",
			"读作 CGCS2000 经纬度，度分秒，经度在前，书写精度 ±15 米",
			"took as CGCS2000 longitude and latitude, degrees, minutes and seconds, longitude first, written to ±15 m",
		},
		{
			"35.500,112.850",
			"读作 CGCS2000 经纬度，十进制度，纬度在前，书写精度 ±50 米",
			"took as CGCS2000 longitude and latitude, decimal degrees, latitude first, written to ±50 m",
		},
	} {
		readings, err := crs.ParsePair(c.text, crs.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := crs.Choose(readings, jincheng)
		if err != nil || r.Said.ZH != c.zh || r.Said.EN != c.en {
			t.Errorf("%s: %v, %v", c.text, r.Said, err)
		}
	}
}

// TestReadings counts what the values allow before an extent decides.
func TestReadings(t *testing.T) {
	for _, c := range []struct {
		text  string
		count int
	}{
		{"112.85,35.50", 1},             // a latitude is at most 90
		{"35.50,80.10", 2},              // either order
		{"40,40", 1},                    // either order, one point
		{"3930673.602,38395658.899", 1}, // the prefix tells the zone
		{"3930673.602,395658.899", 23},  // 21 meridians; Web Mercator in either order
		{"3930673.602,19395658.899", 3}, // zone 19; Web Mercator in either order
		{"4400000,140000", 13},          // 4.2 degrees from the meridian: zones of 6 degrees
	} {
		readings, err := crs.ParsePair(c.text, crs.Options{})
		if err != nil || len(readings) != c.count {
			t.Errorf("%s: %d readings, %v; want %d", c.text, len(readings), err, c.count)
		}
		for _, r := range readings {
			if r.CRS == crs.GCJ02 || r.CRS == crs.BD09 {
				t.Errorf("%s: %v was guessed", c.text, r.CRS)
			}
		}
	}
}

func TestChoose(t *testing.T) {
	readings, err := crs.ParsePair("35.5,36.5", crs.Options{})
	if err != nil {
		t.Fatal(err)
	}
	whole := orb.Bound{Min: orb.Point{35, 35}, Max: orb.Point{37, 37}}
	_, err = crs.Choose(readings, whole)
	refusedFor(t, err, "2 readings lie inside the extent of the layers; declare the system: took as CGCS2000 longitude and latitude, "+
		"decimal degrees, longitude first, written to ±5000 m (longitude and latitude 35.500000,36.500000); took as")
	east := orb.Bound{Min: orb.Point{36.5, 35}, Max: orb.Point{37, 37}}
	if r, err := crs.Choose(readings, east); err != nil || !r.NorthFirst {
		t.Errorf("a point on the edge of the extent: %v, %v", r, err)
	}
	many, err := crs.ParsePair("3930673.602,395658.899", crs.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = crs.Choose(many, whole)
	refusedFor(t, err, "and 17 more")
}

func TestAngle(t *testing.T) {
	const second, minute = 1. / 3600, 1. / 60
	for _, c := range []struct {
		text       string
		deg        float64
		half       float64
		hemisphere rune
	}{
		{"112.85", 112.85, 0.005, 0},
		{" 112.8500 ", 112.85, 0.00005, 0},
		{"112°51′00″", 112.85, second / 2, 0},
		{"112°51′00.00″E", 112.85, second / 200, 'E'},
		{"东经112度51分0秒", 112.85, second / 2, 'E'},
		{"北纬３５度３０分", 35.5, minute / 2, 'N'},
		{"E112°51.000′", 112.85, minute / 2000, 'E'},
		{"112-51-00", 112.85, second / 2, 0},
		{"112 51 00", 112.85, second / 2, 0},
		{"112 51", 112.85, minute / 2, 0},
		{"经度：112.85", 112.85, 0.005, 'E'},
		{"-35.5", -35.5, 0.05, 0},
		{"35.5S", -35.5, 0.05, 'S'},
		{"西经0°30′", -0.5, minute / 2, 'W'},
		{"112", 112, 0.5, 0},
		{"112.", 112, 0.5, 0},
	} {
		a, err := crs.ParseAngle(c.text)
		if err != nil || a.Deg != c.deg || math.Abs(a.PrecisionDeg/c.half-1) > 1e-9 || a.Hemisphere != c.hemisphere {
			t.Errorf("%q: %v, %v", c.text, a, err)
		}
	}
	for text, reason := range map[string]string{
		"": "not one value", "112,35": "not one value", "N112": "beyond ±90", "180.5": "beyond ±180", "112°60′": "below 60",
		"E": "no value beside it", "abc": "means nothing", "112 51 00 35": "at most", "112°E51′": "not one value", "112/": "not one value",
		strings.Repeat("9", 150): "beyond", strings.Repeat("1", 201): "too long", "\xff": "too long, or not UTF-8",
	} {
		t.Run(text, func(t *testing.T) {
			_, err := crs.ParseAngle(text)
			refusedFor(t, err, reason)
		})
	}
}

func TestPackedAngle(t *testing.T) {
	const second = 1. / 3600
	for text, want := range map[string]crs.Angle{
		"112.5100":     {Deg: 112.85, PrecisionDeg: second / 2},
		"112.510036":   {Deg: 112.8501, PrecisionDeg: second / 200},
		"112.51":       {Deg: 112.85, PrecisionDeg: 0.5 / 60},
		"112.5":        {Deg: 112 + 50./60, PrecisionDeg: 5. / 60},
		"112":          {Deg: 112, PrecisionDeg: 0.5},
		"E112.5100":    {Deg: 112.85, PrecisionDeg: second / 2, Hemisphere: 'E'},
		"112°51′00″":   {Deg: 112.85, PrecisionDeg: second / 2},
		"-0.3000":      {Deg: -0.5, PrecisionDeg: second / 2},
		"112.51000000": {Deg: 112.85, PrecisionDeg: second / 20000},
	} {
		a, err := crs.ParsePackedAngle(text)
		if err != nil || math.Abs(a.Deg-want.Deg) > 1e-12 || math.Abs(a.PrecisionDeg/want.PrecisionDeg-1) > 1e-9 || a.Hemisphere != want.Hemisphere {
			t.Errorf("%q: %v, %v", text, a, err)
		}
	}
	for text, reason := range map[string]string{"112.6000": "below 60", "112.5160": "below 60"} {
		_, err := crs.ParsePackedAngle(text)
		refusedFor(t, err, reason)
	}
}
