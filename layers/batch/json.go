package batch

import (
	"encoding/json"
	"slices"

	"waterzones/geo/format/feature"
)

// jsonRow is a row as it came and the whole report.
type jsonRow struct {
	Row    int               `json:"row"`
	Status Status            `json:"status"`
	Input  map[string]string `json:"input"`
	Report json.RawMessage   `json:"report"`
}

func newJSONRow(row *Row) (jsonRow, error) {
	text := []byte("null")
	if row.Report != nil {
		var err error
		if text, err = row.Report.AppendSigned(nil); err != nil {
			return jsonRow{}, err
		}
	}
	input := make(map[string]string, len(row.Fields))
	for i, name := range distinct(row.Header) {
		input[name] = row.Fields[i]
	}
	return jsonRow{row.Number, row.Status, input, text}, nil
}

// distinct are the names as keys: a name that another has gets the suffix _2.
func distinct(names []string) []string {
	var keys []string
	for _, name := range names {
		for slices.Contains(keys, name) {
			name += "_2"
		}
		keys = append(keys, name)
	}
	return keys
}

func noHeader(dst []byte, _ []feature.Field, _ bool) ([]byte, error) { return dst, nil }

// NDJSON writes one JSON object a row, with the whole report; report is null
// for a rejected row. A column whose name another has gets the suffix _2.
func NDJSON() Output {
	return Output{
		Words: true, Header: noHeader,
		Row: func(dst []byte, row *Row) ([]byte, error) {
			content, err := newJSONRow(row)
			if err != nil {
				return dst, err
			}
			text, err := json.Marshal(content)
			return append(append(dst, text...), '\n'), err
		},
	}
}
