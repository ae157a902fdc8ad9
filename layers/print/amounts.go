package print

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"waterzones/layers/report"
)

// parcels has a row for each parcel of a project of several.
func (w *writer) parcels() Section {
	if w.r.Site.Places > 0 {
		return w.places()
	}
	t := &Table{Columns: []Column{
		{w.unit(), 26},
		{w.say("面积或长度", "Area or length"), 44},
		{w.say("判定", "Verdict"), 26},
		{w.say("级别与面积", "Grades"), 48},
		{w.say("规则", "Rules"), 36},
	}}
	for i := range w.r.Parcels {
		p := &w.r.Parcels[i]
		size := report.Amount{AreaM2: p.AreaM2, LengthM: p.LengthM}
		t.Rows = append(t.Rows, []string{w.parcel(p), w.amount(&size), w.parcelVerdict(p), orDash(w.grades(p.Grades)), orDash(strings.Join(p.Rules, "、"))})
	}
	return tabled(w.say("分"+w.unit()+"结果", "Results by "+w.unit()), t)
}

// places has a row for each place of a set: what follows there, by which articles, and
// what is suggested.
func (w *writer) places() Section {
	t := &Table{Columns: []Column{
		{w.unit(), 26},
		{w.say("位置", "Position"), 36},
		{w.say("判定", "Verdict"), 20},
		{w.say("涉及的区", "Zones"), 42},
		{w.say("依据（规则）", "Basis (rules)"), 58},
		{w.say("建议处置", "Suggested"), 20},
	}}
	for i := range w.r.Parcels {
		p := &w.r.Parcels[i]
		at := p.Geometry.Bound().Center()
		t.Rows = append(t.Rows, []string{
			w.parcel(p), dms(at[0], 2) + "\n" + dms(at[1], 2), w.parcelVerdict(p), orDash(strings.Join(p.Zones, "\n")),
			orDash(joined("\n", strings.Join(p.Laws, "、"), strings.Join(p.Rules, "、"))), orDash(w.text(p.Disposal.Title())),
		})
	}
	return tabled(w.say("分处结果", "Results by place"), t)
}

func (w *writer) parcelVerdict(p *report.ParcelResult) string {
	verdict := w.text(p.Verdict.Title())
	if p.Borderline {
		verdict += w.say("（含临界情形）", " (some of it borderline)")
	}
	if !p.Complete {
		verdict += w.say("；核查不完整", "; incomplete")
	}
	return verdict
}

// unit is what a row is of: a parcel of land, or one place of a set.
func (w *writer) unit() string {
	if w.r.Site.Places > 0 {
		return w.say("处", "place")
	}
	return w.say("地块", "parcel")
}

// parcel is a parcel's number and name.
func (w *writer) parcel(p *report.ParcelResult) string {
	number := w.say(w.unit(), w.unit()+" ") + strconv.Itoa(p.Number)
	if w.r.Site.Places > 0 {
		number = w.say("第 "+strconv.Itoa(p.Number)+" 处", number)
	}
	return strings.TrimSpace(number + " " + p.Name)
}

// grades is a parcel's amounts in the layers that matter, a line a grade.
func (w *writer) grades(all []report.GradeAmount) string {
	var lines []string
	for i := range all {
		if g := &all[i]; w.matters(g.Layer) {
			lines = append(lines, joined(" ", sourceOf(g), g.Grade, w.amount(&g.Amount)))
		}
	}
	return strings.Join(lines, "\n")
}

func sourceOf(g *report.GradeAmount) string {
	return cmp.Or(g.SourceName, g.ZoneName, g.Source, g.Zone)
}

func (w *writer) amount(a *report.Amount) string { return w.overlap(a.AreaM2, a.Share, a.LengthM) }

// gradeAreas are the amounts of each grade of each source, apart by water and
// land where the zones say so, and the totals over all sources; nothing where the
// table of the zones hit has all of it.
func (w *writer) gradeAreas() Section {
	more := false
	t := &Table{Columns: []Column{
		{w.say("图层", "Layer"), 42},
		{w.say("水源地、泉域或区", "Source or zone"), 36},
		{w.say("级别", "Grade"), 21},
		{w.say("水域、陆域", "Water, land"), 21},
		{w.say("面积或长度（占比）", "Area or length (share)"), 60},
	}}
	sources := map[string]int{} // of a layer and grade: a total says more than its one source only where there are several
	for i := range w.r.Grades {
		g := &w.r.Grades[i]
		if !w.matters(g.Layer) || g.Grade == "" && len(g.Parts) == 0 {
			continue // told among the zones hit
		}
		more = more || len(g.Parts) > 0 || !w.told(g)
		sources[g.Layer+" "+g.Grade]++
		row := []string{w.text(g.LayerTitle), orDash(sourceOf(g)), orDash(g.Grade)}
		t.Rows = append(t.Rows, append(row, "—", w.amount(&g.Amount)))
		for k := range g.Parts {
			p := &g.Parts[k]
			part := cmp.Or(p.Part, w.say("未说明", "not said"))
			t.Rows = append(t.Rows, append(row[:3:3], w.say("其中 ", "of it ")+part, w.amount(&p.Amount)))
		}
	}
	for i := range w.r.Totals {
		if g := &w.r.Totals[i]; sources[g.Layer+" "+g.Grade] > 1 {
			more = true
			t.Rows = append(t.Rows, []string{w.text(g.LayerTitle), w.say("合计（不重复计算）", "all, each place once"), orDash(g.Grade), "—", w.amount(&g.Amount)})
		}
	}
	if !more {
		return Section{}
	}
	note := w.say("每处按同一来源从严计入一个级别，各级别互不重复计算。", "Each place counts once, under the strictest grade of its source.")
	return Section{Title: w.say("分级面积", "Areas by grade"), Blocks: []Block{{Table: t}, {Text: note}}}
}

// told reports whether the table of the zones hit has the amount.
func (w *writer) told(g *report.GradeAmount) bool {
	return slices.ContainsFunc(w.hitList(), func(h hit) bool {
		f := h[0]
		return f.Layer == g.Layer && f.Grade == g.Grade && f.SourceCode == g.Source && same(f.OverlapM2, g.AreaM2) && same(f.CrossingM, g.LengthM)
	})
}

func same(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }
