package canonical

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// AppendNumber appends f as ECMAScript does (RFC 8785 section 3.2.2.3): the
// shortest digits that read back as f, an exponent below 1e-6 and from 1e21 on.
// It fails for what JSON has no number for.
func AppendNumber(dst []byte, f float64) ([]byte, error) {
	a := math.Abs(f)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return dst, fmt.Errorf("%v is no number of JSON", f)
	case f == 0:
		return append(dst, '0'), nil // -0 too
	case a >= 1e-6 && a < 1e21:
		return strconv.AppendFloat(dst, f, 'f', -1, 64), nil
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	if n := len(dst); dst[n-2] == '0' && dst[n-4] == 'e' { // 1e-07, where ECMAScript has 1e-7
		dst = append(dst[:n-2], dst[n-1])
	}
	return dst, nil
}

// AppendString appends s in quotes. Nothing is escaped but quotes, backslashes
// and control characters (RFC 8785 section 3.2.2.2); each byte that is not UTF-8
// becomes U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := len(dst)
	dst = append(dst, s...)
	if !plain(dst[from:]) || !utf8.ValidString(s) {
		dst = appendEscaped(dst[:from], valid(s))
	}
	return append(dst, '"')
}

// plain reports that nothing of the text is escaped. It looks at eight bytes at
// once: a byte less than n, and no other, lends to its high bit when n is taken
// off, unless that was set (Warren, Hacker's Delight, 6-1).
func plain(text []byte) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; len(text) >= 8; text = text[8:] {
		w := binary.LittleEndian.Uint64(text)
		quote, slash := w^ones*'"', w^ones*'\\'
		if ((w-ones*' ')&^w|(quote-ones)&^quote|(slash-ones)&^slash)&high != 0 {
			return false
		}
	}
	return !slices.ContainsFunc(text, escaped)
}

func escaped(c byte) bool { return c < ' ' || c == '"' || c == '\\' }

func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if escaped(s[i]) {
			dst = appendEscape(append(dst, s[from:i]...), s[i])
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\t':
		return append(dst, `\t`...)
	case '\n':
		return append(dst, `\n`...)
	case '\f':
		return append(dst, `\f`...)
	case '\r':
		return append(dst, `\r`...)
	default:
		return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	}
}

// valid is s as UTF-8.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// compare orders keys by their UTF-16 code units (RFC 8785 section 3.2.3). That
// is the order of their bytes, but for characters beyond U+FFFF, whose surrogates
// come before U+E000.
func compare(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i == len(b) || a[i] < 0xEE || b[i] < 0xEE {
		return strings.Compare(a, b)
	}
	// Both begin, here, a character from U+E000 on, and only four bytes make one
	// beyond U+FFFF.
	if beyond := a[i] >= 0xF0; beyond != (b[i] >= 0xF0) {
		if beyond {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}
