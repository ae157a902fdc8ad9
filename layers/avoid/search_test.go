package avoid_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/geo"
	"waterzones/layers/avoid"
)

// Each block is a ground and the shortest way out of it, which follows from its
// numbers: 0.001° of latitude is 110.95 m at 35.5° N and of longitude 90.75 m.
const ways = `
# A point 0.001° inside the eastern edge of an area that it must keep 30 m off.
shape POINT(112.439 35.50)
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))
clear by 121 m bearing 90

# 0.002° below the northern edge.
shape POINT(112.42 35.518)
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))
clear by 252 m bearing 0

# An area moves as a whole: its western edge must pass, 0.003° in.
shape POLYGON((112.437 35.499,112.441 35.499,112.441 35.501,112.437 35.501,112.437 35.499))
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))
clear by 302 m bearing 90

# So does a line, and the farthest of several points.
shape LINESTRING(112.437 35.50,112.45 35.50)
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))
clear by 302 m bearing 90
shape MULTIPOINT((112.437 35.50),(112.439 35.501))
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))
clear by 302 m bearing 90

# In a hole of an area it is clear already, but too near to its edge: 0.0001° from
# the west, to which it keeps 30 m.
shape POINT(112.4101 35.50)
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48),(112.41 35.49,112.43 35.49,112.43 35.51,112.41 35.51,112.41 35.49))
clear by 21 m bearing 90

# A second area in the way east: the way out is north.
shape POINT(112.439 35.516)
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))
keep 30 POLYGON((112.4405 35.48,112.48 35.48,112.48 35.52,112.4405 35.52,112.4405 35.48))
clear by 474 m bearing 0

# Between two areas with a gap of 0.002° there is room for a point that keeps 30 m.
shape POINT(112.4395 35.50)
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))
keep 30 POLYGON((112.442 35.48,112.48 35.48,112.48 35.52,112.442 35.52,112.442 35.48))
clear by 75 m bearing 90

# Where nothing is known is no way out: nothing is known south of 35.48°.
shape POINT(112.438 35.481)
keep 30 POLYGON((112.40 35.48,112.44 35.48,112.44 35.50,112.40 35.50,112.40 35.48))
known POLYGON((112 35.48,113 35.48,113 36,112 36,112 35.48))
clear by 212 m bearing 90

# Wider than any shift.
shape POINT(112.5 35.5)
keep 30 POLYGON((112.2 35.2,112.8 35.2,112.8 35.8,112.2 35.8,112.2 35.2))
nothing
`

// ground is one block on its way.
type ground struct {
	avoid.Ground
	known *geo.Prepared // nil: everything is
}

// TestWays reads them.
func TestWays(t *testing.T) {
	var g ground
	searched := 0
	for line := range strings.Lines(ways) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch verb {
		case "", "#":
		case "shape":
			g = ground{Ground: avoid.Ground{Shape: shaped(t, rest)}}
			g.Covered = func(shape orb.Geometry) bool {
				if g.known == nil {
					return true
				}
				m, err := g.known.Meet(shape)
				return err == nil && m.Relation == geo.Within
			}
		case "keep":
			m, shape, _ := strings.Cut(rest, " ")
			var keepM float64
			if _, err := fmt.Sscan(m, &keepM); err != nil {
				t.Fatal(err)
			}
			g.Areas = append(g.Areas, avoid.Area{Prepared: area(t, shape), KeepM: keepM})
		case "known":
			g.known = area(t, rest)
		default:
			searched++
			want := strings.TrimSpace(line)
			s, found, err := avoid.Search(t.Context(), g.Ground, g.lacking)
			got := "nothing"
			if found {
				got = fmt.Sprintf("clear by %.0f m bearing %.0f", s.M, s.BearingDeg)
			}
			if err != nil || got != want {
				t.Errorf("%v: %s, want %s (%v)", g.Shape, got, want, err)
			}
		}
	}
	if searched < 10 {
		t.Errorf("%d searches", searched)
	}
}

// lacking says how many metres a moved shape is too near, by the exact distance.
func (g *ground) lacking(_ context.Context, moved orb.Geometry) (lackingM float64, err error) {
	if !g.Covered(moved) {
		return math.Inf(1), nil
	}
	for _, a := range g.Areas {
		if d := geo.DistanceToArea(moved, a.Area()); d.M < a.KeepM {
			lackingM = max(lackingM, a.KeepM-d.M)
		}
	}
	return lackingM, nil
}

