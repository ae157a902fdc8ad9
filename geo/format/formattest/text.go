package formattest

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/geo/format/feature"
)

// Says reports whether an error says part; no error says "".
func Says(err error, part string) bool {
	if part == "" || err == nil {
		return part == "" && err == nil
	}
	return strings.Contains(err.Error(), part)
}

// Tells holds what tells a format by its beginning to cases.
func Tells(t *testing.T, is func(head []byte) bool, cases map[string]bool) {
	t.Helper()
	for text, want := range cases {
		if got := is([]byte(text)); got != want {
			t.Errorf("%.50q: got %v", text, got)
		}
	}
}

// SourceText is all that a Source says, for golden files.
func SourceText(s *feature.Source, err error) string {
	var b strings.Builder
	if err != nil {
		return fmt.Sprintf("error %v\n", err)
	}
	fmt.Fprintf(&b, "%s", s.Kind)
	if s.DeclaredAs != "" {
		fmt.Fprintf(&b, " declared %d as %q", s.Declared, s.DeclaredAs)
	}
	for _, f := range s.Fields {
		fmt.Fprintf(&b, " |%s", f.Name)
	}
	b.WriteByte('\n')
	for f, err := range s.Features {
		b.WriteString(FeatureText(&f, err))
	}
	if s.Blank != nil && s.Blank() > 0 {
		fmt.Fprintf(&b, "blank %d\n", s.Blank())
	}
	for _, l := range s.Layers {
		fmt.Fprintf(&b, "layer %s\n", l)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "note %s / %s\n", n.ZH, n.EN)
	}
	return b.String()
}

// FeatureText is one line: the place in the file, where the feature is, what it
// has, and what is wrong with it.
func FeatureText(f *feature.Feature, err error) string {
	text := strconv.Itoa(f.Line)
	if f.ID != "" {
		text += " id=" + f.ID
	}
	if f.Layer != "" {
		text += " in " + f.Layer
	}
	if f.Geometry != nil {
		text += " " + wktOf(f.Geometry)
	}
	if f.Pair != "" {
		text += fmt.Sprintf(" pair %q", f.Pair)
	}
	if f.CRS != "" {
		text += fmt.Sprintf(" crs %q", f.CRS)
	}
	if f.Values != nil {
		text += fmt.Sprintf(" %q", f.Values)
	}
	var properties strings.Builder
	for _, k := range slices.Sorted(maps.Keys(f.Properties)) {
		fmt.Fprintf(&properties, " %s=%v", k, f.Properties[k])
	}
	text += properties.String()
	if err != nil {
		text += " error " + err.Error()
	}
	return text + "\n"
}

// ReadText is SourceText of a text.
func ReadText(read func(io.Reader, feature.Reading) (*feature.Source, error), text string, how feature.Reading) string {
	return SourceText(read(strings.NewReader(text), how))
}

// CheckFeatures holds a Source to what every reader promises: a place or an error,
// rings that are closed, and nothing after an error that ends a file.
func CheckFeatures(t *testing.T, s *feature.Source) {
	t.Helper()
	ended := false
	for f, err := range s.Features {
		var e *feature.Error
		switch {
		case ended:
			t.Fatal("something follows the error that ends a file")
		case err == nil && !feature.HasPlace(f.Geometry):
			t.Fatalf("no place and no error: %+v", f)
		case err != nil && !feature.IsFeatureError(err):
			if ended = true; !errors.As(err, &e) {
				t.Fatalf("%T %v", err, err)
			}
		}
		if err == nil {
			checkShape(t, s.Kind, f.Geometry)
		}
	}
}

func checkShape(t *testing.T, kind feature.Kind, g orb.Geometry) {
	t.Helper()
	for _, polygon := range feature.Polygons(g) {
		for _, ring := range polygon {
			if len(ring) < 4 || !ring.Closed() {
				t.Fatalf("open ring %v", ring)
			}
		}
	}
	for _, p := range Positions(g) {
		if kind == feature.KML && (math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90) {
			t.Fatalf("out of range: %v", p)
		}
	}
}

// Features reads a source to its end; an error ends the test.
func Features(t testing.TB, src *feature.Source) (all []feature.Feature) {
	t.Helper()
	for f, err := range src.Features {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

// LastError reads what was opened to its end, and closes it.
func LastError(src *feature.Source, err error) error {
	if err != nil {
		return err
	}
	for _, wrong := range src.Features {
		if wrong != nil {
			err = wrong
		}
	}
	return errors.Join(err, src.Close())
}

// Collect reads a source to its end.
func Collect(src *feature.Source) (shapes []orb.Geometry, wrong []error) {
	for f, err := range src.Features {
		if err != nil {
			wrong = append(wrong, err)
		} else {
			shapes = append(shapes, f.Geometry)
		}
	}
	return shapes, wrong
}

// wktOf is WKT with all digits. It is orb's, so that the room of WKT can be
// tried with this package too.
func wktOf(g orb.Geometry) string {
	return regexp.MustCompile(`-?[0-9.]+e[+-]\d+`).ReplaceAllStringFunc(wkt.MarshalString(g), func(number string) string {
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return number
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	})
}
