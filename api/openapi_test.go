package api_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"waterzones/layers/rules"
	"waterzones/seeds"
)

// openAPI is a server's document, as JSON and as schemas that can be compiled.
type openAPI struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
}

// documentOf asks the server for its description.
func documentOf(t *testing.T, server *httptest.Server) openAPI {
	t.Helper()
	response, body := send(t, "GET", server.URL+"/api", "")
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || got != "application/vnd.oai.openapi+json;version=3.1" {
		t.Fatalf("%d %s", response.StatusCode, got)
	}
	doc, _ := decoded(t, body).(map[string]any)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("api.json", doc); err != nil {
		t.Fatal(err)
	}
	return openAPI{doc, compiler}
}

func decoded(t *testing.T, text []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
	return v
}

// schema is the compiled one of that name.
func (o openAPI) schema(t *testing.T, pointer string) *jsonschema.Schema {
	t.Helper()
	s, err := o.compiler.Compile("api.json" + pointer)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at follows a pointer (RFC 6901); nil where it leads nowhere.
func (o openAPI) at(pointer string) any {
	var here any = o.doc
	unescape := strings.NewReplacer("~1", "/", "~0", "~", "%25", "%")
	for _, name := range strings.Split(pointer, "/")[1:] {
		m, _ := here.(map[string]any)
		here = m[unescape.Replace(name)]
	}
	return here
}

// walk visits every object of the document.
func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, member := range v {
			walk(member, visit)
		}
	case []any:
		for _, item := range v {
			walk(item, visit)
		}
	}
}

// TestOpenAPIIsValid by the schema of OpenAPI 3.1 (testdata, of 2022-10-07, by
// the OpenAPI Initiative, Apache 2.0), which a document with a planted mistake is
// not; every schema in it compiles, and every reference leads somewhere.
func TestOpenAPIIsValid(t *testing.T) {
	o := documentOf(t, start(t))
	text, err := os.ReadFile("testdata/openapi-3.1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", decoded(t, text)); err != nil {
		t.Fatal(err)
	}
	meta, err := compiler.Compile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := meta.Validate(o.doc); err != nil {
		t.Error(err)
	}
	broken := maps.Clone(o.doc)
	broken["paths"] = map[string]any{"/": map[string]any{"get": map[string]any{"parameters": []any{map[string]any{"name": "f"}}}}}
	if meta.Validate(broken) == nil {
		t.Error("a parameter without a place is valid")
	}
	references := 0
	walk(o.doc, func(m map[string]any) {
		target, is := m["$ref"].(string)
		if !is {
			return
		}
		references++
		if !strings.HasPrefix(target, "#/") || o.at(target) == nil {
			t.Errorf("%s leads nowhere", target)
		}
	})
	if references < 100 {
		t.Errorf("%d references", references)
	}
	for name := range o.at("#/components/schemas").(map[string]any) {
		o.schema(t, "#/components/schemas/"+name)
	}
	walk(o.doc["paths"], func(m map[string]any) {
		if m["description"] != nil && m["operationId"] != nil && !strings.Contains(m["description"].(string), " / ") {
			t.Errorf("%s is not in both languages", m["operationId"])
		}
	})
}

// TestOpenAPIHasEveryAttributeAndKind of the rule file, and serves the schema
// from which it is made.
func TestOpenAPIHasEveryAttributeAndKind(t *testing.T) {
	server := start(t)
	o := documentOf(t, server)
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	parameters := queryNames(o.at("#/paths/~1screenings/get/parameters"))
	for _, a := range set.Attributes {
		if !slices.Contains(parameters, a.ID) {
			t.Errorf("%s is no parameter", a.ID)
		}
		for _, where := range []string{"screeningForm/properties/", "screeningFeature/properties/properties/properties/"} {
			if o.at("#/components/schemas/"+where+a.ID) == nil {
				t.Errorf("%s is not in %s", a.ID, where)
			}
		}
	}
	kinds, _ := json.Marshal(o.at("#/components/schemas/site/properties/kind"))
	for _, k := range set.Kinds {
		if !bytes.Contains(kinds, []byte(`"const":"`+k.ID+`"`)) {
			t.Errorf("%s is no kind", k.ID)
		}
	}
	response, body := send(t, "GET", server.URL+"/rules/schema", "")
	site, _ := decoded(t, body).(map[string]any)
	if got := response.Header.Get("Content-Type"); got != "application/schema+json" || site["$id"] == nil {
		t.Errorf("%s with $id %v", got, site["$id"])
	}
	delete(site, "$id")
	delete(site, "$schema")
	if !reflect.DeepEqual(site, o.at("#/components/schemas/site")) {
		t.Error("the site of the document is not the one at /rules/schema")
	}
	for _, path := range []string{"/api", "/rules/schema"} {
		first, _ := send(t, "GET", server.URL+path, "")
		again, body := send(t, "GET", server.URL+path, "", "If-None-Match", first.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("%s with its tag: %d", path, again.StatusCode)
		}
	}
}

// queryNames are the names of an operation's parameters of the query.
func queryNames(parameters any) (names []string) {
	list, _ := parameters.([]any)
	for _, p := range list {
		m, _ := p.(map[string]any)
		if target, is := m["$ref"].(string); is {
			names = append(names, target[strings.LastIndex(target, "/")+1:])
		} else if m["in"] == "query" {
			names = append(names, m["name"].(string))
		}
	}
	return names
}
