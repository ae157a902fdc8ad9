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

// PostGIS's geography has geodesic edges, so what it measures is given n points
// on every edge. EPSG:4490 lies on GRS 80, whose flattening is that of CGCS2000.

// measured is what a query says of each shape with as many points on an edge as
// make it stable: the error of chords falls with the square of their length.
func measured(t *testing.T, db *pgtest.DB, function string, shapes []orb.Geometry) []float64 {
	t.Helper()
	coarse, fine := make([][]byte, len(shapes)), make([][]byte, len(shapes))
	for i, g := range shapes {
		box := g.Bound()
		n := 4 + int(200*(box.Max[0]-box.Min[0]))
		coarse[i], fine[i] = wkb.MustMarshal(densified(g, n)), wkb.MustMarshal(densified(g, 2*n))
	}
	query := "SELECT " + function + `(ST_SetSRID(ST_GeomFromWKB(shape), 4490)::geography, true)
		FROM unnest($1::bytea[]) WITH ORDINALITY AS s(shape, i) ORDER BY i`
	rough, better := column[float64](t, db, query, coarse), column[float64](t, db, query, fine)
	for i := range better {
		better[i] += (better[i] - rough[i]) / 3
	}
	return better
}

func densified(g orb.Geometry, n int) orb.Geometry {
	return vary2(g, func(points []orb.Point) []orb.Point {
		out := []orb.Point{points[0]}
		for i := 1; i < len(points); i++ {
			for k := 1; k <= n; k++ {
				out = append(out, between(points[i-1], points[i], float64(k)/float64(n)))
			}
			out[len(out)-1] = points[i]
		}
		return out
	})
}

// vary2 replaces every line and ring.
func vary2(g orb.Geometry, of func([]orb.Point) []orb.Point) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return orb.LineString(of(g))
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, len(g))
		for i, polygon := range g {
			for _, ring := range polygon {
				out[i] = append(out[i], of(ring))
			}
		}
		return out
	}
	return g
}

// placed is an area of a random size from 100 m to 100 km, in or near the city.
func placed(r *rand.Rand) orb.MultiPolygon {
	area, _ := drawn(r, "random")
	size := math.Pow(10, -1-3*r.Float64())
	at := orb.Point{112.5 + r.Float64(), 35.2 + 0.6*r.Float64()}
	from := area.Bound().Center()
	return areaOf(vary(area, eachPoint(func(p orb.Point) orb.Point {
		return orb.Point{at[0] + size*(p[0]-from[0]), at[1] + size*(p[1]-from[1])}
	})))
}

func areasAgainstPostGIS(t *testing.T, db *pgtest.DB) {
	t.Helper()
	r := rand.New(rand.NewPCG(8, 43))
	var areas []orb.Geometry
	for range 300 / slower {
		areas = append(areas, placed(r))
	}
	worst := 0.0
	for i, want := range measured(t, db, "ST_Area", areas) {
		got := geo.AreaM2(areas[i])
		// GeographicLib rounds by some 1e-4 m², whatever the area.
		difference := max(0, math.Abs(got-want)-5e-4)
		worst = max(worst, difference/want)
		if difference > 1e-9*want {
			t.Errorf("got %v, PostGIS %v (%.2g): %s", got, want, got/want-1, wkt.MarshalString(areas[i]))
		}
	}
	t.Logf("%d areas, relative differences up to %.2g", len(areas), worst)
}

func lengthsAgainstPostGIS(t *testing.T, db *pgtest.DB) {
	t.Helper()
	r := rand.New(rand.NewPCG(9, 43))
	var lines []orb.Geometry
	for range 300 / slower {
		lines = append(lines, orb.LineString(placed(r)[0][0]))
	}
	worst := 0.0
	for i, want := range measured(t, db, "ST_Length", lines) {
		got := geo.LengthM(lines[i])
		worst = max(worst, math.Abs(got/want-1))
		if !near(got, want, 1e-9) {
			t.Errorf("got %v, PostGIS %v (%.2g): %s", got, want, got/want-1, wkt.MarshalString(lines[i]))
		}
	}
	t.Logf("%d lengths, relative differences up to %.2g", len(lines), worst)
}

// ways are the candidates for a shortest way between two shapes that do not
// meet: from a corner of the one to an edge of the other, between low and high.
type ways struct {
	px, py, ax, ay, bx, by, low, high []float64
	of                                []int
}

