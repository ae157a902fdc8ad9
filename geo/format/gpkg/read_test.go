package gpkg

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

const numbers = `(SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9 UNION ALL SELECT 10)`

// crossed is numbers by itself, n times: 10^n rows.
func crossed(n int) string { return strings.Repeat(", "+numbers, n)[2:] }

// TestGeoPackageHostile: what the file's schema can hold runs within bounds, or
// not at all.
func TestGeoPackageHostile(t *testing.T) {
	blob := func(digits string) string { return `UPDATE zones SET geom = x'` + digits + `' WHERE fid = 1` }
	const gp = "47500001 8A110000"
	for _, c := range []struct {
		name  string
		do    []string
		want  string // features; or ! and a part of the error that ends the reading
		wrong string // a part of the errors of features
	}{
		{"nothing", nil, "zones 1, zones 2", ""},
		{"a trigger", []string{`CREATE TRIGGER boom AFTER INSERT ON zones BEGIN DELETE FROM zones; END`}, "zones 1, zones 2", ""},
		{"a view that is no layer", []string{`CREATE VIEW w AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n`}, "zones 1, zones 2", ""},
		{"a harmless view", formattest.RegisteredView(`SELECT fid, geom, name FROM zones WHERE n > 1`), "zones 1, zones 2, v ", ""},
		{"a view in its own order", formattest.RegisteredView(`SELECT geom, name FROM zones ORDER BY fid DESC`), "zones 1, zones 2, v , v ", ""},
		{"recursion", formattest.RegisteredView(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT geom, i FROM zones, n`), "! a view in the GeoPackage recurses or uses a function that is not permitted", ""},
		{"a view without end", formattest.RegisteredView(`SELECT geom FROM zones, ` + crossed(15) + ` WHERE length(geom) < 0`), "! has no result after", ""},
		{"a view without end after its first row", formattest.RegisteredView(`SELECT geom FROM zones UNION ALL SELECT geom FROM zones, ` + crossed(15) + ` WHERE length(geom) < 0`), "! has no result after", ""},
		{"a huge view", append(formattest.RegisteredView(`SELECT geom, name FROM zones, `+crossed(4)), `UPDATE zones SET name = printf('%.*c', 100000, 'x')`), "! is larger than 64 MiB", ""},
		{"a huge value", formattest.RegisteredView(`SELECT zeroblob(500000000) AS geom`), "! is not permitted", ""},
		{"printf", formattest.RegisteredView(`SELECT printf('%.*c', 500000000, 'x') AS geom`), "! is not permitted", ""},
		{"group_concat", formattest.RegisteredView(`SELECT geom, group_concat(name) FROM zones, ` + crossed(6)), "! is not permitted", ""},
		{"load_extension", formattest.RegisteredView(`SELECT load_extension('evil') AS geom`), "! is not permitted", ""},
		{"a view of itself", formattest.RegisteredView(`SELECT geom FROM v`), "! circularly defined", ""},
		{"a deep expression", formattest.RegisteredView(`SELECT geom, ` + strings.Repeat("(1+", 150) + "1" + strings.Repeat(")", 150) + ` AS x FROM zones`), "! Expression tree is too large", ""},
		{"a virtual table", []string{`UPDATE gpkg_contents SET table_name = 'rtree_zones_geom'`, `UPDATE gpkg_geometry_columns SET table_name = 'rtree_zones_geom'`}, `! "rtree_zones_geom" in the GeoPackage is a virtual table`, ""},
		{"contents that are a view", []string{`ALTER TABLE gpkg_contents RENAME TO c`, `CREATE VIEW gpkg_contents AS SELECT * FROM c`}, "! gpkg_contents is not a table", ""},
		{"a table of SQLite", []string{`UPDATE gpkg_contents SET table_name = 'sqlite_schema'`, `UPDATE gpkg_geometry_columns SET table_name = 'sqlite_schema', column_name = 'sql'`}, `! table "sqlite_schema" is missing`, ""},
		{"a name of SQL", []string{`ALTER TABLE zones RENAME TO "a""; DROP TABLE x; --"`, `UPDATE gpkg_contents SET table_name = 'a"; DROP TABLE x; --'`, `UPDATE gpkg_geometry_columns SET table_name = 'a"; DROP TABLE x; --'`}, `a"; DROP TABLE x; -- 1, a"; DROP TABLE x; -- 2`, ""},
		{"no contents", []string{`DROP TABLE gpkg_contents`}, `! table "gpkg_contents" is missing`, ""},
		{"no layer", []string{`DELETE FROM gpkg_contents`}, "! has no layer of features", ""},
		{"a table that is not there", []string{`DROP TABLE zones`}, `! table "zones" is missing`, ""},
		{"a column that is not there", []string{`UPDATE gpkg_geometry_columns SET column_name = 'shape'`}, `! layer "zones" has no geometry column "shape"`, ""},
		{"too many layers", []string{`INSERT INTO gpkg_contents (table_name, data_type) SELECT 't' || random(), 'features' FROM ` + crossed(4)}, "! more than 1000 layers", ""},
		{"contents of nothing", []string{`INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (x'00', 'features', x'ff')`}, "zones 1, zones 2", ""},
		{"2^31 points", []string{blob(strings.ReplaceAll(gp, " ", "") + "0102000000" + "00000080")}, "zones 2", "claims 2147483648 items in the 0 bytes left"},
		{"a geometry of 4 MB", []string{`UPDATE zones SET geom = zeroblob(4000000) WHERE fid = 1`}, "! a row of the GeoPackage is too large", ""},
		{"no geometry", []string{`UPDATE zones SET geom = NULL WHERE fid = 2`}, "zones 1", "there is no geometry"},
		{"a geometry that is none", []string{`UPDATE zones SET geom = 'POLYGON' WHERE fid = 2`}, "zones 1", "there is no geometry"},
		{"GBK", []string{`UPDATE zones SET name = CAST(x'd2bbbcb6' AS TEXT) WHERE fid = 2`}, "zones 1", `field "name" is not text in UTF-8`},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := edited(t, c.do...)
			before := bytes.Clone(data)
			patience := 10 * time.Second
			if strings.HasPrefix(c.name, "a view without end") {
				patience = 300 * time.Millisecond
			}
			var got []string
			var last error
			// Views are bounded in SQLite's memory, which Go does not count.
			formattest.Bounded(t, 64<<20, func() {
				d := &database{content: formattest.File(data), limits: feature.DefaultLimits(), patience: patience}
				src, err := d.read(feature.Reading{})
				if last = err; err != nil {
					return
				}
				for f, err := range src.Features {
					var e *feature.FeatureError
					switch {
					case err == nil:
						got = append(got, f.Layer+" "+f.ID)
					case errors.As(err, &e) && c.wrong != "" && formattest.Says(err, c.wrong) && e.Place != "":
					default:
						last = err
					}
				}
			})
			if !bytes.Equal(data, before) {
				t.Error("the file was changed")
			}
			if wrong, bad := strings.CutPrefix(c.want, "! "); bad {
				var e *feature.Error
				if !errors.As(last, &e) || !formattest.Says(last, wrong) {
					t.Errorf("got %v, %v; want %s", got, last, wrong)
				}
			} else if last != nil || strings.Join(got, ", ") != c.want {
				t.Errorf("got %v, %v; want %s", got, last, c.want)
			}
		})
	}
}

// TestGeoPackageDenied: no statement that reaches the connection may do more
// than read.
func TestGeoPackageDenied(t *testing.T) {
	d := &database{content: formattest.File(edited(t)), limits: feature.DefaultLimits(), patience: time.Second}
	err := d.with(func(conn *sql.Conn) error {
		for _, s := range []string{
			"ATTACH '/etc/passwd' AS a", "DELETE FROM zones", "INSERT INTO zones DEFAULT VALUES", "CREATE TABLE a(b)", "CREATE TEMP TABLE a(b)", "DROP TABLE zones",
			"PRAGMA query_only=OFF", "PRAGMA trusted_schema=ON", "PRAGMA writable_schema=ON", "VACUUM", "VACUUM INTO '/tmp/x'", "REINDEX", "BEGIN",
			"SELECT load_extension('x')", "SELECT randomblob(9)", "SELECT * FROM pragma_database_list", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT * FROM n LIMIT 1",
		} {
			if _, err := conn.ExecContext(context.Background(), s); err == nil {
				t.Errorf("%s was permitted", s)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestGeoPackageBroken: files that are no whole database of the right kind.
func TestGeoPackageBroken(t *testing.T) {
	good := edited(t)
	put := func(at int, b ...byte) []byte {
		data := bytes.Clone(good)
		copy(data[at:], b)
		return data
	}
	for _, c := range []struct {
		name, wrong string // or the features that are left, and a note
		data        []byte
	}{
		{"truncated", "! the GeoPackage is not whole", good[:len(good)/2]},
		{"one byte short", "! the GeoPackage is not whole", good[:len(good)-1]},
		{"header only", "! its page size is wrong or it has no content", good[:100]},
		{"half a header", "! its page size is wrong", good[:50]},
		{"not SQLite", "! not a GeoPackage", append([]byte("SQLite format 4\x00"), good[16:]...)},
		{"zero pages", "! broken or not whole", append(bytes.Clone(good[:100]), make([]byte, len(good)-100)...)},
		{"page size 0", "! its page size is wrong", put(16, 0, 0)},
		{"page size 3000", "! its page size is wrong", put(16, 0x0b, 0xb8)},
		{"another page size", "! broken or not whole", put(16, 2, 0)},
		{"MBTiles", `! a SQLite database that calls itself "MPBX"`, put(68, 'M', 'P', 'B', 'X')},
		{"no application id", "2 the file does not call itself a GeoPackage", put(68, 0, 0, 0, 0)},
		{"version 1.0", "2 ", put(68, 'G', 'P', '1', '0')},
		{"version 2", "2 unknown version 20000", put(60, 0, 0, 0x4e, 0x20)},
		{"WAL", "2 the file was written in WAL mode", put(18, 2, 2)},
		{"write format of the future", "2 ", put(18, 9)},
		{"read format of the future", "! broken or not whole", put(19, 9)},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := Read(formattest.File(c.data), feature.Reading{})
			if wrong, bad := strings.CutPrefix(c.wrong, "! "); bad {
				var e *feature.Error
				if !errors.As(err, &e) || !formattest.Says(err, wrong) {
					t.Errorf("got %v, want %s", err, wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			said := fmt.Sprint(len(formattest.Features(t, src)), " ")
			for _, n := range src.Notes {
				said += n.EN
			}
			if !strings.Contains(said, c.wrong) || len(src.Notes) > 1 || c.wrong == "2 " && said != c.wrong {
				t.Errorf("got %q, want %q", said, c.wrong)
			}
		})
	}
}

func TestGeoPackageSystems(t *testing.T) {
	const beijing54 = `GEOGCS["Beijing 1954",DATUM["Beijing_1954",SPHEROID["Krassowsky 1940",6378245,298.3]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]`
	_, zone38, err := epsgDefinition(4526)
	if err != nil {
		t.Fatal(err)
	}
	unnumbered := strings.ReplaceAll(zone38, `,AUTHORITY["EPSG","4526"]`, "")
	system := func(id int, values string) []string {
		return []string{
			fmt.Sprintf(`INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES ('a system', %d, %s, NULL)`, id, values),
			fmt.Sprintf(`UPDATE gpkg_geometry_columns SET srs_id = %d`, id),
			// The code in the header of each geometry.
			fmt.Sprintf(`UPDATE zones SET geom = CAST(substr(geom, 1, 4) || x'%s' || substr(geom, 9) AS BLOB)`, hex.EncodeToString(binary.LittleEndian.AppendUint32(nil, uint32(id)))),
		}
	}
	for _, c := range []struct {
		name     string
		do       []string
		want     crs.CRS
		as, note string
	}{
		{"EPSG in small letters", system(7, `'epsg', 4526, 'undefined'`), 4526, "EPSG:4526 (a system)", ""},
		{"by definition", system(100000, `'NONE', 100000, '`+unnumbered+`'`), 4526, "CGCS2000 / 3-degree Gauss-Kruger zone 38", ""},
		{"undefined Cartesian", []string{`UPDATE gpkg_geometry_columns SET srs_id = -1`, `UPDATE zones SET geom = CAST(substr(geom, 1, 4) || x'ffffffff' || substr(geom, 9) AS BLOB)`}, 0, "", ""},
		{"Beijing 1954", system(4214, `'EPSG', 4214, '`+beijing54+`'`), 0, "EPSG:4214 (a system)", "4214"},
		{"contradiction", system(4525, `'EPSG', 4525, '`+zone38+`'`), 0, "EPSG:4525 (a system)", "its code contradicts its definition, which is EPSG:4526"},
		{"nothing to go by", system(100001, `'NONE', 100001, 'LOCAL_CS["site"]'`), 0, "", "coordinate system"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := Read(formattest.File(edited(t, c.do...)), feature.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(formattest.Features(t, src)); n != 2 {
				t.Errorf("%d features", n)
			}
			if src.Declared != c.want || c.as != "" && src.DeclaredAs != c.as || (c.note != "") != (len(src.Notes) == 1) || c.note != "" && !strings.Contains(src.Notes[0].EN, c.note) {
				t.Errorf("%v %q, notes %v", src.Declared, src.DeclaredAs, src.Notes)
			}
		})
	}
	if _, err := Read(formattest.File(edited(t, `UPDATE gpkg_geometry_columns SET srs_id = 99`)), feature.Reading{}); !formattest.Says(err, "has no srs_id 99") {
		t.Errorf("a system that is not there: %v", err)
	}
	src, err := Read(formattest.File(edited(t, system(4526, `'EPSG', 4526, 'undefined'`)[:2]...)), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if _, wrong := formattest.Collect(src); len(wrong) != 2 || !formattest.Says(wrong[0], "srs_id 4490, is not the layer's, 4526") {
		t.Errorf("geometries of another system: %v", wrong)
	}
}

func TestGeoPackageValues(t *testing.T) {
	data := edited(t, `ALTER TABLE zones ADD COLUMN photo BLOB`, `ALTER TABLE zones ADD COLUMN when_made DATETIME`, `ALTER TABLE zones ADD COLUMN odd "VARCHAR(5)"`,
		`ALTER TABLE zones ADD COLUMN ok BOOLEAN`, `UPDATE zones SET photo = x'00', when_made = '2026-08-15T10:00:00Z', odd = 5, ok = 2, n = 'seven' WHERE fid = 1`,
		`UPDATE zones SET n = -9007199254740993, name = 1.5, ok = 1, odd = x'e4ba95' WHERE fid = 2`)
	src, err := Read(formattest.File(data), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []feature.Field{{Name: "name", Type: feature.TextField}, {Name: "n", Type: feature.IntegerField}, {Name: "when_made", Type: feature.TextField}, {Name: "odd", Type: feature.TextField}, {Name: "ok", Type: feature.BoolField}}; !reflect.DeepEqual(src.Fields, want) {
		t.Errorf("fields %v", src.Fields)
	}
	if len(src.Notes) != 1 || !strings.Contains(src.Notes[0].EN, "binary columns of layer \"zones\" were not read: photo") {
		t.Errorf("notes %v", src.Notes)
	}
	want := []map[string]any{
		{"name": "一级", "n": "seven", "when_made": "2026-08-15T10:00:00Z", "odd": "5", "ok": 2.0},
		{"name": "1.5", "n": "-9007199254740993", "when_made": nil, "odd": "井", "ok": true},
	}
	for i, f := range formattest.Features(t, src) {
		if !reflect.DeepEqual(f.Properties, want[i]) || f.Place != fmt.Sprintf(`"zones" fid=%d`, i+1) {
			t.Errorf("%s: %v, want %v", f.Place, f.Properties, want[i])
		}
	}

	gbk := edited(t, `UPDATE zones SET name = CAST(x'd2bbbcb6' AS TEXT)`)
	if src, err = Read(formattest.File(gbk), feature.Reading{Encoding: feature.GB18030}); err != nil {
		t.Fatal(err)
	}
	if f := formattest.Features(t, src); f[0].Properties["name"] != "一级" || src.Encoding != feature.GB18030 {
		t.Errorf("GBK: %v", f[0].Properties)
	}
}

// TestGeoPackageKeys: where the key is not one integer there is no id.
func TestGeoPackageKeys(t *testing.T) {
	for key, want := range map[string]string{
		"k INTEGER PRIMARY KEY": "7", "k INTEGER": "", "k TEXT PRIMARY KEY": "", "k INT PRIMARY KEY": "", "k INTEGER, m INTEGER, PRIMARY KEY (k, m)": "",
	} {
		data := edited(t, `DROP TABLE zones`, `CREATE TABLE zones (geom POLYGON, `+key+`)`, `INSERT INTO zones (geom, k) VALUES (x'47500001000000000101000000000000000000F03F0000000000000040', 7)`)
		src, err := Read(formattest.File(data), feature.Reading{})
		if err != nil {
			t.Fatal(key, err)
		}
		for f, err := range src.Features {
			_, property := f.Properties["k"]
			if err != nil || f.ID != want || property != (want == "") {
				t.Errorf("%s: %+v, %v", key, f, err)
			}
		}
	}
}

func TestGeoPackageLimits(t *testing.T) {
	data := edited(t)
	for _, c := range []struct {
		limits feature.Limits
		wrong  string
	}{
		{feature.Limits{Bytes: int64(len(data)) - 1}, "a file of more than"},
		{feature.Limits{Features: 1}, "more than 1 features"},
		{feature.Limits{Vertices: 4}, "more than 4 vertices"},
	} {
		src, err := Read(formattest.File(data), feature.Reading{Limits: c.limits})
		if err == nil {
			_, wrong := formattest.Collect(src)
			err = errors.Join(wrong...)
		}
		var e *feature.Error
		if !errors.As(err, &e) || !e.TooLarge || !formattest.Says(err, c.wrong) {
			t.Errorf("%+v: %v", c.limits, err)
		}
	}
	src, err := Read(formattest.File(data), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range src.Features {
		if err != nil {
			t.Error(err)
		}
		break // the caller wants no more: nothing must be left open
	}
}

// edited is a GeoPackage of one layer, zones, with two features, after the
// statements were run in it.
func edited(t testing.TB, statements ...string) []byte {
	t.Helper()
	schema, features := formattest.Zones()
	return formattest.EditedGeoPackage(t, formattest.Written(t, NewWriter, schema, features), statements...)
}
