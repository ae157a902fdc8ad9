package crs_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"waterzones/geo/crs"
)

// seed adds the first column of a file of cases.
func seed(f *testing.F, file string, add func(text string)) {
	f.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		text, _, _ := strings.Cut(line, " | ")
		add(text)
	}
}

// FuzzParsePair holds that nothing panics, that readings are inside the range of
// their system, and that each, printed, reads back as itself.
func FuzzParsePair(f *testing.F) {
	seed(f, "notations.txt", func(text string) {
		f.Add(text, 0, false)
		f.Add(text, 0, true)
		f.Add(text, 4526, false)
		f.Add(text, int(crs.GCJ02), false)
	})
	f.Fuzz(func(t *testing.T, text string, code int, packed bool) {
		readings, err := crs.ParsePair(text, crs.Options{CRS: crs.CRS(code), Packed: packed})
		if err != nil {
			refusedFor(t, err, "")
			return
		}
		if len(readings) == 0 {
			t.Fatal("neither a reading nor an error")
		}
		for _, r := range readings {
			if code != 0 && r.CRS != crs.CRS(code) || !(r.PrecisionM > 0) {
				t.Fatalf("read as %v to %g m", r.CRS, r.PrecisionM)
			}
			readBack(t, r)
		}
	})
}

// readBack prints a reading in its system and order and reads that.
func readBack(t *testing.T, r crs.Reading) {
	t.Helper()
	north, east, err := r.CRS.Forward(r.Point)
	if err != nil {
		t.Fatal(err)
	}
	first, second := east, north
	if r.NorthFirst {
		first, second = north, east
	}
	printed := strconv.FormatFloat(first, 'f', 12, 64) + "," + strconv.FormatFloat(second, 'f', 12, 64)
	again, err := crs.ParsePair(printed, crs.Options{CRS: r.CRS})
	if err != nil {
		t.Fatalf("%s in %v: %v", printed, r.CRS, err)
	}
	for _, s := range again {
		if apart(s.Point, r.Point) < 1e-5 && (s.NorthFirst == r.NorthFirst || first == second) {
			return
		}
	}
	t.Fatalf("%s in %v read back as %v, not %v", printed, r.CRS, again, r)
}

// FuzzParseCRS holds that nothing panics and that the name of what was read is
// read as the same.
func FuzzParseCRS(f *testing.F) {
	seed(f, "names.txt", func(text string) { f.Add(text) })
	f.Fuzz(func(t *testing.T, name string) {
		c, err := crs.Parse(name)
		if err != nil {
			refusedFor(t, err, "")
			return
		}
		if again, err := crs.Parse(c.String()); err != nil || again != c {
			t.Fatalf("%v was read as %v, %v", c, again, err)
		}
	})
}

// FuzzParseAngle holds that nothing panics and that angles are in range.
func FuzzParseAngle(f *testing.F) {
	seed(f, "notations.txt", func(text string) { f.Add(text) })
	f.Add("112°51′00″")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := crs.ParseAngle(text)
		if err == nil && (!(a.Deg >= -180 && a.Deg <= 180) || !(a.PrecisionDeg > 0)) {
			t.Fatalf("%q is %v", text, a)
		}
	})
}
