package rules

import (
	"slices"
	"strings"
	"unicode"
)

// Normal is a name without what people write now so, now so: case, spaces,
// underscores and hyphens, full-width letters, a unit or remark in brackets.
func Normal(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case 0xFF01 <= r && r <= 0xFF5E:
			r -= 0xFF01 - '!'
		case r == '（':
			r = '('
		}
		if r == '(' && b.Len() > 0 {
			break
		}
		if r == '_' || r == '-' || r == '.' || r == '\u00a0' || unicode.IsSpace(r) {
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Meant is the name, of a fact of the kind of site, of the application or of those
// given, of which another name is a misspelling: a letter lost, added, changed, or two
// changed about. Empty where there is none; short names are none of any.
func (s *Set) Meant(kind, name string, others ...string) string {
	const shortASCII, shortOther = 6, 4
	spelt := []rune(Normal(name))
	least := shortASCII
	if slices.ContainsFunc(spelt, func(r rune) bool { return r > unicode.MaxASCII }) {
		least = shortOther
	}
	if len(spelt) < least {
		return ""
	}
	known := slices.Clone(others)
	for _, f := range ApplicationFields() {
		known = append(known, f.Called()...)
	}
	if s != nil {
		for i := range s.Attributes {
			known = append(known, s.Attributes[i].Called(kind)...)
		}
	}
	for _, k := range known {
		if oneSlip(spelt, []rune(Normal(k))) {
			return k
		}
	}
	return ""
}

// oneSlip reports whether one edit makes one of the other: Damerau's of 1964, an
// insertion, a deletion, a substitution or a transposition of neighbours.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) < len(b):
		return slices.Equal(a[i:], b[i+1:])
	case i == len(a):
		return false // the same
	case slices.Equal(a[i+1:], b[i+1:]):
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}
