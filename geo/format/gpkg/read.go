// Package gpkg reads and writes GeoPackages (OGC 12-128r19). It is the only room
// that knows SQLite: a stranger's database is opened read-only, in memory bounds,
// and may do nothing but select.
package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
)

// Read reads the tables of features of a GeoPackage (OGC 12-128r19,
// 1.0 to 1.4), row by row; coordinates are easting or longitude first there,
// whatever the system. A view is taken if it is registered as a layer, has its
// rows within 10 seconds and they fit in 64 MiB. Nothing else that the file
// holds is run.
func Read(c feature.Content, how feature.Reading) (*feature.Source, error) {
	const patience = 10 * time.Second
	return (&database{content: c, limits: how.Limits.OrLayer(), patience: patience}).read(how)
}

func (d *database) read(how feature.Reading) (*feature.Source, error) {
	if d.content.Size > d.limits.Bytes {
		return nil, feature.TooLarge("文件超过 %d 字节", "a file of more than %d bytes", d.limits.Bytes)
	}
	src := &feature.Source{Kind: feature.GeoPackage, Encoding: feature.UTF8}
	if how.Encoding == feature.GB18030 {
		src.Encoding = feature.GB18030
	}
	if err := d.checkHeader(src); err != nil {
		return nil, err
	}
	var tables []featureTable
	err := d.with(func(conn *sql.Conn) error {
		all, err := d.tables(conn, src)
		if err != nil {
			return err
		}
		for _, t := range all {
			src.Layers = append(src.Layers, t.name)
		}
		if tables, err = wantedLayer(all, how.Layer); err != nil {
			return err
		}
		return d.declareSystem(conn, src, tables)
	})
	if err != nil {
		return nil, err
	}
	if src.Fields = tables[0].fields; !slices.ContainsFunc(tables, func(t featureTable) bool { return !slices.Equal(t.fields, src.Fields) }) {
		src.Fields = slices.Clone(src.Fields)
	} else {
		src.Fields = nil
	}
	src.Features = func(yield func(feature.Feature, error) bool) {
		r := &rowReader{database: d, yield: yield, gbk: src.Encoding == feature.GB18030}
		if err := r.all(tables); err != nil && !errors.Is(err, errEnoughRows) {
			yield(feature.Feature{}, err)
		}
	}
	return src, nil
}

// rowReader gives out the rows of tables.
type rowReader struct {
	*database
	yield func(feature.Feature, error) bool
	gbk   bool
	rows  int
	bytes int64 // of all geometries
}

func (r *rowReader) all(tables []featureTable) error {
	return r.with(func(conn *sql.Conn) error {
		for i := range tables {
			if err := r.table(conn, &tables[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// table reads the rows of one. Only a statement's work before its first row can
// be interrupted. That is all there is to a table, whose next row is the next
// record; a view could work for years between two rows, so its rows are sorted,
// by nothing, which puts all of its work before the first.
func (r *rowReader) table(conn *sql.Conn, t *featureTable) (err error) {
	query, args := t.query(), []any(nil)
	if t.view {
		query, args = query+" ORDER BY length("+quotedName(t.geometry)+") * ?", []any{0}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	alarm := time.AfterFunc(r.patience, cancel)
	rows, err := conn.QueryContext(ctx, query, args...)
	alarm.Stop()
	if err != nil {
		if ctx.Err() != nil {
			return r.slow()
		}
		return r.unread(t, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cells := make([]any, len(t.fields)+2)
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return r.broken(err)
		}
		if err := r.give(t, cells); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return r.unread(t, err)
	}
	return nil
}

// query selects key, geometry and fields. The + keeps the driver from taking
// dates for times.
func (t *featureTable) query() string {
	columns := []string{"NULL", quotedName(t.geometry)}
	if t.key != "" {
		columns[0] = quotedName(t.key)
	}
	for _, f := range t.fields {
		columns = append(columns, "+"+quotedName(f.Name))
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + quotedName(t.name)
}

func (r *rowReader) unread(t *featureTable, err error) error {
	if t.view && strings.Contains(err.Error(), "disk I/O error") {
		return feature.TooLarge("视图 %s 超过 %d MiB；请另存为表", "view %s is larger than %d MiB; save it as a table", feature.Quote(t.name), viewBytes>>20)
	}
	return r.broken(err)
}

// give makes a feature of a row.
func (r *rowReader) give(t *featureTable, cells []any) error {
	if r.rows++; r.rows > r.limits.Features {
		return feature.TooManyFeatures(r.limits.Features)
	}
	blob, _ := cells[1].([]byte)
	if r.bytes += int64(len(blob)); !t.view && r.bytes > r.content.Size {
		return &feature.Error{ZH: "GeoPackage 损坏：图形总和大于文件", EN: "the GeoPackage is broken: its geometries are larger than the file"}
	}
	f := feature.Feature{Layer: t.name, CRS: t.crs, Place: feature.Quote(t.name) + " " + strconv.Itoa(r.rows)}
	if id, ok := cells[0].(int64); ok {
		f.ID = strconv.FormatInt(id, 10)
		f.Place = feature.Quote(t.name) + " " + t.key + "=" + f.ID
	}
	err := feature.AtFeature(f.Place, r.readRow(&f, t, blob, cells[2:]))
	switch {
	case feature.IsFeatureError(err):
		f = feature.Feature{}
	case err != nil:
		return err
	}
	if !r.yield(f, err) {
		return errEnoughRows
	}
	return nil
}

func (r *rowReader) readRow(f *feature.Feature, t *featureTable, blob []byte, cells []any) error {
	if blob == nil {
		return &feature.Error{ZH: "没有图形", EN: "there is no geometry"}
	}
	g, system, err := parseBlob(blob, r.limits)
	if err != nil {
		return err
	}
	if system > 0 && system != t.system {
		return feature.Errorf("图形的坐标系 srs_id %d 与图层的 %d 不同", "the geometry's system, srs_id %d, is not the layer's, %d", system, t.system)
	}
	f.Geometry, f.Properties = g, make(map[string]any, len(cells))
	for i, field := range t.fields {
		v, err := r.valueOf(field, cells[i])
		if err != nil {
			return err
		}
		f.Properties[field.Name] = v
	}
	return nil
}

// valueOf is a cell as a property: numbers as float64, but an integer that none
// holds exactly as its digits.
func (r *rowReader) valueOf(field feature.Field, cell any) (any, error) {
	switch v := cell.(type) {
	case int64:
		const exact = 1 << 53
		switch {
		case field.Type == feature.BoolField && (v == 0 || v == 1):
			return v == 1, nil
		case v > exact || v < -exact:
			return strconv.FormatInt(v, 10), nil
		}
		return float64(v), nil
	case string:
		return r.decodeText(field, v)
	case []byte:
		return r.decodeText(field, string(v))
	}
	return cell, nil
}

func (r *rowReader) decodeText(field feature.Field, text string) (string, error) {
	if utf8.ValidString(text) {
		return text, nil
	}
	if r.gbk {
		if decoded, whole := charset.FromGB18030(text); whole {
			return decoded, nil
		}
	}
	return "", feature.Errorf("字段 %s 不是 UTF-8 文字（GeoPackage 的规定）；如为 GBK，请用 --encoding gbk",
		"field %s is not text in UTF-8, as GeoPackage demands; if it is GBK, use --encoding gbk", feature.Quote(field.Name))
}

// errEnoughRows ends the reading when the caller wants no more features.
var errEnoughRows = errors.New("stopped by the caller")
