// Package table reads and writes tables whose rows have a place: delimited text
// (CSV, the dialect of RFC 4180, told between comma, tab and semicolon) and
// workbooks (XLSX, ECMA-376). It owns the names by which columns of places are
// known and the ways in which cells say a place.
package table

import (
	"bytes"
	"io"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// wideLine bounds a line with a shape in it: 300,000 vertices as WKT.
const wideLine = 16 << 20

// ReadCSV reads delimited text whose first line names the columns. Memory does
// not grow with the rows: Limits.Bytes and Limits.Features hold only where the
// caller sets them.
//
// A plain longitude and latitude are Feature.Geometry at once; every other way
// to write a place is Feature.Pair. A row that cannot be taken comes as a
// *feature.FeatureError with what could be told of its cells in Values.
func ReadCSV(text io.Reader, how feature.Reading) (*feature.Source, error) {
	return readCSV(text, CSVOptions{Comma: how.Comma}, how)
}

func readCSV(text io.Reader, opts CSVOptions, how feature.Reading) (*feature.Source, error) {
	if how.Limits.Bytes > 0 {
		text = feature.NewAtMost(text, how.Limits.Bytes)
	}
	c := NewCSV(text, opts)
	header, err := c.Header()
	if err != nil {
		return nil, err
	}
	t, err := newRowTable(header, c.Next, how)
	if err != nil {
		return nil, err
	}
	if t.axes.notation == shapeColumn {
		c.opts.MaxLine = wideLine
	}
	s := t.source(feature.CSVKind)
	s.Blank = c.Blank
	if how.Limits.Features == 0 { // which are counted one by one
		s.Rows, s.Blank = rowsOf(c, t)
	}
	return s, nil
}

// IsCSV tells delimited text by its first line: names of columns, either of
// places or two at least. A name is no number.
func IsCSV(head []byte) bool {
	if len(head) > 0 && strings.IndexByte("{[<\x1e", head[0]) >= 0 {
		return false
	}
	header, err := NewCSV(bytes.NewReader(head), CSVOptions{MaxLine: feature.Window}).Header()
	if err != nil || len(header) > mostColumns {
		return false
	}
	for _, name := range header {
		if feature.NumberEnd(strings.TrimSpace(name)) > 0 || strings.ContainsFunc(name, unicode.IsControl) {
			return false
		}
	}
	_, err = findAxes(header, feature.Reading{})
	return err == nil || len(header) > 1
}

// rowTable is rows on their way to be a Source.
type rowTable struct {
	header []string
	axes   axes
	next   func() (Record, error) // io.EOF at the end
	how    feature.Reading
	layer  string
}

// newRowTable is a table of which the header names the columns.
func newRowTable(header []string, next func() (Record, error), how feature.Reading) (*rowTable, error) {
	if len(header) > mostColumns {
		return nil, feature.TooLarge("超过 %d 列", "more than %d columns", mostColumns)
	}
	a, err := findAxes(header, how)
	return &rowTable{header: header, axes: a, next: next, how: how}, err
}

func (t *rowTable) source(kind feature.Kind) *feature.Source {
	s := &feature.Source{Kind: kind, Declared: t.axes.declared, DeclaredAs: t.axes.declaredAs, Notes: t.axes.notes}
	for _, name := range t.header {
		s.Fields = append(s.Fields, feature.Field{Name: name, Type: feature.TextField})
	}
	for _, at := range []int{t.axes.first, t.axes.second, t.axes.crs} {
		if at >= 0 && !slices.Contains(s.Places, at) {
			s.Places = append(s.Places, at)
		}
	}
	s.Features = t.features()
	return s
}

func (t *rowTable) features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		for n := 0; ; n++ {
			record, err := t.next()
			if err == io.EOF {
				return
			}
			if most := t.how.Limits.Features; err == nil && most > 0 && n == most {
				err = feature.TooManyFeatures(most)
			}
			if err != nil {
				yield(feature.Feature{}, err)
				return
			}
			f := feature.Feature{Values: record.Fields, Layer: t.layer, Line: record.Line}
			if !yield(f, t.place(&f, &record)) {
				return
			}
		}
	}
}

