package rules_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// ruleFile is a rule file to be written.
type ruleFile struct {
	From       layers.Date
	Activities []rules.Activity
	Kinds      []rules.Kind
	Attributes []rules.Attribute
	Derive     []rules.Derivation
	Rules      []rules.Rule
	NotHeld    []rules.Unheld `yaml:"not_held,omitempty"`
}

// mutant is a rule with one mistake.
type mutant struct {
	what string
	rules.Rule
}

// TestCasesNoticeMutants: every mistake of these kinds in any one rule is noticed
// by a case of that rule. Cases look at their own rule only, so that one mistake in
// each rule can be tried at once.
func TestCasesNoticeMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of rule files, one after another; -short leaves them out, make test does not")
	}
	set, book := seedRules(t), readCases(t)
	passing := book.passing(set)
	var all [][]mutant
	rounds, tried := 0, 0
	for i := range set.Rules {
		all = append(all, mutants(&set.Rules[i]))
		rounds = max(rounds, len(all[i]))
	}
	for k := range rounds {
		f, made := fileOf(set), map[string]string{}
		f.Rules = nil
		for i := range all {
			if k < len(all[i]) {
				f.Rules = append(f.Rules, all[i][k].Rule)
				made[set.Rules[i].ID] = all[i][k].what
			}
		}
		tried += len(made)
		mutated, err := f.load()
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range book.survivors(mutated, passing, made) {
			if !equivalent(id + " " + made[id]) {
				t.Errorf("no case notices: %s %s", id, made[id])
			}
		}
	}
	t.Logf("%d mutants in %d rounds", tried, rounds)
}

// equivalent reports whether a mistake changes nothing, by what it begins with.
func equivalent(what string) bool {
	const (
		existing = "what stands has the nature existing, of which the condition does not hold"
		always   = "every site of the rule's other kinds or activities is that too"
		told     = "the fact on which the rule turns tells of the activity, and is what such a site is"
		later    = "the derivation of false comes later and takes it back"
		noted    = "what is denied is judged as what is not declared; only the note differs (TestNotes)"
	)
	reasons := map[string]string{
		`DW07 for stage ""`: existing, `DW08 for stage ""`: existing, `DW08B for stage ""`: existing, `RV09 for stage ""`: existing, `RV13 for stage ""`: existing,
		"DW05 without activity A03": always, "GW11 without activity A08": always, "RV01B without activity A14": always,
		"DW27 without activity A12": told, "DW36 without activity A12": told, "GW22 without activity A11": always,
		"mine is not A16":                            "it implies mining, which declares A16",
		"geothermal is not A11":                      "it implies geothermal, which declares A11",
		"large_scale true head_count at least 499":   later,
		"large_scale true head_count at least 9999":  later,
		"large_scale true head_count at least 49999": later,
		"large_scale true head_count at least 99":    later,
		"large_scale true head_count at least 49":    later,
		"large_scale true head_count at least 299":   later,
		"monitoring_well false ":                     noted,
		"geothermal false ":                          noted,
	}
	for beginning := range reasons {
		if strings.HasPrefix(what, beginning) {
			return true
		}
	}
	return false
}

// passing returns the cases that hold, by rule. One that does not hold cannot
// notice anything.
func (b *casebook) passing(set *rules.Set) map[string][]*ruleCase {
	passing := map[string][]*ruleCase{}
	for i := range b.cases {
		if c := &b.cases[i]; b.check(set, c) == "" {
			passing[c.rule] = append(passing[c.rule], c)
		}
	}
	return passing
}

// survivors returns the mutated rules of which all cases still hold.
func (b *casebook) survivors(set *rules.Set, passing map[string][]*ruleCase, made map[string]string) []string {
	var left []string
	for _, id := range slices.Sorted(maps.Keys(made)) {
		if !slices.ContainsFunc(passing[id], func(c *ruleCase) bool { return b.check(set, c) != "" }) {
			left = append(left, id)
		}
	}
	return left
}

