package catalogue_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/seeds"
)

// directory is a small layers directory that opens without fault.
func directory() fstest.MapFS {
	return fstest.MapFS{
		"catalogue.json": {Data: []byte(`{"title":{"zh":"测试","en":"test"},"layers":[
			{"id":"zones","role":"zones","title":{"zh":"区","en":"zones"},"grades":["一级","二级"],"file":"zones.geojson","coverage":"all"},
			{"id":"places","role":"reference","title":{"zh":"点","en":"places"},"file":"places.geojson"}],
			"not_held":[{"id":"other","title":{"zh":"其他","en":"other"}}]}`)},
		"coverage.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[
			{"type":"Feature","id":"all","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[50,0],[50,50],[0,50],[0,0]]]}}]}`)},
		"zones.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[
			{"type":"Feature","properties":{"code":"A","name":"甲","grade":"一级","source_code":"S","valid_from":"2020-01-01"},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,2],[1,1]]]}},
			{"type":"Feature","properties":{"BSM":"B","MC":"乙","BHQJB":"二级","SYDBM":"S","SXRQ":"2020-01-01","JD":5},"geometry":{"type":"Polygon","coordinates":[[[0,0],[3,0],[3,3],[0,3],[0,0]]]}},
			{"type":"Feature","properties":{"标识码":"C","名称":"丙","级别":"一级"},"geometry":{"type":"MultiPolygon","coordinates":[[[[10,10],[11,10],[11,11],[10,10]]]]}}]}`)},
		"places.geojson": {Data: []byte(`{"type":"FeatureCollection","features":[
			{"type":"Feature","id":"P","properties":{"name":"点"},"geometry":{"type":"Point","coordinates":[1,1]}}]}`)},
	}
}

func with(file, was, is string) fstest.MapFS {
	dir := maps.Clone(directory())
	text := strings.Replace(string(dir[file].Data), was, is, 1)
	dir[file] = &fstest.MapFile{Data: []byte(text)}
	return dir
}

func open(t *testing.T, dir fstest.MapFS) *layers.Release {
	t.Helper()
	r, err := catalogue.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestOpenTakesEveryName: keys, pinyin initials and Chinese names mean the same.
func TestOpenTakesEveryName(t *testing.T) {
	l := open(t, directory()).Layer("zones")
	if len(l.Zones) != 3 {
		t.Fatalf("%d zones", len(l.Zones))
	}
	for i, want := range []layers.Attributes{
		{Code: "A", Name: "甲", Grade: "一级", SourceCode: "S", Span: layers.Span{From: "2020-01-01"}},
		{Code: "B", Name: "乙", Grade: "二级", SourceCode: "S", Span: layers.Span{From: "2020-01-01"}, AccuracyM: 5},
		{Code: "C", Name: "丙", Grade: "一级"},
	} {
		if got := l.Zones[i].Attributes; got != want {
			t.Errorf("zone %d: %+v, want %+v", i, got, want)
		}
	}
}

// TestOpenRefuses what would make a report lie; the error names the place.
func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct{ name, file, was, is, says string }{
		{"unknown catalogue key", "catalogue.json", `"role":"zones"`, `"role":"zones","requird_for":["well"]`, "requird_for"},
		{"unknown role", "catalogue.json", `"role":"zones"`, `"role":"zone"`, "role"},
		{"layer twice", "catalogue.json", `"id":"places"`, `"id":"zones"`, "zones"},
		{"no such file", "catalogue.json", `zones.geojson`, `zone.geojson`, "zone.geojson"},
		{"no such coverage", "catalogue.json", `"coverage":"all"`, `"coverage":"al"`, "al"},
		{"broken coverage", "coverage.geojson", `[50,0],[50,50]`, `[50,50],[50,0]`, "coverage.geojson"},
		{"not GeoJSON", "zones.geojson", `"FeatureCollection"`, `"Topology"`, "zones.geojson"},
		{"a point among zones", "zones.geojson", `{"type":"MultiPolygon","coordinates":[[[[10,10],[11,10],[11,11],[10,10]]]]}`, `{"type":"Point","coordinates":[1,1]}`, "features[2]"},
		{"a bad date", "zones.geojson", `"2020-01-01"`, `"2020-13-01"`, "features[0]"},
		{"an end before its start", "zones.geojson", `"valid_from":"2020-01-01"`, `"valid_from":"2020-01-01","valid_to":"2019-01-01"`, "valid_to"},
		{"words for a number", "zones.geojson", `"JD":5`, `"JD":"five"`, "features[1]"},
		{"words for a truth", "zones.geojson", `"JD":5`, `"SFSY":"perhaps"`, "features[1]"},
		{"an unknown system", "catalogue.json", `"role":"zones"`, `"role":"zones","crs":"mars"`, "mars"},
		{"another system than the numbers", "catalogue.json", `"role":"zones"`, `"role":"zones","crs":"EPSG:4526"`, "features[0]"},
		{"one key by two names", "zones.geojson", `"BSM":"B"`, `"BSM":"B","code":"B"`, "code"},
		{"a code twice on a day", "zones.geojson", `"标识码":"C"`, `"标识码":"A"`, "A"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := catalogue.Open(with(c.file, c.was, c.is), nil)
			var place *catalogue.LoadError
			if !errors.As(err, &place) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want a LoadError that says %q", err, c.says)
			}
		})
	}
}

// TestOpenQuarantines a shape that is not valid, and says why and where.
func TestOpenQuarantines(t *testing.T) {
	l := open(t, with("zones.geojson", "[1,1],[2,1],[2,2],[1,2],[1,1]", "[1,1],[2,2],[2,1],[1,2],[1,1]")).Layer("zones")
	if len(l.Zones) != 2 || len(l.Quarantined) != 1 {
		t.Fatalf("%d zones, %d quarantined", len(l.Zones), len(l.Quarantined))
	}
	q := l.Quarantined[0]
	if q.Code != "A" || q.Reason.ZH == "" || !strings.Contains(q.Reason.EN, "1.5") {
		t.Errorf("quarantined %+v; want zone A and the crossing at 1.5 1.5", q)
	}
	box := orb.Point{1.5, 1.5}.Bound()
	if l.Quarantine(box, 30, "2026-11-23") == nil || l.Quarantine(orb.Point{20, 20}.Bound(), 30, "2026-11-23") != nil ||
		l.Quarantine(box, 30, "2019-12-31") != nil {
		t.Error("the quarantine must show where the zone could lie, and nowhere else")
	}
}

// TestReleaseIsItsContent: the order of files, features and keys does not
// matter; every property and every corner does.
func TestReleaseIsItsContent(t *testing.T) {
	id := open(t, directory()).ID
	same := []fstest.MapFS{
		with("zones.geojson", `"type":"Feature","properties":{"code":"A","name":"甲"`, `"properties":{"name":"甲","code":"A"`+`,"unknown_key":1`),
		with("places.geojson", `[1,1]`, ` [ 1.0 , 1 ] `),
	}
	same[0]["zones.geojson"].Data = []byte(strings.Replace(string(same[0]["zones.geojson"].Data), `{"properties":{"name"`, `{"type":"Feature","properties":{"name"`, 1))
	for i, dir := range same {
		if got := open(t, dir).ID; got != id {
			t.Errorf("same content %d: release %s, want %s", i, got, id)
		}
	}
	for _, c := range []struct{ file, was, is string }{
		{"zones.geojson", "[2,1]", "[2.0000001,1]"},
		{"zones.geojson", "甲", "申"},
		{"places.geojson", "[1,1]", "[1,1.5]"},
		{"coverage.geojson", "[50,0]", "[51,0]"},
		{"catalogue.json", `"zh":"区"`, `"zh":"域"`},
		{"catalogue.json", `"zh":"其他"`, `"zh":"别的"`},
	} {
		if got := open(t, with(c.file, c.was, c.is)).ID; got == id {
			t.Errorf("%s with %s for %s has the same release", c.file, c.is, c.was)
		}
	}
}

// TestSeedsAreSound: the embedded layers open, nothing of them is quarantined,
// and every record says that it is illustrative.
func TestSeedsAreSound(t *testing.T) {
	r, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Layers() {
		if len(l.Quarantined) > 0 {
			t.Errorf("%s: quarantined %+v", l.ID, l.Quarantined)
		}
		if !l.Illustrative || !strings.Contains(l.Title.ZH, "示意") {
			t.Errorf("%s does not say that it is illustrative", l.ID)
		}
		for f := range r.On("2026-11-23").Features(l, nil) {
			if !f.Illustrative {
				t.Errorf("%s %s does not say that it is illustrative", l.ID, f.Code)
			}
		}
	}
}

// TestSpan: the first day counts, the last does not, and an open end has none.
func TestSpan(t *testing.T) {
	for _, c := range []struct {
		from, to, day layers.Date
		want          bool
	}{
		{"2020-01-01", "2021-01-01", "2019-12-31", false},
		{"2020-01-01", "2021-01-01", "2020-01-01", true},
		{"2020-01-01", "2021-01-01", "2020-12-31", true},
		{"2020-01-01", "2021-01-01", "2021-01-01", false},
		{"", "2021-01-01", "1900-01-01", true},
		{"2020-01-01", "", "2999-12-31", true},
		{"", "", "2026-11-23", true},
	} {
		if got := (layers.Span{From: c.from, To: c.to}).Holds(c.day); got != c.want {
			t.Errorf("%s to %s on %s: %v", c.from, c.to, c.day, got)
		}
	}
}

// FuzzOpen: no layers file makes Open panic, and what opens has a release id.
func FuzzOpen(f *testing.F) {
	f.Add(directory()["zones.geojson"].Data, directory()["catalogue.json"].Data)
	f.Fuzz(func(t *testing.T, zones, text []byte) {
		dir := directory()
		dir["zones.geojson"] = &fstest.MapFile{Data: zones}
		dir["catalogue.json"] = &fstest.MapFile{Data: text}
		if r, err := catalogue.Open(dir, nil); err == nil && r.ID == "" {
			t.Error("a release without an id")
		}
	})
}
