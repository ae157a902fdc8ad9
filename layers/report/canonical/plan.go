// Package canonical writes Go values as canonical JSON (RFC 8785) in one pass,
// and hashes what it writes on the way.
//
// Members, tags and omissions are those of encoding/json: what is written here is
// what json.Marshal of a pointer to the value and a canonicalization of its text
// would give. A type with the method
//
//	AppendCanonical(dst []byte) ([]byte, error)
//
// writes itself, and is trusted to write canonical JSON; one with MarshalJSON
// alone is written by that, read again and put in order, which is slow.
//
// The tag canonical:"unhashed" leaves a member out of the hash, and
// canonical:"hash" takes the hash, in hexadecimal. Both are written.
package canonical

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"reflect"
	"strings"
)

// Plan is how values of T are written: keys are escaped and in order before the
// first value comes. It is safe for concurrent use.
type Plan[T any] struct {
	types *types
	write writer
}

// For makes the plan of T. It fails for a type that encoding/json cannot write,
// for maps with keys that are not strings and for the option ",string". What an
// interface holds is known only when it is written, and may fail then.
func For[T any]() (*Plan[T], error) {
	all := new(types)
	write, err := all.writer(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	return &Plan[T]{all, write}, nil
}

// Append appends the canonical JSON of v. A number that is not finite, and an
// integer beyond 2⁵³ either way, which a double does not hold, is an error that
// says where. Text that is not UTF-8 is replaced as encoding/json does, so that
// the result always is.
func (p *Plan[T]) Append(dst []byte, v *T) ([]byte, error) {
	o := output{dst: dst, types: p.types}
	err := p.write(&o, reflect.ValueOf(v).Elem())
	return o.dst, err
}

// AppendHashed appends as Append does and returns the SHA-256 of the text without
// the members that the hash leaves out. Where T has a member tagged as the hash,
// the sum stands there, whatever v has.
func (p *Plan[T]) AppendHashed(dst []byte, v *T) (text []byte, sum [sha256.Size]byte, err error) {
	o := output{dst: dst, types: p.types, digest: sha256.New(), mark: len(dst)}
	if err := p.write(&o, reflect.ValueOf(v).Elem()); err != nil {
		return o.dst, sum, err
	}
	o.digest.Write(o.dst[o.mark:])
	o.digest.Sum(sum[:0])
	if o.sumAt > 0 {
		hex.Encode(o.dst[o.sumAt:], sum[:])
	}
	return o.dst, sum, nil
}

// output is the text so far. The digest, if there is one, has seen it up to mark,
// but for what it is to leave out.
type output struct {
	dst    []byte
	types  *types
	depth  int
	digest hash.Hash
	mark   int
	left   int // members left out that we are in
	sumAt  int // where the sum will stand; it is never at 0
}

// leave begins a member that is not hashed, its comma included; it may lie in
// another one.
func (o *output) leave() {
	if o.left == 0 {
		o.digest.Write(o.dst[o.mark:])
	}
	o.left++
}

// rejoin ends it.
func (o *output) rejoin() {
	o.left--
	o.skip()
}

// skip leaves out what was written since the end of the last member left out.
func (o *output) skip() {
	if o.left == 0 {
		o.mark = len(o.dst)
	}
}

// sum keeps a place for the hash.
func (o *output) sum() error {
	if o.sumAt > 0 {
		return errors.New("a second member for the hash")
	}
	o.sumAt = len(o.dst) + 1
	o.dst = append(o.dst, `"`+strings.Repeat("0", 2*sha256.Size)+`"`...)
	return nil
}
