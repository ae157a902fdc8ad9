package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestTake: which of the input's columns are written, in which order, in every
// form; the facts are read from all of them.
func TestTake(t *testing.T) {
	const in = "id;kind;lon;lat;note\n1;outfall;112.85;35.50;a,b\n2;well;x;1;\"c;\"\"d\"\n"
	for _, c := range []struct {
		take, form string
		want       string // the beginnings of the lines
	}{
		{"note,id", "csv", "note,id,status\n\"a,b\",1,ok,prohibited\n\"c;\"\"d\",2,bad_coordinate\n"},
		{"", "csv", "status,verdict\nok,prohibited\nbad_coordinate\n"},
		{"id", "geojson", "{\"type\":\"FeatureCollection\"\n{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[112.85,35.5]},\"properties\":{\"id\":\"1\",\"status\":\"ok\"\n{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"id\":\"2\",\"status\":\"bad_coordinate\n"},
		{"note", "ndjson", "{\"row\":1,\"status\":\"ok\",\"input\":{\"note\":\"a,b\"}\n{\"row\":2,\"status\":\"bad_coordinate\n"},
	} {
		status, out, stderr := call(t, in, "screen", "--as-of", "2026-08-15", "--take", c.take, "--format", c.form, "-")
		lines := strings.Split(out, "\n")
		for i, want := range strings.Split(strings.TrimSuffix(c.want, "\n"), "\n") {
			if i >= len(lines) || !strings.HasPrefix(strings.Replace(lines[i], `"bad_coordinate`, `bad_coordinate`, 1), strings.Replace(want, `"bad_coordinate`, `bad_coordinate`, 1)) {
				t.Errorf("%q as %s: status %d: %s\n%s\nwant\n%s", c.take, c.form, status, stderr, out, c.want)
				break
			}
		}
	}
	for _, take := range []string{"nothing", "id,,note"} {
		if status, out, stderr := call(t, in, "screen", "--take", take, "-"); status != exitUsage || out != "" {
			t.Errorf("--take %s: status %d: %s%s", take, status, stderr, out)
		}
	}
	if status, _, stderr := call(t, in, "screen", "--by", "county", "-"); status != exitUsage || !strings.Contains(stderr, "county") {
		t.Errorf("--by: status %d: %s", status, stderr)
	}
}

