// Package charset tells and decodes the text encodings of Chinese offices: UTF-8,
// UTF-16 and GB18030 with its subsets. It is the only room that knows
// golang.org/x/text.
package charset

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"waterzones/geo/format/feature"
)

// prefixSize is how much of a stream decides its encoding: about 60,000 rows,
// in which a register with any Chinese shows it.
const prefixSize = 4 << 20

// Mark is the byte order mark of an encoding; "" where it has none.
func Mark(e feature.Encoding) string {
	switch e {
	case feature.UTF8BOM:
		return "\xef\xbb\xbf"
	case feature.UTF16LE:
		return "\xff\xfe"
	case feature.UTF16BE:
		return "\xfe\xff"
	}
	return ""
}

func marked(prefix []byte) feature.Encoding {
	for _, e := range []feature.Encoding{feature.UTF8BOM, feature.UTF16LE, feature.UTF16BE} {
		if bytes.HasPrefix(prefix, []byte(Mark(e))) {
			return e
		}
	}
	return feature.Auto
}

// Detect tells the encoding of a text from its beginning, which may end in the
// middle of a line. A byte order mark decides. Else lines that can only be
// GB18030 make the text that; lines that are neither are left to be rejected as
// rows. Where other lines are Chinese in UTF-8 (two files were joined), the error
// names a line of each.
func Detect(prefix []byte) (feature.Encoding, error) {
	if e := marked(prefix); e != feature.Auto {
		return e, nil
	}
	if utf8.Valid(prefix[:len(prefix)-UTF8Tail(prefix)]) {
		return feature.UTF8, nil
	}
	var c Census
	for line := range bytes.Lines(prefix) {
		c.AddLine(line)
	}
	return c.Decide()
}

// Decode returns the text of r as UTF-8 without byte order mark, and the
// encoding that was taken: e, unless e is Auto. A file (an io.ReadSeeker that
// can seek) is read once from its position to its end before anything is
// decided, then again; of a stream the first 4 MiB decide.
//
// Where the input is not text in that encoding, the byte 0xFF stands in what is
// read, which no UTF-8 has: the CSV reader rejects the row. The same holds for a
// line of a stream taken as GB18030 that reads as Chinese in UTF-8.
func Decode(r io.Reader, e feature.Encoding) (io.Reader, feature.Encoding, error) {
	if e != feature.Auto {
		return reader(r, e, false), e, nil
	}
	if s, ok := r.(io.ReadSeeker); ok {
		// A pipe is an *os.File too, but cannot seek.
		if start, err := s.Seek(0, io.SeekCurrent); err == nil {
			if e, err = detectFile(s, start); err != nil {
				return nil, feature.Auto, err
			}
			_, err = s.Seek(start, io.SeekStart)
			return reader(s, e, false), e, err
		}
	}
	prefix, err := feature.ReadHead(r, prefixSize)
	if err != nil {
		return nil, feature.Auto, err
	}
	if e, err = Detect(prefix); err != nil {
		return nil, feature.Auto, err
	}
	return reader(io.MultiReader(bytes.NewReader(prefix), r), e, true), e, nil
}

// reader decodes r. Doubtful lines of GB18030 are marked only where later lines
// had no say in the decision.
func reader(r io.Reader, e feature.Encoding, stream bool) io.Reader {
	if e == feature.UTF8 || e == feature.UTF8BOM {
		return &unmarked{r: r, mark: Mark(feature.UTF8BOM)}
	}
	d := &decoder{src: &unmarked{r: r, mark: Mark(e)}, doubt: stream}
	switch e {
	case feature.UTF16LE:
		d.dec = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case feature.UTF16BE:
		d.dec = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	default:
		d.dec, d.lines = simplifiedchinese.GB18030.NewDecoder(), true
	}
	return d
}
