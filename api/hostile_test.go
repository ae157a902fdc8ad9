package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"waterzones/api"
)

// feature is a screening's body with that geometry.
func feature(geometry string) string {
	return `{"type":"Feature","properties":{"kind":"project"},"geometry":` + geometry + `}`
}

// TestBadInput sends what an officer's slip, a broken script or a stranger
// sends. Every answer is a 4xx problem that names a field, for bounded work, and
// the server keeps serving.
func TestBadInput(t *testing.T) {
	server := start(t)
	vertices := strings.Repeat("[112.1,35.1],", 5_000_000)
	cases := []struct {
		name, method, path, body string
		status                   int
		field                    string
	}{
		{"empty body", "POST", "/screenings", "", 400, "body"},
		{"not JSON", "POST", "/screenings", "lon=1&lat=2", 400, "body"},
		{"cut short", "POST", "/screenings", `{"type":"Feature","geometry":{"type":"Poi`, 400, ""},
		{"a list", "POST", "/screenings", "[1,2,3]", 400, "body"},
		{"no geometry", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well"}}`, 400, "geometry"},
		{"null geometry", "POST", "/screenings", feature("null"), 400, "geometry"},
		{"empty geometry", "POST", "/screenings", feature(`{"type":"Polygon","coordinates":[]}`), 400, "geometry"},
		{"two points", "POST", "/screenings", feature(`{"type":"Polygon","coordinates":[[[112,35],[113,35]]]}`), 400, "geometry.coordinates[0]"},
		{"ring left open", "POST", "/screenings", feature(`{"type":"Polygon","coordinates":[[[112,35],[113,35],[113,36],[112,36]]]}`), 400, "geometry.coordinates[0]"},
		{"self-intersecting", "POST", "/screenings", feature(`{"type":"Polygon","coordinates":[[[112.8,35.5],[112.9,35.6],[112.9,35.5],[112.8,35.6],[112.8,35.5]]]}`), 422, "geometry.coordinates[0]"},
		{"hole outside", "POST", "/screenings", feature(`{"type":"Polygon","coordinates":[[[112.8,35.5],[112.9,35.5],[112.9,35.6],[112.8,35.5]],[[112.1,35.1],[112.2,35.1],[112.2,35.2],[112.1,35.1]]]}`), 422, "geometry.coordinates[1]"},
		{"NaN", "POST", "/screenings", feature(`{"type":"Point","coordinates":[NaN,35]}`), 400, ""},
		{"1e308", "POST", "/screenings", feature(`{"type":"Point","coordinates":[1e308,35]}`), 400, "geometry.coordinates"},
		{"1e999", "POST", "/screenings", feature(`{"type":"Point","coordinates":[1e999,35]}`), 400, "geometry.coordinates"},
		{"swapped axes", "POST", "/screenings", feature(`{"type":"Point","coordinates":[35.5,112.8]}`), 400, "geometry.coordinates"},
		{"projected", "POST", "/screenings", feature(`{"type":"Point","coordinates":[38395658.9,3930673.6]}`), 400, "geometry.coordinates"},
		{"text for number", "POST", "/screenings", feature(`{"type":"Point","coordinates":["112.8",35.5]}`), 400, "geometry.coordinates"},
		{"unknown type", "POST", "/screenings", feature(`{"type":"Circle","coordinates":[112.8,35.5]}`), 400, "geometry.type"},
		{"西安80 without parameters", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","crs":"EPSG:2362"},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "crs"},
		{"unknown CRS", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","crs":"mars"},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "crs"},
		{"degrees said to be metres", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","crs":"EPSG:4526"},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "geometry"},
		{"six parameters", "GET", "/screenings?lon=112&lat=35&kind=well&crs=EPSG:2362&helmert=1,2,3,4,5,6", "", 400, "helmert"},
		{"a pair and numbers", "GET", "/screenings?at=112,35&lon=112&kind=well", "", 400, "lon"},
		{"a pair of one", "GET", "/screenings?at=112&kind=well", "", 400, "at"},
		{"a pair that fits nowhere", "GET", "/screenings?at=3930673.602,95658.899&kind=well", "", 400, "at"},
		{"unknown kind", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"castle"},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "kind"},
		{"kind twice", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"project","kind":"well"},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "properties.kind"},
		{"no kind", "POST", "/screenings", `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "kind"},
		{"unknown attribute", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","attributes":{"magic":true}},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "attributes.magic"},
		{"attribute not a truth", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","attributes":{"discharges_pollutants":"perhaps"}},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "attributes.discharges_pollutants"},
		{"attribute given twice", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","discharges_pollutants":true,"attributes":{"discharges_pollutants":false}},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "properties.discharges_pollutants"},
		{"attributes a list", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","attributes":[1]},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "properties.attributes"},
		{"bad date", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","as_of":"2026-02-30"},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "as_of"},
		{"bad accuracy", "POST", "/screenings", `{"type":"Feature","properties":{"kind":"well","accuracy_m":-1},"geometry":{"type":"Point","coordinates":[112.8,35.5]}}`, 400, "accuracy_m"},
		{"5 million vertices", "POST", "/screenings", feature(`{"type":"LineString","coordinates":[` + vertices + `[112,35]]}`), 413, "body"},
		{"vertices just within the body", "POST", "/screenings", feature(`{"type":"LineString","coordinates":[` + vertices[:70_000*13] + `[112,35]]}`), 413, "geometry"},
		{"50 MB", "POST", "/screenings", strings.Repeat(" ", 50<<20), 413, "body"},
		{"deep nesting", "POST", "/screenings", feature(`{"type":"Polygon","coordinates":` + strings.Repeat("[", 500_000)), 400, ""},
		{"deep properties", "POST", "/screenings", `{"type":"Feature","properties":` + strings.Repeat(`{"a":`, 100_000), 413, "properties"},
		{"parameters and no body", "POST", "/screenings?kind=well", "", 400, "kind"},
		{"a form", "POST", "/screenings", "lon=112.85&lat=35.5&kind=well", 400, ""},
		{"a file in a form", "POST", "/screenings", "--x\r\n\r\n--x--", 400, "file"},
		{"no parameters", "GET", "/screenings", "", 400, "lon"},
		{"letters", "GET", "/screenings?lon=x&lat=35&kind=well", "", 400, "lon"},
		{"NaN in a parameter", "GET", "/screenings?lon=NaN&lat=35&kind=well", "", 400, "lon"},
		{"latitude 95", "GET", "/screenings?lon=112&lat=95&kind=well", "", 400, "lat"},
		{"1e999 in a parameter", "GET", "/screenings?lon=1e999&lat=35&kind=well", "", 400, "lon"},
		{"twice", "GET", "/screenings?lon=112&lon=113&lat=35&kind=well", "", 400, "lon"},
		{"misspelt", "GET", "/screenings?lon=112&lat=35&kind=well&asof=2020-01-01", "", 400, "asof"},
		{"limit", "GET", "/collections/county/items?limit=unlimited", "", 400, "limit"},
		{"limit 0", "GET", "/collections/county/items?limit=0", "", 400, "limit"},
		{"offset", "GET", "/collections/county/items?offset=-1", "", 400, "offset"},
		{"bbox of three", "GET", "/collections/county/items?bbox=1,2,3", "", 400, "bbox"},
		{"bbox upside down", "GET", "/collections/county/items?bbox=112,36,113,35", "", 400, "bbox"},
		{"bbox of letters", "GET", "/collections/county/items?bbox=a,b,c,d", "", 400, "bbox"},
		{"unknown parameter", "GET", "/collections/county/items?color=red", "", 400, "color"},
		{"no such layer", "GET", "/collections/x/items", "", 404, "collectionId"},
		{"no such feature", "GET", "/collections/county/items/x", "", 404, "featureId"},
		{"no such page", "GET", "/nowhere", "", 404, ""},
		{"no such file of the map", "GET", "/map/nowhere.js", "", 404, ""},
		{"a folder of the map", "GET", "/map/assets/", "", 404, ""},
		{"out of the map's folder", "GET", "/map/..%2f..%2fgo.mod", "", 404, ""},
		{"wrong method", "DELETE", "/screenings", "", 405, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := allocated()
			header := []string{}
			switch c.name {
			case "a form":
				header = []string{"Content-Type", "application/x-www-form-urlencoded"}
			case "a file in a form":
				header = []string{"Content-Type", "multipart/form-data; boundary=x"}
			}
			response, body := send(t, c.method, server.URL+c.path, c.body, header...)
			var p api.Problem
			if err := json.Unmarshal(body, &p); err != nil {
				t.Fatalf("not a problem: %v: %.200s", err, body)
			}
			if response.StatusCode != c.status || p.Status != c.status {
				t.Errorf("status %d, in the body %d, want %d: %.300s", response.StatusCode, p.Status, c.status, body)
			}
			if got := response.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
				t.Errorf("content type %q", got)
			}
			if c.field != "" && !names(p, c.field) {
				t.Errorf("no error names %q: %.300s", c.field, body)
			}
			if p.Detail == "" || !strings.Contains(p.Detail, " / ") {
				t.Errorf("detail %q is not in both languages", p.Detail)
			}
			if made := allocated() - before; made > 64<<20 {
				t.Errorf("allocated %d MiB", made>>20)
			}
		})
	}
	response, _ := send(t, "GET", server.URL+"/screenings?lon=112.85&lat=35.5&kind=well", "")
	if response.StatusCode != http.StatusOK {
		t.Errorf("afterwards a good request gets %d", response.StatusCode)
	}
}

// names reports whether an error names the field, or a place inside it.
func names(p api.Problem, field string) bool {
	for _, e := range p.Errors {
		if strings.HasPrefix(e.Field, field) {
			return true
		}
	}
	return false
}

// allocated counts the bytes that were ever allocated, on either side: a measure
// of work that is the same on a machine that is busy with something else.
func allocated() uint64 {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return memory.TotalAlloc
}

// TestHostileShapes sends the largest shapes that are read, made so that every
// edge could meet every other: they must not take the server's time or memory.
func TestHostileShapes(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves the largest shapes out; make test does not")
	}
	server := start(t)
	var zigzag strings.Builder
	for i := range 24_000 {
		x := 111.9 + 1.6*float64(i)/24_000
		y := 35.2
		if i%2 == 1 {
			y = 36.0
		}
		fmt.Fprintf(&zigzag, "[%.6f,%.2f],", x, y)
	}
	line := strings.TrimSuffix(zigzag.String(), ",")
	var saw strings.Builder
	for i := range 12_000 {
		fmt.Fprintf(&saw, "[%.6f,%.2f],[%.6f,%.2f],", 112+float64(i)*1e-4, 35.3, 112.00005+float64(i)*1e-4, 35.9)
	}
	shapes := map[string]string{
		"zigzag line over the city": `{"type":"LineString","coordinates":[` + line + `]}`,
		"saw-toothed polygon":       `{"type":"Polygon","coordinates":[[` + saw.String() + `[113.2,35.2],[112,35.2],[112,35.3]]]}`,
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			before := allocated()
			response, body := send(t, "POST", server.URL+"/screenings", feature(shape))
			if response.StatusCode/100 != 2 && response.StatusCode/100 != 4 {
				t.Errorf("status %d: %.300s", response.StatusCode, body)
			}
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			made := allocated() - before
			t.Logf("status %d, %d MiB allocated, heap %d MiB", response.StatusCode, made>>20, memory.HeapSys>>20)
			if made > 16<<30 {
				t.Errorf("allocated %d MiB", made>>20)
			}
			if memory.HeapSys > 2<<30 {
				t.Errorf("heap grew to %d MiB", memory.HeapSys>>20)
			}
		})
	}
}
