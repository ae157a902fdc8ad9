// Package feature is what the readers of files give and their callers take: a
// Source of Features in the coordinates of the file, with Limits on what may be
// asked for, Notes, errors in Chinese and English, and the Writer that takes
// Features back. It knows no format and depends on no library of one, so that
// what works with features can be built without them.
//
// Coordinates are easting or longitude first, whatever a file's own order. A
// Source and a Writer are for one goroutine; all else is values.
package feature

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"waterzones/geo/crs"
)

// Kind is a format of files, told by content and never by the name of a file.
type Kind string

// The formats. Each has a reader; those with a Writer are marked.
const (
	GeoJSON    Kind = "geojson"    // RFC 7946; written
	GeoJSONSeq Kind = "geojsonseq" // RFC 8142, and one feature a line; written
	CSVKind    Kind = "csv"        // delimited text with coordinates or WKT; written
	JSONLines  Kind = "ndjson"     // one JSON object a line, its members the columns of a table
	XLSX       Kind = "xlsx"       // first sheet with a header; written
	Shapefile  Kind = "shapefile"  // zip, or the parts together; written as zip
	GeoPackage Kind = "gpkg"       // OGC 12-128r19; written
	KML        Kind = "kml"        // OGC 12-007r2, and KMZ
	WKT        Kind = "wkt"        // one geometry a line, EWKT too; written
	WKB        Kind = "wkb"        // WKB and EWKB, in hexadecimal digits, one a line
	Dikuai     Kind = "dikuai"     // 勘测定界 TXT; written
	CASS       Kind = "cass"       // CASS .dat: point, code, east, north, height
	DXF        Kind = "dxf"        // drawing in text form
)

// FieldType is what the values of a column are.
type FieldType string

// The types of columns; a format that knows fewer writes text.
const (
	TextField    FieldType = "text"
	IntegerField FieldType = "integer"
	RealField    FieldType = "real"
	BoolField    FieldType = "boolean"
	DateField    FieldType = "date" // as text, 2026-08-15
)

// Field is a column.
type Field struct {
	Name string
	Type FieldType
}

// Note is something that a reader skipped, took or doubts, for a person.
type Note struct {
	ZH, EN string
}

// NoteOf is a note by two formats of the same values.
func NoteOf(zh, en string, values ...any) Note {
	return Note{ZH: fmt.Sprintf(zh, values...), EN: fmt.Sprintf(en, values...)}
}

// Source is a file as it was understood. Coordinates of its features are those
// of the file, easting or longitude first whatever the file's own order; Place
// turns them into longitude and latitude of CGCS2000.
//
// Features may be read once, or Rows in their place. Notes are complete when it has ended.
type Source struct {
	Kind       Kind
	Encoding   Encoding // of its text; "" where it has none
	Declared   crs.CRS  // what the file itself declares; 0: nothing, or what cannot be used
	DeclaredAs string   // in the file's own words, where it declares anything
	Fields     []Field  // columns in order; nil where each feature has its own
	Places     []int    // of a table: which of Fields say where a row is
	Layers     []string // names of its layers or sheets, in order, where the format has them
	Notes      []Note
	Unread     []Note     // of the notes, those on what may hold shapes and was not read; complete when Features has ended
	Blank      func() int // of a table: how many blank lines came so far; nil elsewhere
	Features   iter.Seq2[Feature, error]
	Rows       *Rows // of delimited text, the other way to its features; nil elsewhere, and where Limits.Features is set

	closers []func() error
}

// Close frees what reading the file held: temporary files and the like. It may
// be called at any time, more than once.
func (s *Source) Close() error {
	var wrong []error
	for _, closer := range slices.Backward(s.closers) {
		wrong = append(wrong, closer())
	}
	s.closers = nil
	return errors.Join(wrong...)
}

// OnClose adds what Close does.
func (s *Source) OnClose(closer func() error) { s.closers = append(s.closers, closer) }

// AddNote adds a note, by two formats of the same values.
func (s *Source) AddNote(zh, en string, values ...any) {
	s.Notes = append(s.Notes, NoteOf(zh, en, values...))
}

// AddUnread is AddNote on what may hold shapes.
func (s *Source) AddUnread(zh, en string, values ...any) {
	s.AddNote(zh, en, values...)
	s.Unread = append(s.Unread, NoteOf(zh, en, values...))
}

// FeatureError says that one feature cannot be taken; the next may be. Any other
// error of a Source ends it.
type FeatureError struct { //nolint:revive // beside it stand RowError and FieldError, and Error is of the whole file
	Place    string // 第 3 行 / line 3
	ZH, EN   string
	Unplaced bool // it could be read, but not where it is
}

// Error returns the place, then "Chinese / English".
func (e *FeatureError) Error() string {
	if e.Place == "" {
		return e.ZH + " / " + e.EN
	}
	return e.Place + ": " + e.ZH + " / " + e.EN
}

// PlaceErrorf is a FeatureError, by two formats of the same values.
func PlaceErrorf(place, zh, en string, values ...any) *FeatureError {
	return &FeatureError{Place: place, ZH: fmt.Sprintf(zh, values...), EN: fmt.Sprintf(en, values...)}
}

// AtFeature makes an Error that is met in one feature, unless it is of a limit, one
// of that feature alone; others stay as they are.
func AtFeature(place string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok && !e.TooLarge {
		return &FeatureError{Place: place, ZH: e.ZH, EN: e.EN}
	}
	return err
}

// Writer writes features one after the other in the coordinates that they have.
// Close ends the file; without it the file is not whole.
type Writer interface {
	Write(f Feature) error
	Close() error
}

// Schema is what a writer must know before the first feature.
type Schema struct {
	Layer    string // name of the layer, where the format has one
	CRS      crs.CRS
	Fields   []Field
	Encoding Encoding // of text, where the format leaves a choice; "": UTF-8
	Bare     bool     // of a table: its rows have no place, and get no columns for one
}
