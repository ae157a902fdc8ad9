package rules_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// today is the day of a case that names none.
const today = layers.Date("2026-11-23")

// construction is every kind of construction project (A03 of the matrix).
const construction = "project|outfall|livestock_farm|pipeline|hazardous_chemicals|oil_depot|waste_site|sand_mining|mine|solar_wind|" +
	"wharf|chemical_project|tailings_pond|cemetery|water_filling|blasting|geothermal|underground_works|coalbed_methane"

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
	cases []ruleCase
	laws  map[string]*ground // by rule
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
		days = append(days, h.From, dayBefore(h.From))
		if h.To != "" {
			days = append(days, h.To, dayBefore(h.To))
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
		for _, r := range set.Reminders(site, day) {
			if r.Rule == rule {
				a := &answer{answered(r.Verdict, "", r.Questions, r.Disposal), r.Title.ZH, r.Unverified, r.Citation, r.Penalties}
				if r.Undeclared {
					a.text += "; undeclared"
				}
				return a
			}
		}
		return nil
	}
	for _, f := range set.Judge(site, hit, day) {
		if f.Rule == rule {
			return &answer{answered(f.Verdict, f.CouldBe, f.Questions, f.Disposal), f.Title.ZH, f.Unverified, f.Citation, f.Penalties}
		}
	}
	return nil
}

func answered(v, could rules.Verdict, questions []rules.Question, d rules.Disposal) string {
	text := string(v)
	if could != "" {
		text += "; could be " + string(could)
	}
	if len(questions) > 0 {
		var asks []string
		for _, q := range questions {
			asks = append(asks, q.Attribute)
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

func dayBefore(day layers.Date) layers.Date { return addDays(day, -1) }

// readCases reads the laws and the cases of all groups.
func readCases(t *testing.T) *casebook {
	t.Helper()
	laws := readLaws(t)
	files, err := filepath.Glob("testdata/cases/*.cases")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	book := &casebook{laws: map[string]*ground{}}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var open *ruleCase
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			at := fmt.Sprintf("%s:%d", filepath.Base(file), n)
			if open, err = book.read(strings.TrimSpace(line), open, laws); err != nil {
				t.Fatal(at, err)
			}
			if open != nil {
				open.at = cmp.Or(open.at, at)
			}
		}
	}
	return book
}

// read reads one line; open is a case of which the second line is to come.
func (b *casebook) read(line string, open *ruleCase, laws []law) (*ruleCase, error) {
	if want, second := strings.CutPrefix(line, "→"); second && open != nil {
		err := open.expect(strings.TrimSpace(want))
		b.cases = append(b.cases, *open)
		return nil, err
	}
	if open != nil {
		return nil, fmt.Errorf("a case without its second line before %q", line)
	}
	if line == "" || strings.HasPrefix(line, "#") {
		return nil, nil
	}
	head, rest, _ := strings.Cut(line, ":")
	rule, what, _ := strings.Cut(head, " ")
	if what == "law" && b.laws[rule] == nil {
		g, err := readGround(rest, laws)
		b.laws[rule] = g
		return nil, err
	}
	if what != "hit" && what != "miss" || b.laws[rule] == nil {
		return nil, fmt.Errorf("neither law nor a case of a rule with law: %q", line)
	}
	c := &ruleCase{rule: rule, hit: what == "hit", site: line}
	return c, c.ask(strings.TrimSpace(rest))
}

func (c *ruleCase) expect(text string) error {
	if !c.hit {
		if text != "not "+c.rule {
			return fmt.Errorf("a miss says not %s: %q", c.rule, text)
		}
		return nil
	}
	var kept []string
	for item := range strings.SplitSeq(text, "; ") {
		if words, says := strings.CutPrefix(item, "says "); says {
			c.says = append(c.says, words)
		} else {
			kept = append(kept, item)
		}
	}
	c.want = strings.Join(kept, "; ")
	return nil
}

// ask reads the first line of a case after its colon.
func (c *ruleCase) ask(text string) error {
	c.sites = []question{{}}
	placed := false
	for i, word := range strings.Split(text, ", ") {
		zone, within := strings.CutPrefix(word, "in ")
		day, dated := strings.CutPrefix(word, "on ")
		key, values, said := strings.Cut(word, "=")
		switch {
		case i == 0:
			c.each(strings.Replace(word, "construction", construction, 1), func(q *question, kind string) { q.said.Kind = kind })
		case within:
			placed = true
			c.place(zone)
		case word == "全域":
			placed = true
		case dated:
			var err error
			if c.on, err = layers.ParseDate(day); err != nil {
				return err
			}
		case said:
			c.each(values, func(q *question, value string) {
				q.said.Attributes = maps.Clone(q.said.Attributes)
				if q.said.Attributes == nil {
					q.said.Attributes = map[string]string{}
				}
				q.said.Attributes[key] = value
			})
		default:
			c.each(word, func(q *question, stage string) { q.said.Stage = stage })
		}
	}
	if !placed {
		return fmt.Errorf("neither in a zone nor 全域: %q", text)
	}
	return nil
}

// each asks every question for each of the alternatives.
func (c *ruleCase) each(alternatives string, set func(*question, string)) {
	var all []question
	for value := range strings.SplitSeq(alternatives, "|") {
		for _, q := range c.sites {
			set(&q, value)
			all = append(all, q)
		}
	}
	c.sites = all
}

// place reads 一级|二级 of drinking_water_zone type=地下水型.
func (c *ruleCase) place(text string) {
	grades, rest, graded := strings.Cut(text, " of ")
	if !graded {
		grades, rest = "", text
	}
	words := strings.Fields(rest)
	facts := layers.Attributes{Code: "Z", Name: "甲区"}
	for _, word := range words[1:] {
		switch key, value, _ := strings.Cut(word, "="); key {
		case "type":
			facts.SourceType = value
		case "aquifer":
			facts.Aquifer = value
		case "ground":
			facts.LegalGround = value
		}
	}
	c.each(grades, func(q *question, grade string) {
		here := facts
		here.Grade = grade
		q.hit = &rules.Hit{Layer: &layers.Layer{ID: words[0]}, Zone: &layers.Zone{Attributes: here}, Relation: geo.Within}
	})
}

// law is a law with the days on which it is in force.
type law struct {
	layers.Span
	name       string
	unverified bool
}

func readLaws(t *testing.T) []law {
	t.Helper()
	text, err := os.ReadFile("testdata/cases/laws.txt")
	if err != nil {
		t.Fatal(err)
	}
	var laws []law
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		l := law{}
		if l.name, err = l.dates(line, &l.unverified); err != nil {
			t.Fatal(line, err)
		}
		laws = append(laws, l)
	}
	return laws
}

