package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

const mixedRows = "编号,lon,lat,备注\n001,112.85,35.50,a\n002,x,35.5,\"b,c\"\n003,116.4,39.9,\n004,112.4,35.74,=1+1\n"

// Rows in are rows out, in order, in every form of the results; a sheet has the
// cells of the table.
func TestScreenFormats(t *testing.T) {
	args := func(form string, more ...string) []string {
		return append(append([]string{"screen", "--kind", "outfall", "--as-of", "2026-08-15", "--format", form}, more...), "-")
	}
	_, text, stderr := call(t, mixedRows, args("csv")...)
	table, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(table) != 5 {
		t.Fatalf("%d rows, %v: %s", len(table), err, stderr)
	}
	t.Run("xlsx", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "out.xlsx")
		if status, _, stderr := call(t, mixedRows, args("xlsx", "-o", file)...); status != exitRejected {
			t.Fatalf("status %d: %s", status, stderr)
		}
		src, err := openPath(file, feature.Reading{})
		if err != nil || src.Kind != feature.XLSX {
			t.Fatalf("%+v, %v", src, err)
		}
		defer func() { _ = src.Close() }() // it was only read
		rows := [][]string{nil}
		for _, f := range src.Fields {
			rows[0] = append(rows[0], f.Name)
		}
		wrong := 0
		for f, err := range src.Features {
			if err != nil {
				wrong++ // row 002 has no place, and its cells all the same
			}
			rows = append(rows, f.Values)
		}
		if wrong != 1 || !slices.EqualFunc(rows, table, slices.Equal) {
			t.Errorf("got\n%q\nwant\n%q", rows, table)
		}
	})
	t.Run("geojson", func(t *testing.T) {
		status, out, stderr := call(t, mixedRows, args("geojson")...)
		var collection struct {
			Type     string
			Features []struct {
				Geometry   *struct{ Type string }
				Properties map[string]any
			}
		}
		if err := json.Unmarshal([]byte(out), &collection); err != nil || status != exitRejected || len(collection.Features) != 4 {
			t.Fatalf("status %d, %v: %s\n%s", status, err, stderr, out)
		}
		for i, f := range collection.Features {
			row := table[i+1]
			for k, name := range table[0] {
				if cell := f.Properties[name]; cell != nil && fmt.Sprint(cell) != row[k] || cell == nil && row[k] != "" {
					t.Errorf("row %d: %s is %v, want %q", i+1, name, cell, row[k])
				}
			}
			if rejected := i == 1; len(f.Properties) != len(table[0]) || (f.Geometry == nil) != rejected || (f.Properties["verdict"] == nil) != rejected {
				t.Errorf("%+v, want %q", f, row)
			}
		}
	})
	t.Run("gpkg", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "out.gpkg")
		if status, _, stderr := call(t, mixedRows, args("gpkg", "-o", file)...); status != exitRejected {
			t.Fatalf("status %d: %s", status, stderr)
		}
		src, err := openPath(file, feature.Reading{})
		if err != nil || src.Kind != feature.GeoPackage {
			t.Fatalf("%+v, %v", src, err)
		}
		defer func() { _ = src.Close() }() // it was only read
		var rows [][]string
		for f, err := range src.Features {
			if f.Geometry == nil && err == nil || f.Geometry != nil && f.Geometry != (orb.Point{112.85, 35.5}) && len(rows) == 0 {
				t.Errorf("row %d: %v, %v", len(rows)+1, f.Geometry, err)
			}
			rows = append(rows, f.Texts(src.Fields))
		}
		if len(rows) != 4 || !slices.EqualFunc([][]string{rows[0], rows[2], rows[3]}, [][]string{table[1], table[3], table[4]}, slices.Equal) {
			t.Errorf("got\n%q\nwant\n%q", rows, table[1:])
		}
	})
	t.Run("parquet", func(t *testing.T) {
		if status, _, stderr := call(t, mixedRows, args("parquet")...); status != exitUsage || !strings.Contains(stderr, "xlsx") {
			t.Errorf("status %d: %s", status, stderr)
		}
	})
}

// Zones in metres join as the same zones in degrees do; metres without prefix
// that nothing declares are refused.
func TestScreenZonesInMetres(t *testing.T) {
	dir := t.TempDir()
	export := func(name string, args ...string) string {
		file := filepath.Join(dir, name)
		if status, _, stderr := call(t, "", append([]string{"layers", "export", "--as-of", "2026-08-15", "-o", file, "drinking_water_zone"}, args...)...); status != exitDone {
			t.Fatal(stderr)
		}
		return file
	}
	const in = "id,lon,lat\n1,112.85,35.50\n2,112.4,35.74\n3,112.18,35.69\n4,113.2,35.7\n5,112.9,35.45\n"
	joined := func(file string) []string {
		status, out, stderr := call(t, in, "screen", "--nearest", "--zones", file, "-")
		if status != exitDone {
			t.Fatalf("%s: status %d: %s", file, status, stderr)
		}
		table := rowsOf(t, out)
		var cells []string
		for _, row := range table[1:] {
			cells = append(cells, strings.Join(row[:8], "|"))
		}
		return cells
	}
	stem := func(ext string) string { return filepath.Join("z", "zones"+ext) }
	if err := os.Mkdir(filepath.Join(dir, "z"), 0o700); err != nil {
		t.Fatal(err)
	}
	want := joined(export(stem(".geojson")))
	if !strings.Contains(strings.Join(want, " "), "zones/") {
		t.Fatalf("nothing is met: %q", want)
	}
	files := [][]string{{"shapefile", "EPSG:4526"}, {"gpkg", "EPSG:4526"}, {"shapefile", "EPSG:4547"}, {"geojson", "EPSG:4526"}, {"csv", "EPSG:4526"}}
	if testing.Short() {
		files = files[1:2]
	}
	for _, args := range files {
		if got := joined(export(stem("."+args[0]), "--format", args[0], "--crs", args[1])); !slices.Equal(got, want) {
			t.Errorf("%v: got\n%q\nwant\n%q", args, got, want)
		}
	}
	bare := filepath.Join(dir, "bare.csv")
	put(t, bare, "wkt\n\"POLYGON((395000 3930000,396000 3930000,396000 3931000,395000 3930000))\"\n")
	if status, _, stderr := call(t, in, "screen", "--zones", bare, "-"); status != exitFailed || !strings.Contains(stderr, "请核对数值并声明坐标系") {
		t.Errorf("status %d: %s", status, stderr)
	}
}

// TestScreenHalfAFile: shapes that were not read have no row; the exit status and
// the summary say that something is missing.
func TestScreenHalfAFile(t *testing.T) {
	onLayers(t, "spring_domain")
	const drawing = "0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n8\na\n90\n3\n70\n1\n10\n38395658.5\n20\n3930673.5\n10\n38395858.5\n20\n3930673.5\n10\n38395858.5\n20\n3930573.5\n0\nHATCH\n8\na\n0\nENDSEC\n0\nEOF\n"
	status, stdout, stderr := call(t, drawing, "screen", "--kind", "project", "-")
	if status != exitRejected || strings.Count(stdout, "\n") != 2 || !strings.Contains(stderr, "HATCH") {
		t.Errorf("status %d, %d lines, %s", status, strings.Count(stdout, "\n"), stderr)
	}
}
