package crs

import (
	"strconv"
	"strings"
)

// plain reports whether the value is one number without a mark, which may be
// degrees or metres.
func (v value) plain() bool {
	return len(v.numbers) == 1 && v.numbers[0].unit == noUnit
}

// angular reports whether the value can only be an angle.
func (v value) angular() bool {
	return !v.plain() || v.word.angular
}

// degrees is the value as an angle.
func (v value) degrees(packed bool) (float64, error) {
	parts := v.numbers
	if packed && v.plain() {
		parts = parts[0].unpack()
	}
	if len(parts) > 3 {
		return 0, refuse("一个角度有 %d 个数，最多为度、分、秒三个", "an angle has %d numbers; it has at most degrees, minutes and seconds", len(parts))
	}
	sum := 0.0
	for i, p := range parts {
		if p.unit != noUnit && p.unit != unit(i)+degree {
			return 0, refuse("角度中 %s 后的单位有误：依次应为度、分、秒", "the unit after %s is wrong: degrees, minutes and seconds in this order", p.digits)
		}
		last := i == len(parts)-1
		if i > 0 && (p.size() >= 60 || p.negative) || !last && p.decimals() > 0 {
			return 0, refuse("角度中的 %s 有误：分、秒应小于 60，只有最后一项可有小数", "%s is wrong in an angle: minutes and seconds are below 60, and only the last part has decimals", p.digits)
		}
		sum = sum*60 + p.size()
	}
	// One division, so that 112°51′00″ is the same number as 112.85.
	deg := sum / [...]float64{1, 60, 3600}[len(parts)-1]
	return v.signed(deg)
}

// signed gives a size the sign of the value.
func (v value) signed(size float64) (float64, error) {
	if v.numbers[0].negative && v.word.negative {
		return 0, refuse("负号与“南”“西”只能写一个", "either a minus sign or S or W, not both")
	}
	if v.numbers[0].negative || v.word.negative {
		return -size, nil
	}
	return size, nil
}

// precision is the unit of the last digit written: its place after the point,
// and the part of the angle that it is of.
func (v value) precision(packed bool) (unit, int) {
	last := v.numbers[len(v.numbers)-1]
	decimals := last.decimals()
	if packed && v.plain() {
		switch {
		case decimals == 0:
			return degree, 0
		case decimals <= 2:
			return minute, decimals - 2
		}
		return second, decimals - 4
	}
	return unit(min(len(v.numbers), 3)), decimals
}

// size is the number without its sign. Digits that Go cannot read do not occur;
// too many of them are +Inf, which is outside every range.
func (n number) size() float64 {
	f, _ := strconv.ParseFloat(n.digits, 64)
	return f
}

// decimals counts the digits after the point.
func (n number) decimals() int {
	_, after, _ := strings.Cut(n.digits, ".")
	return len(after)
}

// unpack cuts D.MMSS into its parts. Trailing zeros may be missing.
func (n number) unpack() []number {
	whole, after, _ := strings.Cut(n.digits, ".")
	if after == "" {
		return []number{n}
	}
	for len(after) < 4 {
		after += "0"
	}
	parts := []number{{digits: whole, negative: n.negative}, {digits: after[:2]}, {digits: after[2:4]}}
	if len(after) > 4 {
		parts[2].digits += "." + after[4:]
	}
	return parts
}
