package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// show is how a number format (ECMA-376 part 1, 18.8.31) shows a number, as far
// as it changes what the number means.
type show struct {
	date, clock, elapsed bool
	zeros                int // digits at least, of a code such as 000000
}

// builtInShow is that of a format without a code of its own, those of Chinese
// locales included (18.8.30).
func builtInShow(id int) show {
	switch {
	case id == 22:
		return show{date: true, clock: true}
	case id == 46:
		return show{elapsed: true}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return show{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return show{clock: true}
	}
	return show{}
}

// showOf reads a format code.
func showOf(code string) show {
	code, _, _ = strings.Cut(plainCode(code), ";")
	if code != "" && len(code) <= 30 && strings.Trim(code, "0") == "" {
		return show{zeros: len(code)}
	}
	if strings.Contains(code, "general") {
		return show{}
	}
	code = strings.NewReplacer("am/pm", "", "a/p", "", "上午/下午", "").Replace(code)
	s := show{elapsed: strings.Contains(code, "[h")}
	if !s.elapsed {
		s.clock = strings.ContainsAny(code, "hs")
		s.date = strings.ContainsAny(code, "yd") || strings.Contains(code, "m") && !s.clock
	}
	return s
}

// plainCode takes out what a code shows as it stands, colours, conditions and
// languages; it keeps [h].
func plainCode(code string) string {
	var plain strings.Builder
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		shut := -1
		switch code[i] {
		case '\\', '_', '*':
			i++
			continue
		case '"':
			shut = strings.IndexByte(code[i+1:], '"')
		case '[':
			if !strings.HasPrefix(code[i:], "[h") {
				shut = strings.IndexByte(code[i+1:], ']')
			}
		}
		if shut >= 0 {
			i += shut + 1
			continue
		}
		plain.WriteByte(code[i])
	}
	return plain.String()
}

// display is a stored number as a person wrote it: dates as 2026-08-15, spans of
// hours as 112:51:00, codes with their zeros, all others in the fewest digits
// that read back as the same. Excel stores 17 digits: 112.84999999999999.
func (s show) display(stored string, epoch int) string {
	stored = strings.TrimSpace(stored)
	v, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return stored
	}
	switch {
	case s.elapsed && v >= 0 && v < 1e6:
		seconds := math.Round(v * 86_400)
		return fmt.Sprintf("%d:%02d:%02d", int(seconds)/3600, int(seconds)/60%60, int(seconds)%60)
	case (s.date || s.clock) && v >= 0 && v+float64(epoch) < 2_958_466: // the year 10000
		return s.moment(v, epoch)
	case s.zeros > 0 && v >= 0 && v == math.Trunc(v) && v < 1e15:
		return fmt.Sprintf("%0*d", s.zeros, int64(v))
	}
	if strings.Trim(stored, "0123456789") == "" || len(stored) < 15 && !strings.ContainsAny(stored, "eE") {
		return stored
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// moment shows a serial number of days (18.17.4.1). The calendar of 1900 has a
// 29th of February, so its first 59 days are one later.
func (s show) moment(v float64, epoch int) string {
	days, part := math.Modf(v)
	if epoch == 0 && days < 60 {
		days++
	}
	seconds := int(math.Round(part * 86_400))
	t := time.Date(1899, 12, 30+int(days)+epoch, 0, 0, seconds, 0, time.UTC)
	switch {
	case !s.date || v < 1:
		return t.Format("15:04:05")
	case seconds > 0:
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02")
}
