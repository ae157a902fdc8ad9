package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// describe is what a document holds, a line for each feature and for the error.
func describe(r io.Reader, l feature.Limits) string {
	var b strings.Builder
	for f, err := range ReadFeatures(r, l) {
		var e *feature.Error
		switch {
		case errors.As(err, &e):
			fmt.Fprintf(&b, "error at byte %d: %v\n", e.Offset, err)
		case err != nil:
			fmt.Fprintf(&b, "error: %v\n", err)
		default:
			props, _ := json.Marshal(f.Properties)
			fmt.Fprintf(&b, "%q %s %s\n", f.ID, AppendGeometry(nil, f.Geometry), props)
		}
	}
	return b.String()
}

func TestReadFeaturesGood(t *testing.T) {
	formattest.Golden(t, "testdata/geojson/good/*.json", func(data []byte) string {
		got := describe(bytes.NewReader(data), feature.Limits{})
		if strings.Contains(got, "error") {
			t.Errorf("refused: %s", got)
		}
		return got
	})
}

func TestReadFeaturesBad(t *testing.T) {
	formattest.Golden(t, "testdata/geojson/bad/*.json", func(data []byte) string {
		got := describe(bytes.NewReader(data), feature.Limits{})
		if !strings.Contains(got, "error") {
			t.Errorf("accepted: %s", got)
		}
		return got
	})
}

// ReadFeature differs from ReadFeatures only in refusing collections.
func TestReadFeature(t *testing.T) {
	for _, path := range documents(t) {
		data := read(t, path)
		many := describe(bytes.NewReader(data), feature.Limits{})
		f, err := ReadFeature(bytes.NewReader(data), feature.Limits{})
		switch {
		case bytes.Contains(data, []byte(`"features"`)):
			if err == nil {
				t.Errorf("%s: a FeatureCollection was taken", path)
			}
		case err != nil && !strings.Contains(many, err.Error()):
			t.Errorf("%s: %v, but ReadFeatures: %s", path, err, many)
		case err == nil && !strings.Contains(many, string(AppendGeometry(nil, f.Geometry))):
			t.Errorf("%s: %v, but ReadFeatures: %s", path, f, many)
		}
	}
}

// The window slides anywhere: a document read byte by byte is the same.
func TestReadFeaturesByteByByte(t *testing.T) {
	for _, path := range documents(t) {
		data := read(t, path)
		if got, want := describe(iotest.OneByteReader(bytes.NewReader(data)), feature.Limits{}), describe(bytes.NewReader(data), feature.Limits{}); got != want {
			t.Errorf("%s: got\n%swant\n%s", path, got, want)
		}
	}
}

// Reader and writer together must leave the shapes that simplefeatures sees.
func TestReadFeaturesAgainstSimpleFeatures(t *testing.T) {
	for _, path := range documents(t) {
		if !strings.Contains(path, "good") {
			continue
		}
		data := bytes.TrimPrefix(read(t, path), []byte("\ufeff"))
		want := rawGeometries(t, data)
		for f, err := range ReadFeatures(bytes.NewReader(data), feature.Limits{}) {
			if err != nil || len(want) == 0 {
				t.Fatal(path, err, "or more features than there are")
			}
			a, errA := geom.UnmarshalGeoJSON(AppendGeometry(nil, f.Geometry), geom.NoValidate{})
			b, errB := geom.UnmarshalGeoJSON(want[0], geom.NoValidate{})
			if errA != nil || errB != nil || !geom.ExactEquals(a, b.Force2D(), geom.IgnoreOrder) {
				t.Errorf("%s: got %s (%v), simplefeatures %s (%v)", path, a.AsText(), errA, b.AsText(), errB)
			}
			want = want[1:]
		}
		if len(want) > 0 {
			t.Errorf("%s: %d features were lost", path, len(want))
		}
	}
}

