package charset

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

func TestDecode(t *testing.T) {
	ascii := strings.Repeat("1,112.85,35.5\n", 400_000) // longer than the prefix of a stream
	long := strings.Repeat("水", 200_000)                // longer than any chunk
	wells := strings.Repeat("井", 200_000)
	for _, c := range []struct {
		name, data string
		want       feature.Encoding
		text       string // "" for data as it is
		file       string // part of the error for a file
		stream     string // the same for a stream; "-": text is another, see below
	}{
		{name: "empty", data: "", want: feature.UTF8},
		{name: "ASCII", data: "a,b\n1,2", want: feature.UTF8},
		{name: "UTF-8", data: "编号\n王台", want: feature.UTF8},
		{name: "UTF-8 BOM", data: "\xef\xbb\xbf编号\n王台", want: feature.UTF8BOM, text: "编号\n王台"},
		{name: "UTF-16LE", data: "\xff\xfea\x00\n\x00\x16\x7f", want: feature.UTF16LE, text: "a\n编"},
		{name: "UTF-16BE", data: "\xfe\xff\x00a\x00\n\x7f\x16", want: feature.UTF16BE, text: "a\n编"},
		{name: "UTF-16 cut", data: "\xff\xfea\x00\n", want: feature.UTF16LE, text: "a\xff"},
		{name: "UTF-16 half a pair", data: "\xff\xfe\x00\xd8a\x00", want: feature.UTF16LE, text: "\xffa"},
		{name: "GBK", data: formattest.GBK("编号,名称\n1,王台水井"), want: feature.GB18030, text: "编号,名称\n1,王台水井"},
		{name: "GB18030 four bytes", data: formattest.GBK("名称\n𠮷村,㐂"), want: feature.GB18030, text: "名称\n𠮷村,㐂"},
		{name: "GBK in the last line only", data: "id,name\n" + ascii[:1<<20] + formattest.GBK("2,王台"), want: feature.GB18030, text: "id,name\n" + ascii[:1<<20] + "2,王台"},
		{name: "GBK after the prefix", data: ascii + formattest.GBK("2,王台\n") + "3,x\n", want: feature.GB18030, text: ascii + "2,王台\n3,x\n", stream: "-"},
		{name: "long line of UTF-8", data: long + "\n" + long, want: feature.UTF8},
		{name: "long line of GBK", data: formattest.GBK("x," + wells + "," + wells), want: feature.GB18030, text: "x," + wells + "," + wells},
		{name: "private use", data: formattest.GBK("名称\n") + "1,\xaa\xa1x\n", want: feature.GB18030, text: "名称\n1,\xffx\n"},
		{name: "neither", data: "id\n王\n\xff\xfe\n", want: feature.UTF8},
		{name: "GBK and neither", data: formattest.GBK("编号\n") + "a\xff\n", want: feature.GB18030, text: "编号\na\xff\n"},
		{name: "cut in a character of UTF-8", data: "编号\n王\xe5", want: feature.UTF8},
		{name: "cut in a character of GBK", data: formattest.GBK("编号\n王") + "\xcd", want: feature.GB18030, text: "编号\n王\xff"},
		{name: "neither in an unfinished line", data: formattest.GBK("编号\n") + "a\xff1234", want: feature.GB18030, text: "编号\na\xff1234"},
		{name: "one bad line in much Chinese", data: strings.Repeat("王台\n", 2000) + formattest.GBK("水井\n"), want: feature.UTF8},
		{name: "mixed", data: "编号,名称\n1,x\n" + formattest.GBK("2,王台\n"), file: "line 3: not UTF-8, while line 1 is", stream: "mixes encodings"},
		{name: "mixed the other way", data: formattest.GBK("编号,名称\n") + "1,王台\n", file: "line 1: not UTF-8, while line 2 is", stream: "mixes encodings"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.text == "" {
				c.text = c.data
			}
			checkDecode(t, bytes.NewReader([]byte(c.data)), c.want, c.text, c.file)
			if c.stream != "-" {
				checkDecode(t, formattest.Stream([]byte(c.data)), c.want, c.text, c.stream)
				checkDecode(t, iotest.HalfReader(formattest.Stream([]byte(c.data))), c.want, c.text, c.stream)
			}
		})
	}
}

func checkDecode(t *testing.T, r io.Reader, want feature.Encoding, text, wrong string) {
	t.Helper()
	d, got, err := Decode(r, feature.Auto)
	if wrong != "" || err != nil {
		if wrong == "" || !formattest.Says(err, wrong) {
			t.Errorf("got %v, %v, want %q", got, err, wrong)
		}
		return
	}
	all, err := io.ReadAll(d)
	if err != nil || got != want || string(all) != text {
		t.Errorf("got %v, %.80q (%d bytes), %v; want %v, %.80q (%d bytes)", got, all, len(all), err, want, text, len(text))
	}
}

