package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// smallLines makes lines too long that a test file can hold.
func smallLines() CSVOptions { return CSVOptions{MaxLine: 256} }

// describeCSV lists what a text holds, a line for the header, each row, the end.
func describeCSV(r io.Reader, opts CSVOptions) string {
	var b strings.Builder
	c := NewCSV(r, opts)
	header, err := c.Header()
	if err != nil {
		return fmt.Sprintf("error: %v\n", err)
	}
	fmt.Fprintf(&b, "header %q by %q\n", header, c.Comma())
	for {
		rec, err := c.Next()
		if err != nil {
			fmt.Fprintf(&b, "%v after %d blank lines\n", err, c.Blank())
			return b.String()
		}
		if rec.Err != nil {
			fmt.Fprintf(&b, "line %d rejected: %v: %q\n", rec.Line, rec.Err, rec.Raw)
		} else {
			fmt.Fprintf(&b, "line %d %q\n", rec.Line, rec.Fields)
		}
	}
}

func TestCSV(t *testing.T) {
	formattest.Golden(t, "testdata/csv/*.csv", func(data []byte) string {
		got := describeCSV(bytes.NewReader(data), smallLines())
		if slow := describeCSV(iotest.OneByteReader(bytes.NewReader(data)), smallLines()); slow != got {
			t.Errorf("byte by byte:\n%sat once:\n%s", slow, got)
		}
		return got
	})
}

// On text that encoding/csv writes, both readers agree.
func TestCSVAgainstEncodingCSV(t *testing.T) {
	field := rapid.OneOf(rapid.SampledFrom([]string{"", "112.85", "a,b", "say \"水\"", "two\nlines", "\n", " x ", `"`, "tab\there", ";"}), rapid.StringN(0, 12, 40))
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(2, 6).Draw(t, "columns")
		rows := rapid.SliceOfN(rapid.SliceOfN(field, columns, columns), 1, 30).Draw(t, "rows")
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		rows = append([][]string{slices.Repeat([]string{"h"}, columns)}, rows...)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		want, err := csv.NewReader(bytes.NewReader(text.Bytes())).ReadAll()
		if err != nil {
			t.Skip("encoding/csv does not read what it wrote") // a lone CR in a field
		}
		c := NewCSV(bytes.NewReader(text.Bytes()), CSVOptions{Comma: ','})
		for i := range want[1:] {
			rec, err := c.Next()
			if err != nil || rec.Err != nil {
				t.Fatalf("row %d: %v %v in %q", i, err, rec.Err, text.String())
			}
			for k, f := range rec.Fields {
				if strings.ReplaceAll(f, "\r\n", "\n") != want[i+1][k] {
					t.Fatalf("row %d: got %q want %q", i, rec.Fields, want[i+1])
				}
			}
		}
		if _, err := c.Next(); err != io.EOF {
			t.Fatalf("after the last row: %v", err)
		}
	})
}

// A line is 62 bytes, so that a window ends at every place of it.
func TestCSVManyRows(t *testing.T) {
	const rows = 20_000
	c := NewCSV(strings.NewReader("id,note\n"+strings.Repeat("1,\"a,\nb\"\n2,"+strings.Repeat("x", 51)+"\n", rows)), CSVOptions{})
	for i := range 2 * rows {
		rec, err := c.Next()
		if err != nil || rec.Err != nil || rec.Line != 2+i/2*3+i%2*2 {
			t.Fatalf("row %d: %+v, %v", i, rec, err)
		}
	}
	if _, err := c.Next(); err != io.EOF {
		t.Fatal(err)
	}
}

// A record of several lines, its line end included, has at most 64 KiB, whatever
// the buffer holds.
func TestCSVQuotedSpan(t *testing.T) {
	for size, taken := range map[int]bool{quotedSpan - 1: true, quotedSpan: true, quotedSpan + 1: false, 3 * quotedSpan: false} {
		const frame = len("1,\"\n\"\n")
		text := "id,note\n1,\"" + strings.Repeat("x", size-frame) + "\n\"\n2,z\n"
		rec, err := NewCSV(strings.NewReader(text), CSVOptions{}).Next()
		if err != nil || (rec.Err == nil) != taken {
			t.Errorf("a record of %d bytes: %v, %v", size, rec.Err, err)
		}
	}
}

func TestCSVErrorOfReader(t *testing.T) {
	broken := errors.New("broken pipe")
	c := NewCSV(io.MultiReader(strings.NewReader("id,lon\n1,2\n3,"), iotest.ErrReader(broken)), CSVOptions{})
	if rec, err := c.Next(); err != nil || rec.Fields[1] != "2" {
		t.Fatalf("%v, %v", rec, err)
	}
	for range 2 {
		if rec, err := c.Next(); err != broken {
			t.Fatalf("the row that was cut: %v, %v", rec, err)
		}
	}
}

// Rows stay as they were when the reader goes on.
func TestCSVRecordsAreKept(t *testing.T) {
	var kept []Record
	c := NewCSV(strings.NewReader("a,b\n"+strings.Repeat("x,\"y\"\nu,v\n", 5000)), CSVOptions{})
	for {
		rec, err := c.Next()
		if err != nil {
			break
		}
		kept = append(kept, rec)
	}
	for i, rec := range kept {
		if want := [][]string{{"x", "y"}, {"u", "v"}}[i%2]; !slices.Equal(rec.Fields, want) {
			t.Fatalf("row %d is %q", i, rec.Fields)
		}
	}
	if len(kept) != 10_000 {
		t.Fatal(len(kept))
	}
}

