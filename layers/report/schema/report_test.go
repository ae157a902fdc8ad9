package schema_test

import (
	"testing"

	"waterzones/layers/catalogue"
	"waterzones/layers/report/reporttest"
	"waterzones/layers/report/schema"
	"waterzones/layers/rules"
	"waterzones/seeds"
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
	ruleSet, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	all, err := reporttest.Reports(release, ruleSet)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range all {
		text, err := r.AppendSigned(nil)
		if err == nil {
			err = validate(s, string(text))
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
