package print

// Sizes of a table's cells in millimetres.
const (
	cellPadX, cellPadY = 1.2, 0.55
	factName           = 32.4 // of a pair, as the page has it
	narrowName         = 33.0
)

// gridded is a table as it is being written.
type gridded struct {
	*paper
	widths []float64
	heads  []string
}

// table writes the rows under their heads, which every page repeats.
func (p *paper) table(t *Table) {
	g := p.grid(t)
	p.y += 0.5
	if len(t.Rows) > 0 { // the heads and the first row stay together
		p.room(g.height(g.split(g.heads)) + g.first(t.Rows))
	}
	g.head()
	for i, row := range t.Rows {
		if i == len(t.Rows)-2 { // the last row does not stand alone on a page
			p.roomFor(&g, g.height(g.split(row))+g.height(g.split(t.Rows[i+1])))
		}
		g.row(row)
	}
	p.y += 1
}

// first is the height of the rows that stand below the heads: of two both, so that
// none is left alone.
func (g *gridded) first(rows [][]string) float64 {
	height := g.height(g.split(rows[0]))
	if len(rows) == 2 {
		if both := height + g.height(g.split(rows[1])); both < whole {
			height = both
		}
	}
	return min(height, pageHeight/3)
}

// roomFor begins a new page, with the heads, unless so much is left on this one; what
// no page holds well is left to be parted.
func (p *paper) roomFor(g *gridded, mm float64) {
	if mm < whole && p.room(mm) {
		g.head()
	}
}

// grid is a table with the widths of its columns.
func (p *paper) grid(t *Table) gridded {
	all := t.shares()
	g := gridded{paper: p, heads: t.heads()}
	for _, c := range t.Columns {
		g.widths = append(g.widths, c.Share/all*textWidth)
	}
	return g
}

// facts writes names and values as a table without heads.
func (p *paper) facts(rows [][]Fact, width float64) {
	p.y += 0.5
	if height := p.factsHeight(rows, width); height < whole {
		p.room(height)
	}
	for _, facts := range rows {
		g := gridded{paper: p, widths: factWidths(len(facts), width)}
		g.row(factCells(facts))
	}
	p.y += 1
}

// whole is the height in millimetres below which facts are not parted by a page's
// end.
const whole = pageHeight / 4

func (p *paper) factsHeight(rows [][]Fact, width float64) float64 {
	height := 0.5
	for _, facts := range rows {
		g := gridded{paper: p, widths: factWidths(len(facts), width)}
		height += g.height(g.split(factCells(facts)))
	}
	return height
}

func factCells(facts []Fact) []string {
	var cells []string
	for _, f := range facts {
		cells = append(cells, f.Name, f.Value)
	}
	return cells
}

// factWidths are the columns of one fact or of two beside one another.
func factWidths(facts int, width float64) []float64 {
	switch {
	case width < textWidth:
		return []float64{narrowName, width - narrowName}
	case facts == 2:
		return []float64{factName, width/2 - factName, factName, width/2 - factName}
	}
	return []float64{factName, width - factName}
}

func (g *gridded) head() {
	if g.heads != nil {
		g.cells(g.split(g.heads), func(int) bool { return true })
	}
}

// row writes a row; one that a page cannot hold is continued on the next.
func (g *gridded) row(row []string) {
	lines := g.split(row)
	if g.room(min(g.height(lines), pageHeight/3)) {
		g.head()
	}
	for {
		fits := int((pageHeight - marginBottom - g.y - 2*cellPadY) / lineHeight(tableSize))
		part, rest, more := cutAt(lines, max(fits, 1))
		g.cells(part, func(column int) bool { return g.heads == nil && column%2 == 0 })
		if !more {
			return
		}
		lines = rest
		g.newPage()
		g.head()
	}
}

// cutAt parts each cell's lines at the n-th.
func cutAt(lines [][]string, n int) (part, rest [][]string, more bool) {
	part, rest = make([][]string, len(lines)), make([][]string, len(lines))
	for i, cell := range lines {
		k := min(n, len(cell))
		part[i], rest[i] = cell[:k], cell[k:]
		more = more || k < len(cell)
	}
	return part, rest, more
}

func (g *gridded) split(row []string) [][]string {
	lines := make([][]string, len(row))
	for i, cell := range row {
		lines[i] = g.lines(cell, tableSize, g.widths[i]-2*cellPadX)
	}
	return lines
}

func (g *gridded) height(lines [][]string) float64 {
	most := 1
	for _, cell := range lines {
		most = max(most, len(cell))
	}
	return float64(most)*lineHeight(tableSize) + 2*cellPadY
}

// cells draws one row where the paper is, names on grey.
func (g *gridded) cells(lines [][]string, isName func(column int) bool) {
	height := g.height(lines)
	x := marginSide
	for i, cell := range lines {
		op := "D"
		if isName(i) {
			op = "FD"
			g.SetFillColor(0xee, 0xee, 0xee)
		}
		g.SetDrawColor(0x55, 0x55, 0x55)
		g.SetLineWidth(0.2)
		g.Rect(x, g.y, g.widths[i], height, op)
		for k, line := range cell {
			g.write(x+cellPadX, g.y+cellPadY+float64(k)*lineHeight(tableSize), line, style{size: tableSize, bold: isName(i)})
		}
		x += g.widths[i]
	}
	g.y += height
}
