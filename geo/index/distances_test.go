package index

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

const fewPoints = 500

// plain answers with boxes and prepared areas, one point at a time: what Bands and
// Nearest are measured against, and compared with.
type plain struct {
	exact

	tree  *Tree
	bandM float64
}

func newPlain(areas []orb.MultiPolygon, bandM float64) *plain {
	bounds := make([]orb.Bound, len(areas))
	for i, area := range areas {
		bounds[i] = area.Bound()
	}
	p := &plain{newExact(areas), New(bounds), bandM}
	for i := range areas {
		p.area(i).DistanceToBoundary(orb.Point{})
	}
	return p
}

func (s *plain) near(p orb.Point) (n int) {
	for i := range s.tree.Candidates(geo.Grow(orb.Bound{Min: p, Max: p}, s.bandM)) {
		if s.area(i).DistanceToBoundary(p).M <= s.bandM {
			n++
		}
	}
	return n
}

func (s *plain) nearest(p orb.Point, skip func(area int) bool) (m float64) {
	m = math.Inf(1)
	for i, low := range s.tree.Nearby(orb.Bound{Min: p, Max: p}) {
		if low > m {
			break
		}
		if !skip(i) {
			if d, ok := s.area(i).Near(p, m); ok {
				m = d.M
			}
		}
	}
	return m
}

// BenchmarkDistanceRivals measures bands of 30 m and the nearest zone not met, on one
// core, for a million points of a city and, in turns, plain answers for a few.
//
//	go test -run '^$' -bench DistanceRivals -benchtime 1x ./geo/index
func BenchmarkDistanceRivals(b *testing.B) {
	zones, points := newCity(1, cornerOf(0), 1), strewn(1, 1_000_000, 1)
	o := Options{Points: len(points), Workers: 2}
	for b.Loop() {
		p := newPlain(zones, 30)
		b.Run("bands", func(b *testing.B) { measureBands(b, p, zones, points, o) })
		b.Run("nearest", func(b *testing.B) { measureNearest(b, p, zones, points, o) })
	}
}

func measureBands(b *testing.B, p *plain, zones []orb.MultiPolygon, points []orb.Point, o Options) {
	b.Helper()
	var build, load, ours, theirs best
	var bands *Bands
	build.measure(func() { bands = newBands(b, zones, slices.Repeat([]float64{p.bandM}, len(zones)), o) })
	saved := bands.AppendTo(nil)
	var hits Hits
	for i := range rounds {
		load.measure(func() {
			if _, err := ReadBands(saved); err != nil {
				b.Fatal(err)
			}
		})
		ours.measure(func() { bands.Near(points, &hits) })
		from, n := i*fewPoints, 0
		theirs.measure(func() {
			for _, q := range points[from : from+fewPoints] {
				n += p.near(q)
			}
		})
		if got := int(hits.Start[from+fewPoints] - hits.Start[from]); n != got {
			b.Errorf("%d near, plainly %d", got, n)
		}
	}
	report(b, len(points), build, ours, theirs)
	b.ReportMetric(float64(load), "s-load")
	b.ReportMetric(float64(len(saved)/vertices(zones)), "bytes/vertex")
}

func measureNearest(b *testing.B, p *plain, zones []orb.MultiPolygon, points []orb.Point, o Options) {
	b.Helper()
	var build, ours, theirs best
	var n *Nearest
	build.measure(func() { n = newNearest(b, zones, o) })
	points = points[:20*rounds*fewPoints]
	var met Hits
	buildFor(b, zones, o).Locate(points, &met)
	unmet := func(i int) func(area int) bool {
		return func(area int) bool {
			return slices.ContainsFunc(met.Of(i), func(h Hit) bool { return h.Zone() == area })
		}
	}
	way := make([]float64, len(points))
	for round := range rounds {
		ours.measure(func() {
			for i, q := range points {
				_, d, _ := n.Find(q, unmet(i))
				way[i] = d.M
			}
		})
		theirs.measure(func() {
			for i := round * fewPoints; i < (round+1)*fewPoints; i++ {
				if m := p.nearest(points[i], unmet(i)); math.Abs(m-way[i]) > 0.01 {
					b.Errorf("%v is %v m from the nearest, plainly %v", points[i], way[i], m)
				}
			}
		})
	}
	report(b, len(points), build, ours, theirs)
}

func report(b *testing.B, points int, build, ours, theirs best) {
	b.Helper()
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(1e9/perSecond(points, ours), "ns/point")
	b.ReportMetric(perSecond(points, ours)/perSecond(fewPoints, theirs), "×plain")
	b.ReportMetric(float64(build), "s-build")
}

// Many ask at once, and areas are prepared while they do.
func TestDistancesConcurrentReaders(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 27))
	areas, bandM := world(r, orb.Point{112, 35}, 0.1, 30, 3000)
	points := besides(r, areas, bandM, bandPoints)
	in := preparedOf(areas)
	bands, nearest := newBands(t, areas, bandM, Options{}), newNearest(t, areas, Options{})
	var want Hits
	newBands(t, areas, bandM, Options{}).Near(points, &want)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var got Hits
			if bands.Near(points, &got); !slices.Equal(got.List, want.List) {
				t.Error("other bands beside other readers")
			}
			for _, p := range points {
				holds := func(i int) bool { return in[i].Locate(p) != geo.Exterior }
				if _, d, ok := nearest.Find(p, holds); !ok || d.M > 10_000 {
					t.Errorf("nearest to %v: %v, %v", p, d, ok)
				}
			}
		})
	}
	wg.Wait()
}
