package print

import "unicode"

// Pos is a position on a drawing in millimetres, x to the right and y down.
type Pos struct{ X, Y float64 }

// Drawing is a picture in millimetres that is written as SVG and into a PDF
// alike. Marks are drawn in order.
type Drawing struct {
	Title         string // what the picture shows, for those who cannot see it
	Width, Height float64
	Frame         Frame // marks that are Clipped show inside it only
	Marks         []Mark
}

// Frame is a rectangle of a drawing in millimetres.
type Frame struct{ X, Y, Width, Height float64 }

// Mark is a path, or a label if it has a text.
type Mark struct {
	Path
	Label
	Clipped bool
}

// Path is lines or, if closed, rings of which the even-odd rule says what is
// inside. Colours are #rrggbb; an empty one draws nothing.
type Path struct {
	Lines   [][]Pos
	Closed  bool
	Fill    string
	Opacity float64 // of the fill, 0 to 1; 0 is taken as 1
	Line    string
	Width   float64 // of the line
	Dash    float64 // length of dashes and of the gaps between them; 0: solid
}

// Label is a text of one line whose baseline begins, is centred or ends at At.
type Label struct {
	Text   string
	At     Pos
	Size   float64 // the em
	Colour string
	Anchor Anchor
	Turn   float64 // degrees, counter-clockwise about At
	Faint  bool    // a watermark: see through
}

// Anchor says which point of a label its position is.
type Anchor byte

const (
	Start Anchor = iota
	Middle
	End
)

// Texts returns the labels in the order of drawing.
func (d *Drawing) Texts() []string {
	var texts []string
	for i := range d.Marks {
		if t := d.Marks[i].Text; t != "" {
			texts = append(texts, t)
		}
	}
	return texts
}

func (d *Drawing) path(p Path, clipped bool) {
	if len(p.Lines) > 0 {
		d.Marks = append(d.Marks, Mark{Path: p, Clipped: clipped})
	}
}

func (d *Drawing) label(l Label) {
	if l.Text != "" {
		d.Marks = append(d.Marks, Mark{Label: l})
	}
}

// box is a closed path round a rectangle.
func (f Frame) box() [][]Pos {
	return [][]Pos{{{f.X, f.Y}, {f.X + f.Width, f.Y}, {f.X + f.Width, f.Y + f.Height}, {f.X, f.Y + f.Height}}}
}

func (f Frame) middle() Pos { return Pos{f.X + f.Width/2, f.Y + f.Height/2} }

func (f Frame) meets(g Frame) bool {
	return f.X < g.X+g.Width && g.X < f.X+f.Width && f.Y < g.Y+g.Height && g.Y < f.Y+f.Height
}

func (f Frame) holds(g Frame) bool {
	return f.X <= g.X && f.Y <= g.Y && g.X+g.Width <= f.X+f.Width && g.Y+g.Height <= f.Y+f.Height
}

// ems estimates the width of a text in ems without a font: a Han character is
// one, others are a little more than half.
func ems(text string) float64 {
	var w float64
	for _, r := range text {
		if wide(r) {
			w++
		} else {
			w += 0.57
		}
	}
	return w
}

// wide reports whether the rune is as wide as it is high: Han, kana, and their
// punctuation.
func wide(r rune) bool {
	return r >= 0x2e80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x33ff || r >= 0xff00 && r <= 0xff60)
}
