package index

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"unsafe"

	"github.com/paulmach/orb"
)

// ErrDamaged says that what was to be read is not what was saved, or that
// another version saved it.
var ErrDamaged = errors.New("保存的索引已损坏或版本不符 / the saved index is damaged or of another version")

// A saved index is a title of eight bytes, lists of numbers, little-endian, each
// after its length and filled up to eight bytes, and two checksums of all that
// (CRC-32C and CRC-32), which together notice every burst of up to 64 bits and
// leave 2^-64 to other damage. They are no defence against malice: who may write
// there may as well write the zones.
type saver struct{ data []byte }

const (
	titleBytes = 8
	sumBytes   = 8
)

func (s *saver) uints(list []uint32) {
	s.data = binary.LittleEndian.AppendUint64(s.data, uint64(len(list)))
	s.data, _ = binary.Append(s.data, binary.LittleEndian, list)
	if len(list)%2 == 1 {
		s.data = append(s.data, 0, 0, 0, 0)
	}
}

func (s *saver) floats(list []float64) {
	s.data = binary.LittleEndian.AppendUint64(s.data, uint64(len(list)))
	s.data, _ = binary.Append(s.data, binary.LittleEndian, list)
}

func (s *saver) floats32(list []float32) {
	s.uints(unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(list))), len(list)))
}

func (s *saver) points(list []orb.Point) {
	s.floats(unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(list))), 2*len(list)))
}

func (s *saver) vectors(list []vector) {
	s.floats(unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(list))), 3*len(list)))
}

// save appends an index to dst.
func save(dst []byte, title string, content func(s *saver)) []byte {
	s := saver{append(dst, title...)}
	content(&s)
	return append(s.data, sums(s.data[len(dst):])...)
}

func sums(data []byte) []byte {
	sum := binary.LittleEndian.AppendUint32(nil, crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)))
	return binary.LittleEndian.AppendUint32(sum, crc32.ChecksumIEEE(data))
}

// loader reads what a saver wrote. After something unexpected everything is
// empty and failed is true.
type loader struct {
	rest   []byte
	failed bool
}

// load checks a saved index and begins with its content.
func load(data []byte, title string) (*loader, error) {
	n := len(data) - sumBytes
	if n < titleBytes || string(data[:titleBytes]) != title || string(data[n:]) != string(sums(data[:n])) {
		return nil, ErrDamaged
	}
	return &loader{rest: data[titleBytes:n]}, nil
}

// end says whether everything was there and nothing else was.
func (l *loader) end() error {
	if l.failed || len(l.rest) > 0 {
		return ErrDamaged
	}
	return nil
}

// take is the next list, of elements of so many bytes.
func (l *loader) take(size int) (list []byte, n int) {
	if len(l.rest) < 8 {
		l.rest, l.failed = nil, true
		return nil, 0
	}
	count := binary.LittleEndian.Uint64(l.rest)
	l.rest = l.rest[8:]
	if count > uint64(len(l.rest)/size) {
		l.rest, l.failed = nil, true
		return nil, 0
	}
	n = int(count)
	list = l.rest[:n*size]
	l.rest = l.rest[min(len(l.rest), (n*size+7)/8*8):]
	return list, n
}

func (l *loader) uints() []uint32 {
	data, n := l.take(4)
	return numbers[uint32](data, n)
}

func (l *loader) floats() []float64 {
	data, n := l.take(8)
	return numbers[float64](data, n)
}

func (l *loader) floats32() []float32 {
	list := l.uints()
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(list))), len(list))
}

func (l *loader) points() []orb.Point {
	list := l.floats()
	return unsafe.Slice((*orb.Point)(unsafe.Pointer(unsafe.SliceData(list))), len(list)/2)
}

func (l *loader) vectors() []vector {
	list := l.floats()
	return unsafe.Slice((*vector)(unsafe.Pointer(unsafe.SliceData(list))), len(list)/3)
}

// numbers are the n numbers in data: data itself, where this machine has them in
// the same way, or else a copy.
func numbers[T uint32 | float64](data []byte, n int) []T {
	if n == 0 {
		return nil
	}
	first := unsafe.Pointer(unsafe.SliceData(data))
	one := uint16(1)
	littleEndian := *(*byte)(unsafe.Pointer(&one)) == 1
	if littleEndian && uintptr(first)%unsafe.Alignof(T(0)) == 0 {
		return unsafe.Slice((*T)(first), n)
	}
	list := make([]T, n)
	if _, err := binary.Decode(data, binary.LittleEndian, list); err != nil {
		return nil
	}
	return list
}
