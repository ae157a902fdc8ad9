// Package wk reads and writes the well-known forms of a geometry: WKT and WKB
// (OGC 06-103r4), and the EWKT and EWKB of PostGIS.
package wk

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// ParseWKT reads one geometry as Well-Known Text (OGC 06-103r4, 7) or as PostGIS
// writes it with SRID=4526; before it: every type of Simple Features, with Z, M
// or both, which are dropped. The SRID is 0 if none is given. What is empty, not
// finite, curved or not closed is refused; errors are *feature.Error and name the
// character, from 1.
func ParseWKT(text string, limits feature.Limits) (g orb.Geometry, srid int, err error) {
	s := &wktScanner{text: text, limits: limits.OrDefault()}
	if int64(len(text)) > s.limits.Bytes {
		return nil, 0, feature.TooLarge("WKT 超过 %d 字节", "WKT of more than %d bytes", s.limits.Bytes)
	}
	if srid, err = s.srid(); err != nil {
		return nil, 0, err
	}
	if g, err = s.geometry(1); err != nil {
		return nil, 0, err
	}
	if s.space(); s.pos < len(text) {
		return nil, 0, s.wrong("图形之后还有内容", "something follows the geometry")
	}
	return g, srid, nil
}

// wktScanner stands at pos in a text.
type wktScanner struct {
	text     string
	pos      int
	limits   feature.Limits
	vertices int // so far
	numbers  int // of a position of the geometry under way: 2 to 4; 0: not known yet
}

func (s *wktScanner) wrong(zh, en string, values ...any) *feature.Error {
	return s.wrongAt(s.pos, zh, en, values...)
}

func (s *wktScanner) wrongAt(pos int, zh, en string, values ...any) *feature.Error {
	return s.at(pos, feature.Errorf(zh, en, values...))
}

// at adds the place to an error.
func (s *wktScanner) at(pos int, e *feature.Error) *feature.Error {
	n := utf8.RuneCountInString(s.text[:pos]) + 1
	return &feature.Error{ZH: fmt.Sprintf("WKT 第 %d 个字符处：%s", n, e.ZH), EN: fmt.Sprintf("WKT, character %d: %s", n, e.EN)}
}

func (s *wktScanner) space() {
	s.pos = len(s.text) - len(strings.TrimLeft(s.text[s.pos:], " \t\r\n"))
}

// word takes letters, in capitals; "" if there are none.
func (s *wktScanner) word() string {
	s.space()
	start := s.pos
	for s.pos < len(s.text) && 'A' <= s.text[s.pos]&^0x20 && s.text[s.pos]&^0x20 <= 'Z' {
		s.pos++
	}
	return strings.ToUpper(s.text[start:s.pos])
}

// accept takes b if it comes next.
func (s *wktScanner) accept(b byte) bool {
	s.space()
	if s.pos < len(s.text) && s.text[s.pos] == b {
		s.pos++
		return true
	}
	return false
}

func (s *wktScanner) srid() (int, error) {
	start := s.pos
	if s.word() != "SRID" {
		s.pos = start
		return 0, nil
	}
	if !s.accept('=') {
		return 0, s.wrong("SRID 后应为 =", "= must follow SRID")
	}
	s.space()
	digits, _, ok := strings.Cut(s.text[s.pos:], ";")
	srid, err := strconv.ParseUint(strings.TrimSpace(digits), 10, 31)
	if !ok || err != nil {
		return 0, s.wrong("应为 SRID=编号; 例如 SRID=4526;", "must be SRID=number; such as SRID=4526;")
	}
	s.pos += len(digits) + 1
	return int(srid), nil
}

func (s *wktScanner) geometry(depth int) (orb.Geometry, error) {
	if depth > s.limits.Depth {
		return nil, feature.TooLarge("图形集合嵌套超过 %d 层", "collections nested deeper than %d", s.limits.Depth)
	}
	s.space()
	start := s.pos
	typ, numbers := splitWKT(s.word())
	if numbers == 0 {
		after := s.pos
		if numbers = numbersOf(s.word()); numbers == 0 {
			s.pos = after
		}
	}
	s.numbers = numbers
	switch typ {
	case "POINT":
		return s.bracketed()
	case "MULTIPOINT":
		points, err := wktList(s, s.multiPointMember)
		return orb.MultiPoint(points), err
	case "LINESTRING":
		return s.line()
	case "MULTILINESTRING":
		lines, err := wktList(s, s.line)
		return orb.MultiLineString(lines), err
	case "POLYGON", "TRIANGLE":
		return s.polygon()
	case "MULTIPOLYGON":
		polygons, err := wktList(s, s.polygon)
		return orb.MultiPolygon(polygons), err
	case "GEOMETRYCOLLECTION":
		parts, err := wktList(s, func() (orb.Geometry, error) { return s.geometry(depth + 1) })
		return orb.Collection(parts), err
	}
	if slices.Contains(curves(), typ) {
		return nil, s.wrongAt(start, "%s 不支持：请先转换为直线段的平面图形", "%s is not supported: convert it to plane shapes of straight segments", typ)
	}
	return nil, s.wrongAt(start, "应为图形类型，例如 POINT、POLYGON", "must be a type of geometry, such as POINT or POLYGON")
}

