package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// mostCellText is how many UTF-16 units a cell holds (Excel's specifications).
const mostCellText = 32_767

// NewXLSXWriter writes one sheet, whose name is the schema's layer. Rows go
// through the zip to w as they come, so that memory does not grow with them. Excel
// keeps 15 digits of a number: coordinates are written so (1e-12°, 1e-7 m), a
// number of more digits in a numeric field is text.
// What a cell or a sheet cannot hold is an error, never cut.
//
// It is written by hand, as it is read: a sheet of texts and numbers is five
// short parts in a zip, while excelize, which tests hold it to, is 2.6 MB of
// program for it, keeps 16 MiB in memory and spools the rest to a file.
func NewXLSXWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	x := &xlsxWriter{zip: zip.NewWriter(w), schema: schema}
	var name bytes.Buffer
	xml.Escape(&name, []byte(sheetName(schema.Layer)))
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", xlsxTypes},
		{"_rels/.rels", xlsxRoot},
		{"xl/workbook.xml", strings.Replace(xlsxBook, "NAME", name.String(), 1)},
		{"xl/_rels/workbook.xml.rels", xlsxLinks},
		{"xl/worksheets/sheet1.xml", xlsxSheet},
	} {
		var err error
		if x.sheet, err = x.zip.Create(part.name); err == nil {
			_, err = io.WriteString(x.sheet, part.text)
		}
		if err != nil {
			return nil, err
		}
	}
	return x, nil
}

// The parts around the rows (ECMA-376 part 1, 12.3).
const (
	xlsxHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	xlsxMain  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	xlsxLink  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	xlsxTypes = xlsxHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	xlsxRelation = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + xlsxLink
	xlsxRoot     = xlsxHead + xlsxRelation + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	xlsxLinks    = xlsxHead + xlsxRelation + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	xlsxBook     = xlsxHead + `<workbook xmlns="` + xlsxMain + `" xmlns:r="` + xlsxLink + `"><sheets><sheet name="NAME" sheetId="1" r:id="rId1"/></sheets></workbook>`
	xlsxSheet    = xlsxHead + `<worksheet xmlns="` + xlsxMain + `"><sheetData>`
	xlsxEnd      = `</sheetData></worksheet>`
)

type xlsxWriter struct {
	zip    *zip.Writer
	sheet  io.Writer // the part under way, which is the last
	schema feature.Schema
	layout *rowLayout // nil before the header
	row    int
	buf    bytes.Buffer
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
		return feature.TooLarge("%d 列，XLSX 最多 %d 列", "%d columns; XLSX has at most %d", n, mostColumns)
	}
	return x.writeRow(x.layout.names, true)
}

func (x *xlsxWriter) Write(f feature.Feature) error {
	if err := x.begin(f.Geometry); err != nil {
		return err
	}
	row, err := x.layout.row(&f)
	if err != nil {
		return err
	}
	return x.writeRow(row, false)
}

// writeRow writes one row.
func (x *xlsxWriter) writeRow(row []string, header bool) error {
	if x.row == mostRows {
		return feature.TooLarge("XLSX 一张表最多 %d 行；请改用 CSV 或 GeoPackage", "a sheet of XLSX has at most %d rows; use CSV or GeoPackage", mostRows)
	}
	fmt.Fprintf(&x.buf, `<row r="%d">`, x.row+1)
	for i, text := range row {
		if len(text) > mostCellText && len(utf16.Encode([]rune(text))) > mostCellText {
			x.buf.Reset()
			return feature.TooLarge("第 %d 行 %s 超过 XLSX 单元格的 %d 个字符；请改用 GeoPackage 或 GeoJSON",
				"row %d, %s has more than the %d characters of a cell of XLSX; use GeoPackage or GeoJSON", x.row+1, feature.Quote(x.layout.names[i]), mostCellText)
		}
		x.cell(i, text, !header && x.numeric(i, text))
	}
	x.buf.WriteString("</row>")
	x.row++
	_, err := x.buf.WriteTo(x.sheet)
	return err
}

// cell writes a cell; one without text is left out.
func (x *xlsxWriter) cell(i int, text string, numeric bool) {
	switch reference := columnName(i) + strconv.Itoa(x.row+1); {
	case text == "":
	case numeric:
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			text = strconv.FormatFloat(v, 'G', 15, 64)
		}
		fmt.Fprintf(&x.buf, `<c r="%s"><v>%s</v></c>`, reference, text)
	default:
		fmt.Fprintf(&x.buf, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">`, reference)
		xml.Escape(&x.buf, []byte(escapeCell(text)))
		x.buf.WriteString("</t></is></c>")
	}
}

// columnName counts A to Z, AA to ZZ and so on, from 0.
func columnName(i int) string {
	name := ""
	for ; i >= 0; i = i/26 - 1 {
		name = string(rune('A'+i%26)) + name
	}
	return name
}

// escapeCell keeps a text that looks like an escape from being read as one
// (ECMA-376 part 1, 22.9.2.19).
func escapeCell(text string) string {
	if unescapeCell(text) == text {
		return text
	}
	return strings.ReplaceAll(text, "_x", "_x005F_x")
}

// numeric reports whether a cell below the names is a number: what rowLayout wrote
// of a place, and in a numeric field what reads back as the same text.
func (x *xlsxWriter) numeric(i int, text string) bool {
	fields := x.schema.Fields
	if i < len(fields) {
		return (fields[i].Type == feature.IntegerField || fields[i].Type == feature.RealField) && plainNumber(text)
	}
	return i < len(fields)+2 && x.layout.points
}

func plainNumber(text string) bool {
	v, err := strconv.ParseFloat(text, 64)
	digits := strings.TrimLeft(strings.ReplaceAll(text, ".", ""), "-0")
	return err == nil && number(v) == text && len(digits) <= 15
}

func (x *xlsxWriter) Close() error {
	err := x.begin(nil)
	if err == nil {
		_, err = io.WriteString(x.sheet, xlsxEnd)
	}
	return errors.Join(err, x.zip.Close())
}
