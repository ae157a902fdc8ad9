package print

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
)

// hit is one zone, or one grade of a source, with all that the rules say of it,
// strictest first.
type hit []*report.Finding

// hitList has every zone of which a rule speaks, in the order of the strictest
// finding.
func (w *writer) hitList() []hit {
	var all []hit
	at := map[string]int{}
	for i := range w.r.Findings {
		f := &w.r.Findings[i]
		key := keyOf(f)
		k, known := at[key]
		if !known {
			k = len(all)
			at[key] = k
			all = append(all, nil)
		}
		all[k] = append(all[k], f)
	}
	return all
}

func keyOf(f *report.Finding) string { return f.Layer + " " + f.Zone }

// hits has a row for every zone of which a rule speaks, and one for the rules that
// hold everywhere, strictest first, with the strictest rule's article.
func (w *writer) hits() Section {
	if w.r.Verdict == "" {
		return Section{}
	}
	s := Section{Title: w.say("命中的保护区（从严排列）", "Zones hit, strictest first")}
	t := &Table{Columns: []Column{
		{w.say("判定", "Verdict"), 30},
		{w.say("保护区", "Zone"), 42},
		{w.say("位置关系", "Relation"), 21},
		{w.say("叠压量（占比）、距离", "Overlap (share), distance"), 38},
		{w.say("依据", "Basis"), 49},
	}}
	inDoubt := false
	for i, h := range w.hitList() {
		f := h[0]
		inDoubt = inDoubt || f.Borderline || f.WouldBe != ""
		basis := fmt.Sprintf(w.say("%s（%s）", "%s (%s)"), w.leading(f.Citation), f.Rule)
		if len(h) > 1 {
			basis = fmt.Sprintf(w.say("%s（%s 等 %d 项）", "%s (%s, %d in all)"), w.leading(f.Citation), f.Rule, len(h))
		}
		relation := w.say("全域适用", "holds everywhere")
		if f.Relation != "" {
			relation = w.relation(f.Relation, f.OverlapShare)
		}
		t.Rows = append(t.Rows, []string{w.verdictOf(f), w.ordinal(i) + named(f.ZoneName, f.Grade, f.Part), relation, w.howMuch(f), basis})
	}
	s.Blocks = []Block{{Table: t}}
	if inDoubt {
		s.Blocks = append(s.Blocks, Block{Text: w.say("临界：边界在精度范围内，应以批复拐点坐标现场勘界确认。", "Borderline: the boundary lies within the accuracy; check the approved corner points on the ground.")})
	}
	switch {
	case len(t.Rows) > 0:
	case slices.ContainsFunc(w.r.Layers, func(c report.LayerCheck) bool { return c.Checked && c.Matters }):
		s.Blocks = []Block{{Text: w.say("在已核查图层内，没有规则适用于本对象；未核查的图层见下。", "Within the layers checked, no rule applied to the site; for layers not checked see below.")}}
	default:
		s.Blocks = []Block{{Text: w.say("与本对象有关的图层均未核查，是否命中保护区未知。", "No layer that matters for the site was checked: whether it meets a zone is not known.")}}
	}
	return s
}

// ordinal is the number by which later tables name a row of the zones hit.
func (w *writer) ordinal(i int) string { return strconv.Itoa(i+1) + w.say("．", ". ") }

// verdictOf is a finding's verdict with what is open about it.
func (w *writer) verdictOf(f *report.Finding) string {
	var open []string
	switch {
	case f.WouldBe != "":
		open = append(open, w.say("区内为", "inside: ")+w.text(f.WouldBe.Title()))
	case f.Borderline:
		open = append(open, w.say("临界", "borderline"))
	}
	if f.CouldBe != "" {
		open = append(open, w.say("可能为", "could be ")+w.text(f.CouldBe.Title()))
	}
	text := w.text(f.Verdict.Title())
	if len(open) == 0 {
		return text
	}
	return text + w.say("（", " (") + strings.Join(open, w.say("，", ", ")) + w.say("）", ")")
}

