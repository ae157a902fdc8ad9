package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"waterzones/api"
	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/rules"
	"waterzones/layers/store"
	"waterzones/seeds"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// clock is the fixed time of every test: 2026-11-23, a day on which
// 生态环境法典 is in force.
func clock() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) }

// The layers and rules of the seeds are immutable, and served to every test.
var (
	shippedLayers = sync.OnceValues(func() (*layers.Release, error) { return catalogue.Open(seeds.Data(), nil) })
	shippedRules  = sync.OnceValues(func() (*rules.Set, error) { return rules.Load(seeds.Rules()) })
)

// start serves the seeds to a test.
func start(t *testing.T) *httptest.Server {
	t.Helper()
	return startWith(t, t.TempDir())
}

// startWith keeps reports in the directory.
func startWith(t *testing.T, reportsDir string) *httptest.Server {
	t.Helper()
	release, err := shippedLayers()
	if err != nil {
		t.Fatal(err)
	}
	set, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	var reports *store.Archive // none in no directory
	if reportsDir != "" {
		if reports, err = store.Open(reportsDir); err != nil {
			t.Fatal(err)
		}
	}
	service := api.New(api.Config{
		Reports: reports,
		Release: release, Rules: set, Log: slog.New(slog.DiscardHandler), Now: clock, Version: "test", MaxBytes: 4 << 20,
		Map: fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>map</title>")}, "assets/a.js": {}},
	})
	server := httptest.NewServer(service.Handler())
	t.Cleanup(server.Close)
	return server
}

// send makes a request and reads the whole answer.
func send(t *testing.T, method, url, body string, header ...string) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, text
}

// TestGolden compares whole answers with testdata/*.golden.json. What changes
// with every edit of the seeds (release, hash, rules version) is blanked.
func TestGolden(t *testing.T) {
	server := start(t)
	cases := []struct{ name, method, path, body string }{
		{"landing", "GET", "/", ""},
		{"short_outfall", "GET", "/screenings?lon=112.85&lat=35.50&kind=outfall", ""},
		{"short_beijing", "GET", "/screenings?lon=116.4&lat=39.9&kind=well&crs=EPSG:4490", ""},
		{"screen_outfall", "GET", "/screenings?view=full&lon=112.85&lat=35.50&kind=outfall", ""},
		{"screen_outfall_2019", "GET", "/screenings?view=full&lon=112.85&lat=35.50&kind=outfall&as_of=2019-06-01", ""},
		{"screen_beijing", "GET", "/screenings?view=full&lon=116.4&lat=39.9&kind=well", ""},
		{"screen_polygon", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"project","name":"示例项目","attributes":{"discharges_pollutants":true}},
			"geometry":{"type":"Polygon","coordinates":[[[112.845,35.495],[112.862,35.495],[112.862,35.512],[112.845,35.512],[112.845,35.495]]]}}`},
		{"problem_many", "GET", "/screenings?lon=abc&lat=95&as_of=tomorrow&kidn=well", ""},
		{"problem_open_ring", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"project"},"geometry":{"type":"Polygon","coordinates":[[[112,35],[113,35],[113,36],[112,36]]]}}`},
		{"problem_bowtie", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"project"},"geometry":{"type":"Polygon","coordinates":[[[112.8,35.5],[112.9,35.6],[112.9,35.5],[112.8,35.6],[112.8,35.5]]]}}`},
		{"problem_no_layer", "GET", "/collections/nowhere/items", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, body := send(t, c.method, server.URL+c.path, c.body)
			checkGolden(t, c.name, blank(t, body, server.URL))
		})
	}
}

// blank indents an answer and removes what is another at every run or edit.
func blank(t *testing.T, body []byte, url string) []byte {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	for _, key := range []string{"release", "hash", "rules_version"} {
		if v[key] != nil {
			v[key] = "…"
		}
	}
	if checks, ok := v["layers"].([]any); ok {
		for _, check := range checks {
			if c, ok := check.(map[string]any); ok && c["content"] != nil {
				c["content"] = "…"
			}
		}
	}
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.ReplaceAll(text, []byte(url), []byte("http://host")), '\n')
}

func checkGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test ./api -update and read the difference\n got: %s\nwant: %s", path, got, want)
	}
}
