package print

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// em measures a text in ems, so that widths are numbers of Han characters.
func em(text string) float64 { return ems(text) }

// TestWrap has a case a line: the text, the width, and its lines.
func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		lines string
	}{
		{"", 5, ""},
		{"饮用水水源保护区", 4, "饮用水水|源保护区"},
		{"禁止新建，改建。", 4, "禁止新|建，改|建。"},                           // 。 and ， do not begin a line
		{"依据《水法》第六条", 3, "依据|《水|法》第|六条"},                        // 《 does not end one, 》 does not begin one
		{"面积 12\u202f345.67 ㎡", 7, "面积 |12\u202f345.67 ㎡"},      // neither group nor unit is parted
		{"see the finding", 5, "see the |finding"},              // spaces stay at the end
		{strings.Repeat("a", 20), 5.8, "aaaaaaaaaa|aaaaaaaaaa"}, // no place to break: where it is full
		{"一\n二三", 9, "一|二三"},
		{"字", 0.1, "字"}, // too narrow for anything: one at least
		{"abc", 0.1, "a|b|c"},
		{"112°51′00.00″，35°", 9, "112°51′00.00″，|35°"},
	} {
		if got := strings.Join(wrap(c.text, c.width, em), "|"); got != c.lines {
			t.Errorf("%q at %g: %q, want %q", c.text, c.width, got, c.lines)
		}
	}
}

// TestWrapLosesNothing: the lines join to the text, and none is wider than the
// width but for spaces at its end.
func TestWrapLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("水源保护区，。《》（）“” \u202f12.a-/㎡°″e\U00020BB7"))).Draw(t, "text")
		width := rapid.Float64Range(0.2, 12).Draw(t, "width")
		lines := wrap(text, width, em)
		if joined := strings.Join(lines, ""); joined != text {
			t.Fatalf("%q became %q", text, joined)
		}
		for _, line := range lines {
			if used := em(strings.TrimRight(line, " ")); used > width+1e-9 && utf8.RuneCountInString(strings.TrimRight(line, " ")) > 1 {
				t.Fatalf("%q is %g wide, more than %g", line, used, width)
			}
		}
	})
}

// TestWrapRules: wherever a line has a place to break, the forbidden ones are
// not taken.
func TestWrapRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("水源保护区内禁止新建，。《》（）")), 1, 60, -1).Draw(t, "text")
		lines := wrap(text, 8, em)
		for i, line := range lines[1:] {
			before, _ := utf8.DecodeLastRuneInString(lines[i])
			first, _ := utf8.DecodeRuneInString(line)
			inside := []rune(lines[i])
			free := false
			for k := 1; k < len(inside); k++ {
				free = free || mayBreak(inside[k-1], inside[k])
			}
			if free && !mayBreak(before, first) {
				t.Fatalf("%q | %q", lines[i], line)
			}
		}
	})
}
