package print_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gowebpki/jcs"
	"github.com/paulmach/orb/encoding/wkt"

	"waterzones/geo/crs"
	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/print"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/seeds"
)

// officer is a request as it comes over the counter. Shapes are in the system
// named, easting or longitude first, one a parcel.
type officer struct {
	name, project, kind string
	said                map[string]string // attributes
	stage               string
	crs                 string // empty: nothing was declared
	asOf                layers.Date
	shapes              []string
}

// requests are those of the golden reports in testdata/officer. One more is one
// more line here and a run with -update; each is read by eye before it is
// accepted.
func requests() []officer {
	const today = "2026-11-23"
	return []officer{
		{"three_grades", "示例机械加工项目", "project", map[string]string{"nature": "新建", "discharges_pollutants": "是", "serves_water_supply": "否"}, "", "EPSG:4490", today, []string{
			"POLYGON((112.850 35.498,112.870 35.499,112.869 35.503,112.849 35.502,112.850 35.498))",
		}},
		{"well_restricted_in_supply", "示例1号自备井", "well", map[string]string{"nature": "新打", "well_purpose": "工业", "depth_m": "320"}, "", "EPSG:4490", today, []string{"POINT(112.905 35.770)"}},
		{"well_existing", "示例2号既有井", "well", map[string]string{"well_purpose": "自备", "approved_abstraction": "否"}, "existing", "EPSG:4490", today, []string{"POINT(112.900 35.780)"}},
		// The first corner of 市区井水水源地's second grade, as the layer has it.
		{"outfall_on_boundary", "示例工业排污口", "outfall", map[string]string{"nature": "新设", "outfall_class": "工业排污口"}, "", "EPSG:4490", today, []string{"POINT(112.8583673 35.5000000)"}},
		// Due north of the northernmost corner of 阳城县城居民区禁养区, which lies at 35.5008536.
		{"farm_29_m_outside", "示例养猪场", "livestock_farm", map[string]string{"nature": "新建", "species": "生猪", "head_count": "800"}, "", "EPSG:4490", today, []string{
			"POLYGON((112.4376 35.5011150,112.4387 35.5011150,112.4387 35.5017,112.4376 35.5017,112.4376 35.5011150))",
		}},
		{"not_covered", "示例陵川加工厂", "project", map[string]string{"nature": "新建"}, "", "EPSG:4490", today, []string{"POLYGON((113.270 35.770,113.273 35.770,113.273 35.772,113.270 35.772,113.270 35.770))"}},
		// From 112°29′51″ to 112°30′22″: west of the meridian it would be zone 37's.
		{"across_the_meridian", "示例润城物流园", "project", map[string]string{"nature": "新建", "discharges_pollutants": "否"}, "", "EPSG:4526", today, []string{
			"POLYGON((38363673.957 3931103.616,38364445.580 3931114.094,38364432.138 3931425.063,38363660.543 3931414.587,38363673.957 3931103.616))",
		}},
		{"revoked_day_before", "示例沁水仓库", "project", map[string]string{"nature": "新建", "discharges_pollutants": "否"}, "", "EPSG:4490", "2025-08-31", []string{revoked}},
		{"revoked_day_after", "示例沁水仓库", "project", map[string]string{"nature": "新建", "discharges_pollutants": "否"}, "", "EPSG:4490", "2025-09-01", []string{revoked}},
		{"pipeline_two_sources", "示例输油管线", "pipeline", map[string]string{"nature": "新建", "carries": "石油"}, "", "EPSG:4490", today, []string{
			"LINESTRING(112.80 35.49,112.85 35.50,112.90 35.53,112.97 35.47)",
		}},
		{"three_parcels", "示例产业园", "project", map[string]string{"nature": "新建", "discharges_pollutants": "是"}, "", "EPSG:4490", today, []string{
			"POLYGON((112.8580 35.5050,112.8600 35.5050,112.8600 35.5070,112.8580 35.5070,112.8580 35.5050))",
			"POLYGON((112.8595 35.5060,112.8620 35.5060,112.8620 35.5080,112.8595 35.5080,112.8595 35.5060))",
			"POLYGON((112.8900 35.5050,112.8920 35.5050,112.8920 35.5065,112.8900 35.5065,112.8900 35.5050))",
		}},
		{"gcj02", "示例加油站", "oil_depot", map[string]string{"nature": "新建"}, "", "GCJ-02", today, []string{"POLYGON((112.8640 35.5030,112.8646 35.5030,112.8646 35.5035,112.8640 35.5035,112.8640 35.5030))"}},
		{"rebuilt_unknown", "示例技改项目", "project", map[string]string{"nature": "改建"}, "", "", today, []string{"POLYGON((112.8720 35.5120,112.8732 35.5120,112.8732 35.5129,112.8720 35.5129,112.8720 35.5120))"}},
		{"beijing", "示例北京项目", "project", nil, "", "EPSG:4490", today, []string{"POLYGON((116.390 39.910,116.393 39.910,116.393 39.912,116.390 39.912,116.390 39.910))"}},
	}
}

