package canonical

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"sync"
)

// writer writes a value of one type.
type writer func(o *output, v reflect.Value) error

// types are the writers made so far, by reflect.Type. Those made together are
// shown together: one may call another that is not made yet.
type types struct{ made sync.Map }

func (t *types) writer(of reflect.Type) (writer, error) {
	if w := t.known(of); w != nil {
		return w, nil
	}
	m := maker{types: t, making: map[reflect.Type]*writer{}}
	w, err := m.writer(of)
	if err != nil {
		return nil, err
	}
	for of, w := range m.making {
		t.made.Store(of, *w)
	}
	return w, nil
}

func (t *types) known(of reflect.Type) writer {
	if w, is := t.made.Load(of); is {
		return w.(writer) //nolint:forcetypeassert // nothing else is stored
	}
	return nil
}

// maker makes writers of types that may hold themselves.
type maker struct {
	types  *types
	making map[reflect.Type]*writer
}

func (m *maker) writer(of reflect.Type) (writer, error) {
	if w := m.types.known(of); w != nil {
		return w, nil
	}
	if w := m.making[of]; w != nil {
		return func(o *output, v reflect.Value) error { return (*w)(o, v) }, nil
	}
	w := new(writer)
	m.making[of] = w
	var err error
	*w, err = m.firstOf(ways(), of)
	return *w, err
}

// way is how a type that has the methods is written.
type way struct {
	methods reflect.Type
	write   writer
}

// ways are those of types that know how they are written, the first one first.
func ways() []way {
	return []way{
		{reflect.TypeFor[appender](), writeAppender},
		{reflect.TypeFor[json.Marshaler](), writeMarshaler},
		{reflect.TypeFor[encoding.TextMarshaler](), writeTextMarshaler},
	}
}

// WritesItself reports whether values of the type know how they are written, at
// least where they have an address: then their form is not that of their kind.
func WritesItself(of reflect.Type) bool {
	return slices.ContainsFunc(ways(), func(w way) bool {
		return of.Implements(w.methods) || reflect.PointerTo(of).Implements(w.methods)
	})
}

// firstOf is the first of the ways that the type has, or else the one of its
// kind. Like encoding/json it sees the methods of a pointer where the value has
// an address, and none where it has not.
func (m *maker) firstOf(ways []way, of reflect.Type) (writer, error) {
	if len(ways) == 0 {
		return m.byKind(of)
	}
	first := ways[0]
	if of.Implements(first.methods) {
		return orNull(first.write), nil
	}
	otherwise, err := m.firstOf(ways[1:], of)
	if of.Kind() == reflect.Pointer || !reflect.PointerTo(of).Implements(first.methods) {
		return otherwise, err
	}
	return func(o *output, v reflect.Value) error {
		if v.CanAddr() {
			return first.write(o, v)
		}
		if err != nil {
			return err
		}
		return otherwise(o, v)
	}, nil
}

// orNull writes null for a nil pointer and for an empty interface.
func orNull(write writer) writer {
	return func(o *output, v reflect.Value) error {
		if k := v.Kind(); (k == reflect.Pointer || k == reflect.Interface) && v.IsNil() {
			o.dst = append(o.dst, "null"...)
			return nil
		}
		return write(o, v)
	}
}

// appender is a value that writes itself as canonical JSON.
type appender interface {
	AppendCanonical(dst []byte) ([]byte, error)
}

// itself is v as an interface, by its address where it has one: that copies
// nothing.
func itself(v reflect.Value) any {
	if v.CanAddr() && v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface {
		return v.Addr().Interface()
	}
	return v.Interface()
}

func writeAppender(o *output, v reflect.Value) (err error) {
	a, _ := itself(v).(appender)
	o.dst, err = a.AppendCanonical(o.dst)
	return err
}

func writeMarshaler(o *output, v reflect.Value) error {
	m, _ := itself(v).(json.Marshaler)
	text, err := m.MarshalJSON()
	if err != nil {
		return err
	}
	switch string(text) {
	case "true", "false", "null":
		o.dst = append(o.dst, text...)
		return nil
	}
	var read any
	if err := json.Unmarshal(text, &read); err != nil {
		return fmt.Errorf("%v wrote no JSON: %w", v.Type(), err)
	}
	return writeInterface(o, reflect.ValueOf(&read).Elem())
}

func writeTextMarshaler(o *output, v reflect.Value) error {
	m, _ := itself(v).(encoding.TextMarshaler)
	text, err := m.MarshalText()
	if err != nil {
		return err
	}
	o.dst = AppendString(o.dst, string(text))
	return nil
}

