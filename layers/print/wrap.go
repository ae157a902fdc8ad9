package print

import "strings"

// wrap breaks a text into lines no wider than the width by the measure. No
// character is lost: the lines, with the line feeds between the text's own
// lines, join to the text; spaces stay at the end of their line. No line begins
// with what must follow nor ends with what must precede (行首行尾禁则, GB/T
// 15834), no number is parted from its group, and what has no place to break is
// broken where the line is full.
//
// fpdf's own MultiCell and SplitText drop a Han character at each break.
func wrap(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for own := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapLine([]rune(own), width, measure)...)
	}
	return lines
}

func wrapLine(runes []rune, width float64, measure func(string) float64) []string {
	var lines []string
	for start := 0; ; {
		end := fitting(runes[start:], width, measure) + start
		if end == len(runes) {
			return append(lines, string(runes[start:]))
		}
		cut := end
		for cut > start && !mayBreak(runes[cut-1], runes[cut]) {
			cut--
		}
		if cut == start {
			cut = end
		}
		lines = append(lines, string(runes[start:cut]))
		start = cut
	}
}

// fitting returns how many runes fit on a line, at least one; spaces at its end
// need no room.
func fitting(runes []rune, width float64, measure func(string) float64) int {
	var used float64
	for i, r := range runes {
		used += measure(string(r))
		if used > width && i > 0 && r != ' ' {
			return i
		}
	}
	return len(runes)
}

// What may not begin a line, and what may not end one.
const (
	notFirst = "，。、；：？！）》」』】〕〉％%°′″㎡²…—～·.,;:?!)]}”’/"
	notLast  = "（《「『【〔〈([{“‘￥#"
)

// mayBreak reports whether a line may end between the two runes: after a space,
// beside a Han character, and after a slash of an address.
func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(notFirst, after) || after == ' ' || strings.ContainsRune(notLast, before):
		return false
	case before == ' ' || before == '　' || before == '/':
		return true
	}
	return wide(before) || wide(after)
}
