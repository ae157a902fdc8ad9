package batch

import (
	"bytes"
	"slices"
	"strconv"

	"waterzones/geo/format/feature"
)

// byteOrderMark tells a spreadsheet that a file is UTF-8.
const byteOrderMark = "\uFEFF"

// resultColumns are the names of a result's cells, after the input's own; a name
// that the input already has gets the suffix _wz.
func resultColumns(header []string, nearest bool) []string {
	names := []string{"status", "verdict", "complete", "borderline", "zones"}
	if nearest {
		names = append(names, "nearest", "distance_m", "boundary_m")
	}
	names = append(names, "rules", "basis", "disposal", "unchecked", "release")
	for i := range names {
		for slices.Contains(header, names[i]) {
			names[i] += "_wz"
		}
	}
	return names
}

// CSV writes the input's columns and then those of the result.
func CSV(bom bool) Output {
	return Output{
		Header: func(dst []byte, fields []feature.Field, nearest bool) ([]byte, error) {
			header := namesOf(fields)
			if bom {
				dst = append(dst, byteOrderMark...)
			}
			return append(appendCells(dst, slices.Concat(header, resultColumns(header, nearest))), '\n'), nil
		},
		Input:  appendCells[[]byte],
		Row:    func(dst []byte, row *Row) ([]byte, error) { return append(appendRow(dst, row), '\n'), nil },
		result: cellsOf, lines: true,
	}
}

// cellsOf writes a conclusion as cells.
func cellsOf(f *found) {
	f.before = appendCells(nil, []string{string(StatusOK), string(f.verdict), strconv.FormatBool(f.complete), strconv.FormatBool(f.borderline), f.zones})
	f.after = appendCells(nil, []string{f.rules, f.basis, f.disposal, f.unchecked, f.release})
}

// appendRow adds a row without the end of its line.
func appendRow(dst []byte, row *Row) []byte {
	dst = append(dst, row.Input...)
	if len(row.Header) > 0 {
		dst = append(dst, ',')
	}
	if row.Found == nil {
		dst = appendCell(dst, string(row.Status))
		for range len(resultColumns(nil, row.Nearest)) - 1 {
			dst = append(dst, ',')
		}
		return dst
	}
	dst = append(dst, row.Found.before...)
	if row.Nearest {
		dst = row.Metres.appendTo(dst)
	}
	return append(append(dst, ','), row.Found.after...)
}

// appendCells adds cells with commas between them (RFC 4180).
func appendCells[T string | []byte](dst []byte, cells []T) []byte {
	for i, cell := range cells {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, cell)
	}
	return dst
}

// appendCell quotes a cell that would else be taken apart.
func appendCell[T string | []byte](dst []byte, cell T) []byte {
	plain := true
	for i := range len(cell) {
		if c := cell[i]; c == ',' || c == '"' || c == '\r' || c == '\n' {
			plain = false
			break
		}
	}
	if plain {
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	dst = append(dst, bytes.ReplaceAll([]byte(cell), []byte{'"'}, []byte(`""`))...)
	return append(dst, '"')
}
