package format

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"waterzones/geo/crs"
)

// TestKML: one more case is one more file, and -update.
func TestKML(t *testing.T) {
	golden(t, "testdata/kml/*.kml", func(data []byte) string {
		if !isKML(data) {
			t.Error("not told as KML")
		}
		return readText(readKML, string(data), Reading{})
	})
}

func TestKMLLayer(t *testing.T) {
	const text = `<kml><Folder><name>a</name><Folder><name>b</name><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></Folder>` +
		`<Placemark><Point><coordinates>3,4</coordinates></Point></Placemark></Folder><Placemark><Point><coordinates>5,6</coordinates></Point></Placemark></kml>`
	for _, c := range []struct {
		layer string
		want  string // points
	}{
		{"", "POINT(1 2)POINT(3 4)POINT(5 6)"},
		{"a", "POINT(1 2)POINT(3 4)"},
		{"b", "POINT(1 2)"},
		{"a/b", "POINT(1 2)"},
		{"c", ""},
	} {
		s, err := readKML(strings.NewReader(text), Reading{Layer: c.layer})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for f, err := range s.Features {
			if err != nil {
				t.Fatal(err)
			}
			shape, _ := appendWKT(nil, f.Geometry)
			got += string(shape)
		}
		if got != c.want || s.Declared != crs.CRS84 || strings.Join(s.Layers, " ") != "a a/b" {
			t.Errorf("%q: %s, %v, %q", c.layer, got, s.Declared, s.Layers)
		}
	}
}

// zipped is a zip of names and contents in turn.
func zipped(t testing.TB, parts ...string) Content {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return contentOf(b.Bytes())
}

func contentOf(data []byte) Content {
	return Content{Name: "file", ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
}

func TestKMZ(t *testing.T) {
	point := `<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`
	other := strings.Replace(point, "1,2", "3,4", 1)
	gbk := gbk(`<?xml version="1.0" encoding="GBK"?><kml><Placemark><name>水源地</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`)
	for _, c := range []struct {
		name, want string
		parts      []string
	}{
		{"doc.kml", "1 POINT(1 2)\n", []string{"doc.kml", point, "files/a.png", "x"}},
		{"one of another name", "1 POINT(1 2)\n", []string{"水源.kml", point}},
		{"doc.kml among others", "2 POINT(3 4)\n1 POINT(1 2)\n", []string{"a.kml", point, "doc.kml", "\n" + other}},
		{"several", "1 POINT(1 2)\n2 POINT(3 4)\n", []string{"layers/b.kml", "\n" + other, "a.kml", point}},
		{"a broken one among others", "1 POINT(1 2)\n0 error 第 1 行", []string{"doc.kml", point, "b.kml", "<kml>"}},
		{"none", "there is no KML", []string{"a.txt", point}},
		{"GBK", "POINT(1 2) name=水源地", []string{"doc.kml", gbk}},
		{"a way out", "refused", []string{"../doc.kml", point}},
		{"an archive in it", "there is no KML", []string{"doc.kmz", point}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := readKMZ(zipped(t, c.parts...), Reading{})
			if got := sourceText(s, err); !strings.Contains(got, c.want) {
				t.Errorf("got %swant %s", got, c.want)
			}
			if s != nil && s.Close() != nil {
				t.Error("not closed")
			}
		})
	}
}

func TestIsKML(t *testing.T) {
	for _, c := range []struct {
		head string
		want bool
	}{
		{"<kml>", true},
		{"\ufeff<?xml version=\"1.0\" encoding=\"GBK\"?>\n<!-- a --><kml xmlns=\"http://www.opengis.net/kml/2.2\">", true},
		{"<Document xmlns=\"http://www.opengis.net/kml/2.2\">", true},
		{"<Document>", false},
		{"<html>", false},
		{"<", false},
		{"kml", false},
		{"", false},
	} {
		if got := isKML([]byte(c.head)); got != c.want {
			t.Errorf("%q: %v", c.head, got)
		}
	}
}

