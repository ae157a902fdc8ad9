package rules_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"waterzones/layers/rules"
)

// TestCasesNoticeKinds: nor does a mistake pass in what every site of a kind is.
// One mistake in each kind is tried at once, by the cases of that kind.
func TestCasesNoticeKinds(t *testing.T) {
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
// of LV04, the list of DW07).
func TestCasesNoticeDerivations(t *testing.T) {
	set, book := seedRules(t), readCases(t)
	passing := book.passing(set)
	tried := 0
	for i := range set.Derive {
		d := &set.Derive[i]
		concerned := book.concerned(passing, d)
		try := func(what string, derive []rules.Derivation) {
			what = fmt.Sprintf("%s %v %s", d.Attribute, d.Value, what)
			f := fileOf(set)
			f.Derive = derive
			f.Rules = slices.DeleteFunc(f.Rules, func(r rules.Rule) bool { return concerned[r.ID] == nil })
			mutated, err := f.load()
			if err != nil {
				t.Fatal(err)
			}
			tried++
			for _, cases := range concerned {
				if slices.ContainsFunc(cases, func(c *ruleCase) bool { return book.check(mutated, c) != "" }) {
					return
				}
			}
			if !equivalent(what) {
				t.Errorf("no case notices: derivation %d, %s", i, what)
			}
		}
		all := fileOf(set).Derive
		try("does not follow", without(all, i))
		changedConditions(d.When, func(what string, when map[string]rules.Condition) {
			if len(when) > 0 {
				changed := slices.Clone(all)
				changed[i].When = when
				try(what, changed)
			}
		})
	}
	t.Logf("%d mutants", tried)
}

// concerned returns the cases in which something is said from which the
// derivation follows.
func (b *casebook) concerned(passing map[string][]*ruleCase, d *rules.Derivation) map[string][]*ruleCase {
	concerned := map[string][]*ruleCase{}
	for rule, cases := range passing {
		for _, c := range cases {
			if slices.ContainsFunc(c.sites, func(q question) bool {
				for id := range d.When {
					if _, said := q.said.Attributes[id]; said {
						return true
					}
				}
				return false
			}) {
				concerned[rule] = append(concerned[rule], c)
			}
		}
	}
	return concerned
}
