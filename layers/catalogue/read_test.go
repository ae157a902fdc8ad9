package catalogue_test

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/catalogue"
)

// TestOpenAnyFormat: a department's file, in its own system, encoding and column
// names, is the same layer as GeoJSON.
func TestOpenAnyFormat(t *testing.T) {
	shape := orb.MultiPolygon{{{{112.8, 35.5}, {112.81, 35.5}, {112.81, 35.512}, {112.8, 35.5}}}}
	fields := []feature.Field{
		{Name: "SYDBM", Type: feature.TextField},
		{Name: "BSM", Type: feature.TextField},
		{Name: "MC", Type: feature.TextField},
		{Name: "BHQJB", Type: feature.TextField},
		{Name: "JD", Type: feature.RealField},
		{Name: "SFSY", Type: feature.BoolField},
		{Name: "SXRQ", Type: feature.TextField},
	}
	want := layers.Attributes{Code: "0012", Name: "一号水源地", Grade: "一级", SourceCode: "S1", AccuracyM: 5, Illustrative: true, Span: layers.Span{From: "2020-01-01"}}
	for _, c := range []struct {
		name     string
		kind     feature.Kind
		system   crs.CRS
		encoding feature.Encoding
		declare  string // in the catalogue
		refused  string
	}{
		{name: "Shapefile in GBK, zone 38", kind: feature.Shapefile, system: 4526, encoding: feature.GB18030},
		{name: "GeoPackage, zone 37", kind: feature.GeoPackage, system: 4525},
		{name: "GeoPackage, degrees", kind: feature.GeoPackage, system: crs.CGCS2000},
		{name: "CSV with WKT, zone 38 by the catalogue", kind: feature.CSVKind, system: 4526, declare: "EPSG:4526"},
		{name: "XLSX", kind: feature.XLSX, system: crs.CGCS2000, declare: "EPSG:4490"},
		{name: "XLSX that says no system", kind: feature.XLSX, system: crs.CGCS2000, refused: "crs"},
		{name: "GeoJSON", kind: feature.GeoJSON, system: crs.CGCS2000},
		{name: "GeoJSON of a web map", kind: feature.GeoJSON, system: crs.GCJ02, declare: "GCJ-02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			given, err := c.system.Project(shape)
			if err != nil {
				t.Fatal(err)
			}
			var file bytes.Buffer
			said := c.system
			if c.system == crs.GCJ02 {
				said = crs.CGCS2000 // the format cannot say it
			}
			w, err := format.NewWriter(c.kind, &file, feature.Schema{Layer: "zones", CRS: said, Fields: fields, Encoding: c.encoding})
			if err != nil {
				t.Fatal(err)
			}
			err = w.Write(feature.Feature{Geometry: given, Properties: map[string]any{
				"SYDBM": "S1", "BSM": "0012", "MC": "一号水源地", "BHQJB": "一级保护区", "JD": 5.0, "SFSY": true, "SXRQ": "2020-01-01",
			}})
			if err == nil {
				err = w.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			dir := fstest.MapFS{
				"catalogue.json": {Data: []byte(`{"layers":[{"id":"zones","role":"zones","grades":["一级","二级"],"file":"zones.dat","crs":"` + c.declare + `"}]}`)},
				"zones.dat":      {Data: file.Bytes()},
			}
			release, err := catalogue.Open(dir, nil)
			if c.refused != "" {
				if err == nil || !strings.Contains(err.Error(), c.refused) {
					t.Fatalf("%v, want %q", err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			zones := release.Layer("zones").Zones
			if len(zones) != 1 || zones[0].Attributes != want {
				t.Fatalf("%+v", zones)
			}
			for i, corner := range shape[0][0] {
				if off := nearestM(zones[0].Shape[0][0], corner); off > 1e-3 {
					t.Errorf("corner %d is %g m off", i, off)
				}
			}
		})
	}
}

// nearestM is how far the nearest corner of the ring lies from p, in metres.
func nearestM(ring orb.Ring, p orb.Point) float64 {
	best := math.Inf(1)
	for _, q := range ring {
		best = min(best, math.Hypot((q[0]-p[0])*90_000, (q[1]-p[1])*111_000))
	}
	return best
}

// TestOpenRefusesHalfAFile: a layer without some of its zones would answer as if
// they were not.
func TestOpenRefusesHalfAFile(t *testing.T) {
	const drawing = "0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n8\na\n90\n3\n70\n1\n10\n38395658.5\n20\n3930673.5\n10\n38395858.5\n20\n3930673.5\n10\n38395858.5\n20\n3930573.5\n0\nHATCH\n8\na\n0\nENDSEC\n0\nEOF\n"
	for text, refused := range map[string]bool{drawing: true, strings.Replace(drawing, "HATCH", "TEXT", 1): false} {
		_, err := catalogue.Open(fstest.MapFS{
			"catalogue.json": {Data: []byte(`{"layers":[{"id":"zones","role":"zones","file":"zones.dxf","crs":"EPSG:4526"}]}`)},
			"zones.dxf":      {Data: []byte(text)},
		}, nil)
		if refused != (err != nil) || refused && !strings.Contains(err.Error(), "HATCH") {
			t.Errorf("refused %v: %v", refused, err)
		}
	}
}
