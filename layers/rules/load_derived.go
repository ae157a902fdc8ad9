package rules

import (
	"fmt"
	"maps"
	"slices"
)

// checkImplied finds facts that a kind is said to have and no one could ask for.
func (f *file) checkImplied(m *mistakes, n names) {
	for i, k := range f.Kinds {
		place := name("类型 kind", k.ID, i)
		for _, id := range slices.Sorted(maps.Keys(k.Implies)) {
			a := n.attributes[id]
			if a == nil || !slices.Contains(a.Kinds, k.ID) {
				m.add(place, "implies."+id, "该类型没有这个属性", "the kind has no such attribute")
				continue
			}
			n.value(m, place, "implies."+id, a, k.Implies[id])
		}
	}
}

// checkDerived finds derivations that cannot be made.
func (f *file) checkDerived(m *mistakes, n names) {
	for i := range f.Derive {
		d := &f.Derive[i]
		place := name("推定 derivation", d.Attribute, i)
		if a := n.attributes[d.Attribute]; a == nil {
			m.add(place, "attribute", "没有这个属性", "no such attribute")
		} else {
			n.value(m, place, "value", a, d.Value)
		}
		if len(d.When) == 0 {
			m.add(place, "when", "没有条件", "no conditions")
		}
		for _, id := range slices.Sorted(maps.Keys(d.When)) {
			c := d.When[id]
			n.condition(m, place, id, &c)
		}
	}
}

// checkRuleNames finds derivations by rules, and twins, that are not there.
func (f *file) checkRuleNames(m *mistakes, rules map[string]bool) {
	for i := range f.Derive {
		if d := &f.Derive[i]; d.Rule != "" && !rules[d.Rule] {
			m.add(name("推定 derivation", d.Attribute, i), "rule", "没有这条规则", fmt.Sprintf("no rule %q", d.Rule))
		}
	}
	for i := range f.Rules {
		if r := &f.Rules[i]; r.Twin != "" && (!rules[r.Twin] || r.Layer != Everywhere) {
			m.add(name("规则 rule", r.ID, i), "twin", "只有全域规则有，且应为一条图层规则", "must be the id of a rule of a layer, in one that holds everywhere")
		}
	}
}
