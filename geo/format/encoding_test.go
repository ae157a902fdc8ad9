package format

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
)

// stream hides that a reader can seek.
func stream(data []byte) io.Reader { return struct{ io.Reader }{bytes.NewReader(data)} }

func gbk(s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

func TestDecode(t *testing.T) {
	ascii := strings.Repeat("1,112.85,35.5\n", 400_000) // longer than the prefix of a stream
	long := strings.Repeat("水", 200_000)                // longer than any chunk
	wells := strings.Repeat("井", 200_000)
	for _, c := range []struct {
		name, data string
		want       Encoding
		text       string // "" for data as it is
		file       string // part of the error for a file
		stream     string // the same for a stream; "-": text is another, see below
	}{
		{name: "empty", data: "", want: UTF8},
		{name: "ASCII", data: "a,b\n1,2", want: UTF8},
		{name: "UTF-8", data: "编号\n王台", want: UTF8},
		{name: "UTF-8 BOM", data: "\xef\xbb\xbf编号\n王台", want: UTF8BOM, text: "编号\n王台"},
		{name: "UTF-16LE", data: "\xff\xfea\x00\n\x00\x16\x7f", want: UTF16LE, text: "a\n编"},
		{name: "UTF-16BE", data: "\xfe\xff\x00a\x00\n\x7f\x16", want: UTF16BE, text: "a\n编"},
		{name: "UTF-16 cut", data: "\xff\xfea\x00\n", want: UTF16LE, text: "a\xff"},
		{name: "UTF-16 half a pair", data: "\xff\xfe\x00\xd8a\x00", want: UTF16LE, text: "\xffa"},
		{name: "GBK", data: gbk("编号,名称\n1,王台水井"), want: GB18030, text: "编号,名称\n1,王台水井"},
		{name: "GB18030 four bytes", data: gbk("名称\n𠮷村,㐂"), want: GB18030, text: "名称\n𠮷村,㐂"},
		{name: "GBK in the last line only", data: "id,name\n" + ascii[:1<<20] + gbk("2,王台"), want: GB18030, text: "id,name\n" + ascii[:1<<20] + "2,王台"},
		{name: "GBK after the prefix", data: ascii + gbk("2,王台\n") + "3,x\n", want: GB18030, text: ascii + "2,王台\n3,x\n", stream: "-"},
		{name: "long line of UTF-8", data: long + "\n" + long, want: UTF8},
		{name: "long line of GBK", data: gbk("x," + wells + "," + wells), want: GB18030, text: "x," + wells + "," + wells},
		{name: "private use", data: gbk("名称\n") + "1,\xaa\xa1x\n", want: GB18030, text: "名称\n1,\xffx\n"},
		{name: "neither", data: "id\n王\n\xff\xfe\n", want: UTF8},
		{name: "GBK and neither", data: gbk("编号\n") + "a\xff\n", want: GB18030, text: "编号\na\xff\n"},
		{name: "cut in a character of UTF-8", data: "编号\n王\xe5", want: UTF8},
		{name: "cut in a character of GBK", data: gbk("编号\n王") + "\xcd", want: GB18030, text: "编号\n王\xff"},
		{name: "neither in an unfinished line", data: gbk("编号\n") + "a\xff1234", want: GB18030, text: "编号\na\xff1234"},
		{name: "one bad line in much Chinese", data: strings.Repeat("王台\n", 2000) + gbk("水井\n"), want: UTF8},
		{name: "mixed", data: "编号,名称\n1,x\n" + gbk("2,王台\n"), file: "line 3: not UTF-8, while line 1 is", stream: "mixes encodings"},
		{name: "mixed the other way", data: gbk("编号,名称\n") + "1,王台\n", file: "line 1: not UTF-8, while line 2 is", stream: "mixes encodings"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.text == "" {
				c.text = c.data
			}
			checkDecode(t, bytes.NewReader([]byte(c.data)), c.want, c.text, c.file)
			if c.stream != "-" {
				checkDecode(t, stream([]byte(c.data)), c.want, c.text, c.stream)
				checkDecode(t, iotest.HalfReader(stream([]byte(c.data))), c.want, c.text, c.stream)
			}
		})
	}
}

