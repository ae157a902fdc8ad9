package gpkg

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/prj"
	"waterzones/geo/pgtest"
)

// allFields is a schema of every type, with names that SQLite takes for others.
func allFields() []feature.Field {
	return []feature.Field{
		{Name: "name", Type: feature.TextField}, {Name: "Fid", Type: feature.IntegerField}, {Name: "面积", Type: feature.RealField}, {Name: "listed", Type: feature.BoolField}, {Name: "approved", Type: feature.DateField}, {Name: "GEOM", Type: feature.TextField}, {Name: `a"b`, Type: feature.TextField}, {Name: "", Type: feature.TextField}, {Name: "NAME", Type: feature.TextField},
	}
}

func twoFeatures() []feature.Feature {
	return []feature.Feature{
		{Geometry: orb.MultiPolygon{formattest.Square(112.85, 35.5)}, Properties: map[string]any{
			"name": "一级保护区", "Fid": 7.0, "面积": 0.1, "listed": true, "approved": "2026-08-15", "GEOM": "g", `a"b`: "q", "": "e", "NAME": []any{1.0, "x"},
		}},
		{Geometry: orb.MultiPolygon{formattest.Square(112.5, 35.2), formattest.Square(113.1, 35.1)}, Values: []string{"二级", "-9007199254740993", "", "false", "", "", "", "", ""}},
	}
}

// TestGeoPackageReadByGDAL: GDAL names the system, the extent and the columns,
// uses the index, and reads the same values; its validator finds nothing.
func TestGeoPackageReadByGDAL(t *testing.T) {
	data := formattest.Written(t, NewWriter, feature.Schema{Layer: `保护区 "A"`, CRS: crs.CGCS2000, Fields: allFields()}, twoFeatures())
	file := formattest.OnDisk(t, "a.gpkg", data)
	said := formattest.GDAL(t, "", "ogrinfo", "-ro", "-so", "-al", file)
	for _, want := range []string{
		`Layer name: 保护区 "A"`, "Geometry: Multi Polygon", "Feature Count: 2", "Extent: (112.500000, 35.100000) - (113.110000, 35.510000)",
		`ID["EPSG",4490]`, "FID Column = fid", "Geometry Column = geom", "name: String", "Fid_1: Integer64", "面积: Real", "listed: Integer(Boolean)",
		"approved: Date", "GEOM_1: String", `a"b: String`, "column_8: String", "NAME_1: String",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("GDAL does not say %q:\n%s", want, said)
		}
	}
	if strings.Contains(said, "Warning") || strings.Contains(said, "ERROR") {
		t.Errorf("GDAL complains:\n%s", said)
	}
	rows, err := csv.NewReader(strings.NewReader(formattest.GDAL(t, "", "ogr2ogr", "-f", "CSV", "/vsistdout/", file, "-lco", "GEOMETRY=AS_WKT"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"MULTIPOLYGON (((112.85 35.5,112.86 35.5,112.86 35.51,112.85 35.51,112.85 35.5)))", "一级保护区", "7", "0.1", "1", "2026/08/15", "g", "q", "e", `[1,"x"]`},
		{"MULTIPOLYGON (((112.5 35.2,112.51 35.2,112.51 35.21,112.5 35.21,112.5 35.2)),((113.1 35.1,113.11 35.1,113.11 35.11,113.1 35.11,113.1 35.1)))", "二级", "-9007199254740993", "", "0", "", "", "", "", ""},
	}
	if !reflect.DeepEqual(rows[1:], want) {
		t.Errorf("GDAL reads %q, want %q", rows[1:], want)
	}
	found := formattest.GDAL(t, "", "ogrinfo", "-ro", "-so", file, "-sql", `SELECT count(*) AS n FROM "rtree_保护区 ""A""_geom" WHERE minx <= 112.9 AND maxx >= 112.8`)
	found += formattest.GDAL(t, "", "ogrinfo", "-ro", "-al", "-spat", "112.8", "35.4", "112.9", "35.6", file)
	if !strings.Contains(found, "一级保护区") || strings.Contains(found, "= 二级") {
		t.Errorf("the index does not find what lies in a box:\n%s", found)
	}
	// An editor of the layer sets off the triggers, which must keep the index true.
	formattest.GDAL(t, "", "ogrinfo", file, "-sql", `DELETE FROM "保护区 ""A""" WHERE fid = 1`)
	if said := formattest.GDAL(t, "", "ogrinfo", "-ro", file, "-sql", `SELECT id FROM "rtree_保护区 ""A""_geom"`); strings.Contains(said, "id (Integer) = 1") || !strings.Contains(said, "= 2") {
		t.Errorf("the index after an edit:\n%s", said)
	}
}

