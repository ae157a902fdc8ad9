package charset

import (
	"bytes"
	"io"
	"unicode/utf8"

	"waterzones/geo/format/feature"
)

// detectFile reads s from start to its end in bounded memory: once if it is
// UTF-8, as most files are, else twice.
func detectFile(s io.ReadSeeker, start int64) (feature.Encoding, error) {
	e, isUTF8, err := detectUTF8(s, start)
	switch {
	case err != nil || e != feature.Auto:
		return e, err
	case isUTF8:
		return feature.UTF8, nil
	}
	if _, err := s.Seek(start, io.SeekStart); err != nil {
		return feature.Auto, err
	}
	var c Census
	err = chunks(s, func(part []byte, _, last bool) (kept int, more bool) { return c.addChunk(part, last), true })
	if err != nil {
		return feature.Auto, err
	}
	return c.Decide()
}

// detectUTF8 looks for a byte order mark, and else whether all is UTF-8. What can
// be read anywhere is looked at by all cores at once.
func detectUTF8(s io.ReadSeeker, start int64) (e feature.Encoding, isUTF8 bool, err error) {
	if at, ok := s.(interface {
		io.ReaderAt
		Size() int64
	}); ok && start == 0 {
		head := make([]byte, len(Mark(feature.UTF8BOM)))
		n, err := at.ReadAt(head, 0)
		if err != nil && err != io.EOF {
			return feature.Auto, false, err
		}
		if e = marked(head[:n]); e != feature.Auto {
			return e, false, nil
		}
		isUTF8, err = validAt(at, at.Size())
		return feature.Auto, isUTF8, err
	}
	isUTF8 = true
	err = chunks(s, func(part []byte, first, _ bool) (kept int, more bool) {
		if e = marked(part); first && e != feature.Auto {
			return 0, false
		}
		e, kept = feature.Auto, UTF8Tail(part)
		isUTF8 = utf8.Valid(part[:len(part)-kept])
		return kept, isUTF8
	})
	return e, isUTF8, err
}

// chunks calls each with the chunks of r; what each keeps comes again at the
// start of the next.
func chunks(r io.Reader, each func(part []byte, first, last bool) (kept int, more bool)) error {
	buf := make([]byte, 256<<10)
	kept := 0
	for first := true; ; first = false {
		n, err := io.ReadFull(r, buf[kept:])
		last := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return err
		}
		part := buf[:kept+n]
		keep, more := each(part, first, last)
		if last || !more {
			return nil
		}
		kept = keep
		copy(buf, part[len(part)-kept:])
	}
}

// Census counts what the lines of a text could be.
type Census struct {
	lines   int
	notUTF8 feature.Tally
	neither feature.Tally // nor GB18030
	onlyUTF feature.Tally // not GB18030
	chinese feature.Tally // UTF-8 with at least two characters of three bytes
}

// addChunk takes the whole lines of part and returns how many bytes are left to
// be seen again. Of a line longer than part, the part that fits is taken.
func (c *Census) addChunk(part []byte, last bool) (kept int) {
	whole := bytes.LastIndexByte(part, '\n') + 1
	if last || whole == 0 {
		whole = len(part)
		if !last {
			// A character must not be cut.
			whole -= cutTail(part)
		}
	}
	if ASCII(part[:whole]) {
		c.lines += bytes.Count(part[:whole], []byte{'\n'})
		return len(part) - whole
	}
	for line := range bytes.Lines(part[:whole]) {
		c.AddLine(line)
	}
	return len(part) - whole
}

// cutTail returns how many bytes at the end of part to leave for the next chunk:
// those after the last byte that is a character of its own in every encoding.
func cutTail(part []byte) int {
	n := 0
	for n < len(part) && part[len(part)-1-n] >= '0' {
		n++
	}
	if n == len(part) {
		return UTF8Tail(part)
	}
	return n
}

// AddLine looks at one line, or at the part of a line that fits a chunk. If there is
// no line end, the last character may be cut: that spoils the row, not the text.
func (c *Census) AddLine(line []byte) {
	number, cut := c.lines+1, line[len(line)-1] != '\n'
	if !cut {
		c.lines++
	}
	if ASCII(line) {
		return
	}
	inUTF8, bad := utf8.Valid(line), len(line)-GB18030Len(line)
	inGB := bad == 0 || cut && bad < 4
	if cut && !inUTF8 {
		inUTF8 = utf8.Valid(line[:len(line)-UTF8Tail(line)])
	}
	switch {
	case !inUTF8 && !inGB:
		c.neither.Count(number)
	case inUTF8 && !inGB:
		c.onlyUTF.Count(number)
	}
	if !inUTF8 {
		c.notUTF8.Count(number)
	} else if readsAsChinese(line) {
		c.chinese.Count(number)
	}
}

// UTF8Tail returns the length of an unfinished character at the end of b.
func UTF8Tail(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// readsAsChinese reports whether valid UTF-8 holds at least two characters of
// three bytes. Text in GBK does so by chance about once in 60,000 lines, and
// only if it is very short.
func readsAsChinese(line []byte) bool {
	n := 0
	for _, b := range line {
		if b>>4 == 0xE {
			n++
		}
	}
	return n >= 2
}

// Decide takes the encoding that nearly every line has; the few others are then
// rejected as rows, and the good ones still answered. Where Chinese in UTF-8
// stands beside lines that are GB18030 only, either choice would turn good text
// into wrong text without a sign, so neither is taken.
func (c *Census) Decide() (feature.Encoding, error) {
	onlyGB := c.notUTF8.N - c.neither.N
	switch {
	case onlyGB == 0 || c.chinese.N > rare*onlyGB:
		return feature.UTF8, nil
	case c.onlyUTF.N == 0 && c.chinese.N*rare <= onlyGB:
		return feature.GB18030, nil
	default:
		return feature.Auto, mixed(c.notUTF8.First, max(c.onlyUTF.First, c.chinese.First))
	}
}

// rare is one line in how many may be of another encoding than the text.
const rare = 1000

func mixed(line, other int) error {
	return feature.LineErrorf(line, "不是 UTF-8，而第 %d 行是 UTF-8：文件混用编码；请统一编码，或用 --encoding 指定",
		"not UTF-8, while line %d is: the file mixes encodings; make it one, or name it with --encoding", other)
}

// GB18030Len returns how much of b has the form of GB18030-2005, characters of one
// byte, two, or four. Codes for private use have it too, though the decoder has
// no text for them.
func GB18030Len(b []byte) int {
	for i := 0; i < len(b); {
		c, left := b[i], len(b)-i
		switch {
		case c <= 0x80: // 0x80 is the euro sign in code page 936
			i++
		case c == 0xFF || left < 2:
			return i
		case b[i+1] >= 0x40 && b[i+1] != 0x7F && b[i+1] != 0xFF:
			i += 2
		case left < 4 || !digit(b[i+1]) || b[i+2] < 0x81 || b[i+2] == 0xFF || !digit(b[i+3]):
			return i
		default:
			i += 4
		}
	}
	return len(b)
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
