package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// Word is what a person who answers for it says of a finding: whether it holds, why,
// and on which document. The machine's verdict stays beside it; the hash covers both.
type Word struct {
	Rule     string      `json:"rule"` // of the finding
	Zone     string      `json:"zone"` // of the finding; empty where the rule holds everywhere
	Holds    bool        `json:"holds"`
	Because  string      `json:"because"`
	By       string      `json:"by"`
	Document string      `json:"document,omitempty"`
	On       layers.Date `json:"on"`
}

// Bounds of what is said of one report, so that it can be printed.
const (
	mostWords  = 200
	longestWhy = 500 // characters
	longestBy  = 120
	firstDay   = "2000-01-01" // before it a date is a slip
)

// Answer adds what a person says of findings; a later word on one replaces the
// earlier. The report then supersedes what it was, by its hash, and has to be signed
// again. All mistakes are returned, and nothing is taken then.
func (r *Report) Answer(words []Word) (wrong []rules.FieldError) {
	if len(words) == 0 || len(words) > mostWords {
		return []rules.FieldError{{Field: "answers", Text: layers.Text{ZH: fmt.Sprintf("应有 1 至 %d 条", mostWords), EN: fmt.Sprintf("must be 1 to %d", mostWords)}}}
	}
	for i := range words {
		wrong = append(wrong, r.check(&words[i], fmt.Sprintf("answers[%d]", i))...)
		if slices.ContainsFunc(words[:i], words[i].sameFinding) {
			wrong = append(wrong, rules.FieldError{Field: fmt.Sprintf("answers[%d]", i), Text: layers.Text{ZH: "同一结论有两条认定", EN: "a second word on one finding"}})
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	all := slices.Clone(r.Officer)
	for _, w := range words {
		all = slices.DeleteFunc(all, w.sameFinding)
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b Word) int { return strings.Compare(a.Rule+"\x00"+a.Zone, b.Rule+"\x00"+b.Zone) })
	r.Officer, r.Supersedes = all, r.Hash
	return nil
}

func (w *Word) sameFinding(o Word) bool { return o.Rule == w.Rule && o.Zone == w.Zone }

// check finds what of a word cannot be taken.
func (r *Report) check(w *Word, field string) (wrong []rules.FieldError) {
	add := func(member, zh, en string) {
		wrong = append(wrong, rules.FieldError{Field: field + "." + member, Text: layers.Text{ZH: zh, EN: en}})
	}
	if !r.finds(w.Rule, w.Zone) {
		add("rule", fmt.Sprintf("报告中没有规则 %q 就区 %q 的结论", w.Rule, w.Zone), fmt.Sprintf("the report has no finding of rule %q on zone %q", w.Rule, w.Zone))
	}
	for _, said := range []struct {
		member, text string
		longest      int
		required     bool
	}{{"because", w.Because, longestWhy, true}, {"by", w.By, longestBy, true}, {"document", w.Document, longestBy, false}} {
		n := utf8.RuneCountInString(strings.TrimSpace(said.text))
		if said.required && n == 0 || n > said.longest || !rules.Printable(said.text) {
			add(said.member, fmt.Sprintf("应为不超过 %d 个可打印的字，不能为空", said.longest), fmt.Sprintf("must be up to %d printable characters, and not empty", said.longest))
		}
	}
	if _, err := layers.ParseDate(string(w.On)); err != nil || w.On < firstDay {
		add("on", "日期应写作 2026-08-15，不早于 "+firstDay, "a date is written 2026-08-15, and not before "+firstDay)
	}
	return wrong
}

func (r *Report) finds(rule, zone string) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Rule == rule && f.Zone == zone })
}
