package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"waterzones/geo/format/feature"
)

// featureTable is a table of features, as the GeoPackage's own tables describe it.
type featureTable struct {
	name, identifier string
	geometry, key    string // columns; key is "" where there is no integer primary key
	system           int32  // in gpkg_spatial_ref_sys
	crs              string // where the layers are in different ones
	view             bool
	fields           []feature.Field
}

// mostTables is how many layers, and ten times as many tables, are looked at.
const mostTables = 1000

// tables returns the layers in the order of gpkg_contents.
func (d *database) tables(conn *sql.Conn, src *feature.Source) ([]featureTable, error) {
	kinds, err := d.kinds(conn)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} {
		if view, err := kinds.view(name); err != nil {
			return nil, err
		} else if view {
			return nil, feature.Errorf("不是 GeoPackage：%s 不是表", "not a GeoPackage: %s is not a table", name)
		}
	}
	tables, err := d.contents(conn, src)
	if err != nil {
		return nil, err
	}
	for i := range tables {
		t := &tables[i]
		if t.view, err = kinds.view(t.name); err != nil {
			return nil, err
		}
		if err := d.columns(conn, src, t); err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// tableKinds says what each name in lower case is: table, view or virtual.
type tableKinds map[string]string

func (d *database) kinds(conn *sql.Conn) (tableKinds, error) {
	kinds := tableKinds{}
	err := d.queryEach(conn, fmt.Sprintf(`SELECT lower(name), iif(sql LIKE 'CREATE VIRTUAL%%', 'virtual', type)
		FROM sqlite_schema WHERE type IN ('table', 'view') LIMIT %d`, 10*mostTables+1), func(scan func(into ...any) error) error {
		var name, kind string
		err := scan(&name, &kind)
		kinds[name] = kind
		return err
	})
	if err == nil && len(kinds) > 10*mostTables {
		err = feature.TooLarge("GeoPackage 的表超过 %d 个", "a GeoPackage of more than %d tables", 10*mostTables)
	}
	return kinds, err
}

// view tells a view from a table. What is neither is refused: a virtual table is
// a program of SQLite's own.
func (k tableKinds) view(name string) (bool, error) {
	switch k[strings.ToLower(name)] {
	case "table":
		return false, nil
	case "view":
		return true, nil
	case "virtual":
		return false, feature.Errorf("GeoPackage 中的 %s 是虚拟表，不读取", "%s in the GeoPackage is a virtual table, which is not read", feature.Quote(name))
	}
	return false, feature.Errorf("不是 GeoPackage：缺少表 %s", "not a GeoPackage: table %s is missing", feature.Quote(name))
}

func (d *database) queryRow(conn *sql.Conn, query string, args []any, into ...any) error {
	ctx, cancel := context.WithTimeout(context.Background(), d.patience)
	defer cancel()
	err := conn.QueryRowContext(ctx, query, args...).Scan(into...)
	if errors.Is(err, context.DeadlineExceeded) {
		return d.slow()
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return d.broken(err)
	}
	return err
}

func (d *database) contents(conn *sql.Conn, src *feature.Source) (tables []featureTable, err error) {
	shapes, err := d.geometryColumns(conn)
	if err != nil {
		return nil, err
	}
	others := 0
	err = d.queryEach(conn, fmt.Sprintf(`SELECT table_name, coalesce(identifier, table_name), data_type FROM gpkg_contents ORDER BY rowid LIMIT %d`, mostTables+1),
		func(scan func(into ...any) error) error {
			var name, identifier, kind string
			if err := scan(&name, &identifier, &kind); err != nil {
				return err
			}
			t, ok := shapes[strings.ToLower(name)]
			if kind != "features" || !ok {
				others++
				return nil
			}
			t.name, t.identifier = name, identifier
			tables = append(tables, t)
			return nil
		})
	switch {
	case err != nil:
		return nil, err
	case len(tables)+others > mostTables:
		return nil, feature.TooLarge("GeoPackage 的图层超过 %d 个", "a GeoPackage of more than %d layers", mostTables)
	case len(tables) == 0:
		return nil, &feature.Error{ZH: "GeoPackage 中没有矢量图层", EN: "the GeoPackage has no layer of features"}
	case others > 0:
		src.AddNote("跳过 %d 个不是矢量图层的内容（瓦片、属性表）", "%d contents that are not features (tiles, attributes) were skipped", others)
	}
	return tables, nil
}

// geometryColumns are by the name of their table in lower case.
func (d *database) geometryColumns(conn *sql.Conn) (map[string]featureTable, error) {
	columns := map[string]featureTable{}
	err := d.queryEach(conn, fmt.Sprintf(`SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns LIMIT %d`, 10*mostTables), func(scan func(into ...any) error) error {
		var t featureTable
		err := scan(&t.name, &t.geometry, &t.system)
		columns[strings.ToLower(t.name)] = t
		return err
	})
	return columns, err
}

func (d *database) queryEach(conn *sql.Conn, query string, each func(scan func(into ...any) error) error) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), d.patience)
	defer cancel()
	rows, err := conn.QueryContext(ctx, query)
	if errors.Is(err, context.DeadlineExceeded) {
		return d.slow()
	}
	if err != nil {
		return d.broken(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return feature.Errorf("GeoPackage 的目录表有误：%s", "the tables that describe the GeoPackage are wrong: %s", feature.Clip(err.Error()))
		}
	}
	if err := rows.Err(); err != nil {
		return d.broken(err)
	}
	return nil
}

