package index

import (
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// best is the shortest of several times, in seconds.
type best float64

func (t *best) measure(work func()) {
	start := time.Now()
	work()
	if took := best(time.Since(start).Seconds()); *t == 0 || took < *t {
		*t = took
	}
}

func perSecond(n int, t best) float64 { return float64(n) / float64(t) }

// Chunks take about as long for everybody as a million points take us, so that
// nobody is luckier on a busy machine.
const (
	geosChunk   = 10_000 // as in geos.c
	s2Chunk     = 20_000
	simpleChunk = 500
	planarChunk = 50
	rounds      = 10
)

// BenchmarkRivals asks points of the same zones in turns, in chunks, and takes
// everybody's fastest chunk. Every answer is compared: with GEOS's point by
// point, with the others' by their number.
//
//	go test -run '^$' -bench Rivals -benchtime 1x ./geo/index
func BenchmarkRivals(b *testing.B) {
	for _, seed := range []uint64{1, 2, 3} {
		b.Run(fmt.Sprintf("seed=%d", seed), func(b *testing.B) {
			for b.Loop() {
				compare(b, newCity(seed, cornerOf(0), 1), strewn(seed, 1_000_000, 1))
			}
		})
	}
}

func compare(b *testing.B, zones []orb.MultiPolygon, points []orb.Point) {
	b.Helper()
	var build, coarse, cells, coarseCells, s2Build, s2Time, planarTime, simpleTime best
	var c, enough *Cells
	build.measure(func() { c = buildFor(b, zones, Options{}) })
	for range 3 {
		coarse.measure(func() { enough = buildFor(b, zones, Options{Points: len(points), Workers: 2}) })
	}
	var s2Rival rival
	s2Build.measure(func() { s2Rival = s2Index(zones) })
	planarRival, simpleRival := planarContains(zones), simpleFeatures(b, zones)
	var hits Hits
	for i := range rounds {
		coarseCells.measure(func() { enough.Locate(points, &hits) })
		cells.measure(func() { c.Locate(points, &hits) })
		chunk := func(size int) (from, to int) { return i * size, (i + 1) * size }
		for _, r := range []struct {
			name  string
			size  int
			time  *best
			rival rival
		}{
			{"S2", s2Chunk, &s2Time, s2Rival},
			{"planar", planarChunk, &planarTime, planarRival},
			{"simplefeatures", simpleChunk, &simpleTime, simpleRival},
		} {
			from, to := chunk(r.size)
			n := 0
			r.time.measure(func() {
				for _, p := range points[from:to] {
					n += r.rival(p)
				}
			})
			expect(b, r.name, n, int(hits.Start[to]-hits.Start[from]))
		}
	}
	some := points[:20*geosChunk]
	answer := geos(b, zones, some)
	for range rounds {
		cells.measure(func() { c.Locate(points, &hits) })
	}
	agree(b, zones, some, &hits, answer.hits)
	hard := hardPoints(zones, 5*geosChunk)
	var hardHits Hits
	c.Locate(hard, &hardHits)
	agree(b, zones, hard, &hardHits, geos(b, zones, hard).hits)

	ours := perSecond(len(points), cells)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours/1e6, "Mpoints/s")
	b.ReportMetric(ours/perSecond(s2Chunk, s2Time), "×S2")
	b.ReportMetric(ours/perSecond(geosChunk, best(answer.locate)), "×GEOS")
	b.ReportMetric(ours/perSecond(simpleChunk, simpleTime), "×simplefeatures")
	b.ReportMetric(ours/perSecond(planarChunk, planarTime), "×planar")
	b.ReportMetric(float64(build), "s-build")
	b.ReportMetric(float64(coarse), "s-build-for-a-million")
	b.ReportMetric(perSecond(len(points), coarseCells)/1e6, "Mpoints/s-then")
	b.ReportMetric(float64(s2Build), "s-build-S2")
	b.ReportMetric(answer.build, "s-build-GEOS")
	b.ReportMetric(float64(c.Bytes())/float64(vertices(zones)), "bytes/vertex")
}

func vertices(zones []orb.MultiPolygon) (n int) {
	for _, zone := range zones {
		n += geo.Vertices(zone)
	}
	return n
}

// expect compares numbers of hits. S2's edges are geodesics, and planar is wrong
// on boundaries, so that a few may differ.
func expect(b *testing.B, name string, n, want int) {
	b.Helper()
	if n < want-want/200-1 || n > want+want/200+1 {
		b.Errorf("%s: %d hits, want %d", name, n, want)
	}
}

// hardPoints are vertices, and middles of edges as near as floats are.
func hardPoints(zones []orb.MultiPolygon, n int) []orb.Point {
	r := rand.New(rand.NewPCG(1, 12))
	points := make([]orb.Point, n)
	for i := range points {
		zone := zones[r.IntN(len(zones))]
		polygon := zone[r.IntN(len(zone))]
		ring := polygon[r.IntN(len(polygon))]
		k := 1 + r.IntN(len(ring)-1)
		points[i] = ring[k]
		if i%2 == 0 {
			points[i] = orb.Point{(ring[k-1][0] + ring[k][0]) / 2, (ring[k-1][1] + ring[k][1]) / 2}
		}
	}
	return points
}

