package table

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"waterzones/geo/format/feature"
)

// mostCellText is how many UTF-16 units a cell holds (Excel's specifications).
const mostCellText = 32_767

// NewXLSXWriter writes one sheet, whose name is the schema's layer. Rows go to a
// temporary file until Close, so that memory does not grow with them. Excel keeps
// 15 digits of a number: coordinates are written so (1e-12°, 1e-7 m), a number of
// more digits in a numeric field is text. What a cell or a sheet cannot hold is an
// error, never cut.
func NewXLSXWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	book := excelize.NewFile()
	name := sheetName(schema.Layer)
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	rows, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	return &xlsxWriter{w: w, book: book, rows: rows, schema: schema}, nil
}

type xlsxWriter struct {
	w      io.Writer
	book   *excelize.File
	rows   *excelize.StreamWriter
	schema feature.Schema
	layout *rowLayout // nil before the header
	row    int
	cells  []any
}

// sheetName is a name that Excel takes: at most 31 characters, none of : \ / ? *
// [ ], and no apostrophe at its ends.
func sheetName(layer string) string {
	name := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return '_'
		}
		return r
	}, layer), "'"))
	if len(name) == 0 {
		return "Sheet1"
	}
	return strings.TrimRight(string(name[:min(len(name), 31)]), "'")
}

func (x *xlsxWriter) begin(first orb.Geometry) error {
	if x.layout != nil {
		return nil
	}
	x.layout = newRowLayout(x.schema, first)
	if n := len(x.layout.names); n > mostColumns {
		return feature.TooLarge(fmt.Sprintf("%d 列，XLSX 最多 %d 列", n, mostColumns), fmt.Sprintf("%d columns; XLSX has at most %d", n, mostColumns))
	}
	return x.put(x.layout.names, true)
}

func (x *xlsxWriter) Write(f feature.Feature) error {
	if err := x.begin(f.Geometry); err != nil {
		return err
	}
	row, err := x.layout.row(&f)
	if err != nil {
		return err
	}
	return x.put(row, false)
}

// put writes one row.
func (x *xlsxWriter) put(row []string, header bool) error {
	if x.row == mostRows {
		return feature.TooLarge(fmt.Sprintf("XLSX 一张表最多 %d 行；请改用 CSV 或 GeoPackage", mostRows), fmt.Sprintf("a sheet of XLSX has at most %d rows; use CSV or GeoPackage", mostRows))
	}
	x.cells = x.cells[:0]
	for i, text := range row {
		if len(text) > mostCellText && len(utf16.Encode([]rune(text))) > mostCellText {
			return feature.TooLarge(fmt.Sprintf("第 %d 行 %s 超过 XLSX 单元格的 %d 个字符；请改用 GeoPackage 或 GeoJSON", x.row+1, feature.Quote(x.layout.names[i]), mostCellText),
				fmt.Sprintf("row %d, %s has more than the %d characters of a cell of XLSX; use GeoPackage or GeoJSON", x.row+1, feature.Quote(x.layout.names[i]), mostCellText))
		}
		if header {
			x.cells = append(x.cells, text)
		} else {
			x.cells = append(x.cells, x.cell(i, text))
		}
	}
	x.row++
	return x.rows.SetRow("A"+strconv.Itoa(x.row), x.cells)
}

// cell is the value of a cell below the names.
func (x *xlsxWriter) cell(i int, text string) any {
	fields := x.schema.Fields
	switch {
	case text == "":
		return nil
	case i < len(fields) && (fields[i].Type == feature.IntegerField || fields[i].Type == feature.RealField):
		return numberCell(text)
	case i >= len(fields) && i < len(fields)+2 && x.layout.points:
		v, _ := strconv.ParseFloat(text, 64) // as rowLayout wrote it
		return v
	}
	return text
}

// numberCell is a number where it reads back as the same text, else the text.
func numberCell(text string) any {
	v, err := strconv.ParseFloat(text, 64)
	digits := strings.TrimLeft(strings.ReplaceAll(text, ".", ""), "-0")
	if err != nil || number(v) != text || len(digits) > 15 {
		return text
	}
	return v
}

func (x *xlsxWriter) Close() error {
	err := x.begin(nil)
	if err == nil {
		err = x.rows.Flush()
	}
	if err == nil {
		err = x.book.Write(x.w)
	}
	return errors.Join(err, x.book.Close())
}
