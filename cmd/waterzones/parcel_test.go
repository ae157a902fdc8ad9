package main

import (
	"encoding/hex"
	"io"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"waterzones/geo"
	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/pgtest"
	"waterzones/layers/report"
)

// parcel is a red line with a hole, slanted edges and a bay, of some two
// kilometres, over three grades of a source: easting, northing in zone 38.
func parcel() orb.Polygon {
	return orb.Polygon{
		{
			{38395000.125, 3930300.25},
			{38396480.5, 3929890.375},
			{38396610.75, 3930950.625},
			{38396020.25, 3930910.5},
			{38395980.375, 3931420.125},
			{38395240.625, 3931388.875},
			{38395000.125, 3930300.25},
		},
		{{38395500, 3930400}, {38395560.5, 3930700.25}, {38395800.125, 3930650.75}, {38395500, 3930400}},
	}
}

// brought is the parcel as a file in some format and system.
type brought struct {
	format string
	system crs.CRS
	file   string
	args   []string // what the caller must say beside the file
	plusM2 float64  // of area, that the rounding of the writing may cost
}

// TestSameParcel: the same parcel brought by every format that holds polygons,
// in every system that the format takes, gives the same finding, with areas equal
// to the perimeter times 0.1 mm, or times the last digit where a format rounds.
func TestSameParcel(t *testing.T) {
	if testing.Short() {
		t.Skip("37 files; -short leaves them out, make test does not")
	}
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		pgtest.Missing(t, "gdal", "the Debian package gdal-bin")
	}
	shape, err := crs.CRS(4526).Shape(parcel())
	if err != nil {
		t.Fatal(err)
	}
	perimeterM := geo.LengthM(orb.LineString(shape.(orb.Polygon)[0])) + geo.LengthM(orb.LineString(shape.(orb.Polygon)[1]))
	files := bring(t, shape, perimeterM)
	formats, systems := map[string]bool{}, map[crs.CRS]bool{}
	var want *report.Report
	for _, b := range files {
		formats[b.format], systems[b.system] = true, true
		got := screened(t, b)
		if want == nil {
			want = got
			if len(want.Zones) < 5 || want.Site.AreaM2 == nil {
				t.Fatalf("the parcel meets %d zones only", len(want.Zones))
			}
			continue
		}
		sameFinding(t, b, want, got, perimeterM*1e-4+b.plusM2)
	}
	if len(formats) < 11 || len(systems) < 4 {
		t.Errorf("%d formats, %d systems", len(formats), len(systems))
	}
	t.Logf("%d files: %d formats, %d systems, perimeter %.0f m", len(files), len(formats), len(systems), perimeterM)
}

// bring writes the parcel in every way.
func bring(t *testing.T, shape orb.Geometry, perimeterM float64) []brought {
	t.Helper()
	dir := t.TempDir()
	var files []brought
	for _, system := range []crs.CRS{crs.CGCS2000, 4526, 4525, 4547, crs.GCJ02} {
		g, err := system.Project(shape)
		if err != nil {
			t.Fatal(err)
		}
		declared := []string{"--crs", system.String()}
		for _, kind := range []feature.Kind{feature.GeoJSONSeq, feature.CSVKind, feature.XLSX, feature.Shapefile, feature.GeoPackage, feature.WKT} {
			plain := kind == feature.GeoJSONSeq
			names := kind == feature.Shapefile || kind == feature.GeoPackage || kind == feature.WKT
			if plain && system != crs.CGCS2000 || names && system == crs.GCJ02 {
				continue // the format cannot say it
			}
			b := brought{format: string(kind), system: system, file: filepath.Join(dir, string(kind)+"."+filepath.Base(system.String())), args: declared}
			if names {
				b.args = nil // they say it themselves
			}
			writeShape(t, kind, b.file, system, g)
			files = append(files, b)
		}
		files = append(files, brought{format: "wkb", system: system, file: hexFile(t, dir, system, g), args: declared})
		if zone, ok := system.Zone(); ok && zone.Prefixed {
			b := brought{format: "dikuai", system: system, file: filepath.Join(dir, "dikuai."+filepath.Base(system.String())), plusM2: perimeterM * 1e-3}
			writeShape(t, feature.Dikuai, b.file, system, g)
			files = append(files, b)
		}
	}
	return append(append([]brought{geojsonFile(t, dir, shape)}, files...), byGDAL(t, dir)...)
}

func geojsonFile(t *testing.T, dir string, shape orb.Geometry) brought {
	t.Helper()
	file := filepath.Join(dir, "parcel.geojson")
	writeShape(t, feature.GeoJSON, file, crs.CGCS2000, shape)
	return brought{format: "geojson", system: crs.CGCS2000, file: file}
}

func writeShape(t *testing.T, kind feature.Kind, file string, system crs.CRS, g orb.Geometry) {
	t.Helper()
	create := func(w io.Writer, schema feature.Schema) (feature.Writer, error) {
		return format.NewWriter(kind, w, schema)
	}
	schema := feature.Schema{Layer: "parcel", CRS: system, Fields: []feature.Field{{Name: "name", Type: feature.TextField}}}
	put(t, file, string(formattest.Written(t, create, schema, []feature.Feature{{Geometry: g, Properties: map[string]any{"name": "示例地块"}}})))
}

