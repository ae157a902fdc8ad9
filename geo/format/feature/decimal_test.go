package feature

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkDecimal holds ParseDecimal to ParseFloat: where it reads a number, it is
// the same to the bit and what follows begins no more of it.
func checkDecimal(t interface{ Fatalf(string, ...any) }, text string) (read bool) {
	v, n := ParseDecimal([]byte(text))
	if n == 0 {
		return false
	}
	want, err := strconv.ParseFloat(text[:n], 64)
	if err != nil || math.Float64bits(v) != math.Float64bits(want) {
		t.Fatalf("%q: %v of %d bytes, ParseFloat %v, %v", text, v, n, want, err)
	}
	if n < len(text) && strings.IndexByte("0123456789.eE", text[n]) >= 0 && !(text[n] == '.' && strings.Contains(text[:n], ".")) {
		t.Fatalf("%q: %q may go on", text, text[:n])
	}
	return true
}

func TestParseDecimal(t *testing.T) {
	for _, text := range []string{
		"0", "-1", "1.5", "0]", "-0]", "-0.0,", "112.85,", "35.300000000000004]", "112.84999999999999,", "9007199254740993,", "9007199254740992.5,",
		"9007199254740991.9,", "9999999999999999999,", "0.000000000000000001,", "184467440737095516.1,", "0.1 ", "1.2.3", "39306736.02,",
		"4503599627370496.5,", "4503599627370497.5,", "45035996273704.97500,", "0.500000000000000001,", "12345678.12345678]", "1.12345678/2345678]",
	} {
		if !checkDecimal(t, text) {
			t.Errorf("%q is not read", text)
		}
	}
	for _, text := range []string{
		"", "-", "1.", "1.,", ".5,", "+1,", "01,", "-00.5,", "1e5,", "1.5E5,", "NaN,", "0x1p,", "1_0,",
		"10000000000000000000,", "1.0000000000000000000,", "123456789012345678901234567890,", "0.00000000000000000000000000000000,",
	} {
		if v, n := ParseDecimal([]byte(text)); n > 0 && n != 1 {
			t.Errorf("%q is read as %v", text, v)
		}
	}
}

// Random decimals of every length, and those halfway between two floats with
// their neighbours, where rounding decides.
func TestParseDecimalRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := strconv.FormatUint(rapid.Uint64().Draw(t, "m")>>rapid.IntRange(0, 63).Draw(t, "shift"), 10)
		if at := rapid.IntRange(0, len(digits)).Draw(t, "point"); at < len(digits) {
			digits = digits[:at] + "." + digits[at:]
		}
		if digits[0] == '.' {
			digits = "0" + digits
		}
		checkDecimal(t, rapid.SampledFrom([]string{"", "-"}).Draw(t, "sign")+digits+rapid.SampledFrom([]string{",", "]", " ", "e", ".", "x"}).Draw(t, "end"))
		half := 1<<53 + rapid.Uint64Range(0, 1<<53).Draw(t, "half")
		for _, near := range []uint64{2*half - 1, 2 * half, 2*half + 1, 4*half + 2, 4*half + 1} {
			for point := range 10 {
				text := strconv.FormatUint(near, 10)
				checkDecimal(t, text[:len(text)-point]+"."+text[len(text)-point:]+",")
			}
		}
		v := math.Float64frombits(rapid.Uint64().Draw(t, "float"))
		checkDecimal(t, strconv.FormatFloat(v, 'f', -1, 64)+",")
		checkDecimal(t, strconv.FormatFloat(math.Mod(v, 180), 'f', -1, 64)+",")
	})
}

func FuzzParseDecimal(f *testing.F) {
	f.Add([]byte("112.84999999999999,"))
	f.Fuzz(func(t *testing.T, data []byte) { checkDecimal(t, string(data)) })
}

func BenchmarkParseDecimal(b *testing.B) {
	for _, text := range []string{"112.85,", "112.851234,", "112.84999999999999,"} {
		b.Run("ours "+text, func(b *testing.B) {
			data := []byte(text)
			for b.Loop() {
				ParseDecimal(data)
			}
		})
		b.Run("strconv "+text, func(b *testing.B) {
			data := []byte(text[:len(text)-1])
			for b.Loop() {
				_, _ = strconv.ParseFloat(string(data), 64)
			}
		})
	}
}