// Every line that is not blank belongs to exactly one record, in order.
func FuzzCSV(f *testing.F) {
	paths, _ := filepath.Glob("testdata/csv/*.csv")
	for _, path := range paths {
		if data, err := os.ReadFile(path); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := NewCSV(bytes.NewReader(data), smallLines())
		if _, err := c.Header(); err != nil {
			return
		}
		lines := strings.SplitAfter(string(data), "\n")
		if lines[len(lines)-1] == "" {
			lines = lines[:len(lines)-1]
		}
		at, blank := c.line, c.blank
		for {
			rec, err := c.Next()
			if err == io.EOF {
				break
			}
			for at+1 < rec.Line && strings.Trim(lines[at], " \t\r\n") == "" {
				at, blank = at+1, blank+1
			}
			span := strings.Count(rec.Raw, "\n") + 1
			if rec.Line != at+1 || at+span > len(lines) {
				t.Fatalf("record %+v after line %d", rec, at)
			}
			text := strings.Join(lines[at:at+span], "")
			if text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r"); rec.Raw != text && (len(text) <= 256 || !strings.HasPrefix(text, rec.Raw)) {
				t.Fatalf("record %q of lines %q", rec.Raw, text)
			}
			if rec.Err == nil && (len(rec.Fields) != len(c.header) || !utf8.ValidString(rec.Raw)) {
				t.Fatalf("taken: %+v", rec)
			}
			at += span
		}
		if blank += len(lines) - at; blank != c.Blank() || c.line != len(lines) {
			t.Fatalf("%d lines, %d read; %d blank, %d told", len(lines), c.line, blank, c.Blank())
		}
	})
}

func BenchmarkCSV(b *testing.B) {
	for _, bench := range []struct{ name, row string }{
		{"plain", "0012345,王台水井,112.851234,35.502345,well,孔隙水,是\n"},
		{"quoted", "0012345,\"王台,水井\",112.851234,35.502345,well,\"孔隙\"\"水\",是\n"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			const rows = 100_000
			text := "id,name,lon,lat,kind,aquifer,old\n" + strings.Repeat(bench.row, rows)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				c := NewCSV(strings.NewReader(text), CSVOptions{})
				for n := 0; ; n++ {
					rec, err := c.Next()
					if err == io.EOF && n == rows {
						break
					}
					if err != nil || rec.Err != nil {
						b.Fatal(n, err, rec.Err)
					}
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func TestCSVHostile(t *testing.T) {
	wide := strings.Repeat("c,", 4000) + "c\n"
	for _, c := range []struct {
		name           string
		doc            formattest.Endless
		rows, rejected int
		most           uint64
	}{
		{"a line of 100 MB", formattest.Endless{Head: "id,lon\n1,", Text: "x", N: 100e6}, 1, 1, 8 << 20},
		{"a quoted line of 100 MB", formattest.Endless{Head: "id,lon\n1,\"", Text: "x", N: 100e6}, 1, 1, 8 << 20},
		{"100 MB of spaces", formattest.Endless{Head: "id,lon\n", Text: " ", N: 100e6}, 1, 1, 8 << 20},
		{"2 MB of blank lines", formattest.Endless{Head: "id,lon\n", Text: "\n", N: 2e6}, 0, 0, 8 << 20},
		{"half a million columns", formattest.Endless{Head: "id,lon\n", Text: ",", N: 500_000}, 1, 1, 32 << 20},
		{"every line an open quote", formattest.Endless{Head: "id,lon\n", Text: "\"x\n", N: 200_000}, 200_000, 200_000, 64 << 20},
		{"every line closes one quote and opens another", formattest.Endless{Head: wide, Text: "x\",\"y\n", N: 50_000}, 50_000, 50_000, 1 << 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, rejected := 0, 0
			var last error
			formattest.Bounded(t, c.most, func() {
				r := NewCSV(&c.doc, CSVOptions{})
				for {
					var rec Record
					if rec, last = r.Next(); last != nil {
						return
					}
					if rows++; rec.Err != nil {
						rejected++
					}
				}
			})
			if last != io.EOF || rows != c.rows || rejected != c.rejected {
				t.Errorf("%d rows, %d rejected, %v; want %d, %d", rows, rejected, last, c.rows, c.rejected)
			}
		})
	}
}

// What contradicts the prefix of a stream is a rejected row, never another text.
func TestDecodeStreamContradicted(t *testing.T) {
	for _, c := range []struct{ name, prefix, row string }{
		{"GBK after UTF-8", "编号,名称\n" + strings.Repeat("1,王台\n", 500_000), formattest.GBK("2,王台")},
		{"UTF-8 after GBK", formattest.GBK("编号,名称\n" + strings.Repeat("1,王台\n", 700_000)), "2,王台"},
		{"neither after GBK", formattest.GBK("编号,名称\n" + strings.Repeat("1,王台\n", 700_000)), "2,\xff"},
		{"neither after ASCII", "id,name\n" + strings.Repeat("1,abcdef\n", 500_000), "2,\xfe"},
	} {
		r, _, err := charset.Decode(formattest.Stream([]byte(c.prefix+c.row+"\n"+"3,x\n")), feature.Auto)
		if err != nil {
			t.Fatal(c.name, err)
		}
		var rejected []Record
		reader := NewCSV(r, CSVOptions{})
		rows := 0
		for {
			rec, err := reader.Next()
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
