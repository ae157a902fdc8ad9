package survey

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// dikuaiDoubt is something that was the matter with parcels, said once for all.
type dikuaiDoubt struct {
	parcels  int
	first    int // line
	zh, en   string
	examples []feature.Note
}

// doubt counts a parcel; the words are for all of a kind, an example for few.
func (r *dikuaiReader) doubt(line int, zh, en string, example feature.Note) {
	d := r.doubts[zh]
	if d == nil {
		d = &dikuaiDoubt{first: line, zh: zh, en: en}
		r.doubts[zh] = d
	}
	if d.parcels++; example.ZH != "" && len(d.examples) < 5 {
		d.examples = append(d.examples, example)
	}
}

// noteDoubts turns the doubts into notes, in the order of their first lines.
func (r *dikuaiReader) noteDoubts(src *feature.Source) {
	doubts := slices.SortedFunc(maps.Values(r.doubts), func(a, b *dikuaiDoubt) int {
		return cmp.Or(cmp.Compare(a.first, b.first), strings.Compare(a.zh, b.zh))
	})
	for _, d := range doubts {
		var zh, en []string
		for _, e := range d.examples {
			zh, en = append(zh, e.ZH), append(en, e.EN)
		}
		colonZH, colonEN := "", ""
		if len(zh) > 0 {
			colonZH, colonEN = "：", ": "
		}
		src.Notes = append(src.Notes, feature.Note{
			ZH: fmt.Sprintf("%d 个地块（首个在第 %d 行）：%s%s%s", d.parcels, d.first, d.zh, colonZH, strings.Join(zh, "；")),
			EN: fmt.Sprintf("%d parcels, the first in line %d: %s%s%s", d.parcels, d.first, d.en, colonEN, strings.Join(en, "; ")),
		})
	}
}

// check compares what the parcel says of itself with its points.
func (r *dikuaiReader) check(p *dikuaiParcel, g orb.Geometry) {
	if p.opened > 0 {
		r.doubt(p.line, "环未重复首点，已闭合", "rings did not repeat their first point and were closed", feature.Note{})
	}
	if n, ok := surveyNumber(p.count); ok && n != float64(p.points) && n != float64(p.points-len(p.rings)+p.opened) && n != float64(p.points+p.opened) {
		r.doubt(p.line, "界址点数与坐标行数不符", "the stated number of points is not that of the lines", feature.NoteOf("第 %d 行写 %s，实有 %d", "line %d says %s, there are %d", p.line, feature.Clip(p.count), p.points))
	}
	switch shape := dikuaiField(p.fields, 3); shape {
	case "面", "线", "点":
	default:
		r.doubt(p.line, "没有图形属性（面、线、点），按面读取", "no 图形属性 (面, 线 or 点); taken as areas", feature.Note{})
	}
	stated := dikuaiField(p.fields, 0)
	hectares, unitM2, ok := parseHectares(stated)
	switch {
	case stated == "" || g.Dimensions() < 2 || r.order.degrees:
	case !ok:
		r.doubt(p.line, "看不懂所写面积", "the stated area is not understood", feature.Note{ZH: "“" + feature.Clip(stated) + "”", EN: strconv.Quote(feature.Clip(stated))})
	default:
		m2, perimeterM := planeAreaM2(g)
		// Corners are rounded to a millimetre or two, and the area to its last digit.
		if math.Abs(m2-hectares*1e4) > unitM2/2+0.002*perimeterM {
			r.doubt(p.line, "所写面积与按坐标算得的平面面积不符", "the stated area is not the plane area of the points", feature.NoteOf("第 %d 行写 %s，算得 %.4f 公顷", "line %d says %s, computed %.4f ha", p.line, feature.Clip(stated), m2/1e4))
		}
	}
}

// parseHectares reads an area in hectares, and how many square metres its last
// digit stands for.
func parseHectares(text string) (hectares, unitM2 float64, ok bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(charset.Narrow(text)), "公顷"))
	hectares, ok = surveyNumber(text)
	if !ok || hectares < 0 {
		return 0, 0, false
	}
	decimals := 0
	if _, after, found := strings.Cut(text, "."); found {
		decimals = len(after)
	}
	return hectares, 1e4 * math.Pow10(-decimals), true
}

// planeAreaM2 is the area in the plane of the coordinates, in their unit
// squared, and the length of all rings.
func planeAreaM2(g orb.Geometry) (area, perimeter float64) {
	for _, polygon := range feature.Polygons(g) {
		for i, ring := range polygon {
			part := math.Abs(feature.DoubleArea(ring)) / 2
			if i > 0 {
				part = -part
			}
			area += part
			for j := 1; j < len(ring); j++ {
				perimeter += math.Hypot(ring[j][0]-ring[j-1][0], ring[j][1]-ring[j-1][1])
			}
		}
	}
	return area, perimeter
}
