package api_test

import (
	"strconv"
	"strings"
	"testing"
)

// resolved follows a reference.
func (o openAPI) resolved(v any) map[string]any {
	m, _ := v.(map[string]any)
	if target, is := m["$ref"].(string); is {
		return o.resolved(o.at(target))
	}
	return m
}

// TestOpenAPIResponses: an answer has a documented status and media type, and a
// JSON one is what its schema says, without a member that the schema does not name.
func TestOpenAPIResponses(t *testing.T) {
	server := start(t)
	location, _ := kept(t, server, square)
	o := documentOf(t, server)
	parcels, parcelsType := form(t, map[string]string{"kind": "project"}, map[string][]byte{
		"a.csv": []byte("name,WKT\n甲,\"POLYGON((112.850 35.498,112.852 35.498,112.852 35.500,112.850 35.498))\"\n乙,\"POLYGON((113.2 35.6,113.201 35.6,113.201 35.601,113.2 35.6))\"\n"),
	})
	for _, c := range []struct {
		method, path, asked string // as documented, and as asked for
		body, contentType   string
		status              int
	}{
		{"GET", "/", "/", "", "", 200},
		{"GET", "/", "/?x=1", "", "", 400},
		{"GET", "/api", "/api", "", "", 200},
		{"GET", "/collections", "/collections", "", "", 200},
		{"GET", "/collections/{collectionId}", "/collections/drinking_water_zone", "", "", 200},
		{"GET", "/collections/{collectionId}", "/collections/nowhere", "", "", 404},
		{"GET", "/collections/{collectionId}/schema", "/collections/county/schema", "", "", 200},
		{"GET", "/collections/{collectionId}/items", "/collections/county/items?limit=2", "", "", 200},
		{"GET", "/collections/{collectionId}/items/{featureId}", "/collections/county/items/140502", "", "", 200},
		{"GET", "/screenings", "/screenings?lon=112.85&lat=35.50&kind=outfall", "", "", 200},
		{"GET", "/screenings", "/screenings?lon=116.4&lat=39.9&kind=well", "", "", 200},
		{"GET", "/screenings", "/screenings?lon=112.85&lat=35.50&kind=outfall&view=full", "", "", 200},
		{"GET", "/screenings", "/screenings?lon=112.85&lat=35.50&kind=outfall&view=half", "", "", 400},
		{"GET", "/screenings", "/screenings?lon=abc&lat=95&as_of=tomorrow&kidn=well", "", "", 400},
		{"POST", "/screenings", "/screenings", square, "application/geo+json", 200},
		{"POST", "/screenings", "/screenings", parcels, parcelsType, 200},
		{"POST", "/reports", "/reports", square, "application/geo+json", 201},
		{"POST", "/screenings", "/screenings", `{"type":"Feature","properties":{"kind":"project"},"geometry":{"type":"Polygon","coordinates":[[[112.8,35.5],[112.9,35.6],[112.9,35.5],[112.8,35.6],[112.8,35.5]]]}}`, "", 422},
		{"POST", "/screenings", "/screenings", strings.Repeat(" ", 5<<20), "", 413},
		{"GET", "/reports/{id}", location, "", "", 200},
		{"GET", "/reports/{id}", location + "?f=geojson", "", "", 200},
		{"GET", "/reports/{id}", location + "?f=html&lang=en", "", "", 200},
		{"GET", "/reports/{id}", location + "?f=pdf", "", "", 200},
		{"GET", "/rules", "/rules", "", "", 200},
		{"GET", "/rules/schema", "/rules/schema", "", "", 200},
		{"GET", "/healthz", "/healthz", "", "", 200},
		{"GET", "/readyz", "/readyz", "", "", 200},
		{"GET", "/metrics", "/metrics", "", "", 200},
		{"GET", "/map", "/map", "", "", 308},
		{"GET", "/map/{file}", "/map/", "", "", 200},
		{"GET", "/map/{file}", "/map/nowhere.js", "", "", 404},
	} {
		t.Run(c.method+" "+c.asked, func(t *testing.T) {
			response, text := send(t, c.method, server.URL+c.asked, c.body, "Content-Type", c.contentType)
			if response.StatusCode != c.status {
				t.Fatalf("%d: %.300s", response.StatusCode, text)
			}
			operation := o.resolved(o.resolved(o.resolved(o.doc["paths"])[c.path])[strings.ToLower(c.method)])
			documented := o.resolved(o.resolved(operation["responses"])[strconv.Itoa(c.status)])
			if documented["description"] == nil {
				t.Fatalf("%d is not documented", c.status)
			}
			for name := range o.resolved(documented["headers"]) {
				if response.Header.Get(name) == "" {
					t.Errorf("no %s", name)
				}
			}
			if documented["content"] != nil {
				o.check(t, documented["content"].(map[string]any), response.Header.Get("Content-Type"), text)
			}
		})
	}
}

// check holds a body against the documented ones.
func (o openAPI) check(t *testing.T, content map[string]any, mediaType string, text []byte) {
	t.Helper()
	base, _, _ := strings.Cut(mediaType, ";")
	documented := content[mediaType]
	if documented == nil {
		documented = content[base]
	}
	if documented == nil && content["*/*"] != nil {
		return
	}
	if documented == nil {
		t.Fatalf("%s is not documented", mediaType)
	}
	if !strings.HasSuffix(base, "json") {
		return
	}
	schema := o.resolved(documented)["schema"].(map[string]any)
	choices, _ := schema["anyOf"].([]any)
	if choices == nil {
		choices = []any{schema}
	}
	var wrong []string
	for _, one := range choices {
		pointer, is := one.(map[string]any)["$ref"].(string)
		if !is || strings.HasSuffix(pointer, "/jsonSchema") {
			return // what a schema may hold is said elsewhere
		}
		faults := o.faults(t, pointer, text)
		if len(faults) == 0 {
			return
		}
		wrong = append(wrong, faults...)
	}
	t.Errorf("%s in %.500s", strings.Join(wrong, "\n"), text)
}

// faults says why a body is not what a schema says: its members must be named.
func (o openAPI) faults(t *testing.T, pointer string, text []byte) (all []string) {
	t.Helper()
	body := decoded(t, text)
	if err := o.schema(t, pointer).Validate(body); err != nil {
		all = append(all, err.Error())
	}
	members, _ := o.resolved(o.at(pointer))["properties"].(map[string]any)
	for name := range body.(map[string]any) {
		if members[name] == nil {
			all = append(all, name+" is not in "+pointer)
		}
	}
	return all
}
