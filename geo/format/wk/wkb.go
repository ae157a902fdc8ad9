package wk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// Bits of the type in EWKB, as PostGIS writes it.
const (
	ewkbZ    = 0x80000000
	ewkbM    = 0x40000000
	ewkbSRID = 0x20000000
)

// The types of ISO SQL/MM; Z adds 1000, M 2000, both 3000.
const (
	wkbPoint = iota + 1
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
	wkbCollection
	wkbCurves   // the first of curves
	wkbTriangle = 17
)

// ParseWKB reads one geometry as Well-Known Binary (OGC 06-103r4, 8; ISO 13249-3)
// or EWKB, in either byte order; Z and M are dropped. The SRID is 0 if none is
// given. What is empty, not finite, curved or not closed is refused; errors are
// *feature.Error and name the byte, from 0.
//
// Own code: orb's decoder knows no Z, and go-geom's allocates what a count claims
// unless a variable of the whole process says otherwise, and nests without end.
func ParseWKB(data []byte, limits feature.Limits) (g orb.Geometry, srid int, err error) {
	w := &wkbScanner{data: data, limits: limits.OrDefault()}
	if g, err = w.geometry(1, 0); err != nil {
		return nil, 0, err
	}
	if w.pos < len(data) {
		return nil, 0, w.wrong("图形之后还有内容", "something follows the geometry")
	}
	return g, w.srid, nil
}

// wkbScanner stands at pos in the bytes.
type wkbScanner struct {
	data     []byte
	pos      int
	limits   feature.Limits
	order    binary.ByteOrder
	size     int // of a position of the geometry under way, in bytes
	srid     int
	vertices int // so far
}

func (w *wkbScanner) wrong(zh, en string, values ...any) *feature.Error {
	return w.here(feature.Errorf(zh, en, values...))
}

// here adds the place to an error.
func (w *wkbScanner) here(e *feature.Error) *feature.Error {
	return &feature.Error{ZH: fmt.Sprintf("WKB 第 %d 字节处：%s", w.pos, e.ZH), EN: fmt.Sprintf("WKB, byte %d: %s", w.pos, e.EN)}
}

// header reads byte order, type and SRID.
func (w *wkbScanner) header() (typ uint32, err error) {
	if len(w.data)-w.pos < 5 {
		return 0, w.wrong("数据不完整", "the data end too soon")
	}
	switch w.data[w.pos] {
	case 0:
		w.order = binary.BigEndian
	case 1:
		w.order = binary.LittleEndian
	default:
		return 0, w.wrong("字节序标志应为 0 或 1", "the byte order must be 0 or 1")
	}
	code := w.order.Uint32(w.data[w.pos+1:])
	start := w.pos
	w.pos += 5
	if code&ewkbSRID != 0 {
		srid, err := w.count(0)
		if err != nil {
			return 0, err
		}
		if w.srid != 0 && srid != w.srid {
			return 0, w.wrong("组成部分的 SRID 与整体不同", "a part has another SRID than the whole")
		}
		w.srid = srid
	}
	typ, extra := splitWKB(code)
	if extra < 0 {
		w.pos = start
		return 0, w.wrong("类型 %d 未知", "unknown type %d", code)
	}
	w.size = 16 + 8*extra
	return typ, nil
}

// splitWKB parts a code from its Z and M; extra is -1 where it has none of the forms.
func splitWKB(code uint32) (typ uint32, extra int) {
	iso := code &^ (ewkbZ | ewkbM | ewkbSRID)
	typ, level := iso%1000, iso/1000
	z, m := code&ewkbZ != 0 || level == 1 || level == 3, code&ewkbM != 0 || level >= 2
	if z {
		extra++
	}
	if m {
		extra++
	}
	if level > 3 {
		extra = -1
	}
	return typ, extra
}

// count reads a number of things that take at least size bytes each, which
// must be there.
func (w *wkbScanner) count(size int) (int, error) {
	if len(w.data)-w.pos < 4 {
		return 0, w.wrong("数据不完整", "the data end too soon")
	}
	n := int64(w.order.Uint32(w.data[w.pos:]))
	if left := int64(len(w.data) - w.pos - 4); n*int64(size) > left {
		return 0, w.wrong("声称有 %d 个，但只剩 %d 字节", "claims %d items in the %d bytes left", n, left)
	}
	if n == 0 && size > 0 {
		return 0, w.wrong("空图形（EMPTY）没有位置，不能核查", "an empty geometry has no place and cannot be screened")
	}
	w.pos += 4
	return int(n), nil
}

