package geo

import "math"

// strip is what lies within so many metres of a straight line in space (after
// Ballard, "Strip trees", 1981): where edges follow one another it is much
// narrower than their box, unless they go north or east.
type strip struct {
	line  spatialEdge
	width float64
}

// withStrips is the tree when the strips of all its nodes are made, each from
// the first place of what it holds to the last one, in some 0.1 µs an edge: when
// it is first asked for.
func (t *boxTree) withStrips() *boxTree {
	t.once.Do(t.addStrips)
	return t
}

func (t *boxTree) addStrips() {
	for level, nodes := range t.levels {
		strips := make([]strip, len(nodes))
		for i, n := range nodes {
			if level == 0 {
				strips[i] = stripOf(t.edges[n.from:n.to])
			} else {
				strips[i] = hold(t.strips[level-1][n.from:n.to])
			}
		}
		t.strips = append(t.strips, strips)
	}
}

func stripOf(edges []edge) strip {
	var memory [fan]strip
	parts := memory[:0]
	start := spatial(edges[0].a) // edges of a leaf follow one another
	for _, e := range edges {
		end := spatial(e.b)
		line := lineTo(start, end)
		parts = append(parts, strip{line, line.width(e)})
		start = end
	}
	return hold(parts)
}

// hold is a strip that holds others: their ends lie nowhere nearer to its edge
// than they are wide.
func hold(parts []strip) strip {
	s := strip{line: lineTo(parts[0].line.a, parts[len(parts)-1].line.at(1))}
	for i := range parts {
		begin, _ := s.line.toPoint(parts[i].line.a)
		end, _ := s.line.toPoint(parts[i].line.at(1))
		s.width = max(s.width, parts[i].width+math.Sqrt(max(begin, end))+rounding)
	}
	return s
}

// rounding is more, in metres, than it adds to a distance in space.
const rounding = 1e-6

// width is how far an edge may be from its line, if that is known: for long edges
// not, nor for any but short ones next to a pole.
func (e *spatialEdge) width(of edge) float64 {
	box := of.bound()
	size := max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1])
	if size > 2 || (size > shortDeg && max(-box.Min[1], box.Max[1]) > 85) {
		return math.Inf(1)
	}
	return e.bend()
}

// strip is that of a part, if it has one; that of a stretch is put into own.
func (t *boxTree) strip(p *part, own *strip) *strip {
	if p.level >= 0 {
		if t.strips == nil {
			return nil
		}
		return &t.strips[p.level][p.at]
	}
	e := t.edges[p.at]
	e = edge{e.point(p.from), e.point(p.to)}
	own.line = e.spatial()
	own.width = own.line.width(e)
	return own
}
