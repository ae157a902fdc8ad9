package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// TestEmptyIsNoDefault: what is given and empty is a mistake and not the default.
func TestEmptyIsNoDefault(t *testing.T) {
	for _, flag := range []string{"layers", "rules", "as-of", "crs", "accuracy", "zones", "out", "kind", "summary", "by"} {
		if status, out, stderr := call(t, "lon,lat\n1,2\n", "screen", "--kind", "well", "--"+flag, "", "-"); status != exitUsage || out != "" || !strings.Contains(stderr, flag) {
			t.Errorf("--%s '': status %d: %s", flag, status, stderr)
		}
	}
	t.Setenv("WATERZONES_LAYERS", "")
	if status, _, stderr := call(t, "lon,lat\n1,2\n", "screen", "--kind", "well", "-"); status != exitUsage || !strings.Contains(stderr, "WATERZONES_LAYERS") {
		t.Errorf("an empty variable: status %d: %s", status, stderr)
	}
}

// TestUnknownSettings: a misspelt variable or key is a mistake.
func TestUnknownSettings(t *testing.T) {
	for variable, want := range map[string]int{"WATERZONES_LAYRS=x": exitUsage, "WATERZONES_ADDR=:1": exitDone, "WATERZONES_PORT_8080_TCP_ADDR=10.0.0.1": exitDone, "WATERZONES_SERVICE_PORT=8080": exitDone, "WATERZONES_PORTS=1": exitUsage, "WATER=x": exitDone} {
		var out, stderr bytes.Buffer
		status := run([]string{"version"}, &streams{out: &out, err: &stderr, environment: []string{variable}})
		if name, _, _ := strings.Cut(variable, "="); status != want || want == exitUsage && !strings.Contains(stderr.String(), name) {
			t.Errorf("%s: status %d: %s", variable, status, &stderr)
		}
	}
	file := filepath.Join(t.TempDir(), "config.json")
	for text, want := range map[string]int{`{"as-of":"1990-01-01"}`: exitUsage, `{"as_of":"2026-08-15"}`: exitDone, `{"as_of":""}`: exitUsage, `{"take":""}`: exitDone} {
		put(t, file, text)
		if status, _, stderr := call(t, "lon,lat\n112.5,35.5\n", "--config", file, "screen", "--kind", "well", "-"); status != want || want == exitUsage && !strings.Contains(stderr, "as_of") {
			t.Errorf("%s: status %d: %s", text, status, stderr)
		}
	}
	zones := filepath.Join(t.TempDir(), "zones.geojson")
	put(t, zones, `{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,0]]]}`)
	if status, _, stderr := call(t, "lon,lat\n1,2\n", "screen", "--kind", "well", "--zones", zones, "-"); status != exitUsage || !strings.Contains(stderr, "--kind") {
		t.Errorf("--kind with --zones: status %d: %s", status, stderr)
	}
}
