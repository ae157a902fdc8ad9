package report_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers/catalogue"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

// BenchmarkPoints screens wells all over the seeds' extent, as a batch does.
func BenchmarkPoints(b *testing.B) {
	for _, bc := range []struct {
		name string
		o    report.Options
	}{{"plain", report.Options{}}, {"nearest", report.Options{Nearest: true}}} {
		b.Run(bc.name, func(b *testing.B) { benchmarkPoints(b, bc.o) })
	}
}

func benchmarkPoints(b *testing.B, o report.Options) {
	b.Helper()
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		b.Fatal(err)
	}
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		b.Fatal(err)
	}
	snap := release.On("2026-11-23")
	random := rand.New(rand.NewPCG(5, 5))
	points := make([]orb.Point, 4096)
	for i := range points {
		points[i] = orb.Point{111.9 + 1.7*random.Float64(), 35.2 + 0.9*random.Float64()}
	}
	site, _ := set.Site(rules.Said{Kind: "well"})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		site.Shape = points[i%len(points)]
		if _, err := report.Make(context.Background(), snap, set, []screening.Parcel{{Site: site}}, o); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSingle makes the whole report of a project with everything in it.
func BenchmarkSingle(b *testing.B) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		b.Fatal(err)
	}
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		b.Fatal(err)
	}
	snap := release.On("2026-11-23")
	zone := release.Layer("drinking_water_zone").Zones[0].Shape.Bound()
	at := zone.Center()
	for _, bc := range []struct {
		name  string
		shape orb.Geometry
		o     report.Options
	}{
		{"point", at, report.Single()},
		{"point without shift", at, report.Options{Nearest: true, ByGrade: true, Overlap: true, Undeclared: true}},
		{"box", zone.Pad(0.002).ToPolygon(), report.Single()},
	} {
		b.Run(bc.name, func(b *testing.B) {
			site, _ := set.Site(rules.Said{Kind: "project"})
			site.Shape = bc.shape
			for b.Loop() {
				if _, err := report.Make(context.Background(), snap, set, []screening.Parcel{{Site: site}}, bc.o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
