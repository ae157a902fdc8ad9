package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"waterzones/geo/format/feature"
)

const (
	maxText  = 1 << 20 // one string, one feature's properties: no register holds more
	maxDigit = 320     // one number: the longest decimal of a float64 that a tool prints
)

// scanner reads JSON (RFC 8259) from a window that slides over r. It is written
// by hand because a coordinate array is read ten times faster than by the tokens
// of encoding/json, and can be given up at the first vertex too many.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int   // buf[pos:end] is not read yet
	base     int64 // offset of buf[0] in the document
	limit    int64
	depth    int
	maxDepth int
	mark     int    // buf[mark:pos] belongs to the value that raw keeps; -1: none
	kept     []byte // what raw kept before the window slid
	text     []byte // the last string, escapes as written
	err      error  // why there is no more to read; io.EOF at the end
}

func newScanner(r io.Reader, limit int64, depth int) *scanner {
	return &scanner{r: r, buf: make([]byte, feature.Window), limit: limit, maxDepth: depth, mark: -1}
}

// more slides the window and reads on; it reports whether anything came.
func (s *scanner) more() bool {
	if s.err != nil {
		return false
	}
	if s.mark >= 0 {
		s.kept = append(s.kept, s.buf[s.mark:s.pos]...)
		s.mark = 0
	}
	copy(s.buf, s.buf[s.pos:s.end])
	s.base, s.end, s.pos = s.base+int64(s.pos), s.end-s.pos, 0
	n, err := io.ReadAtLeast(s.r, s.buf[s.end:], 1)
	s.end += n
	if err != nil {
		s.err = err
	} else if s.base+int64(s.end) > s.limit {
		s.end, s.err = 0, feature.TooLarge("文件超过 %d 字节", "more than %d bytes", s.limit)
	}
	return s.err == nil
}

// peek returns the next byte, 0 when there is none (0 is nowhere legal in JSON).
func (s *scanner) peek() byte {
	if s.pos < s.end || s.more() {
		return s.buf[s.pos]
	}
	return 0
}

// next skips white space and returns the byte after it, which it leaves unread.
func (s *scanner) next() byte {
	for {
		switch b := s.peek(); b {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return b
		}
	}
}

func (s *scanner) offset() int64 { return s.base + int64(s.pos) }

func (s *scanner) errorAt(path, zh, en string) error {
	return &feature.Error{Path: path, Offset: s.offset(), ZH: zh, EN: en}
}

// unexpected is the error for whatever stands at the offset.
func (s *scanner) unexpected(zh, en string) error {
	s.need(utf8.UTFMax)
	b, _ := utf8.DecodeRune(s.buf[s.pos:s.end])
	if s.err != nil && s.pos == s.end {
		if s.err != io.EOF {
			return s.err
		}
		return s.errorAt("", fmt.Sprintf("JSON 在第 %d 字节处中断，此处应为%s", s.offset(), zh), fmt.Sprintf("JSON ends at byte %d where %s should be", s.offset(), en))
	}
	return s.errorAt("", fmt.Sprintf("第 %d 字节处 %q 不是%s", s.offset(), b, zh), fmt.Sprintf("byte %d, %q, is not %s", s.offset(), b, en))
}

// start skips a byte order mark and refuses an empty document.
func (s *scanner) start() error {
	s.need(3)
	if bytes.HasPrefix(s.buf[:s.end], []byte("\ufeff")) {
		s.pos += 3
	}
	s.next()
	if s.pos == s.end && s.err == io.EOF {
		return s.errorAt("", "内容为空，应为一个 GeoJSON 对象", "empty; a GeoJSON object is expected")
	}
	return nil
}

// finish refuses anything but white space after the document.
func (s *scanner) finish() error {
	s.next()
	if s.pos < s.end || s.err != io.EOF {
		return s.unexpected("文件结尾", "the end of the document")
	}
	return nil
}

