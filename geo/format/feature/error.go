package feature

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

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

// RowErrorf is a RowError by two formats of the same values.
func RowErrorf(zh, en string, values ...any) *RowError {
	return &RowError{ZH: fmt.Sprintf(zh, values...), EN: fmt.Sprintf(en, values...)}
}

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

// Errorf is an error of the file as a whole, by two formats of the same values.
func Errorf(zh, en string, values ...any) *Error {
	return &Error{ZH: fmt.Sprintf(zh, values...), EN: fmt.Sprintf(en, values...)}
}

// LineErrorf is Errorf of a line of a text.
func LineErrorf(line int, zh, en string, values ...any) *Error {
	return Errorf(zh, en, values...).AtLine(line)
}

// AtLine says in which line of a text the error is, and returns it.
func (e *Error) AtLine(line int) *Error {
	e.Line = line
	return e
}

// In says which file, or part of an archive, the error is about, and returns it.
func (e *Error) In(name string) *Error {
	e.Path = Clip(name)
	return e
}

// TooLarge is Errorf of a limit that was met.
func TooLarge(zh, en string, values ...any) *Error {
	e := Errorf(zh, en, values...)
	e.TooLarge = true
	return e
}

// TooManyBytes is TooLarge for a file or what is inflated of it.
func TooManyBytes(most int64) *Error {
	return TooLarge("内容（解压后）超过 %d 字节", "more than %d bytes (when unpacked)", most)
}

// TooManyFeatures is TooLarge for the features of a file.
func TooManyFeatures(most int) *Error {
	return TooLarge("要素超过 %d 个", "more than %d features", most)
}

// TooManyVertices is TooLarge for one shape.
func TooManyVertices(most int) *Error {
	return TooLarge("顶点超过 %d 个", "more than %d vertices", most)
}

// NoPlace is the error of writing a geometry that HasPlace is false for.
func NoPlace() *Error {
	return &Error{
		ZH: "图形为空或坐标不是有限的数，不能写出",
		EN: "a geometry that is empty or has a coordinate that is not finite cannot be written",
	}
}

// Clip cuts a text for a message.
func Clip(text string) string {
	const most = 64
	if len(text) <= most {
		return text
	}
	return string(bytes.ToValidUTF8([]byte(text[:most]), nil)) + "…"
}

// Quote is what a message shows of a part of a file.
func Quote(part string) string { return strconv.Quote(Clip(part)) }

// QuoteAll lists names for a message, not without end.
func QuoteAll(names []string) string {
	const most = 30
	var list []string
	for i, name := range names {
		if i == most {
			list = append(list, "…")
			break
		}
		list = append(list, strconv.Quote(Clip(name)))
	}
	return strings.Join(list, ", ")
}

// IsFeatureError reports whether an error concerns one feature alone, so that the
// next may be read.
func IsFeatureError(err error) bool {
	var one *FeatureError
	return errors.As(err, &one)
}
