package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// NewWriter writes a GeoPackage 1.3 of one layer with an R-tree index.
// The schema must name a system with an EPSG code. Features get the fid 1, 2, …;
// their own ids are not kept. SQLite needs a file to write in: a temporary one,
// copied to w by Close, which must be called even after an error.
func NewWriter(w io.Writer, schema feature.Schema) (_ feature.Writer, err error) {
	if schema.Layer == "" {
		schema.Layer = "layer"
	}
	for _, reserved := range []string{"gpkg_", "sqlite_", "rtree_"} {
		if strings.HasPrefix(strings.ToLower(schema.Layer), reserved) || strings.ContainsRune(schema.Layer, 0) {
			return nil, feature.Errorf("图层名不可用：%s", "a layer cannot be named %s", feature.Quote(schema.Layer))
		}
	}
	g := &geoPackageWriter{w: w, schema: schema, columns: columnNames(schema.Fields)}
	if g.srid, err = feature.SRID(schema.CRS); err != nil {
		return nil, err
	}
	if g.name, g.definition, err = epsgDefinition(schema.CRS); err != nil {
		return nil, err
	}
	if g.dir, err = os.MkdirTemp("", "waterzones-gpkg-"); err != nil {
		return nil, err
	}
	if err = g.create(); err != nil {
		return nil, errors.Join(err, g.discard())
	}
	return g, nil
}

type geoPackageWriter struct {
	w                io.Writer
	schema           feature.Schema
	columns          []string
	srid             int
	name, definition string // of the system

	dir           string // of the temporary file
	db            *sql.DB
	tx            *sql.Tx
	insert, index *sql.Stmt
	values        []any
	blob          []byte
	fid           int64
	extent        orb.Bound
	kind          string // of all geometries; "" before the first
	err           error  // the first that was met
}

func (g *geoPackageWriter) path() string { return filepath.Join(g.dir, "layer.gpkg") }

// create makes the tables, in the one transaction that all is written in. The
// file is nobody's until Close: it needs no journal and no waiting for the disk.
func (g *geoPackageWriter) create() (err error) {
	address := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(g.path())}).EscapedPath()}
	if g.db, err = sql.Open("sqlite", address.String()); err != nil {
		return err
	}
	g.db.SetMaxOpenConns(1)
	for _, pragma := range []string{
		fmt.Sprintf("application_id=%d", applicationID), fmt.Sprintf("user_version=%d", geoPackageVersion),
		"journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-16384",
	} {
		if _, err := g.db.ExecContext(context.Background(), "PRAGMA "+pragma); err != nil {
			return err
		}
	}
	if g.tx, err = g.db.BeginTx(context.Background(), nil); err != nil {
		return err
	}
	statements := append(standardTables(), featureColumns(g.schema.Layer, anyKind, g.columns, g.schema.Fields),
		"CREATE VIRTUAL TABLE "+indexTable(g.schema.Layer)+" USING rtree(id, minx, maxx, miny, maxy)")
	if err := g.exec(statements...); err != nil {
		return err
	}
	marks := strings.Repeat(", ?", len(g.columns))
	if g.insert, err = g.tx.PrepareContext(context.Background(), "INSERT INTO "+quotedName(g.schema.Layer)+" VALUES (?, ?"+marks+")"); err != nil {
		return err
	}
	g.index, err = g.tx.PrepareContext(context.Background(), "INSERT INTO "+indexTable(g.schema.Layer)+" VALUES (?, ?, ?, ?, ?)")
	return err
}

func (g *geoPackageWriter) exec(statements ...string) error {
	for _, s := range statements {
		if _, err := g.tx.ExecContext(context.Background(), s); err != nil {
			return err
		}
	}
	return nil
}

// Write adds a feature; one without geometry is a row all the same. After an error
// of the feature's own, which is a *feature.Error or a *feature.FieldError, others
// can still be written.
func (g *geoPackageWriter) Write(f feature.Feature) (err error) {
	if g.err != nil {
		return g.err
	}
	g.values = append(g.values[:0], g.fid+1, nil)
	if f.Geometry != nil {
		f.Geometry = feature.Simple(f.Geometry)
		if g.blob, err = appendBlob(g.blob[:0], f.Geometry, int32(g.srid)); err != nil {
			return err
		}
		g.values[1] = g.blob
	}
	for i, field := range g.schema.Fields {
		v, err := cellOf(&f, field, i)
		if err != nil {
			return err
		}
		g.values = append(g.values, v)
	}
	g.err = g.insertRow(f.Geometry)
	return g.err
}