func checkDecode(t *testing.T, r io.Reader, want Encoding, text, wrong string) {
	t.Helper()
	d, got, err := Decode(r, Auto)
	if wrong != "" || err != nil {
		if wrong == "" || !says(err, wrong) {
			t.Errorf("got %v, %v, want %q", got, err, wrong)
		}
		return
	}
	all, err := io.ReadAll(d)
	if err != nil || got != want || string(all) != text {
		t.Errorf("got %v, %.80q (%d bytes), %v; want %v, %.80q (%d bytes)", got, all, len(all), err, want, text, len(text))
	}
}

// What contradicts the prefix of a stream is a rejected row, never another text.
func TestDecodeStreamContradicted(t *testing.T) {
	for _, c := range []struct{ name, prefix, row string }{
		{"GBK after UTF-8", "编号,名称\n" + strings.Repeat("1,王台\n", 500_000), gbk("2,王台")},
		{"UTF-8 after GBK", gbk("编号,名称\n" + strings.Repeat("1,王台\n", 700_000)), "2,王台"},
		{"neither after GBK", gbk("编号,名称\n" + strings.Repeat("1,王台\n", 700_000)), "2,\xff"},
		{"neither after ASCII", "id,name\n" + strings.Repeat("1,abcdef\n", 500_000), "2,\xfe"},
	} {
		r, _, err := Decode(stream([]byte(c.prefix+c.row+"\n"+"3,x\n")), Auto)
		if err != nil {
			t.Fatal(c.name, err)
		}
		var rejected []Record
		csv := NewCSV(r, CSVOptions{})
		rows := 0
		for {
			rec, err := csv.Next()
			if err != nil {
				break
			}
			if rows++; rec.Err != nil {
				rejected = append(rejected, rec)
			}
		}
		if lines := strings.Count(c.prefix, "\n"); rows != lines+1 || len(rejected) != 1 || rejected[0].Line != lines+1 {
			t.Errorf("%s: %d rows of %d, rejected %+v", c.name, rows, lines+1, rejected)
		}
	}
}

func TestDecodeDeclared(t *testing.T) {
	for _, c := range []struct {
		flag, data, text string
	}{
		{"gbk", gbk("王台"), "王台"},
		{"CP936", gbk("王台"), "王台"},
		{"utf-8", "王台\xff", "王台\xff"},
		{"UTF8", "\xef\xbb\xbf王台", "王台"},
		{"utf-8-sig", "\xef\xbb\xbf王台", "王台"},
		{"utf-16le", "a\x00", "a"},
		{"utf-16le", "\xff\xfea\x00", "a"},
		{"utf-16be", "\x00a", "a"},
		{"gb18030", "a\xff\n\x81", "a\xff\n\xff"},
	} {
		e, err := ParseEncoding(c.flag)
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
	if _, err := ParseEncoding("big5"); !says(err, `unknown encoding "big5"`) {
		t.Error(err)
	}
}

func TestDecodeErrorOfReader(t *testing.T) {
	broken := errors.New("broken pipe")
	for _, e := range []Encoding{UTF8, GB18030, UTF16LE} {
		r, _, err := Decode(io.MultiReader(strings.NewReader("ab\n"), iotest.ErrReader(broken)), e)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); err != broken {
			t.Errorf("%s: %v", e, err)
		}
	}
	if _, _, err := Decode(io.MultiReader(strings.NewReader("ab\n"), iotest.ErrReader(broken)), Auto); err != broken {
		t.Error(err)
	}
}

// Text survives every encoding that can write it, however the bytes come.
func TestDecodeRoundTrip(t *testing.T) {
	encoders := map[Encoding]encoding.Encoding{
		UTF8: encoding.Nop, UTF8BOM: unicode.UTF8BOM, GB18030: simplifiedchinese.GB18030,
		UTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), UTF16BE: unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
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
	for _, s := range []string{"a,b\n1,2\n", "\xef\xbb\xbfa", "\xff\xfea\x00", "\xfe\xff\x00a", gbk("王台\n水井"), "王台\n水井", "\x81\x30", "\xff\n", "\xaa\xa1"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, e, err := Decode(bytes.NewReader(data), Auto)
		s, eStream, errStream := Decode(stream(data), Auto)
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
		if e == UTF8 && !bytes.Equal(got, data) {
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
	for name, data := range map[string][]byte{"UTF-8": []byte(text), "GB18030": []byte(gbk(text))} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				r, _, err := Decode(bytes.NewReader(data), Auto)
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
