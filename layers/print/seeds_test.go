package print_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/print"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

// fromSeeds screens sites against the seeds, as the program does. One more site
// is one more line.
func fromSeeds(t testing.TB) []made {
	t.Helper()
	set := seedRules(t)
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	snap := release.On("2026-11-23")
	var all []made
	for _, site := range []struct{ name, lang, said, shape string }{
		{"seeds_area", "", "kind=project", "POLYGON((112.850 35.498,112.870 35.499,112.869 35.503,112.849 35.502,112.850 35.498))"},
		{"seeds_well", "", "kind=well", "POINT(112.8500 35.5000)"},
		{"seeds_pipeline", "en", "kind=pipeline", "LINESTRING(112.80 35.49,112.85 35.50,112.90 35.53,112.97 35.47)"},
		{"seeds_farm", "", "kind=livestock_farm", "POLYGON((112.5300 35.4700,112.5304 35.4700,112.5304 35.4703,112.5300 35.4703,112.5300 35.4700))"},
		{"seeds_beijing", "en", "kind=outfall", "POINT(116.39 39.91)"},
		{"seeds_outfalls", "", "kind=outfall", "MULTIPOINT((112.850 35.498),(112.852 35.499))"},
		// The papers of an ordinary month: a project over three grades, wells of which one
		// lies outside, a bridge, solar power on water, a factory that stands, no data.
		{"seeds_grades", "", "kind=project developer=示例公司 township=示例镇", "POLYGON((112.849 35.498,112.879 35.498,112.879 35.522,112.849 35.522,112.849 35.498))"},
		{"seeds_wells", "", "kind=well well_purpose=household", "MULTIPOINT((112.85 35.50),(112.87686 35.54074),(116.39 39.91))"},
		{"seeds_bridge", "", "kind=pipeline stage=new carries=道路 crosses_river=true", "LINESTRING(112.944 35.779,112.949 35.779)"},
		{"seeds_solar", "", "kind=solar_wind stage=new", "POLYGON((112.36222 35.77334,112.36422 35.77334,112.36422 35.77494,112.36222 35.77494,112.36222 35.77334))"},
		{"seeds_factory", "", "kind=project stage=existing built_on=2023 may_pollute_groundwater=true", "POLYGON((112.85 35.7639,112.853 35.7639,112.853 35.7663,112.85 35.7663,112.85 35.7639))"},
		{"seeds_nodata", "", "kind=project", "POLYGON((116.39 39.91,116.40 39.91,116.40 39.92,116.39 39.91))"},
	} {
		shape, err := wkt.Unmarshal(site.shape)
		if err != nil {
			t.Fatal(err)
		}
		parcel := screening.Parcel{Site: saidSite(t, set, "name="+site.name+" "+site.said)}
		parcel.Site.CRS, parcel.Site.Shape = "EPSG:4490", shape
		all = append(all, screened(t, site.name, site.lang, snap, set, parcel))
	}
	return all
}

// saidSite is the site of which that is said, a word each.
func saidSite(t testing.TB, set *rules.Set, words string) *rules.Site {
	t.Helper()
	said := rules.Said{Attributes: map[string]string{}}
	for word := range strings.FieldsSeq(words) {
		switch key, value, _ := strings.Cut(word, "="); key {
		case "name":
			said.Name = value
		case "kind":
			said.Kind = value
		case "stage":
			said.Stage = value
		default:
			said.Attributes[key] = value
		}
	}
	site, wrong := set.Site(said)
	if len(wrong) > 0 {
		t.Fatal(words, wrong)
	}
	return site
}

func seedRules(t testing.TB) *rules.Set {
	t.Helper()
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// screened is the signed report on parcels, and what is printed with it.
func screened(t testing.TB, name, lang string, snap layers.Snapshot, set *rules.Set, parcels ...screening.Parcel) made {
	t.Helper()
	r, err := report.Make(context.Background(), snap, set, parcels, report.Single())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.AppendSigned(nil); err != nil {
		t.Fatal(err)
	}
	return made{name, r, print.Options{
		Number: "WZ-2026-0042", PrintedAt: time.Date(2026, 11, 23, 2, 30, 0, 0, time.UTC), Lang: lang,
		URL: "https://water.example.cn/reports/Zk3v9Qw", Rules: set, Map: print.Around(snap, r),
	}}
}

// TestRulesSayNothingForbidden reads every text that the rule file can bring
// into a report.
func TestRulesSayNothingForbidden(t *testing.T) {
	set := seedRules(t)
	for i := range set.Rules {
		r := &set.Rules[i]
		for _, text := range []layers.Text{r.Title, r.Conditions} {
			if found := forbidden(text.ZH + "\n" + text.EN); len(found) > 0 {
				t.Errorf("%s: %q", r.ID, found)
			}
		}
	}
}

// aroundShowsWhatWasMet: every zone of a layer that matters and that the site
// met is among those of the map, or else the nearest one is.
func aroundShowsWhatWasMet(t *testing.T, m made) {
	t.Helper()
	shown := map[string]bool{}
	for _, l := range m.options.Map {
		for _, z := range l.Zones {
			shown[z.Name] = true
		}
	}
	matters := map[string]bool{}
	for _, c := range m.report.Layers {
		matters[c.ID] = c.Matters
	}
	for _, z := range m.report.Zones {
		if matters[z.Layer] && !shown[z.Name] {
			t.Errorf("%s is not on the map", z.Name)
		}
	}
	const far = 20_000 // metres: beside what is farther the site would not be seen
	if n := m.report.Nearest; len(m.report.Zones) == 0 && len(n) > 0 && n[0].DistanceM < far && !shown[n[0].Name] {
		t.Errorf("the nearest, %s, is not on the map", n[0].Name)
	}
}

// leavesShapes: zones are everyone's, and drawing clips in place.
func leavesShapes(t *testing.T, m made) {
	t.Helper()
	before := make([][]orb.MultiPolygon, len(m.options.Map))
	for i, l := range m.options.Map {
		for _, z := range l.Zones {
			before[i] = append(before[i], z.Shape.Clone())
		}
	}
	_ = page(t, m)
	for i, l := range m.options.Map {
		for k, z := range l.Zones {
			if !z.Shape.Equal(before[i][k]) {
				t.Fatalf("%s was changed", z.Name)
			}
		}
	}
}
