package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"waterzones/geo/format/formattest"
)

const registerRows = "编号,经度,纬度,county,serves_water_suply,对象类型,备注\n" +
	"1,112.85,35.50,城区,,取水井,a\n\n2,x,35.5,城区,,取水井,\n3,116.4,39.9,,,入河排污口,\n4,112.85,35.50,城区,,入河排污口,\n5,112.85,35.50,泽州,,castle,\n"

// TestSummary: the summary reconciles the rows, and says how the columns were read
// and what the results rest on.
func TestSummary(t *testing.T) {
	dir := t.TempDir()
	in, file := filepath.Join(dir, "in.csv"), filepath.Join(dir, "sum.json")
	put(t, in, registerRows)
	status, out, stderr := call(t, "", "screen", "--as-of", "2026-08-15", "--by", "county", "--summary", file, "--stage", "existing", in)
	if status != exitRejected || strings.Count(out, "\n") != 6 {
		t.Fatalf("status %d: %s", status, stderr)
	}
	text := formattest.Bytes(t, file)
	var got any
	fromJSON(t, string(text), &got)
	const want = `{"finished": true, "rows": 5, "answered": 3, "rejected": 2, "met": 2, "blank_lines": 1, "undeclared": 3, "as_of": "2026-08-15", "engine": "7",
		"verdicts": {"prohibited": 2, "undetermined": 1}, "reasons": {"bad_coordinate": 1, "bad_field": 1}, "first_rejected": {"row": 2},
		"by": {"城区": {"prohibited": 2, "rejected": 1}, "": {"undetermined": 1}, "泽州": {"rejected": 1}},
		"columns": {"place": ["经度", "纬度"], "facts": [{"column": "对象类型", "fact": "kind"}], "unused": ["编号", "county", "serves_water_suply", "备注"],
			"doubts": [{"column": "serves_water_suply", "fact": "serves_water_supply"}]},
		"options": {"stage": "existing", "by": "county", "format": "csv"}}`
	var wanted any
	fromJSON(t, want, &wanted)
	for _, missing := range lacks(got, wanted, "") {
		t.Error(missing)
	}
	object, _ := got.(map[string]any)
	for _, key := range []string{"release", "rules", "version", "seconds", "rows_per_s", "input"} {
		if object[key] == nil || object[key] == "" || object[key] == 0.0 {
			t.Errorf("%s is %v", key, object[key])
		}
	}
	for _, says := range []string{`"serves_water_suply" is not used; is serves_water_supply meant?`, `"对象类型 → kind"`, `not used: "编号", "county"`} {
		if !strings.Contains(stderr, says) {
			t.Errorf("stderr does not say %s: %s", says, stderr)
		}
	}
}

// TestSummaryForms: every form of results has the same counts.
func TestSummaryForms(t *testing.T) {
	first := ""
	for _, form := range []string{"csv", "ndjson", "geojson", "gpkg", "xlsx"} {
		file := filepath.Join(t.TempDir(), "sum.json")
		if status, _, stderr := call(t, registerRows, "screen", "--as-of", "2026-08-15", "--by", "county", "--summary", file, "--format", form, "-q", "-"); status != exitRejected || stderr != "" {
			t.Fatalf("%s: status %d: %s", form, status, stderr)
		}
		text := formattest.Bytes(t, file)
		var sum summary
		fromJSON(t, string(text), &sum)
		counts, err := json.Marshal(sum.Counts)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(counts)
		}
		if string(counts) != first {
			t.Errorf("%s: %s, want %s", form, counts, first)
		}
	}
}

// TestDemands: what a script may ask of a run decides its exit status, and whether
// there is any output.
func TestDemands(t *testing.T) {
	const good, bad, doubtful = "lon,lat\n112.85,35.50\n", "lon,lat\n112.85,35.50\nx,1\n", "lon,lat,knd\n112.85,35.50,outfall\n"
	for _, c := range []struct {
		in, args string
		status   int
		rows     int // of the output, with its header
		says     string
	}{
		{good, "--fail-on prohibited", exitFailed, 2, "prohibited: 1"},
		{good, "--fail-on restricted,notice", exitDone, 2, ""},
		{bad, "--fail-on restricted,prohibited", exitFailed, 3, "prohibited: 1"},
		{good, "--fail-on forbidden", exitUsage, 0, "forbidden"},
		{good, "--strict", exitDone, 2, ""},
		{bad, "--strict", exitFailed, 0, "第 2 行被拒绝 / row 2 was rejected: bad_coordinate"},
		{doubtful, "--strict", exitFailed, 0, `"knd" is not used; is kind meant?`},
		{doubtful, "", exitDone, 2, ""},
	} {
		args := append([]string{"screen", "--kind", "outfall", "--as-of", "2026-08-15", "--quiet"}, strings.Fields(c.args)...)
		status, out, stderr := call(t, c.in, append(args, "-")...)
		if status != c.status || strings.Count(out, "\n") != c.rows || !strings.Contains(stderr, c.says) || c.says == "" && stderr != "" {
			t.Errorf("%s: status %d, want %d; %d lines, want %d; %s", c.args, status, c.status, strings.Count(out, "\n"), c.rows, stderr)
		}
		dir := t.TempDir()
		in := filepath.Join(dir, "in.csv")
		put(t, in, c.in)
		status, _, stderr = call(t, "", append(args, "-o", filepath.Join(dir, "out"), in)...)
		names := namesIn(t, dir)
		if status != c.status || names != map[bool]string{true: "in.csv out", false: "in.csv"}[c.rows > 0] {
			t.Errorf("%s into a file: status %d, want %d; there are %s; %s", c.args, status, c.status, names, stderr)
		}
	}
}
