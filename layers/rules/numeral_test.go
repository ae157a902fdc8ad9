package rules_test

import (
	"fmt"
	"strings"
	"testing"
)

const digits = "零一二三四五六七八九"

// chinese writes 1 ≤ n ≤ 9999 as statutes number their articles: 一百零三,
// 一千一百一十; 10 to 19 begin with 十.
func chinese(n int) string {
	var b strings.Builder
	gap := false
	for i, unit := range []string{"千", "百", "十", ""} {
		power := []int{1000, 100, 10, 1}[i]
		d := n / power % 10
		switch {
		case d == 0:
			gap = b.Len() > 0
		case d == 1 && unit == "十" && b.Len() == 0:
			b.WriteString(unit)
		default:
			if gap {
				b.WriteString("零")
			}
			gap = false
			b.WriteString(string([]rune(digits)[d]) + unit)
		}
	}
	return b.String()
}

// arabic reads what chinese writes, and nothing else.
func arabic(s string) (int, error) {
	n, d := 0, 0
	for _, r := range s {
		switch power := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]; {
		case power > 0:
			n, d = n+max(d, 1)*power, 0
		case strings.ContainsRune(digits, r):
			d = len([]rune(digits[:strings.IndexRune(digits, r)]))
		default:
			return 0, fmt.Errorf("%q is no numeral", s)
		}
	}
	if n += d; n < 1 || chinese(n) != s {
		return 0, fmt.Errorf("%q is not written as statutes write it", s)
	}
	return n, nil
}

func TestNumerals(t *testing.T) {
	for n, s := range map[int]string{
		1: "一", 10: "十", 11: "十一", 20: "二十", 64: "六十四", 100: "一百", 103: "一百零三", 110: "一百一十",
		115: "一百一十五", 319: "三百一十九", 1000: "一千", 1010: "一千零一十", 1057: "一千零五十七",
		1100: "一千一百", 1109: "一千一百零九", 1145: "一千一百四十五", 1242: "一千二百四十二",
	} {
		if got := chinese(n); got != s {
			t.Errorf("chinese(%d) = %s, want %s", n, got, s)
		}
	}
	for n := 1; n < 10000; n++ {
		if got, err := arabic(chinese(n)); err != nil || got != n {
			t.Errorf("arabic(%s) = %d, %v, want %d", chinese(n), got, err, n)
		}
	}
	for _, s := range []string{"", "零", "一百三", "一十", "十百", "三一九", "第三", "三百十九", "319"} {
		if n, err := arabic(s); err == nil {
			t.Errorf("arabic(%q) = %d, want an error", s, n)
		}
	}
}
