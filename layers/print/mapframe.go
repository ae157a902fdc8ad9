package print

import (
	"fmt"
	"math"
	"slices"

	"waterzones/layers"
)

// grid draws meridians and parallels at round angles and names them.
func (s *sheet) grid() {
	b := s.bound()
	f := s.frame
	step := roundStep((b.Max[0] - b.Min[0]) / 5)
	for _, lon := range multiples(b.Min[0], b.Max[0], step) {
		x := s.at([2]float64{lon, s.middle[1]}).X
		if f.X < x && x < f.X+f.Width {
			s.path(gridLine(Pos{x, f.Y}, Pos{x, f.Y + f.Height}), false)
			s.label(Label{Text: dms(lon, 0), At: Pos{x, f.Y + f.Height + 3}, Size: gridLabel, Colour: black, Anchor: Middle})
		}
	}
	for _, lat := range multiples(b.Min[1], b.Max[1], step) {
		y := s.at([2]float64{s.middle[0], lat}).Y
		if f.Y+1 < y && y < f.Y+f.Height {
			s.path(gridLine(Pos{f.X, y}, Pos{f.X + f.Width, y}), false)
			s.label(Label{Text: dms(lat, 0), At: Pos{f.X - 0.8, y + 0.8}, Size: gridLabel, Colour: black, Anchor: End})
		}
	}
}

func gridLine(a, b Pos) Path {
	return Path{Lines: [][]Pos{{a, b}}, Line: "#9a9a9a", Width: 0.1}
}

// roundStep is the smallest round angle in degrees that is no less than the
// wanted one: 1″, 2″, 5″, … 30′, 1°, 2°, 5°, 10°.
func roundStep(wanted float64) float64 {
	for _, unit := range []float64{1.0 / 3600, 1.0 / 60} {
		for _, n := range []float64{1, 2, 5, 10, 15, 30} {
			if n*unit >= wanted {
				return n * unit
			}
		}
	}
	for _, n := range []float64{1, 2, 5, 10, 30} {
		if n >= wanted {
			return n
		}
	}
	return 90
}

func multiples(low, high, step float64) []float64 {
	var all []float64
	for n := math.Ceil(low / step); n*step <= high; n++ {
		all = append(all, n*step)
	}
	return all
}

func (s *sheet) northGround() Frame {
	return Frame{s.frame.X + s.frame.Width - 11, s.frame.Y + 1, 8, 16}
}

// north is the arrow in the upper right corner: north is up all over the map.
func (s *sheet) north() {
	ground := s.northGround()
	x, y := ground.X+4, ground.Y+4
	s.path(Path{Lines: ground.box(), Closed: true, Fill: white, Opacity: 0.85}, false)
	s.path(Path{Lines: [][]Pos{{{x, y}, {x - 2.4, y + 9}, {x, y + 7}}}, Closed: true, Fill: black}, false)
	s.path(Path{Lines: [][]Pos{{{x, y}, {x + 2.4, y + 9}, {x, y + 7}}}, Closed: true, Line: black, Width: 0.2}, false)
	s.label(Label{Text: s.say("北", "N"), At: Pos{x, y - 0.6}, Size: 3, Colour: black, Anchor: Middle})
}

// scale draws a bar of a round length at y and returns where the legend begins.
func (s *sheet) scale(y float64) float64 {
	length := roundLength(35 * s.metresOfMM)
	mm := length / s.metresOfMM
	x := s.frame.X
	for i := range 4 {
		part := Frame{x + mm*float64(i)/4, y, mm / 4, 1.2}
		fill := black
		if i%2 == 1 {
			fill = white
		}
		s.path(Path{Lines: part.box(), Closed: true, Fill: fill, Line: black, Width: 0.15}, false)
	}
	for i, at := range []float64{0, length / 2, length} {
		text := lengthName(at)
		s.label(Label{Text: text, At: Pos{x + mm*float64(i)/2, y - 0.9}, Size: gridLabel, Colour: black, Anchor: Middle})
	}
	s.label(Label{
		Text: fmt.Sprintf(s.say("比例尺 1:%s（按 A4 原大打印时）", "scale 1:%s (printed on A4 at full size)"), grouped(s.metresOfMM*1000, 0)),
		At:   Pos{x + mm + 8, y + 1}, Size: textLabel, Colour: black,
	})
	return y + 5
}

