package report_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers/catalogue"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

func squareAt(lon, lat, width float64) orb.Polygon {
	return orb.Polygon{{{lon, lat}, {lon + width, lat}, {lon + width, lat + 0.001}, {lon, lat + 0.001}, {lon, lat}}}
}

// TestEverywhere: what was declared counts up to the edge of what the layers cover,
// also where a parcel lies beyond; far away it is reminded of.
func TestEverywhere(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	unlawful := rules.Said{Kind: "geothermal", Stage: "existing", Attributes: map[string]string{"approved_abstraction": "false"}}
	const ban = "GW23E"
	for name, c := range map[string]struct {
		shapes []orb.Geometry
		counts bool
	}{
		"inside":             {[]orb.Geometry{squareAt(112.85, 35.49, 0.001)}, true},
		"across the edge":    {[]orb.Geometry{squareAt(113.58179, 35.7, 0.011)}, true},
		"one parcel far off": {[]orb.Geometry{squareAt(112.85, 35.49, 0.001), squareAt(116.4, 39.9, 0.001)}, true},
		"the far one first":  {[]orb.Geometry{squareAt(116.4, 39.9, 0.001), squareAt(112.85, 35.49, 0.001)}, true},
		"far away":           {[]orb.Geometry{squareAt(116.4, 39.9, 0.001)}, false},
	} {
		var parcels []screening.Parcel
		for _, shape := range c.shapes {
			site, wrong := set.Site(unlawful)
			if len(wrong) > 0 {
				t.Fatal(wrong)
			}
			site.Shape = shape
			parcels = append(parcels, screening.Parcel{Site: site})
		}
		r, err := report.Make(t.Context(), release.On("2026-11-23"), set, parcels, report.Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		found := slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.Rule == ban })
		reminded := slices.ContainsFunc(r.Reminders, func(m report.Reminder) bool { return m.Rule == ban })
		if found != c.counts || reminded == c.counts || (r.Verdict == rules.Prohibited) != c.counts {
			t.Errorf("%s: found %v, reminded %v, %s", name, found, reminded, r.Verdict)
		}
	}
}
