package rules_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"waterzones/layers/rules"
)

// TestCasesNoticeKinds: nor does a mistake pass in what every site of a kind is.
// One mistake in each kind is tried at once, by the cases of that kind.
func TestCasesNoticeKinds(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of rule files, one after another; -short leaves them out, make test does not")
	}
	set, book := seedRules(t), readCases(t)
	passing := book.passing(set)
	tried := 0
	for round := 0; ; round++ {
		f, made := fileOf(set), map[string]string{}
		for i := range set.Kinds {
			if all := kindMutants(&set.Kinds[i]); round < len(all) {
				f.Kinds[i], made[set.Kinds[i].ID] = all[round].Kind, all[round].what
			}
		}
		if len(made) == 0 {
			break
		}
		tried += len(made)
		mutated, err := f.load()
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range slices.Sorted(maps.Keys(made)) {
			if !book.noticed(mutated, passing, kind) && !equivalent(kind+" "+made[kind]) {
				t.Errorf("no case notices: %s %s", kind, made[kind])
			}
		}
	}
	t.Logf("%d mutants", tried)
}

// noticed reports whether a case of the kind does not hold.
func (b *casebook) noticed(set *rules.Set, passing map[string][]*ruleCase, kind string) bool {
	for _, cases := range passing {
		for _, c := range cases {
			one := *c
			one.sites = slices.DeleteFunc(slices.Clone(c.sites), func(q question) bool { return q.said.Kind != kind })
			if b.check(set, &one) != "" {
				return true
			}
		}
	}
	return false
}

// kindMutant is a kind with one mistake.
type kindMutant struct {
	what string
	rules.Kind
}

func kindMutants(k *rules.Kind) []kindMutant {
	var all []kindMutant
	for _, id := range slices.Sorted(maps.Keys(k.Implies)) {
		m := *k
		m.Implies = maps.Clone(k.Implies)
		delete(m.Implies, id)
		all = append(all, kindMutant{"does not imply " + id, m})
	}
	for j, code := range k.Activities {
		if code == "A01" || code == "A06" {
			continue // which nothing else is: such a file is refused
		}
		m := *k
		m.Activities = without(k.Activities, j)
		all = append(all, kindMutant{"is not " + code, m})
	}
	return all
}

// TestCasesNoticeDerivations: nor in what follows from what was said (the scales
// of LV04, the list of DW07). One mistake for each thing that is said is tried at
// once, by the cases that say it.
func TestCasesNoticeDerivations(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of rule files, one after another; -short leaves them out, make test does not")
	}
	set, book := seedRules(t), readCases(t)
	all := derivationMutants(set)
	concerned := book.passing(set)
	for id, cases := range concerned {
		concerned[id] = slices.DeleteFunc(cases, func(c *ruleCase) bool {
			return !c.mentions(strings.Fields(strings.Join(slices.Collect(maps.Keys(all)), " ")))
		})
	}
	tried := 0
	for round := 0; ; round++ {
		f, made := fileOf(set), map[string]derivationMutant{}
		f.Rules = slices.DeleteFunc(f.Rules, func(r rules.Rule) bool { return len(concerned[r.ID]) == 0 })
		for said, mutants := range all {
			if round < len(mutants) {
				m := mutants[round]
				made[said], f.Derive[m.at] = m, m.Derivation
			}
		}
		if len(made) == 0 {
			break
		}
		tried += len(made)
		mutated, err := f.load()
		if err != nil {
			t.Fatal(err)
		}
		for said, m := range made {
			if !book.noticedBy(mutated, concerned, strings.Fields(said)) && !equivalent(m.what) {
				t.Errorf("no case notices: %s", m.what)
			}
		}
	}
	t.Logf("%d mutants", tried)
}

// noticedBy reports whether a case does not hold that says one of these attributes.
func (b *casebook) noticedBy(set *rules.Set, concerned map[string][]*ruleCase, attributes []string) bool {
	for _, cases := range concerned {
		for _, c := range cases {
			if c.mentions(attributes) && b.check(set, c) != "" {
				return true
			}
		}
	}
	return false
}

func (c *ruleCase) mentions(attributes []string) bool {
	return slices.ContainsFunc(c.sites, func(q question) bool {
		return slices.ContainsFunc(attributes, func(id string) bool { return q.said.Attributes[id] != "" })
	})
}

// derivationMutant is a derivation with one mistake, in its place in the file.
type derivationMutant struct {
	what string
	at   int
	rules.Derivation
}

// derivationMutants returns each derivation with each mistake, by the attributes
// from which it follows.
func derivationMutants(set *rules.Set) map[string][]derivationMutant {
	all := map[string][]derivationMutant{}
	for i, d := range set.Derive {
		d.Rule = ""
		said := strings.Join(slices.Sorted(maps.Keys(d.When)), " ")
		add := func(what string, d rules.Derivation) {
			what = fmt.Sprintf("%s %v %s", d.Attribute, d.Value, what)
			all[said] = append(all[said], derivationMutant{what, i, d})
		}
		never := d
		never.When = map[string]rules.Condition{d.Attribute: {Is: []rules.Value{d.Value}}} // which is so already
		add("does not follow", never)
		changedConditions(d.When, func(what string, when map[string]rules.Condition) {
			if len(when) > 0 {
				changed := d
				changed.When = when
				add(what, changed)
			}
		})
	}
	return all
}
