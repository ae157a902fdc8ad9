package crs_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"waterzones/geo/crs"
)

// degreeM is longer than any degree of latitude, in metres.
const degreeM = 111_700

// apart bounds the distance of two near points from above, in metres.
func apart(p, q orb.Point) float64 {
	return degreeM * math.Hypot(math.Remainder(p[0]-q[0], 360)*math.Cos(p[1]*math.Pi/180), p[1]-q[1])
}

// vectors are nine places of Jincheng in every system, made with PROJ and, for
// GCJ-02 and BD-09, with another implementation of the formula.
func vectors(t *testing.T) []map[string]float64 {
	t.Helper()
	f, err := os.Open("testdata/vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var places []map[string]float64
	for _, row := range rows[1:] {
		place := map[string]float64{}
		for i, name := range rows[0] {
			if v, err := strconv.ParseFloat(row[i], 64); err == nil {
				place[name] = v
			}
		}
		places = append(places, place)
	}
	return places
}

func TestVectors(t *testing.T) {
	const tenthMM = 1e-4
	for _, v := range vectors(t) {
		place := orb.Point{v["lon_cgcs2000"], v["lat_cgcs2000"]}
		for _, c := range []struct {
			crs         crs.CRS
			north, east string
			unitM, tol  float64
		}{
			{4525, "N", "E_4525_zone37_prefixed", 1, tenthMM},
			{4526, "N_4526", "E_4526_zone38_prefixed", 1, tenthMM},
			{4546, "N", "E_4546_cm111", 1, tenthMM},
			{4547, "N_4526", "E_4547_cm114", 1, tenthMM},
			{4497, "N", "E_4497_6deg_zone19", 1, tenthMM},
			{crs.GCJ02, "lat_gcj02", "lon_gcj02", degreeM, 6e-8 * degreeM}, // written to 7 decimals
			{crs.BD09, "lat_bd09", "lon_bd09", degreeM, 6e-8 * degreeM},
		} {
			north, east, err := c.crs.Forward(place)
			if err != nil || math.Abs(north-v[c.north])*c.unitM > c.tol || math.Abs(east-v[c.east])*c.unitM > c.tol {
				t.Errorf("%v of %v: %.4f %.4f, %v; want %.4f %.4f", c.crs, place, north, east, err, v[c.north], v[c.east])
			}
			back, err := c.crs.Inverse(v[c.north], v[c.east])
			if err != nil || apart(back, place) > 1.5*c.tol {
				t.Errorf("from %v: %v, %v; want %v", c.crs, back, err, place)
			}
		}
	}
}

// TestAxes holds the order of axes as EPSG defines it.
func TestAxes(t *testing.T) {
	place := orb.Point{112.85, 35.5}
	for _, c := range []struct {
		crs           crs.CRS
		first, second float64
	}{
		{crs.CGCS2000, 35.5, 112.85},
		{crs.WGS84, 35.5, 112.85},
		{crs.CRS84, 112.85, 35.5},
		{crs.WebMercator, 12562404.536021, 4232038.462399},
		{4526, 3930673.602039, 38395658.898582},
		{4547, 3930673.602039, 395658.898582},
		{crs.GCJ02, 112.8561129, 35.4995949},
	} {
		first, second, err := c.crs.FromLonLat(place)
		if err != nil || math.Abs(first-c.first) > 6e-6 || math.Abs(second-c.second) > 6e-6 {
			t.Errorf("%v: %.6f %.6f, %v; want %.6f %.6f", c.crs, first, second, err, c.first, c.second)
		}
		if back, err := c.crs.ToLonLat(first, second); err != nil || apart(back, place) > 1e-6 {
			t.Errorf("%v: %v, %v", c.crs, back, err)
		}
	}
}

func TestRange(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		crs    crs.CRS
		point  orb.Point
		reason string
	}{
		{crs.CGCS2000, orb.Point{180.1, 0}, "longitude -180 to 180"},
		{crs.CGCS2000, orb.Point{0, 90.1}, "latitude -90 to 90"},
		{crs.CGCS2000, orb.Point{nan, 0}, "outside the range"},
		{crs.WGS84, orb.Point{0, inf}, "outside the range"},
		{crs.WebMercator, orb.Point{0, 85.1}, "EPSG:3857"},
		{4526, orb.Point{110.9, 35}, "longitude 111 to 117"},
		{4526, orb.Point{117.1, 35}, "longitude 111 to 117"},
		{4526, orb.Point{114, 61}, "latitude 0 to 60"},
		{4526, orb.Point{114, -1}, "latitude 0 to 60"},
		{4526, orb.Point{nan, nan}, "outside the range"},
		{4497, orb.Point{117.1, 50}, "longitude 105 to 117"},
		{4497, orb.Point{116.9, 20}, "has the zone prefix 20"},
		{4508, orb.Point{105.1, 20}, "between 0 and 1000000"},
		{crs.GCJ02, orb.Point{139.7, 35.7}, "longitude 72.004 to 137.8347"},
		{crs.BD09, orb.Point{-0.1, 51.5}, "longitude 72.004 to 137.8347"},
	} {
		t.Run(fmt.Sprint(c.crs, c.point), func(t *testing.T) {
			_, _, err := c.crs.Forward(c.point)
			refusedFor(t, err, c.reason)
		})
	}
	for _, c := range []struct {
		crs         crs.CRS
		north, east float64
		reason      string
	}{
		{4526, 3930673, 39395658, "has the zone prefix 39, and EPSG:4526 has 38"},
		{4526, 3930673, 395658.5, "395658.5 m has no zone prefix, and EPSG:4526 wants 38; without prefix declare EPSG:4547"},
		{4547, 3930673, 38395658, "has the zone prefix 38, and EPSG:4547 has none; with prefix declare EPSG:4526"},
		{4497, 3930673, 38395658, "has the zone prefix 38, and EPSG:4497 has 19"},
		{4547, 3930673, 3930673, "between 0 and 1000000"},
		{4547, 3930673, -1, "between 0 and 1000000"},
		{4526, 38395658, 38395658, "between the equator and the pole"},
		{4526, nan, 38395658, "between the equator and the pole"},
		{4526, 3930673, nan, "outside the range"},
		{4526, 3930673, inf, "outside the range"},
		{4526, 3930673, 38012345, "longitude 111 to 117"},
		{crs.WebMercator, 0, 20037509, "longitude -180 to 180"},
		{crs.WebMercator, inf, 0, "outside the range"},
		{crs.GCJ02, 35.5, 1e300, "longitude 72.004"},
		{crs.GCJ02, nan, 112.85, "longitude 72.004"},
		{crs.BD09, 0.8, 112.85, "latitude 0.8293"},
		{99, 35.5, 112.85, "unknown"},
	} {
		t.Run(fmt.Sprint(c.crs, c.north, c.east), func(t *testing.T) {
			_, err := c.crs.Inverse(c.north, c.east)
			refusedFor(t, err, c.reason)
		})
	}
}

