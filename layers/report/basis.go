package report

import (
	"fmt"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// versions names the data and the methods on which the result rests.
func (w *writer) versions() Section {
	t := &Table{Columns: []Column{
		{w.say("图层", "Layer"), 56},
		{w.say("版本", "Version"), 34},
		{w.say("责任单位", "Department"), 44},
		{w.say("是否必查", "Required"), 18},
		{w.say("是否核查", "Checked"), 28},
	}}
	for i := range w.r.Layers {
		c := &w.r.Layers[i]
		title, required, checked := w.text(c.Title), w.say("否", "no"), w.say("未核查", "no")
		if c.Required {
			required = w.say("是", "yes")
		}
		if c.Checked {
			checked = w.say("已核查", "yes")
		}
		t.Rows = append(t.Rows, []string{title, orDash(w.version(c)), orDash(c.Department), required, checked})
	}
	facts := []Fact{
		{w.say("数据版本", "Release"), w.r.Release},
		{w.say("规则集版本", "Rules"), orDash(w.r.Rules)},
		{w.say("计算引擎版本", "Engine"), w.r.Engine},
		{w.say("坐标系", "CRS"), w.say("CGCS2000（EPSG:4490），内外判定为精确计算，边界计入区内", "CGCS2000 (EPSG:4490); inside or outside is decided exactly, the boundary counts as inside")},
		{w.say("面积与长度口径", "Areas and lengths"), w.say("椭球面面积、测地线距离；1 亩 = 2000/3 ㎡", "areas on the ellipsoid, distances geodesic; 1 mu = 2000/3 m²")},
		{w.say("精度口径", "Accuracy"), w.say("取对象与保护区精度中较大者；边界在其范围内的为临界", "the larger of the site's and the zone's; a boundary within it is borderline")},
	}
	blocks := []Block{{Facts: facts}, {Table: t}}
	for i := range w.r.Layers {
		if c := &w.r.Layers[i]; c.Derivation != (layers.Text{}) {
			blocks = append(blocks, Block{Text: w.text(c.Title) + w.say("：", ": ") + w.text(c.Derivation)})
		}
	}
	return Section{w.say("数据版本与说明", "Data and methods"), blocks}
}

// version is a layer's version with the beginning of its content's hash.
func (w *writer) version(c *screening.LayerCheck) string {
	const shown = 12
	if c.Content == "" {
		return c.Version
	}
	return c.Version + w.say("（内容 ", " (content ") + c.Content[:min(shown, len(c.Content))] + w.say("）", ")")
}

func (w *writer) statement() Section {
	return Section{w.say("声明", "Statement"), []Block{{Text: fmt.Sprintf(w.say(
		"本结果依据截至 %s 已加载的矢量数据自动计算，保护区范围以省（市）人民政府批复文件及拐点坐标为准；不代替行政许可决定。“%s”仅就已核查的图层而言。图层或规则的版本变更后，应当重新核查。",
		"This result was computed from the vector data loaded as of %s. The approvals of the provincial or municipal government and their corner points alone are valid; it takes the place of no administrative decision. \"%s\" speaks of the layers checked only. After a change of layers or rules the site must be checked again."),
		w.r.AsOf, w.text(rules.NoneFound.Title()))}}}
}

// notes end the paper: what the computation noted, and who signs.
func (w *writer) notes() Section {
	s := Section{Title: w.say("备注与签署", "Notes and signatures")}
	for _, n := range w.r.Notes {
		s.Blocks = append(s.Blocks, Block{Text: w.text(n)})
	}
	s.Blocks = append(s.Blocks, Block{Facts: []Fact{
		{w.say("核查人", "Checked by"), orLine(w.o.Operator)},
		{w.say("审核人", "Reviewed by"), orLine(w.o.Reviewer)},
		{w.say("日期", "Date"), orLine("")},
	}})
	return s
}
