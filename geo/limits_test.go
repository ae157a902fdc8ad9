package geo_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// zigzag is a valid ring whose edges all lean the same way, so that nearly all
// of their boxes overlap: what a search by boxes takes n² for.
func zigzag(n int, across bool) orb.Polygon {
	place := func(u, v float64) orb.Point {
		if across {
			u, v = 1-v, u
		}
		return orb.Point{112 + u, 35 + v}
	}
	width := 1 / float64(n)
	var up, down orb.Ring
	for i := range n / 2 {
		u := 2 * float64(i) * width * 0.1
		if i%2 == 0 {
			up = append(up, place(u, 0), place(u+0.9, 1))
			down = append(down, place(u+0.05*width, -0.001), place(u+0.9+0.05*width, 0.999))
		} else {
			up = append(up, place(u+0.9, 1), place(u, 0))
			down = append(down, place(u+0.9+0.05*width, 0.999), place(u+0.05*width, -0.001))
		}
	}
	down.Reverse()
	up = append(up, down...)
	return orb.Polygon{append(up, up[0])}
}

// comb has n teeth over the whole height.
func comb(n int, across bool) orb.Polygon {
	place := func(u, v float64) orb.Point {
		if across {
			u, v = v, u
		}
		return orb.Point{112 + u, 35 + v}
	}
	ring := orb.Ring{place(0, -0.1)}
	for i := range n {
		u := float64(i) / float64(n)
		ring = append(ring, place(u, 1), place(u+0.5/float64(n), 0))
	}
	ring = append(ring, place(1, -0.1))
	return orb.Polygon{append(ring, ring[0])}
}

// circle is a ring of so many vertices.
func circle(n int, centre orb.Point, radius float64) orb.Ring {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		ring = append(ring, orb.Point{centre[0] + radius*cos, centre[1] + radius*sin})
	}
	return append(ring, ring[0])
}

func TestIntricateShapesEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	_, err := geo.Meet(comb(10_000, false), orb.MultiPolygon{comb(10_000, true)})
	if !errors.Is(err, geo.ErrTooIntricate) {
		t.Errorf("10^8 crossings: got %v", err)
	}
	many := make(orb.MultiPoint, 50_000)
	if _, err := geo.Meet(many, orb.MultiPolygon{{circle(50_000, orb.Point{}, 1)}}); !errors.Is(err, geo.ErrTooIntricate) {
		t.Errorf("50,000 points in 50,000 edges: got %v", err)
	}
	if m, err := geo.Meet(comb(100, false), orb.MultiPolygon{comb(100, true)}); err != nil || m.Relation != geo.Overlaps {
		t.Errorf("10,000 teeth crossed: got %+v, %v", m, err)
	}
}

// ended is a context that ends when it has been looked at so many times, and
// counts how often it is looked at then.
type ended struct {
	context.Context
	after, looks int
}

func (e *ended) Err() error {
	if e.looks++; e.looks > e.after {
		return context.Canceled
	}
	return nil
}

// Whatever takes long sees that its context has ended, and is not Budgeted for
// nothing: it spends its work, as much as it is, and no more.
func TestBudgetEndsLongQuestions(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	teeth := geo.Prepare(orb.MultiPolygon{comb(200, true)})
	star := geo.Prepare(orb.MultiPolygon{needles(300, 0)})
	few := geo.Prepare(orb.MultiPolygon{needles(100, 0)})
	top := geo.Prepare(orb.MultiPolygon{topped(5000, 35, 35.5)})
	for name, ask := range map[string]func(b *geo.Budget) error{
		"meet": func(b *geo.Budget) error { _, err := teeth.Budgeted(b).Meet(comb(200, false)); return err },
		"meet line": func(b *geo.Budget) error {
			_, err := teeth.Budgeted(b).Meet(orb.LineString(comb(200, false)[0]))
			return err
		},
		"outside": func(b *geo.Budget) error {
			_, err := teeth.Budgeted(b).Outside(orb.MultiLineString{orb.LineString(comb(200, false)[0])})
			return err
		},
		"overlap": func(b *geo.Budget) error { _, err := few.Budgeted(b).Overlap(needles(100, 0.0001)); return err },
		"remainder": func(b *geo.Budget) error {
			_, err := teeth.Budgeted(b).Without(geo.Prepare(orb.MultiPolygon{comb(200, false)}))
			return err
		},
		"relate":     func(b *geo.Budget) error { _, err := star.Budgeted(b).Relate(needles(300, 0.0001), 30); return err },
		"deeper":     func(b *geo.Budget) error { star.Budgeted(b).Deeper(needles(300, 0.0001), 30); return b.Err() },
		"distance":   func(b *geo.Budget) error { return doubt(b, top.Budgeted(b).DistanceToArea(topped(5000, 36, 35.6))) },
		"validate":   func(b *geo.Budget) error { _, err := geo.ValidateWithin(b, comb(25_000, true)); return err },
		"validate 2": func(b *geo.Budget) error { _, err := geo.ValidateWithin(b, touching(20_000)); return err },
	} {
		whole := &ended{Context: t.Context(), after: math.MaxInt}
		err := ask(geo.NewBudget(whole, math.MaxInt))
		if errors.Is(err, context.Canceled) || whole.looks < 8 {
			t.Errorf("%s: looked at its context %d times: %v", name, whole.looks, err)
			continue
		}
		for _, after := range []int{0, 1, whole.looks / 2, whole.looks - 1} {
			ctx := &ended{Context: t.Context(), after: after}
			b := geo.NewBudget(ctx, math.MaxInt)
			if err := ask(b); !errors.Is(err, context.Canceled) || ctx.looks != after+1 {
				t.Errorf("%s: ended at look %d of %d: %v, looked at %d times", name, after, whole.looks, err, ctx.looks)
			}
			if _, err := teeth.Budgeted(b).Meet(orb.Point{112.5, 35.5}); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: the next question has %v", name, err)
			}
		}
		if err := ask(geo.NewBudget(t.Context(), 1000)); !errors.Is(err, geo.ErrTooIntricate) {
			t.Errorf("%s: within little work: %v", name, err)
		}
	}
}

