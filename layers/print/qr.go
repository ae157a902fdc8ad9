package print

import (
	"image/color"
	"net/url"
	"strings"

	"github.com/boombuler/barcode/qr"

	"waterzones/layers/report"
)

// Code is a QR code: what it says, and its modules row by row, dark ones true.
type Code struct {
	Says    string
	Modules [][]bool
}

// codeOf leads to where the report is kept, with its number and hash behind #,
// where a reader compares them and no server sees them. It is empty if there is
// nothing to say.
func codeOf(r *report.Report, o Options) Code {
	var says string
	switch {
	case o.URL != "":
		says = o.URL + "#" + url.PathEscape(o.Number) + "/" + r.Hash
	default:
		says = strings.TrimSpace(o.Number + " " + r.Hash)
	}
	if says == "" {
		return Code{}
	}
	image, err := qr.Encode(says, qr.M, qr.Auto)
	if err != nil {
		return Code{} // an address of more than 2 kB: the paper shows it as text
	}
	size := image.Bounds().Dx()
	c := Code{Says: says, Modules: make([][]bool, size)}
	for y := range size {
		c.Modules[y] = make([]bool, size)
		for x := range size {
			c.Modules[y][x] = color.GrayModel.Convert(image.At(x, y)) == color.Gray{}
		}
	}
	return c
}

// Drawing draws the code on a square of so many millimetres, its quiet zone of
// four modules (ISO/IEC 18004) included; nil if there is no code.
func (c Code) Drawing(mm float64) *Drawing {
	if len(c.Modules) == 0 {
		return nil
	}
	const quiet = 4
	d := &Drawing{Title: c.Says, Width: mm, Height: mm, Frame: Frame{0, 0, mm, mm}}
	side := mm / float64(len(c.Modules)+2*quiet)
	var dark [][]Pos
	for y, row := range c.Modules {
		for x := 0; x < len(row); x++ {
			first := x
			for x < len(row) && row[x] {
				x++
			}
			if x > first {
				run := Frame{side * float64(first+quiet), side * float64(y+quiet), side * float64(x-first), side}
				dark = append(dark, run.box()...)
			}
		}
	}
	d.path(Path{Lines: dark, Closed: true, Fill: "#000000"}, false)
	return d
}
