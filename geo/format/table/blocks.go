package table

import (
	"bytes"
	"io"
	"iter"
	"math"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

const (
	oddRows = 16 // that are taken in order at once

	// Of lines: what a core splits in a tenth of a millisecond; of a long table more,
	// so that each block has many rows that lie near one another.
	blockSize = 256 << 10
	largest   = 1 << 20
)

// blocks cuts what a CSV has left to read into blocks of whole rows. What one
// goroutine must do is to find line ends and quotes. Where a quote does not close
// in its line, or a line is very long, what the row is depends on what was read
// before: then the CSV itself reads on for some rows.
type blocks struct {
	csv   *CSV
	table *rowTable
	plain bool         // its columns are longitude and latitude of one system
	ended error        // after the last block
	blank atomic.Int64 // lines in the blocks that were split
	free  sync.Pool    // of *[]byte
}

// rowsOf is the table of c, whose header was read, as blocks.
func rowsOf(c *CSV, t *rowTable) (rows *feature.Rows, blank func() int) {
	b := &blocks{csv: c, table: t, plain: t.axes.notation == degreeColumns && t.axes.crs < 0 && !t.how.Packed}
	rows = &feature.Rows{Comma: c.Comma(), Lon: -1, Lat: -1, Next: b.next, Split: b.split, Degrees: b.degrees, Feature: b.feature, Recycle: b.recycle}
	if b.plain {
		rows.Lon, rows.Lat = t.axes.first, t.axes.second
	}
	return rows, func() int { return c.Blank() + int(b.blank.Load()) }
}

func (b *blocks) next() (*feature.Block, error) {
	c := b.csv
	for b.ended == nil {
		ahead := c.buf[c.pos:min(c.end, c.pos+c.opts.MaxLine)]
		whole := bytes.LastIndexByte(ahead, '\n') + 1
		if c.err == io.EOF && len(ahead) == c.end-c.pos {
			whole = len(ahead)
		}
		if whole == 0 && len(ahead) < c.opts.MaxLine && c.more() {
			continue
		}
		if whole = b.closed(ahead[:whole]); whole == 0 {
			return b.odd()
		}
		return b.cut(whole), nil
	}
	return nil, b.ended
}

// closed is how much of whole lines stands before the first quote that does not
// close in its line.
func (b *blocks) closed(lines []byte) int {
	for at := 0; ; {
		quote := bytes.IndexByte(lines[at:], '"')
		if quote < 0 {
			return len(lines)
		}
		from := at + bytes.LastIndexByte(lines[at:at+quote], '\n') + 1
		line := lines[from:]
		if feed := bytes.IndexByte(lines[at+quote:], '\n'); feed >= 0 {
			line = lines[from : at+quote+feed]
		}
		if how, _ := b.csv.quoted.scan(trimCR(line)); how == unclosed {
			return from
		}
		if at = from + len(line) + 1; at >= len(lines) {
			return len(lines)
		}
	}
}

// cut takes whole lines. They keep the buffer that they lie in, unless they are
// few, or most of it is still to be read.
func (b *blocks) cut(size int) *feature.Block {
	c := b.csv
	block := &feature.Block{Line: c.line + 1}
	from := c.pos
	c.advance(size)
	left := c.buf[c.pos:c.end]
	if size < len(left) || size < len(c.buf)/8 {
		block.Text = bytes.Clone(c.buf[from:c.pos])
		return block
	}
	block.Text, block.Buffer = c.buf[from:c.pos], c.buf
	c.buf = b.buffer()
	if len(left) > len(c.buf)/2 {
		c.buf = make([]byte, 2*len(left))
	}
	c.pos, c.end = 0, copy(c.buf, left)
	return block
}

// buffer is for a part of what has been read, so that whatever there is can be
// shared out.
func (b *blocks) buffer() []byte {
	size := blockSize
	if b.csv.read >= 16*largest {
		size = largest
	}
	if kept, ok := b.free.Get().(*[]byte); ok && len(*kept) == size {
		return *kept
	}
	return make([]byte, size)
}

func (b *blocks) recycle(block *feature.Block) {
	if size := len(block.Buffer); size == blockSize || size == largest {
		b.free.Put(&block.Buffer)
	}
}

// odd reads some rows in order, as many as it need not wait for.
func (b *blocks) odd() (*feature.Block, error) {
	c := b.csv
	block := &feature.Block{Line: c.line + 1}
	for len(block.Odd) == 0 || len(block.Odd) < oddRows && bytes.IndexByte(c.buf[c.pos:c.end], '\n') >= 0 {
		record, err := c.Next()
		if b.ended = err; err != nil {
			break
		}
		row := feature.Row{Raw: []byte(record.Raw), Line: record.Line, Err: record.Err}
		for _, field := range record.Fields {
			row.Fields = append(row.Fields, []byte(field))
		}
		block.Odd = append(block.Odd, row)
	}
	if len(block.Odd) == 0 {
		return nil, b.ended
	}
	return block, nil
}

// split is for any goroutine, as are the methods below.
func (b *blocks) split(block *feature.Block) iter.Seq[*feature.Row] {
	return func(yield func(*feature.Row) bool) {
		for i := range block.Odd {
			if !yield(&block.Odd[i]) {
				return
			}
		}
		s := splitter{
			quoted: quotedFields{comma: b.csv.Comma()}, want: len(b.table.header),
			quotes: bytes.IndexByte(block.Text, '"') >= 0, valid: utf8.Valid(block.Text),
		}
		row := feature.Row{Line: block.Line - 1}
		for rest := block.Text; len(rest) > 0; {
			line := rest
			if feed := bytes.IndexByte(rest, '\n'); feed >= 0 {
				line, rest = rest[:feed], rest[feed+1:]
			} else {
				rest = nil
			}
			row.Line++
			line = trimCR(line)
			if b.csv.isBlank(line) {
				b.blank.Add(1)
				continue
			}
			if s.split(line, &row); !yield(&row) {
				return
			}
		}
	}
}

// splitter splits the lines of one block.
type splitter struct {
	quoted quotedFields
	want   int  // fields
	quotes bool // some line has a quote
	valid  bool // every line is UTF-8
}

func (s *splitter) split(line []byte, row *feature.Row) {
	row.Raw, row.Err, row.Fields = line, nil, row.Fields[:0]
	if s.quotes && bytes.IndexByte(line, '"') >= 0 {
		if how, _ := s.quoted.scan(line); how != closed {
			row.Err, row.Fields = quoteError(how), nil
			return
		}
		from := 0
		for _, end := range s.quoted.ends {
			row.Fields = append(row.Fields, s.quoted.text[from:end])
			from = end
		}
	} else {
		rest := line
		for {
			comma := bytes.IndexByte(rest, s.quoted.comma)
			if comma < 0 {
				break
			}
			row.Fields = append(row.Fields, rest[:comma])
			rest = rest[comma+1:]
		}
		row.Fields = append(row.Fields, rest)
	}
	row.Err = checkRow(s.valid || utf8.Valid(line), len(row.Fields), s.want)
}

// degrees is what rowTable.degrees makes of plain decimal degrees.
func (b *blocks) degrees(row *feature.Row) (p orb.Point, precisionM float64, plain bool) {
	if row.Err != nil || !b.plain {
		return p, 0, false
	}
	a := &b.table.axes
	east, north := row.Fields[a.first], row.Fields[a.second]
	var lon, lat bool
	p[0], lon = Degrees(east, 180)
	p[1], lat = Degrees(north, 90)
	if !lon || !lat {
		return p, 0, false
	}
	return p, writtenM(east, north), true
}

// Degrees is ParseDegrees of bytes, without its errors: it allocates nothing for
// plain decimals.
func Degrees(cell []byte, bound float64) (v float64, ok bool) {
	if v, n := feature.ParseDecimal(cell); n == len(cell) && n > 0 {
		return v, math.Abs(v) <= bound
	}
	v, wrong := ParseDegrees("", string(cell), bound)
	return v, wrong == nil
}

func (b *blocks) feature(row *feature.Row) (feature.Feature, error) {
	record := Record{Line: row.Line, Raw: string(row.Raw), Err: row.Err}
	if row.Fields != nil {
		record.Fields = make([]string, len(row.Fields))
	}
	for i, field := range row.Fields {
		record.Fields[i] = string(field)
	}
	f := feature.Feature{Values: record.Fields, Line: record.Line}
	return f, b.table.place(&f, &record)
}
