package layers

import (
	"fmt"
	"time"
)

// Date is a legal day, written 2026-08-15, in UTC+08:00. The zero Date is
// unbounded: as the start of a span it lies before every day, as its end after
// every day. Dates of this form order as their text does.
type Date string

// beijing is by how much the days of law are ahead of UTC. It is fixed, so that no
// time-zone file is needed.
const beijing = 8 * time.Hour

// DateOf returns the legal day at the instant t.
func DateOf(t time.Time) Date { return Date(t.UTC().Add(beijing).Format(time.DateOnly)) }

// ParseDate reads a day written as 2026-08-15.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", fmt.Errorf("日期应写作 2026-08-15 / a date is written 2026-08-15, not %q", s)
	}
	return Date(t.Format(time.DateOnly)), nil
}

// Span is a stretch of legal days, its start included and its end not
// (valid_from ≤ day < valid_to).
type Span struct {
	From Date `json:"valid_from,omitempty" yaml:"from"`
	To   Date `json:"valid_to,omitempty" yaml:"to"`
}

// Holds reports whether the day lies in the span.
func (s Span) Holds(day Date) bool {
	return s.From <= day && (s.To == "" || day < s.To)
}

// UnmarshalText refuses a date that is not one; the empty text is unbounded.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = ""
		return nil
	}
	day, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

// Overlaps reports whether the spans have a day in common.
func (s Span) Overlaps(t Span) bool {
	return (s.To == "" || t.From < s.To) && (t.To == "" || s.From < t.To)
}

// Intersect is the days that both spans hold; of spans without a day in common
// it ends before it begins, and holds none.
func (s Span) Intersect(t Span) Span {
	s.From = max(s.From, t.From)
	if s.To == "" || t.To != "" && t.To < s.To {
		s.To = t.To
	}
	return s
}