// dates takes 自DATE, 至DATE (the last day) and 待核 from the end of a text and
// returns what is left.
func (l *law) dates(text string, unverified *bool) (string, error) {
	words := strings.Split(text, " ")
	for ; len(words) > 1; words = words[:len(words)-1] {
		last := words[len(words)-1]
		from, begins := strings.CutPrefix(last, "自")
		to, ends := strings.CutPrefix(last, "至")
		var err error
		switch {
		case last == "待核":
			*unverified = true
		case begins:
			l.From, err = layers.ParseDate(from)
		case ends:
			l.To, err = layers.ParseDate(to)
			l.To = addDays(l.To, 1)
		default:
			return strings.Join(words, " "), nil
		}
		if err != nil {
			return "", err
		}
	}
	return words[0], nil
}

func readGround(text string, laws []law) (*ground, error) {
	g := &ground{}
	for part := range strings.SplitSeq(strings.TrimSpace(text), "; ") {
		if part == "待核" {
			g.unverified = true
			continue
		}
		part, penalty := strings.CutPrefix(part, "罚则 ")
		at := slices.IndexFunc(laws, func(l law) bool { return part == l.name || strings.HasPrefix(part, l.name+" ") })
		if at < 0 {
			return nil, fmt.Errorf("no such law: %q", part)
		}
		l := laws[at]
		articles, err := l.dates(part, &l.unverified)
		if err != nil {
			return nil, err
		}
		for article := range strings.SplitSeq(strings.TrimPrefix(articles, l.name), "、") {
			h := held{l.Span, citedAs(l.name, strings.TrimSpace(article), l.unverified)}
			if penalty {
				g.penalties = append(g.penalties, h)
			} else {
				g.basis = append(g.basis, h)
			}
		}
	}
	return g, nil
}

func addDays(day layers.Date, n int) layers.Date {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return day
	}
	return layers.Date(at.AddDate(0, 0, n).Format(time.DateOnly))
}