func TestDecodeDeclared(t *testing.T) {
	for _, c := range []struct {
		flag, data, text string
	}{
		{"gbk", formattest.GBK("王台"), "王台"},
		{"CP936", formattest.GBK("王台"), "王台"},
		{"utf-8", "王台\xff", "王台\xff"},
		{"UTF8", "\xef\xbb\xbf王台", "王台"},
		{"utf-8-sig", "\xef\xbb\xbf王台", "王台"},
		{"utf-16le", "a\x00", "a"},
		{"utf-16le", "\xff\xfea\x00", "a"},
		{"utf-16be", "\x00a", "a"},
		{"gb18030", "a\xff\n\x81", "a\xff\n\xff"},
	} {
		e, err := feature.ParseEncoding(c.flag)
		if err != nil {
			t.Fatal(err)
		}
		r, taken, err := Decode(bytes.NewReader([]byte(c.data)), e)
		if err != nil || taken != e {
			t.Fatal(c.flag, taken, err)
		}
		if got, err := io.ReadAll(r); string(got) != c.text || err != nil {
			t.Errorf("%s: %q, %v", c.flag, got, err)
		}
	}
	if _, err := feature.ParseEncoding("big5"); !formattest.Says(err, `unknown encoding "big5"`) {
		t.Error(err)
	}
}

func TestDecodeErrorOfReader(t *testing.T) {
	broken := errors.New("broken pipe")
	for _, e := range []feature.Encoding{feature.UTF8, feature.GB18030, feature.UTF16LE} {
		r, _, err := Decode(io.MultiReader(strings.NewReader("ab\n"), iotest.ErrReader(broken)), e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); err != broken {
			t.Errorf("%s: %v", e, err)
		}
	}
	if _, _, err := Decode(io.MultiReader(strings.NewReader("ab\n"), iotest.ErrReader(broken)), feature.Auto); err != broken {
		t.Error(err)
	}
}

// Text survives every encoding that can write it, however the bytes come.
func TestDecodeRoundTrip(t *testing.T) {
	encoders := map[feature.Encoding]encoding.Encoding{
		feature.UTF8: encoding.Nop, feature.UTF8BOM: unicode.UTF8BOM, feature.GB18030: simplifiedchinese.GB18030,
		feature.UTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), feature.UTF16BE: unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	}
	letters := []rune("a1,\n\"王台水井𠮷€é")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom(letters)).Draw(t, "text")
		for e, enc := range encoders {
			data, err := enc.NewEncoder().String(text)
			if err != nil {
				t.Fatal(e, err)
			}
			r, _, err := Decode(iotest.OneByteReader(strings.NewReader(data)), e)
			if err != nil {
				t.Fatal(e, err)
			}
			if got, err := io.ReadAll(r); string(got) != text || err != nil {
				t.Fatalf("%s: %q, %v, want %q", e, got, err, text)
			}
		}
	})
}

// Nothing panics; what is taken as UTF-8 comes through as it is; file and stream, at once and by
// bytes, agree.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\xef\xbb\xbfa", "\xff\xfea\x00", "\xfe\xff\x00a", formattest.GBK("王台\n水井"), "王台\n水井", "\x81\x30", "\xff\n", "\xaa\xa1"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, e, err := Decode(bytes.NewReader(data), feature.Auto)
		s, eStream, errStream := Decode(formattest.Stream(data), feature.Auto)
		if e != eStream || (err == nil) != (errStream == nil) {
			t.Fatalf("file %v, %v; stream %v, %v", e, err, eStream, errStream)
		}
		if err != nil {
			return
		}
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(s); err != nil {
			t.Fatal(err)
		}
		if e == feature.UTF8 && !bytes.Equal(got, data) {
			t.Fatalf("%q became %q", data, got)
		}
		slow, _, _ := Decode(iotest.OneByteReader(bytes.NewReader(data)), e)
		if again, err := io.ReadAll(slow); err != nil || !bytes.Equal(got, again) {
			t.Fatalf("%q at once, %q by bytes, %v", got, again, err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	text := strings.Repeat("0012345,王台水井,112.851234,35.502345,well,孔隙水,是\n", 100_000)
	for name, data := range map[string][]byte{"UTF-8": []byte(text), "GB18030": []byte(formattest.GBK(text))} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				r, _, err := Decode(bytes.NewReader(data), feature.Auto)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestDecodeHostile(t *testing.T) {
	for _, c := range []struct {
		name string
		doc  formattest.Endless
	}{
		{"one line of ASCII", formattest.Endless{Text: "x", N: 20e6}},
		{"one line of GBK", formattest.Endless{Text: formattest.GBK("井"), N: 10e6}},
	} {
		t.Run(c.name, func(t *testing.T) {
			formattest.Bounded(t, 32<<20, func() {
				r, _, err := Decode(&c.doc, feature.Auto)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, r); err != nil {
					t.Fatal(err)
				}
			})
			if c.doc.Taken != 20e6 {
				t.Errorf("read %d bytes", c.doc.Taken)
			}
		})
	}
}
