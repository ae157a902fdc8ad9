package screening

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"

	"waterzones/geo"
	"waterzones/geo/index"
	"waterzones/layers"
)

// AppendTo appends the indexes that were made so far, and the bands for points
// known to bandM metres, to dst, as ReadPoints takes them.
func (p *Points) AppendTo(dst []byte, bandM float64) ([]byte, error) {
	if _, err := p.bandsFor(bandM); err != nil {
		return dst, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	dst = index.AppendFrame(dst, p.layout())
	dst = index.AppendFrame(dst, p.cells.AppendTo(nil))
	for _, bandM := range slices.Sorted(maps.Keys(p.bands)) {
		dst = index.AppendFrame(dst, binary.LittleEndian.AppendUint64(nil, math.Float64bits(bandM)))
		dst = index.AppendFrame(dst, p.bands[bandM].AppendTo(nil))
	}
	return dst, nil
}

// layout is a hash of which area has which number, and of its corners' number: an
// index of areas numbered otherwise would name the wrong zones.
func (p *Points) layout() []byte {
	h := sha256.New()
	var line []byte
	for i, a := range p.areas {
		id, code := "", ""
		if a.layer != nil {
			id, code = a.layer.ID, a.zone.Code
		}
		line = fmt.Appendf(line[:0], "%q %q %t %d\n", id, code, a.own, geo.Vertices(p.shapes[i]))
		h.Write(line)
	}
	return h.Sum(nil)
}

// ReadPoints is NewPoints with indexes that were saved of the same snapshot.
func ReadPoints(data []byte, snap layers.Snapshot, byGrade bool, o index.Options) (*Points, error) {
	p := layOut(snap, byGrade, o)
	layout, data, err := index.CutFrame(data)
	if err != nil {
		return nil, err
	}
	frame, data, err := index.CutFrame(data)
	if err != nil || !bytes.Equal(layout, p.layout()) {
		return nil, index.ErrDamaged
	}
	if p.cells, err = index.ReadCells(frame); err != nil {
		return nil, err
	}
	for len(data) > 0 {
		if err := p.readBands(&data); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *Points) readBands(data *[]byte) error {
	metres, rest, err := index.CutFrame(*data)
	if err != nil || len(metres) != 8 {
		return index.ErrDamaged
	}
	frame, rest, err := index.CutFrame(rest)
	if err != nil {
		return err
	}
	*data = rest
	p.bands[math.Float64frombits(binary.LittleEndian.Uint64(metres))], err = index.ReadBands(frame)
	return err
}
