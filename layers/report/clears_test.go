package report_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
)

// TestClearsReallyClears: the site moved as the report says is clear of what was
// as strict, and a search by trial finds no shift that is much shorter.
func TestClearsReallyClears(t *testing.T) {
	set := smallRules(t)
	random := rand.New(rand.NewPCG(5, 3))
	found, missing := 0, 0
	for i := range 50 {
		zones := randomTriangles(random)
		snap := water(t, zones)
		shape := randomSite(random)
		r := screen(t, snap, set, shape, report.Options{Clears: true})
		if r.Clears == nil {
			continue
		}
		strict := cmp.Or(r.Findings[0].WouldBe, r.Findings[0].Verdict)
		limit := r.Clears.SearchedM
		if r.Clears.All {
			found++
			if after := screen(t, snap, set, shiftedBy(shape, r.Clears.ShiftDeg), report.Options{}); !cleared(after, strict) || after.Verdict != r.Clears.Verdict || !after.Complete {
				t.Errorf("case %d: after %+v the verdict is %s, was %s", i, r.Clears, after.Verdict, r.Verdict)
			}
			limit = 0.97*r.Clears.ShiftM - 0.5
		} else {
			missing++
		}
		if by, shorter := shorterShift(t, zones, shape, limit, strict, func(moved orb.Geometry) bool {
			after := screen(t, snap, set, moved, report.Options{})
			return after.Complete && cleared(after, strict)
		}); shorter {
			t.Errorf("case %d: %+v, but %v clears as well: %v", i, r.Clears, by, shape)
		}
	}
	t.Logf("%d found, %d not", found, missing)
	if found < 10 {
		t.Errorf("only %d cases have something to clear", found)
	}
}

// cleared reports that nothing as strict is left, the accuracy allowed for.
func cleared(r *report.Report, strict rules.Verdict) bool {
	for i := range r.Findings {
		if f := &r.Findings[i]; cmp.Or(f.WouldBe, f.Verdict).Rank() <= strict.Rank() {
			return false
		}
	}
	return true
}

func shiftedBy(shape orb.Geometry, by orb.Point) orb.Geometry {
	return project.Geometry(orb.Clone(shape), func(p orb.Point) orb.Point { return orb.Point{p[0] + by[0], p[1] + by[1]} })
}

// shorterShift tries shifts in many directions and lengths below the limit. What
// some zone as strict is too near to, by metres, is not asked about further.
func shorterShift(t *testing.T, zones []layers.Zone, shape orb.Geometry, limitM float64, strict rules.Verdict, clears func(orb.Geometry) bool) (orb.Point, bool) {
	t.Helper()
	if limitM <= 0 {
		return orb.Point{}, false
	}
	const directions, lengths = 48, 10
	for d := range directions {
		for l := range lengths {
			m := limitM * float64(l+1) / lengths
			sin, cos := math.Sincos(2 * math.Pi * float64(d) / directions)
			by := orb.Point{m * cos / 90_800, m * sin / 110_970} // at most that far, at these latitudes
			if moved := shiftedBy(shape, by); !tooNear(zones, moved, strict) && clears(moved) {
				return by, true
			}
		}
	}
	return orb.Point{}, false
}

func tooNear(zones []layers.Zone, shape orb.Geometry, strict rules.Verdict) bool {
	return slices.ContainsFunc(zones, func(z layers.Zone) bool {
		asStrict := z.Grade == grades()[0] || strict == rules.Restricted
		return asStrict && geo.DistanceToArea(shape, z.Shape).M < max(layers.DefaultAccuracyM, z.AccuracyM)
	})
}

// randomTriangles are zones of a kilometre or two round 112.5° E, 35.5° N.
func randomTriangles(r *rand.Rand) []layers.Zone {
	zones := make([]layers.Zone, 2+r.IntN(6))
	for i := range zones {
		var p [3]orb.Point
		for {
			at := orb.Point{112.47 + 0.05*r.Float64(), 35.47 + 0.05*r.Float64()}
			for k := range p {
				p[k] = orb.Point{at[0] + 0.04*r.Float64() - 0.01, at[1] + 0.04*r.Float64() - 0.01}
			}
			if geo.Orient(p[0], p[1], p[2]) > 0 {
				break
			}
		}
		zones[i] = layers.Zone{Shape: orb.MultiPolygon{{{p[0], p[1], p[2], p[0]}}}, Attributes: layers.Attributes{
			Code: fmt.Sprint("Z", i), Grade: grades()[r.IntN(2)], SourceCode: []string{"A", "B"}[r.IntN(2)],
			AccuracyM: []float64{0, 5, 100}[r.IntN(3)],
		}}
	}
	return zones
}

func randomSite(r *rand.Rand) orb.Geometry {
	at := orb.Point{112.48 + 0.04*r.Float64(), 35.48 + 0.04*r.Float64()}
	by := func(size float64) orb.Point {
		return orb.Point{at[0] + size*(r.Float64()-0.5), at[1] + size*(r.Float64()-0.5)}
	}
	switch r.IntN(4) {
	case 0:
		return at
	case 1:
		return orb.LineString{by(0.01), by(0.01), by(0.01)}
	case 2: // an L
		s := 0.004 * r.Float64()
		x, y := at[0], at[1]
		return orb.Polygon{{{x, y}, {x + 3*s, y}, {x + 3*s, y + s}, {x + s, y + s}, {x + s, y + 3*s}, {x, y + 3*s}, {x, y}}}
	default:
		return orb.MultiPoint{by(0.01), by(0.01)}
	}
}

// TestClearsOfRoundShapes: a disc that reaches 400 m into another, 30 m of
// accuracy beside, moves some 430 m along the line of the centres; one of so many
// corners that its box is moved instead needs more, and one of too many for that
// is told so.
func TestClearsOfRoundShapes(t *testing.T) {
	set := smallRules(t)
	snap := water(t, []layers.Zone{{
		Shape: orb.MultiPolygon{{disc(orb.Point{112.5, 35.5}, 1000, 600)}}, Attributes: layers.Attributes{Code: "Z", Grade: "一级"},
	}})
	for _, c := range []struct {
		corners       int
		leastM, mostM float64
	}{{60, 425, 431}, {1900, 430, 650}} {
		site := orb.Polygon{disc(orb.Point{112.5, 35.5 + 1600/110_958.0}, 1000, c.corners)}
		r := screen(t, snap, set, site, report.Options{Clears: true})
		if !r.Clears.All || r.Clears.ShiftM < c.leastM || r.Clears.ShiftM > c.mostM || r.Clears.Verdict != rules.NoneFound {
			t.Errorf("%d corners: %+v", c.corners, r.Clears)
		}
	}
	site := orb.Polygon{disc(orb.Point{112.5, 35.5 + 1600/110_958.0}, 1000, 2500)}
	if r := screen(t, snap, set, site, report.Options{Clears: true}); r.Clears.Found || !strings.Contains(r.Clears.Text.ZH, "2501") {
		t.Errorf("%+v", r.Clears)
	}
}

func disc(at orb.Point, radiusM float64, corners int) orb.Ring {
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
		ring = append(ring, orb.Point{at[0] + radiusM*cos/90_729, at[1] + radiusM*sin/110_958})
	}
	return append(ring, ring[0])
}
