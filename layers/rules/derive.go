package rules

import (
	"fmt"
	"maps"

	"waterzones/layers"
)

// complete adds to what was said what every site of the kind is and what follows
// from both. What was said stands; if something else follows, that is a mistake.
func (s *Set) complete(site *Site) (wrong []FieldError) {
	k := s.ready.kinds[site.Kind]
	if k == nil {
		return nil
	}
	said := maps.Clone(site.Attributes)
	for id, value := range k.kind.Implies {
		if _, given := said[id]; !given {
			site.Attributes[id] = value
		}
	}
	for i := range k.derive {
		d := &k.derive[i]
		if !d.follows(site) {
			continue
		}
		if given, ok := said[d.Attribute]; ok {
			if given != d.Value {
				wrong = append(wrong, FieldError{"attributes." + d.Attribute, layers.Text{
					ZH: fmt.Sprintf("填报为 %s，按其他填报内容应为 %s%s", given, d.Value, by(d.Rule)),
					EN: fmt.Sprintf("said to be %s, but by what else was said it is %s%s", given, d.Value, by(d.Rule)),
				}})
			}
			continue
		}
		site.Attributes[d.Attribute] = d.Value
		site.Derived = append(site.Derived, d.Derivation)
	}
	return wrong
}

func by(rule string) string {
	if rule == "" {
		return ""
	}
	return " (" + rule + ")"
}

// follows reports whether the derivation's conditions hold for the site.
func (d *derivation) follows(site *Site) bool {
	for i := range d.clauses {
		c := &d.clauses[i]
		if value, known := site.Attributes[c.attribute.ID]; !known || !c.Holds(value) {
			return false
		}
	}
	return true
}
