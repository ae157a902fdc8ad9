package catalogue

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"waterzones/layers"
)

// aliases maps every accepted name, in lower case, to the field.
func aliases() map[string]layers.Field {
	names := map[string]layers.Field{}
	for _, f := range layers.Fields() {
		for _, name := range []string{f.Key, f.Pinyin, f.Title.ZH} {
			names[strings.ToLower(name)] = f
		}
	}
	return names
}

// attributes reads the properties of a feature by the schema. Properties that
// the schema does not know are left out; two names for one key are an error.
func attributes(names map[string]layers.Field, properties map[string]any) (layers.Attributes, error) {
	known := make(map[string]any, len(properties))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		field, ok := names[strings.ToLower(strings.TrimSpace(name))]
		if !ok || properties[name] == nil {
			continue
		}
		key := field.Key
		if _, twice := known[key]; twice {
			return layers.Attributes{}, fmt.Errorf("属性 %s 出现两次（%s） / property %s is given twice (%s)", key, name, key, name)
		}
		value, err := fitted(&field, properties[name])
		if err != nil {
			return layers.Attributes{}, err
		}
		known[key] = value
	}
	text, err := json.Marshal(known)
	if err != nil {
		return layers.Attributes{}, err
	}
	var a layers.Attributes
	if err := json.Unmarshal(text, &a); err != nil {
		return layers.Attributes{}, fmt.Errorf("属性不合规定 / properties do not fit the schema: %w", err)
	}
	if a.To != "" && a.To <= a.From {
		return layers.Attributes{}, fmt.Errorf("valid_to %s 不晚于 valid_from %s / valid_to is not after valid_from", a.To, a.From)
	}
	return a, nil
}

// fitted is the value as the schema has it: tables and Shapefiles have numbers
// and truths as text, and codes as numbers.
func fitted(field *layers.Field, value any) (any, error) {
	text, isText := value.(string)
	switch {
	case field.Type == "string" && !isText:
		return scalar(value), nil
	case field.Type == "number" && isText:
		number, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			return nil, fmt.Errorf("属性 %s 应为数，不能是 %q / property %s must be a number, not %q", field.Key, text, field.Key, text)
		}
		return number, nil
	case field.Type == "boolean" && !isText:
		if number, ok := value.(float64); ok {
			return number != 0, nil
		}
	case field.Type == "boolean":
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "t", "1", "是", "y", "yes":
			return true, nil
		case "false", "f", "0", "否", "n", "no":
			return false, nil
		}
		return nil, fmt.Errorf("属性 %s 应为是或否，不能是 %q / property %s must be true or false, not %q", field.Key, text, field.Key, text)
	}
	return value, nil
}
