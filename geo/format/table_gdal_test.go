package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/pgtest"
)

// gdalSample is what both programs are to say in every format.
func gdalSample() []Feature {
	return []Feature{
		{Geometry: orb.Polygon{
			{{112.8500001, 35.5}, {113.25, 35.5}, {113.25, 35.9}, {112.85, 35.9}, {112.8500001, 35.5}},
			{{112.9, 35.6}, {112.9, 35.7}, {113, 35.7}, {113, 35.6}, {112.9, 35.6}},
		}, Values: []string{"140502000001", "一级保护区, \"水域\"", "0.25"}},
		{Geometry: orb.MultiPolygon{
			{{{112, 35}, {112.1, 35}, {112.1, 35.1}, {112, 35}}},
			{{{112.123456789012, 35.2}, {112.3, 35.2}, {112.3, 35.3}, {112.123456789012, 35.2}}},
		}, Values: []string{"140502000002", "二级\n<准>&", "-3"}},
		{Geometry: orb.LineString{{112.5, 35.5}, {112.6, 35.6}}, Values: []string{"3", "管线", "1e-7"}},
	}
}

func gdalPoints() (features []Feature) {
	for i, f := range gdalSample() {
		f.Geometry = orb.Point{112.123456789012 + float64(i), 35.5 + float64(i)/7}
		features = append(features, f)
	}
	return features
}

func gdalFields() []Field {
	return []Field{{"code", TextField}, {"name", TextField}, {"area", RealField}}
}

// ogr2ogr converts a file; args stand before the names of the files.
func ogr2ogr(t *testing.T, data []byte, name, to string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		pgtest.Missing(t, "gdal", "the Debian package gdal-bin")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in."+name), filepath.Join(dir, "out."+to)
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("ogr2ogr", append(args, out, in)...).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr %q: %v\n%s", args, err, said)
	}
	result, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestTablesOfGDAL reads what GDAL writes.
