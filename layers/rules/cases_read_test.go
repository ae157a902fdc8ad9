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

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// construction is every kind of construction project (A03 of the matrix).
const construction = "project|outfall|livestock_farm|pipeline|hazardous_chemicals|oil_depot|waste_site|sand_mining|mine|solar_wind|" +
	"wharf|chemical_project|tailings_pond|cemetery|water_filling|blasting|geothermal|underground_works|coalbed_methane|" +
	"sewage_works|dam|ground_loop|exploration_borehole|temporary_works|slaughterhouse"

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
		if want = strings.TrimSpace(want); open.rule == "" {
			open.want = want
			b.wholes = append(b.wholes, *open)
			return nil, nil
		}
		err := open.expect(want)
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
	if head == "all" {
		c := &ruleCase{site: line, on: today}
		return c, c.ask(strings.TrimSpace(rest))
	}
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
		case "part":
			facts.Part = value
		case "since":
			facts.From = layers.Date(value)
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
