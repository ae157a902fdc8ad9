package geo_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	sf "github.com/peterstace/simplefeatures/geom"

	"waterzones/geo"
)

// nest is an area of some of the rings that lie one in another at several places:
// the outermost is a shell, the next one a hole, and so on.
func nest(r *rand.Rand, places [][]orb.Ring) orb.MultiPolygon {
	for {
		var area orb.MultiPolygon
		for _, rings := range places {
			var polygon orb.Polygon
			for _, ring := range rings {
				if r.IntN(2) == 0 {
					continue
				}
				if polygon = append(polygon, ring); len(polygon) == 2 {
					area, polygon = append(area, polygon), nil
				}
			}
			if polygon != nil {
				area = append(area, polygon)
			}
		}
		if len(area) > 0 {
			return area
		}
	}
}

// nestedRings are rings one in another round several places.
func nestedRings(r *rand.Rand) [][]orb.Ring {
	places := make([][]orb.Ring, 1+r.IntN(3))
	for i := range places {
		n := 4 + r.IntN(20)
		ring := randomStar(r, orb.Point{110 + 5*float64(i), 35}, 2, n, false)
		for range 5 {
			places[i] = append(places[i], ring)
			smaller := make(orb.Ring, len(ring))
			for k, p := range ring {
				smaller[k] = orb.Point{110 + 5*float64(i) + (p[0]-110-5*float64(i))*0.7, 35 + (p[1]-35)*0.7}
			}
			ring = smaller
		}
	}
	return places
}

// What is left of areas whose rings lie one in another, or are the same, is what
// the library says, to the last bit.
func TestWithoutOfNestedRings(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 41))
	for range 2000 / slower {
		places := nestedRings(r)
		a, b := nest(r, places), nest(r, places)
		got, err := geo.Prepare(a).Without(geo.Prepare(b))
		if err != nil {
			t.Fatal(err)
		}
		want, err := sf.Difference(toSF(t, a), toSF(t, b))
		if err != nil {
			t.Fatal(err)
		}
		same, err := geo.Equals(got, areaOf(fromSF(t, want.ForceCCW())))
		if err != nil || !same || geo.Validate(got) != nil && got != nil {
			t.Errorf("%v, %v\n%s\nwithout %s\nis %s\nnot %s", err, geo.Validate(got), wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(got), want.AsText())
		}
		checkInteriors(t, a, b)
	}
}

func checkInteriors(t *testing.T, a, b orb.MultiPolygon) {
	t.Helper()
	m, err := geo.Meet(a, b)
	if err != nil {
		t.Fatal(err)
	}
	want := m.Relation != geo.Disjoint && m.Relation != geo.Touches
	if got, err := geo.Prepare(a).InteriorsMeet(geo.Prepare(b)); err != nil || got != want {
		t.Errorf("interiors meet: %v, %v; but %s\n%s\n%s", got, err, m.Relation, wkt.MarshalString(a), wkt.MarshalString(b))
	}
}

func TestInteriorsMeetOfRelateCases(t *testing.T) {
	for _, c := range relateCases(t) {
		for _, v := range variants[:6] {
			site, zone := areaOf(vary(c.site, v.of)), areaOf(vary(c.zone, v.of))
			if site != nil && zone != nil {
				checkInteriors(t, site, zone)
				checkInteriors(t, zone, site)
			}
		}
	}
}

// What is left and what is in common make up the whole, and places lie in it that
// lie in the one area and not in the other.
func TestWithoutOfRandomAreas(t *testing.T) {
	undrawn := map[string]int{}
	for seed, kind := range []string{"random", "snapped", "grid", "near", "dense"} {
		r := rand.New(rand.NewPCG(uint64(seed), 43))
		for range 300 / slower {
			a, b := drawn(r, kind)
			checkInteriors(t, a, b)
			m, err := geo.Meet(a, b)
			if err != nil {
				t.Fatal(err)
			}
			left, err := geo.Prepare(a).Without(geo.Prepare(b))
			if errors.Is(err, geo.ErrOverlay) || errors.Is(err, geo.ErrTooIntricate) {
				undrawn[kind]++
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s\n%s", kind, err, wkt.MarshalString(a), wkt.MarshalString(b))
			}
			rim := 1e-8 * (geo.LengthM(a) + geo.LengthM(b))
			if got, want := geo.AreaM2(left), geo.AreaM2(a)-m.OverlapM2; math.Abs(got-want) > max(rim, 1e-9*geo.AreaM2(a)) {
				t.Errorf("%s: %v m² are left, want %v\n%s\n%s", kind, got, want, wkt.MarshalString(a), wkt.MarshalString(b))
			}
			if len(left) > 0 && geo.Validate(left) != nil {
				t.Errorf("%s: %v", kind, geo.Validate(left))
			}
			box := a.Bound()
			for range 20 {
				p := orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
				want := geo.Locate(a, p) == geo.Interior && geo.Locate(b, p) == geo.Exterior
				if got := geo.Locate(left, p) == geo.Interior; got != want && geo.DistanceToBoundary(p, left).M > 1e-6 {
					t.Errorf("%s: %v is left: %v, want %v\n%s\n%s", kind, p, got, want, wkt.MarshalString(a), wkt.MarshalString(b))
				}
			}
		}
	}
	if undrawn["random"]+undrawn["snapped"]+undrawn["grid"] > 0 {
		t.Errorf("not drawn: %v", undrawn) // of the others, slivers of a unit in the last place
	}
}

// Three areas one after another, as the grades of a source.
func TestWithoutSeveral(t *testing.T) {
	square := func(half float64) orb.Polygon {
		return orb.Polygon{{{-half, -half}, {half, -half}, {half, half}, {-half, half}, {-half, -half}}}
	}
	third, second, first := orb.MultiPolygon{square(4)}, orb.MultiPolygon{square(2)}, orb.MultiPolygon{square(1)}
	want := orb.MultiPolygon{{square(4)[0], square(2)[0]}}
	for _, others := range [][]*geo.Prepared{
		{geo.Prepare(first), geo.Prepare(second)},
		{geo.Prepare(second), geo.Prepare(first)},
	} {
		left, err := geo.Prepare(third).Without(others...)
		if same, _ := geo.Equals(left, want); err != nil || !same {
			t.Errorf("%v, %v", left, err)
		}
	}
	if left, err := geo.Prepare(first).Without(geo.Prepare(second), geo.Prepare(third)); left != nil || err != nil {
		t.Errorf("%v, %v", left, err)
	}
	if left, err := geo.Prepare(first).Without(); err != nil || &left[0] != &first[0] {
		t.Errorf("%v, %v", left, err)
	}
}
