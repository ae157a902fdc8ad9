package print

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"
)

// SVG writes the drawing as one SVG element in millimetres, with presentation
// attributes only, so that it stands in a page under a strict content policy.
func SVG(out io.Writer, d *Drawing) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%smm" height="%smm" viewBox="0 0 %s %s" role="img" aria-label="%s" font-family="%s">`,
		mm(d.Width), mm(d.Height), mm(d.Width), mm(d.Height), html.EscapeString(d.Title), "Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,SimSun,sans-serif")
	if slices.ContainsFunc(d.Marks, func(m Mark) bool { return m.Clipped }) { // a page has one map, so the name is its own
		f := d.Frame
		fmt.Fprintf(&b, `<clipPath id="frame"><rect x="%s" y="%s" width="%s" height="%s"/></clipPath>`, mm(f.X), mm(f.Y), mm(f.Width), mm(f.Height))
	}
	for i := range d.Marks {
		if m := &d.Marks[i]; m.Text != "" {
			svgLabel(&b, &m.Label)
		} else {
			svgPath(&b, &m.Path, m.Clipped)
		}
	}
	b.WriteString("</svg>")
	_, err := io.WriteString(out, b.String())
	return err
}

// mm prints a length to a hundredth of a millimetre, finer than printers are.
func mm(v float64) string {
	text := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}

func svgPath(b *strings.Builder, p *Path, clipped bool) {
	b.WriteString(`<path d="`)
	for _, line := range p.Lines {
		for i, q := range line {
			b.WriteString(map[bool]string{true: "M", false: "L"}[i == 0] + mm(q.X) + " " + mm(q.Y))
		}
		if p.Closed {
			b.WriteByte('Z')
		}
	}
	b.WriteString(`" fill-rule="evenodd"`)
	if p.Fill == "" {
		b.WriteString(` fill="none"`)
	} else {
		fmt.Fprintf(b, ` fill="%s"`, html.EscapeString(p.Fill))
		if p.Opacity > 0 && p.Opacity < 1 {
			fmt.Fprintf(b, ` fill-opacity="%g"`, p.Opacity)
		}
	}
	if p.Line != "" {
		fmt.Fprintf(b, ` stroke="%s" stroke-width="%s" stroke-linejoin="round"`, html.EscapeString(p.Line), mm(p.Width))
		if p.Dash > 0 {
			fmt.Fprintf(b, ` stroke-dasharray="%s"`, mm(p.Dash))
		}
	}
	if clipped {
		b.WriteString(` clip-path="url(#frame)"`)
	}
	b.WriteString("/>")
}

func svgLabel(b *strings.Builder, l *Label) {
	fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s" text-anchor="%s"`,
		mm(l.At.X), mm(l.At.Y), mm(l.Size), html.EscapeString(l.Colour), []string{"start", "middle", "end"}[l.Anchor])
	if l.Turn != 0 {
		fmt.Fprintf(b, ` transform="rotate(%s %s %s)"`, mm(-l.Turn), mm(l.At.X), mm(l.At.Y))
	}
	if l.Faint {
		fmt.Fprintf(b, ` fill-opacity="%g"`, faint)
	}
	b.WriteString(">" + html.EscapeString(l.Text) + "</text>")
}

// faint is the opacity of a watermark: seen on every copy, and all is legible
// under it.
const faint = 0.28
