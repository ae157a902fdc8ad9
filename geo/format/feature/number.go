package feature

import (
	"math"
	"strconv"
)

// NumberEnd returns the length of the number that text starts with: a sign,
// digits with at most one point among them, an exponent; 0 if none.
func NumberEnd(text string) int {
	i := 0
	if i < len(text) && (text[i] == '-' || text[i] == '+') {
		i++
	}
	digits, points := 0, 0
	for ; i < len(text); i++ {
		if c := text[i]; c >= '0' && c <= '9' {
			digits++
		} else if c == '.' && points == 0 {
			points++
		} else {
			break
		}
	}
	if digits == 0 {
		return 0
	}
	if i < len(text) && text[i]|0x20 == 'e' {
		j := i + 1
		if j < len(text) && (text[j] == '-' || text[j] == '+') {
			j++
		}
		from := j
		for j < len(text) && text[j] >= '0' && text[j] <= '9' {
			j++
		}
		if j > from {
			return j
		}
	}
	return i
}

// AppendNumber writes exponents only where digits would be many, as encoding/json.
func AppendNumber(dst []byte, v float64) []byte {
	verb := byte('f')
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		verb = 'e'
	}
	return strconv.AppendFloat(dst, v, verb, -1, 64)
}
