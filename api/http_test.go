package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCaching: a layer has an ETag, answers 304 to who has it, goes out gzipped
// to who takes that, and is readable from a page of another origin.
func TestCaching(t *testing.T) {
	server := start(t)
	url := server.URL + "/collections/drinking_water_zone/items?limit=1000"
	first, plain := send(t, "GET", url, "", "Origin", "http://elsewhere.example", "Accept-Encoding", "identity")
	tag := first.Header.Get("ETag")
	if tag == "" || first.StatusCode != http.StatusOK {
		t.Fatalf("status %d, ETag %q", first.StatusCode, tag)
	}
	if got := first.Header.Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("allowed origin %q", got)
	}
	again, body := send(t, "GET", url, "", "If-None-Match", `"other", `+tag)
	if again.StatusCode != http.StatusNotModified || len(body) != 0 {
		t.Errorf("with the tag: status %d, %d bytes", again.StatusCode, len(body))
	}
	other, _ := send(t, "GET", url+"&as_of=2019-06-01", "", "If-None-Match", tag)
	if other.StatusCode != http.StatusOK {
		t.Errorf("another day with the tag: status %d", other.StatusCode)
	}
	zipped, body := send(t, "GET", url, "", "Accept-Encoding", "gzip")
	if zipped.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(zipped.Header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("headers %v", zipped.Header)
	}
	unzip, err := gzip.NewReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unzip)
	if err != nil || !bytes.Equal(text, plain) {
		t.Errorf("unzipped %d bytes, plain %d, %v", len(text), len(plain), err)
	}
}

type featureCollection struct {
	Type                          string
	NumberMatched, NumberReturned int
	Links                         []struct{ Href, Rel string }
	Features                      []struct {
		ID         string
		Properties struct{ Code, Name, Grade string }
		Geometry   struct{ Type string }
	}
}

func getFeatures(t *testing.T, url string) featureCollection {
	t.Helper()
	response, body := send(t, "GET", url, "")
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "application/geo+json") {
		t.Fatalf("%s: %d %v", url, response.StatusCode, response.Header)
	}
	var c featureCollection
	if err := json.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPaging: following next visits every feature once.
func TestPaging(t *testing.T) {
	server := start(t)
	whole := getFeatures(t, server.URL+"/collections/drinking_water_zone/items?limit=10000")
	if whole.NumberMatched < 50 || whole.NumberReturned != whole.NumberMatched || len(whole.Features) != whole.NumberReturned {
		t.Fatalf("matched %d, returned %d, %d features", whole.NumberMatched, whole.NumberReturned, len(whole.Features))
	}
	var seen []string
	for url := server.URL + "/collections/drinking_water_zone/items?limit=7"; url != ""; {
		page := getFeatures(t, url)
		if page.NumberMatched != whole.NumberMatched || len(page.Features) > 7 {
			t.Fatalf("page of %d, matched %d", len(page.Features), page.NumberMatched)
		}
		for _, f := range page.Features {
			seen = append(seen, f.ID)
		}
		url = ""
		for _, l := range page.Links {
			if l.Rel == "next" {
				url = l.Href
			}
		}
	}
	slices.Sort(seen)
	if n := len(seen); n != whole.NumberMatched || len(slices.Compact(seen)) != n {
		t.Errorf("saw %d features, %d different, of %d", n, len(slices.Compact(seen)), whole.NumberMatched)
	}
}