// geometry reads one of the type wanted, 0 for any.
func (w *wkbScanner) geometry(depth int, wanted uint32) (orb.Geometry, error) {
	if depth > w.limits.Depth {
		return nil, feature.TooLarge("图形集合嵌套超过 %d 层", "collections nested deeper than %d", w.limits.Depth)
	}
	start := w.pos
	typ, err := w.header()
	if err != nil {
		return nil, err
	}
	if wanted != 0 && typ != wanted {
		w.pos = start
		return nil, w.wrong("应为类型 %d，实为 %d", "a part of type %d is wanted, this one has %d", wanted, typ)
	}
	switch typ {
	case wkbPoint:
		return w.position()
	case wkbLineString:
		return w.line()
	case wkbPolygon, wkbTriangle:
		return w.polygon()
	case wkbMultiPoint, wkbMultiLineString, wkbMultiPolygon, wkbCollection:
		return w.parts(typ, depth)
	}
	w.pos = start
	if at := int(typ) - wkbCurves; at >= 0 && at < len(curves()) {
		return nil, w.wrong("%s 不支持：请先转换为直线段的平面图形", "%s is not supported: convert it to plane shapes of straight segments", curves()[at])
	}
	return nil, w.wrong("类型 %d 未知", "unknown type %d", typ)
}

// curves are the types of ISO 13249-3, in WKB from the number 8 on, that have no
// straight edges, or are made of faces in space that lie on one another once Z is
// dropped. They are refused.
func curves() []string {
	return []string{
		"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE", "SURFACE", "POLYHEDRALSURFACE", "TIN",
	}
}

// parts reads the members of a collection: the shortest there can be is an
// empty one of 9 bytes.
func (w *wkbScanner) parts(typ uint32, depth int) (orb.Geometry, error) {
	n, err := w.count(9)
	if err != nil {
		return nil, err
	}
	switch typ {
	case wkbMultiPoint:
		m, err := wkbList[orb.Point](w, n, depth, wkbPoint)
		return orb.MultiPoint(m), err
	case wkbMultiLineString:
		m, err := wkbList[orb.LineString](w, n, depth, wkbLineString)
		return orb.MultiLineString(m), err
	case wkbMultiPolygon:
		m, err := wkbList[orb.Polygon](w, n, depth, wkbPolygon)
		return orb.MultiPolygon(m), err
	}
	m, err := wkbList[orb.Geometry](w, n, depth, 0)
	return orb.Collection(m), err
}

// believed is what is allocated on the word of a count: nested ones may each
// claim all of the bytes left.
const believed = 64

func wkbList[T orb.Geometry](w *wkbScanner, n, depth int, wanted uint32) ([]T, error) {
	items := make([]T, 0, min(n, believed))
	for range n {
		g, err := w.geometry(depth+1, wanted)
		if err != nil {
			return nil, err
		}
		item, ok := g.(T)
		if !ok { // cannot be: the type wanted was read
			return nil, w.wrong("组成部分的类型有误", "a part is of another type")
		}
		items = append(items, item)
	}
	return items, nil
}

func (w *wkbScanner) line() (orb.LineString, error) {
	l, err := w.positions()
	if err == nil {
		err = w.placed(feature.CheckLine(l))
	}
	return l, err
}

func (w *wkbScanner) polygon() (orb.Polygon, error) {
	n, err := w.count(4)
	if err != nil {
		return nil, err
	}
	p := make(orb.Polygon, 0, min(n, believed))
	for range n {
		r, err := w.positions()
		if err == nil {
			err = w.placed(feature.CheckRing(orb.Ring(r)))
		}
		if err != nil {
			return nil, err
		}
		p = append(p, orb.Ring(r))
	}
	return p, nil
}

// placed says where the part ends that err is about.
func (w *wkbScanner) placed(err error) error {
	if e, ok := errors.AsType[*feature.Error](err); ok {
		return w.here(e)
	}
	return err
}

func (w *wkbScanner) positions() (orb.LineString, error) {
	n, err := w.count(w.size)
	if err != nil {
		return nil, err
	}
	l := make(orb.LineString, 0, min(n, w.limits.Vertices))
	for range n {
		p, err := w.position()
		if err != nil {
			return nil, err
		}
		l = append(l, p)
	}
	return l, nil
}

func (w *wkbScanner) position() (p orb.Point, err error) {
	if w.vertices++; w.vertices > w.limits.Vertices {
		return p, feature.TooManyVertices(w.limits.Vertices)
	}
	if len(w.data)-w.pos < w.size {
		return p, w.wrong("数据不完整", "the data end too soon")
	}
	for i := range p {
		p[i] = math.Float64frombits(w.order.Uint64(w.data[w.pos+8*i:]))
	}
	switch {
	case math.IsNaN(p[0]) && math.IsNaN(p[1]):
		return p, w.wrong("空点（POINT EMPTY）没有位置，不能核查", "an empty point has no place and cannot be screened")
	case !feature.Finite(p):
		return p, w.wrong("坐标不是有限的数", "a coordinate that is not a finite number")
	}
	w.pos += w.size
	return p, nil
}
