package rules

import "waterzones/layers"

// Alike is a key of what the rules in force on the day make of a site's
// description: of two sites with one key everything follows alike, wherever they
// lie. A fact on which no rule turns is of no matter, and neither is the depth of a
// well but for the side of the bound on which it lies. A nil Set makes nothing of
// any.
func (s *Set) Alike(site *Site, day layers.Date) string {
	if s == nil || s.ready.kinds[site.Kind] == nil {
		return site.Kind
	}
	k := s.ready.kinds[site.Kind]
	stretch := s.ready.stretch(day)
	key := append([]byte(site.Kind+" "+string(site.StageOrProposed())), 0)
	for _, layer := range append([]string{Everywhere}, k.layers...) {
		for i := range k.at[layer] {
			key = k.at[layer][i].alike(key, site, stretch)
		}
	}
	return string(key)
}

// alike adds what the rule makes of the site.
func (e *entry) alike(key []byte, site *Site, stretch int) []byte {
	if !e.speaks(site, stretch) {
		return append(key, '-')
	}
	key = append(key, 'a'+byte(e.declared(site)))
	for i := range e.clauses {
		c := &e.clauses[i]
		value, known := site.Attributes[c.attribute.ID]
		switch {
		case !known:
			key = append(key, '?')
		case c.Holds(value):
			key = append(key, '+')
		default:
			key = append(key, '-')
		}
	}
	if e.builtOn != nil && site.StageOrProposed() == Existing {
		key = append(key, site.Attributes[BuiltOn].String()...)
		key = append(key, site.Attributes[DelimitedWhenBuilt].String()...)
	}
	return append(key, ' ')
}
