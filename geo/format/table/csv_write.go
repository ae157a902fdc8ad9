package table

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/wk"
)

// rowLayout puts features into rows of a table: the schema's fields, then where
// the feature is. The first feature decides: a point has two columns, lon and lat
// or easting and northing; every other shape has one, wkt. A system that is not
// of plain longitude and latitude is named in a column crs.
type rowLayout struct {
	schema feature.Schema
	points bool
	names  []string
}

func newRowLayout(schema feature.Schema, first orb.Geometry) *rowLayout {
	l := &rowLayout{schema: schema}
	for _, f := range schema.Fields {
		l.names = append(l.names, f.Name)
	}
	_, l.points = first.(orb.Point)
	switch {
	case schema.Bare:
	case l.points && feature.PlainDegrees(schema.CRS):
		l.addColumns("lon", "lat")
	case l.points && schema.CRS.Degrees():
		l.addColumns("lon", "lat", "crs")
	case l.points:
		l.addColumns("easting", "northing", "crs")
	case feature.PlainDegrees(schema.CRS):
		l.addColumns("wkt")
	default:
		l.addColumns("wkt", "crs")
	}
	return l
}

// addColumns adds columns; a name that the fields have already gets the suffix _wz.
func (l *rowLayout) addColumns(names ...string) {
	for _, name := range names {
		for _, f := range l.schema.Fields {
			if plainName(f.Name) == name {
				name += "_wz"
			}
		}
		l.names = append(l.names, name)
	}
}

// row returns as many cells as there are names. A feature without geometry has
// empty cells for it.
func (l *rowLayout) row(f *feature.Feature) ([]string, error) {
	row := make([]string, 0, len(l.names))
	row = append(row, f.Texts(l.schema.Fields)...)
	if len(row) != len(l.schema.Fields) {
		return nil, feature.Errorf("要素有 %d 个值，列有 %d 个", "a feature of %d values for %d columns", len(row), len(l.schema.Fields))
	}
	p, point := f.Geometry.(orb.Point)
	switch {
	case f.Geometry == nil || l.schema.Bare:
		return row[:len(l.names)], nil
	case !feature.HasPlace(f.Geometry):
		return nil, feature.NoPlace()
	case l.points && !point:
		return nil, &feature.Error{ZH: "第一个要素是点，表中只有坐标两列，写不下线或面；请改用 GeoPackage 或 GeoJSON", EN: "the first feature is a point and the table has columns for points only, not for lines or areas; use GeoPackage or GeoJSON"}
	case l.points:
		row = append(row, number(p[0]), number(p[1]))
	default:
		text, err := wk.AppendWKT(nil, f.Geometry)
		if err != nil {
			return nil, err
		}
		row = append(row, string(text))
	}
	if len(row) < len(l.names) {
		row = append(row, l.schema.CRS.String())
	}
	return row, nil
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// NewCSVWriter writes RFC 4180 in UTF-8, with a byte order mark if the schema's
// encoding is UTF8BOM; Excel needs it to tell UTF-8. Other encodings are an error.
// Where there is no feature, there is a header for shapes.
func NewCSVWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	if e := schema.Encoding; e != feature.Auto && e != feature.UTF8 && e != feature.UTF8BOM {
		return nil, feature.Errorf("CSV 只写 UTF-8 或带 BOM 的 UTF-8，不写 %s", "CSV is written in UTF-8, with or without BOM, not in %s", e)
	}
	out := bufio.NewWriter(w)
	// A bufio.Writer keeps its error for Flush.
	_, _ = out.WriteString(charset.Mark(schema.Encoding))
	return &csvWriter{out: out, csv: csv.NewWriter(out), schema: schema}, nil
}

type csvWriter struct {
	out    *bufio.Writer
	csv    *csv.Writer
	schema feature.Schema
	layout *rowLayout // nil before the header
}

func (c *csvWriter) begin(first orb.Geometry) error {
	if c.layout != nil {
		return nil
	}
	c.layout = newRowLayout(c.schema, first)
	return c.csv.Write(c.layout.names)
}

func (c *csvWriter) Write(f feature.Feature) error {
	if err := c.begin(f.Geometry); err != nil {
		return err
	}
	row, err := c.layout.row(&f)
	if err != nil {
		return err
	}
	return c.csv.Write(row)
}

func (c *csvWriter) Close() error {
	err := c.begin(nil)
	c.csv.Flush()
	return errors.Join(err, c.csv.Error(), c.out.Flush())
}
