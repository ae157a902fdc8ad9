package report_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// TestVerifyComputesTheSame: whole reports on shapes of every kind and direction,
// and on parcels that overlap, come out the same from what they say.
func TestVerifyComputesTheSame(t *testing.T) {
	snap, set := seeded(t)
	random := rand.New(rand.NewPCG(5, 9))
	for i := range 24 {
		at := orb.Point{112.6 + 0.5*random.Float64(), 35.4 + 0.3*random.Float64()}
		if i%3 == 0 {
			at = inside(t, &snap.Layer("drinking_water_zone").Zones[i%30])
		}
		by := func() orb.Point {
			return orb.Point{at[0] + 0.02*random.Float64() - 0.01, at[1] + 0.02*random.Float64() - 0.01}
		}
		shape := orb.Geometry(at)
		switch i % 4 {
		case 1:
			shape = orb.LineString{by(), by(), by()}
		case 2:
			a, b, c := by(), by(), by()
			shape = orb.Polygon{{a, b, c, a}}
		}
		site, wrong := set.Site(rules.Said{Kind: "project"})
		if len(wrong) > 0 {
			t.Fatal(wrong[0])
		}
		site.Shape = shape
		parcels := []screening.Parcel{{Site: site}}
		if i%5 == 0 {
			other := *site
			a, b, c := by(), by(), by()
			other.Shape = orb.Polygon{{a, b, c, a}}
			parcels = append(parcels, screening.Parcel{Name: "2", Site: &other})
		}
		r, err := report.Make(context.Background(), snap, set, parcels, report.Single())
		if err != nil {
			t.Fatal(err)
		}
		text, err := r.AppendSigned(nil)
		if err != nil {
			t.Fatal(err)
		}
		diff, err := report.Verify(context.Background(), text, snap.Release, set)
		if err != nil || len(diff.Differences) > 0 {
			t.Errorf("case %d: %v %v", i, err, diff)
		}
	}
}
