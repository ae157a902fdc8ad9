package feature

import (
	"encoding/json"
	"strconv"

	"waterzones/geo"

	"github.com/paulmach/orb"
)

// Feature is one feature of a file, or one row of a table. Geometry has at least
// one position; Z and M were dropped. It is nil only where Pair says where the
// feature is. Numbers in Properties are float64.
type Feature struct {
	ID         string // as given; a number in the digits it was written with; "" if absent
	Geometry   orb.Geometry
	Properties map[string]any // nil if absent or null, and where Values has them
	Layer      string         // the layer or sheet that it is of, where the format has them
	Place      string         // where in the file: 第 3 行 / line 3; "" where only its number tells
	Values     []string       // of a table: the cells as written, one for each of Source.Fields
	Pair       string         // of a table: a coordinate as written, for crs.ParsePair
	PrecisionM float64        // of a table: how precise Geometry is as written, metres to either side; 0: not told
	CRS        string         // what the feature itself says of its system, for crs.Parse; "" mostly
	Foreign    []string       // of one GeoJSON feature: members beside those of RFC 7946, which have no meaning there
	Line       int            // of a text or a sheet: its first line, from 1; 0 where there are none
}

// Where is the place of the feature in its file: Place, or else its line; "" if
// it has neither.
func (f *Feature) Where() string {
	if f.Place == "" && f.Line > 0 {
		return LinePlace(f.Line)
	}
	return f.Place
}

// Texts returns what the feature has in the columns, as text: cells as they were
// written, numbers in the fewest digits that read back as the same, nothing for
// null, lists and objects as JSON.
func (f *Feature) Texts(fields []Field) []string {
	if f.Values != nil {
		return f.Values
	}
	texts := make([]string, len(fields))
	for i, field := range fields {
		texts[i] = ValueText(f.Properties[field.Name])
	}
	return texts
}

// Vertices returns how many positions the feature's geometry has.
func (f *Feature) Vertices() int { return geo.Vertices(f.Geometry) }

// LinePlace names a line for a person.
func LinePlace(line int) string {
	n := strconv.Itoa(line)
	return "第 " + n + " 行 / line " + n
}

// TypeOf is the type of a property's value.
func TypeOf(v any) FieldType {
	switch v.(type) {
	case bool:
		return BoolField
	case int64:
		return IntegerField
	case float64:
		return RealField
	}
	return TextField
}

// ValueText returns a property as text, as Feature.Texts does.
func ValueText(v any) string {
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
