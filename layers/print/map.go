package print

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"waterzones/layers"
	"waterzones/layers/report"
)

// Sizes of the map in millimetres: the frame fills the width of an A4 page less
// the degrees on its left.
const (
	mapWidth   = 180
	gridLabel  = 2.3
	nameLabel  = 2.7
	textLabel  = 2.8
	titleLabel = 4
	siteRed    = "#e60012"
	black      = "#000000"
	white      = "#ffffff"
)

func mapFrame() Frame { return Frame{16, 7, mapWidth - 17, 92} }

// Map draws the report's map alone, as the document has it; nil for a site
// without shape.
func Map(r *report.Report, o Options) *Drawing {
	if r.Site.Geometry.Geometry == nil || r.Site.Geometry.Bound().IsEmpty() {
		return nil
	}
	w := &writer{r: r, o: o, en: o.Lang == "en"}
	return w.drawMap()
}

// picture is the section with the map.
func (w *writer) picture() Section {
	d := Map(w.r, w.o)
	if d == nil {
		return Section{}
	}
	return Section{Title: w.say("附图", "Map"), Blocks: []Block{{Picture: d}}}
}

// sheet is a map as it is being drawn.
type sheet struct {
	*writer
	*Drawing
	view
	red    []Frame // the site's line, in small squares
	taken  []Frame // where labels stand already
	left   int     // zones and parcels that found no place for their name
	legend []entry
}

// drawMap draws the site's red line over the zones around it, with grid, scale,
// north and legend.
func (w *writer) drawMap() *Drawing {
	frame := mapFrame()
	d := &Drawing{Title: w.say(w.marked()+"与周边保护区位置图", "Map of the site and the zones around it"), Width: mapWidth, Frame: frame}
	s := &sheet{writer: w, Drawing: d, view: viewOf(w.r, frame)}
	s.red = s.redLine()
	s.label(Label{Text: joined(s.say("：", ": "), s.r.Site.Name, d.Title), At: Pos{frame.middle().X, 4.5}, Size: titleLabel, Colour: black, Anchor: Middle})
	s.path(Path{Lines: frame.box(), Closed: true, Fill: white}, false)
	s.zones()
	s.grid()
	s.watermark()
	s.taken = append(s.taken, s.northGround())
	s.leader()
	s.site()
	s.names()
	s.north()
	s.path(Path{Lines: frame.box(), Closed: true, Line: black, Width: 0.35}, false)
	below := s.scale(frame.Y + frame.Height + 9)
	d.Height = s.foot(s.legendRows(below))
	return d
}

// drawn is a zone on its way to paper.
type drawn struct {
	style layers.Style
	rings [][]Pos
	zone  string // its name as stored
	name  string // as labelled
	title string // of its line of the legend
}

// zones draws the layers from the last to the first and each from its weakest
// grade to its strictest, so that what is strict lies on top.
func (s *sheet) zones() {
	for i, l := range slices.Backward(s.o.Map) {
		for _, z := range slices.Backward(s.ofLayer(&l)) {
			angle := []float64{45, 135, 0, 90, 20, 110}[i%6]
			s.paint(z, angle)
			s.note(entry{z.title, z.style, angle})
		}
	}
}

// ofLayer returns the zones of a layer that the frame shows, strictest first.
func (s *sheet) ofLayer(l *MapLayer) []drawn {
	var all []drawn
	box := s.bound()
	for _, style := range stylesOf(l) {
		for i := range l.Zones {
			z := &l.Zones[i]
			if style.Grade != "" && style.Grade != z.Grade || style.Grade == "" && styled(l, z.Grade) {
				continue
			}
			// The clip works in place: the zone is everyone's.
			shape := clip.MultiPolygon(box, z.Shape.Clone())
			if len(shape) == 0 {
				continue
			}
			name := z.Name
			if z.Grade != "" && !strings.Contains(name, z.Grade) {
				name += "（" + z.Grade + "）"
			}
			all = append(all, drawn{style, s.lines(pathsOf(shape)), z.Name, name, s.text(style.Title)})
		}
	}
	return all
}

// stylesOf returns the lines of the legend, and one for zones of a grade that
// the legend does not name: no zone may be invisible.
func stylesOf(l *MapLayer) []layers.Style {
	styles := slices.Clone(l.Legend)
	if !slices.ContainsFunc(styles, func(s layers.Style) bool { return s.Grade == "" }) {
		styles = append(styles, layers.Style{Title: l.Title, Fill: "#888888", Opacity: 0.2, Line: "#444444", Width: 1.5})
	}
	return styles
}

// styled reports whether the legend has a line of its own for the grade.
func styled(l *MapLayer, grade string) bool {
	return grade != "" && slices.ContainsFunc(l.Legend, func(s layers.Style) bool { return s.Grade == grade })
}

