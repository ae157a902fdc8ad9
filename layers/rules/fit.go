package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"waterzones/layers"
)

// Fits checks the rules against the layers they will judge by, for what neither
// can see alone: a grade that a rule names and its layer does not have would
// never be met, and a misspelt kind in required_for would require nothing. All
// mistakes are returned, joined.
func (s *Set) Fits(release *layers.Release) error {
	var wrong []error
	for _, l := range release.Layers() {
		for _, kind := range l.RequiredFor {
			if s.Kind(kind) == nil {
				wrong = append(wrong, fmt.Errorf("图层 %s：required_for 中的 %q 不是规则文件的类型 / layer %s: %q in required_for is no kind of the rule file", l.ID, kind, l.ID, kind))
			}
		}
	}
	for i := range s.Rules {
		r := &s.Rules[i]
		l := release.Layer(r.Layer)
		if l == nil || len(l.Grades) == 0 {
			continue
		}
		for _, grade := range r.Grades {
			if !slices.Contains(l.Grades, grade) {
				list := strings.Join(l.Grades, "、")
				wrong = append(wrong, fmt.Errorf("规则 %s：图层 %s 没有级别 %q，只有 %s / rule %s: layer %s has no grade %q, only %s", r.ID, l.ID, grade, list, r.ID, l.ID, grade, list))
			}
		}
	}
	return errors.Join(wrong...)
}
