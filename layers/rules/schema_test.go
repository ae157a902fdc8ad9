package rules_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"waterzones/layers/rules"
)

const ruleSchema = "../../seeds/rules.schema.json"

// compiled makes a JSON Schema ready; it is itself checked by draft 2020-12.
func compiled(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(schema)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainYAML is a YAML document as JSON would have it: a day is a text.
func plainYAML(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.DocumentNode:
		return plainYAML(t, n.Content[0])
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainYAML(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, plainYAML(t, c))
		}
		return list
	}
	if tag := n.ShortTag(); tag == "!!timestamp" || tag == "!!str" {
		return n.Value
	}
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if i, ok := v.(int); ok {
		return float64(i)
	}
	return v
}

// TestRuleFileSchema: the rule file is what its schema says, and a mistake
// planted in it (old → new, in every place) is not.
func TestRuleFileSchema(t *testing.T) {
	text, err := os.ReadFile(ruleSchema)
	if err != nil {
		t.Fatal(err)
	}
	schema := compiled(t, text)
	file, err := os.ReadFile("../../seeds/rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	validate := func(text string) error {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		return schema.Validate(plainYAML(t, &doc))
	}
	if err := validate(string(file)); err != nil {
		t.Error(err)
	}
	if err := validate(small); err != nil {
		t.Error(err)
	}
	for _, edit := range []string{
		"verdict: prohibited → verdict: borderline", "verdict: prohibited → verdickt: prohibited", "stage: proposed → stage: planned",
		"evidence: V → evidence: ''", "evidence: V → ", "layer: any_layer → ", "en: banned → an: banned", "zh: 禁止, → ",
		"article: 第1条, → ", "from: 2020-01-01, → ", "from: 2020-01-01 → from: 2020", "when: {deep: true} → when: {}",
		"when: {deep: true} → when: {deep: {}}", "when: {deep: true} → when: {deep: {above: 3}}", "when: {deep: true} → when: {deep: []}",
		"when: {deep: true} → when: {deep: {at_least: x}}", "kinds: [well]\n    stage → stage", "kinds: [well]} → kinds: []}",
		"kinds: [well]}\nrules → kinds: [well], type: colour}\nrules", "kinds: [well]}\nrules → kinds: [well], type: choice}\nrules",
		"kinds: [well]}\nrules → kinds: [well], choices: [{id: a, title: {zh: 甲, en: a}}]}\nrules", "basis: → penalties:",
		"rules: → other: 1\nrules:", "when: {deep: true} → disposal: burn", "id: outfall, → ",
	} {
		old, now, _ := strings.Cut(edit, " → ")
		if !strings.Contains(small, old) {
			t.Fatalf("the edit %q does nothing", edit)
		}
		if validate(strings.ReplaceAll(small, old, now)) == nil {
			t.Errorf("%s: valid", edit)
		}
	}
}

// TestSiteSchema: a site that the rule set reads is what its schema says,
// whatever its kind; one with a mistake is not.
func TestSiteSchema(t *testing.T) {
	set := seedRules(t)
	text, err := json.Marshal(set.Schema())
	if err != nil {
		t.Fatal(err)
	}
	schema := compiled(t, text)
	for _, k := range set.Kinds {
		site, wrong := set.Site(rules.Said{Kind: k.ID, Stage: "既有", Attributes: everyAttribute(set, k.ID)})
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", k.ID, wrong)
		}
		said := map[string]any{"kind": site.Kind, "stage": site.Stage, "attributes": site.Attributes}
		if err := schema.Validate(throughJSON(t, said)); err != nil {
			t.Errorf("%s: %v", k.ID, err)
		}
	}
	for _, wrong := range []string{
		`{}`, `{"kind":"castle"}`, `{"kind":"well","stage":"planned"}`, `{"kind":"well","accuracy_m":0}`, `{"kind":"well","accuracy_m":10001}`,
		`{"kind":"well","attributes":{"castle":true}}`, `{"kind":"well","attributes":{"supply_can_meet":"maybe"}}`,
		`{"kind":"well","attributes":{"depth_m":-1}}`, `{"kind":"well","attributes":{"depth_m":"deep"}}`,
		`{"kind":"well","attributes":{"well_purpose":"fun"}}`, `{"kind":"well","attributes":{"well_purpose":true}}`, `{"kind":"project","attributes":{"industry":26}}`,
	} {
		if schema.Validate(decodeJSON(t, wrong)) == nil {
			t.Errorf("%s: valid", wrong)
		}
	}
	for _, right := range []string{`{"kind":"well"}`, `{"kind":"well","attributes":{"depth_m":120.5,"well_purpose":"irrigation","supply_can_meet":null}}`} {
		if err := schema.Validate(decodeJSON(t, right)); err != nil {
			t.Errorf("%s: %v", right, err)
		}
	}
}

// everyAttribute says something of every attribute that the kind has and that
// does not follow from another.
func everyAttribute(set *rules.Set, kind string) map[string]string {
	said := map[string]string{}
	for _, a := range set.Attributes {
		derived := a.ID == rules.Nature
		for _, d := range set.Derive {
			derived = derived || d.Attribute == a.ID
		}
		has := false
		for _, k := range a.Kinds {
			has = has || k == kind
		}
		switch {
		case derived || !has:
		case a.ValueType() == rules.TypeChoice:
			said[a.ID] = a.Choices[len(a.Choices)-1].Title.ZH
		case a.ValueType() == rules.TypeNumber:
			said[a.Title.ZH] = "12.5"
		case a.ValueType() == rules.TypeDate:
			said[a.ID] = "2005年6月"
		case a.ValueType() == rules.TypeText:
			said[a.Title.EN] = "2614"
		default:
			said[a.ID] = "否"
		}
	}
	return said
}

func throughJSON(t *testing.T, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return decodeJSON(t, string(text))
}

func decodeJSON(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