func TestTablesOfGDAL(t *testing.T) {
	points, shapes := gdalPoints(), gdalSample()
	text := func(read func(io.Reader, Reading) (*Source, error)) func([]byte) (*Source, error) {
		return func(data []byte) (*Source, error) { return read(bytes.NewReader(data), Reading{}) }
	}
	for _, c := range []struct {
		name, ext string
		features  []Feature
		args      []string
		read      func([]byte) (*Source, error)
	}{
		{"CSV of WKT", "csv", shapes, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_WKT"}, text(readCSV)},
		{"CSV of WKT, tabs", "csv", shapes, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-lco", "SEPARATOR=TAB"}, text(readCSV)},
		{"CSV of X and Y", "csv", points, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_XY"}, text(readCSV)},
		{"CSV of Y and X", "csv", points, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_YX"}, text(readCSV)},
		{"GeoJSON", "geojson", shapes, []string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=12"}, text(readGeoJSON)},
		{"GeoJSON of RFC 7946", "geojson", points, []string{"-f", "GeoJSON", "-lco", "RFC7946=YES", "-lco", "COORDINATE_PRECISION=12"}, text(readGeoJSON)},
		{"GeoJSONSeq", "geojsonl", shapes, []string{"-f", "GeoJSONSeq", "-lco", "COORDINATE_PRECISION=12"}, text(readGeoJSONSeq)},
		{"GeoJSONSeq with RS", "geojsons", shapes, []string{"-f", "GeoJSONSeq", "-lco", "RS=YES", "-lco", "COORDINATE_PRECISION=12"}, text(readGeoJSONSeq)},
		{"KML", "kml", shapes, []string{"-f", "KML"}, text(readKML)},
		{"KML of LIBKML", "kml", shapes, []string{"-f", "LIBKML"}, text(readKML)},
		{"KMZ", "kmz", shapes, []string{"-f", "LIBKML"}, func(data []byte) (*Source, error) { return readKMZ(contentOf(data), Reading{}) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			given := written(t, newGeoJSONWriter, Schema{Fields: gdalFields(), Layer: "zones"}, c.features)
			s, err := c.read(ogr2ogr(t, given, "geojson", c.ext, c.args...))
			if err != nil {
				t.Fatal(err)
			}
			compareFeatures(t, s, c.features)
		})
	}
}

// TestXLSXOfGDAL reads a sheet of GDAL, which writes attributes only.
func TestXLSXOfGDAL(t *testing.T) {
	points := gdalPoints()
	given := written(t, newCSVWriter, Schema{Fields: gdalFields()}, points)
	data := ogr2ogr(t, given, "csv", "xlsx", "-f", "XLSX", "-oo", "AUTODETECT_TYPE=YES", "-oo", "KEEP_GEOM_COLUMNS=YES")
	s, err := readXLSX(contentOf(data), Reading{})
	if err != nil {
		t.Fatal(err)
	}
	compareFeatures(t, s, points)
}

// A legacy crs member of GDAL names the zone, and the coordinates are metres.
func TestGeoJSONOfGDALInZone(t *testing.T) {
	given := written(t, newGeoJSONWriter, Schema{Fields: gdalFields()}, gdalPoints()[:1])
	data := ogr2ogr(t, given, "geojson", "geojson", "-f", "GeoJSON", "-t_srs", "EPSG:4526", "-lco", "COORDINATE_PRECISION=6")
	s, err := readGeoJSON(bytes.NewReader(data), Reading{})
	if err != nil || s.Declared != 4526 {
		t.Fatalf("declared %v, %v", s.Declared, err)
	}
	want := gdalPoints()[0].Geometry.(orb.Point)
	for f, err := range s.Features {
		if err != nil {
			t.Fatal(err)
		}
		p := f.Geometry.(orb.Point)
		got, err := s.Declared.Inverse(p[1], p[0])
		if err != nil || degreesApart(got, want) > 1e-9 {
			t.Errorf("%v is %v, %v; want %v", p, got, err, want)
		}
	}
}

// TestTablesByGDAL has GDAL read what we write, and say it as GeoJSON.
func TestTablesByGDAL(t *testing.T) {
	points, shapes := gdalPoints(), gdalSample()
	names := []string{"-oo", "AUTODETECT_TYPE=NO", "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "X_POSSIBLE_NAMES=lon,easting", "-oo", "Y_POSSIBLE_NAMES=lat,northing", "-oo", "KEEP_GEOM_COLUMNS=NO"}
	for _, c := range []struct {
		name, ext string
		create    func(io.Writer, Schema) (Writer, error)
		schema    Schema
		features  []Feature
		args      []string
	}{
		{"CSV of points", "csv", newCSVWriter, Schema{}, points, names},
		{"CSV of shapes", "csv", newCSVWriter, Schema{}, shapes, names},
		{"CSV with BOM", "csv", newCSVWriter, Schema{Encoding: UTF8BOM}, shapes, names},
		{"GeoJSON", "geojson", newGeoJSONWriter, Schema{Layer: "zones", CRS: crs.CGCS2000}, shapes, nil},
		{"GeoJSONSeq", "geojsons", newGeoJSONSeqWriter, Schema{}, shapes, nil},
		{"XLSX of shapes", "xlsx", newXLSXWriter, Schema{Layer: "保护区"}, shapes, []string{"-dialect", "sqlite", "-sql", `SELECT code, name, area, GeomFromText(wkt) AS geometry FROM "保护区"`}},
		{"XLSX of points", "xlsx", newXLSXWriter, Schema{Layer: "水井"}, points, []string{"-dialect", "sqlite", "-sql", `SELECT code, name, area, MakePoint(lon, lat) AS geometry FROM "水井"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.schema.Fields = gdalFields()
			args := append([]string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=12"}, c.args...)
			data := ogr2ogr(t, written(t, c.create, c.schema, c.features), c.ext, "geojson", args...)
			s, err := readGeoJSON(bytes.NewReader(data), Reading{})
			if err != nil {
				t.Fatal(err)
			}
			compareFeatures(t, s, c.features)
		})
	}
}

// A system in metres reaches GDAL with GeoJSON.
func TestGeoJSONInZoneByGDAL(t *testing.T) {
	data := written(t, newGeoJSONWriter, Schema{CRS: 4526}, []Feature{{Geometry: orb.Point{38395658.898599, 3930673.602039}}})
	out := ogr2ogr(t, data, "geojson", "geojson", "-f", "GeoJSON", "-t_srs", "EPSG:4490", "-lco", "RFC7946=NO", "-lco", "COORDINATE_PRECISION=12")
	s, err := readGeoJSON(bytes.NewReader(out), Reading{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for f, err := range s.Features {
		if n++; err != nil || degreesApart(f.Geometry.(orb.Point), orb.Point{112.85, 35.5}) > 1e-9 {
			t.Errorf("%v, %v", f.Geometry, err)
		}
	}
	if n != 1 {
		t.Errorf("%d features", n)
	}
}

// compareFeatures wants the same places to 1e-9 degrees and the same attributes.
func compareFeatures(t *testing.T, s *Source, want []Feature) {
	t.Helper()
	n := 0
	for f, err := range s.Features {
		if err != nil {
			t.Fatal(err)
		}
		if n == len(want) {
			t.Fatal("more features than were written")
		}
		w := want[n]
		n++
		if f.Pair != "" {
			readings, err := crs.ParsePair(f.Pair, crs.Options{})
			if err != nil || len(readings) != 1 {
				t.Fatalf("%q: %v, %v", f.Pair, readings, err)
			}
			f.Geometry = readings[0].Point
		}
		if shape, _ := appendWKT(nil, f.Geometry); !sameShape(f.Geometry, w.Geometry) {
			t.Errorf("feature %d is %s", n, shape)
		}
		for i, field := range gdalFields() {
			if got := attributeOf(s, &f, field.Name); !sameText(got, w.Values[i]) {
				t.Errorf("feature %d has %s=%q, want %q", n, field.Name, got, w.Values[i])
			}
		}
	}
	if n != len(want) {
		t.Errorf("%d features, want %d", n, len(want))
	}
}

// attributeOf is an attribute by its name; KML of GDAL writes name as Name.
func attributeOf(s *Source, f *Feature, name string) string {
	for i, field := range s.Fields {
		if field.Name == name {
			return f.Values[i]
		}
	}
	if v, ok := f.Properties["ExtendedData."+name]; ok {
		return fmt.Sprint(v)
	}
	if v, ok := f.Properties[name].(float64); ok {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	if f.Properties[name] == nil {
		return ""
	}
	return fmt.Sprint(f.Properties[name])
}

// sameText takes numbers as such.
func sameText(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return a == b || errX == nil && errY == nil && x == y
}

// sameShape compares positions in order, to 1e-9 degrees, and how they are nested.
func sameShape(a, b orb.Geometry) bool {
	if a == nil || b == nil || a.GeoJSONType() != b.GeoJSONType() {
		return false
	}
	var numbers [2][]float64
	var brackets [2]string
	for i, g := range []orb.Geometry{a, b} {
		text := string(AppendGeometry(nil, g))
		brackets[i] = strings.Map(func(r rune) rune {
			if strings.ContainsRune("[],", r) {
				return r
			}
			return -1
		}, text)
		_, positions, _ := strings.Cut(text, "[")
		for _, part := range strings.FieldsFunc(positions, func(r rune) bool { return strings.ContainsRune("[],}", r) }) {
			v, err := strconv.ParseFloat(part, 64)
			if err != nil {
				return false
			}
			numbers[i] = append(numbers[i], v)
		}
	}
	return brackets[0] == brackets[1] && slices.EqualFunc(numbers[0], numbers[1], func(x, y float64) bool { return math.Abs(x-y) <= 1e-9 })
}

func degreesApart(a, b orb.Point) float64 {
	return max(math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1]))
}

// The writers' own text, and what they refuse.
func TestTableWriters(t *testing.T) {
	point := Feature{ID: "7", Geometry: orb.Point{112.85, 35.5}, Properties: map[string]any{"a": 1.5, "b": "<x>", "c": nil}}
	line := Feature{Geometry: orb.LineString{{1, 2}, {3, 4}}, Values: []string{"x,y", "007", ""}}
	bare := Feature{Geometry: line.Geometry}
	fields := []Field{{"a", TextField}, {"b", IntegerField}, {"c", RealField}}
	for _, c := range []struct {
		name     string
		create   func(io.Writer, Schema) (Writer, error)
		schema   Schema
		features []Feature
		want     string
	}{
		{"CSV", newCSVWriter, Schema{Fields: fields[:2]}, []Feature{point}, "a,b,lon,lat\n1.5,<x>,112.85,35.5\n"},
		{"CSV of bare rows", newCSVWriter, Schema{Fields: fields[:2], Bare: true}, []Feature{point, {Values: []string{"1", "2"}}}, "a,b\n1.5,<x>\n1,2\n"},
		{"CSV, no features", newCSVWriter, Schema{Fields: fields}, nil, "a,b,c,wkt\n"},
		{"CSV with BOM", newCSVWriter, Schema{Encoding: UTF8BOM}, []Feature{bare, point}, "\ufeffwkt\n\"LINESTRING(1 2,3 4)\"\nPOINT(112.85 35.5)\n"},
		{"CSV in a zone", newCSVWriter, Schema{CRS: 4526}, []Feature{{Geometry: orb.Point{38395658.899, 3930673.602}}}, "easting,northing,crs\n38395658.899,3930673.602,EPSG:4526\n"},
		{"CSV in GCJ-02", newCSVWriter, Schema{CRS: crs.GCJ02}, []Feature{point}, "lon,lat,crs\n112.85,35.5,GCJ-02\n"},
		{"CSV of shapes in a zone", newCSVWriter, Schema{CRS: 4526}, []Feature{bare, {}}, "wkt,crs\n\"LINESTRING(1 2,3 4)\",EPSG:4526\n,\n"},
		{"CSV that has lon", newCSVWriter, Schema{Fields: []Field{{"Lon", TextField}}}, []Feature{{Geometry: point.Geometry, Values: []string{"x"}}}, "Lon,lon_wz,lat\nx,112.85,35.5\n"},
		{"GeoJSON", newGeoJSONWriter, Schema{Layer: "甲", CRS: crs.WGS84}, []Feature{point, {}}, `{"type":"FeatureCollection","name":"甲","features":[` + "\n" +
			`{"type":"Feature","id":"7","properties":{"a":1.5,"b":"<x>","c":null},"geometry":{"type":"Point","coordinates":[112.85,35.5]}},` + "\n" +
			`{"type":"Feature","properties":null,"geometry":null}` + "\n]}\n"},
		{"GeoJSON, no features", newGeoJSONWriter, Schema{}, nil, `{"type":"FeatureCollection","features":[` + "\n]}\n"},
		{"GeoJSON of cells", newGeoJSONWriter, Schema{Fields: fields, CRS: 4526}, []Feature{line, {Values: []string{"", "-7", "1.5e3"}}}, `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4526"}},"features":[` + "\n" +
			`{"type":"Feature","properties":{"a":"x,y","b":"007","c":null},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},` + "\n" +
			`{"type":"Feature","properties":{"a":"","b":-7,"c":1.5e3},"geometry":null}` + "\n]}\n"},
		{"GeoJSONSeq", newGeoJSONSeqWriter, Schema{Fields: fields[1:2]}, []Feature{point}, "\x1e" + `{"type":"Feature","id":"7","properties":{"b":"<x>"},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}` + "\n"},
	} {
		if got := string(written(t, c.create, c.schema, c.features)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestTableWritersRefuse(t *testing.T) {
	place := func(g orb.Geometry) []Feature { return []Feature{{Geometry: g}} }
	for _, c := range []struct {
		name     string
		create   func(io.Writer, Schema) (Writer, error)
		schema   Schema
		features []Feature
		want     string
	}{
		{"CSV in GB18030", newCSVWriter, Schema{Encoding: GB18030}, nil, "not in GB18030"},
		{"CSV, a line after a point", newCSVWriter, Schema{}, []Feature{{Geometry: orb.Point{1, 2}}, {Geometry: orb.LineString{{1, 2}, {3, 4}}}}, "not for lines or areas"},
		{"CSV, no number", newCSVWriter, Schema{}, place(orb.Point{math.NaN(), 2}), "不能写出"},
		{"GeoJSON in GCJ-02", newGeoJSONWriter, Schema{CRS: crs.GCJ02}, nil, "no EPSG code"},
		{"GeoJSON, no number", newGeoJSONWriter, Schema{}, place(orb.Point{math.Inf(1), 2}), "不能写出"},
		{"GeoJSON, no JSON", newGeoJSONWriter, Schema{}, []Feature{{Properties: map[string]any{"a": math.NaN()}}}, "cannot be JSON"},
		{"GeoJSON, no JSON in a field", newGeoJSONWriter, Schema{Fields: []Field{{"a", RealField}}}, []Feature{{Properties: map[string]any{"a": math.NaN()}}}, "cannot be JSON"},
		{"GeoJSONSeq in a zone", newGeoJSONSeqWriter, Schema{CRS: 4526}, nil, "longitude and latitude only"},
	} {
		w, err := c.create(io.Discard, c.schema)
		for _, f := range c.features {
			if err == nil {
				err = w.Write(f)
			}
		}
		if !says(err, c.want) || err == nil {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

// A disk that is full is told at the latest by Close.
func TestTableWritersFail(t *testing.T) {
	for _, create := range []func(io.Writer, Schema) (Writer, error){newCSVWriter, newXLSXWriter, newGeoJSONWriter, newGeoJSONSeqWriter} {
		w, err := create(fullDisk{}, Schema{})
		if err == nil {
			err = w.Write(Feature{Geometry: orb.Point{1, 2}})
		}
		if err == nil {
			err = w.Close()
		}
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("%T: %v", w, err)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, os.ErrClosed }
