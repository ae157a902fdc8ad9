package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// river is a winding strip of so many vertices a bank, with islands.
func river(r *rand.Rand, at orb.Point, size float64, n int) orb.Polygon {
	var left, right orb.Ring
	heading, bend, p, step := 2*math.Pi*r.Float64(), 0.0, at, size/float64(n)
	width := 3 * step
	for range n {
		bend = 0.9*bend + 0.1*r.NormFloat64()
		heading += bend / 3
		sin, cos := math.Sincos(heading)
		p[0], p[1] = p[0]+step*cos, p[1]+step*sin
		left = append(left, orb.Point{p[0] - width*sin, p[1] + width*cos})
		right = append(right, orb.Point{p[0] + width*sin, p[1] - width*cos})
	}
	right.Reverse()
	shell := append(append(orb.Ring{}, left...), right...)
	polygon := orb.Polygon{append(shell, shell[0])}
	for i := 4; i < n-4; i += n / 4 {
		a, b := left[i], right[n-1-i]
		c := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
		polygon = append(polygon, orb.Ring{c, {c[0] + step/2, c[1]}, {c[0], c[1] + step/2}, c})
	}
	return polygon
}

// scattered is many small parts in no order, long edges, single places and
// vertices given twice.
func scattered(r *rand.Rand, at orb.Point, size float64) orb.MultiPolygon {
	var area orb.MultiPolygon
	for range 40 {
		p := orb.Point{at[0] + size*r.Float64(), at[1] + size*r.Float64()}
		d := size / 50 * r.Float64()
		area = append(area, orb.Polygon{{p, {p[0] + d, p[1]}, {p[0] + d, p[1]}, {p[0], p[1] + d}, p}})
	}
	p := orb.Point{at[0] + 2*size, at[1]}
	return append(area, orb.Polygon{{p, p, p, p}},
		orb.Polygon{{{at[0] - 1, at[1] - 0.5}, {at[0] + 4*size, at[1] - 0.5}, {at[0] + 4*size, at[1] - 0.51}, {at[0] - 1, at[1] - 0.5}}})
}

// sitesBy are sites of every kind on, beside, near and far from an area.
func sitesBy(r *rand.Rand, area orb.MultiPolygon) []orb.Geometry {
	ring := area[r.IntN(len(area))][0]
	i := r.IntN(len(ring) - 1)
	a, b := ring[i], ring[i+1]
	middle := edge{a, b}.point(0.5)
	beside := orb.Point{math.Nextafter(a[0], 200), a[1]}
	sites := []orb.Geometry{a, middle, beside, orb.Point{middle[0], math.Nextafter(middle[1], -90)}}
	for _, far := range []float64{1e-9, 1e-6, 1e-4, 0.003, 0.1, 1, 30} {
		sin, cos := math.Sincos(2 * math.Pi * r.Float64())
		p := orb.Point{a[0] + far*cos, a[1] + far*sin}
		d := far * r.Float64()
		sites = append(
			sites, p, orb.LineString{p, {p[0] + d, p[1] + d/3}}, orb.MultiPoint{p, {p[0] + d, p[1]}},
			orb.Polygon{{p, {p[0] + d, p[1]}, {p[0] + d, p[1] + d}, {p[0] + d/2, p[1] + 2*d}, {p[0], p[1] + d}, p}},
		)
	}
	return append(sites, area.Bound().Pad(0.01), river(r, beside, 0.01, 12), orb.LineString{{a[0] - 1, a[1] + 1}, {a[0] + 1.1, a[1] + 1}})
}

// bruteShortest measures between all edges.
func bruteShortest(site, zone *boxTree) Distance {
	all := way{best: math.Inf(1)}
	for _, e := range site.edges {
		for _, f := range zone.edges {
			one := way{best: math.Inf(1)}
			if one.between(e, f); !math.IsInf(one.best, 1) {
				all.measure(direction{from: one.start}, one.to)
			}
		}
	}
	return all.distance()
}

// TestShortestIsTheShortestOfAll: what is found by trees is, to the last bit,
// the least of all ways between all edges; and what a prepared area answers is
// what the plain functions do.
func TestShortestIsTheShortestOfAll(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	r := rand.New(rand.NewPCG(31, 7))
	least, most, related := math.Inf(1), 0.0, map[Relation]int{}
	for i := range 16 {
		at := orb.Point{112 * (2*r.Float64() - 1), []float64{35.5, 0, -20, 60}[i%4] + r.Float64()}
		size := math.Pow(10, -2*r.Float64())
		area := orb.MultiPolygon{river(r, at, size, 40)}
		if i%3 == 0 {
			area = scattered(r, at, size)
		}
		prepared := Prepare(area)
		for _, site := range sitesBy(r, area) {
			samePlain(t, site, prepared, related)
			p := flatten(site)
			if f, err := prepared.ask().facts(p); err != nil || (f.contact && len(p.points) == 0) {
				continue // edges cross: there is no way to measure
			}
			want := bruteShortest(p.outlines(), prepared.ready().edges())
			for _, zone := range []*Prepared{prepared, asGiven(area)} {
				q := zone.ask()
				if got := q.shortest(p.outlines(), q.edges(), math.Inf(1)); got != want {
					t.Fatalf("%v to %v:\n got %+v\nwant %+v", site, area, got, want)
				}
				if got := q.fromPoints(p.points, math.Inf(1)); len(p.lines)+len(p.areas) == 0 && got != want {
					t.Fatalf("%v to %v by points:\n got %+v\nwant %+v", site, area, got, want)
				}
			}
			least, most = min(least, want.M), max(most, want.M)
		}
	}
	if least != 0 || most < 3e6 {
		t.Errorf("from %v to %v m: the cases prove little", least, most)
	}
	for _, relation := range []Relation{Disjoint, Touches, Overlaps, Within, Contains} {
		if related[relation] < 10 {
			t.Errorf("%s only %d times", relation, related[relation])
		}
	}
}

