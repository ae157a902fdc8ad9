package geo_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"

	"waterzones/geo"
)

func TestEqualsCases(t *testing.T) {
	for _, c := range textCases(t, "testdata/equals.txt", 3) {
		a, b, want := parseWKT(t, c[0]), parseWKT(t, c[1]), c[2] == "true"
		for _, v := range variants {
			p, q := vary(a, v.of), vary(b, v.of)
			pairs := [][2]orb.Geometry{{p, q}, {q, p}, {p, vary(q, variants[1].of)}, {vary(p, rotate), q}}
			for _, pair := range pairs {
				if got, err := geo.Equals(pair[0], pair[1]); err != nil || got != want {
					t.Errorf("%s, %s: got %v, %v", c, v.name, got, err)
				}
			}
		}
	}
}

// equalPair is two shapes of one dimension on a grid, often the same points
// written otherwise.
func equalPair(r *rand.Rand) (a, b orb.Geometry) {
	switch r.IntN(3) {
	case 0:
		p, q := drawn(r, "grid")
		if r.IntN(2) == 0 {
			q = areaOf(vary(p, variants[1+r.IntN(2)].of))
			slices.Reverse(q)
		}
		return p, q
	case 1:
		line := func() (line orb.LineString) {
			for range 2 + r.IntN(5) {
				line = append(line, orb.Point{float64(r.IntN(4)), float64(r.IntN(3))})
			}
			return line
		}
		first := line()
		if r.IntN(3) == 0 {
			return first, line()
		}
		var cut orb.MultiLineString
		for i := 1; i < len(first); i++ {
			if r.IntN(12) > 0 {
				middle := between(first[i-1], first[i], 0.5)
				cut = append(cut, orb.LineString{middle, first[i-1]}, orb.LineString{first[i], middle})
			}
		}
		r.Shuffle(len(cut), func(i, k int) { cut[i], cut[k] = cut[k], cut[i] })
		return first, cut
	}
	points := func() (points orb.MultiPoint) {
		for range 1 + r.IntN(4) {
			points = append(points, orb.Point{float64(r.IntN(2)), float64(r.IntN(2))})
		}
		return points
	}
	return points(), points()
}

func TestEqualsAgainstSimpleFeatures(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	r := rand.New(rand.NewPCG(3, 44))
	seen, judged := map[bool]int{}, 0
	for range 3000 {
		a, b := equalPair(r)
		if geo.LengthM(a) == 0 && a.Dimensions() == 1 || geo.Vertices(b) == 0 {
			continue // a line without length is a point here
		}
		want, err := sf.Equals(toSF(t, a), toSF(t, b))
		if err != nil {
			t.Fatal(err)
		}
		if a.Dimensions() == 1 { // the library rounds places where a line crosses itself
			exact := linesCover(a, b) && linesCover(b, a)
			if exact != want {
				judged++
			}
			want = exact
		}
		seen[want]++
		if got, err := geo.Equals(a, b); err != nil || got != want {
			t.Errorf("got %v, %v, want %v\n%v\n%v", got, err, want, a, b)
		}
	}
	if seen[true] < 500 || seen[false] < 500 {
		t.Errorf("%v: the cases prove little", seen)
	}
	t.Logf("the library was wrong %d times", judged)
}

// linesCover reports, over the rationals, whether every edge of b lies on edges
// of a.
func linesCover(a, b orb.Geometry) bool {
	type stretch struct{ from, to *big.Rat }
	one := big.NewRat(1, 1)
	for _, e := range ratEdges(b, false) {
		var on []stretch
		length := rsub(e.b.x, e.a.x) // sheared: never 0
		for _, f := range ratEdges(a, false) {
			if _, meet := meetX(e, f); meet && e.at(f.a.x).Cmp(f.a.y) == 0 && e.at(f.b.x).Cmp(f.b.y) == 0 {
				on = append(on, stretch{rquo(rsub(f.a.x, e.a.x), length), rquo(rsub(f.b.x, e.a.x), length)})
			}
		}
		slices.SortFunc(on, func(p, q stretch) int { return p.from.Cmp(q.from) })
		reached := new(big.Rat)
		for _, s := range on {
			if s.from.Cmp(reached) <= 0 && s.to.Cmp(reached) > 0 {
				reached = s.to
			}
		}
		if reached.Cmp(one) < 0 {
			return false
		}
	}
	return true
}

// A corner moved by one unit in the last place makes another shape, one put on
// an edge exactly does not.
func TestEqualsNextToEdges(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 45))
	for range 300 {
		area := validArea(r, false)
		if same, err := geo.Equals(area, area.Clone()); !same || err != nil {
			t.Fatalf("%v: not itself, %v", area, err)
		}
		moved := area.Clone()
		ring := moved[0][0]
		ring[1][r.IntN(2)] = math.Nextafter(ring[1][0], 1000)
		if geo.Validate(moved) != nil {
			continue
		}
		if same, err := geo.Equals(area, moved); same || err != nil {
			t.Errorf("%v is %v: %v", area, moved, err)
		}
	}
}

func TestEqualsRefuses(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}}
	beside := orb.Polygon{{{2, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 0}}}
	if _, err := geo.Equals(orb.Collection{square, beside}, square); !errors.Is(err, geo.ErrPartsOverlap) {
		t.Errorf("a shared edge: %v", err)
	}
	if _, err := geo.Equals(orb.Point{math.NaN(), 0}, square); !errors.Is(err, geo.ErrNotFinite) {
		t.Errorf("NaN: %v", err)
	}
	comb := comb(10_000, false)
	if _, err := geo.Equals(comb, areaOf(vary(orb.MultiPolygon{comb}, variants[5].of))); err != nil && !errors.Is(err, geo.ErrTooIntricate) {
		t.Errorf("two combs: %v", err)
	}
	for _, g := range oddGeometries() {
		for _, h := range oddGeometries() {
			forth, _ := geo.Equals(g, h)
			if back, _ := geo.Equals(h, g); forth != back {
				t.Errorf("%v, %v: %v and %v", g, h, forth, back)
			}
		}
		if same, err := geo.Equals(g, g); err == nil && !same && geo.Validate(g) == nil {
			t.Errorf("%v is not itself", g)
		}
	}
	for _, empty := range []orb.Geometry{nil, orb.MultiPoint{}, orb.Polygon{}, orb.Collection{nil}} {
		if same, err := geo.Equals(empty, orb.LineString{}); !same || err != nil {
			t.Errorf("%T: empty, but %v, %v", empty, same, err)
		}
		if same, _ := geo.Equals(empty, orb.Point{}); same {
			t.Errorf("%T is a point", empty)
		}
	}
}
