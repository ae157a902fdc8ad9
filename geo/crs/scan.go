package crs

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// number is a decimal number without sign or exponent.
type number struct {
	digits   string // ASCII digits with at most one point
	negative bool
	joined   bool // to the number before, as in 112-51-00
	unit     unit // as marked
}

// item is one of the pieces of a pasted coordinate.
type item struct {
	kind   kind
	spaced bool // a blank stands before it
	number number
	word   word
}

type kind byte

const (
	numberItem kind = iota
	wordItem
	separatorItem
	tabItem // a tab or the end of a line: a separator if it is the only one
)

const (
	digits     = "0123456789"
	dashes     = "-−–—‐‑"
	separators = ",;、|/。"
	brackets   = "()[]{}【】〔〕「」<>《》"
)

// scanner cuts a text into items.
type scanner struct {
	rest   string
	spaced bool
	items  []item
}

// scan returns the items of a text, or an error that names what it cannot read.
func scan(text string) ([]item, error) {
	const longest = 200
	if len(text) > longest || !utf8.ValidString(text) {
		return nil, refuse("坐标 %s 过长，或编码不是 UTF-8", "the coordinate %s is too long, or not UTF-8", quoted(text))
	}
	s := scanner{rest: strings.Map(plain, text)}
	for s.rest != "" {
		if !(s.blank() || s.separator() || s.numeral() || s.sign()) {
			return nil, refuse("看不懂坐标 %s 中的 %s", "the coordinate %s has %s in it, which means nothing here", quoted(text), quoted(s.rest))
		}
	}
	return s.items, nil
}

// plain writes a rune as the scanner knows it: narrow, capital, and every kind
// of blank as one; invisible marks, which copying from a page brings, go.
func plain(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r', r == '\v', r == '\f':
		return '\t'
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	case strings.ContainsRune(dashes, r):
		return '-'
	}
	r = narrow(r)
	if 'a' <= r && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

func (s *scanner) add(it item) {
	it.spaced, s.spaced = s.spaced, false
	s.items = append(s.items, it)
}

// blank takes what only keeps things apart.
func (s *scanner) blank() bool {
	first, size := utf8.DecodeRuneInString(s.rest)
	if first != ' ' && !strings.ContainsRune(brackets, first) {
		return false
	}
	s.rest, s.spaced = s.rest[size:], true
	return true
}

func (s *scanner) separator() bool {
	first, size := utf8.DecodeRuneInString(s.rest)
	switch {
	case first == '\t':
		s.add(item{kind: tabItem})
	case strings.ContainsRune(separators, first):
		s.add(item{kind: separatorItem})
	default:
		return false
	}
	s.rest = s.rest[size:]
	return true
}

// numeral takes a number with the sign or the joint before it.
func (s *scanner) numeral() bool {
	rest, n := s.rest, number{}
	joint := rest[0] == '-' || rest[0] == ':'
	if joint && !s.spaced && len(s.items) > 0 && s.items[len(s.items)-1].kind == numberItem {
		n.joined, rest = true, rest[1:]
	} else if rest[0] == '-' || rest[0] == '+' {
		n.negative, rest = rest[0] == '-', rest[1:]
	}
	whole := len(rest) - len(strings.TrimLeft(rest, digits))
	if whole == 0 {
		return false
	}
	end := whole
	if strings.HasPrefix(rest[end:], ".") {
		end++
		end += len(rest[end:]) - len(strings.TrimLeft(rest[end:], digits))
	}
	n.digits = rest[:end]
	s.rest = rest[end:]
	s.add(item{kind: numberItem, number: n})
	return true
}

// sign takes a word with the colon or the equals sign after it, or the mark of
// the number before.
func (s *scanner) sign() bool {
	i := slices.IndexFunc(signs, func(w sign) bool { return strings.HasPrefix(s.rest, w.text) })
	if i < 0 {
		return false
	}
	w := signs[i]
	switch {
	case w.skip:
		s.spaced = true
	case w.unit == noUnit:
		s.add(item{kind: wordItem, word: w.word})
	default:
		if len(s.items) == 0 || !s.items[len(s.items)-1].mark(w.unit) {
			return false
		}
		s.spaced = false
	}
	s.rest = s.rest[len(w.text):]
	after := strings.TrimLeft(s.rest, " ")
	if w.unit == noUnit && (strings.HasPrefix(after, ":") || strings.HasPrefix(after, "=")) {
		s.rest = strings.TrimLeft(after[1:], " ")
	}
	return true
}

// mark gives a number its unit, and reports whether it could.
func (it *item) mark(u unit) bool {
	if it.kind != numberItem || it.number.unit != noUnit {
		return false
	}
	it.number.unit = u
	return true
}
