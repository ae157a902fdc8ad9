package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/geo"
	"waterzones/geo/pgtest"
)

// PostGIS (GEOS for relations and validity, GeographicLib for metres) against
// this package, thousands of shapes a query.
func TestAgainstPostGIS(t *testing.T) {
	t.Helper()
	db := pgtest.Start(t)
	t.Run("relations", func(t *testing.T) { relationsAgainstPostGIS(t, db) })
	t.Run("validity", func(t *testing.T) { validityAgainstPostGIS(t, db) })
	t.Run("areas", func(t *testing.T) { areasAgainstPostGIS(t, db) })
	t.Run("lengths", func(t *testing.T) { lengthsAgainstPostGIS(t, db) })
	t.Run("distances", func(t *testing.T) { distancesAgainstPostGIS(t, db) })
}

type pair struct {
	site orb.Geometry
	zone orb.MultiPolygon
}

var siteKinds = []string{"point", "multipoint", "line", "multiline", "polygon", "multipolygon"}

func relationsAgainstPostGIS(t *testing.T, db *pgtest.DB) {
	t.Helper()
	if _, err := db.Exec(t.Context(), relate); err != nil {
		t.Fatal(err)
	}
	for kind, n := range map[string]int{"random": 6000, "snapped": 6000, "near": 6000, "grid": 6000, "dense": 2000} {
		r := rand.New(rand.NewPCG(uint64(len(kind)), 43))
		var pairs []pair
		for i := range n / slower {
			zone, other := drawn(r, kind)
			pairs = append(pairs, pair{drawnSite(r, siteKinds[i%len(siteKinds)], zone, other), zone})
		}
		seen, theirs := map[geo.Relation]int{}, map[string]int{}
		for i, matrix := range matricesOf(t, db, pairs) {
			site, zone := pairs[i].site, pairs[i].zone
			got, err := geo.Meet(site, zone)
			if err != nil {
				t.Fatal(err)
			}
			seen[got.Relation]++
			gaveUp := len(matrix) != 9
			if !gaveUp && got.Relation == relationOf(matrix) {
				continue
			}
			if want := oracle(site, zone); got.Relation != want {
				t.Fatalf("got %s, PostGIS %s, exactly %s\n%s\n%s", got.Relation, matrix, want,
					wkt.MarshalString(site), wkt.MarshalString(zone))
			}
			theirs[site.GeoJSONType()]++
			if site.Dimensions() != 1 && !gaveUp {
				t.Errorf("got %s, PostGIS %s: %s | %s", got.Relation, matrix,
					wkt.MarshalString(site), wkt.MarshalString(zone))
			}
		}
		// GEOS takes a line that begins a unit in the last place from an edge as
		// beginning on it, and so misses what lies on the other side, or gives up.
		t.Logf("%s: %v; PostGIS is wrong on %v", kind, seen, theirs)
		for _, relation := range []geo.Relation{geo.Disjoint, geo.Touches, geo.Overlaps, geo.Within, geo.Contains} {
			if seen[relation] == 0 && slower == 1 {
				t.Errorf("%s: %s came up %d times", kind, relation, seen[relation])
			}
		}
	}
}

// GEOS gives up on some pairs that come within rounding of one another; all
// the others of the query are wanted nevertheless.
const relate = `CREATE FUNCTION pg_temp.relate(site bytea, zone bytea) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
		RETURN ST_Relate(ST_GeomFromWKB(site), ST_GeomFromWKB(zone));
	EXCEPTION WHEN internal_error THEN
		RETURN 'gave up';
	END $$`

func matricesOf(t *testing.T, db *pgtest.DB, pairs []pair) []string {
	t.Helper()
	sites, zones := make([][]byte, len(pairs)), make([][]byte, len(pairs))
	for i, p := range pairs {
		sites[i], zones[i] = wkb.MustMarshal(p.site), wkb.MustMarshal(p.zone)
	}
	return column[string](t, db, `SELECT pg_temp.relate(site, zone)
		FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS pair(site, zone, i) ORDER BY i`, sites, zones)
}