func (s *scanner) enter() error {
	s.pos++
	if s.depth++; s.depth > s.maxDepth {
		return &feature.Error{Offset: s.offset(), TooLarge: true, ZH: fmt.Sprintf("嵌套超过 %d 层", s.maxDepth), EN: fmt.Sprintf("nested deeper than %d", s.maxDepth)}
	}
	return nil
}

// sequence walks what stands between open and shut, one call of each an item.
func (s *scanner) sequence(open, shut byte, each func(i int) error) error {
	if s.next() != open {
		if open == '{' {
			return s.unexpected("对象 {…}", "an object {…}")
		}
		return s.unexpected("数组 […]", "an array […]")
	}
	if err := s.enter(); err != nil {
		return err
	}
	if s.next() == shut {
		s.pos, s.depth = s.pos+1, s.depth-1
		return nil
	}
	for i := 0; ; i++ {
		if err := each(i); err != nil {
			return err
		}
		switch s.next() {
		case ',':
			s.pos++
		case shut:
			s.pos, s.depth = s.pos+1, s.depth-1
			return nil
		default:
			return s.unexpected(fmt.Sprintf("逗号或 %c", shut), fmt.Sprintf("a comma or %c", shut))
		}
	}
}

// members calls each for every member of an object, with the value unread.
func (s *scanner) members(each func(name string) error) error {
	return s.sequence('{', '}', func(int) error {
		name, err := s.string()
		if err != nil {
			return err
		}
		if s.next() != ':' {
			return s.unexpected("冒号", "a colon")
		}
		s.pos++
		s.next()
		return within(name, each(name))
	})
}

// elements calls each for every element of an array, with the value unread.
func (s *scanner) elements(each func(i int) error) error {
	return s.sequence('[', ']', func(i int) error {
		if err := each(i); err != nil {
			return within(index(i), err)
		}
		return nil
	})
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

// within puts the name of the container before the path of err.
func within(name string, err error) error {
	var e *feature.Error
	if !errors.As(err, &e) {
		return err
	}
	if len(name) > 64 {
		name = name[:64]
	}
	if e.Path != "" && e.Path[0] != '[' {
		name += "."
	}
	e.Path = name + e.Path
	return e
}

func (s *scanner) string() (string, error) {
	escaped, err := s.scanString()
	if err != nil || !escaped {
		return string(s.text), err
	}
	var text string
	if err := json.Unmarshal([]byte(`"`+string(s.text)+`"`), &text); err != nil {
		return "", s.errorAt("", "字符串中有错误的转义", "bad escape in a string")
	}
	return text, nil
}

// scanString leaves the inside of a string in s.text.
func (s *scanner) scanString() (escaped bool, err error) {
	if s.next() != '"' {
		return false, s.unexpected("字符串", "a string")
	}
	s.pos++
	s.text = s.text[:0]
	for {
		from := s.pos
		for s.pos < s.end && s.buf[s.pos] != '"' && s.buf[s.pos] != '\\' && s.buf[s.pos] >= ' ' {
			s.pos++
		}
		s.text = append(s.text, s.buf[from:s.pos]...)
		if len(s.text) > maxText {
			return false, feature.TooLarge("字符串超过 1 MiB", "a string longer than 1 MiB")
		}
		if s.pos == s.end && s.more() {
			continue
		}
		switch s.peek() {
		case '"':
			s.pos++
			if !utf8.Valid(s.text) {
				return false, s.errorAt("", "不是 UTF-8 文本；GeoJSON 须存为 UTF-8", "not UTF-8; GeoJSON must be saved as UTF-8")
			}
			return escaped, nil
		case '\\':
			escaped = true
			s.text = append(s.text, '\\')
			s.pos++
			s.text = append(s.text, s.peek())
			s.pos = min(s.pos+1, s.end)
		default:
			return false, s.unexpected("字符串的一部分", "part of a string")
		}
	}
}
