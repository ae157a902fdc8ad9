package feature

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// ParseDecimal reads the plain decimal that b begins with: perhaps a minus sign,
// digits without needless zeros before them, perhaps a point and digits. It gives
// the value that strconv.ParseFloat gives, and its length. n is 0 for all else: a
// plus sign, an exponent, more than 19 digits, which ParseFloat is for.
func ParseDecimal(b []byte) (v float64, n int) {
	i, negative := 0, len(b) > 0 && b[0] == '-'
	if negative {
		i = 1
	}
	from, m := i, uint64(0)
	for i < len(b) && b[i]-'0' <= 9 {
		m = m*10 + uint64(b[i]-'0')
		i++
	}
	digits, decimals := i-from, 0
	if digits == 0 || digits > 19 || digits > 1 && b[from] == '0' {
		return 0, 0
	}
	if i < len(b) && b[i] == '.' {
		point := i
		i++
		for i+8 <= len(b) {
			eight, ok := eightDigits(binary.LittleEndian.Uint64(b[i:]))
			if !ok {
				break
			}
			m = m*100_000_000 + eight
			i += 8
		}
		for i < len(b) && b[i]-'0' <= 9 {
			m = m*10 + uint64(b[i]-'0')
			i++
		}
		if decimals = i - point - 1; decimals == 0 || digits+decimals > 19 {
			return 0, 0
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		return 0, 0
	}
	v = quotient(m, decimals)
	if negative {
		v = -v
	}
	return v, i
}

// eightDigits is the number that eight bytes write, the first of them the lowest
// byte. The bytes are digits if, and only if, each has 3 in its upper half and
// still has after 6 was added. Pairs, fours and eights are then summed at once.
func eightDigits(b uint64) (v uint64, ok bool) {
	const upper, threes = 0xF0F0F0F0F0F0F0F0, 0x3030303030303030
	if b&upper != threes || (b+0x0606060606060606)&upper != threes {
		return 0, false
	}
	b -= threes
	b = b*10 + b>>8
	const pairs = 0x000000FF000000FF
	return ((b&pairs)*(100+1_000_000<<32) + (b>>16&pairs)*(1+10_000<<32)) >> 32, true
}

// quotient is m / 10^decimals, rounded to nearest, ties to even. Up to 2^53 the
// numbers are floats themselves, and the division rounds once. Beyond, m and the
// power, shifted to 64 bits each, are divided with 63 bits at least of result; what
// remains is told by the last bit, which is far below the place of rounding, and
// the conversion rounds once.
func quotient(m uint64, decimals int) float64 {
	if m>>53 == 0 {
		return float64(m) / float64(tens[decimals])
	}
	d := tens[decimals]
	shiftM, shiftD := bits.LeadingZeros64(m), bits.LeadingZeros64(d)
	m <<= shiftM
	q, remainder := bits.Div64(m>>1, m<<63, d<<shiftD)
	if remainder != 0 {
		q |= 1
	}
	const bias, mantissa, half = 1023, 52, 63
	return float64(q) * math.Float64frombits(uint64(bias-half+shiftD-shiftM)<<mantissa)
}

// tens are the powers of ten that 64 bits hold.
var tens = [...]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}
