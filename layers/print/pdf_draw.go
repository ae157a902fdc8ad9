package print

import "strconv"

// draw puts a drawing with its upper left corner at x, y.
func (p *paper) draw(d *Drawing, x, y float64) {
	for i := range d.Marks {
		m := &d.Marks[i]
		if m.Clipped {
			p.ClipRect(x+d.Frame.X, y+d.Frame.Y, d.Frame.Width, d.Frame.Height, false)
		}
		if m.Text != "" {
			p.drawLabel(&m.Label, Pos{x, y})
		} else {
			p.drawPath(&m.Path, Pos{x, y})
		}
		if m.Clipped {
			p.ClipEnd()
		}
	}
}

func (p *paper) drawPath(path *Path, origin Pos) {
	if path.Fill != "" {
		r, g, b := colour(path.Fill)
		p.SetFillColor(r, g, b)
		p.translucent(path.Opacity, func() {
			p.outline(path, origin)
			p.DrawPath("F*")
		})
	}
	if path.Line != "" {
		r, g, b := colour(path.Line)
		p.SetDrawColor(r, g, b)
		p.SetLineWidth(path.Width)
		p.SetLineJoinStyle("round")
		if path.Dash > 0 {
			p.SetDashPattern([]float64{path.Dash, path.Dash}, 0)
			defer p.SetDashPattern(nil, 0)
		}
		p.outline(path, origin)
		p.DrawPath("D")
	}
}

// translucent draws with an opacity; 0 and 1 are opaque.
func (p *paper) translucent(opacity float64, draw func()) {
	if opacity <= 0 || opacity >= 1 {
		draw()
		return
	}
	p.SetAlpha(opacity, "Normal")
	draw()
	p.SetAlpha(1, "Normal")
}

func (p *paper) outline(path *Path, origin Pos) {
	for _, line := range path.Lines {
		for i, q := range line {
			if i == 0 {
				p.MoveTo(origin.X+q.X, origin.Y+q.Y)
			} else {
				p.LineTo(origin.X+q.X, origin.Y+q.Y)
			}
		}
		if path.Closed {
			p.ClosePath()
		}
	}
}

func (p *paper) drawLabel(l *Label, origin Pos) {
	text := p.shown(l.Text)
	points := l.Size / mmOfPoint
	p.SetFontSize(points)
	x, y := origin.X+l.At.X, origin.Y+l.At.Y
	left := x
	switch l.Anchor {
	case Middle:
		left -= p.width(text, points) / 2
	case End:
		left -= p.width(text, points)
	}
	r, g, b := colour(l.Colour)
	p.SetTextColor(r, g, b)
	if l.Turn != 0 {
		p.TransformBegin()
		p.TransformRotate(l.Turn, x, y)
		defer p.TransformEnd()
	}
	opacity := 1.0
	if l.Faint {
		opacity = faint
	}
	p.translucent(opacity, func() { p.Text(left, y, text) })
}

// colour reads #rrggbb; what is none is a middle grey, which is seen.
func colour(text string) (r, g, b int) {
	if n, err := strconv.ParseUint(text[min(1, len(text)):], 16, 32); err == nil && len(text) == 7 {
		return int(n >> 16), int(n >> 8 & 0xff), int(n & 0xff)
	}
	return 0x80, 0x80, 0x80
}
