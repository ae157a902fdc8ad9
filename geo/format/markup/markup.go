// Package markup reads XML that strangers made, element by element, in bounds.
package markup

import (
	"bufio"
	"encoding/xml"
	"io"

	"waterzones/geo/format/feature"
)

// Reader ends with an error when one element is too long.
type Reader struct {
	r          *bufio.Reader
	read, most int
}

// NewReader reads at most all bytes of r, and at most longest between
// two calls of Next.
func NewReader(r io.Reader, all int64, longest int) *Reader {
	return &Reader{r: bufio.NewReaderSize(feature.NewAtMost(r, all), feature.Window), most: longest}
}

// Next says that what follows is another element.
func (e *Reader) Next() { e.read = 0 }

// Hold says that n bytes of the element under way are held by the caller.
func (e *Reader) Hold(n int) { e.read = n }

// ReadByte implements io.ByteReader, which keeps the decoder from reading ahead.
func (e *Reader) ReadByte() (byte, error) {
	if e.read++; e.read > e.most {
		return 0, feature.TooLarge("一个元素超过 %d 字节", "an element of more than %d bytes", e.most)
	}
	return e.r.ReadByte()
}

func (e *Reader) Read(p []byte) (int, error) {
	b, err := e.ReadByte()
	if err != nil || len(p) == 0 {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// Attribute is the value of an attribute by its local name; "" if it has none.
func Attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
