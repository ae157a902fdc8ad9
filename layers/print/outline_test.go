package print_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// outline is the form of a page without its words, its style sheet and where the
// picture's lines go: an element a line, what repeats once, with its number.
func outline(t *testing.T, page string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	root := element{}
	open := []*element{&root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			var b strings.Builder
			root.write(&b, "")
			return b.String()
		} else if err != nil {
			t.Fatalf("the page is not well-formed: %v", err)
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			last.children = append(last.children, element{name: head(token)})
			open = append(open, &last.children[len(last.children)-1])
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

type element struct {
	name     string
	children []element
}

func (e *element) write(b *strings.Builder, indent string) {
	n := 1
	var last string
	flush := func() {
		if first, rest, _ := strings.Cut(last, "\n"); n > 1 {
			last = fmt.Sprintf("%s × %d\n%s", first, n, rest)
		}
		b.WriteString(last)
	}
	for i := range e.children {
		var child strings.Builder
		child.WriteString(indent + e.children[i].name + "\n")
		e.children[i].write(&child, indent+" ")
		if child.String() == last {
			n++
			continue
		}
		flush()
		last, n = child.String(), 1
	}
	flush()
}

// head is an element's name and what its attributes say of its look.
func head(e xml.StartElement) string {
	words := []string{e.Name.Local}
	for _, a := range e.Attr {
		look := []string{"class", "colspan", "lang", "data-watermark", "fill", "stroke", "stroke-dasharray", "fill-opacity", "font-weight", "role"}
		if slices.Contains(look, a.Name.Local) {
			words = append(words, a.Name.Local+"="+a.Value)
		}
	}
	return strings.Join(words, " ")
}
