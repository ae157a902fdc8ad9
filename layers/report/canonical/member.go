package canonical

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Member is a member of the JSON object that a struct becomes.
type Member struct {
	Name      string // the key
	Type      reflect.Type
	Index     []int // as of reflect.Value.FieldByIndex; through embedded pointers, which may be nil
	OmitEmpty bool
	OmitZero  bool
	Tag       reflect.StructTag

	named bool // by its tag, which wins over a field's own name at the same depth
}

// Members returns the members that encoding/json writes of a struct, in the order
// of its fields, embedded structs where they stand. It fails for the option
// ",string" and for names that encoding/json ignores.
func Members(t reflect.Type) ([]Member, error) {
	all, err := fieldsOf(t, nil, []reflect.Type{t})
	if err != nil {
		return nil, err
	}
	byName := map[string][]*Member{}
	for i := range all {
		byName[all[i].Name] = append(byName[all[i].Name], &all[i])
	}
	return slices.DeleteFunc(slices.Clone(all), func(m Member) bool {
		won := dominant(byName[m.Name])
		return won == nil || !slices.Equal(won.Index, m.Index)
	}), nil
}

// dominant is the member that hides the others of its name: the shallowest, and of
// several such the one with a tag; nil where that leaves more than one.
func dominant(same []*Member) *Member {
	order := func(a, b *Member) int {
		if c := cmp.Compare(len(a.Index), len(b.Index)); c != 0 || a.named == b.named {
			return c
		}
		if a.named {
			return -1
		}
		return 1
	}
	same = slices.SortedStableFunc(slices.Values(same), order)
	if len(same) > 1 && order(same[0], same[1]) == 0 {
		return nil
	}
	return same[0]
}

// fieldsOf are the candidates, embedded ones at their place.
func fieldsOf(t reflect.Type, at []int, within []reflect.Type) (all []Member, err error) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		inner := structOf(f)
		if tag == "-" || !f.IsExported() && inner == nil {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if !validName(name) || !f.IsExported() && name != "" || slices.Contains(strings.Split(options, ","), "string") {
			return nil, fmt.Errorf("%v: the tag json:%q of %s is not understood", t, tag, f.Name)
		}
		index := append(slices.Clone(at), i)
		if inner != nil && name == "" {
			if slices.Contains(within, inner) {
				continue // a deeper one of itself is hidden by it
			}
			embedded, err := fieldsOf(inner, index, append(slices.Clone(within), inner))
			if err != nil {
				return nil, err
			}
			all = append(all, embedded...)
			continue
		}
		all = append(all, Member{
			Name: cmp.Or(name, f.Name), Type: f.Type, Index: index, Tag: f.Tag, named: name != "",
			OmitEmpty: slices.Contains(strings.Split(options, ","), "omitempty"),
			OmitZero:  slices.Contains(strings.Split(options, ","), "omitzero"),
		})
	}
	return all, nil
}

// structOf is the struct that a field embeds, by itself or by a pointer; nil where
// it embeds none.
func structOf(f reflect.StructField) reflect.Type {
	t := f.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !f.Anonymous || t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

// validName is encoding/json's: a name with other characters is not one.
func validName(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
