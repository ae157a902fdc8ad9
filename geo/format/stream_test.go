package format

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// TestReadersStream: memory does not grow with the features of a file, whatever
// the format. Texts come as a stream that nobody holds, without their ends.
func TestReadersStream(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	const n = 20_000
	const one = `{"type":"Feature","properties":{"name":"井"},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}`
	for kind, text := range map[feature.Kind]*formattest.Endless{
		feature.GeoJSON:    {Head: `{"type":"FeatureCollection","features":[` + one, Text: "," + one, N: n - 1},
		feature.GeoJSONSeq: {Text: one + "\n", N: n},
		feature.CSVKind:    {Head: "name,lon,lat\n", Text: "a,112.85,35.5\n", N: n},
		feature.JSONLines:  {Text: `{"name":"a","lon":112.85,"lat":35.5}` + "\n", N: n},
		feature.KML:        {Head: "<kml><Document>", Text: "<Placemark><name>a</name><Point><coordinates>112.85,35.5</coordinates></Point></Placemark>", N: n},
		feature.WKT:        {Text: "POINT(112.85 35.5)\n", N: n},
		feature.WKB:        {Text: "0101000000000000000000F03F0000000000000040\n", N: n},
		feature.Dikuai:     {Head: "[属性描述]\n坐标系=2000国家大地坐标系\n[地块坐标]\n", Text: "1,,1,,点,,,,@\n1,1,3930673.602,38395658.899\n", N: n},
		feature.CASS:       {Text: "1,,38395658.899,3930673.602,0\n", N: n},
		feature.DXF:        {Head: "0\nSECTION\n2\nENTITIES\n", Text: "0\nPOINT\n8\na\n10\n38395658.899\n20\n3930673.602\n", N: n + 1}, // the next one ends an entity
	} {
		t.Run(string(kind), func(t *testing.T) {
			steady(t, n, kind, func() (*feature.Source, error) { return OpenStream(text, feature.Reading{}) })
		})
	}
	for _, kind := range []feature.Kind{feature.XLSX, feature.Shapefile, feature.GeoPackage} {
		t.Run(string(kind), func(t *testing.T) {
			create := func(w io.Writer, schema feature.Schema) (feature.Writer, error) { return NewWriter(kind, w, schema) }
			data := formattest.Written(t, create, feature.Schema{CRS: crs.CGCS2000, Fields: []feature.Field{{Name: "name", Type: feature.TextField}}}, formattest.ManyWells(n))
			steady(t, n, kind, func() (*feature.Source, error) { return Open(formattest.File(data), feature.Reading{}) })
		})
	}
}

// steady wants n features of a file, and as much memory in use at its end as
// after a tenth.
func steady(t *testing.T, n int, kind feature.Kind, open func() (*feature.Source, error)) {
	t.Helper()
	src, err := open()
	if err != nil || src.Kind != kind {
		t.Fatalf("%+v, %v", src, err)
	}
	count, step := 0, formattest.Steady(t, n)
	for _, err := range src.Features {
		if err != nil && count == n {
			break // the text has no end
		}
		if err != nil {
			t.Fatal(err)
		}
		count++
		step()
	}
	if err := src.Close(); err != nil || count != n {
		t.Errorf("%d features, %v", count, err)
	}
}

// TestWritersStream: memory does not grow with what is written, either.
func TestWritersStream(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	const n = 20_000
	for _, kind := range []feature.Kind{feature.GeoJSON, feature.GeoJSONSeq, feature.CSVKind, feature.XLSX, feature.Shapefile, feature.GeoPackage, feature.WKT, feature.Dikuai} {
		t.Run(string(kind), func(t *testing.T) {
			system := crs.CRS(4526)
			if kind == feature.GeoJSONSeq {
				system = crs.CGCS2000
			}
			w, err := NewWriter(kind, io.Discard, feature.Schema{Layer: "wells", CRS: system, Fields: []feature.Field{{Name: "name", Type: feature.TextField}}})
			if err != nil {
				t.Fatal(err)
			}
			step := formattest.Steady(t, n)
			for i := range n {
				if err := w.Write(feature.Feature{Geometry: orb.Point{38395658 + float64(i)/8, 3930673}, Values: []string{"井"}}); err != nil {
					t.Fatal(err)
				}
				step()
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestNewWriter: formats that are read only are refused by name.
func TestNewWriter(t *testing.T) {
	for _, kind := range []feature.Kind{feature.KML, feature.WKB, feature.CASS, feature.DXF, "parquet", ""} {
		var b bytes.Buffer
		if _, err := NewWriter(kind, &b, feature.Schema{}); !formattest.Says(err, "is not written") || !strings.Contains(err.Error(), string(kind)) || b.Len() > 0 {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
