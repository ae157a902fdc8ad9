package batch_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/geo/index"
	"waterzones/layers"
	"waterzones/layers/batch"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

// TestFastIsSlow: in random worlds of grades, parts, sources, days, accuracies,
// coverage with holes and quarantine, the rows that go through cells and bands are,
// byte for byte, those that are screened one by one; on boundaries and beside them,
// and at the distance where a band ends.
func TestFastIsSlow(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	worlds := 200
	if testing.Short() {
		worlds = 20
	}
	met := map[rules.Verdict]int{}
	for seed := range worlds {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		w := randomWorld(t, r, set)
		in := w.rows(r)
		job := batch.Job{Snapshot: w.snap, Workers: 1 + seed%3, Nearest: seed%2 == 0, Defaults: rules.Said{Kind: []string{"well", "outfall", "project"}[seed%3]}}
		if job.Rules = set; seed%7 == 0 {
			job.Rules, job.Defaults = nil, rules.Said{}
		}
		slow, counts := runWorld(t, job, in)
		if job.Points, err = screening.NewPoints(w.snap, job.Rules != nil, index.Options{Points: len(in) / 40, Workers: 2}); err != nil {
			t.Fatal(err)
		}
		fast, _ := runWorld(t, job, in)
		if slow != fast {
			t.Fatalf("world %d: %s", seed, firstDifference(fast, slow))
		}
		for v, n := range counts.Verdicts {
			met[v] += n
		}
	}
	for _, v := range []rules.Verdict{rules.Prohibited, rules.Restricted, rules.Borderline, rules.Undetermined, rules.NoneFound} {
		if met[v] == 0 {
			t.Errorf("no row of any world is %s: %v", v, met)
		}
	}
}

