package format

import (
	"encoding/json"
	"strconv"

	"waterzones/geo"
)

// Texts returns what the feature has in the columns, as text: cells as they were
// written, numbers in the fewest digits that read back as the same, nothing for
// null, lists and objects as JSON.
func (f *Feature) Texts(fields []Field) []string {
	if f.Values != nil {
		return f.Values
	}
	texts := make([]string, len(fields))
	for i, field := range fields {
		texts[i] = valueText(f.Properties[field.Name])
	}
	return texts
}

func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case json.Number:
		return v.String()
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

// Vertices returns how many positions the feature's geometry has.
func (f *Feature) Vertices() int { return geo.Vertices(f.Geometry) }