func samePlain(t *testing.T, site orb.Geometry, area *Prepared, related map[Relation]int) {
	t.Helper()
	got, err := area.Meet(site)
	want, wantErr := Meet(site, area.Area())
	if got != want || err != wantErr {
		t.Fatalf("%v to %v: %+v, %v, want %+v, %v", site, area.Area(), got, err, want, wantErr)
	}
	if got, want := area.DistanceToArea(site), DistanceToArea(site, area.Area()); got != want {
		t.Fatalf("%v to %v: %+v, want %+v", site, area.Area(), got, want)
	}
	if got, want := area.Deeper(site, 30), Deeper(site, area.Area(), 30); got != want {
		t.Fatalf("%v deeper in %v: %v, want %v", site, area.Area(), got, want)
	}
	related[got.Relation]++
}

// TestLeastChord: never more than the chord between any two places of the
// boxes, and not much less than the least of them.
func TestLeastChord(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 20_000 {
		box := func() orb.Bound {
			p := orb.Point{360*r.Float64() - 180, 180*r.Float64() - 90}
			size := math.Pow(10, 2-6*r.Float64())
			return orb.Bound{Min: p, Max: orb.Point{min(180, p[0]+size), min(90, p[1]+size)}}
		}
		a := box()
		b := box()
		if r.IntN(2) == 0 { // near by
			d := math.Pow(10, 1-6*r.Float64())
			b.Min = orb.Point{a.Max[0] + d*r.NormFloat64(), min(90, max(-90, a.Max[1]+d*r.NormFloat64()))}
			b.Max = orb.Point{b.Min[0] + d*r.Float64(), min(90, b.Min[1]+d*r.Float64())}
		}
		low, least := leastChord(&a, &b, parallelBelow(&a)), math.Inf(1)
		for range 8 {
			p, q := placeIn(r, a, b), placeIn(r, b, a)
			away := spatial(p).minus(spatial(q))
			chord := math.Sqrt(away.dot(away))
			least = min(least, chord)
			if low > chord+1e-8*chord+1e-8 {
				t.Fatalf("%v and %v: at least %v, but %v and %v are %v apart", a, b, low, p, q, chord)
			}
		}
	}
}

// placeIn is a place in a box: any, or the one nearest to another box in
// longitude and latitude.
func placeIn(r *rand.Rand, box, other orb.Bound) orb.Point {
	p := orb.Point{}
	for k := range p {
		p[k] = box.Min[k] + r.Float64()*(box.Max[k]-box.Min[k])
		if r.IntN(2) == 0 {
			p[k] = min(box.Max[k], max(box.Min[k], other.Min[k]))
		}
	}
	return p
}

// TestStripsHoldTheirEdges: every place of every edge lies within the strips
// above it.
func TestStripsHoldTheirEdges(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	narrow, checked := 0, 0
	for i := range 40 {
		at := orb.Point{112, []float64{35.5, 0, 80, -60}[i%4]}
		tree := newBoxTree(areaShape(orb.MultiPolygon{river(r, at, 0.5, 400)}).edges).withStrips()
		for level, nodes := range tree.levels {
			for k, n := range nodes {
				first, last := n.from, n.to
				for below := level - 1; below >= 0; below-- {
					first, last = tree.levels[below][first].from, tree.levels[below][last-1].to
				}
				s := &tree.strips[level][k]
				for _, e := range tree.edges[first:last] {
					d2, _ := s.line.toPoint(spatial(e.point(r.Float64())))
					if math.Sqrt(d2) > s.width {
						t.Fatalf("%v of %v lies %v m from the line, width %v", e, level, math.Sqrt(d2), s.width)
					}
				}
				checked++
				if s.width < 0.2*math.Sqrt(s.line.length2) {
					narrow++
				}
			}
		}
	}
	if narrow < checked/2 {
		t.Errorf("%d of %d are narrow", narrow, checked)
	}
}

// TestPlaneHolds: the least and the most that the plane round a place says of an
// edge hold for the geodesic, near and far, steep and long.
func TestPlaneHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	known, far, sharp := 0, 0, 0
	for range 40_000 {
		p := orb.Point{360*r.Float64() - 180, 160*r.Float64() - 80}
		off, long := math.Pow(10, 1-8*r.Float64()), math.Pow(10, 0.5-7*r.Float64())
		a := orb.Point{p[0] + off*r.NormFloat64(), p[1] + off*r.NormFloat64()}
		e := edge{a, orb.Point{a[0] + long*r.NormFloat64(), a[1] + long*r.NormFloat64()}}
		if max(a[1], e.b[1]) > 89 || min(a[1], e.b[1]) < -89 {
			continue
		}
		s := pointSearch{plane: planeAt(p), tree: newBoxTree([]edge{e})}
		if !s.find(math.Inf(1)) {
			continue
		}
		w := way{best: math.Inf(1)}
		for i := range 4 { // from several places on: an edge so long may have several feet
			w.refine(direction{from: p, on: e}, float64(i)/3)
		}
		if w.best < s.low-unsure || w.best > s.high+unsure {
			t.Fatalf("%v to %v: %v m, not from %v to %v", p, e, w.best, s.low, s.high)
		}
		known++
		if s.far {
			far++
		}
		if s.high-s.low < 1e-3*s.high+0.01 {
			sharp++
		}
	}
	if known < 20_000 || far < 4000 || sharp < known/2 {
		t.Errorf("%d known, %d of them far, %d sharp", known, far, sharp)
	}
}