func hexFile(t *testing.T, dir string, system crs.CRS, g orb.Geometry) string {
	t.Helper()
	blob, err := ewkb.Marshal(g, max(0, int(system)))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "wkb."+filepath.Base(system.String()))
	put(t, file, hex.EncodeToString(blob)+"\n")
	return file
}

// byGDAL lets another program write the parcel.
func byGDAL(t *testing.T, dir string) []brought {
	t.Helper()
	from := filepath.Join(dir, "parcel.geojson")
	run := func(name string, args ...string) string {
		out := filepath.Join(dir, name)
		formattest.GDAL(t, "", "ogr2ogr", append(args, out, from)...)
		return out
	}
	kml := run("gdal.kml", "-f", "LIBKML")
	return []brought{
		{format: "kml", system: crs.CRS84, file: kml},
		{format: "kmz", system: crs.CRS84, file: zipped(t, dir, kml)},
		{format: "dxf", system: 4526, file: run("gdal.dxf", "-f", "DXF", "-nlt", "MULTILINESTRING", "-explodecollections", "-t_srs", "EPSG:4526"), args: []string{"--crs", "EPSG:4526"}, plusM2: math.Inf(1)},
		{format: "shapefile parts", system: 4525, file: run("gdal.shp", "-f", "ESRI Shapefile", "-t_srs", "EPSG:4525", "-lco", "ENCODING=CP936")},
		{format: "gpkg", system: 4526, file: run("gdal.gpkg", "-f", "GPKG", "-t_srs", "EPSG:4526")},
		{format: "geojsonseq", system: crs.CGCS2000, file: run("gdal.geojsonl", "-f", "GeoJSONSeq", "-lco", "COORDINATE_PRECISION=12")},
	}
}

func zipped(t *testing.T, dir, kml string) string {
	t.Helper()
	out := filepath.Join(dir, "gdal.kmz")
	put(t, out, string(formattest.Zip(t, "doc.kml", string(formattest.Bytes(t, kml)))))
	return out
}

// screened is the report on the file's one site.
func screened(t *testing.T, b brought) *report.Report {
	t.Helper()
	args := append([]string{"screen", "--kind", "project", "--as-of", "2026-11-23", "--format", "ndjson"}, b.args...)
	status, stdout, stderr := call(t, "", append(args, b.file)...)
	var rows []struct {
		Status string
		Report *report.Report
	}
	for line := range strings.Lines(stdout) {
		var row struct {
			Status string
			Report *report.Report
		}
		fromJSON(t, line, &row)
		rows = append(rows, row)
	}
	if status != exitDone || len(rows) == 0 || rows[0].Report == nil {
		t.Fatalf("%s in %v: status %d, %d rows\n%s%s", b.format, b.system, status, len(rows), stderr, stdout)
	}
	return rows[0].Report
}

func sameFinding(t *testing.T, b brought, want, got *report.Report, slackM2 float64) {
	t.Helper()
	if math.IsInf(slackM2, 1) { // a drawing does not say which of its lines is a hole
		if got.Site.AreaM2 == nil || *got.Site.AreaM2 < *want.Site.AreaM2 {
			t.Errorf("%s: area %v", b.format, got.Site.AreaM2)
		}
		slackM2 = *got.Site.AreaM2 - *want.Site.AreaM2 + 1
	}
	if got.Verdict != want.Verdict || got.Complete != want.Complete || got.Borderline != want.Borderline {
		t.Errorf("%s in %v: %s %v %v, want %s %v %v", b.format, b.system, got.Verdict, got.Complete, got.Borderline, want.Verdict, want.Complete, want.Borderline)
	}
	near := func(what string, a, b2 *float64) {
		if (a == nil) != (b2 == nil) || a != nil && math.Abs(*a-*b2) > slackM2+0.01 {
			t.Errorf("%s in %v: %s %v, want %v ± %.2f", b.format, b.system, what, show(b2), show(a), slackM2)
		}
	}
	near("area", want.Site.AreaM2, got.Site.AreaM2)
	if ids, wants := ruleIDs(got), ruleIDs(want); !slices.Equal(ids, wants) {
		t.Errorf("%s in %v: rules %v, want %v", b.format, b.system, ids, wants)
	}
	if len(got.Zones) != len(want.Zones) {
		t.Fatalf("%s in %v: %d zones, want %d", b.format, b.system, len(got.Zones), len(want.Zones))
	}
	for i := range want.Zones {
		w, g := &want.Zones[i], &got.Zones[i]
		if w.Code != g.Code || w.Relation != g.Relation {
			t.Errorf("%s in %v: %s %s, want %s %s", b.format, b.system, g.Code, g.Relation, w.Code, w.Relation)
		}
		near("overlap with "+w.Code, w.OverlapM2, g.OverlapM2)
	}
}

func ruleIDs(r *report.Report) []string {
	var ids []string
	for i := range r.Findings {
		ids = append(ids, r.Findings[i].Rule+" "+r.Findings[i].Zone)
	}
	slices.Sort(ids)
	return ids
}

func show(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}