// TestGeoPackageValidated runs the validator that comes with GDAL.
func TestGeoPackageValidated(t *testing.T) {
	const validator, python = "/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py", "/usr/bin/python3"
	if _, err := os.Stat(validator); err != nil {
		pgtest.Missing(t, "gdal", "the Debian package python3-gdal")
	}
	for name, data := range map[string][]byte{
		"features": formattest.Written(t, NewWriter, feature.Schema{Layer: "zones", CRS: crs.CGCS2000, Fields: allFields()}, twoFeatures()),
		"empty":    formattest.Written(t, NewWriter, feature.Schema{Layer: "zones", CRS: 4526}, nil),
		"mixed":    formattest.Written(t, NewWriter, feature.Schema{CRS: crs.WGS84}, []feature.Feature{{Geometry: orb.Point{112, 35}}, {Geometry: orb.LineString{{112, 35}, {113, 36}}}}),
	} {
		file := formattest.OnDisk(t, "a.gpkg", data)
		said, err := exec.Command(python, validator, "--extra", "--warning-as-error", "-k", file).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
	}
}

// TestGeoPackageDefinitions compares what is written of every system with GDAL.
func TestGeoPackageDefinitions(t *testing.T) {
	systems := []crs.CRS{crs.CGCS2000, crs.WGS84, crs.WebMercator}
	for c := crs.CRS(4491); c <= 4554; c++ {
		if _, ok := c.Zone(); ok {
			systems = append(systems, c)
		}
	}
	if testing.Short() {
		systems = systems[:6]
	}
	// One run of GDAL for all: a layer of each system in a file.
	var args []string
	for _, c := range systems {
		args = append(args, fmt.Sprint(int(c)))
	}
	script := `import sys
from osgeo import osr
for code in sys.argv[1:]:
    s = osr.SpatialReference(); s.ImportFromEPSG(int(code)); print(s.ExportToWkt(["FORMAT=WKT1_GDAL"]))`
	if _, err := os.Stat("/usr/lib/python3/dist-packages/osgeo"); err != nil {
		pgtest.Missing(t, "gdal", "the Debian package python3-gdal")
	}
	lines := strings.Split(strings.TrimSpace(formattest.GDAL(t, "", "/usr/bin/python3", append([]string{"-c", script}, args...)...)), "\n")
	if len(lines) != len(systems) || len(systems) < 6 {
		t.Fatalf("%d definitions of %d systems", len(lines), len(systems))
	}
	for i, c := range systems {
		name, definition, err := epsgDefinition(c)
		if err != nil || definition != lines[i] || !strings.Contains(definition, `"`+name+`"`) {
			t.Errorf("%v (%s): %v\n%s\nGDAL:\n%s", c, name, err, definition, lines[i])
		}
		if back, _, err := prj.Parse(definition); err != nil || back != c {
			t.Errorf("%v is read back as %v, %v", c, back, err)
		}
	}
}

// TestGeoPackageRoundTrip: what is written is read back the same.
func TestGeoPackageRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		schema := feature.Schema{
			Layer:  rapid.SampledFrom([]string{"zones", "保护区", `a"b'c`, "a b;--"}).Draw(rt, "layer"),
			CRS:    rapid.SampledFrom([]crs.CRS{crs.CGCS2000, crs.WGS84, crs.WebMercator, 4526, 4547, 4509}).Draw(rt, "crs"),
			Fields: []feature.Field{{Name: "t", Type: feature.TextField}, {Name: "i", Type: feature.IntegerField}, {Name: "r", Type: feature.RealField}, {Name: "b", Type: feature.BoolField}, {Name: "d", Type: feature.DateField}},
		}
		var features []feature.Feature
		for range rapid.IntRange(0, 5).Draw(rt, "features") {
			features = append(features, feature.Feature{Geometry: formattest.AnyGeometry().Draw(rt, "geometry"), Properties: map[string]any{
				"t": rapid.OneOf(rapid.Just[any](nil), rapid.Map(rapid.StringOf(rapid.RuneFrom([]rune("a'\"井\n,"))), func(s string) any { return s })).Draw(rt, "t"),
				"i": float64(rapid.Int64Range(-1<<53, 1<<53).Draw(rt, "i")),
				"r": rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(rt, "r"),
				"b": rapid.Bool().Draw(rt, "b"),
				"d": rapid.SampledFrom([]any{nil, "2026-08-15", "1999-12-31"}).Draw(rt, "d"),
			}})
		}
		src, err := Read(formattest.File(formattest.Written(t, NewWriter, schema, features)), feature.Reading{})
		if err != nil {
			rt.Fatal(err)
		}
		if src.Declared != schema.CRS || !reflect.DeepEqual(src.Fields, schema.Fields) || !reflect.DeepEqual(src.Layers, []string{schema.Layer}) || len(src.Notes) > 0 {
			rt.Fatalf("%+v", src)
		}
		got := formattest.Features(t, src)
		if len(got) != len(features) {
			rt.Fatalf("%d features, want %d", len(got), len(features))
		}
		for i, f := range got {
			if !reflect.DeepEqual(f.Geometry, features[i].Geometry) || !reflect.DeepEqual(f.Properties, features[i].Properties) || f.ID != fmt.Sprint(i+1) {
				rt.Fatalf("got %+v, want %+v", f, features[i])
			}
		}
	})
}