// column is the one column that a query returns.
func column[T any](t *testing.T, db *pgtest.DB, query string, args ...any) []T {
	t.Helper()
	rows, err := db.Query(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var values []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

// drawnSite is a site of a kind that is likely to go wrong against the zone.
func drawnSite(r *rand.Rand, kind string, zone, other orb.MultiPolygon) orb.Geometry {
	points := drawnPoints(r, zone)
	switch kind {
	case "point":
		return points[0]
	case "multipoint":
		return orb.MultiPoint(points)
	case "line":
		return orb.LineString(points)
	case "multiline":
		return orb.MultiLineString{points, drawnPoints(r, zone)}
	case "polygon":
		return other[0]
	}
	return other
}

// drawnPoints are two at least that differ: a line without length is not valid.
func drawnPoints(r *rand.Rand, zone orb.MultiPolygon) []orb.Point {
	points := []orb.Point{drawnPoint(r, zone), drawnPoint(r, zone)}
	for points[0] == points[1] {
		points[1] = drawnPoint(r, zone)
	}
	for range r.IntN(4) {
		points = append(points, drawnPoint(r, zone))
	}
	return points
}

// drawnPoint is a corner, a place on an edge or a unit in the last place from
// it, or anywhere in the box, often on a whole number.
func drawnPoint(r *rand.Rand, zone orb.MultiPolygon) orb.Point {
	polygon := zone[r.IntN(len(zone))]
	ring := polygon[r.IntN(len(polygon))]
	i := 1 + r.IntN(len(ring)-1)
	switch r.IntN(4) {
	case 0:
		return ring[i]
	case 1:
		p := between(ring[i-1], ring[i], r.Float64())
		return orb.Point{step(p[0], r.IntN(3)-1), step(p[1], r.IntN(3)-1)}
	}
	box := zone.Bound().Pad(0.5)
	p := orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
	if r.IntN(2) == 0 {
		return orb.Point{math.Round(p[0]), math.Round(p[1])}
	}
	return p
}

func validityAgainstPostGIS(t *testing.T, db *pgtest.DB) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 43))
	var shapes []orb.Geometry
	for i := range 30_000 / slower {
		switch area := randomGridArea(r); i % 4 {
		case 0:
			area, _ = drawn(r, "near")
			shapes = append(shapes, nudged(r, area))
		case 1:
			shapes = append(shapes, area[0])
		case 2:
			shapes = append(shapes, orb.LineString(area[0][0][:2+r.IntN(2)]))
		default:
			shapes = append(shapes, area)
		}
	}
	bytes := make([][]byte, len(shapes))
	for i, g := range shapes {
		bytes[i] = wkb.MustMarshal(g)
	}
	valid := 0
	for i, theirs := range column[string](t, db, `SELECT ST_IsValidReason(ST_GeomFromWKB(shape))
		FROM unnest($1::bytea[]) WITH ORDINALITY AS s(shape, i) ORDER BY i`, bytes) {
		found := geo.Validate(shapes[i])
		if found == nil {
			valid++
		}
		if (found == nil) != (theirs == "Valid Geometry") {
			t.Errorf("got %v, PostGIS %q: %s", found, theirs, wkt.MarshalString(shapes[i]))
		}
	}
	if share := float64(valid) / float64(len(shapes)); share < 0.1 || share > 0.9 {
		t.Errorf("%d of %d are valid: too few of a kind", valid, len(shapes))
	}
}

// nudged moves one corner by much, so that the area may be invalid.
func nudged(r *rand.Rand, area orb.MultiPolygon) orb.MultiPolygon {
	out := area.Clone()
	polygon := out[r.IntN(len(out))]
	ring := polygon[r.IntN(len(polygon))]
	i := 1 + r.IntN(len(ring)-2)
	ring[i] = orb.Point{ring[i][0] + 4*r.Float64() - 2, ring[i][1] + 4*r.Float64() - 2}
	return out
}
