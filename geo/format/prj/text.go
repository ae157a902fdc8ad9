package prj

import (
	"slices"
	"strconv"
	"strings"

	"waterzones/geo/format/feature"
)

// Bounds of a text that describes a coordinate reference system.
const (
	Longest    = 64 << 10 // ten times the longest that PROJ writes
	prjDeepest = 32       // of nodes; WKT2 of a bound compound system has 12
)

// prjNode is a node of WKT for coordinate reference systems, either version (OGC
// 01-009 chapter 7, OGC 18-010r7): KEYWORD["text", number, WORD, NODE[...]].
type prjNode struct {
	Keyword  string // in capitals
	Texts    []string
	Numbers  []float64
	Children []*prjNode
}

// quotedText is the first text of a node, mostly its name.
func (n *prjNode) quotedText() string {
	if n == nil || len(n.Texts) == 0 {
		return ""
	}
	return n.Texts[0]
}

// child is the first child of any of the keywords, nil if it has none.
func (n *prjNode) child(keywords ...string) *prjNode {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if slices.Contains(keywords, c.Keyword) {
			return c
		}
	}
	return nil
}

// prjScanner reads nodes from text.
type prjScanner struct {
	text string
	pos  int
}

func prjBroken() *feature.Error {
	return &feature.Error{ZH: "坐标系描述（.prj，WKT）不完整或无法理解", EN: "the text of the coordinate reference system (.prj, WKT) is broken"}
}

// parsePrj reads the one node that a text is.
func parsePrj(text string) (*prjNode, error) {
	if len(text) > Longest {
		return nil, prjBroken()
	}
	s := prjScanner{text: text}
	n, err := s.node(0)
	if err != nil {
		return nil, err
	}
	if s.space(); s.pos < len(s.text) {
		return nil, prjBroken()
	}
	return n, nil
}

// space passes over blanks, and over the bytes 0 that some programs end with.
func (s *prjScanner) space() {
	for s.pos < len(s.text) && strings.IndexByte(" \t\r\n\x00", s.text[s.pos]) >= 0 {
		s.pos++
	}
}

// next is the next byte that is not blank, 0 at the end.
func (s *prjScanner) next() byte {
	if s.space(); s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

func (s *prjScanner) word() string {
	s.space()
	from := s.pos
	for s.pos < len(s.text) {
		if c := s.text[s.pos]; c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			break
		}
		s.pos++
	}
	return strings.ToUpper(s.text[from:s.pos])
}

// node reads a keyword and its brackets, which are of either kind.
func (s *prjScanner) node(depth int) (*prjNode, error) {
	n := &prjNode{Keyword: s.word()}
	open := s.next()
	if n.Keyword == "" || open != '[' && open != '(' || depth > prjDeepest {
		return nil, prjBroken()
	}
	s.pos++
	for {
		if err := s.item(n, depth); err != nil {
			return nil, err
		}
		switch c := s.next(); {
		case c == ',':
			s.pos++
		case open == '[' && c == ']', open == '(' && c == ')':
			s.pos++
			return n, nil
		default:
			return nil, prjBroken()
		}
	}
}

// item reads one thing between the commas of n.
func (s *prjScanner) item(n *prjNode, depth int) error {
	switch c := s.next(); {
	case c == '"':
		text, err := s.quotation()
		n.Texts = append(n.Texts, text)
		return err
	case c >= '0' && c <= '9', c == '-', c == '+', c == '.':
		v, err := s.number()
		n.Numbers = append(n.Numbers, v)
		return err
	}
	from := s.pos
	if s.word() == "" {
		return prjBroken()
	}
	if c := s.next(); c != '[' && c != '(' {
		return nil // a bare word, as NORTH
	}
	s.pos = from
	child, err := s.node(depth + 1)
	n.Children = append(n.Children, child)
	return err
}

// quotation reads a text; "" in it is a quotation mark (WKT2).
func (s *prjScanner) quotation() (string, error) {
	var b strings.Builder
	for s.pos++; ; s.pos++ {
		end := strings.IndexByte(s.text[s.pos:], '"')
		if end < 0 {
			return "", prjBroken()
		}
		b.WriteString(s.text[s.pos : s.pos+end])
		if s.pos += end + 1; s.pos >= len(s.text) || s.text[s.pos] != '"' {
			return b.String(), nil
		}
		b.WriteByte('"')
	}
}

func (s *prjScanner) number() (float64, error) {
	end := s.pos
	for end < len(s.text) && strings.IndexByte("0123456789+-.eE", s.text[end]) >= 0 {
		end++
	}
	v, err := strconv.ParseFloat(s.text[s.pos:end], 64)
	if err != nil {
		return 0, prjBroken()
	}
	s.pos = end
	return v, nil
}
