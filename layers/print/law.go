package print

import (
	"slices"
	"strings"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
)

// citations prints articles as the law is quoted, the name of a law once for
// those that follow one another; legal names stay Chinese.
func citations(cited []rules.Cited) string {
	texts := make([]string, len(cited))
	for i := range cited {
		texts[i] = cited[i].Text
		if i > 0 && cited[i].Law == cited[i-1].Law {
			texts[i] = strings.TrimPrefix(texts[i], "《"+cited[i].Law+"》")
		}
	}
	return strings.Join(texts, "、")
}

// leading prints the first article and, of the same law, the next; all stand with the
// rule.
func (w *writer) leading(cited []rules.Cited) string {
	n := 1
	if len(cited) <= 2 || cited[0].Law == cited[1].Law {
		n = min(2, len(cited))
	}
	if n == len(cited) {
		return citations(cited)
	}
	return citations(cited[:n]) + w.say("等", ", …")
}

// alike reports whether two findings say the same of two zones.
func alike(a, b *report.Finding) bool {
	return a.Rule == b.Rule && a.Verdict == b.Verdict && a.WouldBe == b.WouldBe && a.CouldBe == b.CouldBe &&
		a.Disposal == b.Disposal && a.Title == b.Title && slices.Equal(a.Citation, b.Citation)
}

// findings has a row for each rule that applied: its words and basis, every zone
// that it speaks of, its conditions and, apart from the basis, its penalties.
func (w *writer) findings() Section {
	var groups [][]*report.Finding
	numbers := w.numbers()
	for i := range w.r.Findings {
		f := &w.r.Findings[i]
		k := slices.IndexFunc(groups, func(g []*report.Finding) bool { return alike(g[0], f) })
		if k < 0 {
			groups = append(groups, []*report.Finding{f})
		} else {
			groups[k] = append(groups[k], f)
		}
	}
	t := &Table{Columns: []Column{
		{w.say("判定（规则）", "Verdict (rule)"), 30},
		{w.say("规定与依据", "Rule and basis"), 52},
		{w.say("所涉保护区", "Zones"), 30},
		{w.say("条件、待核实事项、罚则", "Conditions, open questions, penalties"), 68},
	}}
	for _, g := range groups {
		f := g[0]
		zones := make([]string, len(g))
		for i, of := range g {
			zones[i] = numbers[keyOf(of)] + named(of.ZoneName, of.Grade, of.Part)
		}
		title := w.text(f.Title)
		t.Rows = append(t.Rows, []string{
			w.verdictOf(f) + "\n" + w.rule(f.Rule, title, f.Unverified),
			title + w.say("。依据：", ". Basis: ") + orDash(citations(f.Citation)),
			strings.Join(zones, "\n"), w.conditions(f),
		})
	}
	return tabled(w.say("逐项规定与依据", "Rules that applied"), t)
}

// numbers are the ordinals of the zones hit, by key.
func (w *writer) numbers() map[string]string {
	all := map[string]string{}
	for i, h := range w.hitList() {
		all[keyOf(h[0])] = w.ordinal(i)
	}
	return all
}

// conditions has a line each for what is excepted, open, suggested and punished.
func (w *writer) conditions(f *report.Finding) string {
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

func (w *writer) questions(all []report.Question) string {
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
		{w.say("保护区（代码）", "Zone (code)"), 48},
		{w.say("批复文号、日期，有效期", "Approval, valid"), 42},
		{w.say("划定依据、数据来源", "Legal ground, data source"), 52},
		{w.say("采用精度", "Accuracy"), 18},
		{w.say("距边界", "To boundary"), 20},
	}}
	for i, h := range w.hitList() {
		f, e := h[0], &h[0].Evidence
		if f.BoundaryM == nil { // of no zone
			continue
		}
		codes := []string{f.Zone}
		for k := range f.Parts {
			if !slices.Contains(codes, f.Parts[k].Code) {
				codes = append(codes, f.Parts[k].Code)
			}
		}
		source := joined(w.say("；", "; "), e.LegalGround, e.DataSource)
		if e.Illustrative {
			source = joined(w.say("；", "; "), source, w.say("示意数据", "illustrative"))
		}
		approved := string(e.ApprovalDate)
		if e.ApprovalDate == e.From {
			approved = ""
		}
		t.Rows = append(t.Rows, []string{
			w.ordinal(i) + f.ZoneName + "（" + strings.Join(codes, "、") + "）",
			joined(w.say("，", ", "), e.ApprovalNo, approved, w.span(e.Span)), orDash(source), w.metres(e.AccuracyM), w.metres(*f.BoundaryM),
		})
	}
	return tabled(w.say("所涉保护区的数据依据", "Data of the zones concerned"), t)
}

// span is the days on which a zone holds.
func (w *writer) span(s layers.Span) string {
	text := w.say("有效期未说明", "validity not said")
	if s.From != "" {
		text = w.say("自 ", "valid from ") + string(s.From) + w.say(" 起有效", "")
	}
	if s.To != "" {
		text += w.say("，", ", ") + string(s.To) + w.say(" 起失效", ": no longer")
	}
	return text
}

// joined is the texts that say something.
func joined(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), separator)
}
