// Package schema describes Go values as they are written in JSON: as JSON Schema
// 2020-12, which is OpenAPI 3.1's too, and as declarations in TypeScript. Both are
// made from the types, so that neither can fall behind them.
//
// Everything is described, in Chinese and English: a member by its tag doc:"中文 /
// English" or by the words given for its name, a type by words given for it. What
// is not, and words for what is not there, are errors.
//
// Members that
// omitempty or omitzero may leave out are optional, all others required. A pointer
// among the required may be null. A list or a map is never null, nor is it written
// so by whoever keeps it from being nil; the tag schema:"nullable" says otherwise.
// Objects are open: a client must take members that it does not know.
package schema

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"waterzones/layers/report/canonical"
)

// Options say what the types do not.
type Options struct {
	// Names are those of definitions that should not have their type's name.
	Names map[reflect.Type]string
	// Known are types of which more is known than Go says. Those that write
	// themselves must be among them.
	Known map[reflect.Type]Known
	// Enums are the values of string types that have no others.
	Enums map[reflect.Type][]string
	// Words describe types by name (LayerCheck) and members by type and name
	// (LayerCheck.reason) or, where that is not there, by name alone (reason).
	Words map[string]string
	// Prelude stands before the declarations in TypeScript: imports of what Known
	// names, and types made of the declared ones.
	Prelude string
}

// Known is how a type is described that does not describe itself.
type Known struct {
	Ref        string         // the definition of that name, which whoever uses the Set adds
	Schema     map[string]any // where there is no Ref; nil: as its Go type says
	TypeScript string         // a type that is declared elsewhere; empty: as its Go type says
}

// Set is the definitions of some types and of all that these hold.
type Set struct {
	options Options
	all     []*definition // in the order in which they are first spoken of
	names   map[reflect.Type]string
}

// definition is a type with a name: a struct or an enumeration.
type definition struct {
	name, doc string
	members   []member
	enum      []string // nil: it is a struct
	of        reflect.Type
}

type member struct {
	name, doc          string
	of                 reflect.Type
	optional, nullable bool
}

// Of describes the roots. It fails for what has no form in JSON, for two types of
// one name, for structs without a name, for types that write themselves and are
// not known, and where words are missing or left over.
func Of(o Options, roots ...reflect.Type) (*Set, error) {
	s := &Set{options: o, names: map[reflect.Type]string{}}
	for _, t := range roots {
		if err := s.find(t); err != nil {
			return nil, err
		}
	}
	return s, s.describe()
}

// find adds the definitions of a type and of what it holds.
func (s *Set) find(t reflect.Type) error {
	known, is := s.options.Known[t]
	if _, defined := s.names[t]; defined || is && (known.Ref != "" || known.Schema != nil) {
		return nil
	}
	if t.Kind() != reflect.Pointer && canonical.WritesItself(t) {
		return fmt.Errorf("%v writes itself, and how is not known", t)
	}
	switch t.Kind() {
	case reflect.Bool, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return nil
	case reflect.String:
		if values := s.options.Enums[t]; values != nil {
			return s.define(&definition{enum: values, of: t})
		}
		return nil
	case reflect.Pointer, reflect.Array:
		return s.find(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return s.find(t.Elem())
		}
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return s.find(t.Elem())
		}
	case reflect.Interface:
		if t.NumMethod() == 0 {
			return nil
		}
	case reflect.Struct:
		return s.object(t)
	}
	return fmt.Errorf("%v cannot be described", t)
}

func (s *Set) object(t reflect.Type) error {
	d := &definition{of: t}
	if err := s.define(d); err != nil {
		return err
	}
	members, err := canonical.Members(t)
	if err != nil {
		return err
	}
	for _, m := range members {
		optional := (m.OmitEmpty || m.OmitZero) && m.Tag.Get("canonical") != "hash" // which is always written
		d.members = append(d.members, member{
			name: m.Name, doc: m.Tag.Get("doc"), of: m.Type, optional: optional,
			nullable: m.Tag.Get("schema") == "nullable" || m.Type.Kind() == reflect.Pointer && !optional,
		})
		if err := s.find(m.Type); err != nil {
			return fmt.Errorf("%v, %s: %w", t, m.Name, err)
		}
	}
	return nil
}

func (s *Set) define(d *definition) error {
	if d.name = cmp.Or(s.options.Names[d.of], d.of.Name()); d.name == "" {
		return fmt.Errorf("%v has no name", d.of)
	}
	for _, other := range s.all {
		if other.name == d.name {
			return fmt.Errorf("%v and %v are both named %s", other.of, d.of, d.name)
		}
	}
	s.all = append(s.all, d)
	s.names[d.of] = d.name
	return nil
}

// describe gives everything its words.
func (s *Set) describe() error {
	left := maps.Clone(s.options.Words)
	var missing []string
	say := func(names ...string) string {
		for _, name := range names {
			if words := s.options.Words[name]; words != "" {
				delete(left, name)
				return words
			}
		}
		missing = append(missing, names[0])
		return ""
	}
	for _, d := range s.all {
		d.doc = say(d.name)
		for i := range d.members {
			if m := &d.members[i]; m.doc == "" {
				m.doc = say(d.name+"."+m.name, m.name)
			}
		}
	}
	if len(missing)+len(left) > 0 {
		return fmt.Errorf("not described: %q; described, but not there: %q", missing, slices.Sorted(maps.Keys(left)))
	}
	return nil
}

// lowerFirst is how definitions are named in JSON Schema, where TypeScript begins
// with a capital.
func lowerFirst(name string) string { return strings.ToLower(name[:1]) + name[1:] }
