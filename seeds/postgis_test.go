package seeds_test

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"

	"waterzones/geo/pgtest"
)

// shapeCheck is a question to PostGIS that answers with what is wrong, and a
// change to the shapes after which it must answer something.
type shapeCheck struct {
	name   string
	broken string // SELECT of texts, none if all is well
	plant  string
}

const city = "(SELECT geom FROM area WHERE id = 'city')"

func shapeChecks() []shapeCheck {
	return []shapeCheck{
		{
			"valid",
			`SELECT code || ' ' || ST_IsValidReason(geom) FROM feature WHERE NOT ST_IsValid(geom)`,
			`UPDATE feature SET geom = 'SRID=4326;POLYGON((112 35,113 36,113 35,112 36,112 35))' WHERE code = '140502-SY01-1'`,
		},
		{
			"outer rings against the clock",
			`SELECT code FROM feature WHERE NOT ST_IsPolygonCCW(geom)`,
			`UPDATE feature SET geom = ST_ForcePolygonCW(geom) WHERE code = '140502-SY01-1'`,
		},
		{
			"grades nested on every day",
			`WITH whole AS (
				SELECT day, layer, source_code, rank, ST_Union(geom) AS geom
				FROM feature JOIN (SELECT DISTINCT valid_from AS day FROM feature) d
					ON valid_from <= day AND (valid_to IS NULL OR day < valid_to)
				WHERE source_code IS NOT NULL AND rank IS NOT NULL GROUP BY 1, 2, 3, 4)
			SELECT w.source_code || ' ' || w.rank || ' on ' || w.day
			FROM whole w JOIN whole s USING (day, layer, source_code)
			WHERE s.rank < w.rank AND NOT ST_Covers(w.geom, s.geom)`,
			`UPDATE feature SET geom = ST_Translate(geom, 0.003, 0) WHERE code = '140581-SY04-1'`,
		},
		{
			"land and water of a grade apart",
			`SELECT a.code || ' ' || b.code FROM feature a JOIN feature b USING (source_code, grade)
			WHERE a.part = '水域' AND b.part = '陆域' AND NOT ST_Touches(a.geom, b.geom)`,
			`UPDATE feature SET geom = ST_Translate(geom, 0.0000001, 0) WHERE code = '140521-SY11-1-S'`,
		},
		{
			"stated areas met to 1 %",
			`SELECT code || ' ' || ST_Area(geom::geography) / 1e6 FROM feature
			WHERE abs(ST_Area(geom::geography) / 1e6 / approved_km2 - 1) > 0.01`,
			`UPDATE feature SET geom = ST_Scale(geom, 'POINT(1.006 1.006)', 'POINT(112.9 35.8)'::geometry) WHERE code = '140500-CC-GP'`,
		},
		{
			"all inside the city",
			`SELECT code FROM feature WHERE NOT ST_Covers(` + city + `, geom)`,
			`UPDATE feature SET geom = ST_Translate(geom, 1, 0) WHERE code = '140502-SY01-1'`,
		},
		{
			"counties make up the city",
			`SELECT 'off by ' || off FROM (SELECT ST_Area(ST_SymDifference(ST_Union(geom), ` + city + `)::geography) AS off
			FROM feature WHERE layer = 'county') d WHERE off > 1`,
			`DELETE FROM feature WHERE code = '140524'`,
		},
		{
			"counties do not overlap",
			`SELECT a.code || ' ' || b.code FROM feature a JOIN feature b ON a.layer = 'county' AND b.layer = 'county' AND a.code < b.code
			WHERE NOT ST_Touches(a.geom, b.geom) AND NOT ST_Disjoint(a.geom, b.geom)`,
			`UPDATE feature SET geom = ST_Translate(geom, 0.0001, 0) WHERE code = '140502'`,
		},
		{
			"coverage valid, without holes, of counties",
			`SELECT id FROM area WHERE NOT ST_IsValid(geom) OR ST_NRings(geom) <> ST_NumGeometries(geom) OR NOT ST_IsPolygonCCW(geom)
			UNION ALL SELECT id FROM area WHERE id = 'blue_line' AND ST_Area(ST_SymDifference(geom,
				(SELECT ST_Union(geom) FROM feature WHERE code IN ('140502', '140581')))::geography) > 1`,
			`UPDATE area SET geom = ST_Difference(geom, ST_Buffer('SRID=4326;POINT(112.85 35.5)', 0.001)) WHERE id = 'city'`,
		},
		{
			"corridors 3000 m by 1000 m, from their section",
			`SELECT c.code || ' ' || ST_Area(c.geom::geography) || ' ' || ST_Distance(ST_Boundary(c.geom)::geography, s.geom::geography)
			FROM feature c JOIN feature s ON s.code || '-GK' = c.code
			WHERE ST_Area(c.geom::geography) NOT BETWEEN 2.5e6 AND 3.1e6 OR ST_Distance(ST_Boundary(c.geom)::geography, s.geom::geography) > 1`,
			`UPDATE feature SET geom = ST_Translate(geom, 0.001, 0) WHERE code = '140581-DM-07'`,
		},
		{
			"blue lines are ribbons, some with an island",
			`SELECT code FROM feature WHERE layer = 'blue_line' AND (ST_NPoints(geom) < 100 OR
				2 * ST_Area(geom::geography) / ST_Perimeter(geom::geography) NOT BETWEEN 20 AND 400)
			UNION ALL SELECT 'no island' WHERE (SELECT sum(ST_NRings(geom) - ST_NumGeometries(geom)) FROM feature WHERE layer = 'blue_line') < 5`,
			`UPDATE feature SET geom = ST_MakeValid(ST_Buffer(geom, 0.01)) WHERE code = '140581-LX-DH-01'`,
		},
		{
			"bans and restrictions make up the over-extraction areas",
			`SELECT o.code FROM feature o WHERE o.layer = 'overexploited_area' AND ST_Area(ST_SymDifference(o.geom,
				(SELECT ST_Union(geom) FROM feature r WHERE replace(o.code, '-CC-', '-JX-') = left(r.code, -2)))::geography) > 10`,
			`DELETE FROM feature WHERE code = '140500-JX-JC-1'`,
		},
		{
			"wells of the city lie in the first grade",
			`SELECT 'outside' WHERE NOT EXISTS (SELECT FROM feature WHERE code = '140502-SY01-1' AND ST_Contains(geom, 'SRID=4326;POINT(112.85 35.50)'))`,
			`UPDATE feature SET geom = ST_Translate(geom, 0.02, 0) WHERE code = '140502-SY01-1'`,
		},
		{
			"intakes lie in the first grade",
			`SELECT p.code FROM feature p WHERE p.layer = 'water_source' AND NOT EXISTS
				(SELECT FROM feature z WHERE z.source_code = p.code AND z.rank = 1 AND ST_Contains(z.geom, p.geom))`,
			`UPDATE feature SET geom = ST_Translate(geom, 0.02, 0) WHERE layer = 'water_source' AND code = '140502-SY01'`,
		},
		{
			"an adjusted zone has another shape and the next day",
			`SELECT a.code FROM feature a JOIN feature b ON a.code = b.code AND a.layer = b.layer AND a.valid_from < b.valid_from
			WHERE a.valid_to IS DISTINCT FROM b.valid_from OR ST_Equals(a.geom, b.geom)`,
			`UPDATE feature SET valid_to = '2025-08-01' WHERE code = '140581-SY04-2' AND valid_to IS NOT NULL`,
		},
	}
}