func TestGeoPackageWriterRefuses(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for _, c := range []struct {
		schema feature.Schema
		wrong  string
	}{
		{feature.Schema{}, "is not given or has no EPSG code"},
		{feature.Schema{CRS: crs.GCJ02}, "has no EPSG code"},
		{feature.Schema{CRS: 4490, Layer: "GPKG_contents"}, `a layer cannot be named "GPKG_contents"`},
		{feature.Schema{CRS: 4490, Layer: "sqlite_x"}, "a layer cannot be named"},
		{feature.Schema{CRS: 4490, Layer: "a\x00b"}, "a layer cannot be named"},
	} {
		if _, err := NewWriter(io.Discard, c.schema); !formattest.Says(err, c.wrong) {
			t.Errorf("%v: %v", c.schema, err)
		}
	}
	w, err := NewWriter(io.Discard, feature.Schema{CRS: crs.CGCS2000, Fields: []feature.Field{{Name: "n", Type: feature.IntegerField}, {Name: "r", Type: feature.RealField}, {Name: "b", Type: feature.BoolField}, {Name: "d", Type: feature.DateField}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range formattest.Unwritable() {
		err := w.Write(feature.Feature{Geometry: g})
		if none := g == nil; none != (err == nil) || !none && !formattest.Says(err, "cannot be written") { // a row may be without a place
			t.Errorf("%v: %v", g, err)
		}
	}
	for field, value := range map[string]any{"n": 1.5, "r": "x", "b": "maybe", "d": "15.8.2026"} {
		err := w.Write(feature.Feature{Geometry: orb.Point{1, 2}, Properties: map[string]any{field: value}})
		var e *feature.FieldError
		if !errors.As(err, &e) || e.Field != field || e.Value != feature.ValueText(value) {
			t.Errorf("%s=%v: %v", field, value, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	failing, err := NewWriter(formattest.FullDisk{}, feature.Schema{CRS: crs.CGCS2000})
	if err != nil {
		t.Fatal(err)
	}
	if err := failing.Close(); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a disk that is full: %v", err)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestGeoPackageFlat: memory does not grow with the features, in either way.
func TestGeoPackageFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 20 MB, which -short leaves out; make test does not")
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "a.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w, err := NewWriter(file, feature.Schema{CRS: crs.CGCS2000, Fields: []feature.Field{{Name: "name", Type: feature.TextField}}})
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	const n = 20_000
	ring := make(orb.Ring, 0, 64)
	for i := range 63 {
		a := float64(i) / 63 * 2 * math.Pi
		ring = append(ring, orb.Point{112 + math.Cos(a), 35 + math.Sin(a)})
	}
	ring = append(ring, ring[0])
	for i := range n {
		if err := w.Write(feature.Feature{Geometry: orb.Polygon{ring}, Values: []string{fmt.Sprint(i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	src, err := Read(feature.Content{ReaderAt: file, Size: info.Size()}, feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	rows, most := 0, uint64(0)
	for _, err := range src.Features {
		if err != nil {
			t.Fatal(err)
		}
		if rows++; rows%5000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapAlloc)
		}
	}
	if rows != n {
		t.Errorf("%d rows", rows)
	}
	if grown := int64(most) - int64(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("%d bytes more in use for a file of %d", grown, info.Size())
	}
}

func TestCellOf(t *testing.T) {
	for _, c := range []struct {
		typ   feature.FieldType
		value any
		want  any
	}{
		{feature.IntegerField, 7.0, int64(7)},
		{feature.IntegerField, "9007199254740993", int64(9007199254740993)},
		{feature.IntegerField, true, int64(1)},
		{feature.IntegerField, false, int64(0)},
		{feature.IntegerField, "", nil},
		{feature.IntegerField, json.Number("12"), int64(12)},
		{feature.RealField, "0.1", 0.1},
		{feature.RealField, 3.0, 3.0},
		{feature.BoolField, "true", true},
		{feature.BoolField, 1.0, true},
		{feature.DateField, "2026-08-15", "2026-08-15"},
		{feature.DateField, "", nil},
		{feature.TextField, "", ""},
		{feature.TextField, nil, nil},
		{"", 1.5, "1.5"},
		{feature.TextField, map[string]any{"a": 1.0}, `{"a":1}`},
	} {
		got, err := cellOf(&feature.Feature{Properties: map[string]any{"x": c.value}}, feature.Field{Name: "x", Type: c.typ}, 0)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v of type %s: got %v, %v; want %v", c.value, c.typ, got, err, c.want)
		}
	}
}
