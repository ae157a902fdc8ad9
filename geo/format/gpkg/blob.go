package gpkg

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/wk"
)

// Flags in the header of a geometry (OGC 12-128r19, 2.1.3).
const (
	blobLittleEndian = 1 << 0
	blobEmpty        = 1 << 4
	blobExtended     = 1 << 5
)

// parseBlob reads a GeoPackage geometry: the header, whose envelope is passed
// over, and the ISO WKB after it. The code of the system is that of
// gpkg_spatial_ref_sys, -1 and 0 for none.
func parseBlob(blob []byte, limits feature.Limits) (g orb.Geometry, system int32, err error) {
	const header = 8
	if len(blob) < header || blob[0] != 'G' || blob[1] != 'P' {
		return nil, 0, &feature.Error{ZH: "几何列的内容不是 GeoPackage 图形（应以 GP 开头）", EN: "the geometry is not that of a GeoPackage, which begins with GP"}
	}
	flags := blob[3]
	order := binary.ByteOrder(binary.BigEndian)
	if flags&blobLittleEndian != 0 {
		order = binary.LittleEndian
	}
	system = int32(order.Uint32(blob[4:]))
	envelope := envelopeSize(flags >> 1 & 7)
	switch {
	case blob[2] != 0:
		return nil, 0, feature.Errorf("图形编码版本 %d 未知", "unknown version %d of the geometry's encoding", blob[2])
	case flags&blobExtended != 0:
		return nil, 0, &feature.Error{ZH: "扩展类型的图形不支持", EN: "a geometry of an extended type is not supported"}
	case flags&blobEmpty != 0:
		return nil, 0, &feature.Error{ZH: "空图形没有位置，不能核查", EN: "an empty geometry has no place and cannot be screened"}
	case envelope < 0 || len(blob) < header+envelope:
		return nil, 0, &feature.Error{ZH: "图形的文件头有误", EN: "the header of the geometry is wrong"}
	}
	g, _, err = wk.ParseWKB(blob[header+envelope:], limits)
	return g, system, err
}

// envelopeSize is in bytes; -1 where the code is none of the standard.
func envelopeSize(code byte) int {
	sizes := []int{0, 32, 48, 48, 64} // none; x, y; and z; and m; and both
	if int(code) >= len(sizes) {
		return -1
	}
	return sizes[code]
}

// appendBlob appends g as a GeoPackage geometry, with its envelope unless it is
// a point.
func appendBlob(dst []byte, g orb.Geometry, system int32) ([]byte, error) {
	flags := byte(blobLittleEndian)
	_, point := g.(orb.Point)
	if !point {
		flags |= 1 << 1
	}
	dst = binary.LittleEndian.AppendUint32(append(dst, 'G', 'P', 0, flags), uint32(system))
	if !point && g != nil {
		b := g.Bound()
		for _, v := range []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
		}
	}
	return wk.AppendWKB(dst, g)
}