// TestRoundTrip goes there and back at random places of every system's range.
func TestRoundTrip(t *testing.T) {
	systems := every()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(systems).Draw(t, "system")
		west, east, south, north := 72.004, 137.8347, 0.8293, 55.8271
		if z, ok := c.Zone(); ok {
			m, w := float64(z.MeridianDeg()), float64(z.WidthDeg)
			if w == 6 {
				w = 4.4 // at the equator 500 km are no farther
			}
			west, east, south, north = m-w, m+w, 0, 60
		}
		p := orb.Point{
			rapid.Float64Range(west, east).Draw(t, "longitude"),
			rapid.Float64Range(south, north).Draw(t, "latitude"),
		}
		y, x, err := c.Forward(p)
		if err != nil {
			t.Fatal(err)
		}
		back, err := c.Inverse(y, x)
		if err != nil || apart(back, p) > 1e-6 {
			t.Fatalf("%v: %v came back as %v, %v", c, p, back, err)
		}
	})
}

// TestShiftedGrid goes over China, and close to 105° E, where the formula has a
// root, at which a fixed point is hard to reach.
func TestShiftedGrid(t *testing.T) {
	worst := 0.0
	for lon := 73.0; lon <= 136; lon += 0.1 {
		for lat := 3.0; lat <= 54; lat += 0.25 {
			for _, c := range []crs.CRS{crs.GCJ02, crs.BD09} {
				p := orb.Point{lon, lat}
				y, x, err := c.Forward(p)
				if err != nil {
					t.Fatal(err)
				}
				if shift := apart(orb.Point{x, y}, p); shift > 2000 {
					t.Fatalf("%v shifts %v by %.0f m", c, p, shift)
				}
				back, err := c.Inverse(y, x)
				if err != nil {
					t.Fatal(err)
				}
				worst = max(worst, apart(back, p))
			}
		}
	}
	for _, off := range []float64{0, 1e-13, -1e-13, 1e-10, 1e-7} {
		p := orb.Point{105 + off, 35.5}
		y, x, err := crs.GCJ02.Forward(p)
		if err != nil {
			t.Fatal(err)
		}
		back, err := crs.GCJ02.Inverse(y, x)
		if err != nil {
			t.Fatal(err)
		}
		worst = max(worst, apart(back, p))
	}
	t.Logf("worst of the inverse: %.1g m", worst)
	if worst > 1e-6 {
		t.Errorf("the inverse is %g m off", worst)
	}
}
