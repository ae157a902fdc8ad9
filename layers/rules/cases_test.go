package rules_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// today is the day of a case that names none.
const today = layers.Date("2026-11-23")

// TestCases: what each rule says of a site, as the law has it. The expectations in
// testdata/cases were written from the articles and the rule matrix, not from the
// rule file; testdata/cases/README.md has their language.
func TestCases(t *testing.T) {
	set, book := seedRules(t), readCases(t)
	for _, c := range book.cases {
		if wrong := book.check(set, &c); wrong != "" {
			t.Errorf("%s: %s: %s\n\t%s", c.at, c.rule, c.site, wrong)
		}
	}
	t.Logf("%d cases, %d questions on %d rules", len(book.cases), book.asked(), len(book.laws))
}

// TestAllFindings: what all rules together say of a site in a zone.
func TestAllFindings(t *testing.T) {
	set := seedRules(t)
	for _, c := range readCases(t).wholes {
		for _, q := range c.sites {
			site, faults := set.Site(q.said)
			if len(faults) > 0 {
				t.Fatal(c.at, faults)
			}
			var says []string
			for _, f := range set.Judge(site, q.hit, c.on) {
				says = append(says, f.Rule.ID+" "+string(f.Verdict))
			}
			slices.Sort(says)
			if got := strings.Join(says, ", "); got != c.want {
				t.Errorf("%s: %s\n\tsays %s, want %s", c.at, c.site, got, c.want)
			}
		}
	}
}

