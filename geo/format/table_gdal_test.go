package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/kml"
	"waterzones/geo/format/table"
	"waterzones/geo/format/wk"
	"waterzones/geo/geojson"
)

// gdalSample is what both programs are to say in every format.
func gdalSample() []feature.Feature {
	return []feature.Feature{
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

func gdalPoints() (features []feature.Feature) {
	for i, f := range gdalSample() {
		f.Geometry = orb.Point{112.123456789012 + float64(i), 35.5 + float64(i)/7}
		features = append(features, f)
	}
	return features
}

func gdalFields() []feature.Field {
	return []feature.Field{{Name: "code", Type: feature.TextField}, {Name: "name", Type: feature.TextField}, {Name: "area", Type: feature.RealField}}
}

// ogr2ogr converts a file; args stand before the names of the files.
func ogr2ogr(t *testing.T, data []byte, name, to string, args ...string) []byte {
	t.Helper()
	in, out := formattest.OnDisk(t, "in."+name, data), filepath.Join(t.TempDir(), "out."+to)
	formattest.GDAL(t, "", "ogr2ogr", append(args, out, in)...)
	return formattest.Bytes(t, out)
}

// TestTablesOfGDAL reads what GDAL writes.
func TestTablesOfGDAL(t *testing.T) {
	points, shapes := gdalPoints(), gdalSample()
	text := func(read func(io.Reader, feature.Reading) (*feature.Source, error)) func([]byte) (*feature.Source, error) {
		return func(data []byte) (*feature.Source, error) { return read(bytes.NewReader(data), feature.Reading{}) }
	}
	for _, c := range []struct {
		name, ext string
		features  []feature.Feature
		args      []string
		read      func([]byte) (*feature.Source, error)
	}{
		{"CSV of WKT", "csv", shapes, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_WKT"}, text(table.ReadCSV)},
		{"CSV of WKT, tabs", "csv", shapes, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-lco", "SEPARATOR=TAB"}, text(table.ReadCSV)},
		{"CSV of X and Y", "csv", points, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_XY"}, text(table.ReadCSV)},
		{"CSV of Y and X", "csv", points, []string{"-f", "CSV", "-lco", "GEOMETRY=AS_YX"}, text(table.ReadCSV)},
		{"GeoJSON", "geojson", shapes, []string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=12"}, text(geojson.Read)},
		{"GeoJSON of RFC 7946", "geojson", points, []string{"-f", "GeoJSON", "-lco", "RFC7946=YES", "-lco", "COORDINATE_PRECISION=12"}, text(geojson.Read)},
		{"GeoJSONSeq", "geojsonl", shapes, []string{"-f", "GeoJSONSeq", "-lco", "COORDINATE_PRECISION=12"}, text(geojson.ReadSeq)},
		{"GeoJSONSeq with RS", "geojsons", shapes, []string{"-f", "GeoJSONSeq", "-lco", "RS=YES", "-lco", "COORDINATE_PRECISION=12"}, text(geojson.ReadSeq)},
		{"KML", "kml", shapes, []string{"-f", "KML"}, text(kml.Read)},
		{"KML of LIBKML", "kml", shapes, []string{"-f", "LIBKML"}, text(kml.Read)},
		{"KMZ", "kmz", shapes, []string{"-f", "LIBKML"}, func(data []byte) (*feature.Source, error) {
			return kml.ReadKMZ(formattest.File(data), feature.Reading{})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			given := formattest.Written(t, geojson.NewWriter, feature.Schema{Fields: gdalFields(), Layer: "zones"}, c.features)
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
	given := formattest.Written(t, table.NewCSVWriter, feature.Schema{Fields: gdalFields()}, points)
	data := ogr2ogr(t, given, "csv", "xlsx", "-f", "XLSX", "-oo", "AUTODETECT_TYPE=YES", "-oo", "KEEP_GEOM_COLUMNS=YES")
	s, err := table.ReadXLSX(formattest.File(data), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	compareFeatures(t, s, points)
}

// A legacy crs member of GDAL names the zone, and the coordinates are metres.
func TestGeoJSONOfGDALInZone(t *testing.T) {
	given := formattest.Written(t, geojson.NewWriter, feature.Schema{Fields: gdalFields()}, gdalPoints()[:1])
	data := ogr2ogr(t, given, "geojson", "geojson", "-f", "GeoJSON", "-t_srs", "EPSG:4526", "-lco", "COORDINATE_PRECISION=6")
	s, err := geojson.Read(bytes.NewReader(data), feature.Reading{})
	if err != nil || s.Declared != 4526 {
		t.Fatalf("declared %v, %v", s.Declared, err)
	}
	want := gdalPoints()[0].Geometry
	for _, f := range formattest.Features(t, s) {
		p := f.Geometry.(orb.Point)
		got, err := s.Declared.Inverse(p[1], p[0])
		if err != nil || formattest.Apart(got, want) > 1e-9 {
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
		create    func(io.Writer, feature.Schema) (feature.Writer, error)
		schema    feature.Schema
		features  []feature.Feature
		args      []string
	}{
		{"CSV of points", "csv", table.NewCSVWriter, feature.Schema{}, points, names},
		{"CSV of shapes", "csv", table.NewCSVWriter, feature.Schema{}, shapes, names},
		{"CSV with BOM", "csv", table.NewCSVWriter, feature.Schema{Encoding: feature.UTF8BOM}, shapes, names},
		{"GeoJSON", "geojson", geojson.NewWriter, feature.Schema{Layer: "zones", CRS: crs.CGCS2000}, shapes, nil},
		{"GeoJSONSeq", "geojsons", geojson.NewSeqWriter, feature.Schema{}, shapes, nil},
		{"XLSX of shapes", "xlsx", table.NewXLSXWriter, feature.Schema{Layer: "保护区"}, shapes, []string{"-dialect", "sqlite", "-sql", `SELECT code, name, area, GeomFromText(wkt) AS geometry FROM "保护区"`}},
		{"XLSX of points", "xlsx", table.NewXLSXWriter, feature.Schema{Layer: "水井"}, points, []string{"-dialect", "sqlite", "-sql", `SELECT code, name, area, MakePoint(lon, lat) AS geometry FROM "水井"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.schema.Fields = gdalFields()
			args := append([]string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=12"}, c.args...)
			data := ogr2ogr(t, formattest.Written(t, c.create, c.schema, c.features), c.ext, "geojson", args...)
			s, err := geojson.Read(bytes.NewReader(data), feature.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			compareFeatures(t, s, c.features)
		})
	}
}

// A system in metres reaches GDAL with GeoJSON.
func TestGeoJSONInZoneByGDAL(t *testing.T) {
	data := formattest.Written(t, geojson.NewWriter, feature.Schema{CRS: 4526}, []feature.Feature{{Geometry: orb.Point{38395658.898599, 3930673.602039}}})
	out := ogr2ogr(t, data, "geojson", "geojson", "-f", "GeoJSON", "-t_srs", "EPSG:4490", "-lco", "RFC7946=NO", "-lco", "COORDINATE_PRECISION=12")
	s, err := geojson.Read(bytes.NewReader(out), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if all := formattest.Features(t, s); len(all) != 1 || formattest.Apart(all[0].Geometry, orb.Point{112.85, 35.5}) > 1e-9 {
		t.Errorf("%+v", all)
	}
}

// compareFeatures wants the same places to 1e-9 degrees and the same attributes.
func compareFeatures(t *testing.T, s *feature.Source, want []feature.Feature) {
	t.Helper()
	got := formattest.Features(t, s)
	if len(got) != len(want) {
		t.Fatalf("%d features, want %d", len(got), len(want))
	}
	for n, f := range got {
		w := want[n]
		if f.Pair != "" {
			readings, err := crs.ParsePair(f.Pair, crs.Options{})
			if err != nil || len(readings) != 1 {
				t.Fatalf("%q: %v, %v", f.Pair, readings, err)
			}
			f.Geometry = readings[0].Point
		}
		if shape, _ := wk.AppendWKT(nil, f.Geometry); formattest.Apart(f.Geometry, w.Geometry) > 1e-9 {
			t.Errorf("feature %d is %s", n+1, shape)
		}
		for i, field := range gdalFields() {
			if got := attributeOf(s, &f, field.Name); !sameText(got, w.Values[i]) {
				t.Errorf("feature %d has %s=%q, want %q", n+1, field.Name, got, w.Values[i])
			}
		}
	}
}

// attributeOf is an attribute by its name; KML of GDAL writes name as Name.
func attributeOf(s *feature.Source, f *feature.Feature, name string) string {
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

// The writers' own text, and what they refuse.
func TestTableWriters(t *testing.T) {
	point := feature.Feature{ID: "7", Geometry: orb.Point{112.85, 35.5}, Properties: map[string]any{"a": 1.5, "b": "<x>", "c": nil}}
	line := feature.Feature{Geometry: orb.LineString{{1, 2}, {3, 4}}, Values: []string{"x,y", "007", ""}}
	bare := feature.Feature{Geometry: line.Geometry}
	fields := []feature.Field{{Name: "a", Type: feature.TextField}, {Name: "b", Type: feature.IntegerField}, {Name: "c", Type: feature.RealField}}
	for _, c := range []struct {
		name     string
		create   func(io.Writer, feature.Schema) (feature.Writer, error)
		schema   feature.Schema
		features []feature.Feature
		want     string
	}{
		{"CSV", table.NewCSVWriter, feature.Schema{Fields: fields[:2]}, []feature.Feature{point}, "a,b,lon,lat\n1.5,<x>,112.85,35.5\n"},
		{"CSV of bare rows", table.NewCSVWriter, feature.Schema{Fields: fields[:2], Bare: true}, []feature.Feature{point, {Values: []string{"1", "2"}}}, "a,b\n1.5,<x>\n1,2\n"},
		{"CSV, no features", table.NewCSVWriter, feature.Schema{Fields: fields}, nil, "a,b,c,wkt\n"},
		{"CSV with BOM", table.NewCSVWriter, feature.Schema{Encoding: feature.UTF8BOM}, []feature.Feature{bare, point}, "\ufeffwkt\n\"LINESTRING(1 2,3 4)\"\nPOINT(112.85 35.5)\n"},
		{"CSV in a zone", table.NewCSVWriter, feature.Schema{CRS: 4526}, []feature.Feature{{Geometry: orb.Point{38395658.899, 3930673.602}}}, "easting,northing,crs\n38395658.899,3930673.602,EPSG:4526\n"},
		{"CSV in GCJ-02", table.NewCSVWriter, feature.Schema{CRS: crs.GCJ02}, []feature.Feature{point}, "lon,lat,crs\n112.85,35.5,GCJ-02\n"},
		{"CSV of shapes in a zone", table.NewCSVWriter, feature.Schema{CRS: 4526}, []feature.Feature{bare, {}}, "wkt,crs\n\"LINESTRING(1 2,3 4)\",EPSG:4526\n,\n"},
		{"CSV that has lon", table.NewCSVWriter, feature.Schema{Fields: []feature.Field{{Name: "Lon", Type: feature.TextField}}}, []feature.Feature{{Geometry: point.Geometry, Values: []string{"x"}}}, "Lon,lon_wz,lat\nx,112.85,35.5\n"},
		{"GeoJSON", geojson.NewWriter, feature.Schema{Layer: "甲", CRS: crs.WGS84}, []feature.Feature{point, {}}, `{"type":"FeatureCollection","name":"甲","features":[` + "\n" +
			`{"type":"Feature","id":"7","properties":{"a":1.5,"b":"<x>","c":null},"geometry":{"type":"Point","coordinates":[112.85,35.5]}},` + "\n" +
			`{"type":"Feature","properties":null,"geometry":null}` + "\n]}\n"},
		{"GeoJSON, no features", geojson.NewWriter, feature.Schema{}, nil, `{"type":"FeatureCollection","features":[` + "\n]}\n"},
		{"GeoJSON of cells", geojson.NewWriter, feature.Schema{Fields: fields, CRS: 4526}, []feature.Feature{line, {Values: []string{"", "-7", "1.5e3"}}}, `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4526"}},"features":[` + "\n" +
			`{"type":"Feature","properties":{"a":"x,y","b":"007","c":null},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},` + "\n" +
			`{"type":"Feature","properties":{"a":"","b":-7,"c":1.5e3},"geometry":null}` + "\n]}\n"},
		{"GeoJSONSeq", geojson.NewSeqWriter, feature.Schema{Fields: fields[1:2]}, []feature.Feature{point}, "\x1e" + `{"type":"Feature","id":"7","properties":{"b":"<x>"},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}` + "\n"},
	} {
		if got := string(formattest.Written(t, c.create, c.schema, c.features)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestTableWritersRefuse(t *testing.T) {
	place := func(g orb.Geometry) []feature.Feature { return []feature.Feature{{Geometry: g}} }
	for _, c := range []struct {
		name     string
		create   func(io.Writer, feature.Schema) (feature.Writer, error)
		schema   feature.Schema
		features []feature.Feature
		want     string
	}{
		{"CSV in GB18030", table.NewCSVWriter, feature.Schema{Encoding: feature.GB18030}, nil, "not in GB18030"},
		{"CSV, a line after a point", table.NewCSVWriter, feature.Schema{}, []feature.Feature{{Geometry: orb.Point{1, 2}}, {Geometry: orb.LineString{{1, 2}, {3, 4}}}}, "not for lines or areas"},
		{"CSV, no number", table.NewCSVWriter, feature.Schema{}, place(orb.Point{math.NaN(), 2}), "不能写出"},
		{"GeoJSON in GCJ-02", geojson.NewWriter, feature.Schema{CRS: crs.GCJ02}, nil, "no EPSG code"},
		{"GeoJSON, no number", geojson.NewWriter, feature.Schema{}, place(orb.Point{math.Inf(1), 2}), "不能写出"},
		{"GeoJSON, no JSON", geojson.NewWriter, feature.Schema{}, []feature.Feature{{Properties: map[string]any{"a": math.NaN()}}}, "cannot be JSON"},
		{"GeoJSON, no JSON in a field", geojson.NewWriter, feature.Schema{Fields: []feature.Field{{Name: "a", Type: feature.RealField}}}, []feature.Feature{{Properties: map[string]any{"a": math.NaN()}}}, "cannot be JSON"},
		{"GeoJSONSeq in a zone", geojson.NewSeqWriter, feature.Schema{CRS: 4526}, nil, "longitude and latitude only"},
	} {
		w, err := c.create(io.Discard, c.schema)
		for _, f := range c.features {
			if err == nil {
				err = w.Write(f)
			}
		}
		if !formattest.Says(err, c.want) || err == nil {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

// A disk that is full is told at the latest by Close.
func TestTableWritersFail(t *testing.T) {
	for _, create := range []func(io.Writer, feature.Schema) (feature.Writer, error){table.NewCSVWriter, table.NewXLSXWriter, geojson.NewWriter, geojson.NewSeqWriter} {
		w, err := create(formattest.FullDisk{}, feature.Schema{})
		if err == nil {
			err = w.Write(feature.Feature{Geometry: orb.Point{1, 2}})
		}
		if err == nil {
			err = w.Close()
		}
		if !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%T: %v", w, err)
		}
	}
}
