package wk

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// IsWKB reports whether the first line is hexadecimal digits that begin as WKB
// does: a byte order and a type.
func IsWKB(head []byte) bool {
	line, whole := firstLine(head)
	digits := unmarkedHex(string(line))
	const shortest = 2 * 9
	if len(digits) < shortest || whole && len(digits)%2 != 0 {
		return false
	}
	data, err := hex.DecodeString(digits[:len(digits)&^1])
	if err != nil || data[0] > 1 {
		return false
	}
	order := binary.ByteOrder(binary.BigEndian)
	if data[0] == 1 {
		order = binary.LittleEndian
	}
	typ, extra := splitWKB(order.Uint32(data[1:]))
	return extra >= 0 && 1 <= typ && typ <= wkbTriangle
}

// unmarkedHex drops what may stand before the digits: \x as PostgreSQL prints
// bytea, 0x as other databases do.
func unmarkedHex(line string) string {
	for _, mark := range []string{`\x`, "0x", "0X"} {
		if digits, ok := strings.CutPrefix(line, mark); ok {
			return digits
		}
	}
	return line
}

// ReadWKB reads WKB or EWKB in hexadecimal digits, one geometry a line, as psql
// prints a column of PostGIS.
func ReadWKB(text io.Reader, how feature.Reading) (*feature.Source, error) {
	limits := how.Limits.OrLayer()
	t := &shapeText{source: &feature.Source{Kind: feature.WKB}, limits: limits, next: newShapeLines(text, limits).next, parse: ParseHexWKB}
	return t.readFirst()
}

// ParseHexWKB is ParseWKB of hexadecimal digits.
func ParseHexWKB(line string, limits feature.Limits) (orb.Geometry, int, error) {
	data, err := hex.DecodeString(unmarkedHex(line))
	if err != nil {
		return nil, 0, &feature.Error{ZH: "不是成对的十六进制数字", EN: "not pairs of hexadecimal digits"}
	}
	return ParseWKB(data, limits)
}
