package geo_test

import (
	"errors"
	"math"
	"testing"
	"time"

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

// patient is far above what is measured (see the benchmarks), so that a loaded
// machine under the race detector passes, and far below what n² would take.
const patient = 60 * time.Second

func TestIntricateShapesEndInTime(t *testing.T) {
	start := time.Now()
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
	if took := time.Since(start); took > patient {
		t.Errorf("took %v", took)
	}
}

// Shapes that lie along one another, long edges, and edges that are nowhere.
func TestDistanceEndsInTime(t *testing.T) {
	start := time.Now()
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
		"too many zigzags":      {zigzag(20_000, false), beside(zigzag(20_000, false), 1.1), 0},
		"round the earth":       {orb.LineString{{-180, -80}, {180, 80}}, orb.MultiPolygon{{{{-180, -80.1}, {180, 79.9}, {180, 79}, {-180, -80.1}}}}, 4062},
		"off the earth":         {orb.LineString{{-1e300, -1e300}, {1e300, 1e299}}, orb.MultiPolygon{island}, math.Inf(1)},
		"at its far end":        {orb.Point{1e300, 1e300}, orb.MultiPolygon{island}, math.Inf(1)},
	} {
		began := time.Now()
		if got := geo.DistanceToArea(c.site, c.zone).M; !near(got, c.want, 0.02) && got != c.want {
			t.Errorf("%s: %v m, want %v", name, got, c.want)
		}
		t.Logf("%s: %v", name, time.Since(began))
	}
	if took := time.Since(start); took > patient {
		t.Errorf("took %v", took)
	}
}

func TestValidateEndsInTime(t *testing.T) {
	start := time.Now()
	for name, area := range map[string]orb.Polygon{
		"comb": comb(25_000, false), "comb across": comb(25_000, true),
		"circle": {circle(50_000, orb.Point{112, 35}, 1)},
	} {
		if found := geo.Validate(area); found != nil {
			t.Errorf("%s: got %v", name, found)
		}
	}
	geo.Validate(zigzag(25_000, false))
	geo.Validate(zigzag(25_000, true))
	if took := time.Since(start); took > patient {
		t.Errorf("took %v", took)
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