// roundLength is the largest of 1, 2, 5 times a power of ten below the wanted.
func roundLength(wanted float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(wanted)))
	for _, n := range []float64{5, 2} {
		if n*power <= wanted {
			return n * power
		}
	}
	return power
}

func lengthName(m float64) string {
	if m >= 1000 {
		return fmt.Sprintf("%g km", m/1000)
	}
	return fmt.Sprintf("%g m", m)
}

// entry is a line of the legend with the sample's hatching.
type entry struct {
	title string
	style layers.Style
	angle float64
}

// note puts a line on the legend once.
func (s *sheet) note(e entry) {
	if !slices.ContainsFunc(s.legend, func(known entry) bool { return known.title == e.title }) {
		s.legend = append(s.legend, e)
	}
}

// legendRows draws a sample and a title for the site and for every style used,
// in three columns from y on, and returns where they end.
func (s *sheet) legendRows(y float64) float64 {
	const columns, rowHeight = 3, 5.2
	width := (s.Width - s.frame.X) / columns
	cell := func(i int) Frame {
		return Frame{s.frame.X + width*float64(i%columns), y + rowHeight*float64(i/columns), 8, 3.6}
	}
	write := func(i int, title string) {
		f := cell(i)
		s.label(Label{Text: title, At: Pos{f.X + f.Width + 1.5, f.Y + 2.8}, Size: textLabel, Colour: black})
	}
	s.path(Path{Lines: cell(0).box(), Closed: true, Line: siteRed, Width: 0.9}, false)
	write(0, s.say(s.marked()+"（本次核查对象）", "the site (in red)"))
	unclipped := len(s.Marks)
	for i := range s.legend {
		e := &s.legend[len(s.legend)-1-i] // drawn last, read first
		s.paint(drawn{style: e.style, rings: cell(i + 1).box()}, e.angle)
		write(i+1, e.title)
	}
	for i := unclipped; i < len(s.Marks); i++ {
		s.Marks[i].Clipped = false
	}
	return y + rowHeight*float64(len(s.legend)/columns+1) + 3
}

// foot says what the map is drawn from and how; it returns where it ends.
func (s *sheet) foot(y float64) float64 {
	texts := []string{
		fmt.Sprintf(s.say("数据版本：%s　基准日：%s", "Release: %s, as of %s"), s.r.Release, s.r.AsOf),
		s.say("坐标系 CGCS2000（EPSG:4490），经纬网；投影：以图幅中心纬线为标准纬线的等距圆柱投影，上方为北",
			"CRS CGCS2000 (EPSG:4490); equirectangular about the middle of the picture, north up"),
		s.say("本图由系统绘制，供核查参考，不是测绘成果，不作行政区域界线依据", "Drawn by the system for reference; no survey, and no authority on administrative boundaries"),
	}
	if !s.o.PrintedAt.IsZero() {
		texts[0] += s.say("　打印：", ", printed ") + s.printed()
	}
	if s.r.Illustrative {
		texts[2] += s.say("；图中含示意数据，不作为审批依据", "; some data are illustrative, no basis for a decision")
	}
	if len(s.legend) == 0 {
		texts = append(texts, s.say("图幅内没有已加载的区；图层未覆盖之处不等于没有保护区", "No zone that is loaded lies in the picture; where a layer does not reach there may still be zones"))
	}
	if s.left > 0 {
		texts = append(texts, fmt.Sprintf(s.say("另有 %d 个区或地块因图面所限未标注名称", "%d zones or parcels are drawn without their names for want of room"), s.left))
	}
	for _, text := range texts {
		s.label(Label{Text: text, At: Pos{s.frame.X, y}, Size: gridLabel, Colour: black})
		y += 3.6
	}
	return y
}
