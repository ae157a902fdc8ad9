package batch

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/geojson"
)

// GeoJSON writes a FeatureCollection with one feature a row: the site in
// longitude and latitude, null where the row has no place, and as its properties
// the columns of CSV, flat, as programs for maps take them.
func GeoJSON() Output {
	c := &collection{}
	return Output{
		Header: c.header, Input: c.input, Row: c.row, result: c.result,
		Between: ",\n", Footer: "\n]}\n",
	}
}

// collection is a FeatureCollection under way; it does not change after its header.
type collection struct {
	fields []feature.Field
	keys   [][]byte // of the fields and then of the result, as "name":
}

func (c *collection) header(dst []byte, fields []feature.Field, nearest bool) ([]byte, error) {
	c.fields = fields
	names := namesOf(fields)
	for _, name := range distinct(append(names, resultColumns(names, nearest)...)) {
		c.keys = append(c.keys, append(appendJSONText(nil, name), ':'))
	}
	return append(dst, `{"type":"FeatureCollection","features":[`+"\n"...), nil
}

func (c *collection) input(dst []byte, cells [][]byte) []byte {
	for i, cell := range cells {
		dst = append(dst, c.keys[i]...)
		dst = append(appendJSONCell(dst, c.fields[i].Type, cell), ',')
	}
	return dst
}

// Where the members of a result stand among keys, after those of the fields.
const (
	statusAt = iota
	verdictAt
	completeAt
	borderlineAt
	zonesAt
	metresAt
)

// key is the key of a member of the result.
func (c *collection) key(at int) []byte { return c.keys[len(c.fields)+at] }

// fromEnd is key, counted from the end.
func (c *collection) fromEnd(n int) []byte { return c.keys[len(c.keys)-n] }

// result writes a conclusion as members.
func (c *collection) result(f *found) {
	text := func(dst, key []byte, value string) []byte {
		return appendJSONText(append(append(dst, ','), key...), value)
	}
	yes := func(dst, key []byte, value bool) []byte {
		return strconv.AppendBool(append(append(dst, ','), key...), value)
	}
	f.before = appendJSONText(append([]byte(nil), c.key(statusAt)...), string(StatusOK))
	f.before = text(f.before, c.key(verdictAt), string(f.verdict))
	f.before = yes(f.before, c.key(completeAt), f.complete)
	f.before = yes(f.before, c.key(borderlineAt), f.borderline)
	f.before = text(f.before, c.key(zonesAt), f.zones)
	for i, value := range []string{f.rules, f.basis, f.disposal, f.unchecked, f.release} {
		f.after = text(f.after, c.fromEnd(5-i), value)
	}
}

func (c *collection) row(dst []byte, row *Row) ([]byte, error) {
	dst = append(dst, `{"type":"Feature","geometry":`...)
	switch {
	case row.Point != nil:
		dst = appendPoint(dst, *row.Point)
	case row.Shape != nil:
		dst = geojson.AppendGeometry(dst, row.Shape)
	default:
		dst = append(dst, "null"...)
	}
	dst = append(append(dst, `,"properties":{`...), row.Input...)
	if row.Found == nil {
		dst = appendJSONText(append(dst, c.key(statusAt)...), string(row.Status))
		for _, key := range c.keys[len(c.fields)+verdictAt:] {
			dst = append(append(append(dst, ','), key...), "null"...)
		}
		return append(dst, "}}"...), nil
	}
	dst = append(dst, row.Found.before...)
	if row.Nearest {
		dst = c.metres(dst, &row.Metres)
	}
	return append(append(dst, row.Found.after...), "}}"...), nil
}

func (c *collection) metres(dst []byte, m *metres) []byte {
	number := func(at int, there bool, value float64) {
		dst = append(append(dst, ','), c.key(at)...)
		if there {
			dst = appendMetres(dst, value)
		} else {
			dst = append(dst, "null"...)
		}
	}
	dst = append(append(dst, ','), c.key(metresAt)...)
	dst = appendJSONText(dst, m.near)
	number(metresAt+1, m.near != "", m.nearM)
	number(metresAt+2, m.boundaryM >= 0, m.boundaryM)
	return dst
}

// appendPoint is geojson.AppendGeometry of a point, without making a Geometry of
// it.
func appendPoint(dst []byte, p orb.Point) []byte {
	dst = append(dst, `{"type":"Point","coordinates":[`...)
	dst = append(strconv.AppendFloat(dst, p[0], 'f', -1, 64), ',')
	return append(strconv.AppendFloat(dst, p[1], 'f', -1, 64), "]}"...)
}

// appendJSONCell writes a cell by the type of its column, and as text where it is
// not of that.
func appendJSONCell(dst []byte, typ feature.FieldType, cell []byte) []byte {
	switch typ {
	case feature.IntegerField, feature.RealField, feature.BoolField:
		if len(cell) == 0 {
			return append(dst, "null"...)
		}
		if json.Valid(cell) && cell[0] != '"' && cell[0] != '[' && cell[0] != '{' {
			return append(dst, cell...)
		}
	}
	return appendJSONText(dst, cell)
}

func appendJSONText[T string | []byte](dst []byte, text T) []byte {
	plain := utf8.ValidString(string(text))
	for i := range len(text) {
		if b := text[i]; b < ' ' || b == '"' || b == '\\' {
			plain = false
			break
		}
	}
	if plain {
		dst = append(append(dst, '"'), text...)
		return append(dst, '"')
	}
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return append(dst, `""`...)
	}
	return append(dst, quoted...)
}
