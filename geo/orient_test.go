package geo_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/bigxy"
	"github.com/twpayne/go-geom/xy"
	"github.com/twpayne/go-geom/xy/location"

	"waterzones/geo"
)

// orientOracle is the determinant over the rationals.
func orientOracle(a, b, c orb.Point) int {
	rat := func(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }
	sub := func(x, y float64) *big.Rat { return new(big.Rat).Sub(rat(x), rat(y)) }
	mul := func(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }
	return mul(sub(a[0], c[0]), sub(b[1], c[1])).Cmp(mul(sub(a[1], c[1]), sub(b[0], c[0])))
}

// step moves a coordinate by so many floats.
func step(x float64, ulps int) float64 {
	for ; ulps > 0; ulps-- {
		x = math.Nextafter(x, math.Inf(1))
	}
	for ; ulps < 0; ulps++ {
		x = math.Nextafter(x, math.Inf(-1))
	}
	return x
}

func TestOrientNearTheLine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		scale := math.Exp2(float64(r.IntN(40) - 20))
		a := orb.Point{112 + r.Float64()*scale, 35 + r.Float64()*scale}
		b := orb.Point{112 + r.Float64()*scale, 35 + r.Float64()*scale}
		s := r.Float64()*3 - 1
		c := orb.Point{step(a[0]+s*(b[0]-a[0]), r.IntN(5)-2), step(a[1]+s*(b[1]-a[1]), r.IntN(5)-2)}
		want := orientOracle(a, b, c)
		for _, got := range []int{
			geo.Orient(a, b, c), geo.Orient(b, c, a), geo.Orient(c, a, b),
			-geo.Orient(b, a, c), -geo.Orient(a, c, b), -geo.Orient(c, b, a),
		} {
			if got != want {
				t.Fatalf("%v %v %v: got %d, want %d", a, b, c, got, want)
			}
		}
	}
}

func TestOrientExtremes(t *testing.T) {
	values := []float64{0, 1, -1, math.SmallestNonzeroFloat64, -0x1p-1000, 0x1p-538, math.MaxFloat64, -math.MaxFloat64, 0x1p600, 1 + 0x1p-52}
	var points []orb.Point
	for _, x := range values {
		for _, y := range values {
			points = append(points, orb.Point{x, y})
		}
	}
	r := rand.New(rand.NewPCG(2, 2))
	for range 5000 {
		a, b, c := points[r.IntN(len(points))], points[r.IntN(len(points))], points[r.IntN(len(points))]
		if got, want := geo.Orient(a, b, c), orientOracle(a, b, c); got != want {
			t.Fatalf("%v %v %v: got %d, want %d", a, b, c, got, want)
		}
	}
	if got := geo.Orient(orb.Point{math.NaN(), 0}, orb.Point{1, 1}, orb.Point{math.Inf(1), 2}); got != 0 {
		t.Errorf("not finite: got %d, want 0", got)
	}
}

// Why package geo has an exact stage of its own: go-geom's bigxy, which its
// robust predicates rest on, rounds before it multiplies.
func TestBigxyIsNotExact(t *testing.T) {
	a, b, c := orb.Point{0, 0}, orb.Point{1, 1}, orb.Point{0x1p-60, 0x1p-61}
	want := orientOracle(a, b, c)
	if got := geo.Orient(a, b, c); got != want {
		t.Errorf("Orient is %d, want %d", got, want)
	}
	r := rand.New(rand.NewPCG(3, 3))
	wrong := 0
	for range 20000 {
		a = orb.Point{r.Float64(), r.Float64()}
		b = orb.Point{a[0] + 12, a[1] + 12}
		c = orb.Point{step(a[0]+24, r.IntN(3)-1), step(a[1]+24, r.IntN(3)-1)}
		theirs := int(bigxy.OrientationIndex(geom.Coord(a[:]), geom.Coord(b[:]), geom.Coord(c[:])))
		want := orientOracle(a, b, c)
		if geo.Orient(a, b, c) != want {
			t.Fatalf("%v %v %v: want %d", a, b, c, want)
		}
		if theirs != want {
			wrong++
		}
	}
	if wrong == 0 {
		t.Error("bigxy was right on all: it could replace our exact stage")
	}
}

// Locate against go-geom's robust locator, away from its inexact stage.
func TestLocateAgreesWithGoGeom(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 300 {
		ring := randomStar(r, orb.Point{8, 8}, 6, 3+r.IntN(20), true)
		var flat []float64
		for _, p := range ring {
			flat = append(flat, p[0], p[1])
		}
		for range 50 {
			p := orb.Point{float64(r.IntN(33)) / 2, float64(r.IntN(33)) / 2}
			want := map[location.Type]geo.Location{
				location.Interior: geo.Interior, location.Boundary: geo.Boundary, location.Exterior: geo.Exterior,
			}[xy.LocatePointInRing(geom.XY, geom.Coord(p[:]), flat)]
			if got := geo.Locate(orb.MultiPolygon{{ring}}, p); got != want {
				t.Fatalf("%v in %v: got %v, want %v", p, ring, got, want)
			}
		}
	}
}

// randomStar is a ring that is star-shaped round its centre, on whole numbers
// if snapped.
func randomStar(r *rand.Rand, centre orb.Point, radius float64, n int, snapped bool) orb.Ring {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * (float64(i) + r.Float64()*0.9) / float64(n))
		d := radius * (0.2 + 0.8*r.Float64())
		p := orb.Point{centre[0] + d*cos, centre[1] + d*sin}
		if snapped {
			p = orb.Point{math.Round(p[0]), math.Round(p[1])}
		}
		ring = append(ring, p)
	}
	return append(ring, ring[0])
}
