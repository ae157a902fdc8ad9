package rules_test

import (
	"encoding/json"
	"math"
	"testing"

	"go.yaml.in/yaml/v3"

	"waterzones/layers/rules"
)

// TestConditions: the condition as a rule file has it, a value as JSON, and
// whether it holds.
func TestConditions(t *testing.T) {
	for _, tt := range []struct {
		condition, value string
		holds            bool
	}{
		{"true", "true", true},
		{"true", "false", false},
		{"false", "false", true},
		{"true", `"true"`, false},
		{"pig", `"pig"`, true},
		{"pig", `"pigs"`, false},
		{"[pig, hen]", `"hen"`, true},
		{"[pig, hen]", `"cow"`, false},
		{"3", "3", true},
		{"3", "3.5", false},
		{"{at_least: 500}", "499.9", false},
		{"{at_least: 500}", "500", true},
		{"{below: 500}", "499.9", true},
		{"{below: 500}", "500", false},
		{"{at_least: 10, below: 20}", "15", true},
		{"{at_least: 10, below: 20}", "20", false},
		{"{at_least: 0}", `"0"`, false},
		{"{at_least: 0}", "true", false},
		{"{starts_with: ['26', '27']}", `"2614"`, true},
		{"{starts_with: ['26', '27']}", `"1261"`, false},
		{"{starts_with: ['26']}", "2614", false},
		{"'26'", `"26"`, true},
		{"'26'", "26", false},
	} {
		var c rules.Condition
		var v rules.Value
		if err := yaml.Unmarshal([]byte(tt.condition), &c); err != nil {
			t.Fatalf("%s: %v", tt.condition, err)
		}
		if err := json.Unmarshal([]byte(tt.value), &v); err != nil {
			t.Fatalf("%s: %v", tt.value, err)
		}
		if c.Holds(v) != tt.holds {
			t.Errorf("%s of %s: %v", tt.condition, tt.value, !tt.holds)
		}
		again, err := yaml.Marshal(c)
		var c2 rules.Condition
		if err != nil || yaml.Unmarshal(again, &c2) != nil || c2.Holds(v) != tt.holds {
			t.Errorf("%s, written as %s, changes (%v)", tt.condition, again, err)
		}
		if text, err := json.Marshal(v); err != nil || string(text) != tt.value {
			t.Errorf("%s is written as %s (%v)", tt.value, text, err)
		}
	}
}

// TestValues: no number that JSON cannot write, and no value that is none.
func TestValues(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if rules.Number(f) != (rules.Value{}) {
			t.Errorf("%v is a value", f)
		}
	}
	if rules.Number(math.Copysign(0, -1)) != rules.Number(0) {
		t.Error("-0 is not 0")
	}
	for _, text := range []string{"null", "[1]", `{"a":1}`} {
		var v rules.Value
		if json.Unmarshal([]byte(text), &v) == nil {
			t.Errorf("%s is read as a value", text)
		}
	}
	if yes, ok := rules.Bool(false).Bool(); yes || !ok {
		t.Error("false is not false")
	}
	if _, ok := rules.Text("1").Number(); ok {
		t.Error("a text is a number")
	}
	if rules.Bool(true).String() != "true" || rules.Number(12.5).String() != "12.5" || rules.Text("x").String() != "x" {
		t.Error("values are not written as a request would have them")
	}
}