func (g *geoPackageWriter) insertRow(shape orb.Geometry) error {
	if _, err := g.insert.ExecContext(context.Background(), g.values...); err != nil {
		return err
	}
	if g.fid++; shape == nil {
		return nil // a row of the table without a place in the index
	}
	b := shape.Bound()
	if _, err := g.index.ExecContext(context.Background(), g.fid, b.Min[0], b.Max[0], b.Min[1], b.Max[1]); err != nil {
		return err
	}
	if kind := strings.ToUpper(shape.GeoJSONType()); g.kind == "" {
		g.extent, g.kind = b, kind
	} else if g.extent = g.extent.Union(b); g.kind != kind {
		g.kind = anyKind
	}
	return nil
}

// Close ends the file and copies it.
func (g *geoPackageWriter) Close() error {
	if g.db == nil {
		return g.err
	}
	if g.err == nil {
		g.err = g.finish()
	}
	g.err = errors.Join(g.err, g.discard())
	return g.err
}

func (g *geoPackageWriter) finish() error {
	if err := g.describe(); err != nil {
		return err
	}
	if err := g.tx.Commit(); err != nil {
		return err
	}
	if err := g.db.Close(); err != nil {
		return err
	}
	file, err := os.Open(g.path())
	if err != nil {
		return err
	}
	_, err = io.Copy(g.w, file)
	return errors.Join(err, file.Close())
}

// describe fills the tables that say what the layer is.
func (g *geoPackageWriter) describe() error {
	layer, kind := g.schema.Layer, g.kind
	extent := []any{nil, nil, nil, nil}
	if kind == "" {
		kind = anyKind
	} else {
		extent = []any{g.extent.Min[0], g.extent.Min[1], g.extent.Max[0], g.extent.Max[1]}
	}
	if err := g.declareKind(kind); err != nil {
		return err
	}
	wgs84, definition, err := epsgDefinition(4326)
	if err != nil {
		return err
	}
	const system = `INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, NULL)`
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{system, []any{wgs84, 4326, 4326, definition}},
		{system, []any{g.name, g.srid, g.srid, g.definition}},
		{
			`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id, min_x, min_y, max_x, max_y) VALUES (?, 'features', ?, ?, ?, ?, ?, ?)`,
			append([]any{layer, layer, g.srid}, extent...),
		},
		{`INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)`, []any{layer, kind, g.srid}},
		{`INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')`, []any{layer}},
	} {
		if _, err := g.tx.ExecContext(context.Background(), s.sql, s.args...); err != nil {
			return err
		}
	}
	return g.exec(indexTriggers(layer)...)
}

// anyKind is the type of a column of geometries that are not all of one.
const anyKind = "GEOMETRY"

// declareKind gives the column its type, which is known only now; SQLite stores
// every type alike, so the text of the schema is all there is to change.
func (g *geoPackageWriter) declareKind(kind string) error {
	if kind == anyKind {
		return nil
	}
	if err := g.exec("PRAGMA writable_schema=ON"); err != nil {
		return err
	}
	_, err := g.tx.ExecContext(context.Background(), `UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?`,
		featureColumns(g.schema.Layer, kind, g.columns, g.schema.Fields), g.schema.Layer)
	return errors.Join(err, g.exec("PRAGMA writable_schema=OFF"))
}

// discard removes the temporary file.
func (g *geoPackageWriter) discard() error {
	var err error
	if g.db != nil {
		if g.tx != nil {
			if undone := g.tx.Rollback(); !errors.Is(undone, sql.ErrTxDone) {
				err = undone
			}
		}
		err = errors.Join(err, g.db.Close())
		g.db = nil
	}
	return errors.Join(err, os.RemoveAll(g.dir))
}

// cellOf is the value of a column as SQLite stores its type.
func cellOf(f *feature.Feature, field feature.Field, i int) (any, error) {
	var v any
	if f.Properties != nil {
		v = f.Properties[field.Name]
	} else if i < len(f.Values) {
		v = f.Values[i]
	}
	if v == nil || v == "" && field.Type != feature.TextField && field.Type != "" {
		return nil, nil
	}
	text := feature.ValueText(v)
	cell, ok := any(text), true
	switch field.Type {
	case feature.IntegerField:
		cell, ok = integer(v, text)
	case feature.RealField:
		r, err := strconv.ParseFloat(text, 64)
		cell, ok = r, err == nil && !math.IsInf(r, 0) && !math.IsNaN(r)
	case feature.BoolField:
		b, err := strconv.ParseBool(text)
		cell, ok = b, err == nil
	case feature.DateField:
		_, err := time.Parse(time.DateOnly, text)
		ok = err == nil
	}
	if !ok {
		return nil, &feature.FieldError{
			Field: field.Name, Value: feature.Clip(text),
			ZH: "不是该列的类型 " + string(field.Type), EN: "is not of the column's type, " + string(field.Type),
		}
	}
	return cell, nil
}

func integer(v any, text string) (int64, bool) {
	if b, ok := v.(bool); ok && b {
		return 1, true
	} else if ok {
		return 0, true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}
