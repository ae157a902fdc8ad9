package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"waterzones/layers/report"
)

// TestAnswers: a person answers a finding of a kept report. The report stays; the new
// one has the words, the verdict of the machine, and another hash, and prints both.
func TestAnswers(t *testing.T) {
	server := start(t)
	location, before := kept(t, server, square)
	_, text := send(t, "GET", server.URL+location+"?f=json", "")
	var old report.Report
	if err := json.Unmarshal(text, &old); err != nil {
		t.Fatal(err, before)
	}
	f := old.Findings[0]
	word := `{"rule":"` + f.Rule + `","zone":"` + f.Zone + `","holds":false,"because":"现场勘界在区外","by":"张三","document":"勘界报告〔2026〕1号","on":"2026-11-22"}`
	response, body := send(t, "POST", server.URL+location+"/answers", `{"answers":[`+word+`]}`)
	if response.StatusCode != http.StatusCreated {
		t.Fatalf("%d: %s", response.StatusCode, body)
	}
	var answered report.Report
	if err := json.Unmarshal(body, &answered); err != nil {
		t.Fatal(err)
	}
	if answered.Verdict != old.Verdict || answered.Supersedes != old.Hash || answered.Hash == old.Hash || len(answered.Officer) != 1 {
		t.Errorf("verdict %s, supersedes %s, hash %s, officer %v", answered.Verdict, answered.Supersedes, answered.Hash, answered.Officer)
	}
	next := response.Header.Get("Location")
	_, page := send(t, "GET", server.URL+next+"?f=html", "")
	for _, says := range []string{"经办人认定", "现场勘界在区外", "张三", "系统判定不变", old.Headline.ZH} {
		if !strings.Contains(string(page), says) {
			t.Errorf("the page does not say %s", says)
		}
	}
	if _, again := send(t, "GET", server.URL+location+"?f=json", ""); !bytes.Equal(again, text) {
		t.Error("the report that was answered has changed")
	}
	for _, c := range []struct {
		name, path, body string
		status           int
		says             string
	}{
		{"no such finding", location, `{"answers":[` + strings.Replace(word, f.Rule, "XX99", 1) + `]}`, 422, "answers[0].rule"},
		{"no reason", location, `{"answers":[` + strings.Replace(word, "现场勘界在区外", " ", 1) + `]}`, 422, "answers[0].because"},
		{"nobody", location, `{"answers":[` + strings.Replace(word, "张三", "", 1) + `]}`, 422, "answers[0].by"},
		{"no day", location, `{"answers":[` + strings.Replace(word, "2026-11-22", "昨天", 1) + `]}`, 400, "body"},
		{"not said", location, `{"answers":[` + strings.Replace(word, `"holds":false,`, "", 1) + `]}`, 422, "answers[0].holds"},
		{"null", location, `{"answers":[` + strings.Replace(word, `"holds":false`, `"holds":null`, 1) + `]}`, 422, "answers[0].holds"},
		{"a second word", location, `{"answers":[` + word + "," + strings.Replace(word, `"holds":false`, `"holds":true`, 1) + `]}`, 422, "answers[1]"},
		{"a day to come", location, `{"answers":[` + strings.Replace(word, "2026-11-22", "2026-11-24", 1) + `]}`, 422, "answers[0].on"},
		{"a day long ago", location, `{"answers":[` + strings.Replace(word, "2026-11-22", "1900-01-01", 1) + `]}`, 422, "answers[0].on"},
		{"nothing", location, `{"answers":[]}`, 422, "answers"},
		{"misspelt", location, `{"answer":[` + word + `]}`, 400, "answer"},
		{"no JSON", location, `holds`, 400, "body"},
		{"no report", "/reports/00000000000000000000000000", `{"answers":[` + word + `]}`, 404, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, body := send(t, "POST", server.URL+c.path+"/answers", c.body)
			if response.StatusCode != c.status || !strings.Contains(string(body), c.says) {
				t.Errorf("%d, want %d with %q: %s", response.StatusCode, c.status, c.says, body)
			}
		})
	}
}

