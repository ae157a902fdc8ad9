package schema_test

import (
	"os"
	"path/filepath"
	"testing"

	"waterzones/layers/report/schema"
)

// TestReports: real reports of every kind of site are what their schema says, and
// have no member that it does not name.
func TestReports(t *testing.T) {
	set, err := schema.Report()
	if err != nil {
		t.Fatal(err)
	}
	defs := set.Defs("#/$defs/")
	for _, d := range defs {
		if d, _ := d.(map[string]any); d["properties"] != nil {
			d["additionalProperties"] = false
		}
	}
	s := compiled(t, defs, "report")
	names, err := filepath.Glob("../../print/testdata/officer/*.golden.json")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d reports, %v", len(names), err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(s, string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