// TestInputs: one register in many dress gives one result.
func TestInputs(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		put(t, path, text)
		return path
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte("id,lon,lat\n1,112.85,35.50\n2,112.4,35.74\n3,116.4,39.9\n")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	screen := func(args ...string) string {
		t.Helper()
		status, out, stderr := call(t, "id|lon|lat\n1|112.85|35.50\n2|112.4|35.74\n3|116.4|39.9\n", append([]string{"screen", "--kind", "outfall", "--as-of", "2026-08-15"}, args...)...)
		if status != exitDone {
			t.Fatalf("%v: status %d: %s", args, status, stderr)
		}
		return out
	}
	want := screen("--delimiter", "|", "-")
	if !strings.HasPrefix(want, "id,lon,lat,status") || strings.Count(want, ",ok,") != 3 {
		t.Fatal(want)
	}
	first, second := write("a.csv", "id,lon,lat\n1,112.85,35.50\n"), write("b.csv", "id,lon,lat\n2,112.4,35.74\n3,116.4,39.9\n")
	for name, args := range map[string][]string{
		"two files": {first, second},
		"gzip":      {write("c.csv.gz", packed.String())},
		"ndjson":    {write("d.ndjson", `{"id":1,"lon":112.85,"lat":35.50}`+"\n"+`{"id":"2","lat":"35.74","lon":112.4}`+"\n"+`{"id":3,"lon":116.4,"lat":39.9}`+"\n")},
		"tabs":      {"--delimiter", "tab", write("e.tsv", "id\tlon\tlat\n1\t112.85\t35.50\n2\t112.4\t35.74\n3\t116.4\t39.9\n")},
		"limit":     {"--limit", "3", write("f.csv", "id,lon,lat\n1,112.85,35.50\n2,112.4,35.74\n3,116.4,39.9\n4,x,y\n")},
	} {
		if got := screen(args...); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	status, out, _ := call(t, "", "screen", "--kind", "outfall", first, write("g.csv", "id,lon,lat\n4,x,35\n"))
	if status != exitRejected || !strings.Contains(out, "g.csv 第 2 行 / line 2") {
		t.Errorf("status %d: a row does not name its file: %s", status, out)
	}
	for says, args := range map[string][]string{
		"differ in their columns": {first, write("h.csv", "id,lat,lon\n4,35,112\n")},
		"does not go with":        {first, "-"},
		"--delimiter":             {"--delimiter", "x", first},
		"has no layers":           {"--layer", "wells", first},
		"--limit":                 {"--limit", "-1", first},
	} {
		says = strings.Replace(says, "does not go with", "standard input does not go with files", 1)
		if status, out, stderr := call(t, "", append([]string{"screen", "--kind", "outfall"}, args...)...); status != exitUsage || out != "" || !strings.Contains(stderr, says) {
			t.Errorf("%v: status %d: %s; want %s", args, status, stderr, says)
		}
	}
}

// TestProperties: what features say of themselves is columns and facts, as it is
// of the rows of a table.
func TestProperties(t *testing.T) {
	var b strings.Builder
	one := func(properties string) {
		b.WriteString(`{"type":"Feature","id":` + strconv.Itoa(b.Len()) + `,"properties":` + properties + `,"geometry":{"type":"Point","coordinates":[112.85,35.5]}}` + "\n")
	}
	one(`{"kind":"outfall","depth_m":7,"deep":true,"tags":["a"]}`)
	one(`{"kind":"well","depth_m":"deep","code":"007"}`)
	for range 1000 {
		one(`null`)
	}
	one(`{"colour":"red"}`)
	one(`{"stage":"existing"}`)
	screen := func(args ...string) (string, string) {
		t.Helper()
		status, out, stderr := call(t, b.String(), append([]string{"screen", "--kind", "well", "--as-of", "2026-08-15"}, args...)...)
		if status != exitRejected {
			t.Fatalf("status %d: %s", status, stderr)
		}
		return out, stderr
	}
	out, stderr := screen("-")
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 1005 {
		t.Fatal(len(rows), err)
	}
	for i, want := range map[int]string{
		0: "code deep depth_m id kind tags status verdict", 1: ` true 7 0 outfall ["a"] ok prohibited`,
		3: "   " + rows[3][3] + "   ok prohibited", 1003: "   " + rows[1003][3] + "   ok prohibited",
	} {
		if got := strings.Join(rows[i][:8], " "); got != want {
			t.Errorf("row %d: %q, want %q", i, got, want)
		}
	}
	if got := strings.Join(rows[2][:8], " "); !strings.HasPrefix(got, "007  deep ") || !strings.Contains(got, "bad_field: ") {
		t.Errorf("row 2: %q", got)
	}
	if last := rows[1004][6]; !strings.HasPrefix(last, "bad_row: ") || !strings.Contains(last, `"stage"`) {
		t.Errorf("a fact without a column: %q", last)
	}
	if !strings.Contains(stderr, `left out: "colour"`) || !strings.Contains(stderr, `"kind"`) {
		t.Errorf("said: %s", stderr)
	}
	flat, _ := screen("--format", "geojson", "-")
	if !strings.Contains(flat, `"properties":{"code":"","deep":true,"depth_m":"7","id":"0","kind":"outfall","tags":"[\"a\"]","status":"ok"`) {
		t.Errorf("got %.900s", flat)
	}
	screen("--format", "gpkg", "--nearest", "-o", filepath.Join(t.TempDir(), "out.gpkg"), "-")
}

// TestSheetIsTooSmall: more rows than a sheet holds are refused before the sheet
// is begun.
func TestSheetIsTooSmall(t *testing.T) {
	if testing.Short() {
		t.Skip("screens a million rows, which -short leaves out; make test does not")
	}
	text := "lon,lat\n" + strings.Repeat("112.123456,35.123456\n", 1<<20)
	status, out, stderr := call(t, text, "screen", "--kind", "well", "--format", "xlsx", "-")
	if status != exitFailed || out != "" || !strings.Contains(stderr, "1048575 rows") {
		t.Errorf("status %d, %d bytes: %s", status, len(out), stderr)
	}
}

// TestAttributesBesideProperties: what stands beside the properties of a feature, as in
// Esri's JSON, is no part of it, and the row says so; the others are answered.
func TestAttributesBesideProperties(t *testing.T) {
	const bad = `{"type":"Feature","attributes":{"discharges_pollutants":true},"properties":{},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}`
	good := strings.Replace(bad, `"attributes":{"discharges_pollutants":true},`, "", 1)
	for _, in := range []string{bad + "\n" + good + "\n", `{"type":"FeatureCollection","features":[` + bad + "," + good + `]}`} {
		status, out, stderr := call(t, in, "screen", "--kind", "project", "-")
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if status != exitRejected || len(lines) != 3 || !strings.Contains(lines[1], "应写在 properties 中") || !strings.HasPrefix(lines[2], "ok,prohibited") {
			t.Errorf("status %d: %s\n%s", status, out, stderr)
		}
	}
}
