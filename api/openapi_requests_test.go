package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"testing"
)

// TestOpenAPIRequests: what the document says of a feature is what the service
// takes, and what it does not is refused.
func TestOpenAPIRequests(t *testing.T) {
	server := start(t)
	schema := documentOf(t, server).schema(t, "#/components/schemas/screeningFeature")
	point := func(properties string) string {
		return `{"type":"Feature","properties":{` + properties + `},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}`
	}
	shape := func(geometry string) string {
		return `{"type":"Feature","properties":{"kind":"project"},"geometry":` + geometry + `}`
	}
	for _, c := range []struct {
		body  string
		right bool
	}{
		{square, true},
		{`{"type":"Feature","properties":{"kind":"project","name":"示例项目","attributes":{"discharges_pollutants":true}},"geometry":{"type":"Polygon","coordinates":[[[112.845,35.495],[112.862,35.495],[112.862,35.512],[112.845,35.512],[112.845,35.495]]]}}`, true},
		{point(`"kind":"well"`), true},
		{point(`"kind":"well","packed":"perhaps"`), false},
		{point(`"kind":"project","stage":"existing","as_of":"2019-06-01","accuracy_m":5,"owner":{"of":"the file"}`), true},
		{point(`"kind":"project","serves_water_supply":false`), true},
		{point(`"kind":"project","attributes":{"serves_water_supply":null}`), true},
		{point(`"kind":"well","depth_m":120.5,"attributes":{"well_purpose":"irrigation"}`), true},
		{`{"type":"Feature","id":"1","properties":{"kind":"well","crs":"EPSG:4526"},"geometry":{"type":"Point","coordinates":[38395658.9,3930000.5]}}`, false},
		{point(`"kind":"well","crs":"GCJ-02"`), true},
		{shape(`{"type":"LineString","coordinates":[[112.85,35.5],[112.86,35.51,700]]}`), true},
		{shape(`{"type":"MultiPoint","coordinates":[[112.85,35.5],[112.86,35.51]]}`), true},
		{point(``), false},
		{point(`"kind":"castle"`), false},
		{point(`"kind":"project","stage":"planned"`), false},
		{point(`"kind":"well","accuracy_m":-1`), false},
		{point(`"kind":"well","accuracy_m":10001`), false},
		{point(`"kind":"well","as_of":"2026-02-30"`), false},
		{point(`"kind":"well","attributes":{"magic":true}`), false},
		{point(`"kind":"well","attributes":[1]`), false},
		{point(`"kind":"well","attributes":{"discharges_pollutants":"perhaps"}`), false},
		{point(`"kind":"well","discharges_pollutants":"perhaps"`), false},
		{point(`"kind":"well","depth_m":-1`), false},
		{point(`"kind":"well","well_purpose":"fun"`), false},
		{shape(`null`), false},
		{shape(`{"type":"Circle","coordinates":[112.85,35.5]}`), false},
		{shape(`{"type":"Point","coordinates":[112.85]}`), false},
		{shape(`{"type":"Point","coordinates":[35.5,112.85]}`), false},
		{shape(`{"type":"Point","coordinates":["112.85","35.5"]}`), false},
		{shape(`{"type":"Polygon","coordinates":[[[112,35],[113,35],[112,35]]]}`), false},
		{`{"type":"FeatureCollection","features":[]}`, false},
	} {
		err := schema.Validate(decoded(t, []byte(c.body)))
		if (err == nil) != c.right {
			t.Errorf("by the document, right %v, %v: %s", err == nil, err, c.body)
		}
		response, text := send(t, "POST", server.URL+"/screenings", c.body)
		if taken := response.StatusCode < http.StatusBadRequest; taken != c.right {
			t.Errorf("by the service, %d: %s\n%.300s", response.StatusCode, c.body, text)
		}
	}
}

// TestOpenAPIQueries: the same of the parameters of a point, and of a form's
// fields, which have no types but in the document.
func TestOpenAPIQueries(t *testing.T) {
	server := start(t)
	o := documentOf(t, server)
	parameters, _ := o.at("#/paths/~1screenings/get/parameters").([]any)
	inQuery := func(name, value string) bool {
		for i, p := range parameters {
			if p.(map[string]any)["name"] == name {
				schema := o.schema(t, "#/paths/~1screenings/get/parameters/"+strconv.Itoa(i)+"/schema")
				return schema.Validate(value) == nil || json.Valid([]byte(value)) && schema.Validate(decoded(t, []byte(value))) == nil
			}
		}
		return false
	}
	for _, c := range []struct {
		query string
		right bool
	}{
		{"lon=112.85&lat=35.50&kind=outfall", true},
		{"lon=112.85&lat=35.50&kind=outfall&as_of=2019-06-01", true},
		{"lon=112.85&lat=35.50&kind=project&stage=existing&serves_water_supply=false&name=甲", true},
		{"lon=112.85&lat=35.50&kind=well&depth_m=120.5&well_purpose=irrigation&crs=EPSG:4490&accuracy_m=3", true},
		{"at=112.85,35.5&kind=well", true},
		{"at=112.5100,35.3000&kind=well&packed=true", true},
		{"lon=abc&lat=35&kind=well", false},
		{"lon=112&lat=95&kind=well", false},
		{"lon=112&lat=35&kind=castle", false},
		{"lon=112&lat=35&kind=well&asof=2020-01-01", false},
		{"lon=112&lat=35&kind=well&as_of=tomorrow", false},
		{"lon=112&lat=35&kind=well&depth_m=deep", false},
		{"lon=112&lat=35&kind=well&supply_can_meet=perhaps", false},
		{"lon=112&lat=35&kind=well&accuracy_m=0", false},
	} {
		values, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		right := true
		for name := range values {
			right = right && inQuery(name, values.Get(name))
		}
		if right != c.right {
			t.Errorf("by the document, right %v: %s", right, c.query)
		}
		response, text := send(t, "GET", server.URL+"/screenings?"+values.Encode(), "")
		if taken := response.StatusCode < http.StatusBadRequest; taken != c.right {
			t.Errorf("by the service, %d: %s\n%.300s", response.StatusCode, c.query, text)
		}
	}
	form := o.schema(t, "#/components/schemas/screeningForm")
	for body, right := range map[string]bool{
		`{"kind":"project","discharges_pollutants":true,"crs":"GCJ-02","file":[""]}`:         true,
		`{"kind":"project","encoding":"gbk","lon":"X","lat":"Y","layer":"1","file":["",""]}`: true,
		`{"kind":"project"}`:                             false,
		`{"file":[""]}`:                                  false,
		`{"kind":"project","file":[]}`:                   false,
		`{"kind":"project","colour":"red","file":[""]}`:  false,
		`{"kind":"project","nature":"old","file":[""]}`:  false,
		`{"kind":"well","depth_m":"deep","file":[""]}`:   false,
		`{"kind":"well","as_of":"tomorrow","file":[""]}`: false,
	} {
		if err := form.Validate(decoded(t, []byte(body))); (err == nil) != right {
			t.Errorf("%v: %s", err, body)
		}
	}
}
