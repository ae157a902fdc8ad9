package geojson

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// TestGeoJSONSource: one more case is one more file, and -update.
func TestGeoJSONSource(t *testing.T) {
	formattest.Golden(t, "testdata/geojsonfile/*.geojson", func(data []byte) string {
		if !Is(data) || IsSeq(data) {
			t.Error("not told as GeoJSON")
		}
		return formattest.ReadText(Read, string(data), feature.Reading{})
	})
}

// TestGeoJSONSeq: one more case is one more file, and -update.
func TestGeoJSONSeq(t *testing.T) {
	formattest.Golden(t, "testdata/geojsonseq/*.geojsonl", func(data []byte) string {
		if !IsSeq(data) {
			t.Error("not told as a sequence")
		}
		return formattest.ReadText(ReadSeq, string(data), feature.Reading{})
	})
}

func TestIsGeoJSON(t *testing.T) {
	point := `{"type":"Point","coordinates":[1,2]}`
	long := `{"type":"Feature","properties":{"a":"` + strings.Repeat("x", feature.Window) + `"},"geometry":null}`
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
		{long[:feature.Window], true, true},
		{`{"type":"FeatureCollection","features":[` + long[:feature.Window-50], true, false},
		{`{"type":"Topology","objects":{}}`, false, false},
		{`{"a":1}` + "\n" + `{"a":2}`, false, false},
		{"[1,2]", false, false},
		{"", false, false},
	} {
		if document, list := Is([]byte(c.head)), IsSeq([]byte(c.head)); document != c.document || list != c.list {
			t.Errorf("%.60s: document %v, list %v", c.head, document, list)
		}
	}
}

func TestGeoJSONSeqHostile(t *testing.T) {
	point := `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}` + "\n"
	formattest.Withstands(t, 512<<20, ReadSeq, []formattest.Hostile{
		{Name: "a line of 100 MB", Doc: formattest.Endless{Head: point + `{"type":"`, Text: "x", N: 100e6}, Wrong: "a feature of more than 67108864 bytes"},
		{Name: "brackets", Doc: formattest.Endless{Head: point + `{"type":"Polygon","coordinates":`, Text: "[", N: 1e6}, Wrong: "nested too deeply"},
		{Name: "braces", Doc: formattest.Endless{Head: point, Text: `{"a":`, N: 1e6}, Wrong: "nested deeper than 32"},
		{Name: "vertices", Doc: formattest.Endless{Head: `{"type":"LineString","coordinates":[[1,2]`, Text: ",[1,2]", N: 1e6}, How: feature.Reading{Limits: feature.Limits{Vertices: 100}}, Wrong: "more than 100 vertices"},
		{Name: "a million features", Doc: formattest.Endless{Text: point, N: 1e6}, How: feature.Reading{Limits: feature.Limits{Features: 1000}}, Wrong: "more than 1000 features"},
		{Name: "a file beyond its limit", Doc: formattest.Endless{Text: point, N: 1e6}, How: feature.Reading{Limits: feature.Limits{Bytes: 1 << 20}}, Wrong: "more than 1048576 bytes"},
		{Name: "5 MB of blank lines", Doc: formattest.Endless{Head: point, Text: "\n", N: 5e6}},
	})
}

// A line that is too long is one error, and the next line is read.
func TestGeoJSONSeqGoesOn(t *testing.T) {
	text := strings.Repeat("x", longestRecord+1) + "\n" + `{"type":"Point","coordinates":[1,2]}` + "\n"
	s, err := ReadSeq(strings.NewReader(text), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for f, err := range s.Features {
		said = append(said, formattest.FeatureText(&f, err))
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
		s, err := ReadSeq(bytes.NewReader(data), feature.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		formattest.CheckFeatures(t, s)
		if s, err = Read(bytes.NewReader(data), feature.Reading{}); err == nil {
			formattest.CheckFeatures(t, s)
		}
	})
}

// TestSeqLive: a live sequence has the same features, whether their texts are one
// line or several, and those that are one line before the next begins.
func TestSeqLive(t *testing.T) {
	const a, b = `{"type":"Point","coordinates":[1,2]}`, "{\"type\":\"Point\",\n\"coordinates\":[3,4]}"
	for _, text := range []string{
		"\x1e" + a + "\n\x1e" + b + "\n\x1e" + a + "\n", "\x1e" + b + "\x1e" + a + "\x1e" + a, a + "\n" + a + "\n",
		"\x1e\n\x1e" + a + "\n\x1e{\n\x1e" + a + "\r\n\r\n\x1e" + strings.Repeat(" ", feature.Window) + a + "\n", "\x1e" + a + "oops\n\x1e" + a,
	} {
		want := formattest.ReadText(ReadSeq, text, feature.Reading{})
		if got := formattest.ReadText(ReadSeq, text, feature.Reading{Live: true}); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
	read, write := io.Pipe()
	go func() { _, _ = io.WriteString(write, "\x1e"+a+"\n") }()
	src, err := ReadSeq(read, feature.Reading{Live: true})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range src.Features {
		if n++; err != nil {
			t.Fatal(err)
		}
		if n == 3 {
			_ = write.Close()
			break
		}
		go func() { _, _ = io.WriteString(write, "\x1e"+a+"\n") }()
	}
}
