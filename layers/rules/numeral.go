package rules

import (
	"strconv"
	"strings"
)

// inWords writes the numbers of articles, paragraphs and items in a citation as
// statutes do: 第319条第1款(一) becomes 第三百一十九条第一款第（一）项. What is no
// such number (第6.2节, 第81号令) stays. Brackets are those of Chinese.
func inWords(text string) string {
	text = strings.ReplaceAll(text, "(反面解释)", "（反面解释）")
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "第")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("第")
		digits := len(after) - len(strings.TrimLeft(after, "0123456789"))
		n, err := strconv.Atoi(after[:digits])
		text = after[digits:]
		if unit := after[digits:]; err != nil || !(strings.HasPrefix(unit, "条") || strings.HasPrefix(unit, "款") || strings.HasPrefix(unit, "项")) {
			b.WriteString(after[:digits])
			continue
		}
		b.WriteString(numeral(n))
		text = itemInWords(&b, text)
	}
}

// itemInWords writes the unit, and behind it (一) as 第（一）项, and returns the rest.
func itemInWords(b *strings.Builder, text string) (rest string) {
	unit := text[:len("条")]
	b.WriteString(unit)
	text = text[len(unit):]
	for strings.HasPrefix(text, "(") {
		item, after, closed := strings.Cut(text[1:], ")")
		if !closed || strings.Trim(item, "一二三四五六七八九十") != "" {
			return text
		}
		if item = "（" + item + "）"; unit != "项" { // of an item the parts are numbered alone
			item = "第" + item + "项"
		}
		b.WriteString(item)
		text = after
	}
	return text
}

// numeral writes 1 ≤ n ≤ 9999 as statutes number their articles: 一百零三; 10 to 19
// begin with 十. Other numbers stay as they are.
func numeral(n int) string {
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	digits, units := []rune("零一二三四五六七八九"), []string{"千", "百", "十", ""}
	var b strings.Builder
	gap := false
	for i, power := range []int{1000, 100, 10, 1} {
		d := n / power % 10
		switch {
		case d == 0:
			gap = b.Len() > 0
		case d == 1 && power == 10 && b.Len() == 0:
			b.WriteString(units[i])
		default:
			if gap {
				b.WriteRune(digits[0])
			}
			gap = false
			b.WriteRune(digits[d])
			b.WriteString(units[i])
		}
	}
	return b.String()
}
