package print

import (
	"encoding/binary"
	"errors"
)

// charset is which characters of the Basic Multilingual Plane a font has. fpdf
// knows no others, and draws nothing for what a font lacks.
type charset [1 << 16 / 64]uint64

func (c *charset) has(r rune) bool {
	return r >= 0 && r < 1<<16 && c[r/64]&(1<<(r%64)) != 0
}

var errFont = errors.New("字体文件无法读取 / the font file cannot be read")

// charsetOf reads a font's Unicode cmap of format 4 (OpenType, "cmap").
func charsetOf(ttf []byte) (*charset, error) {
	cmap, err := tableOf(ttf, "cmap")
	if err != nil || len(cmap) < 4 {
		return nil, errFont
	}
	for i := range int(u16(cmap, 2)) {
		at := 4 + 8*i
		if at+8 > len(cmap) {
			return nil, errFont
		}
		offset := int(binary.BigEndian.Uint32(cmap[at+4:]))
		windows := u16(cmap, at) == 3 && u16(cmap, at+2) == 1
		if windows && offset+14 <= len(cmap) && u16(cmap, offset) == 4 {
			return segments(cmap[offset:])
		}
	}
	return nil, errFont
}

func u16(data []byte, at int) uint16 { return binary.BigEndian.Uint16(data[at:]) }

func tableOf(ttf []byte, name string) ([]byte, error) {
	if len(ttf) < 12 {
		return nil, errFont
	}
	for i := range int(u16(ttf, 4)) {
		at := 12 + 16*i
		if at+16 > len(ttf) {
			break
		}
		if string(ttf[at:at+4]) != name {
			continue
		}
		from := int(binary.BigEndian.Uint32(ttf[at+8:]))
		to := from + int(binary.BigEndian.Uint32(ttf[at+12:]))
		if from <= to && to <= len(ttf) {
			return ttf[from:to], nil
		}
	}
	return nil, errFont
}

// segments reads the ranges of a format 4 table; a character with glyph 0 is
// one that the font lacks.
func segments(t []byte) (*charset, error) {
	n := int(u16(t, 6)) / 2
	ends, starts := 14, 16+2*n
	deltas, offsets := starts+2*n, starts+4*n
	if offsets+2*n > len(t) {
		return nil, errFont
	}
	var c charset
	for i := range n {
		first, last := int(u16(t, starts+2*i)), int(u16(t, ends+2*i))
		delta, offset := u16(t, deltas+2*i), int(u16(t, offsets+2*i))
		for r := first; r <= last && r < 0xffff; r++ {
			glyph := uint16(r) + delta
			if offset != 0 {
				at := offsets + 2*i + offset + 2*(r-first)
				if at+2 > len(t) {
					return nil, errFont
				}
				if glyph = u16(t, at); glyph != 0 {
					glyph += delta
				}
			}
			if glyph != 0 {
				c[r/64] |= 1 << (r % 64)
			}
		}
	}
	return &c, nil
}
