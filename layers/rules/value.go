package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Value is what is known of an attribute: true or false, a number in the
// attribute's unit, or a text (the id of a choice, or free text). Values are
// equal when == says so. The zero Value is no value; what is unknown is absent
// from a site's attributes instead.
type Value struct {
	form   form
	number float64
	text   string
}

type form uint8

const (
	formNone form = iota
	formBool
	formNumber
	formText
)

// Bool returns the value true (是) or false (否).
func Bool(yes bool) Value {
	v := Value{form: formBool}
	if yes {
		v.number = 1
	}
	return v
}

// Number returns a number; NaN and the infinities give the zero Value.
func Number(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	return Value{form: formNumber, number: f + 0} // -0 is 0
}

// Text returns a text: the id of a choice, or free text.
func Text(s string) Value { return Value{form: formText, text: s} }

// Bool returns the value as true or false; ok is false where it is neither.
func (v Value) Bool() (yes, ok bool) { return v.number == 1, v.form == formBool }

// Number returns the value as a number; ok is false where it is none.
func (v Value) Number() (f float64, ok bool) { return v.number, v.form == formNumber }

// Text returns the value as a text; ok is false where it is none.
func (v Value) Text() (s string, ok bool) { return v.text, v.form == formText }

// String writes the value as a request would: true, 12.5, sewage.
func (v Value) String() string {
	switch v.form {
	case formBool:
		return strconv.FormatBool(v.number == 1)
	case formNumber:
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	default:
		return v.text
	}
}

// plain is the value as JSON and YAML know it.
func (v Value) plain() any {
	switch v.form {
	case formBool:
		return v.number == 1
	case formNumber:
		return v.number
	case formText:
		return v.text
	default:
		return nil
	}
}

// MarshalJSON writes true, false, a number or a string.
func (v Value) MarshalJSON() ([]byte, error) { return json.Marshal(v.plain()) }

// UnmarshalJSON reads true, false, a number or a string.
func (v *Value) UnmarshalJSON(data []byte) error {
	var read any
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	switch read := read.(type) {
	case bool:
		*v = Bool(read)
	case float64:
		*v = Number(read)
	case string:
		*v = Text(read)
	default:
		return fmt.Errorf("值应为 true、false、数或文字 / a value is true, false, a number or text, not %s", data)
	}
	return nil
}

// MarshalYAML writes what UnmarshalYAML reads.
func (v Value) MarshalYAML() (any, error) { return v.plain(), nil }

// UnmarshalYAML reads a scalar: true, false, a finite number or a text.
func (v *Value) UnmarshalYAML(n *yaml.Node) error {
	read, err := valueOf(n)
	if err != nil {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %v", n.Line, err)}}
	}
	*v = read
	return nil
}

func valueOf(n *yaml.Node) (Value, error) {
	if n.Alias != nil {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		return Value{}, errors.New("值应为 true、false、数或文字 / a value is true, false, a number or text")
	}
	switch n.ShortTag() {
	case "!!bool":
		var yes bool
		err := n.Decode(&yes)
		return Bool(yes), err
	case "!!int", "!!float":
		var f float64
		if err := n.Decode(&f); err != nil {
			return Value{}, err
		}
		if v := Number(f); v != (Value{}) {
			return v, nil
		}
		return Value{}, fmt.Errorf("%s 不是有限的数 / is no finite number", n.Value)
	case "!!str":
		return Text(n.Value), nil
	default:
		return Value{}, fmt.Errorf("%q 不是 true、false、数或文字 / is not true, false, a number or text", n.Value)
	}
}