// TestBBox: a box selects by the exact shape, a point of a box works, a box
// round the world over the antimeridian has everything.
func TestBBox(t *testing.T) {
	server := start(t)
	items := server.URL + "/collections/county/items?bbox="
	for _, c := range []struct {
		bbox string
		want []string
	}{
		{"112.85,35.50,112.85,35.50", []string{"140502"}},
		{"112.10,35.70,112.11,35.71", []string{"140521"}},
		{"10,10,11,11", nil},
		{"112.10,35.70,-500,112.11,35.71,9000", []string{"140521"}},
		{"-180,-90,180,90", []string{"140502", "140521", "140522", "140524", "140525", "140581"}},
		{"113,-90,112,90", []string{"140521", "140524", "140525", "140581"}},
	} {
		var got []string
		for _, f := range getFeatures(t, items+c.bbox).Features {
			got = append(got, f.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("bbox %s: %v, want %v", c.bbox, got, c.want)
		}
	}
}

// TestCollectionsAreWhole: what the list says of a layer, the layer says too,
// and the shipped ones all say that they are illustrative.
func TestCollectionsAreWhole(t *testing.T) {
	server := start(t)
	_, body := send(t, "GET", server.URL+"/collections", "")
	var list struct {
		Illustrative bool
		Collections  []map[string]any
	}
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatal(err)
	}
	if !list.Illustrative || len(list.Collections) < 9 {
		t.Errorf("illustrative %v, %d collections", list.Illustrative, len(list.Collections))
	}
	for _, c := range list.Collections {
		id, _ := c["id"].(string)
		_, body := send(t, "GET", server.URL+"/collections/"+id, "")
		var one map[string]any
		if err := json.Unmarshal(body, &one); err != nil {
			t.Fatal(err)
		}
		got, _ := json.Marshal(one)
		want, _ := json.Marshal(c)
		if !bytes.Equal(got, want) {
			t.Errorf("%s alone: %s\nin the list: %s", id, got, want)
		}
		if one["illustrative"] != true || !strings.Contains(one["title"].(string), "示意") {
			t.Errorf("%s does not say that it is illustrative", id)
		}
	}
}

// TestRevokedZone: a zone revoked in 2025 is met before and not after, and its
// feature is gone from the layer.
func TestRevokedZone(t *testing.T) {
	server := start(t)
	before := getFeatures(t, server.URL+"/collections/drinking_water_zone/items?limit=10000&as_of=2024-12-31")
	after := getFeatures(t, server.URL+"/collections/drinking_water_zone/items?limit=10000&as_of=2026-01-01")
	ids := func(c featureCollection) (ids []string) {
		for _, f := range c.Features {
			ids = append(ids, f.ID)
		}
		return ids
	}
	gone := 0
	for _, id := range ids(before) {
		if !slices.Contains(ids(after), id) {
			gone++
			status, _ := send(t, "GET", server.URL+"/collections/drinking_water_zone/items/"+id, "")
			then, _ := send(t, "GET", server.URL+"/collections/drinking_water_zone/items/"+id+"?as_of=2024-12-31", "")
			if status.StatusCode != http.StatusNotFound || then.StatusCode != http.StatusOK {
				t.Errorf("%s: today %d, then %d", id, status.StatusCode, then.StatusCode)
			}
		}
	}
	if gone < 2 {
		t.Errorf("%d zones went out of force in 2025, want at least 2", gone)
	}
}

// TestHead: what answers GET answers HEAD, without a body.
func TestHead(t *testing.T) {
	server := start(t)
	for _, path := range []string{"/", "/healthz", "/readyz", "/collections", "/collections/county/items", "/map/", "/rules"} {
		response, body := send(t, "HEAD", server.URL+path, "")
		if response.StatusCode != http.StatusOK || len(body) > 0 {
			t.Errorf("HEAD %s: %d, %d bytes", path, response.StatusCode, len(body))
		}
	}
}

// TestMetrics: requests, screenings by verdict and the age of the snapshot, in
// a number of series that callers cannot grow.
func TestMetrics(t *testing.T) {
	server := start(t)
	send(t, "GET", server.URL+"/screenings?lon=112.85&lat=35.5&kind=outfall", "")
	send(t, "GET", server.URL+"/screenings?lon=116&lat=39&kind=outfall", "")
	send(t, "POST", server.URL+"/screenings", strings.Repeat(" ", 5<<20))
	for i := range 20 {
		send(t, "GET", server.URL+"/nowhere/"+strings.Repeat("x", i), "", "Host", strings.Repeat("h", i+1))
	}
	for i := range 30 {
		send(t, "INVENTED"+strings.Repeat("X", i), server.URL+"/screenings", "")
		send(t, strings.Repeat("Y", i+1), server.URL+"/nowhere", "")
	}
	_, body := send(t, "GET", server.URL+"/metrics", "")
	if n := strings.Count(string(body), `waterzones_http_requests_total{`); n > 6 {
		t.Errorf("%d series of requests", n)
	}
	for _, want := range []string{
		`waterzones_screenings_total\{complete="true",verdict="prohibited"\} 1`,
		`waterzones_screenings_total\{complete="false",verdict="undetermined"\} 1`,
		`(?m)^waterzones_snapshot_age_seconds `,
		`waterzones_http_requests_total\{code="413"`,
		`waterzones_http_request_duration_seconds_count`,
	} {
		if !regexp.MustCompile(want).Match(body) {
			t.Errorf("no %s in the metrics", want)
		}
	}
	if n := strings.Count(string(body), `waterzones_http_requests_total{code="404",method="GET"`); n != 1 {
		t.Errorf("%d series for addresses that do not exist, want 1", n)
	}
}