func fileOf(set *rules.Set) *ruleFile {
	f := &ruleFile{
		set.From, set.Activities, slices.Clone(set.Kinds), set.Attributes, slices.Clone(set.Derive), slices.Clone(set.Rules), set.NotHeld,
	}
	for i := range f.Derive {
		f.Derive[i].Rule = "" // which may be the one dropped
	}
	for i := range f.Rules {
		f.Rules[i].Twin = "" // likewise
	}
	return f
}

func (f *ruleFile) load() (*rules.Set, error) {
	text, err := yaml.Marshal(f)
	if err != nil {
		return nil, err
	}
	return rules.Load(text)
}

// mutants returns the rule with each mistake.
func mutants(r *rules.Rule) []mutant {
	var all []mutant
	add := func(what string, change func(*rules.Rule)) {
		m := *r
		m.Twin = ""
		change(&m)
		all = append(all, mutant{what, m})
	}
	add("dropped", func(m *rules.Rule) { m.ID = "GONE" + m.ID })
	add("of another evidence", func(m *rules.Rule) { m.Evidence = map[bool]string{true: "V", false: "V*"}[r.Unverified()] })
	for _, v := range []rules.Verdict{rules.Prohibited, rules.Restricted, rules.Notice} {
		if v != r.Verdict {
			add("says "+string(v), func(m *rules.Rule) {
				if m.Verdict = v; v == rules.Notice {
					m.Exceptions = nil
				}
			})
		}
	}
	for _, d := range append(rules.Disposals(), "") {
		if d != r.Disposal && r.Disposal != "" {
			add(fmt.Sprintf("with disposal %q", d), func(m *rules.Rule) { m.Disposal = d })
		}
	}
	if r.Unasked {
		add("that asks", func(m *rules.Rule) { m.Unasked = false })
	}
	if r.Builds != (layers.Text{}) {
		add("reaches back", func(m *rules.Rule) { m.Builds = layers.Text{} })
	}
	if r.TitleExisting != (layers.Text{}) {
		add("with one verb", func(m *rules.Rule) { m.TitleExisting = layers.Text{} })
	}
	changedScope(r, add)
	changedConditions(r.When, func(what string, when map[string]rules.Condition) {
		add(what, func(m *rules.Rule) {
			m.When = when
			m.Exceptions = slices.DeleteFunc(slices.Clone(m.Exceptions), func(x rules.Exception) bool {
				_, asked := when[x.Attribute]
				return !asked
			})
		})
	})
	changedExceptions(r, add)
	changedCitations("basis", r.Basis, func(what string, parts []rules.Citation) {
		if len(parts) > 0 {
			add(what, func(m *rules.Rule) { m.Basis = parts })
		}
	})
	changedCitations("penalty", r.Penalties, func(what string, parts []rules.Citation) {
		// A day of a penalty is nothing where the rule is not in force.
		if day := shiftedDay(r.Penalties, parts); day == "" || r.InForce(day) {
			add(what, func(m *rules.Rule) { m.Penalties = parts })
		}
	})
	return all
}

// changedExceptions adds the mistakes in who has to prove what. What a zone is nobody
// has to prove, and a restriction of a place stands either way.
func changedExceptions(r *rules.Rule, add func(string, func(*rules.Rule))) {
	if r.Verdict == rules.Notice {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(r.When)) {
		if strings.HasPrefix(id, "source_") || r.Verdict == rules.Restricted && r.Layer != rules.Everywhere {
			continue
		}
		at := slices.IndexFunc(r.Exceptions, func(x rules.Exception) bool { return x.Attribute == id })
		if at >= 0 {
			add("that does not except "+id, func(m *rules.Rule) { m.Exceptions = without(r.Exceptions, at) })
		} else {
			more := rules.Exception{Attribute: id, Why: layers.Text{ZH: "误", EN: "by mistake"}}
			add("that excepts "+id, func(m *rules.Rule) { m.Exceptions = append(slices.Clone(r.Exceptions), more) })
		}
	}
}

