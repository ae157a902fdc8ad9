package crs

import (
	"fmt"
	"strconv"
)

// CRS is a coordinate reference system: the EPSG code of one that this package
// knows, or one of the constants below for those that EPSG does not list. The
// zero value is none; everything refuses it.
type CRS int

// The systems that are not zones; [Zone.CRS] makes those.
const (
	CGCS2000    CRS = 4490 // longitude and latitude; EPSG puts latitude first
	WGS84       CRS = 4326 // longitude and latitude; EPSG puts latitude first
	WebMercator CRS = 3857 // metres, spherical; east first
	CRS84       CRS = -1   // WGS 84, longitude first (OGC 06-121r3, B.3)
	GCJ02       CRS = -2   // AMap 高德, Tencent 腾讯; taken as longitude first
	BD09        CRS = -3   // Baidu 百度, in degrees; taken as longitude first
)

// Zone is a Gauss-Krüger zone of CGCS2000 (EPSG:4491 to 4554).
type Zone struct {
	Number   int  // 25 to 45 for zones of 3 degrees, 13 to 23 for those of 6
	WidthDeg int  // 3 or 6
	Prefixed bool // the number stands before the easting, in millions of metres
}

// family is a run of EPSG codes, one a zone.
type family struct {
	code, first, last int
	Zone
}

var families = [...]family{
	{4513, 25, 45, Zone{WidthDeg: 3, Prefixed: true}},
	{4534, 25, 45, Zone{WidthDeg: 3}},
	{4491, 13, 23, Zone{WidthDeg: 6, Prefixed: true}},
	{4502, 13, 23, Zone{WidthDeg: 6}},
}

// Zone returns the zone that the system is, and whether it is one.
func (c CRS) Zone() (Zone, bool) {
	for _, f := range families {
		if number := f.first + int(c) - f.code; f.first <= number && number <= f.last {
			return Zone{number, f.WidthDeg, f.Prefixed}, true
		}
	}
	return Zone{}, false
}

// CRS returns the zone as a system, and whether there is such a zone.
func (z Zone) CRS() (CRS, bool) {
	for _, f := range families {
		if z.WidthDeg == f.WidthDeg && z.Prefixed == f.Prefixed && f.first <= z.Number && z.Number <= f.last {
			return CRS(f.code + z.Number - f.first), true
		}
	}
	return 0, false
}

// MeridianDeg is the longitude of the central meridian in degrees east.
func (z Zone) MeridianDeg() int {
	if z.WidthDeg == 6 {
		return 6*z.Number - 3
	}
	return 3 * z.Number
}

// Degrees reports whether the system's coordinates are longitude and latitude
// in degrees; those of the others are metres.
func (c CRS) Degrees() bool {
	switch c {
	case CGCS2000, WGS84, CRS84, GCJ02, BD09:
		return true
	}
	return false
}

// NorthFirst reports whether the definition of the system puts the latitude or
// the northing first, as EPSG does for CGCS2000, WGS 84 and all zones. GeoJSON,
// WKT in GIS programs and most files put it second whatever the definition says.
func (c CRS) NorthFirst() bool {
	_, zone := c.Zone()
	return zone || c == CGCS2000 || c == WGS84
}

// String returns the name that [Parse] reads back: "EPSG:4526", "OGC:CRS84",
// "GCJ-02".
func (c CRS) String() string {
	switch c {
	case CRS84:
		return "OGC:CRS84"
	case GCJ02:
		return "GCJ-02"
	case BD09:
		return "BD-09"
	}
	return "EPSG:" + strconv.Itoa(int(c))
}

// Title names the system for a reader. [Parse] reads both languages back, but
// for CRS84, which it takes as WGS 84.
func (c CRS) Title() Text {
	if z, ok := c.Zone(); ok {
		zh, en := "不带带号", "without prefix"
		if z.Prefixed {
			zh, en = "带带号", "with prefix"
		}
		return Text{
			ZH: fmt.Sprintf("CGCS2000 %d 度带第 %d 带，东坐标%s", z.WidthDeg, z.Number, zh),
			EN: fmt.Sprintf("CGCS2000 %d° zone %d, easting %s", z.WidthDeg, z.Number, en),
		}
	}
	switch c {
	case CGCS2000:
		return Text{ZH: "CGCS2000 经纬度", EN: "CGCS2000 longitude and latitude"}
	case WGS84, CRS84:
		return Text{ZH: "WGS 84 经纬度", EN: "WGS 84 longitude and latitude"}
	case WebMercator:
		return Text{ZH: "Web 墨卡托", EN: "Web Mercator"}
	case GCJ02:
		return Text{ZH: "GCJ-02 经纬度", EN: "GCJ-02 longitude and latitude"}
	case BD09:
		return Text{ZH: "BD-09 经纬度", EN: "BD-09 longitude and latitude"}
	}
	return Text{ZH: "未知坐标系 " + c.String(), EN: "unknown system " + c.String()}
}
