package index

import (
	"encoding/binary"

	"github.com/paulmach/orb"
)

const shapesTitle = "wzshapes"

// AppendShapes appends areas to dst, as [ReadShapes] takes them. Rings that are
// not closed come back closed. Errors are those of [NewCells].
func AppendShapes(dst []byte, areas []orb.MultiPolygon) ([]byte, error) {
	o, err := newOutline(areas)
	if err != nil {
		return dst, err
	}
	return save(dst, shapesTitle, o.save), nil
}

// ReadShapes reads what [AppendShapes] wrote, or says [ErrDamaged].
func ReadShapes(data []byte) ([]orb.MultiPolygon, error) {
	l, err := load(data, shapesTitle)
	if err != nil {
		return nil, err
	}
	var o outline
	o.load(l)
	if err := l.end(); err != nil {
		return nil, err
	}
	return o.unfold(), nil
}

// AppendFrame appends data after its length and fills up to eight bytes, so that
// several things that were saved can stand in one file.
func AppendFrame(dst, data []byte) []byte {
	dst = append(binary.LittleEndian.AppendUint64(dst, uint64(len(data))), data...)
	for len(dst)%8 != 0 {
		dst = append(dst, 0)
	}
	return dst
}

// CutFrame takes the first frame off.
func CutFrame(data []byte) (frame, rest []byte, err error) {
	if len(data) < 8 || binary.LittleEndian.Uint64(data) > uint64(len(data)-8) {
		return nil, nil, ErrDamaged
	}
	end := 8 + int(binary.LittleEndian.Uint64(data))
	return data[8:end], data[min(len(data), (end+7)/8*8):], nil
}
