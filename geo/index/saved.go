package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"

	"github.com/paulmach/orb"
)

// ErrDamaged says that what was to be read is not what was saved, or that
// another version saved it.
var ErrDamaged = errors.New("保存的索引已损坏或版本不符 / the saved index is damaged or of another version")

// A saved index is a title of eight bytes, lists of numbers, little-endian, each
// after its length, and two checksums of all that (CRC-32C and CRC-32), which
// together notice every burst of up to 64 bits and leave 2^-64 to other damage.
// They are no defence against malice: who may write there may as well write the
// zones.
type saver struct{ data []byte }

const (
	titleBytes = 8
	sumBytes   = 8
)

func (s *saver) length(n int) { s.data = binary.LittleEndian.AppendUint64(s.data, uint64(n)) }

func saveUints[T ~uint32](s *saver, list []T) {
	s.length(len(list))
	for _, v := range list {
		s.data = binary.LittleEndian.AppendUint32(s.data, uint32(v))
	}
}

func (s *saver) floats32(list []float32) {
	s.length(len(list))
	for _, v := range list {
		s.data = binary.LittleEndian.AppendUint32(s.data, math.Float32bits(v))
	}
}

func (s *saver) floats(list []float64) {
	s.length(len(list))
	for _, v := range list {
		s.data = binary.LittleEndian.AppendUint64(s.data, math.Float64bits(v))
	}
}

func (s *saver) points(list []orb.Point) {
	s.length(len(list))
	for _, p := range list {
		for _, v := range p {
			s.data = binary.LittleEndian.AppendUint64(s.data, math.Float64bits(v))
		}
	}
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
// empty and failed is true. No length is trusted: a list is made only if all of it
// is there.
type loader struct {
	rest   []byte
	failed bool
}

// load checks a saved index and begins with its content.
func load(data []byte, title string) (*loader, error) {
	n := len(data) - sumBytes
	if n < titleBytes || string(data[:titleBytes]) != title || !bytes.Equal(data[n:], sums(data[:n])) {
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
	if len(l.rest) >= 8 {
		count := binary.LittleEndian.Uint64(l.rest)
		l.rest = l.rest[8:]
		if count <= uint64(len(l.rest)/size) {
			n = int(count)
			list, l.rest = l.rest[:n*size], l.rest[n*size:]
			return list, n
		}
	}
	l.rest, l.failed = nil, true
	return nil, 0
}

func loadUints[T ~uint32](l *loader) []T {
	data, n := l.take(4)
	list := make([]T, n)
	for i := range list {
		list[i] = T(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return list
}

func (l *loader) uints() []uint32 { return loadUints[uint32](l) }

func (l *loader) floats32() []float32 {
	data, n := l.take(4)
	list := make([]float32, n)
	for i := range list {
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return list
}

func (l *loader) floats() []float64 {
	data, n := l.take(8)
	list := make([]float64, n)
	for i := range list {
		list[i] = float(data[8*i:])
	}
	return list
}

func (l *loader) points() []orb.Point {
	data, n := l.take(16)
	list := make([]orb.Point, n)
	for i := range list {
		p := data[16*i:][:16]
		list[i] = orb.Point{float(p), float(p[8:])}
	}
	return list
}

func float(data []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(data)) }
