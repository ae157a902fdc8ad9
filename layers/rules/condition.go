package rules

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Condition is what a rule asks of one attribute. In a rule file it is a value
// (that one), a list (one of these), or a mapping with at_least and below (for a
// number, in the attribute's unit), starts_with (for a text: one of these
// beginnings, as codes of GB/T 4754 are nested) or given: true (a text, whatever it
// says, but that there is none).
type Condition struct {
	Is         []Value
	AtLeast    *float64
	Below      *float64
	StartsWith []string
	Given      bool // of a text: whatever it says, but lacking
}

// Holds reports whether the value fits.
func (c Condition) Holds(v Value) bool {
	if len(c.Is) > 0 {
		return slices.Contains(c.Is, v)
	}
	if len(c.StartsWith) > 0 {
		text, ok := v.Text()
		return ok && slices.ContainsFunc(c.StartsWith, func(s string) bool { return strings.HasPrefix(text, s) })
	}
	if c.Given {
		text, ok := v.Text()
		return ok && text != lacking
	}
	n, ok := v.Number()
	return ok && (c.AtLeast == nil || n >= *c.AtLeast) && (c.Below == nil || n < *c.Below)
}

// ranged is the mapping form of a condition.
type ranged struct {
	AtLeast    *float64 `json:"at_least,omitempty" yaml:"at_least,omitempty"`
	Below      *float64 `json:"below,omitempty" yaml:"below,omitempty"`
	StartsWith []string `json:"starts_with,omitempty" yaml:"starts_with,omitempty"`
	Given      bool     `json:"given,omitempty" yaml:"given,omitempty"`
}

// plain is the condition in the form in which it would be written.
func (c Condition) plain() any {
	switch len(c.Is) {
	case 0:
		return ranged{c.AtLeast, c.Below, c.StartsWith, c.Given}
	case 1:
		return c.Is[0]
	default:
		return c.Is
	}
}

// MarshalJSON writes the condition as the rule file has it.
func (c Condition) MarshalJSON() ([]byte, error) { return json.Marshal(c.plain()) }

// MarshalYAML writes what UnmarshalYAML reads.
func (c Condition) MarshalYAML() (any, error) { return c.plain(), nil }

// UnmarshalYAML reads the three forms.
func (c *Condition) UnmarshalYAML(n *yaml.Node) error {
	if n.Alias != nil {
		n = n.Alias
	}
	switch n.Kind {
	case yaml.SequenceNode:
		return n.Decode(&c.Is)
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			if key := n.Content[i]; !slices.Contains([]string{"at_least", "below", "starts_with", "given"}, key.Value) {
				return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: field %s not found in a condition", key.Line, key.Value)}}
			}
		}
		var r ranged
		if err := n.Decode(&r); err != nil {
			return err
		}
		c.AtLeast, c.Below, c.StartsWith, c.Given = r.AtLeast, r.Below, r.StartsWith, r.Given
		return nil
	default:
		c.Is = make([]Value, 1)
		return c.Is[0].UnmarshalYAML(n)
	}
}

// form is what values the condition can hold for; formNone if it mixes them or
// asks nothing.
func (c Condition) form() form {
	ranges := c.AtLeast != nil || c.Below != nil
	switch {
	case c.Given && !ranges && len(c.StartsWith) == 0:
		return formText
	case len(c.StartsWith) > 0 && !ranges && !slices.Contains(c.StartsWith, ""):
		return formText
	case ranges && len(c.StartsWith) == 0:
		return formNumber
	case len(c.Is) > 0 && !slices.ContainsFunc(c.Is, func(v Value) bool { return v.form != c.Is[0].form }):
		return c.Is[0].form
	default:
		return formNone
	}
}