// howMuch is what of the site lies in the zone, or else how far it is from the
// zone or its boundary.
func (w *writer) howMuch(f *report.Finding) string {
	switch {
	case f.Relation == geo.Disjoint:
		away := []string{w.say("距该区 ", "to the zone ") + w.metres(f.DistanceM)}
		for i := range w.r.Nearest {
			if n := &w.r.Nearest[i]; n.Layer == f.Layer && n.Code == f.Zone {
				away = append(away, w.bearing(n.BearingDeg))
			}
		}
		return strings.Join(away, w.say("，", ", "))
	case f.OverlapM2 != nil || f.CrossingM != nil:
		return w.overlap(f.OverlapM2, f.OverlapShare, f.CrossingM)
	case f.Relation == geo.Touches && f.Verdict == rules.Borderline:
		return w.say("重叠为 0", "overlap 0")
	case f.Relation == geo.Touches:
		return w.say("边界计入区内", "the boundary counts as inside")
	}
	if f.BoundaryM == nil {
		return orDash("")
	}
	return w.say("距边界 ", "to its boundary ") + w.metres(*f.BoundaryM)
}

// named is a zone with what of its grade and part its name does not say. The
// words of the law stay as they are in either language.
func named(name string, about ...string) string {
	about = slices.DeleteFunc(about, func(word string) bool { return word == "" || strings.Contains(name, word) })
	if len(about) == 0 {
		return name
	}
	return name + "（" + strings.Join(about, "，") + "）"
}

