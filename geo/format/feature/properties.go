package feature

import (
	"iter"
	"maps"
	"slices"
)

// NameProperties makes columns of the properties of features that each have their
// own, so that they can be read and written as a table: of all that the first
// features have, at most so many, by name, and of the id. A later feature may have
// others: one that matters to the caller makes it a *FeatureError, any other is
// left out, and a note says so.
func (s *Source) NameProperties(most int, matters func(name string) bool) {
	if s.Fields != nil || s.Features == nil {
		return
	}
	next, stop := iter.Pull2(s.Features)
	s.OnClose(func() error { stop(); return nil })
	p := &properties{source: s, next: flattened(next), matters: matters, types: map[string]FieldType{}, lost: map[string]bool{}}
	p.read(most)
	for _, name := range slices.Sorted(maps.Keys(p.types)) {
		s.Fields = append(s.Fields, Field{name, p.types[name]})
	}
	s.Features = p.features
}

// properties are features on their way to be rows of a table.
type properties struct {
	source  *Source
	next    func() (Feature, error, bool)
	first   []given
	ids     bool // the id is a column
	types   map[string]FieldType
	matters func(name string) bool
	lost    map[string]bool
}

type given struct {
	feature Feature
	err     error
}

// read reads the first features.
func (p *properties) read(most int) {
	hasID := false
	for whole := 0; whole < most; {
		f, err, more := p.next()
		if !more {
			break
		}
		p.first = append(p.first, given{f, err})
		if err == nil { // what cannot be read tells no columns
			whole++
		}
		hasID = hasID || f.ID != ""
		for name, value := range f.Properties {
			p.types[name] = common(p.types[name], value)
		}
		if err != nil && !IsFeatureError(err) {
			break
		}
	}
	if _, taken := p.types["id"]; hasID && !taken {
		p.ids, p.types["id"] = true, TextField
	}
	for name, typ := range p.types {
		if typ == "" {
			p.types[name] = TextField // null in all of them
		}
	}
}

// common is the type of a column that has values of a type, and another.
func common(typ FieldType, value any) FieldType {
	of := TypeOf(value)
	switch {
	case value == nil:
		return typ
	case typ == "" || typ == of:
		return of
	}
	return TextField
}

func (p *properties) features(yield func(Feature, error) bool) {
	for _, g := range p.first {
		if !yield(p.named(g.feature, g.err)) {
			return
		}
	}
	p.first = nil
	for f, err, more := p.next(); more; f, err, more = p.next() {
		if !yield(p.named(f, err)) {
			return
		}
	}
	if len(p.lost) > 0 {
		names := QuoteAll(slices.Sorted(maps.Keys(p.lost)))
		p.source.AddNote("这些属性在前面的要素中没有，未写出：%s", "properties that the first features do not have, and that are left out: %s", names)
	}
}

// named is a feature as a row.
func (p *properties) named(f Feature, err error) (Feature, error) {
	if p.ids {
		f.Properties = maps.Clone(f.Properties)
		if f.Properties == nil {
			f.Properties = map[string]any{}
		}
		f.Properties["id"] = f.ID
	}
	for name, value := range f.Properties {
		if _, known := p.types[name]; known || value == nil {
			continue
		}
		if err == nil && p.matters(name) {
			return f, PlaceErrorf(f.Where(), "有前面的要素没有的属性 %s", "has a property that the first features do not have: %s", Quote(name))
		}
		const most = 100
		if len(p.lost) < most {
			p.lost[name] = true
		}
	}
	return f, err
}

// flattened takes the members of a property attributes that is an object for
// properties of their own, as a form of the service has them.
func flattened(next func() (Feature, error, bool)) func() (Feature, error, bool) {
	return func() (Feature, error, bool) {
		f, err, more := next()
		nested, is := f.Properties["attributes"].(map[string]any)
		if !is {
			return f, err, more
		}
		all := maps.Clone(f.Properties)
		delete(all, "attributes")
		for name, value := range nested {
			if other, twice := all[name]; twice && ValueText(other) != ValueText(value) && err == nil {
				err = PlaceErrorf(f.Where(), "属性 %s 与 attributes 中的值不一致", "the property %s differs from the one in attributes", Quote(name))
			}
			all[name] = value
		}
		f.Properties = all
		return f, err, more
	}
}
