package table

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"waterzones/geo/format/archive"
	"waterzones/geo/format/feature"
)

// headerWithin is how many rows are looked at for the names of the columns:
// registers have a title, a unit of measure and two rows of names above the data.
const headerWithin = 20

// ReadXLSX reads a sheet of a workbook (ECMA-376) row by row: the one named by
// Reading.Layer, else the first that has a row that names columns of places. It
// is read here, not by a library, as those give a number either as stored or as
// shown: a coordinate shown with two decimals must come as stored, a date or a
// code with leading zeros as shown, and a workbook that lies about its sizes must
// not be held in memory. Results of formulas are those stored.
func ReadXLSX(c feature.Content, how feature.Reading) (*feature.Source, error) {
	book, err := openWorkbook(c, how.Limits)
	if err != nil {
		return nil, err
	}
	t := &rowTable{how: how}
	heads, err := book.heads(how)
	if err != nil {
		return nil, err
	}
	if len(heads) == 0 {
		return nil, book.noHeader(how)
	}
	head := heads[0]
	t.header, t.axes, t.layer = head.names, head.axes, head.sheet.name
	t.axes.notes = append(t.axes.notes, feature.NoteOf("读取工作表 %s，表头在第 %d 行", "sheet %s, with the names of its columns in row %d", feature.Quote(head.sheet.name), head.row))
	s := t.source(feature.XLSX)
	for _, sheet := range book.sheets {
		s.Layers = append(s.Layers, sheet.name)
	}
	for _, other := range heads[1:] {
		s.AddUnread("工作表 %s 也有坐标列，未读取；需要时请指定工作表", "sheet %s has coordinates too and was not read; name the sheet wanted", feature.Quote(other.sheet.name))
	}
	records := &sheetRecords{book: book, head: head}
	t.next = records.next
	s.Blank = func() int { return records.blank }
	s.OnClose(records.close)
	features := s.Features
	s.Features = func(yield func(feature.Feature, error) bool) {
		features(yield)
		records.tell(s)
	}
	return s, nil
}

// IsXLSX tells a workbook by the names of its first parts.
func IsXLSX(head []byte) bool {
	return archive.Holds(head, func(name string) bool {
		return name == "[Content_Types].xml" || strings.HasPrefix(name, "xl/")
	})
}

// sheetHead is where the columns of a sheet are named.
type sheetHead struct {
	sheet sheet
	row   int
	names []string
	axes  axes
}

// heads finds the sheets that name columns of places, in their order.
func (b *workbook) heads(how feature.Reading) ([]sheetHead, error) {
	var found []sheetHead
	for _, sheet := range b.sheets {
		if how.Layer != "" && sheet.name != how.Layer || how.Layer == "" && sheet.hidden {
			continue
		}
		head, ok, err := b.head(sheet, how)
		if err != nil {
			return nil, err
		}
		if ok {
			found = append(found, head)
		}
	}
	return found, nil
}

// head finds the row of names in the first rows of a sheet. A row that names one
// column of pairs is taken only where no row below names two: 坐标 stands over
// 经度 and 纬度 in merged cells.
func (b *workbook) head(sheet sheet, how feature.Reading) (head sheetHead, found bool, err error) {
	rows, err := b.open(sheet)
	if err != nil {
		return head, false, err
	}
	defer rows.file.Close()
	var above []string
	for range headerWithin {
		cells, row, err := rows.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return head, false, err
		}
		names := under(above, trimCells(cells))
		above = trimCells(cells)
		a, err := findAxes(names, how)
		if err != nil || found && a.notation == pairColumn {
			continue
		}
		head, found = sheetHead{sheet, row, names, a}, true
		if a.notation != pairColumn {
			break
		}
	}
	return head, found, nil
}

// under fills names left empty from the row above, where they are merged.
func under(above, names []string) []string {
	filled := slices.Clone(names)
	for i := range filled {
		if filled[i] == "" && i < len(above) {
			filled[i] = above[i]
		}
	}
	return filled
}

func trimCells(cells []string) []string {
	trimmed := make([]string, len(cells))
	for i, c := range cells {
		trimmed[i] = strings.TrimSpace(c)
	}
	for len(trimmed) > 0 && trimmed[len(trimmed)-1] == "" {
		trimmed = trimmed[:len(trimmed)-1]
	}
	return trimmed
}

// noHeader says why no sheet is read.
func (b *workbook) noHeader(how feature.Reading) error {
	var names []string
	for _, s := range b.sheets {
		names = append(names, s.name)
	}
	if how.Layer != "" && !slices.Contains(names, how.Layer) {
		return feature.Errorf("没有工作表 %s；现有：%s", "there is no sheet %s among %s", feature.Quote(how.Layer), feature.QuoteAll(names))
	}
	return &feature.Error{
		ZH: fmt.Sprintf("工作表 %s 的前 %d 行中找不到坐标列（经度、纬度，或北坐标、东坐标）；请用 --lon 列名 --lat 列名 指定", feature.QuoteAll(names), headerWithin),
		EN: fmt.Sprintf("the first %d rows of the sheets %s name no columns of coordinates; name them with --lon COL --lat COL", headerWithin, feature.QuoteAll(names)),
	}
}

// sheetRecords are the rows below the names, as records.
type sheetRecords struct {
	book  *workbook
	head  sheetHead
	rows  *sheetRows
	last  int // row of the record before
	blank int
	wide  int // rows with cells beyond the names
}

func (r *sheetRecords) next() (Record, error) {
	if r.rows == nil {
		rows, err := r.book.open(r.head.sheet)
		if err != nil {
			return Record{}, err
		}
		r.rows, r.last = rows, r.head.row
	}
	for {
		cells, row, err := r.rows.next()
		if err != nil {
			return Record{}, err
		}
		full := len(trimCells(cells)) > 0
		if row <= r.head.row || !full {
			continue
		}
		r.blank += max(0, row-r.last-1)
		r.last = row
		fields := make([]string, len(r.head.names))
		copy(fields, cells)
		if len(cells) > len(fields) {
			r.wide++
		}
		return Record{Fields: fields, Line: row}, nil
	}
}

func (r *sheetRecords) close() error {
	if r.rows == nil {
		return nil
	}
	return r.rows.file.Close()
}

// tell notes what a reader of the rows alone would not see.
func (r *sheetRecords) tell(s *feature.Source) {
	if r.wide > 0 {
		s.AddNote("%d 行在有名称的列之外还有内容，未读取", "%d rows have cells beyond the named columns, which were not read", r.wide)
	}
	if r.rows != nil && r.rows.merged > 0 {
		s.AddNote("有 %d 处合并单元格：内容只属于左上角一格，其余为空", "%d merged ranges: what they say belongs to their upper left cell, the others are empty", r.rows.merged)
	}
}
