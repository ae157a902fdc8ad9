package charset

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"

	"waterzones/geo/format/feature"
)

// undecodable stands for what is not text in the encoding taken.
const undecodable = 0xFF

// unmarked drops a byte order mark at the beginning.
type unmarked struct {
	r    io.Reader
	mark string
	done bool
	rest []byte // read, and not the mark
}

func (u *unmarked) Read(p []byte) (int, error) {
	if !u.done {
		u.done = true
		first, err := feature.ReadHead(u.r, len(u.mark))
		if err != nil {
			return 0, err
		}
		if string(first) != u.mark {
			u.rest = first
		}
	}
	if len(u.rest) > 0 {
		n := copy(p, u.rest)
		u.rest = u.rest[n:]
		return n, nil
	}
	return u.r.Read(p)
}

// decoder turns src into UTF-8, by lines where a line end is one byte.
type decoder struct {
	src   io.Reader
	dec   *encoding.Decoder
	lines bool // a line feed is one byte and part of no other character
	doubt bool // mark lines that read as Chinese in UTF-8

	in   []byte // read and not decoded
	out  []byte // decoded and not handed out
	room []byte // where out lies
	err  error  // of src
}

func (d *decoder) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(d.out) == 0 {
		if d.err != nil && (len(d.in) == 0 || d.err != io.EOF) {
			return 0, d.err
		}
		d.advance()
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// advance reads once and decodes what is complete.
func (d *decoder) advance() {
	if d.room == nil {
		d.room, d.in = make([]byte, 4*feature.Window), make([]byte, 0, feature.Window)
	}
	if d.err == nil && len(d.in) < cap(d.in) {
		n, err := d.src.Read(d.in[len(d.in):cap(d.in)])
		d.in, d.err = d.in[:len(d.in)+n], err
	}
	take := d.in
	if d.lines && d.err == nil && len(d.in) < cap(d.in) {
		// Wait for the end of the line, so that it is judged as a whole.
		take = d.in[:bytes.LastIndexByte(d.in, '\n')+1]
	} else if i := bytes.LastIndexByte(d.in, '\n'); d.lines && d.err == nil && i >= 0 {
		take = d.in[:i+1]
	}
	d.out = d.room[:0]
	used := 0
	if !d.lines || !d.doubt {
		used = d.decode(take)
	} else {
		for line := range bytes.Lines(take) {
			if !ASCII(line) && utf8.Valid(line) && readsAsChinese(line) {
				d.out = append(d.out, undecodable)
			}
			used += d.decode(line)
		}
	}
	d.in = d.in[:copy(d.in, d.in[used:])]
}

// decode appends the text of b to out and returns how much of b that took: all
// but a character that b cuts.
func (d *decoder) decode(b []byte) int {
	end := d.err == io.EOF || d.lines && len(b) > 0 && b[len(b)-1] == '\n'
	from := len(d.out)
	to := d.room[from:cap(d.room)]
	nDst, nSrc, _ := d.dec.Transform(to, b, end)
	d.out = d.room[:from+nDst]
	text := d.out[from:]
	if i := bytes.Index(text, []byte("\ufffd")); i >= 0 {
		text = bytes.ReplaceAll(text, []byte("\ufffd"), []byte{undecodable})
		d.out = append(d.out[:from], text...)
	}
	return nSrc
}
