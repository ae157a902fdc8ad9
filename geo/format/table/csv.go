package table

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"waterzones/geo/format/feature"
)

// CSVOptions tell what is otherwise read from the text. The zero value is right
// for ordinary files.
type CSVOptions struct {
	Comma   byte // delimiter; 0: told from the header among comma, tab and semicolon
	MaxLine int  // bytes of one line; 0: 1 MiB
}

const (
	quotedSpan = 64 << 10 // a record of several lines is no longer
	longRaw    = 1 << 10  // what is kept of a line that is too long
	slabSize   = 4096     // fields allocated at once
)

// CSV reads delimited text in UTF-8 (see Decode) row by row in the dialect of
// RFC 4180. encoding/csv will not do: after a quote left open it swallows the
// rest of the file, and it knows no bound for a line.
//
// Every line that is not blank belongs to exactly one record, in order. The
// first of them is the header. A quote inside an unquoted field is taken as it
// stands. A quoted field may span lines if the record ends within 64 KiB with as
// many fields as the header has; otherwise its first line alone is rejected.
type CSV struct {
	r      io.Reader
	opts   CSVOptions
	header []string

	buf      []byte
	pos, end int   // buf[pos:end] is not read yet
	err      error // of r, io.EOF at the end
	line     int   // lines read
	blank    int
	read     int // bytes given out, against which wasted is held
	wasted   int // bytes looked at in vain for a closing quote

	slab   []string // fields not given out yet
	quoted quotedFields
}

// Record is one row. It stays good after the next call of Next.
type Record struct {
	Fields []string          // as many as the header has, unless Err is set; then what could be told, or nil
	Line   int               // of its first line, from 1; the header is in line 1 if nothing blank precedes it
	Raw    string            // its lines without the last line end; 1 KiB of a line that is too long
	Err    *feature.RowError // why the row was rejected, nil if it was not
}

// NewCSV returns a reader of r. Nothing is read yet.
func NewCSV(r io.Reader, opts CSVOptions) *CSV {
	if opts.MaxLine == 0 {
		opts.MaxLine = 1 << 20
	}
	return &CSV{r: r, opts: opts, quoted: quotedFields{comma: opts.Comma}, buf: make([]byte, 2*feature.Window)}
}

// Comma returns the delimiter, 0 before the header was read.
func (c *CSV) Comma() byte { return c.quoted.comma }

// Blank returns the number of blank lines so far: lines of nothing but spaces,
// outside quotes.
func (c *CSV) Blank() int { return c.blank }

// Header returns the names of the columns as written, blank ones and those that
// occur twice included. It reads the header if Next did not.
func (c *CSV) Header() ([]string, error) {
	if c.header != nil {
		return c.header, nil
	}
	line, _, err := c.nextLine()
	switch {
	case err == io.EOF:
		return nil, &feature.Error{ZH: "文件为空，没有表头", EN: "the file is empty, there is no header"}
	case err != nil:
		return nil, err
	case len(line) > c.opts.MaxLine:
		return nil, &feature.Error{Line: c.line + 1, TooLarge: true, ZH: "表头过长", EN: "the header is too long"}
	case bytes.IndexByte(line, '\r') >= 0:
		return nil, feature.LineErrorf(c.line+1, "行尾只有回车符（CR）；请另存为换行符（LF 或 CRLF）", "lines end in CR alone; save the file with LF or CRLF")
	case !utf8.Valid(line):
		return nil, feature.LineErrorf(c.line+1, "表头不是所用编码的文字；请用 --encoding 指定编码", "the header is not text in the encoding taken; name it with --encoding")
	}
	if c.quoted.comma == 0 {
		c.quoted.comma = delimiter(line)
	}
	rec := c.record(line, -1)
	if rec.Err != nil {
		return nil, &feature.Error{Line: rec.Line, ZH: "表头：" + rec.Err.ZH, EN: "header: " + rec.Err.EN}
	}
	c.header = rec.Fields
	return c.header, nil
}

// Next returns the next row, rejected ones included. The error is io.EOF at the
// end, or that of the reader: rows read so far are whole, and what is left of
// the row that the error cut is not returned.
func (c *CSV) Next() (Record, error) {
	if c.header == nil {
		if _, err := c.Header(); err != nil {
			return Record{}, err
		}
	}
	line, size, err := c.nextLine()
	if err != nil {
		return Record{}, err
	}
	if len(line) > c.opts.MaxLine {
		rec := Record{Line: c.line + 1, Raw: string(line[:min(longRaw, len(line))]), Err: tooLong(c.opts.MaxLine)}
		c.skipLine()
		return rec, nil
	}
	if bytes.IndexByte(line, '"') >= 0 {
		return c.record(line, len(c.header)), nil
	}
	c.advance(size)
	return c.plain(string(line), len(c.header)), nil
}

// plain splits a line without quotes.
func (c *CSV) plain(raw string, want int) Record {
	rec := Record{Line: c.line, Raw: raw}
	n := strings.Count(raw, string(rune(c.quoted.comma))) + 1
	fields := c.fields(n)
	rest := raw
	for i := range fields[:n-1] {
		j := strings.IndexByte(rest, c.quoted.comma)
		fields[i], rest = rest[:j], rest[j+1:]
	}
	fields[n-1] = rest
	rec.Fields = fields
	rec.Err = checkRow(utf8.ValidString(raw), n, want)
	return rec
}

// fields returns n strings that the caller may keep.
func (c *CSV) fields(n int) []string {
	if n > len(c.slab) {
		if n > slabSize/8 {
			return make([]string, n)
		}
		c.slab = make([]string, slabSize)
	}
	f := c.slab[:n:n]
	c.slab = c.slab[n:]
	return f
}

func checkRow(valid bool, n, want int) *feature.RowError {
	switch {
	case !valid:
		return notText()
	case n < want:
		return feature.RowErrorf("列数过少：%d 列，表头 %d 列", "too few columns: %d, the header has %d", n, want)
	case want >= 0 && n > want:
		return feature.RowErrorf("列数过多：%d 列，表头 %d 列", "too many columns: %d, the header has %d", n, want)
	}
	return nil
}

func notText() *feature.RowError {
	return feature.RowErrorf("含有不是所用编码的文字；请用 --encoding 指定编码", "holds what is not text in the encoding taken; name it with --encoding")
}

func tooLong(most int) *feature.RowError {
	return feature.RowErrorf("一行超过 %d 字节", "a line of more than %d bytes", most)
}

// delimiter returns what occurs most in the header outside quotes; the comma if
// nothing does. The full-width comma is a character like any other.
func delimiter(header []byte) byte {
	var count [3]int
	const among = ",\t;"
	quoted := false
	for _, b := range header {
		if b == '"' {
			quoted = !quoted
		} else if i := strings.IndexByte(among, b); i >= 0 && !quoted {
			count[i]++
		}
	}
	best := 0
	for i, n := range count {
		if n > count[best] {
			best = i
		}
	}
	return among[best]
}