func (m *maker) byKind(of reflect.Type) (writer, error) {
	switch of.Kind() {
	case reflect.Bool:
		return func(o *output, v reflect.Value) error { o.dst = strconv.AppendBool(o.dst, v.Bool()); return nil }, nil
	case reflect.String:
		if of == reflect.TypeFor[json.Number]() {
			return func(o *output, v reflect.Value) error { return o.appendNumber(strconv.ParseFloat(v.String(), 64)) }, nil
		}
		return func(o *output, v reflect.Value) error { o.dst = AppendString(o.dst, v.String()); return nil }, nil
	case reflect.Float64:
		return func(o *output, v reflect.Value) error { return o.appendNumber(v.Float(), nil) }, nil
	case reflect.Float32:
		// The digits are those of 32 bits, whatever number of 64 is meant by them.
		return func(o *output, v reflect.Value) error {
			return o.appendNumber(strconv.ParseFloat(strconv.FormatFloat(v.Float(), 'e', -1, 32), 64))
		}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return writeInt, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return writeUint, nil
	case reflect.Interface:
		return writeInterface, nil
	case reflect.Pointer:
		return m.pointer(of)
	case reflect.Slice:
		return m.slice(of)
	case reflect.Array:
		return m.array(of)
	case reflect.Map:
		return m.mapping(of)
	case reflect.Struct:
		return m.object(of)
	default:
		return nil, fmt.Errorf("%v has no form in JSON", of)
	}
}

func (o *output) appendNumber(f float64, err error) error {
	if err == nil {
		o.dst, err = AppendNumber(o.dst, f)
	}
	return err
}

// exact is the largest of the integers that doubles hold without a gap.
const exact = 1 << 53

func writeInt(o *output, v reflect.Value) error {
	i := v.Int()
	if i < -exact || i > exact {
		return fmt.Errorf("%d is beyond 2⁵³, where numbers of JSON are not exact", i)
	}
	o.dst = strconv.AppendInt(o.dst, i, 10)
	return nil
}

func writeUint(o *output, v reflect.Value) error {
	i := v.Uint()
	if i > exact {
		return fmt.Errorf("%d is beyond 2⁵³, where numbers of JSON are not exact", i)
	}
	o.dst = strconv.AppendUint(o.dst, i, 10)
	return nil
}

// deepest is how deep values may lie in one another: encoding/json reads no
// deeper, and a value that holds itself has no end.
const deepest = 10_000

func (o *output) deeper() error {
	if o.depth++; o.depth > deepest {
		return errors.New("nested too deeply, or in itself")
	}
	return nil
}

func writeInterface(o *output, v reflect.Value) error {
	if v.IsNil() {
		o.dst = append(o.dst, "null"...)
		return nil
	}
	v = v.Elem()
	write, err := o.types.writer(v.Type())
	if err != nil {
		return err
	}
	return write(o, v)
}

func (m *maker) pointer(of reflect.Type) (writer, error) {
	write, err := m.writer(of.Elem())
	return func(o *output, v reflect.Value) error {
		if v.IsNil() {
			o.dst = append(o.dst, "null"...)
			return nil
		}
		if err := o.deeper(); err != nil {
			return err
		}
		defer func() { o.depth-- }()
		return write(o, v.Elem())
	}, err
}

func (m *maker) slice(of reflect.Type) (writer, error) {
	write, err := m.array(of)
	if e := of.Elem(); e.Kind() == reflect.Uint8 && !WritesItself(e) {
		write = writeBytes
	}
	return func(o *output, v reflect.Value) error {
		if v.IsNil() {
			o.dst = append(o.dst, "null"...)
			return nil
		}
		return write(o, v)
	}, err
}

func writeBytes(o *output, v reflect.Value) error {
	o.dst = append(o.dst, '"')
	o.dst = append(base64.StdEncoding.AppendEncode(o.dst, v.Bytes()), '"')
	return nil
}

func (m *maker) array(of reflect.Type) (writer, error) {
	write, err := m.writer(of.Elem())
	return func(o *output, v reflect.Value) error {
		if err := o.deeper(); err != nil {
			return err
		}
		o.dst = append(o.dst, '[')
		for i := range v.Len() {
			if i > 0 {
				o.dst = append(o.dst, ',')
			}
			if err := write(o, v.Index(i)); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		o.dst = append(o.dst, ']')
		o.depth--
		return nil
	}, err
}
