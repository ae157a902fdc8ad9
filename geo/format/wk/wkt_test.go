package wk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/wkt"
	"pgregory.net/rapid"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// pairs reads the lines of a text of cases; # begins a comment.
func pairs(t testing.TB, path string) (cases [][2]string) {
	t.Helper()
	for line := range strings.Lines(string(formattest.Bytes(t, path))) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		left, right, ok := strings.Cut(line, " | ")
		if !ok {
			t.Fatalf("no | in %q", line)
		}
		cases = append(cases, [2]string{strings.ReplaceAll(left, `\n`, "\n"), right})
	}
	return cases
}

// ewkt is how the cases write a geometry.
func ewkt(t testing.TB, g orb.Geometry, srid int) string {
	t.Helper()
	text, err := AppendWKT(nil, g)
	if err != nil {
		t.Fatal(err)
	}
	if srid != 0 {
		return fmt.Sprintf("SRID=%d;%s", srid, text)
	}
	return string(text)
}

func TestParseWKT(t *testing.T) {
	for _, c := range pairs(t, "testdata/wkt/geometries.txt") {
		g, srid, err := ParseWKT(c[0], feature.Limits{})
		if wrong, ok := strings.CutPrefix(c[1], "! "); ok {
			if !formattest.Says(err, wrong) {
				t.Errorf("%s: got %v, %v; want %s", c[0], g, err, wrong)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c[0], err)
		} else if got := ewkt(t, g, srid); got != c[1] {
			t.Errorf("%s: got %s, want %s", c[0], got, c[1])
		}
	}
}

// TestWKTAgainstGoGeom: go-geom reads what is written here, and prints it alike.
func TestWKTAgainstGoGeom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := formattest.AnyGeometry().Draw(t, "geometry")
		text, err := AppendWKT(nil, g)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := wkt.Unmarshal(string(text))
		if err != nil {
			t.Fatalf("go-geom on %s: %v", text, err)
		}
		again, err := wkt.Marshal(theirs)
		if err != nil {
			t.Fatal(err)
		}
		back, _, err := ParseWKT(again, feature.Limits{})
		if err != nil || !reflect.DeepEqual(back, g) {
			t.Fatalf("%s came back from go-geom as %s: %v", text, again, err)
		}
	})
}

func TestWKTWriter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shapes := rapid.SliceOfN(formattest.AnyGeometry(), 1, 4).Draw(t, "shapes")
		schema := feature.Schema{CRS: rapid.SampledFrom([]crs.CRS{0, crs.CGCS2000, 4526, 4547}).Draw(t, "crs")}
		var b bytes.Buffer
		w, err := NewWKTWriter(&b, schema)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range shapes {
			if err := w.Write(feature.Feature{Geometry: g}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if !IsWKT(b.Bytes()) {
			t.Fatalf("not told as WKT: %s", b.Bytes())
		}
		src, err := ReadWKT(&b, feature.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		got, wrong := formattest.Collect(src)
		if len(wrong) > 0 || src.Declared != schema.CRS || !reflect.DeepEqual(got, shapes) {
			t.Fatalf("got %v in %v, %v; want %v", got, src.Declared, wrong, shapes)
		}
	})
}

func TestWKTWriterRefuses(t *testing.T) {
	for _, c := range []crs.CRS{crs.GCJ02, crs.BD09} {
		if _, err := NewWKTWriter(io.Discard, feature.Schema{CRS: c}); !formattest.Says(err, "has no EPSG code") {
			t.Errorf("%v: %v", c, err)
		}
	}
	w, err := NewWKTWriter(io.Discard, feature.Schema{})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range formattest.Unwritable() {
		if err := w.Write(feature.Feature{Geometry: g}); !formattest.Says(err, "cannot be written") {
			t.Errorf("%v: %v", g, err)
		}
	}
}

func TestReadWKT(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // geometries and errors, with their lines
		declared   crs.CRS
		as         string
	}{
		{"one a line", "POINT(1 2)\n\nPOINT(3 4)\r\n", []string{"1 POINT(1 2)", "3 POINT(3 4)"}, 0, ""},
		{"no line end", "POINT(1 2)", []string{"1 POINT(1 2)"}, 0, ""},
		{"over several lines", "POLYGON((\n0 0,\n4 0,4 4,\n0 0\n))\nPOINT(1 2)", []string{"1 POLYGON((0 0,4 0,4 4,0 0))", "6 POINT(1 2)"}, 0, ""},
		{"type on its own line", "POLYGON Z\n((0 0 1,4 0 1,4 4 1,0 0 1))", []string{"1 POLYGON((0 0,4 0,4 4,0 0))"}, 0, ""},
		{"SRID on its own line", "SRID=4490;\nPOINT(1 2)", []string{"1 POINT(1 2)"}, crs.CGCS2000, "SRID=4490"},
		{"collection over lines", "GEOMETRYCOLLECTION(\nPOINT(1 2),\nPOINT(3 4)\n)", []string{"1 GEOMETRYCOLLECTION(POINT(1 2),POINT(3 4))"}, 0, ""},
		{"never closed", "POLYGON((0 0,4 0,\nPOINT(1 2)\nPOINT(3 4)", []string{"1 ! a position of 2 numbers is wanted", "2 POINT(1 2)", "3 POINT(3 4)"}, 0, ""},
		{"a bad line", "POINT(1 2)\nPOINT(1 x)\nhello\nPOINT(3 4)", []string{"1 POINT(1 2)", "2 ! not a finite number", "3 ! must be a type", "4 POINT(3 4)"}, 0, ""},
		{"first line bad", "POINT(x 2)\nPOINT(3 4)", []string{"1 ! not a finite number", "2 POINT(3 4)"}, 0, ""},
		{"SRIDs", "SRID=4526;POINT(1 2)\nSRID=4525;POINT(1 2)\nPOINT(1 2)", []string{"1 POINT(1 2)", "2 ! SRID=4525 differs from SRID=4526", "3 ! SRID=0 differs"}, 4526, "SRID=4526"},
		{"SRID not known", "SRID=2334;POINT(1 2)", []string{"1 POINT(1 2)"}, 0, "SRID=2334"},
		{"not text", "POINT(1 2)\nPOINT(\xff 2)", []string{"1 POINT(1 2)", "2 ! not a finite number"}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := ReadWKT(strings.NewReader(c.text), feature.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			checkShapes(t, src, c.want)
			if src.Declared != c.declared || src.DeclaredAs != c.as || (c.as != "" && c.declared == 0) != (len(src.Notes) > 0) {
				t.Errorf("declared %v as %q, notes %v", src.Declared, src.DeclaredAs, src.Notes)
			}
		})
	}
	if _, err := ReadWKT(strings.NewReader(" \n"), feature.Reading{}); !formattest.Says(err, "the file is empty") {
		t.Errorf("empty: %v", err)
	}
}

