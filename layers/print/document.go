// Package print writes a report in the forms that people read and sign: a page,
// a paper, a map. It decides nothing.
package print

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
)

// Options are what a printed report holds beside the report itself. None of it
// is in the report's hash.
type Options struct {
	Number    string     // of the report, as filed
	PrintedAt time.Time  // zero: no date is printed; shown in UTC+08:00
	Lang      string     // "en"; everything else is Chinese
	URL       string     // where the report is kept; the QR code leads there
	Rules     *rules.Set // titles of kinds and attributes; nil: their ids are printed
	Map       []MapLayer // the zones around the site; see Around
}

// Doc is a report's content in one language, without any form. HTML, PDF and
// text are written from it, so that they say the same.
type Doc struct {
	Lang      string // a BCP 47 tag
	Title     string
	Watermark string // across every page; empty: none
	QR        Code   // the report's number, hash and address
	Sections  []Section
	PrintedAt time.Time
}

// Section is a titled part of a document. The first has no title.
type Section struct {
	Title  string
	Blocks []Block
}

// Block is one of: a text, facts, a table, a picture.
type Block struct {
	Text    string
	Strong  bool // of the text: a conclusion, a heading within the section
	Facts   []Fact
	Table   *Table
	Picture *Drawing
}

// Fact is a name and what is said under it.
type Fact struct{ Name, Value string }

// Table is rows under columns. Every row has a cell for every column.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Column is a column's head and its share of the table's width.
type Column struct {
	Title string
	Share float64
}

// writer writes one report in one language.
type writer struct {
	r  *report.Report
	o  Options
	en bool
}

// Document writes the report in the order of a 核查意见. The first page is what
// an officer signs: what was asked, which themes it concerns, the conclusion. Behind
// it are the zones, the map, the law, the data and the corners, and last what is for
// the applicant alone. It decides nothing.
func Document(r *report.Report, o Options) Doc {
	w := &writer{r: r, o: o, en: o.Lang == "en"}
	d := Doc{Lang: "zh-CN", QR: codeOf(r, o), PrintedAt: o.PrintedAt}
	if w.en {
		d.Lang = "en"
	}
	d.Title = w.subject() + w.say("位置核查意见（系统核查结果）", ": position checked against protected water areas (computed result)")
	if r.Illustrative {
		d.Watermark = w.say("示意", "ILLUSTRATIVE")
	}
	for _, section := range []func() Section{
		w.head, w.request, w.themes, w.conclusion, w.signature, // what is signed
		w.hits, w.picture, w.space, w.parcels, w.findings, w.gradeAreas, w.evidence, w.checks, w.methods, w.reminders, w.corners,
		w.annex, // for the applicant
	} {
		if s := section(); len(s.Blocks) > 0 {
			s.Title = w.numbered(s.Title, len(d.Sections))
			d.Sections = append(d.Sections, s)
		}
	}
	return d
}

// numbered puts the section's number before its title; the first section has
// neither.
func (w *writer) numbered(title string, n int) string {
	if title == "" {
		return ""
	}
	numerals := [...]string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"}
	if w.en || n >= len(numerals) {
		return strconv.Itoa(n) + ". " + title
	}
	return numerals[n] + "、" + title
}

// Text returns the whole document as plain text, a line for each paragraph,
// fact, row and label of the picture.
func (d *Doc) Text() string {
	var b strings.Builder
	line := func(texts ...string) { b.WriteString(strings.Join(texts, "\t") + "\n") }
	line(d.Title)
	for _, s := range d.Sections {
		if s.Title != "" {
			line()
			line(s.Title)
		}
		for _, block := range s.Blocks {
			block.lines(line)
		}
	}
	return b.String()
}

func (b *Block) lines(line func(...string)) {
	if b.Text != "" {
		line(b.Text)
	}
	for _, f := range b.Facts {
		line(f.Name, f.Value)
	}
	if b.Table != nil {
		line(b.Table.heads()...)
		for _, row := range b.Table.Rows {
			line(row...)
		}
	}
	if b.Picture != nil {
		for _, label := range b.Picture.Texts() {
			line(label)
		}
	}
}

// paired puts two short facts on one row of a page's width.
func paired(facts []Fact) [][]Fact {
	const longestName, longest = 12, 22 // ems
	short := func(f Fact) bool {
		return ems(f.Name) <= longestName && ems(f.Value) <= longest && !strings.Contains(f.Value, "\n")
	}
	var rows [][]Fact
	for i := 0; i < len(facts); i++ {
		if i+1 < len(facts) && short(facts[i]) && short(facts[i+1]) {
			rows = append(rows, facts[i:i+2])
			i++
		} else {
			rows = append(rows, facts[i:i+1])
		}
	}
	return rows
}

// shares are what all columns have together.
func (t *Table) shares() (all float64) {
	for _, c := range t.Columns {
		all += c.Share
	}
	return all
}

func (t *Table) heads() []string {
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	return titles
}

func (w *writer) say(zh, en string) string {
	if w.en {
		return en
	}
	return zh
}

// text is a text in the document's language, or in the one that there is.
func (w *writer) text(t layers.Text) string {
	if w.en && t.EN != "" || t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// orLine is a line to fill in by hand where nothing was said.
func orLine(value string) string { return cmp.Or(value, "________________") }

// orDash shows that a cell is empty by purpose.
func orDash(value string) string { return cmp.Or(value, "—") }

// tabled is a section of a table; empty if that has no rows.
func tabled(title string, t *Table) Section {
	if len(t.Rows) == 0 {
		return Section{}
	}
	return Section{Title: title, Blocks: []Block{{Table: t}}}
}