// TestShapes asks PostGIS whether the shapes are what they are said to be, and
// for each question whether it would notice if they were not.
func TestShapes(t *testing.T) {
	db := pgtest.Start(t)
	fill(t, db)
	for _, c := range shapeChecks() {
		t.Run(c.name, func(t *testing.T) {
			for _, found := range ask(t, db, c.broken) {
				t.Error(found)
			}
			execute(t, db, "BEGIN")
			defer execute(t, db, "ROLLBACK")
			execute(t, db, c.plant)
			if len(ask(t, db, c.broken)) == 0 {
				t.Error("a planted fault was not noticed")
			}
		})
	}
}

func fill(t *testing.T, db *pgtest.DB) {
	t.Helper()
	execute(t, db, `CREATE TABLE area (id text, geom geometry(Geometry, 4326));
		CREATE TABLE feature (layer text, code text, grade text, rank int, part text, source_code text,
			valid_from date, valid_to date, approved_km2 float8, geom geometry(Geometry, 4326))`)
	var areas struct {
		Features []struct {
			ID       string
			Geometry json.RawMessage
		}
	}
	if err := json.Unmarshal(read(t, "coverage.geojson"), &areas); err != nil {
		t.Fatal(err)
	}
	for _, a := range areas.Features {
		execute(t, db, `INSERT INTO area VALUES ($1, ST_GeomFromGeoJSON($2))`, a.ID, string(a.Geometry))
	}
	for _, l := range drawn(t) {
		var rows struct{ Features []json.RawMessage }
		if err := json.Unmarshal(read(t, l.File), &rows); err != nil {
			t.Fatal(err)
		}
		for _, f := range rows.Features {
			execute(t, db, `INSERT INTO feature
				SELECT $1, p->>'code', p->>'grade', array_position($3::text[], p->>'grade'), p->>'part', p->>'source_code',
					(p->>'valid_from')::date, (p->>'valid_to')::date, (p->>'approved_area_km2')::float8, ST_GeomFromGeoJSON(f->'geometry')
				FROM (SELECT $2::jsonb AS f, $2::jsonb->'properties' AS p) x`, l.ID, string(f), l.Grades)
		}
	}
}

func execute(t *testing.T, db *pgtest.DB, sql string, args ...any) {
	t.Helper()
	if _, err := db.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
}

func ask(t *testing.T, db *pgtest.DB, sql string) []string {
	t.Helper()
	rows, err := db.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	return found
}
