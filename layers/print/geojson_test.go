package print_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"waterzones/geo/format/feature"
	"waterzones/geo/geojson"
	"waterzones/layers/print"
)

// readAsGeoJSON reads a report's map as a map front end does (RFC 7946): the site
// first, with the whole report, a part for each zone that the site overlaps
// and a point for each nearest zone, all ids once, all positions on the earth.
func readAsGeoJSON(t *testing.T, m made) {
	t.Helper()
	var b bytes.Buffer
	if err := print.GeoJSON(&b, m.report); err != nil {
		t.Fatal(err)
	}
	features := featuresOf(t, &b)
	overlaps := 0
	for i := range m.report.Zones {
		if m.report.Zones[i].Overlap != nil {
			overlaps++
		}
	}
	if want := 1 + overlaps + len(m.report.Nearest); len(features) != want {
		t.Fatalf("%d features, want %d", len(features), want)
	}
	site := features[0]
	if site.ID != "site" || site.Properties["verdict"] != string(m.report.Verdict) || site.Properties["hash"] != m.report.Hash ||
		site.Properties["complete"] != m.report.Complete || !site.Geometry.Bound().Equal(m.report.Site.Geometry.Bound()) {
		t.Errorf("the first feature is no site: %v %v", site.ID, site.Geometry)
	}
	seen := map[string]bool{}
	for _, f := range features {
		box := f.Geometry.Bound()
		if seen[f.ID] || f.ID == "" || box.Min[0] < -180 || box.Max[0] > 180 || box.Min[1] < -90 || box.Max[1] > 90 {
			t.Errorf("%v at %v", f.ID, box)
		}
		seen[f.ID] = true
	}
}

func featuresOf(t *testing.T, text *bytes.Buffer) []feature.Feature {
	t.Helper()
	var all []feature.Feature
	for f, err := range geojson.ReadFeatures(text, feature.LayerLimits()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

// leavesTheReport: the overlaps are features of their own and are not
// repeated in the site's properties; the report keeps them.
func leavesTheReport(t *testing.T, m made) {
	t.Helper()
	before, err := json.Marshal(m.report)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := print.GeoJSON(&b, m.report); err != nil {
		t.Fatal(err)
	}
	if after, err := json.Marshal(m.report); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the report was changed (%v)", err)
	}
	if bytes.Contains(b.Bytes(), []byte(`"overlap":`)) {
		t.Errorf("an overlap is repeated among the properties")
	}
}
