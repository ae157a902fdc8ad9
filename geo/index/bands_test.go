package index

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// world is areas at a place and at a size in degrees, with bands of the given
// widths by turns.
func world(r *rand.Rand, at orb.Point, size float64, bands ...float64) ([]orb.MultiPolygon, []float64) {
	areas := []orb.MultiPolygon{nil, {{{}}}, {{{at}}}, {{{at, at, at}}}}
	for range 12 {
		centre := orb.Point{at[0] + size*(r.Float64()-0.5), at[1] + size*(r.Float64()-0.5)}
		var area orb.MultiPolygon
		for range 1 + r.IntN(2) {
			polygon := rough(3+r.IntN(30), centre, size*0.3*r.Float64())[0]
			area = append(area, polygon[:1+r.IntN(2)])
			centre[0] += size * 0.3
		}
		areas = append(areas, area)
	}
	areas = append(areas, areas[5], orb.MultiPolygon{{orb.Bound{Min: at, Max: orb.Point{at[0] + size, at[1] + size/3}}.ToRing()[:4]}})
	widths := make([]float64, len(areas))
	for i := range widths {
		widths[i] = bands[i%len(bands)]
	}
	return areas, widths
}

// besides are n points where bands begin and end, on boundaries and beside them,
// anywhere, and the floats next to all of these.
func besides(r *rand.Rand, areas []orb.MultiPolygon, bandM []float64, n int) []orb.Point {
	points := make([]orb.Point, 0, n)
	for len(points) < n {
		k := r.IntN(len(areas))
		if geo.Vertices(areas[k]) == 0 {
			continue
		}
		polygon := areas[k][r.IntN(len(areas[k]))]
		ring := polygon[r.IntN(len(polygon))]
		if len(ring) == 0 {
			continue
		}
		i := r.IntN(len(ring))
		a, b := ring[i], ring[(i+1)%len(ring)]
		t := r.Float64() * float64(r.IntN(2))
		p := orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
		switch r.IntN(4) {
		case 0: // on the boundary
		case 1:
			p = offset(p, r.Float64()*360, 3*bandM[k]*r.Float64())
		default:
			p = brink(p, r.Float64()*360, areas[k], bandM[k])
		}
		for axis := range p {
			for range r.IntN(3) {
				p[axis] = math.Nextafter(p[axis], math.Inf(r.IntN(2)*2-1))
			}
		}
		points = append(points, p)
	}
	return points
}

// offset is a place so many metres from another, by and large.
func offset(p orb.Point, azimuth, metres float64) orb.Point {
	m := metricAt(p)
	sin, cos := math.Sincos(azimuth * radian)
	return orb.Point{p[0] + metres*sin/m.east, p[1] + metres*cos/m.north}
}

// brink is a place in a direction whose distance is a band's width to rounding.
func brink(p orb.Point, azimuth float64, area orb.MultiPolygon, band float64) orb.Point {
	z := geo.Prepare(area)
	low, high := 0.0, 2*band
	for range 45 {
		middle := (low + high) / 2
		if z.DistanceToBoundary(offset(p, azimuth, middle)).M <= band {
			low = middle
		} else {
			high = middle
		}
	}
	return offset(p, azimuth, low)
}

// sameBands fails unless the bands are those of geo.DistanceToBoundary. It says
// how many are near, and how many are not.
func sameBands(tb testing.TB, b *Bands, areas []orb.MultiPolygon, bandM []float64, points []orb.Point) (near, far int) {
	tb.Helper()
	prepared := make([]*geo.Prepared, len(areas))
	for i, area := range areas {
		prepared[i] = geo.Prepare(area)
	}
	var got Hits
	b.Near(points, &got)
	for k, p := range points {
		var want []Hit
		for i, z := range prepared {
			if z.DistanceToBoundary(p).M <= bandM[i] {
				want = append(want, Hit(i<<1))
			}
		}
		if !slices.Equal(got.Of(k), want) {
			tb.Fatalf("point %v (%x): got %v, want %v", p, p, got.Of(k), want)
		}
		near, far = near+len(want), far+len(areas)-len(want)
	}
	return near, far
}

