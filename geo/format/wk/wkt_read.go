package wk

import (
	"io"
	"strings"

	"waterzones/geo/format/feature"
)

// IsWKT reports whether a text begins as a geometry in WKT or EWKT does: a type,
// and a parenthesis or EMPTY.
func IsWKT(head []byte) bool {
	s := &wktScanner{text: string(head[:min(len(head), 1<<10)])}
	if _, err := s.srid(); err != nil {
		return false
	}
	typ, _ := splitWKT(s.word())
	if !isWKTType(typ) {
		return false
	}
	after := s.pos
	if numbersOf(s.word()) == 0 {
		s.pos = after
	}
	return s.accept('(') || s.word() == "EMPTY"
}

// ReadWKT reads geometries in WKT or EWKT: each begins a line and may go on over
// several. One that is never closed ends where a line begins another, so that it
// does not take the rest of the file with it; only a GEOMETRYCOLLECTION may hold
// such lines.
func ReadWKT(text io.Reader, how feature.Reading) (*feature.Source, error) {
	limits := how.Limits.OrLayer()
	lines := &wktLines{shapeLines: newShapeLines(text, limits)}
	t := &shapeText{source: &feature.Source{Kind: feature.WKT}, limits: limits, next: lines.next, parse: ParseWKT}
	return t.readFirst()
}

// wktLines joins the lines of a geometry.
type wktLines struct {
	*shapeLines
	ahead     string // a line that was read but belongs to the next geometry
	aheadLine int
}

func (w *wktLines) next() (string, int, error) {
	text, line := w.ahead, w.aheadLine
	if w.ahead = ""; text == "" {
		var err error
		if text, line, err = w.shapeLines.next(); err != nil {
			return "", 0, err
		}
	}
	if endsGeometry(text, leftOpen(text)) {
		return text, line, nil
	}
	return w.join(text, line)
}

// join adds lines to a text that is not whole yet.
func (w *wktLines) join(text string, line int) (string, int, error) {
	var joined strings.Builder
	joined.WriteString(text)
	depth, last := leftOpen(text), text
	nests := beginsCollection(text)
	for !endsGeometry(last, depth) {
		more, at, err := w.shapeLines.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", 0, err
		}
		if beginsGeometry(more) && !strings.HasSuffix(last, ";") && (depth <= 0 || !nests) {
			w.ahead, w.aheadLine = more, at
			break
		}
		if int64(joined.Len()+len(more)) >= w.most {
			return "", 0, w.tooLong()
		}
		nests = nests || beginsCollection(more)
		joined.WriteByte('\n')
		joined.WriteString(more)
		depth, last = depth+leftOpen(more), more
	}
	return joined.String(), line, nil
}

// endsGeometry reports whether a geometry may end with a line.
func endsGeometry(last string, depth int) bool {
	return depth < 0 || depth == 0 && (strings.HasSuffix(last, ")") || strings.HasSuffix(strings.ToUpper(last), "EMPTY"))
}

// leftOpen is how many parentheses a text leaves open.
func leftOpen(text string) int { return strings.Count(text, "(") - strings.Count(text, ")") }

func beginsGeometry(line string) bool {
	s := &wktScanner{text: line}
	word := s.word()
	typ, _ := splitWKT(word)
	return word == "SRID" || isWKTType(typ)
}

func beginsCollection(line string) bool {
	s := &wktScanner{text: line}
	if _, err := s.srid(); err != nil {
		return false
	}
	typ, _ := splitWKT(s.word())
	return typ == "GEOMETRYCOLLECTION"
}
