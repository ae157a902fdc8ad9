package report

import "waterzones/layers"

// methods names the versions and the methods on which the result rests, how
// derived layers were worked out and what the computation noted.
func (w *writer) methods() Section {
	blocks := []Block{{Facts: []Fact{
		{w.say("数据版本", "Release"), w.r.Release},
		{w.say("规则集版本", "Rules"), orDash(w.r.Rules)},
		{w.say("计算引擎版本", "Engine"), w.r.Engine},
		{w.say("坐标系", "CRS"), w.say("CGCS2000（EPSG:4490），内外判定为精确计算，边界计入区内", "CGCS2000 (EPSG:4490); inside or outside is decided exactly, the boundary counts as inside")},
		{w.say("面积与长度口径", "Areas and lengths"), w.say("椭球面面积、测地线距离；1 亩 = 2000/3 ㎡", "areas on the ellipsoid, distances geodesic; 1 mu = 2000/3 m²")},
		{w.say("精度口径", "Accuracy"), w.say("取对象与保护区精度中较大者；边界在其范围内的为临界", "the larger of the site's and the zone's; a boundary within it is borderline")},
	}}}
	for i := range w.r.Layers {
		if c := &w.r.Layers[i]; c.Derivation != (layers.Text{}) && c.Matters {
			blocks = append(blocks, Block{Text: w.text(c.Title) + w.say("：", ": ") + w.text(c.Derivation)})
		}
	}
	for _, n := range w.r.Notes {
		blocks = append(blocks, Block{Text: w.text(n)})
	}
	return Section{Title: w.say("方法、版本与备注", "Methods, versions and notes"), Blocks: blocks}
}