// splitWKT parts a keyword from the Z, M or ZM that may be glued to it, and says
// how many numbers a position then has; 0: not said.
func splitWKT(word string) (typ string, numbers int) {
	for _, ending := range []string{"ZM", "Z", "M"} {
		if typ, ok := strings.CutSuffix(word, ending); ok && isWKTType(typ) {
			return typ, numbersOf(ending)
		}
	}
	return word, 0
}

func numbersOf(word string) int {
	switch word {
	case "Z", "M":
		return 3
	case "ZM":
		return 4
	}
	return 0
}

func isWKTType(word string) bool {
	switch word {
	case "POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "TRIANGLE", "MULTIPOLYGON", "GEOMETRYCOLLECTION":
		return true
	}
	return slices.Contains(curves(), word)
}

// wktList reads a list in parentheses, with commas between.
func wktList[T any](s *wktScanner, one func() (T, error)) ([]T, error) {
	if err := s.openParenthesis(); err != nil {
		return nil, err
	}
	var items []T
	for {
		item, err := one()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if s.accept(')') {
			return items, nil
		}
		if !s.accept(',') {
			return nil, s.wrong("应为逗号或右括号", "must be a comma or a closing parenthesis")
		}
	}
}

func (s *wktScanner) openParenthesis() error {
	if s.accept('(') {
		return nil
	}
	start := s.pos
	if s.word() == "EMPTY" {
		return s.wrongAt(start, "空图形（EMPTY）没有位置，不能核查", "an EMPTY geometry has no place and cannot be screened")
	}
	return s.wrongAt(start, "应为左括号", "must be an opening parenthesis")
}

func (s *wktScanner) line() (orb.LineString, error) {
	l, err := wktList(s, s.position)
	if err == nil {
		err = s.placed(feature.CheckLine(l))
	}
	return l, err
}

func (s *wktScanner) polygon() (orb.Polygon, error) {
	return wktList(s, func() (orb.Ring, error) {
		r, err := wktList(s, s.position)
		if err == nil {
			err = s.placed(feature.CheckRing(r))
		}
		return r, err
	})
}

// placed says where the part ends that err is about.
func (s *wktScanner) placed(err error) error {
	if e, ok := errors.AsType[*feature.Error](err); ok {
		return s.at(s.pos-1, e)
	}
	return err
}

// multiPointMember is a position of a MULTIPOINT, in parentheses of its own or not.
func (s *wktScanner) multiPointMember() (orb.Point, error) {
	s.space()
	if s.pos < len(s.text) && (s.text[s.pos] == '(' || s.text[s.pos]&^0x20 == 'E') {
		return s.bracketed()
	}
	return s.position()
}

func (s *wktScanner) bracketed() (orb.Point, error) {
	if err := s.openParenthesis(); err != nil {
		return orb.Point{}, err
	}
	p, err := s.position()
	if err == nil && !s.accept(')') {
		err = s.wrong("应为右括号", "must be a closing parenthesis")
	}
	return p, err
}

// position reads two to four numbers; the third and the fourth are dropped.
func (s *wktScanner) position() (p orb.Point, err error) {
	if s.vertices++; s.vertices > s.limits.Vertices {
		return p, feature.TooManyVertices(s.limits.Vertices)
	}
	s.space()
	start, n := s.pos, 0
	for {
		v, ok, err := s.number()
		if err != nil {
			return p, err
		}
		if !ok {
			break
		}
		if n < 2 {
			p[n] = v
		}
		n++
	}
	if s.numbers == 0 && 2 <= n && n <= 4 {
		s.numbers = n
	}
	if n != s.numbers {
		want := max(2, s.numbers)
		return p, s.wrongAt(start, "坐标应为 %d 个数，实有 %d 个", "a position of %d numbers is wanted, this one has %d", want, n)
	}
	return p, nil
}

// number takes a number, if one comes next.
func (s *wktScanner) number() (v float64, ok bool, err error) {
	s.space()
	rest := s.text[s.pos:]
	end := strings.IndexAny(rest, "(), \t\r\n")
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		return 0, false, nil
	}
	token := rest[:end]
	v, err = strconv.ParseFloat(token, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || strings.Trim(token, "+-.0123456789eE") != "" {
		return 0, false, s.wrong("不是有限的数：%s", "not a finite number: %s", feature.Quote(token))
	}
	s.pos += end
	return v, true, nil
}
