package batch

import (
	"errors"
	"strings"

	"waterzones/geo"
	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
)

// Status is what became of a row: StatusOK, or why it was rejected as "code:
// place: reason".
type Status string

// StatusOK is the status of a row that was screened.
const StatusOK Status = "ok"

// The codes of rows that were rejected. They do not change.
const (
	CodeRow        = "bad_row"        // the line or feature cannot be read
	CodeCoordinate = "bad_coordinate" // it has no place that can be understood
	CodeField      = "bad_field"      // its description cannot be taken
	CodeShape      = "bad_shape"      // its shape is not valid
	CodeIntricate  = "too_intricate"  // its shape cannot be related in bounded work
)

// Code is the part of a status that scripts tell apart.
func (s Status) Code() string {
	code, _, _ := strings.Cut(string(s), ":")
	return code
}

// rejected is the status of a row that was not screened.
func rejected(code string, f *feature.Feature, err error) Status {
	var onPlace *crs.Error
	var unread *feature.FeatureError
	switch {
	case errors.Is(err, geo.ErrTooIntricate):
		code = CodeIntricate
	case errors.As(err, &onPlace), errors.As(err, &unread) && unread.Unplaced:
		code = CodeCoordinate
	}
	text, place := err.Error(), f.Where()
	if place != "" && !strings.HasPrefix(text, place) {
		text = place + ": " + text
	}
	return Status(code + ": " + text)
}
