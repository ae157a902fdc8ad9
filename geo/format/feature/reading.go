package feature

import (
	"bufio"
	"bytes"
	"io"
)

// Content is a file's bytes with random access, and the other parts of a
// Shapefile that came with it.
type Content struct {
	Name string // base name as given, for messages only
	io.ReaderAt
	Size   int64
	Beside []Content
}

// Reading is what a caller knows of a file beside its bytes. The zero value
// knows nothing.
type Reading struct {
	Encoding Encoding
	Limits   Limits // zero: LayerLimits
	Layer    string // the layer or sheet wanted; "" for all
	Declared bool   // the caller knows the coordinate system: a file's own that cannot be used is set aside
	// Columns of a table that the caller names; "" are found by their usual names.
	Lon, Lat, WKT string
	Comma         byte // what stands between its cells; 0: told from its header
	Packed        bool // plain numbers of a table are degrees as D.MMSS

	// Live says that the text arrives while it is read: what it is, is told from its
	// first line and what has come with that, and no more is waited for.
	Live bool
}

// ReadHead reads so many bytes, or all there are.
func ReadHead(r io.Reader, size int) ([]byte, error) {
	head := make([]byte, size)
	n, err := io.ReadFull(r, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return head[:n], err
}

// Head is the beginning of a text from which is told what it is: Window bytes, or
// as much of a live text as has come with its first line. It is not read yet.
func (how *Reading) Head(r *bufio.Reader) ([]byte, error) {
	want := Window
	if how.Live {
		want = 1
	}
	for {
		head, err := r.Peek(want)
		if err == io.EOF {
			return head, nil
		}
		if err != nil || len(head) == Window {
			return head, err
		}
		head, err = r.Peek(min(r.Buffered(), Window))
		if line := bytes.TrimLeft(head, "\ufeff\x1e \t\r\n"); err != nil || bytes.IndexByte(line, '\n') >= 0 {
			return head, err
		}
		want = min(len(head)+1, Window)
	}
}
