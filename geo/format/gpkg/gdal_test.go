package gpkg

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/wk"
)

const zonesGeoJSON = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"郭壁泉域","grade":"一级","count":7,"area":12.5,"listed":true,"approved":"2026-08-15","big":9007199254740993},
 "geometry":{"type":"MultiPolygon","coordinates":[[[[112.81,35.51,700],[112.93,35.51,700],[112.93,35.62,701],[112.81,35.51,700]],[[112.85,35.52,1],[112.86,35.53,1],[112.87,35.52,1],[112.85,35.52,1]]]]}},
{"type":"Feature","properties":{"name":null,"grade":"二级","count":-3,"area":0.1,"listed":false,"approved":null,"big":1},
 "geometry":{"type":"MultiPolygon","coordinates":[[[[112.1,35.1,0],[112.2,35.1,0],[112.2,35.2,0],[112.1,35.1,0]]]]}}]}`

// TestGeoPackageOfGDAL reads what GDAL writes.
func TestGeoPackageOfGDAL(t *testing.T) {
	given := formattest.OnDisk(t, "zones.geojson", []byte(zonesGeoJSON))
	want := []map[string]any{
		{"name": "郭壁泉域", "grade": "一级", "count": 7.0, "area": 12.5, "listed": true, "approved": "2026-08-15", "big": "9007199254740993"},
		{"name": nil, "grade": "二级", "count": -3.0, "area": 0.1, "listed": false, "approved": nil, "big": 1.0},
	}
	fields := []feature.Field{
		{Name: "name", Type: feature.TextField}, {Name: "grade", Type: feature.TextField}, {Name: "count", Type: feature.IntegerField}, {Name: "area", Type: feature.RealField}, {Name: "listed", Type: feature.BoolField}, {Name: "approved", Type: feature.DateField}, {Name: "big", Type: feature.IntegerField},
	}
	for _, c := range []struct {
		name string
		crs  crs.CRS
		args []string
	}{
		{"CGCS2000", crs.CGCS2000, nil},
		{"WGS 84", crs.WGS84, nil},
		{"zone 37", 4525, nil},
		{"zone 38", 4526, nil},
		{"zone without prefix", 4547, nil},
		{"Web Mercator", crs.WebMercator, nil},
		{"Z", crs.CGCS2000, []string{"-dim", "XYZ"}},
		{"version 1.0", crs.CGCS2000, []string{"-dsco", "VERSION=1.0"}},
		{"version 1.3", crs.CGCS2000, []string{"-dsco", "VERSION=1.3"}},
		{"other names of columns", crs.CGCS2000, []string{"-lco", "FID=编号", "-lco", "GEOMETRY_NAME=图形"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "a.gpkg")
			args := append([]string{"-s_srs", "EPSG:4490", "-t_srs", fmt.Sprintf("EPSG:%d", int(c.crs)), "-nln", "保护区", file, given}, c.args...)
			formattest.GDAL(t, "", "ogr2ogr", args...)
			src := opened(t, file, feature.Reading{})
			if src.Declared != c.crs || !reflect.DeepEqual(src.Layers, []string{"保护区"}) || !reflect.DeepEqual(src.Fields, fields) || len(src.Notes) > 0 {
				t.Errorf("%v %q, layers %q, fields %v, notes %v", src.Declared, src.DeclaredAs, src.Layers, src.Fields, src.Notes)
			}
			features := formattest.Features(t, src)
			if len(features) != 2 {
				t.Fatalf("%d features", len(features))
			}
			asWKT := formattest.GDAL(t, "", "ogr2ogr", "-f", "CSV", "/vsistdout/", file, "-lco", "GEOMETRY=AS_WKT", "-dim", "XY", "-sql", `SELECT "`+geometryOf(c.args)+`" FROM "保护区"`)
			for i, line := range strings.Split(strings.TrimSpace(asWKT), "\n")[1:] {
				theirs, _, err := wk.ParseWKT(strings.Trim(strings.TrimSpace(line), `",`), feature.Limits{})
				if err != nil {
					t.Fatal(err, line)
				}
				tolerance := 1e-9
				if !c.crs.Degrees() {
					tolerance = 1e-7 // metres: GDAL prints 15 digits
				}
				if off := formattest.Apart(features[i].Geometry, theirs); off > tolerance {
					t.Errorf("feature %d is %g off", i, off)
				}
				if !reflect.DeepEqual(features[i].Properties, want[i]) || features[i].ID != fmt.Sprint(i+1) || features[i].Layer != "保护区" {
					t.Errorf("feature %d: %+v", i, features[i])
				}
			}
		})
	}
}