// revoked lies in 沁水县万庆元（定都）水源地, which holds until 2025-08-31.
const revoked = "POLYGON((112.1900 35.7000,112.1920 35.7000,112.1920 35.7020,112.1900 35.7020,112.1900 35.7000))"

// officerData is the seeds and a public supply that reaches into a 限采区, which
// no supply of the seeds does.
func officerData(t testing.TB) *layers.Release {
	t.Helper()
	const file, last = "water_supply_coverage.geojson", "]}"
	dir := fstest.MapFS{}
	err := fs.WalkDir(seeds.Data(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(seeds.Data(), path)
		if path == file {
			text = append(bytes.TrimSuffix(bytes.TrimSpace(text), []byte(last)), []byte(`,
{"type":"Feature","id":"140581-GS-99","properties":{"code":"140581-GS-99","name":"示例延伸管网覆盖范围（示意）","status":"现行","valid_from":"2019-01-01","accuracy_m":50,"illustrative":true},
"geometry":{"type":"Polygon","coordinates":[[[112.903,35.768],[112.907,35.768],[112.907,35.772],[112.903,35.772],[112.903,35.768]]]}}`+last)...)
		}
		dir[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	release, err := catalogue.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	return release
}

// answered screens the request as the program does.
func (o *officer) answered(t testing.TB, snap layers.Snapshot, set *rules.Set) made {
	t.Helper()
	var parcels []screening.Parcel
	for _, text := range o.shapes {
		site, wrong := set.Site(rules.Said{Name: o.project, Kind: o.kind, Stage: o.stage, Attributes: o.said})
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		given, err := wkt.Unmarshal(text)
		if err != nil {
			t.Fatal(err)
		}
		site.CRS, site.CRSGiven, site.Shape = "EPSG:4490", o.crs != "", given
		if system, err := crs.Parse(o.crs); err == nil && system != crs.CGCS2000 {
			site.CRS, site.Given = system.String(), given
			if site.Shape, err = system.Shape(given); err != nil {
				t.Fatal(err)
			}
		}
		parcels = append(parcels, screening.Parcel{Site: site})
	}
	return screened(t, o.name, "", snap, set, parcels...)
}

// officers answers all requests.
func officers(t testing.TB) []made {
	t.Helper()
	set, release := seedRules(t), officerData(t)
	var all []made
	for _, o := range requests() {
		all = append(all, o.answered(t, release.On(o.asOf), set))
	}
	return all
}

// TestOfficer holds what requests come to, as the golden files have it: all that
// was found and the conclusion that an officer signs.
func TestOfficer(t *testing.T) {
	all := officers(t)
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			d := print.Document(m.report, m.options)
			golden(t, "officer/"+m.name+".txt", gist(t, &d, signedText(t, m.report)))
			readAsGeoJSON(t, m)
			leavesTheReport(t, m)
		})
	}
	seeded, hand := fromSeeds(t), allMade()
	for _, m := range seeded {
		t.Run(m.name, func(t *testing.T) {
			aroundShowsWhatWasMet(t, m)
			leavesShapes(t, m)
		})
	}
	for _, m := range hand {
		readAsGeoJSON(t, m)
	}
	for _, m := range slices.Concat(all, seeded, hand) {
		for _, m.options.Lang = range []string{"", "en"} {
			if testing.Short() && m.options.Lang == "en" {
				continue // as the Chinese one is made; make test has both
			}
			t.Run(m.name+" "+m.options.Lang, func(t *testing.T) {
				o := printed(t, m)
				sameEverywhere(t, &o)
				nothingAllowed(t, &o)
				if m.options.Lang == "" && slices.ContainsFunc(all, func(a made) bool { return a.name == m.name }) {
					short(t, m.report, o.pages)
				}
			})
		}
	}
}

