package format

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// TestGeoJSONSource: one more case is one more file, and -update.
func TestGeoJSONSource(t *testing.T) {
	golden(t, "testdata/geojsonfile/*.geojson", func(data []byte) string {
		if !isGeoJSON(data) || isGeoJSONSeq(data) {
			t.Error("not told as GeoJSON")
		}
		return readText(readGeoJSON, string(data), Reading{})
	})
}

// TestGeoJSONSeq: one more case is one more file, and -update.
func TestGeoJSONSeq(t *testing.T) {
	golden(t, "testdata/geojsonseq/*.geojsonl", func(data []byte) string {
		if !isGeoJSONSeq(data) {
			t.Error("not told as a sequence")
		}
		return readText(readGeoJSONSeq, string(data), Reading{})
	})
}

func TestIsGeoJSON(t *testing.T) {
	point := `{"type":"Point","coordinates":[1,2]}`
	long := `{"type":"Feature","properties":{"a":"` + strings.Repeat("x", window) + `"},"geometry":null}`
	for _, c := range []struct {
		head           string
		document, list bool
	}{
		{point, true, false},
		{point + "\n", true, false},
		{point + "\n" + point, true, true},
		{"\ufeff \n" + point + "\r\n\r\n" + point + "\r\n", true, true},
		{"\x1e" + point, false, true},
		{`{"type":"FeatureCollection","features":[` + "\n{}", true, false},
		{`{"features":[{"type":"Feature"`, true, false},
		{"{\n" + point[1:], true, false},
		{long[:window], true, true},
		{`{"type":"FeatureCollection","features":[` + long[:window-50], true, false},
		{`{"type":"Topology","objects":{}}`, false, false},
		{`{"a":1}` + "\n" + `{"a":2}`, false, false},
		{"[1,2]", false, false},
		{"", false, false},
	} {
		if document, list := isGeoJSON([]byte(c.head)), isGeoJSONSeq([]byte(c.head)); document != c.document || list != c.list {
			t.Errorf("%.60s: document %v, list %v", c.head, document, list)
		}
	}
}

func TestGeoJSONSeqHostile(t *testing.T) {
	point := `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}` + "\n"
	for _, c := range []struct {
		name  string
		doc   endless
		how   Reading
		wrong string
	}{
		{"a line of 100 MB", endless{head: point + `{"type":"`, text: "x", n: 100e6}, Reading{}, "a feature of more than 67108864 bytes"},
		{"brackets", endless{head: point + `{"type":"Polygon","coordinates":`, text: "[", n: 1e6}, Reading{}, "nested too deeply"},
		{"braces", endless{head: point, text: `{"a":`, n: 1e6}, Reading{}, "nested deeper than 32"},
		{"vertices", endless{head: `{"type":"LineString","coordinates":[[1,2]`, text: ",[1,2]", n: 1e6}, Reading{Limits: Limits{Vertices: 100}}, "more than 100 vertices"},
		{"a million features", endless{text: point, n: 1e6}, Reading{Limits: Limits{Features: 1000}}, "more than 1000 features"},
		{"a file beyond its limit", endless{text: point, n: 1e6}, Reading{Limits: Limits{Bytes: 1 << 20}}, "more than 1048576 bytes"},
		{"5 MB of blank lines", endless{head: point, text: "\n", n: 5e6}, Reading{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			bounded(t, 512<<20, func() {
				s, err := readGeoJSONSeq(&c.doc, c.how)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range s.Features {
					if e != nil {
						err = e
					}
				}
				if !says(err, c.wrong) {
					t.Errorf("got %v, want %s", err, c.wrong)
				}
			})
		})
	}
}

// A line that is too long is one error, and the next line is read.
func TestGeoJSONSeqGoesOn(t *testing.T) {
	text := strings.Repeat("x", longestRecord+1) + "\n" + `{"type":"Point","coordinates":[1,2]}` + "\n"
	s, err := readGeoJSONSeq(strings.NewReader(text), Reading{})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for f, err := range s.Features {
		said = append(said, featureText(&f, err))
	}
	if len(said) != 2 || !strings.Contains(said[0], "第 1 行 / line 1") || said[1] != "2 POINT(1 2)\n" {
		t.Errorf("%q", said)
	}
}

// FuzzGeoJSONSeq: every feature has a geometry or is wrong, and reading ends.
func FuzzGeoJSONSeq(f *testing.F) {
	point := `{"type":"Point","coordinates":[1,2]}`
	for _, seed := range []string{point + "\n" + point, "\x1e" + point + "\n\x1e{", `{"type":"Feature","geometry":null,"properties":{"a":[1]},"crs":{"type":"name"}}`, "\n\n\ufeff" + point} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := readGeoJSONSeq(bytes.NewReader(data), Reading{})
		if err != nil {
			t.Fatal(err)
		}
		checkFeatures(t, s)
		if s, err = readGeoJSON(bytes.NewReader(data), Reading{}); err == nil {
			checkFeatures(t, s)
		}
	})
}

// checkFeatures holds a Source to what every reader promises.
func checkFeatures(t *testing.T, s *Source) {
	t.Helper()
	ended := false
	for f, err := range s.Features {
		var wrong *FeatureError
		var e *Error
		switch {
		case ended:
			t.Fatal("something follows the error that ends a file")
		case err == nil && !hasPlace(f.Geometry):
			t.Fatalf("no place and no error: %+v", f)
		case err != nil && !errors.As(err, &wrong):
			if ended = true; !errors.As(err, &e) {
				t.Fatalf("%T %v", err, err)
			}
		}
		if s.Declared.Degrees() && s.Kind == KML {
			for _, p := range corners(f.Geometry) {
				if p[0] < -180 || p[0] > 180 || p[1] < -90 || p[1] > 90 {
					t.Fatalf("out of range: %v", p)
				}
			}
		}
	}
}

func corners(g orb.Geometry) []orb.Point {
	if g == nil {
		return nil
	}
	b := g.Bound()
	return []orb.Point{b.Min, b.Max}
}
