package report_test

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

func seeded(t *testing.T) (layers.Snapshot, *rules.Set) {
	t.Helper()
	release, set := shipped(t)
	return release.On("2026-11-23"), set
}

// TestDerivationInTheEvidence: what rests on a derived layer says how that
// follows, and from which versions.
func TestDerivationInTheEvidence(t *testing.T) {
	snap, set := seeded(t)
	for _, c := range []struct{ layer, kind, says string }{
		{"overexploited_in_supply", "well", "版本 2019-示意"},
		{"section_corridor", "outfall", "上游 3000 米"},
	} {
		zone := &snap.Layer(c.layer).Zones[0]
		site := &rules.Site{Kind: c.kind, Shape: inside(t, zone)}
		r, err := report.Make(context.Background(), snap, set, []screening.Parcel{{Site: site}}, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		checked := false
		for i := range r.Layers {
			if l := &r.Layers[i]; l.ID == c.layer {
				checked = l.Checked && strings.Contains(l.Derivation.ZH, c.says)
			} else if l.Derivation.ZH != "" && !strings.Contains(l.Derivation.ZH, "派生") {
				t.Errorf("%s: derived %q", l.ID, l.Derivation.ZH)
			}
		}
		if !checked {
			t.Errorf("%s: its derivation is not among the layers checked", c.layer)
		}
		found := false
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Layer == c.layer {
				found = true
				if !strings.Contains(f.Evidence.Derivation.ZH, c.says) || f.Evidence.Derivation.EN == "" {
					t.Errorf("%s: evidence %+v", f.Rule, f.Evidence.Derivation)
				}
			}
		}
		if !found && set.Speaks(c.layer, c.kind) {
			t.Errorf("%s: nothing found for a %s inside of it", c.layer, c.kind)
		}
	}
}

// inside is a place within a zone: the deepest of some on a grid.
func inside(t *testing.T, z *layers.Zone) orb.Point {
	t.Helper()
	box, deepest, at := z.Shape.Bound(), 0.0, orb.Point{}
	for i := 1; i < 20; i++ {
		for k := 1; k < 20; k++ {
			p := orb.Point{
				box.Min[0] + (box.Max[0]-box.Min[0])*float64(i)/20, box.Min[1] + (box.Max[1]-box.Min[1])*float64(k)/20,
			}
			if m, err := z.Area().Meet(p); err == nil && m.Relation == "within" {
				if d := z.Area().DistanceToBoundary(p).M; d > deepest {
					deepest, at = d, p
				}
			}
		}
	}
	if deepest == 0 {
		t.Fatalf("%s: no place inside found", z.Code)
	}
	return at
}

// TestGivenCoordinates: the report repeats the corners as they came, in their
// order, and the area in the plane of their zone.
func TestGivenCoordinates(t *testing.T) {
	snap, set := seeded(t)
	// 200 m × 150 m, clockwise, in zone 37 with prefix; its place on the ellipsoid
	// does not matter here.
	plane := orb.Polygon{{{37595600, 3930600}, {37595600, 3930750}, {37595800, 3930750}, {37595800, 3930600}, {37595600, 3930600}}}
	ground := orb.Polygon{{{112.05, 35.50}, {112.05, 35.5013}, {112.0522, 35.5013}, {112.0522, 35.50}, {112.05, 35.50}}}
	hole := orb.Ring{{37595650, 3930650}, {37595650, 3930660}, {37595660, 3930660}, {37595660, 3930650}, {37595650, 3930650}}
	for _, c := range []struct {
		name, crs, json string
		given           orb.Geometry
		planeM2         float64
	}{
		{"polygon", "EPSG:4525", `{"type":"Polygon","coordinates":[[[37595600,3930600],[37595600,3930750]`, plane, 30_000},
		{"with a hole", "EPSG:4525", `{"type":"Polygon","coordinates":`, orb.Polygon{plane[0], hole}, 29_900},
		{"parts", "EPSG:4525", `{"type":"MultiPolygon","coordinates":`, orb.MultiPolygon{plane, {hole}}, 30_100},
		{"members", "EPSG:4525", `{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":`, orb.Collection{plane, plane[0][0]}, 30_000},
		{"a line", "EPSG:4525", `{"type":"LineString","coordinates":[[37595600,3930600]`, orb.LineString(plane[0]), 0},
		{"Web Mercator has no area to speak of", "EPSG:3857", `{"type":"Polygon"`, plane, 0},
		{"degrees as they are", "EPSG:4490", ``, nil, 0},
	} {
		site := &rules.Site{Kind: "project", Shape: ground, CRS: c.crs, CRSGiven: true, Given: c.given, Said: layers.Text{ZH: "按 X 北 Y 东", EN: "X north, Y east"}}
		r, err := report.Make(context.Background(), snap, set, []screening.Parcel{{Site: site}}, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(r.Site)
		if err != nil {
			t.Fatal(err)
		}
		if c.json == "" && r.Site.Given != nil || c.json != "" && !strings.Contains(string(text), `"given":`+c.json) {
			t.Errorf("%s: %s", c.name, text)
		}
		if r.Site.CRS != c.crs || !r.Site.CRSDeclared || r.Site.Said != site.Said {
			t.Errorf("%s: %+v", c.name, r.Site)
		}
		if got := r.Site.PlaneAreaM2; (got == nil) != (c.planeM2 == 0) || got != nil && math.Abs(*got-c.planeM2) > 0.005 {
			t.Errorf("%s: %v m² in the plane, want %v", c.name, got, c.planeM2)
		}
	}
}

// TestSingleIsWhole: a report with everything in it has what a batch leaves out,
// for shapes of every kind over the seeds.
func TestSingleIsWhole(t *testing.T) {
	snap, set := seeded(t)
	zone := &snap.Layer("drinking_water_zone").Zones[0]
	at := inside(t, zone)
	circle := orb.Ring{}
	for i := range 500 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 500)
		circle = append(circle, orb.Point{at[0] + 0.01*cos, at[1] + 0.01*sin})
	}
	circle = append(circle, circle[0])
	for name, shape := range map[string]orb.Geometry{
		"point": at, "polygon of 500 corners": orb.Polygon{circle}, "line": orb.LineString(circle[:300]),
	} {
		r, err := report.Make(context.Background(), snap, set, []screening.Parcel{{Site: &rules.Site{Kind: "project", Shape: shape}}}, report.Single())
		if err != nil {
			t.Fatal(err)
		}
		if (r.Clears == nil) != (name == "line") || len(r.IfShifted) != 2 || len(r.Nearest) == 0 {
			t.Errorf("%s: clears %v, if shifted %v, nearest %v", name, r.Clears, r.IfShifted, r.Nearest)
		}
	}
}
