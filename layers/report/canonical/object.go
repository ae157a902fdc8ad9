package canonical

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"unique"
)

// member is one of a struct, ready to be written.
type member struct {
	Member
	key      string                // ,"name":
	held     unique.Handle[string] // of a member that is fixed: it is all in the key
	write    writer
	isZero   func(reflect.Value) bool // nil: zero is written
	unhashed bool
	isHash   bool
}

func (m *maker) object(of reflect.Type) (writer, error) {
	members, err := m.members(of)
	return func(o *output, v reflect.Value) error { return o.object(members, v) }, err
}

// members are those of a struct in the order in which they are written.
func (m *maker) members(of reflect.Type) ([]member, error) {
	found, err := Members(of)
	if err != nil {
		return nil, err
	}
	members := make([]member, len(found))
	for i, f := range found {
		if members[i], err = m.member(f); err != nil {
			return nil, fmt.Errorf("%v, %s: %w", of, f.Name, err)
		}
	}
	slices.SortFunc(members, func(a, b member) int { return compare(a.Name, b.Name) })
	return members, nil
}

func (m *maker) member(f Member) (member, error) {
	one := member{Member: f, key: string(AppendString([]byte{','}, f.Name)) + ":"}
	switch tag := f.Tag.Get("canonical"); {
	case tag == "hash" && f.Type.Kind() == reflect.String:
		one.isHash = true
	case tag == "unhashed":
		one.unhashed = true
	case tag != "":
		return one, fmt.Errorf("the tag canonical:%q is not understood", tag)
	}
	if f.OmitZero {
		one.isZero = zeroOf(f.Type)
	}
	var err error
	one.write, err = m.writer(f.Type)
	return one, err
}

// zeroOf tells what omitzero leaves out, by the type's own word where it has one.
func zeroOf(t reflect.Type) func(reflect.Value) bool {
	type zeroer interface{ IsZero() bool }
	says := reflect.TypeFor[zeroer]()
	if !t.Implements(says) && !reflect.PointerTo(t).Implements(says) {
		return reflect.Value.IsZero
	}
	nillable := t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface
	return func(v reflect.Value) bool {
		if nillable && v.IsNil() {
			return true
		}
		if !v.CanAddr() && !t.Implements(says) {
			at := reflect.New(t)
			at.Elem().Set(v)
			v = at.Elem()
		}
		z, is := itself(v).(zeroer)
		return is && z.IsZero()
	}
}

// empty is what omitempty leaves out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	default:
		return v.IsZero()
	}
}

func (o *output) object(members []member, v reflect.Value) error {
	if err := o.deeper(); err != nil {
		return err
	}
	o.dst = append(o.dst, '{')
	written, hashed := false, false
	for i := range members {
		m := &members[i]
		f, is := m.in(v)
		isHash := m.isHash && o.digest != nil && o.left == 0
		if !isHash && (!is || m.omitted(f)) {
			continue
		}
		leave := o.digest != nil && (m.unhashed || m.isHash)
		if leave {
			o.leave()
		}
		if !written {
			o.dst = append(o.dst, m.key[1:]...)
		} else {
			o.dst = append(o.dst, ',')
			if !hashed && !leave && o.digest != nil {
				o.skip() // the comma after a member left out that was first
			}
			o.dst = append(o.dst, m.key[1:]...)
		}
		if err := o.value(m, f, isHash); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		if leave {
			o.rejoin()
		}
		written, hashed = true, hashed || !leave
	}
	o.dst = append(o.dst, '}')
	o.depth--
	return nil
}

func (m *member) omitted(f reflect.Value) bool {
	return m.OmitEmpty && empty(f) || m.isZero != nil && m.isZero(f)
}

func (o *output) value(m *member, f reflect.Value, isHash bool) error {
	if isHash {
		return o.sum()
	}
	return m.write(o, f)
}

// in is the member's value; is reports that no embedded pointer on the way is nil.
func (m *member) in(v reflect.Value) (f reflect.Value, is bool) {
	for _, i := range m.Index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, true
}

// mapping writes maps. Their values have no address, as in encoding/json.
func (m *maker) mapping(of reflect.Type) (writer, error) {
	if of.Key().Kind() != reflect.String {
		return nil, errors.New("keys that are not strings have no form in JSON")
	}
	write, err := m.writer(of.Elem())
	return func(o *output, v reflect.Value) error {
		if v.IsNil() {
			o.dst = append(o.dst, "null"...)
			return nil
		}
		if err := o.deeper(); err != nil {
			return err
		}
		o.dst = append(o.dst, '{')
		last := ""
		for i, e := range entriesOf(v) {
			if i > 0 && e.key == last {
				return fmt.Errorf("two keys %q", last)
			} else if i > 0 {
				o.dst = append(o.dst, ',')
			}
			last = e.key
			o.dst = append(AppendString(o.dst, e.key), ':')
			if err := write(o, e.value); err != nil {
				return fmt.Errorf("%s: %w", e.key, err)
			}
		}
		o.dst = append(o.dst, '}')
		o.depth--
		return nil
	}, err
}

type entry struct {
	key   string
	value reflect.Value
}

// entriesOf are in the order of their keys as they are written.
func entriesOf(v reflect.Value) []entry {
	all := make([]entry, 0, v.Len())
	for i := v.MapRange(); i.Next(); {
		all = append(all, entry{valid(i.Key().String()), i.Value()})
	}
	slices.SortFunc(all, func(a, b entry) int { return compare(a.key, b.key) })
	return all
}
