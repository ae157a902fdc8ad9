package table

import (
	"bytes"
	"io"
	"unicode/utf8"

	"waterzones/geo/format/feature"
)

// quotedFields are those of a record that holds quotes, without them.
type quotedFields struct {
	comma byte
	text  []byte // one after the other
	ends  []int  // their ends in text
}

// The ends that scan finds.
type ending int

const (
	closed ending = iota
	unclosed
	trailing // text after a closing quote
)

// record takes a record that holds quotes, or a header. Line is its first line,
// not taken yet; want is the number of fields, -1 for any.
func (c *CSV) record(line []byte, want int) Record {
	n := len(line)
	how, _ := c.quoted.scan(line)
	if how == unclosed && c.affordable() {
		c.readAhead(quotedSpan)
		ahead := c.buf[c.pos:min(c.end, c.pos+quotedSpan)]
		var size int
		how, size = c.quoted.scan(ahead)
		whole := size < len(ahead) || c.err == io.EOF && c.pos+size == c.end
		if how == closed && whole && (want < 0 || len(c.quoted.ends) == want) {
			n = len(trimCR(ahead[:size]))
		} else {
			c.wasted += size
			how = unclosed
		}
	}
	rec := Record{Line: c.line + 1, Raw: string(c.buf[c.pos : c.pos+n])}
	c.advance(c.sizeWithEnd(n))
	if how == unclosed || how == trailing {
		rec.Err = quoteError(how)
		return rec
	}
	rec.Fields = c.split()
	rec.Err = checkRow(utf8.ValidString(rec.Raw), len(rec.Fields), want)
	return rec
}

// affordable reports whether looking ahead for a quote is within bounds: a file
// made so that every look ahead fails would else cost 64 KiB a line.
func (c *CSV) affordable() bool { return c.wasted <= 64*c.read+16<<20 }

func quoteError(how ending) *feature.RowError {
	if how == trailing {
		return &feature.RowError{ZH: "右引号之后还有文字", EN: "text after a closing quote"}
	}
	return &feature.RowError{ZH: "引号未闭合", EN: "a quote is left open"}
}

// scan splits the record that b starts with, and returns how it ends and how many bytes of b it has, without its line feed.
func (c *quotedFields) scan(b []byte) (how ending, size int) {
	c.text, c.ends = c.text[:0], c.ends[:0]
	for i := 0; ; i++ {
		if i < len(b) && b[i] == '"' {
			n, ok := c.quotedField(b[i+1:])
			if !ok {
				return unclosed, len(b)
			}
			if i += 1 + n; i < len(b) && b[i] == '\r' && (i+1 == len(b) || b[i+1] == '\n') {
				i++
			}
			if i < len(b) && b[i] != c.comma && b[i] != '\n' {
				return trailing, i
			}
		} else {
			i += c.plainField(b[i:])
		}
		c.ends = append(c.ends, len(c.text))
		if i >= len(b) || b[i] == '\n' {
			return closed, i
		}
	}
}

// plainField appends the unquoted field that b starts with and returns its
// length. A carriage return before the line feed is part of neither.
func (c *quotedFields) plainField(b []byte) (n int) {
	n = bytes.IndexByte(b, c.comma)
	if feed := bytes.IndexByte(b, '\n'); n < 0 || feed >= 0 && feed < n {
		n = feed
	}
	if n < 0 {
		n = len(b)
	}
	field := b[:n]
	if n == len(b) || b[n] == '\n' {
		field = trimCR(field)
	}
	c.text = append(c.text, field...)
	return n
}

// quotedField appends the field whose opening quote precedes b, and returns the
// bytes up to and with its closing quote.
func (c *quotedFields) quotedField(b []byte) (n int, ok bool) {
	for {
		i := bytes.IndexByte(b[n:], '"')
		if i < 0 {
			return len(b), false
		}
		c.text = append(c.text, b[n:n+i]...)
		n += i + 1
		if n == len(b) || b[n] != '"' {
			return n, true
		}
		c.text = append(c.text, '"')
		n++
	}
}

// split turns the fields that were scanned into strings.
func (c *CSV) split() []string {
	text := string(c.quoted.text)
	fields := c.fields(len(c.quoted.ends))
	from := 0
	for i, end := range c.quoted.ends {
		fields[i], from = text[from:end], end
	}
	return fields
}

func trimCR(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] == '\r' {
		return b[:len(b)-1]
	}
	return b
}
