package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waterzones/geo/pgtest"
	"waterzones/layers/print/font"
	"waterzones/layers/store"
)

// TestVerifyInAnotherProcess: a report is identical when a process of its own
// computes it from its own reading of the layers; a changed word is named, with
// exit status 1.
func TestVerifyInAnotherProcess(t *testing.T) {
	onLayers(t, "drinking_water_zone")
	_, stdout, _ := call(t, "lon,lat\n112.850012,35.500012\n", "screen", "--kind", "outfall", "--format", "ndjson", "-")
	var row struct{ Report json.RawMessage }
	fromJSON(t, stdout, &row)
	for _, c := range []struct {
		name   string
		report []byte
		status int
		says   string
	}{
		{"as answered", row.Report, exitDone, "identical"},
		{"indented by an editor", indented(t, row.Report), exitDone, "identical"},
		{"a word changed", bytes.Replace(row.Report, []byte("禁止"), []byte("准许"), 1), exitFailed, "findings[0].text.zh"},
		{"a coordinate changed", bytes.Replace(row.Report, []byte("112.850012"), []byte("112.850013"), 1), exitFailed, "differs"},
		{"no report", []byte("{}"), exitFailed, "report"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "report.json")
			put(t, file, string(c.report))
			cmd := program(t.Context(), "verify", file)
			text, _ := cmd.CombinedOutput() // its status is looked at below
			if got := cmd.ProcessState.ExitCode(); got != c.status || !strings.Contains(string(text), c.says) {
				t.Errorf("status %d, want %d with %q: %.500s", got, c.status, c.says, text)
			}
		})
	}
}

func indented(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestReportCommand writes a kept report in every form, and says so when there is
// none.
func TestReportCommand(t *testing.T) {
	onLayers(t, "drinking_water_zone")
	dir := t.TempDir()
	kept, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, stdout, _ := call(t, "lon,lat\n112.850012,35.500012\n", "screen", "--kind", "outfall", "--format", "ndjson", "-")
	var row struct{ Report json.RawMessage }
	fromJSON(t, stdout, &row)
	entry, err := kept.Keep(time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC), row.Report, json.RawMessage("[]"))
	if err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := call(t, "", "report", strings.Repeat("0", 26), "--data", dir); status != exitFailed || !strings.Contains(stderr, "没有这份报告") {
		t.Errorf("no such report: status %d, %s", status, stderr)
	}
	if status, _, stderr := call(t, "", "report", entry.ID, "--data", dir, "-o", filepath.Join(t.TempDir(), "r.doc")); status != exitUsage || !strings.Contains(stderr, ".pdf") {
		t.Errorf("an unknown form: status %d, %s", status, stderr)
	}
	for _, c := range []struct{ out, lang, says string }{
		{"r.json", "zh", `"verdict"`},
		{"r.geojson", "zh", "FeatureCollection"},
		{"r.html", "zh", entry.Number},
		{"r.html", "en", "rohibited"},
		{"r.pdf", "zh", "%PDF-"},
	} {
		if _, err := font.TTF(); c.out == "r.pdf" && err != nil {
			pgtest.Missing(t, "font", "it with `make font`, which takes npm")
		}
		out := filepath.Join(t.TempDir(), c.out)
		status, _, stderr := call(t, "", "report", entry.ID, "--data", dir, "--lang", c.lang, "-o", out)
		text, err := os.ReadFile(out)
		if status != exitDone || err != nil || !bytes.Contains(text, []byte(c.says)) {
			t.Errorf("%s %s: status %d, %v, %d bytes, %s", c.out, c.lang, status, err, len(text), stderr)
		}
	}
}
