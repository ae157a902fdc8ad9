package rules

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"waterzones/layers"
)

// mistakes collects what is wrong with a rule file, so that its author sees all
// of it at once.
type mistakes []error

func (m *mistakes) add(place, key, zh, en string) {
	*m = append(*m, fmt.Errorf("%s: %s: %s / %s", place, key, zh, en))
}

// check returns all mistakes of content, joined. Layer ids are not checked: which
// layers there are is the catalogue's business.
func (f *file) check() error {
	var m mistakes
	if len(f.Rules) == 0 {
		m.add("规则文件 rule file", "rules", "没有规则", "no rules")
	}
	kinds := f.checkKinds(&m)
	attributes := f.checkAttributes(&m, kinds)
	f.checkImplied(&m, attributes)
	seen := map[string]bool{}
	for i := range f.Rules {
		r := &f.Rules[i]
		place := name("规则 rule", r.ID, i)
		m.unique(place, r.ID, seen)
		m.rule(place, r, kinds)
		m.when(place, r, attributes)
		if len(r.Basis) == 0 {
			m.add(place, "basis", "没有依据", "no basis")
		}
		m.citations(place, "basis", r.Basis)
		m.citations(place, "penalties", r.Penalties)
	}
	return errors.Join(m...)
}

func (f *file) checkKinds(m *mistakes) map[string]bool {
	known := map[string]bool{}
	for i, k := range f.Kinds {
		place := name("类型 kind", k.ID, i)
		m.unique(place, k.ID, known)
		m.text(place, "title", k.Title)
	}
	return known
}

// checkAttributes returns the kinds that have each attribute.
func (f *file) checkAttributes(m *mistakes, kinds map[string]bool) map[string][]string {
	known, having := map[string]bool{}, map[string][]string{}
	for i, a := range f.Attributes {
		place := name("属性 attribute", a.ID, i)
		m.unique(place, a.ID, known)
		m.text(place, "title", a.Title)
		m.text(place, "question", a.Question)
		m.kinds(place, a.Kinds, kinds)
		having[a.ID] = a.Kinds
	}
	return having
}

// checkImplied finds facts that a kind is said to have and no one could ask for.
func (f *file) checkImplied(m *mistakes, having map[string][]string) {
	for i, k := range f.Kinds {
		for _, id := range slices.Sorted(maps.Keys(k.Implies)) {
			if !slices.Contains(having[id], k.ID) {
				m.add(name("类型 kind", k.ID, i), "implies."+id, "该类型没有这个属性", "the kind has no such attribute")
			}
		}
	}
}

func (m *mistakes) rule(place string, r *Rule, kinds map[string]bool) {
	if r.Layer == "" {
		m.add(place, "layer", "没有图层", "no layer")
	}
	if slices.Contains(r.Grades, "") {
		m.add(place, "grades", "级别为空", "an empty grade")
	}
	m.kinds(place, r.Kinds, kinds)
	if !slices.Contains([]Stage{"", Proposed, Existing}, r.Stage) {
		m.add(place, "stage", "应为 proposed 或 existing", fmt.Sprintf("%q is neither proposed nor existing", r.Stage))
	}
	// The others are what becomes of a finding or a report, not what law says.
	if !slices.Contains([]Verdict{Prohibited, Restricted, Notice}, r.Verdict) {
		m.add(place, "verdict", "应为 prohibited、restricted 或 notice",
			fmt.Sprintf("%q is none of prohibited, restricted, notice", r.Verdict))
	}
	m.text(place, "title", r.Title)
	if r.Conditions != (layers.Text{}) {
		m.text(place, "conditions", r.Conditions)
	}
}

func (m *mistakes) when(place string, r *Rule, having map[string][]string) {
	for _, id := range slices.Sorted(maps.Keys(r.When)) {
		kinds, known := having[id]
		switch {
		case !known:
			m.add(place, "when."+id, "没有这个属性", "no such attribute")
		case !slices.ContainsFunc(r.Kinds, func(k string) bool { return slices.Contains(kinds, k) }):
			m.add(place, "when."+id, "规则的各类型都没有这个属性", "none of the rule's kinds has this attribute")
		}
	}
}

func (m *mistakes) citations(place, list string, parts []Citation) {
	for i, c := range parts {
		key := fmt.Sprintf("%s[%d]", list, i)
		if c.Law == "" {
			m.add(place, key+".law", "没有法律名称", "names no law")
		}
		if c.Article == "" && !c.Unverified {
			m.add(place, key+".article", "没有条号的引用须标待核（unverified）", "without an article it must be unverified")
		}
		if c.From == "" {
			m.add(place, key+".from", "没有施行日期", "no day from which it is in force")
		}
		if c.To != "" && c.From >= c.To {
			m.add(place, key+".to", "应晚于 from（当日不含）", fmt.Sprintf("%s is not after from, %s", c.To, c.From))
		}
	}
}

func (m *mistakes) kinds(place string, ids []string, known map[string]bool) {
	if len(ids) == 0 {
		m.add(place, "kinds", "没有类型", "no kinds")
	}
	for _, id := range ids {
		if !known[id] {
			m.add(place, "kinds", "没有这个类型", fmt.Sprintf("no kind %q", id))
		}
	}
}

func (m *mistakes) text(place, key string, t layers.Text) {
	if t.ZH == "" {
		m.add(place, key+".zh", "没有中文", "no Chinese text")
	}
	if t.EN == "" {
		m.add(place, key+".en", "没有英文", "no English text")
	}
}

func (m *mistakes) unique(place, id string, seen map[string]bool) {
	if id == "" {
		m.add(place, "id", "没有编号", "no id")
	} else if seen[id] {
		m.add(place, "id", "编号重复", "id used twice")
	}
	seen[id] = true
}

// name names an entry by its id, or by its position from 1 if it has none.
func name(what, id string, i int) string {
	if id == "" {
		return fmt.Sprintf("%s #%d", what, i+1)
	}
	return what + " " + id
}
