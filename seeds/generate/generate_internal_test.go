package main

import (
	"bytes"
	"math"
	"os"
	"testing"

	"github.com/peterstace/simplefeatures/geom"
)

const outlinesFile = "../source/jincheng_counties_gcj02_mit.geojson"

func outlinesOf(t *testing.T) []byte {
	t.Helper()
	source, err := os.ReadFile(outlinesFile)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// TestCommitted fails if seeds/data is not what the program makes: run
// go generate ./seeds.
func TestCommitted(t *testing.T) {
	made := t.TempDir()
	if err := run(outlinesFile, made); err != nil {
		t.Fatal(err)
	}
	want, got := filesIn(t, "../data"), filesIn(t, made)
	for name := range got {
		if !bytes.Equal(want[name], got[name]) {
			t.Errorf("data/%s differs from what is made", name)
		}
	}
	if len(want) != len(got) {
		t.Errorf("%d files in data, %d made", len(want), len(got))
	}
}

func filesIn(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(dir + "/" + e.Name()); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestGCJ02 holds nine points of the city, computed independently.
func TestGCJ02(t *testing.T) {
	for _, c := range []struct{ lon, lat, shiftedLon, shiftedLat float64 }{
		{112.85, 35.5, 112.8561129, 35.4995949},
		{112.4, 35.74, 112.4064429, 35.7400376},
		{112.42, 35.48, 112.4264053, 35.4798846},
		{112.18, 35.69, 112.1863318, 35.6899057},
		{112.92, 35.8, 112.9261169, 35.7997072},
		{113.28, 35.77, 113.2864491, 35.7698977},
		{112.5, 35.5, 112.5061932, 35.4997226},
		{111.95, 35.55, 111.9560992, 35.5496115},
		{113.62, 35.6, 113.6261331, 35.5996327},
	} {
		x, y := toGCJ02(c.lon, c.lat)
		if math.Abs(x-c.shiftedLon) > 6e-8 || math.Abs(y-c.shiftedLat) > 6e-8 {
			t.Errorf("to GCJ-02 of %v %v: %.7f %.7f", c.lon, c.lat, x, y)
		}
		x, y = fromGCJ02(c.shiftedLon, c.shiftedLat)
		if math.Abs(x-c.lon) > 1.2e-7 || math.Abs(y-c.lat) > 1.2e-7 {
			t.Errorf("from GCJ-02 of %v %v: %.7f %.7f", c.shiftedLon, c.shiftedLat, x, y)
		}
	}
}

func TestWithoutSpikes(t *testing.T) {
	a, b, c, d, e := node{0, 0}, node{4, 0}, node{4, 4}, node{6, 4}, node{0, 4}
	square := []node{a, b, c, e}
	for _, tc := range []struct {
		name string
		ring []node
	}{
		{"as it is", []node{a, b, c, e}},
		{"closed", []node{a, b, c, e, a}},
		{"repeated corner", []node{a, b, b, b, c, e}},
		{"spike", []node{a, b, c, d, c, e}},
		{"spike of two", []node{a, b, c, d, {8, 5}, d, c, e}},
		{"spike over the end", []node{a, b, c, e, a, d}},
	} {
		got := withoutSpikes(append([]node(nil), tc.ring...))
		if len(got) != len(square) || doubleArea(got) != doubleArea(square) {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

// TestOutlineOfAll: the counties fit together without gap or overlap, so that
// their outline is one ring whose area is the sum of theirs.
func TestOutlineOfAll(t *testing.T) {
	counties, err := readCounties(outlinesOf(t))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, c := range counties {
		for _, ring := range c.rings {
			sum += doubleArea(ring)
		}
	}
	rings := outline(counties...)
	if len(rings) != 1 || doubleArea(rings[0]) != sum {
		t.Errorf("%d rings, area %d, want one of %d", len(rings), doubleArea(rings[0]), sum)
	}
}

func TestUpstreamIsAsLongAsAsked(t *testing.T) {
	courses := traceAll()
	for _, rv := range rivers() {
		c := courses[rv.code]
		middle := len(c.middle) / 2
		if got := line(c.upstream(middle, corridorLength)).Length(); math.Abs(got-corridorLength) > 1e-6 {
			t.Errorf("%s: %v m", rv.name, got)
		}
	}
}

// TestNoded: a square beside two smaller ones gets their common corner.
func TestNoded(t *testing.T) {
	b := &board{}
	square := func(x0, y0, x1, y1 float64) geom.Geometry {
		return b.polygon(geom.XY{X: x0, Y: y0}, geom.XY{X: x1, Y: y0}, geom.XY{X: x1, Y: y1}, geom.XY{X: x0, Y: y1})
	}
	got := noded([]geom.Geometry{square(0, 0, 2, 2), square(2, 0, 3, 1), square(2, 1, 3, 2)})
	if n := len(corners(polygons(got[0])[0].ExteriorRing())); b.err != nil || n != 5 {
		t.Errorf("%d corners, want 5: %v", n, b.err)
	}
}
