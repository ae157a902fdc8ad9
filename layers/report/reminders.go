package report

import (
	"fmt"
	"slices"
	"strings"

	"waterzones/layers/rules"
)

// reminders are the rules that hold everywhere, a line each; place decides none
// of them. Their conditions and penalties are in the report's JSON and in the
// rule file.
func (w *writer) reminders() Section {
	declared, undeclared := []string{}, []string{}
	for i := range w.r.Reminders {
		if m := &w.r.Reminders[i]; m.Undeclared {
			undeclared = append(undeclared, w.reminder(m))
		} else {
			declared = append(declared, w.reminder(m))
		}
	}
	if len(declared)+len(undeclared) == 0 {
		return Section{}
	}
	s := Section{Title: w.say("全域提示事项（不计入判定）", "Reminders that hold everywhere (outside the verdict)")}
	s.Blocks = append(s.Blocks, w.listed("", declared)...)
	s.Blocks = append(s.Blocks, w.listed(w.say("如有下列活动（申报未说明）", "If there is such an activity (not said)"), undeclared)...)
	return s
}

// reminder is a rule in one line: its words and its articles, and what it asks.
func (w *writer) reminder(m *rules.Reminder) string {
	title := w.text(m.Title)
	text := fmt.Sprintf(w.say("%s（%s，规则 %s）", "%s (%s, rule %s)"), title, citations(m.Citation), w.rule(m.Rule, title, m.Unverified))
	if asked := w.questions(m.Questions); asked != "" && !m.Undeclared {
		text += w.say("。待核实：", ". Open: ") + asked
	}
	return w.sentence(text)
}

// sentence ends a text with one full stop or question mark.
func (w *writer) sentence(text string) string {
	if text = strings.TrimRight(text, "。. "); strings.HasSuffix(text, "？") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + w.say("。", ".")
}

// listed numbers the texts, each once, under a title if they have one.
func (w *writer) listed(title string, texts []string) []Block {
	var once []string
	for _, t := range texts {
		if !slices.Contains(once, t) {
			once = append(once, t)
		}
	}
	var blocks []Block
	if title != "" && len(once) > 0 {
		blocks = append(blocks, Block{Strong: true, Text: title})
	}
	for i, t := range once {
		blocks = append(blocks, Block{Text: fmt.Sprintf(w.say("%d．%s", "%d. %s"), i+1, t)})
	}
	return blocks
}
