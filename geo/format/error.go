package format

import "strconv"

// Error says what is wrong with a file as a whole or with one place in it, in
// Chinese and English.
type Error struct {
	Path     string // place in a JSON document, e.g. features[12].geometry.coordinates[0][3]; "" for the root or for text
	Offset   int64  // bytes from the start of a JSON document to the place, or to the end of the part that was found wrong
	Line     int    // line of a text file, from 1; 0: the file as a whole, or JSON
	TooLarge bool   // a limit was met, the input may be right otherwise
	ZH, EN   string
}

// Error returns the place, then "Chinese / English".
func (e *Error) Error() string {
	text := e.ZH + " / " + e.EN
	switch {
	case e.Path != "":
		return e.Path + ": " + text
	case e.Line > 0:
		n := strconv.Itoa(e.Line)
		return "第 " + n + " 行： " + e.ZH + " / line " + n + ": " + e.EN
	}
	return text
}

// RowError says why one record of a text file was rejected.
type RowError struct {
	ZH, EN string
}

// Error returns "Chinese / English".
func (e *RowError) Error() string { return e.ZH + " / " + e.EN }

// FieldError says why one value of a record was rejected.
type FieldError struct {
	Field  string // name of the column
	Value  string // as given, cut when very long
	ZH, EN string
}

// Error returns field and value, then "Chinese / English".
func (e *FieldError) Error() string {
	return e.Field + "=" + strconv.Quote(e.Value) + ": " + e.ZH + " / " + e.EN
}
