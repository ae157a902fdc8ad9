package format

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is a text encoding, named as people are told. The zero value, Auto,
// is told by content.
type Encoding string

// The encodings that are read. GB18030 stands for its subsets GBK and GB 2312.
const (
	Auto    Encoding = ""
	UTF8    Encoding = "UTF-8"
	UTF8BOM Encoding = "UTF-8 BOM"
	UTF16LE Encoding = "UTF-16LE"
	UTF16BE Encoding = "UTF-16BE"
	GB18030 Encoding = "GB18030"
)

// prefixSize is how much of a stream decides its encoding: about 60,000 rows,
// in which a register with any Chinese shows it.
const prefixSize = 4 << 20

// ParseEncoding reads the value of --encoding.
func ParseEncoding(name string) (Encoding, error) {
	switch strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(name)) {
	case "", "auto":
		return Auto, nil
	case "utf8":
		return UTF8, nil
	case "utf8bom", "utf8sig":
		return UTF8BOM, nil
	case "gbk", "gb2312", "gb18030", "cp936", "936", "ansi936":
		return GB18030, nil
	case "utf16", "utf16le":
		return UTF16LE, nil
	case "utf16be":
		return UTF16BE, nil
	}
	return Auto, &Error{
		ZH: fmt.Sprintf("未知编码 %q；可用 utf-8、gb18030（gbk）、utf-16le、utf-16be", clip(name)),
		EN: fmt.Sprintf("unknown encoding %q; use utf-8, gb18030 (gbk), utf-16le or utf-16be", clip(name)),
	}
}

// marks are the byte order marks.
func mark(e Encoding) string {
	switch e {
	case UTF8BOM:
		return "\xef\xbb\xbf"
	case UTF16LE:
		return "\xff\xfe"
	case UTF16BE:
		return "\xfe\xff"
	}
	return ""
}

func marked(prefix []byte) Encoding {
	for _, e := range []Encoding{UTF8BOM, UTF16LE, UTF16BE} {
		if bytes.HasPrefix(prefix, []byte(mark(e))) {
			return e
		}
	}
	return Auto
}

// Detect tells the encoding of a text from its beginning, which may end in the
// middle of a line. A byte order mark decides. Else lines that can only be
// GB18030 make the text that; lines that are neither are left to be rejected as
// rows. Where other lines are Chinese in UTF-8 (two files were joined), the error
// names a line of each.
func Detect(prefix []byte) (Encoding, error) {
	if e := marked(prefix); e != Auto {
		return e, nil
	}
	if utf8.Valid(prefix[:len(prefix)-utf8Tail(prefix)]) {
		return UTF8, nil
	}
	var c census
	for line := range bytes.Lines(prefix) {
		c.add(line)
	}
	return c.decide()
}

// Decode returns the text of r as UTF-8 without byte order mark, and the
// encoding that was taken: e, unless e is Auto. A file (an io.ReadSeeker that
// can seek) is read once from its position to its end before anything is
// decided, then again; of a stream the first 4 MiB decide.
//
// Where the input is not text in that encoding, the byte 0xFF stands in what is
// read, which no UTF-8 has: the CSV reader rejects the row. The same holds for a
// line of a stream taken as GB18030 that reads as Chinese in UTF-8.
func Decode(r io.Reader, e Encoding) (io.Reader, Encoding, error) {
	if e != Auto {
		return reader(r, e, false), e, nil
	}
	if s, ok := r.(io.ReadSeeker); ok {
		// A pipe is an *os.File too, but cannot seek.
		if start, err := s.Seek(0, io.SeekCurrent); err == nil {
			if e, err = detectFile(s, start); err != nil {
				return nil, Auto, err
			}
			_, err = s.Seek(start, io.SeekStart)
			return reader(s, e, false), e, err
		}
	}
	prefix := make([]byte, prefixSize)
	n, err := io.ReadFull(r, prefix)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, Auto, err
	}
	if e, err = Detect(prefix[:n]); err != nil {
		return nil, Auto, err
	}
	return reader(io.MultiReader(bytes.NewReader(prefix[:n]), r), e, true), e, nil
}

// reader decodes r. Doubtful lines of GB18030 are marked only where later lines
// had no say in the decision.
func reader(r io.Reader, e Encoding, stream bool) io.Reader {
	if e == UTF8 || e == UTF8BOM {
		return &unmarked{r: r, mark: mark(UTF8BOM)}
	}
	d := &decoder{src: &unmarked{r: r, mark: mark(e)}, doubt: stream}
	switch e {
	case UTF16LE:
		d.dec = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case UTF16BE:
		d.dec = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	default:
		d.dec, d.lines = simplifiedchinese.GB18030.NewDecoder(), true
	}
	return d
}
