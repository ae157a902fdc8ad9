package report

import (
	"slices"
	"strings"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// citations prints articles as the law is quoted; legal names stay Chinese.
func citations(cited []rules.Cited) string {
	texts := make([]string, len(cited))
	for i := range cited {
		texts[i] = cited[i].Text
	}
	return strings.Join(texts, "、")
}

// alike reports whether two findings say the same of two zones.
func alike(a, b *rules.Finding) bool {
	return a.Rule == b.Rule && a.Verdict == b.Verdict && a.WouldBe == b.WouldBe && a.CouldBe == b.CouldBe &&
		a.Disposal == b.Disposal && a.Title == b.Title && slices.Equal(a.Citation, b.Citation)
}

// findings has a row for each rule that applied: its words and basis, every zone
// that it speaks of, its conditions and, apart from the basis, its penalties.
func (w *writer) findings() Section {
	var groups [][]*rules.Finding
	for i := range w.r.Findings {
		f := &w.r.Findings[i]
		k := slices.IndexFunc(groups, func(g []*rules.Finding) bool { return alike(g[0], f) })
		if k < 0 {
			groups = append(groups, []*rules.Finding{f})
		} else {
			groups[k] = append(groups[k], f)
		}
	}
	if len(groups) == 0 {
		return Section{}
	}
	t := &Table{Columns: []Column{
		{w.say("判定（规则）", "Verdict (rule)"), 24},
		{w.say("规定与依据", "Rule and basis"), 54},
		{w.say("所涉保护区", "Zones"), 48},
		{w.say("条件、待核实事项、罚则", "Conditions, open questions, penalties"), 54},
	}}
	for _, g := range groups {
		f := g[0]
		zones := make([]string, len(g))
		for i, of := range g {
			zones[i] = w.zone(of)
		}
		title := w.text(f.Title)
		t.Rows = append(t.Rows, []string{
			w.verdictOf(f) + "\n" + w.rule(f.Rule, title, f.Unverified),
			title + w.say("。依据：", ". Basis: ") + orDash(citations(f.Citation)),
			strings.Join(zones, "\n"), w.conditions(f),
		})
	}
	return Section{Title: w.say("逐项规定与依据", "Rules that applied"), Blocks: []Block{{Table: t}}}
}

// zone is a zone of a finding, with how the site lies to it.
func (w *writer) zone(f *rules.Finding) string {
	text := named(f.ZoneName, f.Grade, f.Part) + w.say("：", ": ") + w.relation(f.Relation, f.OverlapShare) + w.say("，", ", ") + w.howMuch(f)
	if f.Borderline || f.WouldBe != "" {
		text += w.say("；边界在精度范围内，应以批复拐点坐标现场勘界确认", "; the boundary lies within the accuracy: check the approved corner points on the ground")
	}
	return text
}

// conditions has a line each for what is excepted, open, suggested and punished.
func (w *writer) conditions(f *rules.Finding) string {
	var lines []string
	add := func(zh, en, text string) {
		if text != "" {
			lines = append(lines, w.say(zh, en)+text)
		}
	}
	add("条件：", "conditions: ", w.text(f.Conditions))
	add("待核实：", "open: ", w.questions(f.Questions))
	add("建议处置：", "suggested: ", w.text(f.Disposal.Title()))
	add("罚则（不属依据）：", "penalties (no part of the basis): ", citations(f.Penalties))
	return orDash(strings.Join(lines, "\n"))
}

func (w *writer) questions(all []rules.Question) string {
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = w.text(all[i].Text)
	}
	return strings.Join(texts, w.say("", " "))
}

// rule is a rule's id; of one whose text was not read at its source it says so,
// unless its title does.
func (w *writer) rule(id, title string, unverified bool) string {
	if unverified && !strings.Contains(title, "待核") {
		return id + w.say("（待核）", " (待核, to be verified)")
	}
	return id
}

// evidence has a row for every zone of which a rule speaks: the data on which
// the finding rests.
func (w *writer) evidence() Section {
	t := &Table{Columns: []Column{
		{w.say("保护区（代码）", "Zone (code)"), 44},
		{w.say("批复文号、日期", "Approval"), 30},
		{w.say("有效期", "Valid"), 24},
		{w.say("划定依据、数据来源", "Legal ground, data source"), 42},
		{w.say("采用精度", "Accuracy used"), 18},
		{w.say("距边界", "To its boundary"), 22},
	}}
	for _, h := range w.hitList() {
		f, e := h[0], &h[0].Evidence
		codes := []string{f.Zone}
		for i := range f.Parts {
			if !slices.Contains(codes, f.Parts[i].Code) {
				codes = append(codes, f.Parts[i].Code)
			}
		}
		source := joined(w.say("；", "; "), e.LegalGround, e.DataSource)
		if e.Illustrative {
			source = joined(w.say("；", "; "), source, w.say("示意数据，不作为审批依据", "illustrative, no basis for a decision"))
		}
		t.Rows = append(t.Rows, []string{
			f.ZoneName + "（" + strings.Join(codes, "、") + "）", orDash(joined(w.say("，", ", "), e.ApprovalNo, string(e.ApprovalDate))), w.span(e.Span),
			orDash(source), w.metres(e.AccuracyM), w.metres(f.BoundaryM),
		})
	}
	if len(t.Rows) == 0 {
		return Section{}
	}
	return Section{Title: w.say("所涉保护区的数据依据", "Data of the zones concerned"), Blocks: []Block{{Table: t}}}
}

// span is the days on which a zone holds; the last is the day before its end.
func (w *writer) span(s layers.Span) string {
	from, to := orDash(string(s.From)), w.say("今", "now")
	if s.To != "" {
		to = string(s.To) + w.say("（不含）", " (exclusive)")
	}
	return from + w.say(" 至 ", " to ") + to
}

// joined is the texts that say something.
func joined(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), separator)
}