// TestBrowserIsLedToTheMap and keeps to its own host there.
func TestBrowserIsLedToTheMap(t *testing.T) {
	server := start(t)
	response, _ := send(t, "GET", server.URL+"/", "", "Accept", "text/html,application/xhtml+xml")
	if response.StatusCode != http.StatusFound || response.Header.Get("Location") != "/map/" {
		t.Errorf("status %d to %q", response.StatusCode, response.Header.Get("Location"))
	}
	response, body := send(t, "GET", server.URL+"/map/", "")
	if response.StatusCode != http.StatusOK || !strings.Contains(string(body), "<title>map") {
		t.Errorf("status %d: %s", response.StatusCode, body)
	}
	policy := response.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
		t.Errorf("policy %q", policy)
	}
}

// TestAttributesReachTheRules by both ways of asking.
func TestAttributesReachTheRules(t *testing.T) {
	server := start(t)
	verdict := func(response *http.Response, body []byte) string {
		var r struct{ Verdict string }
		if err := json.Unmarshal(body, &r); err != nil || response.StatusCode/100 != 2 {
			t.Fatalf("%d %v: %.500s", response.StatusCode, err, body)
		}
		return r.Verdict
	}
	get := server.URL + "/screenings?lon=112.85&lat=35.50&kind=project"
	if got := verdict(send(t, "GET", get, "")); got != "prohibited" { // an exception is for the applicant to prove
		t.Errorf("unknown: %s", got)
	}
	if got := verdict(send(t, "GET", get+"&serves_water_supply=true", "")); got != "restricted" {
		t.Errorf("known: %s", got)
	}
	const post = `{"type":"Feature","properties":{"kind":"建设项目","stage":"拟建","attributes":{"serves_water_supply":%s}},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}`
	if got := verdict(send(t, "POST", server.URL+"/screenings", strings.Replace(post, "%s", "null", 1))); got != "prohibited" {
		t.Errorf("null: %s", got)
	}
	if got := verdict(send(t, "POST", server.URL+"/screenings", strings.Replace(post, "%s", "true", 1))); got != "restricted" {
		t.Errorf("true: %s", got)
	}
	const plain = `{"type":"Feature","properties":{"kind":"project","serves_water_supply":true},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}`
	if got := verdict(send(t, "POST", server.URL+"/screenings", plain)); got != "restricted" {
		t.Errorf("among the properties: %s", got)
	}
}

// TestSchema: every property that features have is described, with its other
// names.
func TestSchema(t *testing.T) {
	server := start(t)
	_, body := send(t, "GET", server.URL+"/collections/drinking_water_zone/schema", "")
	var schema struct {
		Properties map[string]struct {
			Type  string
			Names []string `json:"x-names"`
		}
	}
	if err := json.Unmarshal(body, &schema); err != nil {
		t.Fatal(err)
	}
	if got := schema.Properties["source_code"].Names; !slices.Contains(got, "SYDBM") {
		t.Errorf("names of source_code: %v", got)
	}
	_, body = send(t, "GET", server.URL+"/collections/drinking_water_zone/items?limit=10000", "")
	var items struct {
		Features []struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(body, &items); err != nil {
		t.Fatal(err)
	}
	types := func(v any) string {
		switch v.(type) {
		case float64:
			return "number"
		case bool:
			return "boolean"
		default:
			return "string"
		}
	}
	for _, f := range items.Features {
		for key, value := range f.Properties {
			if got := schema.Properties[key].Type; got != types(value) {
				t.Fatalf("property %s is %q in the schema and %s in a feature", key, got, types(value))
			}
		}
	}
}