// output is a report in one language in every form.
type output struct {
	doc           print.Doc
	page          string   // HTML
	pages         []string // the PDF's texts
	json, geojson string
}

func printed(t *testing.T, m made) output {
	t.Helper()
	var features bytes.Buffer
	if err := print.GeoJSON(&features, m.report); err != nil {
		t.Fatal(err)
	}
	return output{
		doc: print.Document(m.report, m.options), page: page(t, m), pages: pagesOf(t, paperOf(t, m)),
		json: signedText(t, m.report), geojson: features.String(),
	}
}

// sameEverywhere: page and paper say what the document says.
func sameEverywhere(t *testing.T, o *output) {
	t.Helper()
	want := squeezed(o.doc.Text())
	if got := squeezed(textOfHTML(t, o.page)); got != want {
		t.Errorf("HTML: %s", firstDifference(got, want))
	}
	if got := joined(&o.doc, o.pages); got != want {
		t.Errorf("PDF: %s", firstDifference(got, want))
	}
}

// short: the first page is what is signed, and an ordinary finding
// has five pages at most; a pipeline through eleven zones may have more.
func short(t *testing.T, r *report.Report, pages []string) {
	t.Helper()
	most := 5
	if len(r.Findings) > 6 {
		most = 7
	}
	if len(pages) > most {
		t.Errorf("%d pages for %d findings", len(pages), len(r.Findings))
	}
	if len(r.Zones) < 12 && !strings.Contains(squeezed(pages[0]), "单位（盖章）") {
		t.Error("the line to sign on is not on the first page")
	}
}

// nothingAllowed reads every output.
func nothingAllowed(t *testing.T, o *output) {
	t.Helper()
	for form, text := range o.texts() {
		if found := forbidden(text); len(found) > 0 {
			t.Errorf("%s: %q", form, found)
		}
	}
	if found := misnumbered().FindString(o.doc.Text()); found != "" {
		t.Errorf("%s: the law writes its articles in Chinese numerals", found)
	}
}

// misnumbered finds an article, paragraph or item that is not cited as the law
// writes it (第三百一十九条第一款).
func misnumbered() *regexp.Regexp {
	return regexp.MustCompile(`第\d+[条款项]|第（?\d+）?项`)
}

// texts are a report's, by form. The PDF's equals the document's.
func (o *output) texts() map[string]string {
	return map[string]string{"text": o.doc.Text(), "html": o.page, "json": o.json, "geojson": o.geojson}
}

// TestPlantedAnywhere puts a forbidden word where a report could get it from, and
// reads it in every output.
func TestPlantedAnywhere(t *testing.T) {
	m := allMade()[0]
	m.options.Lang = ""
	for place, plant := range map[string]*string{
		"finding": &m.report.Findings[0].Title.ZH, "conditions": &m.report.Findings[0].Conditions.ZH,
		"note": &m.report.Notes[0].ZH, "reminder": &m.report.Reminders[0].Title.ZH, "summary": &m.report.Summary.ZH,
	} {
		before := *plant
		*plant = "本项目可以建设"
		o := printed(t, m)
		for form, text := range o.texts() {
			if len(forbidden(text)) == 0 {
				t.Errorf("%s: planted in the %s and not found", form, place)
			}
		}
		*plant = before
	}
}

// signedText is the report as it is hashed, a value a line.
func signedText(t *testing.T, r *report.Report) string {
	t.Helper()
	text, err := json.Marshal(r)
	if err == nil {
		text, err = jcs.Transform(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", " "); err != nil {
		t.Fatal(err)
	}
	return indented.String() + "\n"
}