// relation names how the site lies to a zone. Of a zone within which it lies, a
// share below 1 says that the rest has a stricter grade.
func (w *writer) relation(r geo.Relation, share *float64) string {
	area := w.r.Site.Geometry.Geometry != nil && w.r.Site.Geometry.Dimensions() > 0
	switch r {
	case geo.Within:
		if share != nil && *share < 1 {
			return w.say("部分重叠（其余计入更严级别）", "overlaps (the rest has a stricter grade)")
		}
		if !area {
			return w.say("位于区内", "within")
		}
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

// overlap is an area or a length and its share of the site.
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

// themes are the three lists: what the site concerns, what it does not, and of what
// there are no data, with the reason.
func (w *writer) themes() Section {
	lists := map[report.ThemeStatus][]string{}
	for i := range w.r.Themes {
		t := &w.r.Themes[i]
		text := w.text(t.Title)
		if reason := w.text(t.Reason); reason != "" && !w.notHeld(t.ID) {
			if t.Status != report.NotConcerned { // that a layer was not checked is no matter where it does not apply
				reason = joined(w.say("，", ", "), w.requiredness(t.ID), reason)
			}
			text += w.say("（", " (") + reason + w.say("）", ")")
		}
		if !w.notHeld(t.ID) {
			lists[t.Status] = append(lists[t.Status], text)
		}
	}
	var facts []Fact
	for _, status := range []report.ThemeStatus{report.Concerned, report.NotConcerned, report.WithoutData} {
		text := strings.Join(lists[status], w.say("；", "; "))
		if status == report.WithoutData && len(w.r.OutOfScope) > 0 {
			text = joined(w.say("；", "; "), text, w.say("本系统未收录，须另行核查：", "not held here, to be checked elsewhere: ")+w.held(w.r.OutOfScope))
		}
		facts = append(facts, Fact{w.text(status.Title()), cmp.Or(text, w.say("无", "none"))})
	}
	return Section{Title: w.say("所涉主题", "Themes"), Blocks: []Block{{Facts: facts}}}
}

func (w *writer) notHeld(id string) bool {
	return slices.ContainsFunc(w.r.OutOfScope, func(h layers.Held) bool { return h.ID == id })
}

// requiredness says whether the layer had to be checked.
func (w *writer) requiredness(id string) string {
	if slices.ContainsFunc(w.r.Layers, func(c report.LayerCheck) bool { return c.ID == id && c.Required }) {
		return w.say("必查，未核查", "required, not checked")
	}
	return w.say("未核查", "not checked")
}

func (w *writer) held(all []layers.Held) string {
	titles := make([]string, len(all))
	for i, h := range all {
		titles[i] = cmp.Or(w.text(h.Title), h.ID)
	}
	return strings.Join(titles, w.say("；", "; "))
}

// conclusion is the finding in words, with what must be known before it is
// final.
func (w *writer) conclusion() Section {
	s := Section{Title: w.say("结论", "Conclusion")}
	if text := w.text(w.r.Summary); text != "" {
		s.Blocks = append(s.Blocks, Block{Text: text})
	}
	s.Blocks = append(s.Blocks, Block{Strong: true, Text: w.say("判定：", "Verdict: ") + w.verdictLine() + w.say("。", ".")})
	var facts []Fact
	if questions := w.openQuestions(); len(questions) > 0 {
		facts = append(facts, Fact{w.say("需补充核实", "To be answered"), strings.Join(questions, w.say("", " "))})
	}
	facts = append(facts, w.officer()...)
	if proposed := w.proposals(); proposed != "" {
		facts = append(facts, Fact{w.say("建议处置（不属依据）", "Suggested (no part of the basis)"), proposed})
	}
	if facts != nil {
		s.Blocks = append(s.Blocks, Block{Facts: facts})
	}
	return s
}

// officer is what a person says of findings, beside the machine's verdict.
func (w *writer) officer() []Fact {
	var facts []Fact
	for _, said := range w.r.Officer {
		holds := w.say("不成立", "does not hold")
		if said.Holds {
			holds = w.say("成立", "holds")
		}
		facts = append(facts, Fact{
			w.say("经办人认定（", "Officer (") + joined(" ", said.Rule, said.Zone) + w.say("）", ")"),
			holds + w.say("：", ": ") + joined(w.say("；", "; "), said.Because, said.Document, said.By+" "+string(said.On)) + w.say("。系统判定不变。", ". The computed verdict stays."),
		})
	}
	return facts
}

// proposals are what is suggested for what stands, a proposal of the plan or the office
// and nothing that an article orders: of one thing the strictest alone, for it cannot be
// closed and kept; of a set each once, and the table says of which place.
func (w *writer) proposals() string {
	var all []string
	for _, d := range rules.Disposals() {
		if slices.ContainsFunc(w.r.Findings, func(f report.Finding) bool { return f.Disposal == d }) {
			all = append(all, w.text(d.Title()))
		}
	}
	if w.r.Site.Places == 0 {
		all = all[:min(1, len(all))]
	}
	return strings.Join(all, w.say("、", ", "))
}

// annex is what helps the applicant and no officer signs: the shift that would clear
// the site. What stands is not moved.
func (w *writer) annex() Section {
	c := w.r.Clears
	if c == nil || w.r.Site.Stage == rules.Existing {
		return Section{}
	}
	return Section{Title: w.say("附：供申请人参考", "Annex, for the applicant"), Blocks: []Block{
		{Text: w.text(c.Text) + fmt.Sprintf(w.say("（就规则 %s 而言，不改变判定，不是许可）", " (of rule %s; it changes no verdict and is no permission)"), c.Rule)},
	}}
}

// openQuestions are those of all findings, each once, numbered.
func (w *writer) openQuestions() []string {
	var asked, numbered []string
	for i := range w.r.Findings {
		for _, q := range w.r.Findings[i].Questions {
			if text := w.text(q.Text); !slices.Contains(asked, text) {
				asked = append(asked, text)
				numbered = append(numbered, fmt.Sprintf(w.say("（%d）%s", "(%d) %s"), len(asked), text))
			}
		}
	}
	return numbered
}

// signature is what the finding rests on, and who signs it.
func (w *writer) signature() Section {
	illustrative := ""
	if w.r.Illustrative {
		illustrative = w.say("所用图层含示意数据，不作为审批依据。", "Some layers used are illustrative: no basis for a decision. ")
	}
	return Section{Title: w.say("声明与签署", "Statement and signatures"), Blocks: []Block{
		{Facts: []Fact{
			{w.say("声明", "Statement"), illustrative + fmt.Sprintf(w.say(
				"本结果依据已加载的矢量数据中 %s 有效者自动计算，保护区范围以省（市）人民政府批复文件及拐点坐标为准；不代替行政许可决定。“%s”仅就已核查的图层而言。图层或规则的版本变更后，应当重新核查。",
				"This result was computed from the vector data loaded that hold on %s. The approvals of the provincial or municipal government and their corner points alone are valid; it takes the place of no administrative decision. \"%s\" speaks of the layers checked only. After a change of layers or rules the site must be checked again."),
				w.r.AsOf, w.text(rules.NoneFound.Title()))},
			{w.say("拟稿（日期）", "Drafted (date)"), orLine("")},
			{w.say("审核（日期）", "Reviewed (date)"), orLine("")},
			{w.say("签发（日期）", "Issued (date)"), orLine("")},
			{w.say("单位（盖章）", "Office (seal)"), orLine("")},
		}},
	}}
}

func (w *writer) matters(layer string) bool {
	return slices.ContainsFunc(w.r.Layers, func(c report.LayerCheck) bool { return c.ID == layer && c.Matters })
}
