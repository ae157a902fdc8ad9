package shapefile

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"waterzones/geo/format/feature"
)

// record reads the i-th record from 0. Deleted ones have no properties. Null is
// nil: blanks, a logical value of "?", a number that did not fit its field
// ("****"). Numbers are float64; a whole one too long for that to be exact stays
// the text that it is. Text that cannot be read in the encoding is an error.
func (d *dbf) record(i int) (properties map[string]any, deleted bool, err error) {
	row, err := d.at(d.header+int64(i)*int64(d.width), d.width)
	if err != nil {
		return nil, false, err
	}
	if row[0] == '*' {
		return nil, true, nil
	}
	properties = make(map[string]any, len(d.columns))
	for j := range d.columns {
		c := &d.columns[j]
		if properties[c.Name], err = d.valueIn(c, row[c.from:c.to], i+1); err != nil {
			return nil, false, err
		}
	}
	return properties, false, nil
}

// valueIn reads one value of record number i.
func (d *dbf) valueIn(c *dbfColumn, cell []byte, i int) (any, error) {
	full := len(cell)
	cell = bytes.Trim(cell, " \x00")
	if len(cell) == 0 {
		return nil, nil
	}
	switch c.kind {
	case 'C':
		text, cut, ok := d.decodeText(cell, len(cell) == full)
		if cut {
			d.said.cut.Count(i)
		}
		if !ok {
			return nil, &feature.FieldError{
				Field: c.Name, Value: string(cell[:min(len(cell), 20)]),
				ZH: fmt.Sprintf("不是 %s 文字；.cpg 或 --encoding 可能有误", d.Encoding), EN: fmt.Sprintf("is not text in %s; perhaps .cpg or --encoding is wrong", d.Encoding),
			}
		}
		return text, nil
	case 'L':
		return d.logical(cell, i), nil
	case 'D':
		return d.date(cell, i), nil
	}
	return d.numberIn(c, cell, i), nil
}

func (d *dbf) logical(cell []byte, i int) any {
	switch cell[0] {
	case 'T', 't', 'Y', 'y':
		return true
	case 'F', 'f', 'N', 'n':
		return false
	case '?':
		return nil
	}
	d.said.unreadable.Count(i)
	return nil
}

func (d *dbf) date(cell []byte, i int) any {
	if len(bytes.Trim(cell, "0")) == 0 {
		return nil
	}
	day, err := time.Parse("20060102", string(cell))
	if err != nil {
		d.said.unreadable.Count(i)
		return nil
	}
	return day.Format(time.DateOnly)
}

func (d *dbf) numberIn(c *dbfColumn, cell []byte, i int) any {
	if cell[0] == '*' {
		d.said.overflow.Count(i)
		return nil
	}
	text := string(cell)
	if strings.Trim(text, "0123456789.-+eE") != "" { // what ParseFloat takes beside decimal numbers: 0x1p-2, 1_000, Inf
		d.said.unreadable.Count(i)
		return nil
	}
	const exact = 15 // digits that a float64 keeps
	if c.Type == feature.IntegerField && len(text) > exact {
		if n, err := strconv.ParseInt(text, 10, 64); err != nil || int64(float64(n)) != n || n > 1<<53 || n < -1<<53 {
			return text
		}
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		d.said.unreadable.Count(i)
		return nil
	}
	return v
}

// notes say what was wrong with values, when all was read.
func (s *dbfDoubts) notes() (notes []feature.Note) {
	for _, c := range []struct {
		feature.Tally
		zh, en string
	}{
		{s.overflow, "%d 个数值超出字段宽度（****），作空值；首见于第 %d 条记录", "%d numbers did not fit their field (****) and count as null, the first in record %d"},
		{s.unreadable, "%d 个值与字段类型不符，作空值；首见于第 %d 条记录", "%d values are not of their field's type and count as null, the first in record %d"},
		{s.cut, "%d 个文字值在字段末尾被截去半个字，已略去；首见于第 %d 条记录", "%d texts end in half a character, which was left out, the first in record %d"},
	} {
		if c.N > 0 {
			notes = append(notes, feature.NoteOf(c.zh, c.en, c.N, c.First))
		}
	}
	return notes
}
