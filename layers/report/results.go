package report

import (
	"slices"
	"strings"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// results has a row for every zone met or in doubt, and a row for every layer
// without one: checked, not checked (未核查) or not held (本系统未收录).
func (w *writer) results() Section {
	t := &Table{Columns: []Column{
		{w.say("图层（数据版本）", "Layer (version)"), 28},
		{w.say("名称（级别、批复文号）", "Zone (grade, approval)"), 38},
		{w.say("位置关系", "Relation"), 17},
		{w.say("叠压面积或长度（占比）", "Overlap (share)"), 29},
		{w.say("距离与方位", "Distance, bearing"), 26},
		{w.say("判定", "Verdict"), 15},
		{w.say("依据", "Basis"), 27},
	}}
	for i := range w.r.Layers {
		t.Rows = append(t.Rows, w.layerRows(&w.r.Layers[i])...)
	}
	for _, held := range w.r.OutOfScope {
		t.Rows = append(t.Rows, []string{w.held(held), "—", "—", "—", "—", w.say("未核查", "not checked"), w.say("本系统未收录", "not held by this installation")})
	}
	note := w.say("叠压面积按同一来源从严归入一个级别，各级别互不重复计算；边界距离为到该区边界的距离。",
		"Overlaps count each place once, under the strictest grade of its source; a boundary distance is to that zone's own boundary.")
	return Section{w.say("核查结果总表", "Results by layer"), []Block{{Table: t}, {Text: note}}}
}

func (w *writer) held(h layers.Held) string {
	if title := w.text(h.Title); title != "" {
		return title
	}
	return h.ID
}

// layerRows has a row for every zone of the layer that was met or is in doubt,
// and for the nearest that were not; or else one for the layer.
func (w *writer) layerRows(c *screening.LayerCheck) [][]string {
	title := w.text(c.Title)
	if c.Version != "" {
		title += w.say("（", " (") + c.Version + w.say("）", ")")
	}
	zones := w.zonesOf(c.ID)
	var rows [][]string
	for i := range zones {
		rows = append(rows, append([]string{title}, w.zoneCells(&zones[i])...))
	}
	if !c.Checked {
		return append(rows, []string{title, "—", "—", "—", "—", w.say("未核查", "not checked"), orDash(w.text(c.Reason))})
	}
	verdict, reason := "—", "—"
	switch {
	case !c.Matters:
		reason = w.say("规则不针对此类对象", "no rule speaks of this kind of site")
	case len(zones) == 0 && w.r.Verdict != "":
		verdict = w.text(rules.NoneFound.Title())
	}
	apart := w.say("无重叠", "no overlap")
	for i := range w.r.Nearest {
		n := &w.r.Nearest[i]
		if n.Layer == c.ID && !slices.ContainsFunc(zones, func(z row) bool { return z.code == n.Code }) {
			near := named(&row{name: n.Name, grade: n.Grade})
			rows = append(rows, []string{title, near, apart, "—", w.metres(n.DistanceM) + w.say("，", ", ") + w.bearing(n.BearingDeg), verdict, reason})
		}
	}
	if len(rows) == 0 {
		rows = [][]string{{title, "—", apart, "—", "—", verdict, reason}}
	}
	return rows
}

// row is one zone of the table: met, or found in doubt by a rule.
type row struct {
	layer, code                 string
	name, grade, part, approval string
	relation                    geo.Relation
	distanceM, boundaryM        float64
	overlapM2, share, crossingM *float64
	findings                    []*rules.Finding
}

// zonesOf collects the zones of a layer that were met or are in a finding, each
// once, with what the rules say of it.
func (w *writer) zonesOf(layer string) []row {
	var rows []row
	at := map[string]int{}
	for i := range w.r.Zones {
		if m := &w.r.Zones[i]; m.Layer == layer {
			at[m.Code] = len(rows)
			rows = append(rows, row{
				layer: layer, code: m.Code, name: m.Name, grade: m.Grade, part: m.Part, approval: m.ApprovalNo, relation: m.Relation,
				boundaryM: m.BoundaryM, overlapM2: m.OverlapM2, share: m.OverlapShare, crossingM: m.CrossingM,
			})
		}
	}
	for i := range w.r.Findings {
		f := &w.r.Findings[i]
		if f.Layer != layer {
			continue
		}
		k, known := at[f.Zone]
		if !known {
			k = len(rows)
			at[f.Zone] = k
			rows = append(rows, row{
				layer: layer, code: f.Zone, name: f.ZoneName, grade: f.Grade, part: f.Part, approval: f.Evidence.ApprovalNo, relation: f.Relation,
				distanceM: f.DistanceM, boundaryM: f.BoundaryM,
			})
		}
		z := &rows[k]
		z.overlapM2, z.share, z.crossingM = f.OverlapM2, f.OverlapShare, f.CrossingM
		z.findings = append(z.findings, f)
	}
	return rows
}

func (w *writer) zoneCells(z *row) []string {
	verdict, basis := "—", w.say("没有规则针对此类对象", "no rule speaks of this kind of site here")
	if w.r.Verdict == "" {
		basis = "—"
	}
	if len(z.findings) > 0 {
		f := z.findings[0] // the report has the strictest first
		verdict, basis = w.text(f.Verdict.Title()), citations(f.Citation)
		if f.WouldBe != "" {
			verdict += w.say("（区内："+f.WouldBe.Title().ZH+"）", " (inside: "+f.WouldBe.Title().EN+")")
		}
	}
	return []string{named(z), w.relation(z.relation), w.overlap(z.overlapM2, z.share, z.crossingM), w.distance(z), verdict, basis}
}

// named is a zone with its grade and approval. The words of the law stay as
// they are in either language.
func named(z *row) string {
	var about []string
	for _, word := range []string{z.grade, z.part, z.approval} {
		if word != "" {
			about = append(about, word)
		}
	}
	if len(about) == 0 {
		return z.name
	}
	return z.name + "（" + strings.Join(about, "，") + "）"
}

func (w *writer) relation(r geo.Relation) string {
	area := w.r.Site.Geometry.Geometry != nil && w.r.Site.Geometry.Dimensions() > 0
	switch r {
	case geo.Within:
		return w.say("全部位于区内", "within")
	case geo.Overlaps:
		return w.say("部分重叠", "overlaps")
	case geo.Contains:
		return w.say("包含该区", "contains it")
	case geo.Touches:
		if area {
			return w.say("边界相接", "touches")
		}
		return w.say("位于边界上", "on the boundary")
	}
	return w.say("区外，精度范围内", "outside, within the accuracy")
}

func (w *writer) overlap(m2, share, crossingM *float64) string {
	var parts []string
	if m2 != nil {
		parts = append(parts, w.area(*m2))
	}
	if crossingM != nil {
		parts = append(parts, w.metres(*crossingM))
	}
	if share != nil {
		parts = append(parts, percent(*share))
	}
	return orDash(strings.Join(parts, w.say("，", ", ")))
}

func (w *writer) distance(z *row) string {
	if z.relation == geo.Disjoint {
		text := w.say("距该区 ", "to the zone ") + w.metres(z.distanceM)
		for i := range w.r.Nearest {
			if n := &w.r.Nearest[i]; n.Layer == z.layer && n.Code == z.code {
				return text + w.say("，", ", ") + w.bearing(n.BearingDeg)
			}
		}
		return text
	}
	return w.say("距边界 ", "to its boundary ") + w.metres(z.boundaryM)
}