// TestWhatIsFoundIsClear: what is found is clear, and of shifts on a fine circle
// three quarters as long none is.
func TestWhatIsFoundIsClear(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	found := 0
	for range 40 {
		g := ground{Ground: avoid.Ground{Shape: orb.Point{112.5, 35.5}, Covered: func(orb.Geometry) bool { return true }}}
		for range 1 + random.IntN(4) {
			g.Areas = append(g.Areas, avoid.Area{Prepared: geo.Prepare(orb.MultiPolygon{around(random)}), KeepM: float64(10 + random.IntN(3)*20)})
		}
		s, ok, err := avoid.Search(t.Context(), g.Ground, g.lacking)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			continue
		}
		found++
		at := func(by orb.Point) float64 {
			more, err := g.lacking(t.Context(), orb.Point{112.5 + by[0], 35.5 + by[1]})
			if err != nil {
				t.Fatal(err)
			}
			return more
		}
		if more := at(s.Deg); more != 0 {
			t.Errorf("what was found lacks %v m", more)
		}
		for i := range 360 {
			sin, cos := math.Sincos(float64(i) * math.Pi / 180)
			shorter := orb.Point{0.75 * s.M * cos / 90_750, 0.75 * s.M * sin / 110_950}
			if s.M > 1 && at(shorter) == 0 {
				t.Errorf("%.1f m were found, and %.1f m at %d° are clear", s.M, 0.75*s.M, i)
				break
			}
		}
	}
	if found < 20 {
		t.Errorf("%d found", found)
	}
}

// around is a rectangle that may hold the middle.
func around(random *rand.Rand) orb.Polygon {
	at := orb.Point{112.5 + 0.02*(random.Float64()-0.5), 35.5 + 0.02*(random.Float64()-0.5)}
	return orb.Bound{Min: at, Max: at}.Extend(orb.Point{at[0] + 0.02*(random.Float64()-0.5), at[1] + 0.02*(random.Float64()-0.5)}).ToPolygon()
}

// TestBounded counts how often a search asks, whatever it is told.
func TestBounded(t *testing.T) {
	g := avoid.Ground{
		Shape: orb.Point{112.439, 35.5}, Covered: func(orb.Geometry) bool { return true },
		Areas: []avoid.Area{{Prepared: area(t, "POLYGON((112.40 35.48,112.44 35.48,112.44 35.52,112.40 35.52,112.40 35.48))"), KeepM: 30}},
	}
	stop := errors.New("the request has ended")
	for _, c := range []struct {
		name  string
		told  float64
		err   error
		least int
		most  int
	}{
		{"never clear", 1, nil, 2, 6 * 4},
		{"no use", math.Inf(1), nil, 2, 6},
		{"ended", 0, stop, 1, 1},
	} {
		asked := 0
		_, found, err := avoid.Search(t.Context(), g, func(context.Context, orb.Geometry) (float64, error) {
			asked++
			return c.told, c.err
		})
		if found || !errors.Is(err, c.err) || asked < c.least || asked > c.most {
			t.Errorf("%s: asked %d times, %v, %v", c.name, asked, found, err)
		}
	}
}

// TestIntricate: a shape with too many edges for its neighbourhood is moved by its
// hull, and an area with too many gives no shift, without a question.
func TestIntricate(t *testing.T) {
	circle := func(n int, radius float64) orb.Ring {
		var ring orb.Ring
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			ring = append(ring, orb.Point{112.5 + radius*cos, 35.5 + radius*sin})
		}
		return append(ring, ring[0])
	}
	for _, c := range []struct {
		site, area int
		found      bool
	}{{300, 300, true}, {3_000, 300, true}, {300, 200_000, false}} {
		g := ground{Ground: avoid.Ground{
			Shape: orb.Polygon{circle(c.site, 0.001)}, Covered: func(orb.Geometry) bool { return true },
			Areas: []avoid.Area{{Prepared: geo.Prepare(orb.MultiPolygon{{circle(c.area, 0.01)}}), KeepM: 10}},
		}}
		asked := 0
		_, found, err := avoid.Search(t.Context(), g.Ground, func(ctx context.Context, moved orb.Geometry) (float64, error) {
			asked++
			return g.lacking(ctx, moved)
		})
		if err != nil || found != c.found || !found && asked > 0 {
			t.Errorf("%d edges in %d: %v after %d questions, %v", c.site, c.area, found, asked, err)
		}
	}
}

func shaped(t *testing.T, text string) orb.Geometry {
	t.Helper()
	g, err := wkt.Unmarshal(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return g
}

func area(t *testing.T, text string) *geo.Prepared {
	t.Helper()
	return geo.Prepare(orb.MultiPolygon{shaped(t, text).(orb.Polygon)})
}

// A search that nobody waits for any more asks about no other direction.
func TestSearchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	area := geo.Prepare(orb.MultiPolygon{{{{112.4, 35.48}, {112.44, 35.48}, {112.44, 35.52}, {112.4, 35.52}, {112.4, 35.48}}}})
	ground := avoid.Ground{
		Shape: orb.Point{112.42, 35.5}, Areas: []avoid.Area{{Prepared: area, KeepM: 30}},
		Covered: func(orb.Geometry) bool {
			asked++
			cancel()
			return true
		},
	}
	_, found, err := avoid.Search(ctx, ground, func(context.Context, orb.Geometry) (float64, error) {
		t.Error("a place is proposed all the same")
		return 0, nil
	})
	if found || !errors.Is(err, context.Canceled) {
		t.Errorf("found %v, %v", found, err)
	}
	if asked != 1 {
		t.Errorf("asked about %d places", asked)
	}
}