func geometryOf(args []string) string {
	for _, a := range args {
		if name, ok := strings.CutPrefix(a, "GEOMETRY_NAME="); ok {
			return name
		}
	}
	return "geom"
}

func opened(t *testing.T, file string, how feature.Reading) *feature.Source {
	t.Helper()
	data := formattest.Bytes(t, file)
	if !Is(data) {
		t.Error("not told as GeoPackage")
	}
	src, err := Read(formattest.File(data), how)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// TestGeoPackageLayersOfGDAL: several layers, a table without shapes, a layer in
// another system.
func TestGeoPackageLayersOfGDAL(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"zones.geojson": zonesGeoJSON,
		"wells.csv":     "name,x,y\n井一,112.85,35.5\n井二,112.86,35.6\n",
		"list.csv":      "name,n\na,1\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	formattest.GDAL(t, dir, "ogr2ogr", "a.gpkg", "zones.geojson", "-a_srs", "EPSG:4490", "-nln", "zones")
	formattest.GDAL(t, dir, "ogr2ogr", "-update", "a.gpkg", "wells.csv", "-a_srs", "EPSG:4490", "-nln", "wells", "-oo", "X_POSSIBLE_NAMES=x", "-oo", "Y_POSSIBLE_NAMES=y", "-oo", "KEEP_GEOM_COLUMNS=NO")
	formattest.GDAL(t, dir, "ogr2ogr", "-update", "a.gpkg", "list.csv", "-nln", "list")
	file := filepath.Join(dir, "a.gpkg")

	src := opened(t, file, feature.Reading{})
	if !reflect.DeepEqual(src.Layers, []string{"zones", "wells"}) || src.Fields != nil || len(src.Notes) != 1 || !strings.Contains(src.Notes[0].EN, "1 contents that are not features") {
		t.Errorf("layers %v, fields %v, notes %v", src.Layers, src.Fields, src.Notes)
	}
	var got []string
	for _, f := range formattest.Features(t, src) {
		got = append(got, f.Layer+" "+f.ID)
	}
	if want := []string{"zones 1", "zones 2", "wells 1", "wells 2"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}

	src = opened(t, file, feature.Reading{Layer: "wells"})
	if f := formattest.Features(t, src); len(f) != 2 || !reflect.DeepEqual(f[1].Geometry, orb.Point{112.86, 35.6}) || f[1].Properties["name"] != "井二" || len(src.Fields) != 1 {
		t.Errorf("wells: %v %v", f, src.Fields)
	}

	formattest.GDAL(t, dir, "ogr2ogr", "-update", "a.gpkg", "zones.geojson", "-s_srs", "EPSG:4490", "-t_srs", "EPSG:4526", "-nln", "projected")
	src = opened(t, file, feature.Reading{})
	if src.Declared != 0 || src.DeclaredAs != "" || len(src.Notes) != 2 || !strings.Contains(src.Notes[1].EN, "in different coordinate systems") {
		t.Errorf("two systems: %v %q, notes %v", src.Declared, src.DeclaredAs, src.Notes)
	}
	for _, f := range formattest.Features(t, src) {
		if want := map[string]string{"zones": "EPSG:4490", "wells": "EPSG:4490", "projected": "EPSG:4526"}[f.Layer]; f.CRS != want {
			t.Errorf("%s: %s", f.Where(), f.CRS)
		}
	}
	if _, err := Read(formattest.File(formattest.Bytes(t, file)), feature.Reading{Layer: "井"}); !formattest.Says(err, `there is no layer "井"; the file has: zones、wells、projected`) {
		t.Errorf("no such layer: %v", err)
	}
	if src := opened(t, file, feature.Reading{Layer: "projected"}); src.Declared != 4526 || len(formattest.Features(t, src)) != 2 {
		t.Errorf("projected: %v", src.Declared)
	}
}
