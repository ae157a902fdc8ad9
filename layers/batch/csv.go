package batch

import (
	"bytes"
	"slices"
	"strings"
)

// byteOrderMark tells a spreadsheet that a file is UTF-8.
const byteOrderMark = "\uFEFF"

// columnsOf are the names of a result's cells, after the input's own.
func columnsOf(nearest bool) []string {
	names := []string{"status", "verdict", "complete", "borderline", "zones"}
	if nearest {
		names = append(names, "nearest", "distance_m", "boundary_m")
	}
	return append(names, "rules", "basis", "disposal", "unchecked", "release")
}

// CSV writes the input's columns and then those of the result. A name that the
// input already has gets the suffix _wz.
func CSV(bom bool) Output {
	return Output{
		Header: func(dst []byte, header []string, nearest bool) ([]byte, error) {
			if bom {
				dst = append(dst, byteOrderMark...)
			}
			names := slices.Clone(header)
			for _, name := range columnsOf(nearest) {
				for slices.Contains(names, name) {
					name += "_wz"
				}
				names = append(names, name)
			}
			return append(appendCells(dst, names...), '\n'), nil
		},
		Row: appendRow,
	}
}

func appendRow(dst []byte, row *Row) ([]byte, error) {
	if row.Raw != nil {
		dst = append(dst, row.Raw...)
	} else {
		dst = appendCells(dst, row.Fields...)
	}
	dst = append(dst, ',')
	if row.Found == nil {
		dst = appendCell(dst, string(row.Status))
		for range len(columnsOf(row.Nearest)) - 1 {
			dst = append(dst, ',')
		}
		return append(dst, '\n'), nil
	}
	dst = append(dst, row.Found.before...)
	if row.Nearest {
		dst = row.Metres.appendTo(dst)
	}
	dst = append(append(dst, ','), row.Found.after...)
	return append(dst, '\n'), nil
}

// appendCells adds cells with commas between them (RFC 4180).
func appendCells(dst []byte, cells ...string) []byte {
	for i, cell := range cells {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendCell(dst, cell)
	}
	return dst
}

// appendCell quotes a cell that would else be taken apart.
func appendCell(dst []byte, cell string) []byte {
	if !strings.ContainsAny(cell, ",\"\r\n") {
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	dst = append(dst, bytes.ReplaceAll([]byte(cell), []byte{'"'}, []byte(`""`))...)
	return append(dst, '"')
}