// place says where the row is. The error is a *feature.FeatureError.
func (t *rowTable) place(f *feature.Feature, record *Record) error {
	if record.Err != nil {
		f.Values = t.salvage(record)
		return &feature.FeatureError{Place: f.Where(), ZH: record.Err.ZH, EN: record.Err.EN}
	}
	if t.axes.crs >= 0 {
		f.CRS = strings.TrimSpace(f.Values[t.axes.crs])
	}
	var wrong *feature.FieldError
	switch t.axes.notation {
	case degreeColumns:
		wrong = t.placeByDegrees(f)
	case shapeColumn:
		wrong = t.placeByShape(f)
	default:
		wrong = t.placeByPair(f)
	}
	if wrong != nil {
		at := wrong.Field + "=" + feature.Quote(wrong.Value)
		return &feature.FeatureError{Place: f.Where(), ZH: at + " " + wrong.ZH, EN: at + " " + wrong.EN, Unplaced: true}
	}
	return nil
}

// salvage returns as many cells as the header has, so that nothing is lost of a
// line that cannot be read: what could be told, or else the line in the first.
func (t *rowTable) salvage(record *Record) []string {
	cells := make([]string, len(t.header))
	if n := copy(cells, record.Fields); n == 0 || len(record.Fields) > len(cells) {
		clear(cells)
		cells[0] = record.Raw
	}
	for i := range cells {
		cells[i] = strings.ToValidUTF8(cells[i], "\uFFFD")
	}
	return cells
}

// placeByDegrees takes decimal degrees at once, and leaves other spellings of an angle
// to crs.ParsePair.
func (t *rowTable) placeByDegrees(f *feature.Feature) *feature.FieldError {
	east, north := f.Values[t.axes.first], f.Values[t.axes.second]
	if !t.how.Packed {
		lon, wrongLon := ParseDegrees(t.header[t.axes.first], east, 180)
		lat, wrongLat := ParseDegrees(t.header[t.axes.second], north, 90)
		switch {
		case wrongLon == nil && wrongLat == nil:
			f.Geometry, f.PrecisionM = orb.Point{lon, lat}, writtenM([]byte(east), []byte(north))
			return nil
		case wrongLon != nil && !t.otherwise(east):
			return wrongLon
		case wrongLat != nil && !t.otherwise(north):
			return wrongLat
		}
	}
	first, second := "经度", "纬度"
	if t.axes.named && metres(east) && metres(north) {
		first, second = "东", "北"
	}
	return t.join(f, first, second)
}

// writtenM is how precise decimal degrees are as written, in metres to either
// side, by the figures of crs.Reading: three decimals are 50 m. The longer of the
// two counts, as spreadsheets drop trailing zeros.
func writtenM(cells ...[]byte) float64 {
	most := 0
	for _, cell := range cells {
		cell = bytes.TrimSpace(cell)
		if point := bytes.LastIndexByte(cell, '.'); point >= 0 {
			most = max(most, len(cell)-point-1)
		}
	}
	return 50_000 / math.Pow10(most)
}

// otherwise reports whether a cell that is not decimal degrees may be a place in
// another notation: it has digits, and marks or a size that is not of degrees.
func (t *rowTable) otherwise(cell string) bool {
	if t.axes.named && metres(cell) {
		return true
	}
	text := strings.TrimSpace(charset.Narrow(cell))
	return strings.ContainsAny(text, "0123456789") && feature.NumberEnd(text) != len(text)
}

// metres reports whether a cell is a plain number too large for degrees.
func metres(cell string) bool {
	v, wrong := ParseDegrees("", cell, math.MaxFloat64)
	return wrong == nil && math.Abs(v) > 360
}

// join makes one text of two cells, each with the word that its column's name
// stands for, unless the cell has such a word itself.
func (t *rowTable) join(f *feature.Feature, first, second string) *feature.FieldError {
	var cells [2]string
	for i, at := range [2]int{t.axes.first, t.axes.second} {
		cell := strings.TrimSpace(f.Values[at])
		if cell == "" {
			return &feature.FieldError{Field: t.header[at], ZH: "为空", EN: "is empty"}
		}
		cells[i] = cell
	}
	if !strings.ContainsAny(strings.ToUpper(charset.Narrow(cells[0]+cells[1])), "EWNS东西南北经纬") {
		cells[0], cells[1] = first+cells[0], second+cells[1]
	}
	f.Pair = cells[0] + "," + cells[1]
	return nil
}

// placeByPair takes easting and northing, X and Y, or one cell of both.
func (t *rowTable) placeByPair(f *feature.Feature) *feature.FieldError {
	switch t.axes.notation {
	case planeColumns:
		return t.join(f, "东", "北")
	case bareColumns:
		return t.join(f, "", "")
	}
	if f.Pair = strings.TrimSpace(f.Values[t.axes.first]); f.Pair == "" {
		return &feature.FieldError{Field: t.header[t.axes.first], ZH: "为空", EN: "is empty"}
	}
	return nil
}