func TestKMLHostile(t *testing.T) {
	const open = "<kml><Document><Placemark><LineString><coordinates>"
	for _, c := range []struct {
		name  string
		doc   endless
		how   Reading
		wrong string
	}{
		{"folders without end", endless{head: "<kml>", text: "<Folder>", n: 1e6}, Reading{}, "nested deeper than 32"},
		{"geometries without end", endless{head: "<kml><Placemark>", text: "<MultiGeometry>", n: 1e6}, Reading{}, "nested deeper than 32"},
		{"unknown elements without end", endless{head: "<kml><Placemark>", text: "<x>", n: 1e6}, Reading{}, "nested deeper than 32"},
		{"vertices", endless{head: open, text: "1,2 ", n: 1e5}, Reading{Limits: Limits{Vertices: 1000}}, "whole"},
		{"too many vertices", endless{head: open + strings.Repeat("1,2 ", 2000) + "</coordinates>", text: " ", n: 10}, Reading{Limits: Limits{Vertices: 1000}}, "more than 1000 vertices"},
		{"a text of 100 MB", endless{head: "<kml><Placemark><name>", text: "x", n: 100e6}, Reading{Limits: Limits{Vertices: 1000}}, "an element of more than 1112576 bytes"},
		{"a tag of 100 MB", endless{head: "<kml a=\"", text: "x", n: 100e6}, Reading{Limits: Limits{Vertices: 1000}}, "an element of more than 1112576 bytes"},
		{"a comment of 100 MB", endless{head: "<kml><!--", text: "x", n: 100e6}, Reading{Limits: Limits{Vertices: 1000}}, "an element of more than 1112576 bytes"},
		{"features", endless{head: "<kml>", text: "<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>", n: 1e6}, Reading{Limits: Limits{Features: 100}}, "more than 100 features"},
		{"a file beyond its limit", endless{head: "<kml>", text: "<x/>", n: 1e6}, Reading{Limits: Limits{Bytes: 1 << 20}}, "more than 1048576 bytes"},
		{"a million entities", endless{head: "<kml><Placemark><name>", text: "&a;", n: 1e6}, Reading{}, "invalid character entity"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bounded(t, 64<<20, func() {
				s, err := readKML(&c.doc, c.how)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range s.Features {
					err = e
				}
				if !says(err, c.wrong) || err == nil {
					t.Errorf("got %v, want %s", err, c.wrong)
				}
			})
		})
	}
}

func TestKMZHostile(t *testing.T) {
	bomb := zipped(t, "doc.kml", "<kml><!--"+strings.Repeat(" ", 64<<20))
	bounded(t, 64<<20, func() {
		s, err := readKMZ(bomb, Reading{Limits: Limits{Bytes: 1 << 20}})
		if err == nil {
			for _, e := range s.Features {
				err = e
			}
		}
		if !says(err, "more than 1048576 bytes") || err == nil {
			t.Errorf("got %v", err)
		}
	})
}

// All documents of a KMZ together are held to the limits.
func TestKMZLimits(t *testing.T) {
	point := `<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`
	for _, c := range []struct {
		limits Limits
		want   string
	}{
		{Limits{Features: 2}, "more than 2 features"},
		{Limits{Bytes: 200}, "more than 200 bytes"},
		{Limits{Features: 3, Bytes: 3000}, ""},
	} {
		s, err := readKMZ(zipped(t, "a.kml", point, "b.kml", point, "c.kml", point), Reading{Limits: c.limits})
		if err == nil {
			for _, e := range s.Features {
				err = e
			}
		}
		if !says(err, c.want) {
			t.Errorf("%+v: %v", c.limits, err)
		}
	}
}

// FuzzKML: every feature has a geometry in range or is wrong, and reading ends.
func FuzzKML(f *testing.F) {
	for _, seed := range []string{
		`<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`,
		`<kml><Folder><name>a</name><Placemark><MultiGeometry><LineString><coordinates>1,2 3,4,5</coordinates></LineString></MultiGeometry></Placemark></Folder></kml>`,
		`<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>`, `<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 1,2`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := readKML(bytes.NewReader(data), Reading{})
		if err != nil {
			t.Fatal(err)
		}
		checkFeatures(t, s)
	})
}
