package table

import (
	"bytes"
	"io"
)

// nextLine returns the next line that is not blank, without its end, and its
// size with it. It is not taken yet. A line longer than MaxLine comes without
// what follows its first MaxLine+1 bytes.
func (c *CSV) nextLine() (line []byte, size int, err error) {
	for {
		line, size, err = c.peekLine()
		if err != nil || len(line) > c.opts.MaxLine || !c.isBlank(line) {
			return line, size, err
		}
		c.advance(size)
		c.blank++
	}
}

func (c *CSV) isBlank(line []byte) bool {
	for _, b := range line {
		if b != ' ' && (b != '\t' || c.quoted.comma == '\t') {
			return false
		}
	}
	return true
}

func (c *CSV) peekLine() (line []byte, size int, err error) {
	most := c.opts.MaxLine + 1
	seen := 0
	for {
		ahead := c.buf[c.pos:c.end]
		if i := bytes.IndexByte(ahead[seen:], '\n'); i >= 0 {
			size = seen + i + 1
			line = trimCR(ahead[:size-1])
			return line[:min(len(line), most)], size, nil
		}
		if seen = len(ahead); seen > most {
			return ahead[:most], most, nil
		}
		if c.more() {
			continue
		}
		if c.err != io.EOF {
			return nil, 0, c.err
		}
		if seen == 0 {
			return nil, 0, io.EOF
		}
		return trimCR(ahead), seen, nil
	}
}

// more reads on, in a buffer that grows to what one record may need. It reports
// whether anything came.
func (c *CSV) more() bool {
	if c.err != nil {
		return false
	}
	if c.pos >= len(c.buf)/2 || c.pos > 0 && c.end == len(c.buf) {
		c.end = copy(c.buf, c.buf[c.pos:c.end])
		c.pos = 0
	}
	if c.end == len(c.buf) {
		c.buf = append(c.buf, make([]byte, len(c.buf))...)
	}
	n, err := c.r.Read(c.buf[c.end:])
	c.end, c.err = c.end+n, err
	return n > 0 || err == nil
}

// readAhead reads until n bytes are there, or all that there are.
func (c *CSV) readAhead(n int) {
	for c.end-c.pos < n && c.more() {
	}
}

// sizeWithEnd adds the line end after the next n bytes to n.
func (c *CSV) sizeWithEnd(n int) int {
	b := c.buf[c.pos:c.end]
	if n < len(b) && b[n] == '\r' {
		n++
	}
	if n < len(b) && b[n] == '\n' {
		n++
	}
	return n
}

// advance goes on by n bytes and counts their lines; a line that the text ends
// without ending it is one too.
func (c *CSV) advance(n int) {
	b := c.buf[c.pos : c.pos+n]
	c.pos, c.read = c.pos+n, c.read+n
	c.line += bytes.Count(b, []byte{'\n'})
	if n > 0 && b[n-1] != '\n' {
		c.line++
	}
}

// skipLine drops a line of any length.
func (c *CSV) skipLine() {
	c.line++
	for {
		if i := bytes.IndexByte(c.buf[c.pos:c.end], '\n'); i >= 0 {
			c.pos += i + 1
			return
		}
		if c.pos = c.end; !c.more() {
			return
		}
	}
}
