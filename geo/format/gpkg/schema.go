package gpkg

import (
	"fmt"
	"strings"

	"waterzones/geo/format/feature"
)

// applicationID is "GPKG", and version that of GeoPackage 1.3.
const (
	applicationID     = 0x47504B47
	geoPackageVersion = 10300
)

// The SQL of the tables that every GeoPackage has (OGC 12-128r19, annex C), and
// the systems that it must know (1.1.2.1.2).
func standardTables() []string {
	return []string{
		`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
			organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)`,
		`CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
			description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
			min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
			CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))`,
		`CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
			srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
			CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
			CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
			CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))`,
		`CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
			scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))`,
		`INSERT INTO gpkg_spatial_ref_sys VALUES
			('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
			('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system')`,
	}
}

// featureColumns is the SQL of the layer's table, whose geometries are of a kind.
func featureColumns(table, kind string, columns []string, fields []feature.Field) string {
	var b strings.Builder
	fmt.Fprintf(&b, `CREATE TABLE %s (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom %s`, quotedName(table), kind)
	for i, f := range fields {
		fmt.Fprintf(&b, ", %s %s", quotedName(columns[i]), sqlType(f.Type))
	}
	return b.String() + ")"
}

func sqlType(t feature.FieldType) string {
	switch t {
	case feature.IntegerField:
		return "INTEGER"
	case feature.RealField:
		return "DOUBLE"
	case feature.BoolField:
		return "BOOLEAN"
	case feature.DateField:
		return "DATE"
	}
	return "TEXT"
}

// columnNames are the names of the fields, changed where SQLite could not tell
// two apart, or one from fid and geom: it does not look at capitals.
func columnNames(fields []feature.Field) []string {
	taken := map[string]bool{"fid": true, "geom": true}
	names := make([]string, len(fields))
	for i, f := range fields {
		name := strings.ReplaceAll(f.Name, "\x00", "")
		if name == "" {
			name = fmt.Sprintf("column_%d", i+1)
		}
		base := name
		for n := 1; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

func indexTable(table string) string { return quotedName("rtree_" + table + "_geom") }

// indexTriggers keep the R-tree true when others edit the layer (annex F.3 of
// version 1.3). They call functions that the editor must bring, so they are made
// last and never run here.
func indexTriggers(table string) []string {
	const present, absent = `(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))`, `(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))`
	index, on := indexTable(table), quotedName(table)
	insert := `INSERT OR REPLACE INTO ` + index + ` VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));`
	remove := `DELETE FROM ` + index + ` WHERE id = OLD.fid;`
	both := `DELETE FROM ` + index + ` WHERE id IN (OLD.fid, NEW.fid);`
	trigger := func(name, event, when, do string) string {
		return fmt.Sprintf(`CREATE TRIGGER %s AFTER %s ON %s WHEN %s BEGIN %s END`, quotedName("rtree_"+table+"_geom_"+name), event, on, when, do)
	}
	return []string{
		trigger("insert", "INSERT", present, insert),
		trigger("update1", "UPDATE OF geom", `OLD.fid = NEW.fid AND `+present, insert),
		trigger("update2", "UPDATE OF geom", `OLD.fid = NEW.fid AND `+absent, remove),
		trigger("update3", "UPDATE", `OLD.fid != NEW.fid AND `+present, remove+" "+insert),
		trigger("update4", "UPDATE", `OLD.fid != NEW.fid AND `+absent, both),
		trigger("delete", "DELETE", `OLD.geom NOT NULL`, remove),
	}
}