// paint draws one zone or a sample of its style. Widths of the legend are screen
// pixels.
func (s *sheet) paint(z drawn, angle float64) {
	const mmOfPixel = 0.25
	if z.style.Fill != "" {
		s.path(Path{Lines: z.rings, Closed: true, Fill: z.style.Fill, Opacity: z.style.Opacity}, true)
	}
	colour, width := z.style.Line, z.style.Width*mmOfPixel
	if colour == "" {
		colour, width = "#444444", mmOfPixel
	}
	if gap := gapOf(z.style); gap > 0 {
		lines := hatch(z.rings, angle, gap)
		if z.style.Pattern == "crosshatch" {
			lines = append(lines, hatch(z.rings, angle+90, gap)...)
		}
		s.path(Path{Lines: lines, Line: colour, Width: 0.12}, true)
	}
	dash := 0.0
	if z.style.Dash {
		dash = 1.6
	}
	s.path(Path{Lines: z.rings, Closed: true, Line: colour, Width: width, Dash: dash}, true)
}

// gapOf is the gap in millimetres between the lines of a style's hatching; 0:
// none. A fill that has neither a pattern nor a dashed outline gets a wide one:
// in black and white it would be like its neighbours.
func gapOf(s layers.Style) float64 {
	switch {
	case s.Pattern == "hatch" || s.Pattern == "crosshatch":
		return 2.4
	case s.Pattern == "" && s.Fill != "" && !s.Dash:
		return 4.8
	}
	return 0
}

// site draws the red line without fill, on white, so that it stands out in black
// and white too. What would be too small to see gets a ring around it.
func (s *sheet) site() {
	g := s.r.Site.Geometry.Geometry
	paths := s.lines(pathsOf(g))
	if g.Dimensions() == 0 {
		for _, p := range paths {
			s.path(Path{Lines: [][]Pos{circle(p[0], 2.6)}, Closed: true, Fill: white}, true)
			s.path(Path{Lines: [][]Pos{circle(p[0], 0.5)}, Closed: true, Fill: siteRed}, true)
			s.path(Path{Lines: [][]Pos{circle(p[0], 1.8)}, Closed: true, Line: siteRed, Width: 0.7}, true)
		}
		return
	}
	area := g.Dimensions() == 2
	s.path(Path{Lines: paths, Closed: area, Line: white, Width: 2}, true)
	s.path(Path{Lines: paths, Closed: area, Line: siteRed, Width: 0.9}, true)
	if box := s.siteBox(); max(box.Width, box.Height) < 3 {
		s.path(Path{Lines: [][]Pos{circle(box.middle(), 3)}, Closed: true, Line: siteRed, Width: 0.5, Dash: 1}, true)
	}
}

// marked is what the map shows of the site: the officer reads 红线 as an area's outline.
func (w *writer) marked() string {
	switch w.r.Site.Geometry.Dimensions() {
	case 0:
		return "项目位置"
	case 1:
		return "项目线路"
	default:
		return "项目红线"
	}
}

// siteBox is where the site lies on the paper.
func (s *sheet) siteBox() Frame {
	return s.boxOf(s.r.Site.Geometry.Bound())
}

func (s *sheet) boxOf(b orb.Bound) Frame {
	a, c := s.at(orb.Point{b.Min[0], b.Max[1]}), s.at(orb.Point{b.Max[0], b.Min[1]})
	return Frame{a.X, a.Y, c.X - a.X, c.Y - a.Y}
}

func circle(at Pos, radius float64) []Pos {
	const corners = 36
	ring := make([]Pos, corners)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		ring[i] = Pos{at.X + radius*cos, at.Y + radius*sin}
	}
	return ring
}

// leader joins a site that meets no zone with the nearest.
func (s *sheet) leader() {
	if len(s.r.Zones) > 0 || len(s.r.Nearest) == 0 || s.r.Nearest[0].DistanceM >= farM {
		return
	}
	n := &s.r.Nearest[0]
	from, to := s.at(n.From), s.at(n.At)
	s.path(Path{Lines: [][]Pos{{from, to}}, Line: black, Width: 0.25, Dash: 0.8}, true)
	if math.Hypot(to.X-from.X, to.Y-from.Y) > 12 {
		s.name(fmt.Sprintf(s.say("%s，%s", "%s, %s"), s.metres(n.DistanceM), s.bearing(n.BearingDeg)), []Pos{{(from.X + to.X) / 2, (from.Y + to.Y) / 2}})
	}
}

// watermark crosses the map, so that a part that is cut out still says it.
func (s *sheet) watermark() {
	if !s.r.Illustrative {
		return
	}
	size, m := 20.0, s.frame.middle()
	text := s.say("示意", "ILLUSTRATIVE")
	if s.en {
		size = 14
	}
	s.label(Label{Text: text, At: Pos{m.X, m.Y + size/3}, Size: size, Colour: "#808080", Anchor: Middle, Turn: 25, Faint: true})
}
