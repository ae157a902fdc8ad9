package crs_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/pgtest"
)

// oldParameters are invented, of the size that real ones have.
const oldParameters = "-12.5, 101.7, 39.25, 0.35, -1.1, 2.4, -3.6"

func old(t *testing.T, name string) crs.Old {
	t.Helper()
	h, err := crs.ParseHelmert(oldParameters)
	if err != nil {
		t.Fatal(err)
	}
	o, err := crs.ParseOld(name, h)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestOldProj compares the older systems with PROJ, which is given the same
// ellipsoid, zone and parameters.
func TestOldProj(t *testing.T) {
	if _, err := exec.LookPath("cs2cs"); err != nil {
		pgtest.Missing(t, "proj", "the Debian package proj-bin")
	}
	const towgs84 = " +towgs84=-12.5,101.7,39.25,0.35,-1.1,2.4,-3.6 +no_defs"
	const cgcs = "+proj=longlat +a=6378137 +rf=298.257222101 +towgs84=0,0,0 +no_defs"
	for _, c := range []struct{ name, proj string }{
		{"EPSG:2362", "+proj=tmerc +lon_0=114 +x_0=38500000 +a=6378140 +rf=298.257"},
		{"EPSG:2382", "+proj=tmerc +lon_0=111 +x_0=500000 +a=6378140 +rf=298.257"},
		{"西安80 3度带第37带", "+proj=tmerc +lon_0=111 +x_0=37500000 +a=6378140 +rf=298.257"},
		{"EPSG:2333", "+proj=tmerc +lon_0=111 +x_0=19500000 +a=6378140 +rf=298.257"},
		{"EPSG:2414", "+proj=tmerc +lon_0=114 +x_0=38500000 +a=6378245 +rf=298.3"},
		{"北京54坐标系 3度带 中央子午线114度", "+proj=tmerc +lon_0=114 +x_0=500000 +a=6378245 +rf=298.3"},
		{"EPSG:21419", "+proj=tmerc +lon_0=111 +x_0=19500000 +a=6378245 +rf=298.3"},
		{"EPSG:4610", "+proj=longlat +a=6378140 +rf=298.257"},
		{"北京54", "+proj=longlat +a=6378245 +rf=298.3"},
	} {
		o := old(t, c.name)
		var grid [][2]float64 // east, north
		for lon := 111.9; lon < 113.7; lon += 0.2 {
			for lat := 35.1; lat < 36.1; lat += 0.1 {
				north, east, err := o.Like().Forward(orb.Point{lon, lat})
				if err != nil {
					t.Fatal(err)
				}
				grid = append(grid, [2]float64{east, north})
			}
		}
		theirs := cs2cs(t, append(append([]string{"-f", "%.13f"}, strings.Fields(c.proj+towgs84)...), append([]string{"+to"}, strings.Fields(cgcs)...)...), grid)
		for i, g := range grid {
			ours, err := o.Inverse(g[1], g[0])
			if err != nil {
				t.Fatal(err)
			}
			if off := apart(ours, orb.Point(theirs[i])); off > hundredthMM {
				t.Fatalf("%s at %v: ours %v, PROJ %v, %g m off", c.name, g, ours, theirs[i], off)
			}
		}
	}
}

// TestOldShift: the parameters matter, and a shape's edges are kept.
func TestOldShift(t *testing.T) {
	o := old(t, "EPSG:2362")
	g, err := o.Shape(orb.LineString{{38395658.899, 3930673.602}, {38396658.899, 3930673.602}})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := o.Like().Inverse(3930673.602, 38395658.899)
	if err != nil {
		t.Fatal(err)
	}
	line := g.(orb.LineString)
	if off := apart(line[0], plain); off < 20 || off > 300 || len(line) < 5 {
		t.Errorf("%d vertices, the first %g m from the same numbers in CGCS2000", len(line), off)
	}
}

// TestOldRefused: without usable parameters and a zone there is no such system.
func TestOldRefused(t *testing.T) {
	for _, c := range []struct{ text, reason string }{
		{"", "7 numbers"},
		{"0,0,0,0,0,0,0", "all 0"},
		{"1,2,3", "7 numbers"},
		{"1,2,3,4,5,6,x", "no usable number"},
		{"1,2,3,4,5,6,NaN", "no usable number"},
		{"1,2,3,4,5,6,1e9", "no usable number"},
	} {
		_, err := crs.ParseHelmert(c.text)
		refusedFor(t, err, c.reason)
	}
	h, err := crs.ParseHelmert("１，2 3 4，5 6 7")
	if err != nil || h != (crs.Helmert{DX: 1, DY: 2, DZ: 3, RX: 4, RY: 5, RZ: 6, PPM: 7}) {
		t.Errorf("%v, %v", h, err)
	}
	for _, c := range []struct{ name, reason string }{
		{"EPSG:4526", "is no system of"},
		{"西安80 第99带", "name its zone"},
		{"北京54 高斯", "name its zone"},
		{"", "is no system of"},
	} {
		_, err := crs.ParseOld(c.name, h)
		refusedFor(t, err, c.reason)
	}
	_, err = old(t, "EPSG:2362").Inverse(3930673, 39395658)
	refusedFor(t, err, "")
	const title = "西安80 3 度带第 38 带，东坐标带带号，按所给七参数换算"
	if got := old(t, "EPSG:2362").Title().ZH; got != title {
		t.Errorf("title %s, want %s", got, title)
	}
}