// rawGeometries returns the geometries of a document as written.
func rawGeometries(t *testing.T, data []byte) (raw []json.RawMessage) {
	t.Helper()
	type feature struct{ Geometry json.RawMessage }
	var o struct {
		feature
		Features []feature
	}
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	for _, f := range o.Features {
		raw = append(raw, f.Geometry)
	}
	switch {
	case o.Features != nil:
		return raw
	case o.Geometry != nil:
		return []json.RawMessage{o.Geometry}
	}
	return []json.RawMessage{data}
}

func TestReadFeaturesStops(t *testing.T) {
	data := []byte(`{"type":"FeatureCollection","features":[` + strings.Repeat(`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}},`, 3) + `broken`)
	n := 0
	for _, err := range ReadFeatures(bytes.NewReader(data), feature.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d features", n)
	}
}

func TestReadFeatureErrorOfReader(t *testing.T) {
	broken := errors.New("broken pipe")
	for _, text := range []string{"", `{"type":"Po`, `{"type":"Point","coordinates":[1`, `{"type":"Point","coordinates":[1,2]}`} {
		if _, err := ReadFeature(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), feature.Limits{}); !errors.Is(err, broken) {
			t.Errorf("after %q: %v", text, err)
		}
	}
}

func documents(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/geojson/*/*.json")
	if err != nil || len(paths) < 100 {
		t.Fatalf("%d documents: %v", len(paths), err)
	}
	return paths
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What decodes is JSON and re-encodes to what decodes to the same again.
func FuzzGeoJSON(f *testing.F) {
	paths, _ := filepath.Glob("testdata/geojson/*/*.json")
	for _, path := range paths {
		if data, err := os.ReadFile(path); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for read, err := range ReadFeatures(bytes.NewReader(data), feature.Limits{}) {
			if err != nil {
				return
			}
			first := AppendGeometry(nil, read.Geometry)
			again, err := ReadFeature(bytes.NewReader(first), feature.Limits{})
			if err != nil {
				t.Fatalf("%s: %v", first, err)
			}
			if second := AppendGeometry(nil, again.Geometry); !bytes.Equal(first, second) {
				t.Fatalf("%s, then %s", first, second)
			}
		}
		if !json.Valid(bytes.TrimPrefix(data, []byte("\ufeff"))) {
			t.Fatalf("%q is not JSON and was taken", data)
		}
	})
}

// The number grammar is that of encoding/json.
func FuzzNumberLen(f *testing.F) {
	for _, s := range []string{"0", "-0", "01", "1.", ".5", "1e5", "1E+5", "1e", "-", "+1", "1.5e-3", "0x1", "1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := json.Valid([]byte(s)) && s != "" && strings.IndexAny(s[:1], "-0123456789") == 0 && strings.TrimSpace(s) == s
		if got := numberLen([]byte(s)) == len(s) && s != ""; got != want {
			t.Errorf("%q: %v, encoding/json %v", s, got, want)
		}
	})
}

