package print

import "waterzones/layers/report"

// reminders are the rules that hold everywhere of which something was not said, a
// line each; place decides none of them. Their conditions and penalties are in the report's JSON and in the
// rule file.
func (w *writer) reminders() Section {
	t := &Table{Columns: []Column{
		{w.say("规则", "Rule"), 15},
		{w.say("提示", "Reminder"), 92},
		{w.say("依据", "Basis"), 58},
		{w.say("状态", "State"), 15},
	}}
	for _, undeclared := range []bool{false, true} {
		for i := range w.r.Reminders {
			if m := &w.r.Reminders[i]; m.Undeclared == undeclared {
				t.Rows = append(t.Rows, w.reminder(m))
			}
		}
	}
	return tabled(w.say("全域提示事项（不计入判定）", "Reminders that hold everywhere (outside the verdict)"), t)
}

// reminder is a rule's words and articles, and what it asks.
func (w *writer) reminder(m *report.Reminder) []string {
	title, state := w.text(m.Title), w.say("提示", "note")
	text := title
	switch {
	case m.Undeclared:
		state = w.say("未申报", "not said")
	case len(m.Questions) > 0:
		state = w.say("待核实", "open")
		text += w.say("。", ". ") + w.questions(m.Questions)
	}
	return []string{w.rule(m.Rule, title, m.Unverified), text, orDash(citations(m.Citation)), state}
}
