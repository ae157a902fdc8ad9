package print

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"waterzones/layers/report"
)

//go:embed page.html
var page string

//go:embed page.css
var css string

// HTML writes the report as one page that prints on A4. It loads nothing: style
// and pictures are inside; see Policy.
func HTML(out io.Writer, r *report.Report, o Options) error {
	d := Document(r, o)
	return d.HTML(out)
}

// Policy is the Content-Security-Policy under which the page is whole.
func Policy() string {
	sum := sha256.Sum256([]byte(css))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// HTML writes the document as a page that is well-formed XML as well.
func (d *Doc) HTML(out io.Writer) error {
	t, err := template.New("page").Funcs(template.FuncMap{"svg": inline, "share": share, "rows": factRows}).Parse(page)
	if err != nil {
		return fmt.Errorf("report page: %w", err)
	}
	return t.Execute(out, map[string]any{
		"Doc": d, "CSS": template.CSS(css), "QR": d.QR.Drawing(qrSize),
	})
}

// qrSize is the side of the QR code in millimetres.
const qrSize = 28

// inline is a drawing as an element of the page; SVG escapes what it is given.
func inline(d *Drawing) (template.HTML, error) {
	var b strings.Builder
	err := SVG(&b, d)
	return template.HTML(b.String()), err
}

// factRows puts facts in pairs but for the first section, which the QR code
// narrows.
func factRows(section int, facts []Fact) [][]Fact {
	if section > 0 {
		return paired(facts)
	}
	var rows [][]Fact
	for i := range facts {
		rows = append(rows, facts[i:i+1])
	}
	return rows
}

// share is a column's part of the table's width in percent.
func share(t *Table, column int) string {
	return fmt.Sprintf("%.1f%%", 100*t.Columns[column].Share/t.shares())
}
