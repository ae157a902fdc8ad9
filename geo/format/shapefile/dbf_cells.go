package shapefile

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"waterzones/geo/format/feature"
)

// row is what a feature has in the fields, as it will be written.
func (d *dbfWriter) row(f *feature.Feature) ([]string, error) {
	row := make([]string, len(d.fields))
	if d.bare {
		return row, nil
	}
	texts := f.Texts(d.fields)
	for i, field := range d.fields {
		text := ""
		if i < len(texts) {
			text = texts[i]
		}
		value, zh, en := d.cell(field.Type, text)
		if zh != "" {
			return nil, &feature.FeatureError{Place: f.Where(), ZH: fmt.Sprintf("%s=%s %s", field.Name, feature.Quote(text), zh), EN: fmt.Sprintf("%s=%s %s", field.Name, feature.Quote(text), en)}
		}
		row[i] = value
	}
	return row, nil
}

// cell writes a value; zh and en say why it cannot.
func (d *dbfWriter) cell(typ feature.FieldType, text string) (value, zh, en string) {
	if text == "" {
		return "", "", ""
	}
	switch typ {
	case feature.IntegerField:
		const longest = 20 // digits: what other programs make of more is not whole
		if digits := strings.TrimPrefix(text, "-"); len(digits) > longest || strings.Trim(digits, "0123456789") != "" || digits == "" {
			return "", "不是整数", "is not a whole number"
		}
		return text, "", ""
	case feature.RealField:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
			return "", "不是数", "is not a number"
		}
		const longest = 24 // digits that programs reckon with
		if value = strconv.FormatFloat(v, 'f', -1, 64); len(value) > longest {
			value = strconv.FormatFloat(v, 'e', -1, 64)
		}
		return value, "", ""
	case feature.BoolField:
		switch text {
		case "true":
			return "T", "", ""
		case "false":
			return "F", "", ""
		}
		return "", "不是 true 或 false", "is neither true nor false"
	case feature.DateField:
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return "", "不是日期（如 2026-08-15）", "is not a date as 2026-08-15"
		}
		return day.Format("20060102"), "", ""
	}
	value, err := d.encode(text)
	if err != nil {
		return "", "有 GBK 没有的字；请改用 UTF-8", "has a character that GBK lacks; use UTF-8"
	}
	if len(value) > dbfTextBytes {
		return "", fmt.Sprintf("长 %d 字节，Shapefile 最多 %d；请改用 GeoPackage", len(value), dbfTextBytes), fmt.Sprintf("is %d bytes long, a Shapefile holds %d; use GeoPackage", len(value), dbfTextBytes)
	}
	return value, "", ""
}