// checkShapes compares what a source of lines gives out.
func checkShapes(t *testing.T, src *feature.Source, want []string) {
	t.Helper()
	i := 0
	for f, err := range src.Features {
		if i >= len(want) {
			t.Fatalf("more than wanted: %v %v", f, err)
		}
		line, rest, _ := strings.Cut(want[i], " ")
		i++
		place := "第 " + line + " 行 / line " + line
		if wrong, bad := strings.CutPrefix(rest, "! "); bad {
			var e *feature.FeatureError
			if !errors.As(err, &e) || e.Place != place || !formattest.Says(err, wrong) {
				t.Errorf("got %v, want %s", err, want[i-1])
			}
			continue
		}
		if err != nil || f.Where() != place || ewkt(t, f.Geometry, 0) != rest {
			t.Errorf("got %v %v %v, want %s", f.Where(), f.Geometry, err, want[i-1])
		}
	}
	if i != len(want) {
		t.Errorf("%d given out, want %d", i, len(want))
	}
}

func TestIsWKT(t *testing.T) {
	formattest.Tells(t, IsWKT, map[string]bool{
		"POINT(1 2)": true, " \n srid=4526;Polygon z ((": true, "MULTIPOINT EMPTY": true, "CIRCULARSTRING(0 0)": true, "POINTZ(1": true,
		"": false, "point,name\n1,2": false, "POINT": false, "id,wkt\n1,POINT(1 2)": false, "POINTS(1 2)": false, "{}": false, "SRID=4526;": false, "[属性描述]": false,
	})
}

func TestWKTHostile(t *testing.T) {
	for _, c := range []struct {
		name  string
		doc   formattest.Endless
		wrong string
	}{
		{"nested collections", formattest.Endless{Text: "GEOMETRYCOLLECTION(", N: 1e6}, "one geometry of more than 6401024 bytes"},
		{"parentheses", formattest.Endless{Head: "POLYGON", Text: "(", N: 8e6}, "more than 8000 bytes"},
		{"vertices", formattest.Endless{Head: "LINESTRING(0 0", Text: ",1 1", N: 1e6}, "more than 50000 vertices"},
		{"a line of 50 MB", formattest.Endless{Text: "x", N: 50e6}, "more than"},
		{"never closed", formattest.Endless{Head: "POLYGON((0 0", Text: ",1 1\n", N: 5e6}, "more than"},
		{"white space", formattest.Endless{Text: " \n", N: 25e6}, "a file of more than 8388608 bytes"},
		{"features", formattest.Endless{Text: "POINT(1 2)\n", N: 1e5}, "more than 10000 features"},
	} {
		t.Run(c.name, func(t *testing.T) {
			limits := feature.DefaultLimits()
			if c.name == "parentheses" {
				limits.Bytes = 8000
			}
			var last error
			formattest.Bounded(t, 256<<20, func() { last = formattest.LastError(ReadWKT(&c.doc, feature.Reading{Limits: limits})) })
			var e *feature.Error
			if !errors.As(last, &e) || !formattest.Says(last, c.wrong) || !e.TooLarge {
				t.Errorf("got %v, want %s", last, c.wrong)
			}
		})
	}
	if _, _, err := ParseWKT(strings.Repeat("GEOMETRYCOLLECTION(", 1e5), feature.Limits{}); !formattest.Says(err, "nested deeper") {
		t.Errorf("nested: %v", err)
	}
}

func FuzzWKT(f *testing.F) {
	for _, c := range pairs(f, "testdata/wkt/geometries.txt") {
		f.Add(c[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		limits := feature.Limits{Vertices: 1000}
		if g, srid, err := ParseWKT(text, limits); err == nil {
			back, again, err := ParseWKT(ewkt(t, g, srid), limits)
			if err != nil || again != srid || !orb.Equal(back, g) {
				t.Errorf("%q: read as %v, then as %v, %v", text, g, back, err)
			}
		}
		src, err := ReadWKT(strings.NewReader(text), feature.Reading{Limits: limits})
		if err != nil {
			return
		}
		for f, err := range src.Features {
			if err == nil && !feature.HasPlace(f.Geometry) {
				t.Errorf("%q gave %v", text, f.Geometry)
			}
		}
	})
}