func newBands(tb testing.TB, areas []orb.MultiPolygon, bandM []float64, o Options) *Bands {
	tb.Helper()
	b, err := NewBands(areas, bandM, o)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestBandsAreDistances(t *testing.T) {
	near, far := 0, 0
	for _, at := range []orb.Point{{112, 35}, {0, 0}, {179.9995, 52}, {-180, -10}, {200, 10}, {539, 35}, {20, 84.9}, {-100, -84}, {30, 89}} {
		for _, size := range []float64{0.003, 0.1, 2} {
			for _, bands := range [][]float64{{30}, {0}, {1000, 10_000}, {0, 1, 30, 3000, 30_000, -1, math.NaN()}} {
				t.Run(fmt.Sprint(at, size, bands), func(t *testing.T) {
					r := rand.New(rand.NewPCG(uint64(1000*size), uint64(len(bands))))
					areas, bandM := world(r, at, size, bands...)
					b := newBands(t, areas, bandM, Options{Points: r.IntN(2) * 100})
					n, f := sameBands(t, b, areas, bandM, besides(r, areas, bandM, bandPoints))
					near, far = near+n, far+f
				})
			}
		}
	}
	if near < far/8 || far < near/8 {
		t.Errorf("%d near and %d not: not trying enough", near, far)
	}
}

func TestBandsOfNothing(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	points := []orb.Point{{112, 35}, {}, {nan, 35}, {112, nan}, {inf, -inf}, {-1e300, 1e300}, {112, 125}}
	square := orb.MultiPolygon{{{{112, 35}, {113, 35}, {113, 36}, {112, 36}}}}
	for name, b := range map[string]*Bands{
		"nil": nil, "zero": {}, "none": newBands(t, nil, nil, Options{}),
		"empty":  newBands(t, []orb.MultiPolygon{nil, {}, {{}, {{}}}}, []float64{1, 2, 3}, Options{}),
		"square": newBands(t, []orb.MultiPolygon{square}, []float64{30}, Options{}),
	} {
		got := Hits{Start: []int32{7}, List: []Hit{7}}
		b.Near(points, &got)
		for i := range points {
			if want := name == "square" && i == 0; (len(got.Of(i)) > 0) != want {
				t.Errorf("%s: point %v has %v", name, points[i], got.Of(i))
			}
		}
	}
	for _, bad := range []float64{nan, inf, -inf, 1e13} {
		zone := orb.MultiPolygon{{{{112, 35}, {113, bad}, {113, 36}}}}
		if _, err := NewBands([]orb.MultiPolygon{square, zone}, []float64{1, 1}, Options{}); !errors.Is(err, ErrRange) {
			t.Errorf("an area with %v: %v", bad, err)
		}
	}
}

func TestNearAllocatesNothing(t *testing.T) {
	areas := newCity(1, orb.Point{112, 35}, 0.05)
	b := newBands(t, areas, slices.Repeat([]float64{30}, len(areas)), Options{})
	r := rand.New(rand.NewPCG(1, 9))
	points := make([]orb.Point, 10_000)
	for i := range points {
		points[i] = orb.Point{112 + r.Float64(), 35 + r.Float64()}
	}
	var hits Hits
	b.Near(points, &hits)
	if n := testing.AllocsPerRun(10, func() { b.Near(points, &hits) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if len(hits.List) == 0 {
		t.Error("no point is near")
	}
}

// The lists that bands keep, which are what is saved, are not longer than said.
func TestBandsMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 23))
	tiny := make([]orb.MultiPolygon, 2000)
	for i := range tiny {
		p := orb.Point{112 + r.Float64(), 35 + r.Float64()}
		tiny[i] = orb.MultiPolygon{{{p, {p[0] + 0.2*r.Float64(), p[1]}, {p[0], p[1] + 0.2}}}}
	}
	for name, areas := range map[string][]orb.MultiPolygon{"city": newCity(1, orb.Point{112, 35}, 0.05), "triangles": tiny} {
		for _, band := range []float64{0, 30, 20_000} {
			n := 0
			for _, area := range areas {
				n += geo.Vertices(area)
			}
			b := newBands(t, areas, slices.Repeat([]float64{band}, len(areas)), Options{})
			if got, most := len(b.AppendTo(nil)), 64*n+32<<10; got > most {
				t.Errorf("%s, %v m: %d bytes, allowed are %d", name, band, got, most)
			}
		}
	}
}
