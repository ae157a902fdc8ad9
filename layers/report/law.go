package report

import (
	"fmt"
	"slices"
	"strings"

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

// findings has, for each rule that applied, its sentence, its basis and, apart
// from that, its penalties and its evidence.
func (w *writer) findings() Section {
	s := Section{Title: w.say("核查发现与依据", "Findings and their basis")}
	for i := range w.r.Findings {
		f := &w.r.Findings[i]
		s.Blocks = append(s.Blocks,
			Block{Strong: true, Text: fmt.Sprintf(w.say("%d．【%s】%s（规则 %s）", "%d. [%s] %s (rule %s)"), i+1, w.text(f.Verdict.Title()), w.text(f.Title), w.rule(f.Rule, w.text(f.Title), f.Unverified))},
			Block{Text: w.text(f.Text)},
			Block{Facts: w.findingFacts(f)})
	}
	if len(s.Blocks) == 0 {
		s.Blocks = []Block{{Text: w.say("在已核查图层内，没有规则适用于本对象；未核查的图层见核查结果总表。",
			"Within the layers checked, no rule applied to the site; layers not checked are listed under Results by layer.")}}
	}
	return s
}

func (w *writer) findingFacts(f *rules.Finding) []Fact {
	facts := []Fact{{w.say("依据", "Basis"), orDash(citations(f.Citation))}}
	if len(f.Penalties) > 0 {
		facts = append(facts, Fact{w.say("罚则（不属依据）", "Penalties (no part of the basis)"), citations(f.Penalties)})
	}
	if f.Disposal != "" {
		facts = append(facts, Fact{w.say("建议处置", "Suggested disposal"), w.text(f.Disposal.Title())})
	}
	return append(facts, Fact{w.say("证据", "Evidence"), w.evidence(f)})
}

// rule is a rule's id; of one whose text was not read at its source it says so,
// unless its title does.
func (w *writer) rule(id, title string, unverified bool) string {
	if unverified && !strings.Contains(title, "待核") {
		return id + w.say("（待核）", " (待核, to be verified)")
	}
	return id
}

func (w *writer) evidence(f *rules.Finding) string {
	e := &f.Evidence
	approval := strings.TrimSpace(e.ApprovalNo + " " + string(e.ApprovalDate))
	var parts []string
	add := func(zh, en, value string) {
		if value != "" {
			parts = append(parts, w.say(zh, en)+" "+value)
		}
	}
	add("区代码", "zone", f.Zone)
	add("批复", "approval", approval)
	add("自", "from", string(e.From))
	add("至", "to", string(e.To))
	add("划定依据", "legal ground", e.LegalGround)
	add("数据来源", "data source", e.DataSource)
	add("责任单位", "department", e.Department)
	add("图层版本", "layer version", e.LayerVersion)
	add("采用精度", "accuracy used", w.metres(e.AccuracyM))
	if e.Illustrative {
		parts = append(parts, w.say("示意数据，不作为审批依据", "illustrative, no basis for a decision"))
	}
	return strings.Join(parts, w.say("；", "; "))
}

// openPoints are the conditions of the rules that applied and the facts that
// must be known before the findings are final.
func (w *writer) openPoints() Section {
	var conditions, questions []string
	for i := range w.r.Findings {
		f := &w.r.Findings[i]
		if text := w.text(f.Conditions); text != "" {
			conditions = append(conditions, fmt.Sprintf(w.say("%s（规则 %s）", "%s (rule %s)"), text, f.Rule))
		}
		for _, q := range f.Questions {
			questions = append(questions, w.text(q.Text))
		}
	}
	for i := range w.r.Reminders {
		for _, q := range w.r.Reminders[i].Questions {
			questions = append(questions, w.text(q.Text))
		}
	}
	s := Section{Title: w.say("例外与条件、需补充核实事项", "Exceptions, conditions and open questions")}
	s.Blocks = append(s.Blocks, w.listed(w.say("例外与条件", "Exceptions and conditions"), conditions)...)
	s.Blocks = append(s.Blocks, w.listed(w.say("需补充核实", "To be answered"), questions)...)
	return s
}

// listed numbers the texts, each once, under a title of their own.
func (w *writer) listed(title string, texts []string) []Block {
	var once []string
	for _, t := range texts {
		if !slices.Contains(once, t) {
			once = append(once, t)
		}
	}
	if len(once) == 0 {
		return nil
	}
	blocks := []Block{{Strong: true, Text: title}}
	for i, t := range once {
		blocks = append(blocks, Block{Text: fmt.Sprintf(w.say("%d．%s", "%d. %s"), i+1, t)})
	}
	return blocks
}

func (w *writer) conclusion() Section {
	s := Section{Title: w.say("结论", "Conclusion")}
	if text := w.text(w.r.Summary); text != "" {
		s.Blocks = append(s.Blocks, Block{Text: text})
	}
	s.Blocks = append(s.Blocks, Block{Strong: true, Text: w.say("判定：", "Verdict: ") + w.verdictLine() + w.say("。", ".")})
	if w.r.Clears != nil {
		s.Blocks = append(s.Blocks, Block{Text: fmt.Sprintf(w.say("避让提示（供申请人参考，不改变判定；规则 %s）：", "Avoidance (a hint, which changes no verdict; rule %s): "), w.r.Clears.Rule) + w.text(w.r.Clears.Text)})
	}
	if len(w.r.OutOfScope) > 0 {
		titles := make([]string, len(w.r.OutOfScope))
		for i, h := range w.r.OutOfScope {
			titles[i] = w.held(h)
		}
		s.Blocks = append(s.Blocks, Block{Text: w.say("本系统未收录、须另行核查：", "Not held by this installation, to be checked elsewhere: ") +
			strings.Join(titles, w.say("、", ", ")) + w.say("。", ".")})
	}
	return s
}

// reminders are the rules that hold everywhere; place decides none of them.
func (w *writer) reminders() Section {
	var texts []string
	for i := range w.r.Reminders {
		texts = append(texts, w.reminder(&w.r.Reminders[i]))
	}
	return Section{w.say("全域提示事项（不计入判定）", "Reminders that hold everywhere (outside the verdict)"), w.listed(w.say("提示", "Reminders"), texts)}
}

func (w *writer) reminder(m *rules.Reminder) string {
	title := w.text(m.Title)
	parts := []string{
		fmt.Sprintf(w.say("%s（%s，规则 %s）", "%s (%s, rule %s)"), title, citations(m.Citation), w.rule(m.Rule, title, m.Unverified)),
		w.text(m.Conditions),
	}
	if m.Undeclared {
		parts = append(parts, w.say("申报未说明是否有此类活动", "Whether there is such an activity was not said"))
	}
	if len(m.Penalties) > 0 {
		parts = append(parts, w.say("罚则（不属依据）：", "Penalties (no part of the basis): ")+citations(m.Penalties))
	}
	return w.sentences(parts)
}

// sentences ends each text with a full stop, once.
func (w *writer) sentences(texts []string) string {
	var all []string
	for _, t := range texts {
		if t = strings.TrimRight(t, "。. "); t != "" {
			all = append(all, t+w.say("。", "."))
		}
	}
	return strings.Join(all, w.say("", " "))
}