func (w *ways) add(of int, from, to orb.Geometry) {
	corners := pathsOf(from)
	for _, path := range pathsOf(to) {
		for i := range max(1, len(path)-1) {
			a, b := path[i], path[min(i+1, len(path)-1)]
			for _, corner := range corners {
				if len(corner) > 1 && corner[0] == corner[len(corner)-1] {
					corner = corner[1:]
				}
				for _, p := range corner {
					w.px, w.py = append(w.px, p[0]), append(w.py, p[1])
					w.ax, w.ay = append(w.ax, a[0]), append(w.ay, a[1])
					w.bx, w.by = append(w.bx, b[0]), append(w.by, b[1])
					w.low, w.high = append(w.low, 0), append(w.high, 1)
					w.of = append(w.of, of)
				}
			}
		}
	}
}

func pathsOf(g orb.Geometry) [][]orb.Point {
	var paths [][]orb.Point
	vary2(g, func(points []orb.Point) []orb.Point {
		paths = append(paths, points)
		return points
	})
	if p, ok := g.(orb.Point); ok {
		paths = append(paths, []orb.Point{p})
	}
	return paths
}

const steps = 16

// narrow asks for the geodesic from each corner to the places on its edge, and
// closes in on the nearest.
func (w *ways) narrow(t *testing.T, db *pgtest.DB) (shortest []float64) {
	t.Helper()
	nearest := column[[]float64](t, db, `SELECT (min(ARRAY[m, k]))
		FROM (SELECT i, k::float8, ST_Distance(
				ST_SetSRID(ST_MakePoint(px, py), 4490)::geography,
				ST_SetSRID(ST_MakePoint(ax + (low + (high - low) * k / $9) * (bx - ax),
				                        ay + (low + (high - low) * k / $9) * (by - ay)), 4490)::geography, true) AS m
			FROM unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[],
				$7::float8[], $8::float8[]) WITH ORDINALITY AS way(px, py, ax, ay, bx, by, low, high, i),
				generate_series(0, $9::int) AS k) AS tried
		GROUP BY i ORDER BY i`, w.px, w.py, w.ax, w.ay, w.bx, w.by, w.low, w.high, steps)
	for i, found := range nearest {
		from, width := w.low[i], w.high[i]-w.low[i]
		w.low[i] = max(0, from+width*(found[1]-1)/steps)
		w.high[i] = min(1, from+width*(found[1]+1)/steps)
		shortest = append(shortest, found[0])
	}
	return shortest
}

// drop leaves only ways that are within reach of the shortest of their pair.
func (w *ways) drop(shortest, best []float64) {
	n := 0
	for i, of := range w.of {
		if shortest[i] > best[of]*1.05 {
			continue
		}
		for _, column := range []*[]float64{&w.px, &w.py, &w.ax, &w.ay, &w.bx, &w.by, &w.low, &w.high} {
			(*column)[n] = (*column)[i]
		}
		w.of[n] = of
		n++
	}
	for _, column := range []*[]float64{&w.px, &w.py, &w.ax, &w.ay, &w.bx, &w.by, &w.low, &w.high} {
		*column = (*column)[:n]
	}
	w.of = w.of[:n]
}

func distancesAgainstPostGIS(t *testing.T, db *pgtest.DB) {
	t.Helper()
	r := rand.New(rand.NewPCG(10, 43))
	var pairs []pair
	w := &ways{}
	for len(pairs) < 240/slower {
		p := pair{drawnFar(r), placed(r)}
		if m, err := geo.Meet(p.site, p.zone); err != nil || m.Relation != geo.Disjoint {
			continue
		}
		w.add(len(pairs), p.site, p.zone)
		if p.site.Dimensions() > 0 {
			w.add(len(pairs), p.zone, p.site)
		}
		pairs = append(pairs, p)
	}
	best := make([]float64, len(pairs))
	for range 6 { // 1 / 8^6 of an edge of 100 km is 0.4 m across, 1e-6 m away from 100 m
		shortest := w.narrow(t, db)
		for i := range best {
			best[i] = math.Inf(1)
		}
		for i, of := range w.of {
			best[of] = min(best[of], shortest[i])
		}
		w.drop(shortest, best)
	}
	worst := 0.0
	for i, p := range pairs {
		got := geo.DistanceToArea(p.site, p.zone)
		worst = max(worst, math.Abs(got.M-best[i]))
		if math.Abs(got.M-best[i]) > 1e-3 || geo.DistanceToBoundary(p.site, p.zone) != got {
			t.Errorf("got %v m, PostGIS %v m: %s | %s", got.M, best[i], wkt.MarshalString(p.site), wkt.MarshalString(p.zone))
		}
	}
	t.Logf("%d distances, differences up to %.2g m", len(pairs), worst)
}

// drawnFar is a point, a line or an area, like placed.
func drawnFar(r *rand.Rand) orb.Geometry {
	area := placed(r)
	switch r.IntN(3) {
	case 0:
		return area[0][0][0]
	case 1:
		return orb.LineString(area[0][0][:3])
	}
	return area
}
