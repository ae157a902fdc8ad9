package print

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"waterzones/layers/print/font"
	"waterzones/layers/report"
)

// PDF writes the report as an A4 document with its font inside. Equal reports
// and options give equal bytes. It returns font.ErrUnbuilt where the program
// was built without the font; nothing is written then.
func PDF(out io.Writer, r *report.Report, o Options) error {
	d := Document(r, o)
	return d.PDF(out)
}

// The page in millimetres and the text on it in points and millimetres.
const (
	pageWidth, pageHeight  = 210.0, 297.0
	marginSide, marginTop  = 15.0, 10.0
	marginBottom           = 13.5
	textWidth              = pageWidth - 2*marginSide
	mmOfPoint              = 25.4 / 72
	bodySize, tableSize    = 9.5, 8.5
	titleSize, headingSize = 15.0, 11.0
	leading                = 1.45 // of the size, from line to line
	tableLeading           = 1.35 // in tables and headings
)

// paper is a PDF as it is being written, from the top down.
type paper struct {
	*fpdf.Fpdf
	doc     *Doc
	has     *charset
	y       float64
	widths  map[rune]float64 // of the em, by rune
	missing []rune           // what the font lacks, each once
}

// PDF writes the document as an A4 document with its font inside.
func (d *Doc) PDF(out io.Writer) error {
	p, err := newPaper(d)
	if err != nil {
		return err
	}
	p.newPage()
	p.text(d.Title, style{size: titleSize, bold: true, centred: true})
	p.y += 1.5
	for i := range d.Sections {
		p.section(&d.Sections[i], i)
	}
	p.tellMissing()
	return p.Output(out)
}

func newPaper(d *Doc) (*paper, error) {
	ttf, err := font.TTF()
	if err != nil {
		return nil, err
	}
	has, err := charsetOf(ttf)
	if err != nil {
		return nil, err
	}
	p := &paper{Fpdf: fpdf.New("P", "mm", "A4", ""), doc: d, has: has, widths: map[rune]float64{}}
	// Without these, fpdf writes the machine's clock and the order of a map.
	created := d.PrintedAt
	if created.IsZero() {
		created = time.Unix(0, 0)
	}
	p.SetCreationDate(created.UTC())
	p.SetModificationDate(created.UTC())
	p.SetCatalogSort(true)
	p.SetProducer("waterzones", false)
	p.SetTitle(d.Title, true)
	p.SetLang(d.Lang)
	p.SetAutoPageBreak(false, 0)
	p.AliasNbPages(totalPages)
	p.AddUTF8FontFromBytes(font.Family, "", ttf)
	p.SetFont(font.Family, "", bodySize)
	return p, p.Error()
}

// totalPages stands for the number of pages until it is known. Digits of the
// real one are written on every page, so that the font's subset has them.
const totalPages = "{nb}"

// newPage begins a page with what every page has: the watermark and the number.
func (p *paper) newPage() {
	p.AddPage()
	if text := p.doc.Watermark; text != "" {
		const size = 90
		p.SetFontSize(min(size, size*4.5/ems(text))) // before the turn: its end takes back the size, and fpdf does not know
		p.SetTextColor(0, 0, 0)
		p.SetAlpha(0.1, "Normal")
		p.TransformBegin()
		p.TransformRotate(35, pageWidth/2, pageHeight/2)
		p.Text(pageWidth/2-p.GetStringWidth(text)/2, pageHeight/2+10, text)
		p.TransformEnd()
		p.SetAlpha(1, "Normal")
	}
	p.SetFontSize(tableSize)
	before, after := "第 %d 页 / 共 ", " 页"
	if p.doc.Lang == "en" {
		before, after = "page %d of ", ""
	}
	number := fmt.Sprintf(before, p.PageNo())
	p.Text(pageWidth/2-p.GetStringWidth(number), pageHeight-7, number+totalPages+after)
	p.y = marginTop
}

// room begins a new page unless so many millimetres are left on this one, and
// reports whether it did.
func (p *paper) room(mm float64) bool {
	if p.y+mm <= pageHeight-marginBottom {
		return false
	}
	p.newPage()
	return true
}

type style struct {
	size          float64 // points
	bold, centred bool
	width         float64 // of the column; 0: the page's
}

func lineHeight(points float64) float64 {
	if points == bodySize {
		return points * mmOfPoint * leading
	}
	return points * mmOfPoint * tableLeading
}

