package api_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestReportSchema: every golden report and one that was kept are what the served
// schema says, and have no member that it does not name.
func TestReportSchema(t *testing.T) {
	server := start(t)
	_, text := send(t, "GET", server.URL+"/reports/schema", "")
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, def := range doc.(map[string]any)["$defs"].(map[string]any) {
		if def := def.(map[string]any); def["properties"] != nil {
			def["additionalProperties"] = false
		}
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("tag:report", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("tag:report")
	if err != nil {
		t.Fatal(err)
	}
	location, _ := kept(t, server, square)
	_, one := send(t, "GET", server.URL+location+"?f=json", "")
	reports := map[string][]byte{"kept": one}
	goldens, err := filepath.Glob("testdata/screen_*.golden.json")
	if err != nil || len(goldens) < 4 {
		t.Fatal(goldens, err)
	}
	for _, path := range goldens {
		if reports[path], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range reports {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err == nil {
			err = schema.Validate(v)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
