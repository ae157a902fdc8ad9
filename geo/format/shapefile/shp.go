package shapefile

import (
	"encoding/binary"
	"fmt"

	"waterzones/geo/format/feature"
)

// Shape types (ESRI Shapefile Technical Description, 1998, table 1); those with
// Z and with M are 10 and 20 more.
const (
	shpNull       = 0
	shpPoint      = 1
	shpPolyLine   = 3
	shpPolygon    = 5
	shpMultiPoint = 8
	shpMultiPatch = 31
)

// Of the main file and the index, in bytes; lengths in them count words of two.
const (
	shpHeader       = 100
	shpCode         = 9994
	shpRecordHeader = 8
	shxEntry        = 8
)

// Is tells a main file (.shp) by its header.
func Is(head []byte) bool {
	return len(head) >= shpHeader && binary.BigEndian.Uint32(head) == shpCode && binary.LittleEndian.Uint32(head[28:]) == 1000
}

// shp reads the records of a main file: in the order of the index where there is
// one, as programs that edit leave dead records between the living ones, else
// one after the other. It is for one goroutine.
type shp struct {
	fileWindow
	Type    int
	index   *fileWindow // nil: none
	Records int         // by the index; -1 without
	limits  feature.Limits
	next    int           // record, from 0
	at0     int64         // where it lies, without index
	left    int64         // bytes of records that may still be read
	base    int32         // number of the first record: 1, or 0 as some programs count
	mixed   feature.Tally // records whose rings do not wind as they should
}

// openSHP opens a main file with its index, which has no ReaderAt if there is none.
func openSHP(c, index feature.Content, limits feature.Limits) (*shp, error) {
	s := &shp{fileWindow: fileWindow{Content: c}, Records: -1, limits: limits, at0: shpHeader, left: c.Size, base: 1}
	typ, err := s.head()
	if err != nil {
		return nil, err
	}
	s.Type = typ
	if index.ReaderAt == nil {
		return s, nil
	}
	s.index = &fileWindow{Content: index}
	if _, err := s.index.head(); err != nil {
		return nil, err
	}
	s.Records = int((index.Size - shpHeader) / shxEntry)
	return s, nil
}

// head reads the header that the main file and the index share, and returns the
// type of the shapes.
func (w *fileWindow) head() (typ int, err error) {
	head, err := w.at(0, shpHeader)
	if err != nil {
		return 0, err
	}
	if !Is(head) {
		return 0, w.broken("不是 Shapefile：文件头无效", "not a Shapefile: its header is void")
	}
	if said := int64(binary.BigEndian.Uint32(head[24:])) * 2; said != w.Size {
		return 0, w.broken(
			"文件不完整：文件头说有 %d 字节，实为 %d 字节；请重新导出", "its header says %d bytes, it has %d: cut short or not written to its end; export it again", said, w.Size)
	}
	return int(binary.LittleEndian.Uint32(head[28+4:])), nil
}

// more reports whether there is a record left.
func (s *shp) more() bool {
	if s.index != nil {
		return s.next < s.Records
	}
	return s.at0 < s.Size
}

// record returns the content of the next record, good until the next call.
func (s *shp) record() ([]byte, error) {
	at, err := s.place()
	if err != nil {
		return nil, err
	}
	head, err := s.at(at, shpRecordHeader)
	if err != nil {
		return nil, err
	}
	number, words := int32(binary.BigEndian.Uint32(head)), int64(binary.BigEndian.Uint32(head[4:]))
	if s.next == 0 && number == 0 {
		s.base = 0
	}
	s.next++
	n := words * 2
	if at+shpRecordHeader+n > s.Size {
		return nil, s.broken("第 %d 条记录说有 %d 字节，超出文件末尾", "record %d claims %d bytes, past the end of the file", s.next, n)
	}
	if most := s.longest(); n > most {
		return nil, s.tooManyVertices()
	}
	// Records do not overlap: an index that points to one again and again would take time without end.
	if s.left -= n + shpRecordHeader; s.left < 0 {
		return nil, s.broken("索引（.shx）多次指向同一记录", "the index (.shx) points to one record more than once")
	}
	if int64(number) != int64(s.next)-1+int64(s.base) {
		return nil, s.broken(
			"第 %d 条记录自称第 %d 条：图形与属性无法对应；请重新导出", "record %d calls itself %d: shapes and attributes cannot be matched; export it again", s.next, number)
	}
	s.at0 = at + shpRecordHeader + n
	return s.at(at+shpRecordHeader, int(n))
}

// place is where the next record lies.
func (s *shp) place() (int64, error) {
	if s.index == nil {
		return s.at0, nil
	}
	entry, err := s.index.at(shpHeader+int64(s.next)*shxEntry, shxEntry)
	if err != nil {
		return 0, err
	}
	at := int64(binary.BigEndian.Uint32(entry)) * 2
	if at < shpHeader {
		return 0, s.index.broken("第 %d 条记录的位置无效", "the place of record %d is void", s.next+1)
	}
	return at, nil
}

// longest is how long a record of as many vertices as there may be can be: a
// part for each of them, and Z and M.
func (s *shp) longest() int64 {
	const ends, vertex = 44 + 2*16, 4 + 4*8
	return ends + vertex*int64(s.limits.Vertices)
}

func (s *shp) tooManyVertices() *feature.Error {
	e := feature.TooLarge("一个图形的顶点超过 %d 个", "a shape of more than %d vertices", s.limits.Vertices)
	e.Path = fmt.Sprintf("%s[%d]", feature.Clip(s.Name), s.next)
	return e
}
