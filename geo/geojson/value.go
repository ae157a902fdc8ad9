package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"waterzones/geo/format/feature"
)

// raw returns the next value as written; nil and no error for null. The bytes
// are good until the next call.
func (s *scanner) raw() ([]byte, error) {
	if s.next() == 'n' {
		return nil, s.literal("null")
	}
	s.kept, s.mark = s.kept[:0], s.pos
	err := s.skip()
	if err == nil {
		s.kept = append(s.kept, s.buf[s.mark:s.pos]...)
	}
	s.mark = -1
	return s.kept, err
}

// skip reads over one value of any kind and checks that it is JSON.
func (s *scanner) skip() error {
	if s.mark >= 0 && len(s.kept) > maxText {
		return feature.TooLarge("属性超过 1 MiB", "properties longer than 1 MiB")
	}
	switch b := s.next(); {
	case b == '{':
		return s.skipMembers()
	case b == '[':
		return s.elements(func(int) error { return s.skip() })
	case b == '"':
		_, err := s.string()
		return err
	case b == 't':
		return s.literal("true")
	case b == 'f':
		return s.literal("false")
	case b == 'n':
		return s.literal("null")
	}
	_, err := s.digits()
	return err
}

// skipMembers refuses a member that comes twice: which of the two was meant is
// anyone's guess, and a guess about a site's kind is a wrong answer.
func (s *scanner) skipMembers() error {
	seen := map[string]bool{}
	return s.members(func(name string) error {
		if seen[name] {
			return &feature.Error{ZH: "成员重复", EN: "the member is given twice"}
		}
		seen[name] = true
		return s.skip()
	})
}

func (s *scanner) literal(word string) error {
	s.need(len(word))
	if !bytes.HasPrefix(s.buf[s.pos:s.end], []byte(word)) {
		return s.unexpected("值", "a JSON value")
	}
	s.pos += len(word)
	return nil
}

// need fills the window with n bytes or all that there are.
func (s *scanner) need(n int) {
	for s.end-s.pos < n && s.more() {
	}
}

// digits returns the text of a number, good until the window slides.
func (s *scanner) digits() ([]byte, error) {
	if s.end-s.pos <= maxDigit {
		s.need(maxDigit + 1)
	}
	n := numberLen(s.buf[s.pos:s.end])
	if n == 0 {
		return nil, s.unexpected("数字", "a number")
	}
	if n > maxDigit {
		return nil, s.errorAt("", fmt.Sprintf("数字超过 %d 位", maxDigit), fmt.Sprintf("a number of more than %d digits", maxDigit))
	}
	s.pos += n
	return s.buf[s.pos-n : s.pos], nil
}

func (s *scanner) number() (float64, error) {
	text, err := s.digits()
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return 0, s.errorAt("", fmt.Sprintf("数字 %s 过大", feature.Clip(string(text))), fmt.Sprintf("number %s is too large", feature.Clip(string(text))))
	}
	return v, nil
}

// numberLen returns the length of the number that b starts with by the grammar
// of RFC 8259 section 6, 0 if none.
func numberLen(b []byte) int {
	i := 0
	if i < len(b) && b[i] == '-' {
		i++
	}
	whole := digitsLen(b[i:])
	if whole == 0 || whole > 1 && b[i] == '0' {
		return 0
	}
	i += whole
	if i < len(b) && b[i] == '.' {
		n := digitsLen(b[i+1:])
		if n == 0 {
			return 0
		}
		i += 1 + n
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		j := i + 1
		if j < len(b) && (b[j] == '-' || b[j] == '+') {
			j++
		}
		n := digitsLen(b[j:])
		if n == 0 {
			return 0
		}
		i = j + n
	}
	return i
}

func digitsLen(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

// value decodes what raw returned.
func value(raw []byte, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return &feature.Error{ZH: "无法解读的值", EN: "a value that cannot be decoded"}
	}
	return nil
}
