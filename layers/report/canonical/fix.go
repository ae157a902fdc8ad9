package canonical

import (
	"fmt"
	"reflect"
	"slices"
)

// Fix is the plan of values that have most in common with v, a struct: but for the
// open members, and those with a tag of this package, what v has is written for
// each of them, once and for all.
func (p *Plan[T]) Fix(v *T, open ...string) (*Plan[T], error) {
	m := maker{types: p.types, making: map[reflect.Type]*writer{}}
	members, err := m.members(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	var all []member
	o := output{types: p.types}
	for i := range members {
		m := &members[i]
		if m.isHash || m.unhashed || slices.Contains(open, m.Name) {
			all = append(appendFixed(all, o.dst), *m)
			o.dst = nil
			continue
		}
		f, is := m.in(reflect.ValueOf(v).Elem())
		if !is || m.omitted(f) {
			continue
		}
		o.dst = append(o.dst, m.key...)
		if err := m.write(&o, f); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	all = appendFixed(all, o.dst)
	return &Plan[T]{p.types, func(o *output, v reflect.Value) error { return o.object(all, v) }}, nil
}

// appendFixed adds members that are written already, as one.
func appendFixed(all []member, text []byte) []member {
	if len(text) == 0 {
		return all
	}
	return append(all, member{key: string(text), write: func(*output, reflect.Value) error { return nil }})
}
