package batch

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"

	"waterzones/layers/report"
	"waterzones/layers/screening"
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
			for _, name := range report.Columns() {
				for slices.Contains(names, name) {
					name += "_wz"
				}
				names = append(names, name)
			}
			return appendCSV(dst, names)
		},
		Row: func(dst []byte, row *Row) ([]byte, error) {
			cells := report.Rejected(row.Status)
			if row.Report != nil {
				cells = report.Cells(row.Report)
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

// line of NDJSON: the row as it came and the whole report.
type jsonRow struct {
	Row    int               `json:"row"`
	Status string            `json:"status"`
	Input  map[string]string `json:"input"`
	Report *screening.Report `json:"report"`
}

// NDJSON writes one JSON object a row, with the whole report; report is null
// for a rejected row. A column whose name another has gets the suffix _2.
func NDJSON() Output {
	return Output{
		Header: func(dst []byte, _ []string) ([]byte, error) { return dst, nil },
		Row: func(dst []byte, row *Row) ([]byte, error) {
			if row.Report != nil {
				if err := row.Report.Sign(); err != nil {
					return dst, err
				}
			}
			input := make(map[string]string, len(row.Fields))
			for i, name := range row.Header {
				for _, taken := input[name]; taken; _, taken = input[name] {
					name += "_2"
				}
				input[name] = row.Fields[i]
			}
			text, err := json.Marshal(jsonRow{row.Number, row.Status, input, row.Report})
			return append(append(dst, text...), '\n'), err
		},
	}
}
