package kml

import (
	"bytes"
	"strings"
	"testing"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/wk"
)

// TestKML: one more case is one more file, and -update.
func TestKML(t *testing.T) {
	formattest.Golden(t, "testdata/kml/*.kml", func(data []byte) string {
		if !Is(data) {
			t.Error("not told as KML")
		}
		return formattest.ReadText(Read, string(data), feature.Reading{})
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
		s, err := Read(strings.NewReader(text), feature.Reading{Layer: c.layer})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range formattest.Features(t, s) {
			shape, _ := wk.AppendWKT(nil, f.Geometry)
			got += string(shape)
		}
		if got != c.want || s.Declared != crs.CRS84 || strings.Join(s.Layers, " ") != "a a/b" {
			t.Errorf("%q: %s, %v, %q", c.layer, got, s.Declared, s.Layers)
		}
	}
}

func TestKMZ(t *testing.T) {
	point := `<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`
	other := strings.Replace(point, "1,2", "3,4", 1)
	gbk := formattest.GBK(`<?xml version="1.0" encoding="GBK"?><kml><Placemark><name>水源地</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`)
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
			s, err := ReadKMZ(formattest.ZipFile(t, c.parts...), feature.Reading{})
			if got := formattest.SourceText(s, err); !strings.Contains(got, c.want) {
				t.Errorf("got %swant %s", got, c.want)
			}
			if s != nil && s.Close() != nil {
				t.Error("not closed")
			}
		})
	}
}

func TestIsKML(t *testing.T) {
	formattest.Tells(t, Is, map[string]bool{
		"<kml>": true,
		"\ufeff<?xml version=\"1.0\" encoding=\"GBK\"?>\n<!-- a --><kml xmlns=\"http://www.opengis.net/kml/2.2\">": true,
		"<Document xmlns=\"http://www.opengis.net/kml/2.2\">":                                                      true,
		"<Document>": false,
		"<html>":     false,
		"<":          false,
		"kml":        false,
		"":           false,
	})
}

func TestKMLHostile(t *testing.T) {
	const open = "<kml><Document><Placemark><LineString><coordinates>"
	formattest.Withstands(t, 64<<20, Read, []formattest.Hostile{
		{Name: "folders without end", Doc: formattest.Endless{Head: "<kml>", Text: "<Folder>", N: 1e6}, Wrong: "nested deeper than 32"},
		{Name: "geometries without end", Doc: formattest.Endless{Head: "<kml><Placemark>", Text: "<MultiGeometry>", N: 1e6}, Wrong: "nested deeper than 32"},
		{Name: "unknown elements without end", Doc: formattest.Endless{Head: "<kml><Placemark>", Text: "<x>", N: 1e6}, Wrong: "nested deeper than 32"},
		{Name: "vertices", Doc: formattest.Endless{Head: open, Text: "1,2 ", N: 1e5}, How: feature.Reading{Limits: feature.Limits{Vertices: 1000}}, Wrong: "whole"},
		{Name: "too many vertices", Doc: formattest.Endless{Head: open + strings.Repeat("1,2 ", 2000) + "</coordinates>", Text: " ", N: 10}, How: feature.Reading{Limits: feature.Limits{Vertices: 1000}}, Wrong: "more than 1000 vertices"},
		{Name: "a text of 100 MB", Doc: formattest.Endless{Head: "<kml><Placemark><name>", Text: "x", N: 100e6}, How: feature.Reading{Limits: feature.Limits{Vertices: 1000}}, Wrong: "an element of more than 1112576 bytes"},
		{Name: "a tag of 100 MB", Doc: formattest.Endless{Head: "<kml a=\"", Text: "x", N: 100e6}, How: feature.Reading{Limits: feature.Limits{Vertices: 1000}}, Wrong: "an element of more than 1112576 bytes"},
		{Name: "a comment of 100 MB", Doc: formattest.Endless{Head: "<kml><!--", Text: "x", N: 100e6}, How: feature.Reading{Limits: feature.Limits{Vertices: 1000}}, Wrong: "an element of more than 1112576 bytes"},
		{Name: "features", Doc: formattest.Endless{Head: "<kml>", Text: "<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>", N: 1e6}, How: feature.Reading{Limits: feature.Limits{Features: 100}}, Wrong: "more than 100 features"},
		{Name: "a file beyond its limit", Doc: formattest.Endless{Head: "<kml>", Text: "<x/>", N: 1e6}, How: feature.Reading{Limits: feature.Limits{Bytes: 1 << 20}}, Wrong: "more than 1048576 bytes"},
		{Name: "a million entities", Doc: formattest.Endless{Head: "<kml><Placemark><name>", Text: "&a;", N: 1e6}, Wrong: "invalid character entity"},
	})
}

func TestKMZHostile(t *testing.T) {
	bomb := formattest.ZipFile(t, "doc.kml", "<kml><!--"+strings.Repeat(" ", 64<<20))
	formattest.Bounded(t, 64<<20, func() {
		err := formattest.LastError(ReadKMZ(bomb, feature.Reading{Limits: feature.Limits{Bytes: 1 << 20}}))
		if !formattest.Says(err, "more than 1048576 bytes") {
			t.Errorf("got %v", err)
		}
	})
}

// All documents of a KMZ together are held to the limits.
func TestKMZLimits(t *testing.T) {
	point := `<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`
	for _, c := range []struct {
		limits feature.Limits
		want   string
	}{
		{feature.Limits{Features: 2}, "more than 2 features"},
		{feature.Limits{Bytes: 200}, "more than 200 bytes"},
		{feature.Limits{Features: 3, Bytes: 3000}, ""},
	} {
		err := formattest.LastError(ReadKMZ(formattest.ZipFile(t, "a.kml", point, "b.kml", point, "c.kml", point), feature.Reading{Limits: c.limits}))
		if !formattest.Says(err, c.want) {
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
		s, err := Read(bytes.NewReader(data), feature.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		formattest.CheckFeatures(t, s)
	})
}
