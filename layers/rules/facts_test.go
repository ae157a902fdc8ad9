package rules_test

import (
	"testing"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// TestDeclaredFactsCount: whatever kind of site is declared whatever fact of which a
// ban that holds everywhere turns alone, the ban is an outcome and no reminder.
func TestDeclaredFactsCount(t *testing.T) {
	const today = layers.Date("2026-11-23")
	set := seedRules(t)
	asked := 0
	for i := range set.Rules {
		r := &set.Rules[i]
		if r.Layer != rules.Everywhere || r.Verdict != rules.Prohibited || !r.InForce(today) {
			continue
		}
		for _, kind := range set.KindsOf(r) {
			site := &rules.Site{Kind: kind, Stage: r.Stage, Attributes: map[string]rules.Value{}}
			for id, condition := range r.When {
				site.Attributes[id] = condition.Is[0]
			}
			for _, a := range set.Attributes { // a project declares the activity, too
				for _, code := range r.Activities {
					if a.Activity == code {
						site.Attributes[a.ID] = rules.Bool(true)
					}
				}
			}
			asked++
			outcomes, _ := set.Everywhere(site, today)
			found := false
			for k := range outcomes {
				found = found || outcomes[k].Rule.ID == r.ID && outcomes[k].Verdict == rules.Prohibited
			}
			if !found {
				t.Errorf("%s of a %s: declared, and no finding", r.ID, kind)
			}
		}
	}
	if asked < 20 {
		t.Errorf("%d asked", asked)
	}
}
