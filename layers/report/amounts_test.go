package report_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// TestAmountsAreThoseOfTheCells holds areas against a count of cells: sites and
// zones are rectangles on a grid, so every cell has one answer.
func TestAmountsAreThoseOfTheCells(t *testing.T) {
	const size, step = 6, 0.01
	set := smallRules(t)
	random := rand.New(rand.NewPCG(5, 1))
	several := 0
	for range 150 {
		zones, where := randomZones(random, 1+random.IntN(7), size, step)
		site := randomCells(random, size)
		r := screen(t, water(t, zones), set, site.bound(step).ToPolygon(), report.Options{})
		want := countCells(zones, where, site, step)
		for i := range r.Grades {
			g := &r.Grades[i]
			key := g.Source + g.Zone + g.Grade
			if near(*g.AreaM2, want[key]) {
				delete(want, key)
			} else {
				t.Errorf("%s: %.2f m², counted %.2f", key, *g.AreaM2, want[key])
			}
		}
		for i := range r.Totals {
			key := "total " + r.Totals[i].Grade
			if near(*r.Totals[i].AreaM2, want[key]) {
				delete(want, key)
			} else {
				t.Errorf("%s: %.2f m², counted %.2f", key, *r.Totals[i].AreaM2, want[key])
			}
		}
		if len(want) > 0 {
			t.Errorf("not in the report: %v of %+v, site %v", want, where, site)
		}
		several += checkParts(t, r)
		checkSums(t, r)
	}
	if several < 20 {
		t.Errorf("only %d findings rest on several zones", several)
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 0.05+1e-7*b }

// countCells adds up the cells of the site by source and grade, and over all
// sources by grade: the strictest there.
func countCells(zones []layers.Zone, where []cells, site cells, step float64) map[string]float64 {
	sums := map[string]float64{}
	for x := site.west; x < site.east; x++ {
		for y := site.south; y < site.north; y++ {
			m2 := geo.AreaM2(cells{x, y, x + 1, y + 1}.bound(step).ToPolygon())
			strictest, bySource := len(grades()), map[string]int{}
			for i := range zones {
				if !where[i].holds(x, y) {
					continue
				}
				rank, source := slices.Index(grades(), zones[i].Grade), zones[i].SourceCode
				strictest = min(strictest, rank)
				if source == "" {
					sums[zones[i].Code+zones[i].Grade] += m2
				} else if known, ok := bySource[source]; !ok || rank < known {
					bySource[source] = rank
				}
			}
			for source, rank := range bySource {
				sums[source+grades()[rank]] += m2
			}
			if strictest < len(grades()) {
				sums["total "+grades()[strictest]] += m2
			}
		}
	}
	return sums
}

// checkParts: a finding on several zones has what they have together.
func checkParts(t *testing.T, r *report.Report) (several int) {
	t.Helper()
	for i := range r.Findings {
		f := &r.Findings[i]
		if len(f.Parts) == 0 {
			continue
		}
		several++
		sum, nearest := 0.0, math.Inf(1)
		for _, p := range f.Parts {
			nearest = min(nearest, p.BoundaryM)
			if p.OverlapM2 != nil {
				sum += *p.OverlapM2
			}
		}
		if f.OverlapM2 != nil && !near(*f.OverlapM2, sum) || f.OverlapM2 == nil && sum > 0 {
			t.Errorf("%s %s: parts have %.2f m² together, the finding %v", f.Rule, f.Zone, sum, f.OverlapM2)
		}
		if *f.BoundaryM != nearest {
			t.Errorf("%s %s: boundary %v m, nearest of the parts %v m", f.Rule, f.Zone, *f.BoundaryM, nearest)
		}
	}
	return several
}

// checkSums: the grades of one source, and the totals, fit into the site.
func checkSums(t *testing.T, r *report.Report) {
	t.Helper()
	bySource, total := map[string]float64{}, 0.0
	for i := range r.Grades {
		g := &r.Grades[i]
		bySource[g.Source+g.Zone] += *g.AreaM2
		parts := 0.0
		for _, p := range g.Parts {
			parts += *p.AreaM2
		}
		if len(g.Parts) > 0 && !near(parts, *g.AreaM2) {
			t.Errorf("%s %s: parts have %.2f m², the grade %.2f", g.Source, g.Grade, parts, *g.AreaM2)
		}
	}
	for i := range r.Totals {
		total += *r.Totals[i].AreaM2
	}
	for source, sum := range bySource {
		if sum > *r.Site.AreaM2+0.1 {
			t.Errorf("source %q has %.2f m² of a site of %.2f", source, sum, *r.Site.AreaM2)
		}
	}
	if total > *r.Site.AreaM2+0.1 {
		t.Errorf("totals of %.2f m² of a site of %.2f", total, *r.Site.AreaM2)
	}
}

// TestParcelsAreTheirSum: of parcels that do not overlap the totals are what the
// rows have together, and the verdict is the strictest of theirs.
func TestParcelsAreTheirSum(t *testing.T) {
	const size, step = 6, 0.01
	set := smallRules(t)
	random := rand.New(rand.NewPCG(5, 2))
	for range 60 {
		zones, _ := randomZones(random, 1+random.IntN(5), size, step)
		snap := water(t, zones)
		column := 0
		var parcels []screening.Parcel
		for column < size {
			c := cells{column, random.IntN(size), column + 1 + random.IntN(2), size}
			column = c.east
			parcels = append(parcels, screening.Parcel{Site: &rules.Site{Kind: "project", Shape: c.bound(step).ToPolygon()}})
		}
		r, err := report.Make(context.Background(), snap, set, parcels, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		verdict, area, totals, borderline := rules.NoneFound, 0.0, map[string]float64{}, false
		for i := range r.Parcels {
			p := &r.Parcels[i]
			verdict, area, borderline = rules.Stricter(verdict, p.Verdict), area+*p.AreaM2, borderline || p.Borderline
			for k := range p.Totals {
				totals[p.Totals[k].Grade] += *p.Totals[k].AreaM2
			}
			for _, id := range p.Rules {
				if !slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.Rule == id }) {
					t.Errorf("parcel %d: rule %s is not among the project's findings", p.Number, id)
				}
			}
		}
		if r.Verdict != verdict || r.Borderline != borderline || !near(*r.Site.AreaM2, area) {
			t.Errorf("%s, borderline %v, %.2f m²; parcels say %s, %v, %.2f", r.Verdict, r.Borderline, *r.Site.AreaM2, verdict, borderline, area)
		}
		for i := range r.Totals {
			if g := r.Totals[i].Grade; !near(*r.Totals[i].AreaM2, totals[g]) {
				t.Errorf("%s: %.2f m², parcels have %.2f", g, *r.Totals[i].AreaM2, totals[g])
			}
			delete(totals, r.Totals[i].Grade)
		}
		if len(totals) > 0 {
			t.Errorf("not in the totals: %v", totals)
		}
	}
}

// TestParcelsMustBeOfOneProject: what differs cannot be judged as one.
func TestParcelsMustBeOfOneProject(t *testing.T) {
	set, snap := smallRules(t), water(t, nil)
	site := func(stage rules.Stage) *rules.Site {
		return &rules.Site{Kind: "project", Stage: stage, Shape: orb.Point{112.5, 35.5}}
	}
	for name, parcels := range map[string][]screening.Parcel{
		"none":      nil,
		"two kinds": {{Site: site(rules.Proposed)}, {Site: site(rules.Existing)}},
	} {
		if _, err := report.Make(context.Background(), snap, set, parcels, report.Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