// doubt is the error of the budget if the distance is in doubt for it.
func doubt(b *geo.Budget, d geo.Distance) error {
	if d.Doubtful == (b.Err() == nil) || (d.Doubtful && d.M != 0) {
		return fmt.Errorf("%+v while %w", d, b.Err())
	}
	return b.Err()
}

// topped is a box of a degree of longitude between two latitudes, with so many
// vertices along the second.
func topped(n int, lat, many float64) orb.Polygon {
	ring := orb.Ring{{112, lat}, {113, lat}}
	for i := range n {
		ring = append(ring, orb.Point{113 - float64(i)/float64(n-1), many})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// needles is a star of so many corners, every other one near its centre.
func needles(n int, by float64) orb.Polygon {
	ring := circle(n, orb.Point{}, 1)
	for i, p := range ring {
		d := 0.05
		if i%2 == 1 {
			d = 0.001
		}
		ring[i] = orb.Point{112.85 + by + d*p[0], 35.5 + d*p[1]}
	}
	ring[n] = ring[0]
	return orb.Polygon{ring}
}

// touching is a row of squares, each of which touches the next one with a corner:
// valid, but not without a sweep.
func touching(n int) orb.MultiPolygon {
	var area orb.MultiPolygon
	for i := range n / 4 {
		x, d := float64(i%512)/1024, 1.0/2048
		y := float64(i/512) / 8
		area = append(area, orb.Polygon{{{x - d, y}, {x, y - d}, {x + d, y}, {x, y + d}, {x - d, y}}})
	}
	return area
}

// A budget of so many looks is a second or less: what is found with it is.
const aSecond = 100_000_000

// Shapes that lie along one another, long edges, and edges that are nowhere.
func TestDistanceIsFoundWithinBounds(t *testing.T) {
	beside := func(area orb.Polygon, by float64) orb.MultiPolygon {
		return areaOf(vary(orb.MultiPolygon{area}, eachPoint(func(p orb.Point) orb.Point { return orb.Point{p[0] + by, p[1]} })))
	}
	lake := circle(20_000, orb.Point{112, 35}, 0.1)
	island := orb.Polygon{circle(20_000, orb.Point{112, 35}, 0.0999)}
	for name, c := range map[string]struct {
		site orb.Geometry
		zone orb.MultiPolygon
		want float64
	}{
		"a shore along a shore": {island, orb.MultiPolygon{{circle(5000, orb.Point{112, 35}, 0.2), lake}}, 9.1},
		"combs":                 {comb(1000, false), beside(comb(1000, false), 1.01), 907},
		"zigzags":               {zigzag(300, false), beside(zigzag(300, false), 1.1), 72850},
		"round the earth":       {orb.LineString{{-180, -80}, {180, 80}}, orb.MultiPolygon{{{{-180, -80.1}, {180, 79.9}, {180, 79}, {-180, -80.1}}}}, 4062},
		"off the earth":         {orb.LineString{{-1e300, -1e300}, {1e300, 1e299}}, orb.MultiPolygon{island}, math.Inf(1)},
		"at its far end":        {orb.Point{1e300, 1e300}, orb.MultiPolygon{island}, math.Inf(1)},
		"a box along many":      {orb.Bound{Min: orb.Point{112, 35.6}, Max: orb.Point{113, 36}}, orb.MultiPolygon{topped(100_001, 35, 35.5)}, 11_095.07},
		"many along many":       {topped(35_000, 36, 35.6), orb.MultiPolygon{topped(35_000, 35, 35.5)}, 11_095.07},
		"in the middle of many": {orb.Point{112, 35}, orb.MultiPolygon{{lake}}, 9128.9},
	} {
		b := geo.NewBudget(t.Context(), aSecond)
		got := geo.Prepare(c.zone).Budgeted(b).DistanceToArea(c.site)
		if name == "in the middle of many" {
			got = geo.Prepare(c.zone).Budgeted(b).DistanceToBoundary(c.site)
		}
		if (!near(got.M, c.want, 0.02) && got.M != c.want) || got.Doubtful || b.Err() != nil {
			t.Errorf("%s: %+v, %v, want %v m", name, got, b.Err(), c.want)
		}
		if c.want == 11_095.07 && math.Abs(got.M-c.want) > 0.005 {
			t.Errorf("%s: %v m", name, got.M)
		}
	}
}

// What cannot be found with the work allowed is in doubt, and says so.
func TestDistanceInDoubt(t *testing.T) {
	far := areaOf(vary(orb.MultiPolygon{zigzag(20_000, false)}, eachPoint(func(p orb.Point) orb.Point { return orb.Point{p[0] + 1.1, p[1]} })))
	if d := geo.DistanceToArea(zigzag(20_000, false), far); !d.Doubtful || d.M != 0 {
		t.Errorf("got %+v", d)
	}
	d, near := geo.Prepare(far).Budgeted(geo.NewBudget(t.Context(), 10)).Near(orb.Point{112, 35}, 30)
	if !d.Doubtful || !near {
		t.Errorf("got %+v, near: %v", d, near)
	}
}

// Needles that lie side by side are no deep overlap, or it is found soon.
func TestDepthIsBounded(t *testing.T) {
	for _, c := range []struct {
		n      int
		band   float64
		deeper bool
	}{{500, 30, true}, {2000, 200, false}, {3000, 30, true}} {
		b := geo.NewBudget(t.Context(), aSecond)
		if got := geo.Prepare(orb.MultiPolygon{needles(c.n, 0)}).Budgeted(b).Deeper(needles(c.n, 0.0001), c.band); got != c.deeper || b.Err() != nil {
			t.Errorf("%d needles, band %v m: %v, %v", c.n, c.band, got, b.Err())
		}
	}
}

// Validity takes about as much work for twice the vertices as twice that.
func TestValidateWithinBounds(t *testing.T) {
	for name, area := range map[string]orb.Geometry{
		"comb": comb(25_000, false), "comb across": comb(25_000, true),
		"circle": orb.Polygon{circle(50_000, orb.Point{112, 35}, 1)}, "touching": touching(50_000),
	} {
		found, err := geo.ValidateWithin(geo.NewBudget(t.Context(), 300*50_000), area)
		if len(found) > 0 || err != nil {
			t.Errorf("%s: got %v, %v", name, found, err)
		}
	}
	for _, across := range []bool{false, true} {
		if _, err := geo.ValidateWithin(geo.NewBudget(t.Context(), 300*50_000), zigzag(25_000, across)); err != nil {
			t.Errorf("zigzag, across %v: %v", across, err)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	for name, area := range map[string]orb.Polygon{
		"comb": comb(25_000, false), "across": comb(25_000, true), "circle": {circle(50_000, orb.Point{112, 35}, 1)},
		"zigzag": zigzag(25_000, false),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				geo.Validate(area)
			}
		})
	}
}

func BenchmarkMeet(b *testing.B) {
	zone := orb.MultiPolygon{{circle(20_000, orb.Point{112.85, 35.5}, 0.1)}}
	for name, site := range map[string]orb.Geometry{
		"point": orb.Point{112.9, 35.5}, "triangle": orb.Polygon{circle(3, orb.Point{112.95, 35.5}, 0.01)},
		"equal": orb.Polygon{zone[0][0]}, "shifted": orb.Polygon{circle(20_000, orb.Point{112.86, 35.5}, 0.1)},
		"intricate": comb(700, false),
	} {
		with := zone
		if name == "intricate" {
			with = orb.MultiPolygon{comb(700, true)}
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := geo.Meet(site, with); err != nil && name != "intricate" {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDistanceToBoundary(b *testing.B) {
	zone := orb.MultiPolygon{{circle(20_000, orb.Point{112.85, 35.5}, 0.1)}}
	for name, site := range map[string]orb.Geometry{
		"inside": orb.Point{112.9, 35.5}, "outside": orb.Point{113, 35.6}, "far": orb.Point{116, 40},
		"triangle": orb.Polygon{circle(3, orb.Point{113.1, 35.5}, 0.01)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				geo.DistanceToBoundary(site, zone)
			}
		})
	}
}

func BenchmarkDeeper(b *testing.B) {
	zone := orb.MultiPolygon{{circle(20_000, orb.Point{112.85, 35.5}, 0.1)}}
	for name, site := range map[string]orb.Geometry{
		"deep": orb.Polygon{circle(100, orb.Point{112.95, 35.5}, 0.01)}, "shallow": orb.Polygon{circle(100, orb.Point{112.9601, 35.5}, 0.01)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				geo.Deeper(site, zone, 30)
			}
		})
	}
}