func runWorld(t *testing.T, j batch.Job, in string) (string, batch.Counts) {
	t.Helper()
	src, err := format.OpenStream(strings.NewReader(in), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if j.Points == nil {
		src.Rows = nil // the slow way is slow throughout
	}
	var out bytes.Buffer
	counts, err := j.Run(t.Context(), src, &out, batch.CSV(false))
	if err != nil || counts.Rejected > 0 {
		t.Fatal(counts, err)
	}
	return out.String(), counts
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d:\nfast %s\nslow %s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// aWorld is layers and the places at which to look.
type aWorld struct {
	snap  layers.Snapshot
	rings []orb.Ring
}

// randomWorld draws layers on a square of some kilometres.
func randomWorld(t *testing.T, r *rand.Rand, set *rules.Set) *aWorld {
	t.Helper()
	w := &aWorld{}
	var all []*layers.Layer
	for _, kind := range []struct {
		id     string
		grades []string
	}{
		{"drinking_water_zone", []string{"一级", "二级", "准保护区"}}, {"groundwater_restricted", []string{"禁采", "限采"}}, {"blue_line", nil}, {"livestock_ban", nil},
	} {
		l := &layers.Layer{ID: kind.id, Role: layers.RoleZones, Grades: kind.grades, RequiredFor: []string{"well", "outfall"}}
		if r.IntN(3) == 0 {
			l.AccuracyM = []float64{5, 100}[r.IntN(2)]
		}
		if r.IntN(8) == 0 {
			l.Span = layers.Span{From: "2027-01-01"}
		}
		if l.Coverage = w.coverage(r); r.IntN(10) == 0 {
			l.Coverage = nil
		}
		for i := range r.IntN(8) {
			w.addZone(r, l, i)
		}
		all = append(all, l)
	}
	release, err := layers.NewRelease(layers.Release{NotHeld: notHeld(set)}, all, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.snap = release.On("2026-11-23")
	return w
}

func (w *aWorld) coverage(r *rand.Rand) orb.MultiPolygon {
	outer := orb.Bound{Min: orb.Point{112.01, 35.01}, Max: orb.Point{112.09, 35.09}}.ToPolygon()
	if r.IntN(2) == 0 {
		hole := slices.Clone(w.blob(r, 0.01))
		slices.Reverse(hole)
		outer = append(outer, hole)
	}
	w.rings = append(w.rings, outer...)
	return orb.MultiPolygon{outer}
}

func (w *aWorld) addZone(r *rand.Rand, l *layers.Layer, i int) {
	a := layers.Attributes{
		Code: fmt.Sprint("Z", i), Name: fmt.Sprint("区", i), SourceCode: []string{"A", "B", ""}[r.IntN(3)],
		Part: []string{"水域", "陆域", ""}[r.IntN(3)], AccuracyM: []float64{0, 0, 5, 200}[r.IntN(4)],
	}
	if len(l.Grades) > 0 {
		a.Grade = l.Grades[r.IntN(len(l.Grades))]
	}
	if r.IntN(6) == 0 {
		a.Span = []layers.Span{{To: "2020-01-01"}, {From: "2026-11-23"}, {From: "2026-11-24"}}[r.IntN(3)]
	}
	ring := w.blob(r, 0.002+0.03*r.Float64())
	w.rings = append(w.rings, ring)
	z := layers.Zone{Attributes: a, Shape: orb.MultiPolygon{{ring}}}
	if r.IntN(8) == 0 {
		l.Quarantined = append(l.Quarantined, layers.Quarantine{Zone: z})
		return
	}
	l.Zones = append(l.Zones, z)
}

// blob is a ring round some place: a rectangle as often as a star, so that edges
// of zones lie on one another.
func (w *aWorld) blob(r *rand.Rand, radius float64) orb.Ring {
	grid := func(v float64) float64 { return math.Round(v*500) / 500 }
	c := orb.Point{112.02 + 0.06*r.Float64(), 35.02 + 0.06*r.Float64()}
	if r.IntN(2) == 0 {
		low, high := orb.Point{grid(c[0] - radius), grid(c[1] - radius)}, orb.Point{grid(c[0] + radius), grid(c[1] + radius)}
		return orb.Bound{Min: low, Max: orb.Point{max(high[0], low[0]+0.002), max(high[1], low[1]+0.002)}}.ToRing()
	}
	var ring orb.Ring
	n := 3 + r.IntN(12)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		at := radius * (0.4 + 0.6*r.Float64())
		ring = append(ring, orb.Point{c[0] + at*cos, c[1] + at*sin})
	}
	return append(ring, ring[0])
}

// rows are points all over the world, on corners and edges, beside them by the
// least that there is, and where the bands end.
func (w *aWorld) rows(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("id,lon,lat,accuracy_m,serves_water_supply,stage,depth_m\n")
	row := func(p orb.Point) {
		fmt.Fprintf(&b, "%d,%.17g,%.17g,%s,%s,%s,%d\n", b.Len(), p[0], p[1], []string{"", "", "5", "100"}[r.IntN(4)],
			[]string{"", "true", "false"}[r.IntN(3)], []string{"", "proposed", "existing"}[r.IntN(3)], r.IntN(400))
	}
	for range 60 {
		row(orb.Point{112 + 0.1*r.Float64(), 35 + 0.1*r.Float64()})
	}
	for range 120 {
		ring := w.rings[r.IntN(len(w.rings))]
		i := r.IntN(len(ring) - 1)
		p := ring[i]
		if r.IntN(2) == 0 {
			f := r.Float64()
			p = orb.Point{p[0] + f*(ring[i+1][0]-p[0]), p[1] + f*(ring[i+1][1]-p[1])}
		}
		switch r.IntN(3) {
		case 0:
			k := r.IntN(2)
			p[k] = math.Nextafter(p[k], []float64{0, 1000}[r.IntN(2)])
		case 1:
			metres := []float64{5, 30, 100, 200}[r.IntN(4)] * (1 + 1e-9*float64(r.IntN(3)-1))
			sin, cos := math.Sincos(2 * math.Pi * r.Float64())
			p = orb.Point{p[0] + metres*cos/91_290, p[1] + metres*sin/110_940}
		}
		row(p)
	}
	return b.String()
}
