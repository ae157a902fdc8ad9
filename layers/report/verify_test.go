package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

// seedsOpen are the shipped layers and rules, the layers from any directory.
func seedsOpen(t *testing.T, dir fs.FS) (*layers.Release, *rules.Set) {
	t.Helper()
	release, err := catalogue.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return release, set
}

// signed is the report on a site of the seeds, as it is handed out.
func signed(t *testing.T, release *layers.Release, set *rules.Set, said rules.Said, o report.Options, shapes ...orb.Geometry) []byte {
	t.Helper()
	var parcels []screening.Parcel
	for _, shape := range shapes {
		site, wrong := set.Site(said)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		site.CRS, site.Shape = "EPSG:4490", shape
		parcels = append(parcels, screening.Parcel{Name: "甲", Site: site})
	}
	r, err := report.Make(context.Background(), release.On("2026-11-23"), set, parcels, o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := r.AppendSigned(nil)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func polygon(west, south, east, north float64) orb.Polygon {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()
}

// TestVerifyIdentical: what was answered is computed again in another reading of
// the same files, to the last byte of what is hashed.
func TestVerifyIdentical(t *testing.T) {
	release, set := shipped(t)
	again, rulesAgain := seedsOpen(t, seeds.Data())
	for _, c := range []struct {
		name   string
		said   rules.Said
		o      report.Options
		shapes []orb.Geometry
	}{
		{"an outfall", rules.Said{Kind: "outfall"}, report.Single(), []orb.Geometry{orb.Point{112.85, 35.5}}},
		{"a row of a batch", rules.Said{Kind: "well", Stage: "existing"}, report.Options{Nearest: true}, []orb.Geometry{orb.Point{112.85, 35.5}}},
		{
			"an area",
			rules.Said{Kind: "project", Name: "示例", Stage: "proposed", Attributes: map[string]string{"discharges_pollutants": "true"}},
			report.Single(),
			[]orb.Geometry{polygon(112.845, 35.495, 112.862, 35.512)},
		},
		{
			"a farm, its scale derived",
			rules.Said{Kind: "livestock_farm", Attributes: map[string]string{"species": "pig", "head_count": "800"}},
			report.Single(),
			[]orb.Geometry{polygon(112.845, 35.495, 112.846, 35.496)},
		},
		{"parcels", rules.Said{Kind: "project"}, report.Single(), []orb.Geometry{polygon(112.845, 35.495, 112.85, 35.5), polygon(113.1, 35.6, 113.11, 35.61)}},
		{"a pipeline", rules.Said{Kind: "pipeline"}, report.Single(), []orb.Geometry{orb.LineString{{112.8, 35.45}, {112.9, 35.55}}}},
		{"far away", rules.Said{Kind: "well"}, report.Single(), []orb.Geometry{orb.Point{116.4, 39.9}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := signed(t, release, set, c.said, c.o, c.shapes...)
			found, err := report.Verify(t.Context(), text, again, rulesAgain)
			if err != nil || len(found.Differences) > 0 {
				t.Errorf("%v %v", found, err)
			}
		})
	}
}

// TestVerifyChanged: one coordinate or one word changed is named, whether or not
// it was hashed again.
func TestVerifyChanged(t *testing.T) {
	release, set := shipped(t)
	text := signed(t, release, set, rules.Said{Kind: "project", Name: "示例项目"}, report.Single(), polygon(112.845, 35.495, 112.862, 35.512))
	for _, c := range []struct{ name, from, to, says string }{
		{"a word of a finding", "禁止", "准许", "findings"},
		{"a coordinate", "112.862,35.495],[112.862", "112.863,35.495],[112.862", "overlap_share"},
		{"the verdict", `"verdict":"restricted"`, `"verdict":"notice"`, "verdict"},
		{"an amount", `"overlap_m2":`, `"overlap_m2":1`, "overlap_m2"},
		{"the name", "示例项目", "示例项且", "summary"},
		{"the hash", `"hash":"`, `"hash":"0`, "hash"},
		{"a finding left out", `"complete":true`, `"complete":false`, "complete"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := bytes.Replace(text, []byte(c.from), []byte(c.to), 1)
			if bytes.Equal(changed, text) {
				t.Fatalf("%q is not in the report", c.from)
			}
			found, err := report.Verify(t.Context(), changed, release, set)
			if err != nil || len(found.Differences) == 0 || !strings.Contains(found.Differences[0].EN, c.says) {
				t.Errorf("%v %v, want %q named", found, err, c.says)
			}
		})
	}
}

// TestVerifyOtherData: where one corner of one zone has moved, the layer is
// named; where the rules are others, that.
func TestVerifyOtherData(t *testing.T) {
	release, set := shipped(t)
	text := signed(t, release, set, rules.Said{Kind: "well"}, report.Single(), orb.Point{112.85, 35.5})
	moved := fstest.MapFS{}
	err := fs.WalkDir(seeds.Data(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(seeds.Data(), name)
		if strings.HasPrefix(name, "spring_domain") {
			data = bytes.Replace(data, []byte("三姑泉域保护范围"), []byte("三姑泉域保护范园"), 1)
		}
		moved[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	other, _ := seedsOpen(t, moved)
	found, err := report.Verify(t.Context(), text, other, set)
	if err != nil || len(found.Differences) != 2 || !strings.Contains(found.Differences[0].EN, "release") || !strings.Contains(found.Differences[1].EN, "layer spring_domain") {
		t.Errorf("%v %v", found, err)
	}
	otherRules, err := rules.Load(bytes.Replace(seeds.Rules(), []byte("Whether it discharges or not."), []byte("Discharging or not."), 1))
	if err != nil {
		t.Fatal(err)
	}
	found, err = report.Verify(t.Context(), text, release, otherRules)
	if err != nil || len(found.Differences) != 1 || !strings.Contains(found.Differences[0].EN, "rules version") {
		t.Errorf("%v %v", found, err)
	}
}

// TestVerifyNoReport: what is no report is an error, not a difference.
func TestVerifyNoReport(t *testing.T) {
	release, set := shipped(t)
	for _, text := range []string{"", "{}", "[]", "null", `{"site":{"kind":"well"}}`, `{"site":{"kind":"castle"}}`, "not json", `{"findings":3}`, `{"verdict":"none_found","verdict":"restricted"}`, `{"site":{"kind":"well","kind":"well"}}`, `{"a":[{"b":1,"b":2}]}`} {
		if found, err := report.Verify(t.Context(), []byte(text), release, set); err == nil && len(found.Differences) == 0 {
			t.Errorf("%q is identical", text)
		}
	}
}

// TestVerifyForged: whoever changes a report and hashes it again is found out, or
// the change is in what Verify says that it does not prove.
func TestVerifyForged(t *testing.T) {
	release, set := shipped(t)
	zone, err := crs.Parse("EPSG:4526")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(given orb.Geometry) *rules.Site {
		site, wrong := set.Site(rules.Said{Kind: "project", Name: "示例"})
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		site.CRS, site.Shape = "EPSG:4490", given
		return site
	}
	plane := orb.Polygon{{{38396000, 3930000}, {38396400, 3930000}, {38396400, 3930400}, {38396000, 3930400}, {38396000, 3930000}}}
	inMetres := ask(nil)
	if inMetres.Shape, err = zone.Shape(plane); err != nil {
		t.Fatal(err)
	}
	inMetres.CRS, inMetres.Given = zone.String(), plane
	partial := ask(polygon(112.2, 35.2, 112.21, 35.21))
	partial.Partial = layers.Text{ZH: "第 2 个图形没有读出", EN: "the second shape could not be read"}
	inDegrees := ask(polygon(112.845, 35.495, 112.862, 35.512))
	for _, c := range []struct {
		name          string
		site          *rules.Site
		forge         func(*report.Report)
		found, stated string
	}{
		{"nothing", inMetres, func(*report.Report) {}, "", "EPSG:4526"},
		{"notes stripped", inDegrees, func(r *report.Report) { r.Notes = nil }, "notes", ""},
		{"shifts stripped", inDegrees, func(r *report.Report) { r.IfShifted = nil }, "if_shifted", ""},
		{"nearest stripped", inDegrees, func(r *report.Report) { r.Nearest = nil }, "nearest", ""},
		{"the way out stripped", inDegrees, func(r *report.Report) { r.Clears = nil }, "clears", ""},
		{"a way out never looked for", inDegrees, func(r *report.Report) { r.Clears, r.Options.Clears = nil, false }, "", "asked for beside the verdict: nearest, by_grade, if_shifted"},
		{"corners moved", inMetres, func(r *report.Report) {
			r.Site.Given.Geometry = orb.Polygon{{{38396000, 3930000}, {38396500, 3930000}, {38396400, 3930400}, {38396000, 3930400}, {38396000, 3930000}}}
		}, "given", ""},
		{"corners left out", inMetres, func(r *report.Report) { r.Site.Given, r.Site.PlaneAreaM2 = nil, nil }, "given", ""},
		{"a picture moved", inDegrees, func(r *report.Report) { r.Zones[0].Overlap = &report.Geometry{Geometry: polygon(112, 35, 112.1, 35.1)} }, "overlap", ""},
		{"what was not read left out", partial, func(r *report.Report) { r.Site.Partial = layers.Text{} }, "notes", "what was not read: nothing"},
		{"declared", inDegrees, func(r *report.Report) { r.Site.CRSDeclared = true }, "if_shifted", ""},
		{"a word on the coordinates", inMetres, func(r *report.Report) { r.Site.Said = layers.Text{ZH: "已由局核实", EN: "verified by the bureau"} }, "", "verified by the bureau"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := report.Make(t.Context(), release.On("2026-11-23"), set, []screening.Parcel{{Site: c.site}}, report.Single())
			if err != nil {
				t.Fatal(err)
			}
			c.forge(r)
			text, err := r.AppendSigned(nil)
			if err != nil {
				t.Fatal(err)
			}
			v, err := report.Verify(t.Context(), text, release, set)
			if err != nil {
				t.Fatal(err)
			}
			if named := namesOf(v.Differences); (named == "") != (c.found == "") || !strings.Contains(named, c.found) {
				t.Errorf("found %q, want %q", named, c.found)
			}
			if told := namesOf(v.Stated); !strings.Contains(told, c.stated) {
				t.Errorf("stated %q, want %q", told, c.stated)
			}
		})
	}
}

func namesOf(texts []layers.Text) string {
	var all []string
	for _, t := range texts {
		all = append(all, t.EN)
	}
	return strings.Join(all, "; ")
}

// TestVerifyAnswered: what a person said of a finding is taken as said, and the rest is
// computed again; a word on a finding that is not there is an error, and a changed one
// has another hash.
func TestVerifyAnswered(t *testing.T) {
	release, set := shipped(t)
	said := rules.Said{Kind: "well", Stage: "existing", Attributes: map[string]string{"well_purpose": "工业", "contact": "李四", "取水批准文号": "晋水〔2015〕3号"}}
	var r report.Report
	if err := json.Unmarshal(signed(t, release, set, said, report.Single(), orb.Point{112.85, 35.5}), &r); err != nil {
		t.Fatal(err)
	}
	word := report.Word{Rule: r.Findings[0].Rule, Zone: r.Findings[0].Zone, Because: "已封井", By: "张三", On: "2026-11-26"}
	if wrong := r.Answer([]report.Word{word}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	text, err := r.AppendSigned(nil)
	if err != nil {
		t.Fatal(err)
	}
	v, err := report.Verify(t.Context(), text, release, set)
	if err != nil || len(v.Differences) > 0 {
		t.Fatal(v, err)
	}
	told := fmt.Sprint(v.Stated)
	for _, says := range []string{"已封井", "李四"} {
		if !strings.Contains(told, says) {
			t.Errorf("%s is not told as stated: %s", says, told)
		}
	}
	changed := bytes.Replace(text, []byte("已封井"), []byte("未封井"), 1)
	if v, err := report.Verify(t.Context(), changed, release, set); err != nil || len(v.Differences) == 0 {
		t.Errorf("a changed word: %v %v", v, err)
	}
	other := bytes.Replace(text, []byte(`"rule":"`+word.Rule+`","zone":"`+word.Zone+`"}],`), []byte(`"rule":"XX99","zone":"`+word.Zone+`"}],`), 1)
	if bytes.Equal(other, text) {
		t.Fatal("nothing was changed")
	}
	if _, err := report.Verify(t.Context(), other, release, set); err == nil {
		t.Error("a word on no finding passes")
	}
}