// TestEveryRuleHasCases: a rule has cases in which it speaks and cases in which it
// is silent, and the law on which it rests was written down.
func TestEveryRuleHasCases(t *testing.T) {
	book := readCases(t)
	hits, misses := map[string]int{}, map[string]int{}
	for _, c := range book.cases {
		if c.hit {
			hits[c.rule]++
		} else {
			misses[c.rule]++
		}
	}
	for _, r := range seedRules(t).Rules {
		if _, written := book.laws[r.ID]; hits[r.ID] == 0 || misses[r.ID] == 0 || !written {
			t.Errorf("%s: %d hits, %d misses, law written: %v", r.ID, hits[r.ID], misses[r.ID], written)
		}
		delete(hits, r.ID)
		delete(misses, r.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(hits)) {
		t.Errorf("cases of %s, which is no rule", id)
	}
	for _, id := range slices.Sorted(maps.Keys(misses)) {
		t.Errorf("cases of %s, which is no rule", id)
	}
}

// casebook is all cases, and the law on which each rule rests.
type casebook struct {
	cases  []ruleCase
	wholes []ruleCase         // of all rules together: want has each with its verdict
	laws   map[string]*ground // by rule
}

// ground is the law on which a rule rests, through time.
type ground struct {
	unverified       bool // the rule is printed as 待核
	basis, penalties []held
}

// held is one article for the days on which it is in force.
type held struct {
	layers.Span
	cited string // law article, 待核 behind it where it is unverified
}

// ruleCase is one case of one rule; a line can ask of several sites.
type ruleCase struct {
	at, rule, site, want string
	hit                  bool
	says                 []string // words of the title
	on                   layers.Date
	sites                []question
}

// question is one site in one zone; without a zone, the site anywhere.
type question struct {
	said rules.Said
	hit  *rules.Hit
}

// answer is what one rule says, in a finding or a reminder.
type answer struct {
	text             string // as the second line of a case has it
	title            string
	unverified       bool
	basis, penalties []rules.Cited
}

func (b *casebook) asked() (n int) {
	for i := range b.cases {
		n += len(b.cases[i].sites) * len(b.days(&b.cases[i]))
	}
	return n
}

// days are those on which the case is asked: the one that it names, or today and
// each first and last day of an article of the rule with the day beside it.
func (b *casebook) days(c *ruleCase) []layers.Date {
	if c.on != "" {
		return []layers.Date{c.on}
	}
	days := []layers.Date{today}
	for _, h := range slices.Concat(b.laws[c.rule].basis, b.laws[c.rule].penalties) {
		days = append(days, h.From, addDays(h.From, -1))
		if h.To != "" {
			days = append(days, h.To, addDays(h.To, -1))
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// check asks the set of rules and returns the first thing that is not as written.
func (b *casebook) check(set *rules.Set, c *ruleCase) string {
	for i := range c.sites {
		site, faults := set.Site(c.sites[i].said)
		if len(faults) > 0 {
			return fmt.Sprint(faults)
		}
		for _, day := range b.days(c) {
			if wrong := c.compare(ask(set, site, c.sites[i].hit, c.rule, day), b.laws[c.rule], day); wrong != "" {
				return fmt.Sprintf("%s on %s: %s", site.Kind, day, wrong)
			}
		}
	}
	return ""
}

func (c *ruleCase) compare(got *answer, law *ground, day layers.Date) string {
	basis := inForceOn(law.basis, day)
	switch {
	case got == nil && (!c.hit || len(basis) == 0):
		return ""
	case got == nil:
		return "says nothing, want " + c.want
	case !c.hit || len(basis) == 0:
		return "speaks: " + got.text
	case got.text != c.want:
		return fmt.Sprintf("%s, want %s", got.text, c.want)
	case got.unverified != law.unverified:
		return fmt.Sprintf("待核 %v, want %v", got.unverified, law.unverified)
	}
	for _, words := range c.says {
		if !strings.Contains(got.title, words) {
			return fmt.Sprintf("%s does not say %s", got.title, words)
		}
	}
	if printed := printed(got.basis); !slices.Equal(printed, basis) {
		return fmt.Sprintf("cites %q, want %q", printed, basis)
	}
	if printed, want := printed(got.penalties), inForceOn(law.penalties, day); !slices.Equal(printed, want) {
		return fmt.Sprintf("penalties %q, want %q", printed, want)
	}
	return ""
}

// ask returns what the rule says of the site, nil if nothing.
func ask(set *rules.Set, site *rules.Site, hit *rules.Hit, rule string, day layers.Date) *answer {
	if hit == nil {
		found, reminders := set.Everywhere(site, day)
		for i, r := range slices.Concat(found, reminders) {
			if r.Rule.ID == rule {
				a := answerOf(&r)
				switch {
				case r.Undeclared:
					a.text += "; undeclared"
				case i >= len(found):
					a.text += "; reminder"
				}
				return a
			}
		}
		return nil
	}
	for _, f := range set.Judge(site, hit, day) {
		if f.Rule.ID == rule {
			return answerOf(&f)
		}
	}
	return nil
}

func answerOf(o *rules.Outcome) *answer {
	return &answer{answered(o), o.Title().ZH, o.Rule.Unverified(), o.Basis(), o.Penalties()}
}

func answered(o *rules.Outcome) string {
	v, could, d := o.Verdict, o.CouldBe, o.Disposal
	text := string(v)
	if could != "" {
		text += "; could be " + string(could)
	}
	if len(o.Open) > 0 {
		var asks []string
		for _, a := range o.Open {
			asks = append(asks, a.ID)
		}
		slices.Sort(asks)
		text += "; asks " + strings.Join(asks, ", ")
	}
	if d != "" {
		text += "; disposal " + string(d)
	}
	return text
}

// printed returns the citations one article each, sorted.
func printed(cited []rules.Cited) []string {
	var list []string
	for _, c := range cited {
		for article := range strings.SplitSeq(c.Article, "、") {
			list = append(list, citedAs(c.Law, article, c.Unverified))
		}
	}
	slices.Sort(list)
	return list
}

func inForceOn(parts []held, day layers.Date) []string {
	var list []string
	for _, p := range parts {
		if p.Holds(day) {
			list = append(list, p.cited)
		}
	}
	slices.Sort(list)
	return list
}

func citedAs(law, article string, unverified bool) string {
	text := strings.TrimSpace(law + " " + article)
	if unverified {
		text += " 待核"
	}
	return text
}

func addDays(day layers.Date, n int) layers.Date {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return day
	}
	return layers.Date(at.AddDate(0, 0, n).Format(time.DateOnly))
}
