package survey

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// dxfGroup is a group code and its value (DXF Reference, "Group codes in DXF
// files"): two lines of a drawing in text form.
type dxfGroup struct {
	code  int
	value string
	line  int // of the code
}

// dxfCodes reads groups, one of which may be put back.
type dxfCodes struct {
	lines *surveyLines
	held  *dxfGroup
}

// next returns the next group but comments; io.EOF where the file ends between
// two, and a *feature.Error where it is no DXF or ends within one.
func (c *dxfCodes) next() (dxfGroup, error) {
	if g := c.held; g != nil {
		c.held = nil
		return *g, nil
	}
	for {
		text, err := c.lines.next()
		if err != nil {
			return dxfGroup{}, err
		}
		g := dxfGroup{line: c.lines.number}
		if g.code, err = strconv.Atoi(string(text)); err != nil {
			if len(text) == 0 && c.blankToEnd() {
				return dxfGroup{}, io.EOF
			}
			return dxfGroup{}, feature.LineErrorf(g.line, "应为组码，此行为 %q", "a group code must stand here, not %q", feature.Clip(string(text)))
		}
		text, err = c.lines.next()
		if err == io.EOF {
			return dxfGroup{}, feature.LineErrorf(g.line, "文件在此中断", "the file is cut off here")
		}
		if err != nil {
			return dxfGroup{}, err
		}
		if g.value = string(text); g.code != 999 {
			return g, nil
		}
	}
}

// blankToEnd takes the lines left and reports whether none has anything.
func (c *dxfCodes) blankToEnd() bool {
	for {
		text, err := c.lines.next()
		if err != nil || len(text) > 0 {
			return err == io.EOF
		}
	}
}

// is reports whether the group begins what the word names.
func (g dxfGroup) is(word string) bool { return g.code == 0 && strings.EqualFold(g.value, word) }

// dxfText is a name as a person reads it: \U+674E is a character by its number
// in Unicode (two of them where it takes surrogates), \M+5C0EE one by its bytes
// in GBK; what was not text in the file's encoding becomes U+FFFD.
func dxfText(value string) string {
	value = strings.ToValidUTF8(value, "\ufffd")
	if !strings.Contains(value, "+") {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); {
		if r, n := dxfEscape(value[i:]); n > 0 {
			b.WriteRune(r)
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(value[i:])
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// dxfEscape returns the character that text begins with as an escape, and the
// length of that; 0 if it does not.
func dxfEscape(text string) (r rune, n int) {
	unit := func(at int) (rune, error) {
		if at+7 > len(text) || !strings.EqualFold(text[at:at+3], `\U+`) {
			return 0, errors.ErrUnsupported
		}
		v, err := strconv.ParseUint(text[at+3:at+7], 16, 16)
		return rune(v), err
	}
	if r, err := unit(0); err == nil {
		if low, err := unit(7); err == nil && utf16.IsSurrogate(r) {
			return utf16.DecodeRune(r, low), 14
		}
		return r, 7
	}
	if len(text) < 8 || !strings.EqualFold(text[:4], `\M+5`) {
		return 0, 0
	}
	v, err := strconv.ParseUint(text[4:8], 16, 16)
	if err != nil {
		return 0, 0
	}
	decoded, _ := charset.FromGB18030(string([]byte{byte(v >> 8), byte(v)}))
	if r, n = utf8.DecodeRuneInString(decoded); n != len(decoded) {
		return 0, 0
	}
	return r, 8
}
