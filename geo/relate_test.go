package geo_test

import (
	"bufio"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	sf "github.com/peterstace/simplefeatures/geom"

	"waterzones/geo"
)

type relateCase struct {
	line int
	text string
	site orb.Geometry
	zone orb.MultiPolygon
	want geo.Relation
}

func relateCases(t testing.TB) []relateCase {
	file, err := os.Open("testdata/relate.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []relateCase
	scanner := bufio.NewScanner(file)
	for n := 1; scanner.Scan(); n++ {
		text := strings.TrimSpace(scanner.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		fields := strings.Split(text, "|")
		if len(fields) != 3 {
			t.Fatalf("line %d: want three fields: %s", n, text)
		}
		cases = append(cases, relateCase{
			n, text, parseWKT(t, fields[0]), areaOf(parseWKT(t, fields[1])),
			geo.Relation(strings.TrimSpace(fields[2])),
		})
	}
	if len(cases) < 170 {
		t.Fatalf("only %d cases read", len(cases))
	}
	return cases
}

func parseWKT(t testing.TB, text string) orb.Geometry {
	t.Helper()
	g, err := wkt.Unmarshal(strings.TrimSpace(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return g
}

func areaOf(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

// variants are ways to write the same configuration that must not matter.
var variants = []struct {
	name string
	of   func(points []orb.Point, ring bool)
}{
	{"as given", func([]orb.Point, bool) {}},
	{"reversed", func(points []orb.Point, _ bool) { slices.Reverse(points) }},
	{"rotated", rotate},
	{"mirrored", eachPoint(func(p orb.Point) orb.Point { return orb.Point{-p[0], p[1]} })},
	{"flipped", eachPoint(func(p orb.Point) orb.Point { return orb.Point{p[0], -p[1]} })},
	{"transposed", eachPoint(func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })},
	{"scaled", eachPoint(func(p orb.Point) orb.Point { return orb.Point{p[0] * 0x1p-30, p[1] * 0x1p-20} })},
	{"tiny", eachPoint(func(p orb.Point) orb.Point { return orb.Point{p[0] * 0x1p-900, p[1] * 0x1p-900} })},
	{"huge", eachPoint(func(p orb.Point) orb.Point { return orb.Point{p[0] * 0x1p900, p[1] * 0x1p900} })},
}

func rotate(points []orb.Point, ring bool) {
	if n := len(points) - 1; ring && n > 1 {
		first := points[0]
		copy(points, points[1:n])
		points[n-1] = first
		points[n] = points[0]
	}
}

func eachPoint(f func(orb.Point) orb.Point) func([]orb.Point, bool) {
	return func(points []orb.Point, _ bool) {
		for i, p := range points {
			points[i] = f(p)
		}
	}
}

func vary(g orb.Geometry, of func([]orb.Point, bool)) orb.Geometry {
	switch g := orb.Clone(g).(type) {
	case orb.Point:
		one := []orb.Point{g}
		of(one, false)
		return one[0]
	case orb.MultiPoint:
		of(g, false)
		return g
	case orb.LineString:
		of(g, false)
		return g
	case orb.MultiLineString:
		for _, line := range g {
			of(line, false)
		}
		return g
	case orb.Polygon:
		for _, ring := range g {
			of(ring, true)
		}
		return g
	case orb.MultiPolygon:
		for _, polygon := range g {
			varyRings(polygon, of)
		}
		return g
	case orb.Collection:
		for i := range g {
			g[i] = vary(g[i], of)
		}
		return g
	}
	return g
}

func varyRings(polygon orb.Polygon, of func([]orb.Point, bool)) {
	for _, ring := range polygon {
		of(ring, true)
	}
}

func TestMeetCases(t *testing.T) {
	for _, c := range relateCases(t) {
		for _, v := range variants {
			site, zone := vary(c.site, v.of), areaOf(vary(c.zone, v.of))
			got, err := geo.Meet(site, zone)
			if err != nil || got.Relation != c.want {
				t.Errorf("line %d, %s: %s: got %s, %v", c.line, v.name, c.text, got.Relation, err)
			}
		}
	}
}

// Shifts by powers of two, where they lose no bit of any coordinate.
func TestMeetShifted(t *testing.T) {
	ran := 0
	for _, c := range relateCases(t) {
		for _, by := range []orb.Point{{64, 32}, {-128, 64}, {0x1p20, -0x1p30}, {0x1p49, 0x1p49}} {
			lossless := true
			move := eachPoint(func(p orb.Point) orb.Point {
				q := orb.Point{p[0] + by[0], p[1] + by[1]}
				lossless = lossless && q[0]-by[0] == p[0] && q[1]-by[1] == p[1]
				return q
			})
			site, zone := vary(c.site, move), areaOf(vary(c.zone, move))
			if !lossless {
				continue
			}
			ran++
			got, err := geo.Meet(site, zone)
			if err != nil || got.Relation != c.want {
				t.Errorf("line %d, shifted by %v: %s: got %s, %v", c.line, by, c.text, got.Relation, err)
			}
		}
	}
	if ran < 500 {
		t.Errorf("only %d shifts lose nothing", ran)
	}
}

// The design's words have no equals: equal shapes lie within one another, and
// only they do.
func TestEqualShapesLieWithinOneAnother(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 43))
	equal := 0
	for range 400 {
		a, b := drawn(r, "grid")
		if r.IntN(2) == 0 {
			b = areaOf(vary(a, variants[1+r.IntN(2)].of))
			slices.Reverse(b)
		}
		forth, _ := geo.Meet(a, b)
		back, _ := geo.Meet(b, a)
		same, err := sf.Equals(toSF(t, a), toSF(t, b))
		if err != nil {
			t.Fatal(err)
		}
		if same {
			equal++
		}
		if both := forth.Relation == geo.Within && back.Relation == geo.Within; both != same {
			t.Errorf("%s and %s, equal %v\n%v\n%v", forth.Relation, back.Relation, same, a, b)
		}
		if same && (!near(forth.OverlapM2, geo.AreaM2(a), 1e-11) || !near(back.OverlapM2, geo.AreaM2(a), 1e-11)) {
			t.Errorf("overlaps %v and %v of %v m²", forth.OverlapM2, back.OverlapM2, geo.AreaM2(a))
		}
	}
	if equal < 100 {
		t.Errorf("only %d pairs are equal", equal)
	}
}

func TestMeetSwapped(t *testing.T) {
	for _, c := range relateCases(t) {
		site := areaOf(c.site)
		if site == nil {
			continue
		}
		forth, _ := geo.Meet(site, c.zone)
		back, _ := geo.Meet(c.zone, site)
		if want := swapped(forth.Relation); back.Relation != want && forth.Relation != geo.Within {
			t.Errorf("line %d: %s: swapped %s, want %s", c.line, c.text, back.Relation, want)
		}
		if forth.Relation == geo.Within && back.Relation != geo.Contains && back.Relation != geo.Within {
			t.Errorf("line %d: %s: swapped %s", c.line, c.text, back.Relation)
		}
		rounding := 1e-8 * (geo.LengthM(site) + geo.LengthM(c.zone)) // all there is of a sliver
		if math.Abs(forth.OverlapM2-back.OverlapM2) > max(1e-9*forth.OverlapM2, rounding) {
			t.Errorf("line %d: %s: overlap %v, swapped %v", c.line, c.text, forth.OverlapM2, back.OverlapM2)
		}
	}
}

func swapped(r geo.Relation) geo.Relation {
	switch r {
	case geo.Within:
		return geo.Contains
	case geo.Contains:
		return geo.Within
	}
	return r
}

func near(a, b, relative float64) bool {
	return max(a, b)-min(a, b) <= relative*max(a, b, -a, -b)
}