// text writes a paragraph.
func (p *paper) text(text string, s style) {
	if s.width == 0 {
		s.width = textWidth
	}
	for _, line := range p.lines(text, s.size, s.width) {
		p.room(lineHeight(s.size))
		x := marginSide
		if s.centred {
			x += (s.width - p.width(strings.TrimRight(line, " "), s.size)) / 2
		}
		p.write(x, p.y, line, s)
		p.y += lineHeight(s.size)
	}
}

// write puts one line below y. Bold is the same face with a line around each
// stroke, since one weight is embedded.
func (p *paper) write(x, y float64, line string, s style) {
	p.SetFontSize(s.size)
	p.SetTextColor(0, 0, 0)
	if s.bold {
		p.SetDrawColor(0, 0, 0)
		p.SetLineWidth(s.size * mmOfPoint * 0.025)
		p.SetTextRenderingMode(2)
	}
	p.Text(x, y+(lineHeight(s.size)+s.size*mmOfPoint*0.72)/2, line)
	if s.bold {
		p.SetTextRenderingMode(0)
	}
}

// lines is the text as it can be shown, wrapped.
func (p *paper) lines(text string, points, width float64) []string {
	return wrap(p.shown(text), width, func(s string) float64 { return p.width(s, points) })
}

// absent stands for a character that the font lacks: the geta mark 〓, printers'
// sign for a missing sort. A space that it lacks is another space.
const (
	absent  = '〓'
	noBreak = '\u00a0'
)

// shown replaces what the font lacks and remembers it; see tellMissing.
func (p *paper) shown(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || p.has.has(r):
			return r
		case unicode.IsControl(r):
			return ' '
		case unicode.IsSpace(r): // Noto Sans SC lacks the narrow one of 12 345.67
			return noBreak
		}
		if !slices.Contains(p.missing, r) {
			p.missing = append(p.missing, r)
		}
		return absent
	}, text)
}

// width is a text's width in millimetres.
func (p *paper) width(text string, points float64) float64 {
	var symbols float64
	for _, r := range text {
		w, known := p.widths[r]
		if !known {
			w = float64(p.GetStringSymbolWidth(string(r)))
			p.widths[r] = w
		}
		symbols += w
	}
	return symbols / 1000 * points * mmOfPoint
}

func (p *paper) section(s *Section, n int) {
	width := textWidth
	top := p.y
	if s.Title != "" {
		p.y += 1
		p.room(p.keep(s))
		p.text(s.Title, style{size: headingSize, bold: true})
	}
	qr := p.doc.QR.Drawing(qrSize)
	if n == 0 && qr != nil {
		p.draw(qr, pageWidth-marginSide-qrSize, p.y)
		width -= qrSize + 3
	}
	for i := range s.Blocks {
		p.block(&s.Blocks[i], factRows(n, s.Blocks[i].Facts), width)
	}
	if n == 0 && qr != nil {
		p.y = max(p.y, top+qrSize+1)
	}
}

// keep is the height in millimetres that a section's heading needs below it, so
// that it is not left alone at the foot of a page.
func (p *paper) keep(s *Section) float64 {
	const heading, some = 6, 15
	first := &s.Blocks[0]
	switch {
	case first.Picture != nil:
		return heading + first.Picture.Height
	case first.Facts != nil:
		if height := p.factsHeight(paired(first.Facts), textWidth); height < whole {
			return heading + height
		}
	case first.Table != nil && len(first.Table.Rows) > 0:
		g := p.grid(first.Table)
		return heading + 0.5 + g.height(g.split(g.heads)) + g.first(first.Table.Rows)
	}
	return heading + some
}

func (p *paper) block(b *Block, rows [][]Fact, width float64) {
	switch {
	case b.Table != nil:
		p.table(b.Table)
	case b.Picture != nil:
		p.room(b.Picture.Height)
		p.draw(b.Picture, marginSide, p.y)
		p.y += b.Picture.Height
	case b.Facts != nil:
		p.facts(rows, width)
	case b.Strong:
		p.room(3 * lineHeight(bodySize))
		p.y += 1.5
		p.text(b.Text, style{size: bodySize, bold: true, width: width})
	default:
		p.text(b.Text, style{size: bodySize, width: width})
		p.y += 0.8
	}
}

// tellMissing says at the end which characters the font lacks.
func (p *paper) tellMissing() {
	if len(p.missing) == 0 {
		return
	}
	codes := make([]string, len(p.missing))
	for i, r := range p.missing {
		codes[i] = fmt.Sprintf("U+%04X", r)
	}
	p.y += 2
	p.text(fmt.Sprintf("字体缺 %d 个字，以〓代替 / characters that the font lacks, shown as 〓: %s", len(codes), strings.Join(codes, ", ")), style{size: tableSize})
}
