package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// A character that lies over the end of a segment is looked at once and whole; one
// that the file's end cuts is no fault.
func TestValidAt(t *testing.T) {
	const segment = 1 << 20
	for _, s := range []string{"王", "王王", "𠮷", "é", "\x80", "\x80\x80", "\x80\x80\x80\x80", "王\x80", "𠮷\x80", "é\x80\x80", "\xe7\x8e", "\xf0\xa0\xae", "\xe7", "\xe7王", "王\xff"} {
		for k := range 8 {
			for _, after := range []string{"", "a", "aaaa", "王", strings.Repeat("a", segment)} {
				data := []byte(strings.Repeat("a", segment-k) + s + after)
				want := utf8.Valid(data[:len(data)-UTF8Tail(data)])
				if got, err := validAt(bytes.NewReader(data), int64(len(data))); got != want || err != nil {
					t.Errorf("%q, %d before the end of a segment, then %d bytes: %v, %v; want %v", s, k, len(after), got, err, want)
				}
			}
		}
	}
}

// A byte that is not ASCII is found wherever it stands.
func TestASCII(t *testing.T) {
	for n := range 40 {
		b := bytes.Repeat([]byte{0x7F}, n)
		if !ASCII(b) {
			t.Errorf("%d bytes of ASCII are none", n)
		}
		for i := range b {
			if b[i] = 0x80; ASCII(b) {
				t.Errorf("byte %d of %d is not ASCII", i, n)
			}
			b[i] = 0x7F
		}
	}
}
