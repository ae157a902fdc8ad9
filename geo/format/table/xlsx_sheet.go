package table

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/markup"
)

// A sheet has 16,384 columns and 1,048,576 rows (Excel's specifications).
const (
	mostColumns = 16_384
	mostRows    = 1_048_576
)

// sheetRows reads the rows of a sheet that have any cell.
type sheetRows struct {
	*xmlPart
	book   *workbook
	row    int // the last, from 1
	cells  []string
	merged int // merged ranges, which stand after the rows
	done   bool
}

func (b *workbook) open(s sheet) (*sheetRows, error) {
	x, err := b.part(s.part)
	if err != nil {
		return nil, err
	}
	return &sheetRows{xmlPart: x, book: b}, nil
}

// next returns the cells of a row, good until the next call, and its number. It
// is io.EOF after the last, when merged is known.
func (s *sheetRows) next() ([]string, int, error) {
	for {
		read := s.inner
		if s.done {
			read = s.token
		}
		token, err := read()
		if err != nil {
			return nil, 0, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "row":
				if err := s.setRowNumber(e); err != nil {
					return nil, 0, err
				}
				return s.cells, s.row, s.readRow()
			case "mergeCell":
				s.merged++
			}
		case xml.EndElement:
			s.done = s.done || e.Name.Local == "worksheet"
		}
	}
}

func (s *sheetRows) setRowNumber(e xml.StartElement) error {
	row := s.row + 1
	if given := markup.Attribute(e, "r"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < row {
			return s.wrong("行号 %s 有误", "row number %s is wrong", feature.Quote(given))
		}
		row = n
	}
	if s.row = row; row > mostRows {
		return s.wrong("行号超过 1048576", "a row number beyond 1048576")
	}
	s.cells = s.cells[:0]
	return nil
}

func (s *sheetRows) wrong(zh, en string, values ...any) error {
	e := feature.Errorf(zh, en, values...)
	return &feature.Error{Path: feature.Clip(s.name), ZH: fmt.Sprintf("第 %d 行之后：%s", s.row, e.ZH), EN: fmt.Sprintf("after row %d: %s", s.row, e.EN)}
}

// readRow fills s.cells up to the end of the row.
func (s *sheetRows) readRow() error {
	for column := 0; ; {
		token, err := s.inner()
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			if column, err = s.column(e, column); err != nil {
				return err
			}
			text, err := s.cell(e)
			if err != nil {
				return err
			}
			if text != "" {
				for len(s.cells) < column {
					s.cells = append(s.cells, "")
				}
				s.cells[column-1] = text
			}
		}
	}
}

// column is the number of a cell's column, from 1: that of its reference, or the
// one after the cell before.
func (s *sheetRows) column(e xml.StartElement, before int) (int, error) {
	column := before + 1
	if reference := markup.Attribute(e, "r"); reference != "" {
		column = 0
		for i := 0; i < len(reference) && reference[i]&^0x20 >= 'A' && reference[i]&^0x20 <= 'Z' && column <= mostColumns; i++ {
			column = column*26 + int(reference[i]&^0x20-'A') + 1
		}
	}
	if column < 1 || column > mostColumns {
		return 0, s.wrong("列数超过 16384 或单元格编号有误", "more than 16384 columns, or a wrong cell reference")
	}
	return column, nil
}

// cell returns what a cell shows: the stored result of a formula, not itself.
func (s *sheetRows) cell(c xml.StartElement) (string, error) {
	kind := markup.Attribute(c, "t")
	var value strings.Builder
	inside := false
	for {
		token, err := s.inner()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "is" {
				text, err := s.rich("is")
				if err != nil {
					return "", err
				}
				value.WriteString(text)
				continue
			}
			inside = e.Name.Local == "v"
		case xml.CharData:
			if inside && value.Len() < longestCell {
				value.Write(e)
			}
		case xml.EndElement:
			if inside = false; e.Name.Local == "c" {
				return s.display(kind, value.String(), markup.Attribute(c, "s"))
			}
		}
	}
}

// display turns a stored value into text by its type (ECMA-376 part 1, 18.18.11).
func (s *sheetRows) display(kind, stored, style string) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(stored))
		if err != nil || i < 0 || i >= len(s.book.shared) {
			return "", s.wrong("共享文字 %s 不存在", "there is no shared text %s", feature.Quote(stored))
		}
		return s.book.shared[i], nil
	case "b":
		return map[string]string{"0": "FALSE", "1": "TRUE"}[stored], nil
	case "str":
		return unescapeCell(stored), nil
	case "", "n":
		how := show{}
		if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(s.book.shows) {
			how = s.book.shows[i]
		}
		return how.display(stored, s.book.epoch), nil
	}
	return stored, nil
}

// unescapeCell reads _x000D_ and the like, as XML cannot hold all characters
// (ECMA-376 part 1, 22.9.2.19).
func unescapeCell(text string) string {
	const size = len("_x000D_")
	at := strings.Index(text, "_x")
	if at < 0 {
		return text
	}
	var plain strings.Builder
	for ; at >= 0 && at+size <= len(text); at = strings.Index(text, "_x") {
		code, err := strconv.ParseUint(text[at+2:at+6], 16, 16)
		if err != nil || text[at+6] != '_' {
			plain.WriteString(text[:at+2])
			text = text[at+2:]
			continue
		}
		plain.WriteString(text[:at])
		plain.WriteRune(rune(code))
		text = text[at+size:]
	}
	plain.WriteString(text)
	return plain.String()
}
