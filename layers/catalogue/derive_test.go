package catalogue_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/seeds"
)

// derived is a directory in which ab is what a and b have in common. Zones are
// squares of two degrees from the corner said.
func derived(more string, a, b []string) fstest.MapFS {
	const square = `{"type":"Polygon","coordinates":[[[%[1]d,%[2]d],[%[3]d,%[2]d],[%[3]d,%[4]d],[%[1]d,%[4]d],[%[1]d,%[2]d]]]}`
	collection := func(corner string, features []string) *fstest.MapFile {
		for i, f := range features {
			properties, shape, found := strings.Cut(f, " @ ")
			if !found {
				var x, y int
				_, _ = fmt.Sscanf(corner, "%d,%d", &x, &y)
				shape = fmt.Sprintf(square, x, y, x+2, y+2)
			}
			features[i] = `{"type":"Feature","properties":{` + properties + `},"geometry":` + shape + `}`
		}
		return &fstest.MapFile{Data: []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)}
	}
	return fstest.MapFS{
		"catalogue.json": {Data: []byte(`{"title":{"zh":"测试","en":"test"},"layers":[
			{"id":"ab","role":"zones","title":{"zh":"交","en":"both"},"derivation":{"zh":"应当。","en":"It should."},"derive":{"op":"intersection","of":["a","b"]}` + more + `},
			{"id":"a","role":"zones","title":{"zh":"甲","en":"A"},"version":"a7","valid_from":"2010-01-01","accuracy_m":40,"file":"a.geojson","coverage":"west"},
			{"id":"b","role":"zones","title":{"zh":"乙","en":"B"},"version":"b3","valid_from":"2015-01-01","valid_to":"2030-01-01","accuracy_m":20,"file":"b.geojson","coverage":"east"}]}`)},
		"coverage.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[
			{"type":"Feature","id":"west","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[30,0],[30,50],[0,50],[0,0]]]}},
			{"type":"Feature","id":"east","properties":{},"geometry":{"type":"Polygon","coordinates":[[[10,0],[50,0],[50,50],[10,50],[10,0]]]}}]}`)},
		"a.geojson": collection("20,20", a),
		"b.geojson": collection("21,21", b),
	}
}

// TestDerivedZones: the shape, the days, the accuracy and the versions of a
// derived zone are those that both sources allow.
func TestDerivedZones(t *testing.T) {
	l := open(t, derived("", []string{
		`"code":"A1","name":"甲一","valid_from":"2012-01-01","valid_to":"2022-01-01"`,
		`"code":"A2","name":"甲二","valid_from":"2010-01-01","valid_to":"2011-01-01"`,
	}, []string{`"code":"B1","name":"乙一","valid_from":"2016-01-01","accuracy_m":60`})).Layer("ab")
	if len(l.Zones) != 1 || len(l.Quarantined) != 0 {
		t.Fatalf("zones %+v, quarantined %+v", l.Zones, l.Quarantined)
	}
	z := &l.Zones[0]
	want := layers.Attributes{
		Code: "A1~B1", Name: "甲一 ∩ 乙一", AccuracyM: 60, Span: layers.Span{From: "2016-01-01", To: "2022-01-01"},
	}
	if z.Attributes != want {
		t.Errorf("%+v, want %+v", z.Attributes, want)
	}
	common := orb.Bound{Min: orb.Point{21, 21}, Max: orb.Point{22, 22}}
	if z.Shape.Bound() != common || math.Abs(geo.AreaM2(z.Shape)-geo.AreaM2(common.ToPolygon())) > 1 {
		t.Errorf("shape %v", z.Shape)
	}
	if l.Span != (layers.Span{From: "2015-01-01", To: "2030-01-01"}) || l.AccuracyM != 40 || l.Version != "a7 ∩ b3" {
		t.Errorf("layer %+v", l)
	}
	for _, word := range []string{"“甲”（a，版本 a7）", "“乙”（b，版本 b3）", "应当。"} {
		if !strings.Contains(l.Derivation.ZH, word) {
			t.Errorf("%s: no %s", l.Derivation.ZH, word)
		}
	}
	for _, word := range []string{"version a7", "version b3", "It should."} {
		if !strings.Contains(l.Derivation.EN, word) {
			t.Errorf("%s: no %s", l.Derivation.EN, word)
		}
	}
	if got := l.Coverage.Bound(); got != (orb.Bound{Min: orb.Point{10, 0}, Max: orb.Point{30, 50}}) {
		t.Errorf("complete in %v", got)
	}
}

// TestDerivedQuarantine: what a source could not take is missing here too.
func TestDerivedQuarantine(t *testing.T) {
	const bow = ` @ {"type":"Polygon","coordinates":[[[20,20],[22,22],[22,20],[20,22],[20,20]]]}`
	for name, dir := range map[string]fstest.MapFS{
		"first":  derived("", []string{`"code":"A1"` + bow}, []string{`"code":"B1"`}),
		"second": derived("", []string{`"code":"A1"`}, []string{`"code":"B1"` + bow}),
	} {
		l := open(t, dir).Layer("ab")
		at := orb.Point{21, 21}.Bound()
		if q := l.Quarantine(at, 30, "2020-01-01"); q == nil || !strings.Contains(q.Reason.ZH, "来源图层") {
			t.Errorf("%s: quarantine %+v", name, q)
		}
		if q := l.Quarantine(orb.Point{25, 25}.Bound(), 30, "2020-01-01"); q != nil {
			t.Errorf("%s: quarantine far off: %+v", name, q)
		}
	}
}

func TestDeriveRefuses(t *testing.T) {
	for _, c := range []struct{ name, was, is, says string }{
		{"another operation", `"op":"intersection"`, `"op":"union"`, "intersection"},
		{"one source", `["a","b"]`, `["a"]`, "of"},
		{"the same twice", `["a","b"]`, `["a","a"]`, "of"},
		{"no such layer", `["a","b"]`, `["a","c"]`, `"c"`},
		{"itself", `["a","b"]`, `["a","ab"]`, `"ab"`},
		{"a reference layer", `"id":"ab","role":"zones"`, `"id":"ab","role":"reference"`, "role"},
		{"a file too", `"of":["a","b"]}`, `"of":["a","b"]},"file":"a.geojson"`, "file"},
	} {
		dir := derived("", []string{`"code":"A1"`}, []string{`"code":"B1"`})
		text := strings.Replace(string(dir["catalogue.json"].Data), c.was, c.is, 1)
		dir["catalogue.json"] = &fstest.MapFile{Data: []byte(text)}
		if _, err := catalogue.Open(dir, nil); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to say %s", c.name, err, c.says)
		}
	}
}

// TestSeedsDerive: the area that should be closed lies in both of its sources,
// and what the seeds draw as 禁采 by the same rule has the same size.
func TestSeedsDerive(t *testing.T) {
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	l := release.Layer("overexploited_in_supply")
	if len(l.Zones) == 0 || len(l.Quarantined) != 0 {
		t.Fatalf("%d zones, quarantined %+v", len(l.Zones), l.Quarantined)
	}
	var got, drawn float64
	for i := range l.Zones {
		got += geo.AreaM2(l.Zones[i].Shape)
	}
	restricted := release.Layer("groundwater_restricted")
	for i := range restricted.Zones {
		if restricted.Zones[i].Grade == "禁采" {
			drawn += geo.AreaM2(restricted.Zones[i].Shape)
		}
	}
	if math.Abs(got/drawn-1) > 1e-4 {
		t.Errorf("derived %.0f m², drawn %.0f m²", got, drawn)
	}
}

// TestRevokedWithoutEnd: a zone revoked on no known day is not taken.
func TestRevokedWithoutEnd(t *testing.T) {
	dir := with("zones.geojson", `"code":"A"`, `"code":"A","status":"撤销"`)
	l := open(t, dir).Layer("zones")
	if len(l.Quarantined) != 1 || !strings.Contains(l.Quarantined[0].Reason.ZH, "valid_to") {
		t.Errorf("quarantined %+v", l.Quarantined)
	}
	dir = with("zones.geojson", `"code":"A"`, `"code":"A","status":"撤销","valid_to":"2025-01-01"`)
	if l := open(t, dir).Layer("zones"); len(l.Quarantined) != 0 {
		t.Errorf("quarantined %+v", l.Quarantined)
	}
}