// columns reads the names and types of a table's columns.
func (d *database) columns(conn *sql.Conn, src *feature.Source, t *featureTable) error {
	found, keys := false, 0
	var blobs []string
	err := d.queryEach(conn, "PRAGMA table_info("+quotedName(t.name)+")", func(scan func(into ...any) error) error {
		var name, typ string
		var position, notNull, primary int
		var preset any
		if err := scan(&position, &name, &typ, &notNull, &preset, &primary); err != nil {
			return err
		}
		if primary > 0 {
			keys++
		}
		switch typ = strings.ToUpper(typ); {
		case strings.EqualFold(name, t.geometry):
			found, t.geometry = true, name
		case primary == 1 && typ == "INTEGER":
			t.key = name
		case strings.HasPrefix(typ, "BLOB"):
			blobs = append(blobs, name)
		default:
			t.fields = append(t.fields, feature.Field{Name: name, Type: fieldType(typ)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !found {
		return feature.Errorf("图层 %s 没有几何列 %s", "layer %s has no geometry column %s", feature.Quote(t.name), feature.Quote(t.geometry))
	}
	if keys > 1 {
		t.fields, t.key = slices.Insert(t.fields, 0, feature.Field{Name: t.key, Type: feature.IntegerField}), ""
	}
	if len(blobs) > 0 {
		list := feature.Clip(strings.Join(blobs, ", "))
		src.AddNote("图层 %s 的二进制列没有读取：%s", "binary columns of layer %s were not read: %s", feature.Quote(t.name), list)
	}
	return nil
}

// fieldType is what the standard's types are (OGC 12-128r19, table 1).
func fieldType(typ string) feature.FieldType {
	switch typ {
	case "BOOLEAN":
		return feature.BoolField
	case "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT":
		return feature.IntegerField
	case "FLOAT", "DOUBLE", "REAL":
		return feature.RealField
	case "DATE":
		return feature.DateField
	}
	return feature.TextField
}

// quotedName is an identifier of SQL.
func quotedName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// wantedLayer leaves the layer that the caller names.
func wantedLayer(tables []featureTable, layer string) ([]featureTable, error) {
	if layer == "" {
		return tables, nil
	}
	var names []string
	for i, t := range tables {
		if t.name == layer || t.identifier == layer {
			return tables[i : i+1], nil
		}
		names = append(names, t.name)
	}
	list := strings.Join(names, "、")
	return nil, feature.Errorf("没有图层 %s；文件中有：%s", "there is no layer %s; the file has: %s", feature.Quote(layer), list)
}
