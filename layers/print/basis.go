package print

import (
	"strconv"

	"waterzones/layers"
)

// methods names the versions and the methods on which the result rests, how
// derived layers were worked out and what the computation noted.
func (w *writer) methods() Section {
	facts := []Fact{
		{w.say("版本", "Versions"), w.say("数据 ", "release ") + w.r.Release + w.say("；规则集 ", "; rules ") + orDash(w.r.Rules) + w.say("；计算引擎 ", "; engine ") + w.r.Engine},
		{w.say("口径", "Methods"), w.say(
			"CGCS2000（EPSG:4490）内精确判定，边界计入区内；椭球面面积、测地线距离，1 亩 = 2000/3 ㎡；精度取对象与保护区中较大者，边界在其范围内的为临界",
			"decided exactly in CGCS2000 (EPSG:4490), the boundary counts as inside; areas on the ellipsoid, distances geodesic, 1 mu = 2000/3 m²; of the site's and the zone's accuracy the larger holds, a boundary within it is borderline")},
	}
	for i := range w.r.Layers {
		if c := &w.r.Layers[i]; c.Derivation != (layers.Text{}) && c.Matters {
			facts = append(facts, Fact{w.text(c.Title), w.text(c.Derivation)})
		}
	}
	for i, n := range w.r.Notes {
		facts = append(facts, Fact{w.say("备注 ", "Note ") + strconv.Itoa(i+1), w.text(n)})
	}
	return Section{Title: w.say("方法、版本与备注", "Methods, versions and notes"), Blocks: []Block{{Facts: facts}}}
}
