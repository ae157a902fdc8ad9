package batch

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"

	"waterzones/layers/report"
)

// byteOrderMark tells a spreadsheet that a file is UTF-8.
const byteOrderMark = "\uFEFF"

// CSV writes the input's columns and then those of the report. A name that the
// input already has gets the suffix _wz.
func CSV(bom bool) Output {
	return Output{
		Header: func(dst []byte, header []string) ([]byte, error) {
			if bom {
				dst = append(dst, byteOrderMark...)
			}
			names := slices.Clone(header)
			for _, name := range Columns() {
				for slices.Contains(names, name) {
					name += "_wz"
				}
				names = append(names, name)
			}
			return appendCSV(dst, names)
		},
		Row: func(dst []byte, row *Row) ([]byte, error) {
			cells := Rejected(row.Status)
			if row.Screened != nil {
				cells = Cells(row.Screened)
			}
			return appendCSV(dst, append(slices.Clip(row.Fields), cells...))
		},
	}
}

func appendCSV(dst []byte, cells []string) ([]byte, error) {
	b := bytes.NewBuffer(dst)
	w := csv.NewWriter(b)
	if err := w.Write(cells); err != nil {
		return dst, err
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// jsonRow is a row as it came and the whole report.
type jsonRow struct {
	Row    int               `json:"row"`
	Status string            `json:"status"`
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
	for i, name := range row.Header {
		for _, taken := input[name]; taken; _, taken = input[name] {
			name += "_2"
		}
		input[name] = row.Fields[i]
	}
	return jsonRow{row.Number, row.Status, input, text}, nil
}

// NDJSON writes one JSON object a row, with the whole report; report is null
// for a rejected row. A column whose name another has gets the suffix _2.
func NDJSON() Output {
	return Output{
		Header: func(dst []byte, _ []string) ([]byte, error) { return dst, nil },
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

// jsonFeature is a row as a feature of GeoJSON.
type jsonFeature struct {
	Type       string          `json:"type"`
	Geometry   report.Geometry `json:"geometry"` // the site; null where the row was rejected
	Properties jsonRow         `json:"properties"`
}

// GeoJSON writes a FeatureCollection with one feature a row: the site with what
// NDJSON writes as its properties.
func GeoJSON() Output {
	return Output{
		Header: func(dst []byte, _ []string) ([]byte, error) {
			return append(dst, `{"type":"FeatureCollection","features":[`+"\n"...), nil
		},
		Row: func(dst []byte, row *Row) ([]byte, error) {
			content, err := newJSONRow(row)
			if err != nil {
				return dst, err
			}
			feature := jsonFeature{Type: "Feature", Properties: content}
			if row.Report != nil {
				feature.Geometry = row.Report.Site.Geometry
			}
			if row.Number > 1 {
				dst = append(dst, ",\n"...)
			}
			text, err := json.Marshal(feature)
			return append(dst, text...), err
		},
		Footer: "\n]}\n",
	}
}
