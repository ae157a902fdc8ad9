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
// given, of which another name is a misspelling (see Slips). Empty where there is none;
// short names are none of any.
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
	most := 1
	if len(spelt) >= 2*shortASCII {
		most = 2
	}
	for _, k := range known {
		if Slips(spelt, []rune(Normal(k)), most) {
			return k
		}
	}
	return ""
}

// Slips reports whether at most so many letters must be put in, left out, changed or
// swapped with the next to make b of a.
func Slips(a, b []rune, most int) bool { return distance(a, b, most) <= most }

// distance is how many letters must be put in, left out, changed or swapped with
// the next to make b of a (optimal string alignment); more than most where it is
// more.
func distance(a, b []rune, most int) int {
	if len(a) > len(b)+most || len(b) > len(a)+most {
		return most + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for k := range rows[0] {
		rows[0][k] = k
	}
	for i := 1; i <= len(a); i++ {
		for k := 1; k <= len(b); k++ {
			change := 1
			if a[i-1] == b[k-1] {
				change = 0
			}
			d := min(rows[i-1][k]+1, rows[i][k-1]+1, rows[i-1][k-1]+change)
			if i > 1 && k > 1 && a[i-1] == b[k-2] && a[i-2] == b[k-1] {
				d = min(d, rows[i-2][k-2]+1)
			}
			rows[i][k] = d
		}
	}
	return rows[len(a)][len(b)]
}
