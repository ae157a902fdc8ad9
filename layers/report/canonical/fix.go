package canonical

import (
	"fmt"
	"reflect"
	"slices"
	"unique"
)

// Fix is the plan of values that have most in common with v, a struct: but for the
// open members, and those with a tag of this package, what v has is written for
// each of them, once and for all. Plans that fix equal members hold their text once.
func (p *Plan[T]) Fix(v *T, open ...string) (*Plan[T], error) {
	m := maker{types: p.types, making: map[reflect.Type]*writer{}}
	members, err := m.members(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	var all []member
	for i := range members {
		m := &members[i]
		if m.isHash || m.unhashed || slices.Contains(open, m.Name) {
			all = append(all, *m)
			continue
		}
		f, is := m.in(reflect.ValueOf(v).Elem())
		if !is || m.omitted(f) {
			continue
		}
		o := output{types: p.types, dst: []byte(m.key)}
		if err := m.write(&o, f); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
		held := unique.Make(string(o.dst))
		all = append(all, member{key: held.Value(), held: held, write: writeNothing})
	}
	return &Plan[T]{p.types, func(o *output, v reflect.Value) error { return o.object(all, v) }}, nil
}

func writeNothing(*output, reflect.Value) error { return nil }
