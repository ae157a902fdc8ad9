package batch

import (
	"encoding/json"

	"waterzones/geo/geojson"
	"waterzones/layers/report"
)

// jsonRow is a row as it came and the whole report.
type jsonRow struct {
	Row    int               `json:"row"`
	Status Status            `json:"status"`
	Input  map[string]string `json:"input"`
	Report *report.Report    `json:"report"`
}

func newJSONRow(row *Row) (jsonRow, error) {
	if row.Report != nil {
		if err := row.Report.Sign(); err != nil {
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
	return jsonRow{row.Number, row.Status, input, row.Report}, nil
}

func noHeader(dst []byte, _ []string, _ bool) ([]byte, error) { return dst, nil }

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

// jsonFeature is a row as a feature of GeoJSON.
type jsonFeature struct {
	Type       string           `json:"type"`
	Geometry   geojson.Geometry `json:"geometry"` // the site; null where the row was rejected
	Properties jsonRow          `json:"properties"`
}

// GeoJSON writes a FeatureCollection with one feature a row: the site with what
// NDJSON writes as its properties.
func GeoJSON() Output {
	return Output{
		Words: true,
		Header: func(dst []byte, _ []string, _ bool) ([]byte, error) {
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
