package print

import (
	"encoding/binary"
	"errors"
	"testing"

	"waterzones/geo/pgtest"
	"waterzones/layers/print/font"
)

func bigEndian(units ...uint16) []byte {
	var b []byte
	for _, u := range units {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return b
}

// tiny is a font file with nothing but a cmap of format 4: A to C are glyphs 1
// to 3, and of a and b, listed one by one, b is missing.
func tiny() []byte {
	cmap := bigEndian(
		0, 1, 3, 1, 0, 12, // one table, of Windows and Unicode, at 12
		4, 0, 0, 6, 0, 0, 0, // format 4, three segments
		'C', 'b', 0xffff, 0, // ends
		'A', 'a', 0xffff, // starts
		0x10000-'A'+1, 0, 1, // deltas
		0, 4, 0, // offsets: of the second segment, to the list of glyphs
		7, 0, // glyphs of a and b
	)
	file := append(bigEndian(0, 1, 1, 0, 0, 0), "cmap"...)
	file = append(file, bigEndian(0, 0, 0, 28, 0, uint16(len(cmap)))...)
	return append(file, cmap...)
}

func TestCharset(t *testing.T) {
	has, err := charsetOf(tiny())
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range map[rune]bool{'A': true, 'C': true, 'D': false, '@': false, 'a': true, 'b': false, 0xffff: false, 0x20bb7: false, -1: false} {
		if has.has(r) != want {
			t.Errorf("%q: %v, want %v", r, !want, want)
		}
	}
}

// TestCharsetOfBrokenFont cuts the font at every byte and turns every byte
// round: an error or an answer, no panic.
func TestCharsetOfBrokenFont(t *testing.T) {
	whole := tiny()
	for n := range whole {
		if _, err := charsetOf(whole[:n]); err == nil {
			t.Errorf("the first %d bytes are a font", n)
		}
		broken := append([]byte(nil), whole...)
		broken[n] ^= 0xff
		_, _ = charsetOf(broken)
	}
}

// TestCharsetOfFont asks for what reports print: Chinese, signs and units.
func TestCharsetOfFont(t *testing.T) {
	ttf, err := font.TTF()
	if errors.Is(err, font.ErrUnbuilt) {
		pgtest.Missing(t, "font", "it with `make font`, which takes npm")
	}
	has, err := charsetOf(ttf)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "晋城沁泫邙氿圪塄堠峧垴枥蟒琚鄗㎡²°′″《》【】〔〕（），。：；、—…“”≥≤×∩〓" {
		if !has.has(r) {
			t.Errorf("the font lacks %q", r)
		}
	}
	for _, r := range []rune{0x202f, 0xe000, 0x20bb7} {
		if has.has(r) {
			t.Errorf("the font is said to have %U", r)
		}
	}
}