// changedScope adds the mistakes in where and of what the rule speaks.
func changedScope(r *rules.Rule, add func(string, func(*rules.Rule))) {
	add("in another layer", func(m *rules.Rule) { m.Layer = "elsewhere" })
	for i, grade := range r.Grades {
		add("without grade "+grade, func(m *rules.Rule) { m.Grades = without(r.Grades, i) })
	}
	if len(r.Kinds)+len(r.Activities) > 1 { // a rule of nothing is refused
		for i, kind := range r.Kinds {
			add("without kind "+kind, func(m *rules.Rule) { m.Kinds = without(r.Kinds, i) })
		}
		for i, code := range r.Activities {
			add("without activity "+code, func(m *rules.Rule) { m.Activities = without(r.Activities, i) })
		}
	}
	for _, stage := range []rules.Stage{"", rules.Proposed, rules.Existing} {
		if stage != r.Stage {
			add(fmt.Sprintf("for stage %q", stage), func(m *rules.Rule) { m.Stage = stage })
		}
	}
	if r.ZoneLacks != "" {
		add("whatever the zone lacks", func(m *rules.Rule) { m.ZoneLacks = "" })
	}
}

// without returns a copy of the list without its element i.
func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

// shiftedDay returns the day by which the beginning of a citation was moved.
func shiftedDay(parts, changed []rules.Citation) layers.Date {
	for i := range changed {
		if len(parts) == len(changed) && changed[i].From != parts[i].From {
			return min(changed[i].From, parts[i].From)
		}
	}
	return ""
}

// changedConditions gives the conditions with one dropped, or with one value of
// one negated or dropped.
func changedConditions(when map[string]rules.Condition, give func(string, map[string]rules.Condition)) {
	for _, id := range slices.Sorted(maps.Keys(when)) {
		with := func(what string, c rules.Condition) {
			changed := maps.Clone(when)
			changed[id] = c
			give(id+" "+what, changed)
		}
		dropped := maps.Clone(when)
		delete(dropped, id)
		give("without condition "+id, dropped)
		c := when[id]
		for i, v := range c.Is {
			if yes, ok := v.Bool(); ok {
				with("negated", rules.Condition{Is: []rules.Value{rules.Bool(!yes)}})
			} else if len(c.Is) > 1 {
				with("not "+v.String(), rules.Condition{Is: without(c.Is, i)})
			}
		}
		for i, beginning := range c.StartsWith {
			if len(c.StartsWith) > 1 {
				with("not "+beginning, rules.Condition{StartsWith: without(c.StartsWith, i)})
			}
		}
		for _, d := range []float64{-1, 1} {
			if c.AtLeast != nil {
				f := *c.AtLeast + d
				with(fmt.Sprintf("at least %g", f), rules.Condition{AtLeast: &f, Below: c.Below})
			}
			if c.Below != nil {
				f := *c.Below + d
				with(fmt.Sprintf("below %g", f), rules.Condition{AtLeast: c.AtLeast, Below: &f})
			}
		}
	}
}

// changedCitations gives the citations with one dropped, of another article, of
// other days, or verified otherwise.
func changedCitations(list string, parts []rules.Citation, give func(string, []rules.Citation)) {
	for i, c := range parts {
		name := fmt.Sprintf("%s %s %s from %s: ", list, c.Law, c.Article, c.From)
		with := func(what string, changed rules.Citation) {
			if changed.To == "" || changed.From < changed.To {
				list := slices.Clone(parts)
				list[i] = changed
				give(name+what, list)
			}
		}
		give(name+"dropped", without(parts, i))
		for _, days := range []int{-1, 1} {
			from, to := c, c
			from.From = addDays(c.From, days)
			with(fmt.Sprintf("begins %+d day", days), from)
			if c.To != "" {
				to.To = addDays(c.To, days)
				with(fmt.Sprintf("ends %+d day", days), to)
			}
		}
		until := c
		if c.To == "" {
			until.To = today
		} else {
			until.To = ""
		}
		with("ends otherwise", until)
		other := c
		if other.Article = strings.Replace(c.Article, "第", "第9", 1); other.Article == c.Article {
			other.Article += "9"
		}
		if c.Article != "" {
			with("another article", other)
		}
		other = c
		other.Law += "实施细则"
		with("another law", other)
		if other = c; c.Article != "" {
			other.Unverified = !c.Unverified
			with("verified otherwise", other)
		}
	}
}