func BenchmarkReadFeature(b *testing.B) {
	ring := make(orb.Ring, 0, 50_000)
	for i := range 49_999 {
		ring = append(ring, orb.Point{112 + float64(i)*1.234567890123e-5, 35 + float64(i%977)*9.876543210987e-5})
	}
	data := AppendGeometry(nil, orb.Polygon{append(ring, ring[0])})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadFeature(bytes.NewReader(data), feature.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadFeatures(b *testing.B) {
	one := `{"type":"Feature","id":"z","properties":{"code":"140500-01","name":"郭壁水源地一级保护区","grade":"一级","area":1.25},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}`
	data := []byte(`{"type":"FeatureCollection","features":[` + strings.Repeat(one+",", 4999) + one + `]}`)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range ReadFeatures(bytes.NewReader(data), feature.Limits{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkRead is a layer of a city: 300 areas of 3,000 vertices, 900,000 in all.
func BenchmarkRead(b *testing.B) {
	data := []byte(`{"type":"FeatureCollection","features":[`)
	for i := range 300 {
		ring := make(orb.Ring, 0, 3000)
		for j := range 2999 {
			ring = append(ring, orb.Point{112 + float64(i)*1e-3 + float64(j)*1.234567890123e-5, 35 + float64(j%977)*9.876543210987e-5})
		}
		data = append(data, `{"type":"Feature","properties":{"code":"140500-01","grade":"一级"},"geometry":`...)
		data = append(AppendGeometry(data, orb.Polygon{append(ring, ring[0])}), "},"...)
	}
	data = append(data[:len(data)-1], "]}"...)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		src, err := Read(bytes.NewReader(data), feature.Reading{})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range src.Features {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func TestReadFeaturesHostile(t *testing.T) {
	const polygon = `{"type":"Polygon","coordinates":`
	point := `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}},`
	for _, c := range []struct {
		name     string
		doc      formattest.Endless
		wrong    string
		tooLarge bool
		read     int64 // bytes at most
	}{
		{"brackets", formattest.Endless{Head: polygon, Text: "[", N: 1e6}, "nested too deeply", false, 1 << 17},
		{"brackets in properties", formattest.Endless{Head: `{"properties":{"a":`, Text: "[", N: 1e6}, "nested deeper than 32", true, 1 << 17},
		{"braces", formattest.Endless{Text: `{"a":`, N: 1e6}, "nested deeper than 32", true, 1 << 17},
		{"collections", formattest.Endless{Text: `{"type":"GeometryCollection","geometries":[`, N: 1e6}, "nested deeper than 32", true, 1 << 17},
		{"five million vertices", formattest.Endless{Head: polygon + "[[[0,0]", Text: ",[112.5,35.5]", N: 5e6}, "more than 50000 vertices", true, 1 << 20},
		{"five million rings", formattest.Endless{Head: polygon + "[[[0,0]]", Text: ",[[112.5,35.5]]", N: 5e6}, "more than 50000 vertices", true, 1 << 20},
		{"vertices over many parts", formattest.Endless{Head: `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}`, Text: `,{"type":"Point","coordinates":[1,2]}`, N: 1e6}, "more than 50000 vertices", true, 3 << 20},
		{"50 MB of white space", formattest.Endless{Text: " ", N: 50e6}, "more than 8388608 bytes", true, 9 << 20},
		{"50 MB string", formattest.Endless{Head: `{"type":"`, Text: "x", N: 50e6}, "a string longer than 1 MiB", true, 2 << 20},
		{"50 MB key", formattest.Endless{Head: `{"`, Text: "x", N: 50e6}, "a string longer than 1 MiB", true, 2 << 20},
		{"50 MB of escapes", formattest.Endless{Head: `{"`, Text: `\n`, N: 25e6}, "a string longer than 1 MiB", true, 2 << 20},
		{"50 MB number", formattest.Endless{Head: `{"type":"Point","coordinates":[1`, Text: "0", N: 50e6}, "a number of more than 320 digits", false, 1 << 17},
		{"50 MB of properties", formattest.Endless{Head: `{"properties":{"a":[0`, Text: ",0", N: 25e6}, "properties longer than 1 MiB", true, 2 << 20},
		{"50 MB of foreign members", formattest.Endless{Head: `{"a":[0`, Text: ",0", N: 25e6}, "more than 8388608 bytes", true, 9 << 20},
		{"a million features", formattest.Endless{Head: `{"features":[`, Text: point, N: 1e6}, "more than 10000 features", true, 1 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			var last error
			formattest.Bounded(t, 32<<20, func() {
				for _, err := range ReadFeatures(&c.doc, feature.Limits{}) {
					last = err
				}
			})
			var e *feature.Error
			if !errors.As(last, &e) || !formattest.Says(last, c.wrong) || e.TooLarge != c.tooLarge {
				t.Errorf("got %v, want %s", last, c.wrong)
			}
			if c.doc.Taken > c.read {
				t.Errorf("read %d bytes, at most %d wanted", c.doc.Taken, c.read)
			}
		})
	}
}