// agree counts the points with other hits than GEOS's, and lets rational
// arithmetic judge them: ours must be right.
func agree(b *testing.B, zones []orb.MultiPolygon, points []orb.Point, ours *Hits, theirs [][]uint32) {
	b.Helper()
	differ := 0
	for i, p := range points {
		same := slices.EqualFunc(ours.Of(i), theirs[i], func(h Hit, g uint32) bool { return uint32(h) == g })
		if same {
			continue
		}
		differ++
		for k, zone := range zones {
			if !zone.Bound().Contains(p) {
				continue
			}
			want := rationalLocation(zone, p)
			got := geo.Exterior
			for _, h := range ours.Of(i) {
				switch {
				case h.Zone() == k && h.OnBoundary():
					got = geo.Boundary
				case h.Zone() == k:
					got = geo.Interior
				}
			}
			if got != want {
				b.Errorf("point %v in zone %d: got %v, by rational numbers %v", p, k, got, want)
			}
		}
	}
	b.Logf("%d points, %d hits: %d points differ from GEOS", len(points), len(ours.List), differ)
}

// rationalLocation is for valid zones.
func rationalLocation(zone orb.MultiPolygon, p orb.Point) geo.Location {
	inside := false
	for _, polygon := range zone {
		for _, ring := range polygon {
			for i := range ring[1:] {
				a, b := ring[i], ring[i+1]
				if max(a[1], b[1]) < p[1] || min(a[1], b[1]) > p[1] {
					continue
				}
				side := rationalSide(a, b, p)
				if side == 0 && min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) {
					return geo.Boundary
				}
				if (a[1] > p[1]) != (b[1] > p[1]) && (side > 0) == (b[1] > a[1]) {
					inside = !inside
				}
			}
		}
	}
	if inside {
		return geo.Interior
	}
	return geo.Exterior
}

func rationalSide(a, b, p orb.Point) int {
	diff := func(x, y float64) *big.Rat {
		return new(big.Rat).Sub(new(big.Rat).SetFloat64(x), new(big.Rat).SetFloat64(y))
	}
	left := new(big.Rat).Mul(diff(b[0], a[0]), diff(p[1], a[1]))
	return left.Cmp(new(big.Rat).Mul(diff(b[1], a[1]), diff(p[0], a[0])))
}

var hundred = flag.Float64("hundred", 0, "measure a hundred cities, too, in this share of their detail (1: minutes and 20 GB)")

// BenchmarkGrowth shows how build time, memory and speed change from one city
// to ten, and to a hundred with -args -hundred 1.
//
//	go test -run '^$' -bench Growth -benchtime 1x ./geo/index
func BenchmarkGrowth(b *testing.B) {
	for _, size := range []struct {
		cities int
		detail float64
	}{{1, 1}, {10, 1}, {1, *hundred}, {100, *hundred}} {
		if size.detail == 0 {
			continue
		}
		b.Run(fmt.Sprintf("cities=%d/detail=%v", size.cities, size.detail), func(b *testing.B) {
			for b.Loop() {
				grow(b, newNation(1, size.cities, size.detail), size.cities, size.cities < 100)
			}
		})
	}
}

// grow measures points all over the nation, which find nothing in the
// processor's caches, and points in one of its cities, as one office's are.
func grow(b *testing.B, zones []orb.MultiPolygon, cities int, beside bool) {
	b.Helper()
	points, local := strewn(1, 1_000_000, cities), strewn(1, 1_000_000, 1)
	var build, cells, localTime, s2Time best
	var c *Cells
	build.measure(func() { c = buildFor(b, zones, Options{}) })
	var s2Rival rival
	if beside {
		s2Rival = s2Index(zones)
	}
	var hits Hits
	for i := range rounds {
		cells.measure(func() { c.Locate(points, &hits) })
		localTime.measure(func() { c.Locate(local, &hits) })
		if beside {
			s2Time.measure(func() {
				for _, p := range points[i*s2Chunk : (i+1)*s2Chunk] {
					s2Rival(p)
				}
			})
		}
	}
	n, ours := vertices(zones), perSecond(len(points), cells)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n), "vertices")
	b.ReportMetric(ours/1e6, "Mpoints/s")
	b.ReportMetric(perSecond(len(local), localTime)/1e6, "Mpoints/s-in-one-city")
	b.ReportMetric(1e6*float64(build)/float64(n), "µs-build/vertex")
	b.ReportMetric(float64(c.Bytes())/float64(n), "bytes/vertex")
	if beside {
		b.ReportMetric(ours/perSecond(s2Chunk, s2Time), "×S2")
	}
}