// TestProperties: a line is a property of a posted feature and what becomes of it.
func TestProperties(t *testing.T) {
	server := start(t)
	for line := range strings.Lines(strings.TrimSpace(`
"discharges_pollutants":true                    | taken  | prohibited
"Discharges-Pollutants":"是"                     | taken  | prohibited
"排放污染物":"是"                                 | taken  | prohibited
"discharges_pollutant":true                     | 400    | discharges_pollutants
"dischrages_pollutants":true                    | 400    | discharges_pollutants
"attributes":{"discharges_pollutant":true}      | 400    | discharges_pollutants
"accuracy_mm":5                                 | 400    | accuracy_m
"建设单伍":"甲"                                   | 400    | 建设单位
"credit_code":"91350100M000100Y44"              | 400    | GB 32100
"discharges_pollutants":"也许"                    | 400    | discharges_pollutants
"discharges_pollutants":[1]                     | 400    | discharges_pollutants
"OBJECTID":7,"备注":"甲","Shape_Area":1.5         | unused | OBJECTID Shape_Area 备注
"well_purpose":"工业"                            | unused | well_purpose
"用途":"工业"                                     | unused | 用途
"attributes":{"developer":"甲","建设单位":"乙"}     | 400    | 建设单位
"built_on":"2020-01-01"                         | 400    | built_on
`)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		property, outcome, says := strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		response, body := send(t, "POST", server.URL+"/screenings", `{"type":"Feature","geometry":{"type":"Point","coordinates":[112.84883,35.50562]},"properties":{"kind":"project","nature":"new",`+property+`}}`)
		var r report.Report
		switch outcome {
		case "400":
			if response.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), says) {
				t.Errorf("%s: %d %s", property, response.StatusCode, body)
			}
		case "taken":
			if err := json.Unmarshal(body, &r); err != nil || string(r.Verdict) != says || len(r.Site.Unused) > 0 {
				t.Errorf("%s: %v %s, unused %v", property, err, r.Verdict, r.Site.Unused)
			}
		case "unused":
			if err := json.Unmarshal(body, &r); err != nil || strings.Join(r.Site.Unused, " ") != says {
				t.Errorf("%s: %v, unused %v", property, err, r.Site.Unused)
			}
		}
	}
}

// TestForeignMembers: what a description says stands in the properties of its feature;
// beside them it would be foreign to GeoJSON (RFC 7946, 6.1), and is refused. What else
// is foreign is listed.
func TestForeignMembers(t *testing.T) {
	server := start(t)
	for member, want := range map[string]string{
		`"attributes":{"discharges_pollutants":true}`: "400 attributes",
		`"kind":"well"`:            "400 kind",
		`"建设阶段":"既有"`:              "400 建设阶段",
		`"dischrges_pollutants":1`: "unused dischrges_pollutants",
		`"title":"甲"`:              "unused title",
		`"bbox":[112,35,113,36]`:   "unused ",
	} {
		response, body := send(t, "POST", server.URL+"/screenings", `{"type":"Feature","geometry":{"type":"Point","coordinates":[112.84883,35.50562]},`+member+`,"properties":{"kind":"project"}}`)
		var r report.Report
		got := "400 "
		if response.StatusCode == http.StatusOK {
			if err := json.Unmarshal(body, &r); err != nil {
				t.Fatal(err)
			}
			got = "unused " + strings.Join(r.Site.Unused, " ")
		} else if name, _, _ := strings.Cut(strings.TrimPrefix(member, `"`), `"`); strings.Contains(string(body), `"field":"`+name+`"`) {
			got += name
		}
		if got != want {
			t.Errorf("%s: %s, want %s: %.300s", member, got, want, body)
		}
	}
}
