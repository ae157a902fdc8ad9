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
