package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waterzones/api"
	"waterzones/layers/catalogue"
	"waterzones/layers/rules"
	"waterzones/seeds"
)

// said are the fields of a question about 112.85° E, 35.5° N, by their names.
type said map[string]string

// TestDoors: what a query, a feature, a form and a row say of a site means the
// same, and what one of them refuses all refuse, saying which field it is.
func TestDoors(t *testing.T) {
	dir := onLayers(t, "drinking_water_zone", "spring_domain")
	release, err := catalogue.Open(os.DirFS(dir), nil)
	if err != nil {
		t.Fatal(err)
	}
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api.New(api.Config{
		Release: release, Rules: set, Map: fstest.MapFS{}, Log: slog.New(slog.DiscardHandler), Version: "test", MaxBytes: 1 << 20,
		Now: func() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) },
	}).Handler())
	t.Cleanup(server.Close)
	doors := map[string]func(*testing.T, string, said) string{"query": byQuery, "feature": byFeature, "form": byForm, "row": byRow}
	for _, c := range []struct{ says, refused string }{
		{says: "kind=outfall"},
		{says: "kind=入河排污口"},
		{says: "kind=well stage=existing"},
		{says: "kind=well stage=既有"},
		{says: "kind=well well_purpose=工业 depth_m=320"},
		{says: "kind=project discharges_pollutants=是"},
		{says: "kind=project discharges_pollutants=true nature=扩建"},
		{says: "kind=project discharges_pollutants=0"},
		{says: "kind=project accuracy_m=300"},
		{says: "kind=outfall crs=EPSG:4490"},
		{says: "kind=outfall crs=GCJ-02"},
		{says: "kind=outfall as_of=2019-07-01"},
		{says: "", refused: "kind"},
		{says: "kind=castle", refused: "kind"},
		{says: "kind=well stage=someday", refused: "stage"},
		{says: "kind=well stage=existing nature=新建", refused: "stage"},
		{says: "kind=well well_purpose=fun", refused: "well_purpose"},
		{says: "kind=well depth_m=-1", refused: "depth_m"},
		{says: "kind=project discharges_pollutants=perhaps", refused: "discharges_pollutants"},
		{says: "kind=project accuracy_m=0", refused: "accuracy_m"},
		{says: "kind=project accuracy_m=wide", refused: "accuracy_m"},
		{says: "kind=outfall crs=mars", refused: "crs"},
		{says: "kind=outfall as_of=soon", refused: "2026-08-15"},
	} {
		fields := said{}
		for word := range strings.FieldsSeq(c.says) {
			key, value, _ := strings.Cut(word, "=")
			fields[key] = value
		}
		answers := map[string]string{}
		for name, ask := range doors {
			got := ask(t, server.URL, fields)
			if refusal, refused := strings.CutPrefix(got, "refused "); refused && c.refused != "" && strings.Contains(refusal, c.refused) {
				got = "refused"
			}
			answers[name] = got
		}
		for name, got := range answers {
			if got != answers["query"] || (got == "refused") != (c.refused != "") {
				t.Errorf("%q: by %s %s, by query %s; to be refused for: %q", c.says, name, got, answers["query"], c.refused)
			}
		}
	}
}

// found is what an answer comes to; any other is a refusal.
func found(t *testing.T, status int, body []byte) string {
	t.Helper()
	if status >= 300 {
		return fmt.Sprintf("refused %d %s", status, body)
	}
	var r struct {
		Verdict    string
		Complete   bool
		Borderline bool
		Findings   []struct{ Rule string }
	}
	if err := json.Unmarshal(body, &r); err != nil || r.Verdict == "" {
		t.Fatalf("%v: %s", err, body)
	}
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.Rule)
	}
	return outcome(r.Verdict, r.Complete, ids)
}

func outcome(verdict string, complete bool, ids []string) string {
	slices.Sort(ids)
	return fmt.Sprint(verdict, " ", complete, " ", strings.Join(slices.Compact(ids), ";"))
}

func send(t *testing.T, request *http.Request, err error) string {
	t.Helper()
	status, body := fetch(t, request, err)
	return found(t, status, body)
}

func byQuery(t *testing.T, server string, s said) string {
	t.Helper()
	values := url.Values{"lon": {"112.85"}, "lat": {"35.5"}}
	for key, value := range s {
		values.Set(key, value)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server+"/screenings?"+values.Encode(), nil)
	return send(t, request, err)
}

func byFeature(t *testing.T, server string, s said) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"type": "Feature", "properties": s, "geometry": map[string]any{"type": "Point", "coordinates": []float64{112.85, 35.5}}})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+"/screenings", bytes.NewReader(body))
	return send(t, request, err)
}

func byForm(t *testing.T, server string, s said) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range s {
		if err := form.WriteField(key, value); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", "site.wkt")
	if err == nil {
		_, err = io.WriteString(file, "POINT(112.85 35.5)\n")
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+"/screenings", &body)
	if err == nil {
		request.Header.Set("Content-Type", form.FormDataContentType())
	}
	return send(t, request, err)
}

// byRow says in columns what a row may differ in, and of the file what is the
// file's: its system and the day.
func byRow(t *testing.T, _ string, s said) string {
	t.Helper()
	args := []string{"screen"}
	head, row := []string{"lon", "lat"}, []string{"112.850000", "35.500000"}
	day := "2026-11-23"
	for key, value := range s {
		switch key {
		case "crs":
			args = append(args, "--crs", value)
		case "as_of":
			day = value
		default:
			head, row = append(head, key), append(row, value)
		}
	}
	text := strings.Join(head, ",") + "\n" + strings.Join(row, ",") + "\n"
	status, stdout, stderr := call(t, text, append(args, "--as-of", day, "-")...)
	rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	if status != exitDone || err != nil || len(rows) != 2 {
		return fmt.Sprintf("refused %d %s%s", status, stderr, stdout)
	}
	cell := func(name string) string { return rows[1][slices.Index(rows[0], name)] }
	return outcome(cell("verdict"), cell("complete") == "true", strings.Split(cell("rules"), ";"))
}
