package api_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"waterzones/geo/pgtest"
)

// square is a project over three grades of one source.
const square = `{"type":"Feature","properties":{"kind":"project","name":"示例项目","crs":"EPSG:4490","discharges_pollutants":true},
	"geometry":{"type":"Polygon","coordinates":[[[112.845,35.495],[112.862,35.495],[112.862,35.512],[112.845,35.512],[112.845,35.495]]]}}`

// kept posts a site and returns where its report is.
func kept(t *testing.T, server *httptest.Server, body string) (location string, text []byte) {
	t.Helper()
	response, text := send(t, "POST", server.URL+"/reports", body)
	location = response.Header.Get("Location")
	if response.StatusCode != http.StatusCreated || !regexp.MustCompile(`^/reports/[0-9a-z]{26}$`).MatchString(location) {
		t.Fatalf("%d, location %q: %.300s", response.StatusCode, location, text)
	}
	return location, text
}

// TestReportKept: a posted report is found again at its address, also by another
// server over the same directory, in every form and language.
func TestReportKept(t *testing.T) {
	dir := t.TempDir()
	location, posted := kept(t, startWith(t, dir), square)
	server := startWith(t, dir)
	for _, c := range []struct {
		name, query string
		header      []string
		media, says string
	}{
		{"plain", "", nil, "application/json", `"verdict":"prohibited"`},
		{"json", "?f=json", []string{"Accept", "text/html"}, "application/json", `"verdict":"prohibited"`},
		{"html", "?f=html", nil, "text/html", "禁止"},
		{"html by header", "", []string{"Accept", "text/html,application/xhtml+xml"}, "text/html", "位置核查意见"},
		{"html in English", "?f=html&lang=en", nil, "text/html", "rohibited"},
		{"html in English by header", "?f=html", []string{"Accept-Language", "en-GB,en;q=0.9"}, "text/html", "rohibited"},
		{"Chinese over English", "?f=html&lang=zh", []string{"Accept-Language", "en"}, "text/html", "禁止"},
		{"pdf", "?f=pdf", nil, "application/pdf", "%PDF-"},
		{"geojson", "?f=geojson", nil, "application/geo+json", `"FeatureCollection"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, text := send(t, "GET", server.URL+location+c.query, "", c.header...)
			if response.StatusCode == http.StatusNotImplemented {
				pgtest.Missing(t, "font", "it with `make font`, which takes npm")
			}
			if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), c.media) || !bytes.Contains(text, []byte(c.says)) {
				t.Errorf("%d %s, %d bytes, want %s with %q: %.200s", response.StatusCode, response.Header.Get("Content-Type"), len(text), c.media, c.says, text)
			}
			if c.media == "application/json" && !bytes.Equal(text, posted) {
				t.Error("not the report that was posted")
			}
		})
	}
}

// TestReportNotFound: an address that is none, and what is asked for wrongly.
func TestReportNotFound(t *testing.T) {
	server := start(t)
	location, _ := kept(t, server, square)
	for _, c := range []struct {
		path   string
		status int
	}{
		{"/reports/00000000000000000000000000", 404},
		{"/reports/x", 404},
		{"/reports/..%2f..%2fetc%2fpasswd", 404},
		{location + "?f=doc", 400},
		{location + "?lang=fr", 400},
		{location + "?q=1", 400},
	} {
		response, text := send(t, "GET", server.URL+c.path, "")
		if response.StatusCode != c.status || !strings.Contains(response.Header.Get("Content-Type"), "problem+json") {
			t.Errorf("%s: %d %s", c.path, response.StatusCode, text)
		}
	}
}

// form writes a multipart body: fields, then files.
func form(t *testing.T, fields map[string]string, files map[string][]byte) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		part, err := w.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// TestUpload: a file of any format is one project; its features are parcels.
func TestUpload(t *testing.T) {
	server := start(t)
	dikuai, err := os.ReadFile("testdata/dikuai_zone38_gbk.txt")
	if err != nil {
		t.Fatal(err)
	}
	two := []byte("name,WKT\n甲,\"POLYGON((112.850 35.498,112.852 35.498,112.852 35.500,112.850 35.498))\"\n乙,\"POLYGON((113.2 35.6,113.201 35.6,113.201 35.601,113.2 35.6))\"\n")
	corners := []byte("点号,经度,纬度\nJ1,112.850001,35.498001\nJ2,112.852001,35.498001\nJ3,112.852001,35.500001\nJ4,112.850001,35.500001\n")
	hatched := []byte("0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n8\n红线\n90\n3\n70\n1\n10\n38395658.5\n20\n3930673.5\n10\n38395858.5\n20\n3930673.5\n10\n38395858.5\n20\n3930573.5\n" +
		"0\nHATCH\n8\n红线\n0\nENDSEC\n0\nEOF\n")
	xian := []byte("[属性描述]\n坐标系=80国家大地坐标系\n几度分带=3\n带号=38\n[地块坐标]\n4,1,1,甲,面,,,,@\nJ1,1,3930673.602,38395658.899\nJ2,1,3930673.602,38395858.899\nJ3,1,3930523.602,38395858.899\nJ1,1,3930673.602,38395658.899\n")
	for _, c := range []struct {
		name   string
		fields map[string]string
		files  map[string][]byte
		status int
		says   string
	}{
		{"勘测定界 in GBK", map[string]string{"kind": "project"}, map[string][]byte{"红线.txt": dikuai}, 200, `"crs":"EPSG:4526","crs_declared":true`},
		{"its corners as given", map[string]string{"kind": "project"}, map[string][]byte{"红线.txt": dikuai}, 200, `38395658.899`},
		{"two parcels", map[string]string{"kind": "project"}, map[string][]byte{"a.csv": two}, 200, `"name":"甲","number":1`},
		{"shifted", map[string]string{"kind": "project", "crs": "GCJ-02"}, map[string][]byte{"a.csv": two}, 200, `"crs":"GCJ-02","crs_declared":true`},
		{"attributes", map[string]string{"kind": "project", "discharges_pollutants": "是"}, map[string][]byte{"红线.txt": dikuai}, 200, `"discharges_pollutants":true`},
		{"corners for an area", map[string]string{"kind": "project"}, map[string][]byte{"a.csv": corners}, 422, "as=given"},
		{"corners as points", map[string]string{"kind": "project", "as": "given"}, map[string][]byte{"a.csv": corners}, 200, `"number":4`},
		{"wells are points", map[string]string{"kind": "well"}, map[string][]byte{"a.csv": corners}, 200, `"number":4`},
		{"an area that is not read", map[string]string{"kind": "project"}, map[string][]byte{"a.dxf": hatched}, 200, `"complete":false`},
		{"and what it is", map[string]string{"kind": "project"}, map[string][]byte{"a.dxf": hatched}, 200, "HATCH"},
		{"a system that cannot be used", map[string]string{"kind": "project"}, map[string][]byte{"a.txt": xian}, 400, "七参数"},
		{"overridden, and said", map[string]string{"kind": "project", "crs": "EPSG:4526"}, map[string][]byte{"a.txt": xian}, 200, "80国家大地坐标系"},
		{"a broken parcel has its place", map[string]string{"kind": "project"}, map[string][]byte{"a.geojson": []byte(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}`)}, 422, "第 1 个要素"},
		{"no kind", nil, map[string][]byte{"红线.txt": dikuai}, 400, "kind"},
		{"no file", map[string]string{"kind": "project"}, nil, 400, "file"},
		{"two files", map[string]string{"kind": "project"}, map[string][]byte{"a.txt": dikuai, "b.txt": dikuai}, 400, "Shapefile"},
		{"an unknown field", map[string]string{"kind": "project", "colour": "red"}, map[string][]byte{"红线.txt": dikuai}, 400, "colour"},
		{"another system than the file's numbers", map[string]string{"kind": "project", "crs": "EPSG:4525"}, map[string][]byte{"红线.txt": dikuai}, 422, "38"},
		{"a drawing", map[string]string{"kind": "project"}, map[string][]byte{"a.dwg": []byte("AC1032 and so on")}, 400, "DXF"},
		{"nonsense", map[string]string{"kind": "project"}, map[string][]byte{"a.bin": bytes.Repeat([]byte{0, 1, 2, 3}, 100)}, 400, ""},
		{"an empty file", map[string]string{"kind": "project"}, map[string][]byte{"a.csv": nil}, 400, ""},
		{"one parcel is broken", map[string]string{"kind": "project"}, map[string][]byte{"a.csv": append(bytes.Clone(two), "丙,\"POLYGON((112.8 35.5,112.9 35.6,112.9 35.5,112.8 35.6,112.8 35.5))\"\n"...)}, 422, "line 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, contentType := form(t, c.fields, c.files)
			response, text := send(t, "POST", server.URL+"/screenings", body, "Content-Type", contentType)
			if response.StatusCode != c.status || !bytes.Contains(text, []byte(c.says)) {
				t.Errorf("%d, want %d with %q: %.600s", response.StatusCode, c.status, c.says, text)
			}
		})
	}
}

// TestShiftedTwin: a point declared GCJ-02 and its CGCS2000 twin give the same
// finding; undeclared, the report says how far off each map's would lie and
// whether the verdict would be another.
func TestShiftedTwin(t *testing.T) {
	server := start(t)
	ask := func(query string) (r struct {
		Verdict  string
		Findings []struct{ Rule, Zone string }
		Zones    []struct{ Code string }
		Site     struct {
			Geometry struct{ Coordinates []float64 }
		}
		IfShifted []struct {
			CRS     string
			ShiftM  float64 `json:"shift_m"`
			Verdict string
		} `json:"if_shifted"`
	},
	) {
		response, text := send(t, "GET", server.URL+"/screenings?view=full&kind=outfall&"+query, "")
		if err := json.Unmarshal(text, &r); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v", query, response.StatusCode, err)
		}
		return r
	}
	// From the golden points of the coordinate tests: 112.85, 35.50.
	twin, shifted := ask("lon=112.85&lat=35.50&crs=EPSG:4490"), ask("lon=112.8561129&lat=35.4995949&crs=GCJ-02")
	if len(twin.Findings) == 0 || len(twin.IfShifted) != 0 {
		t.Fatalf("%+v", twin)
	}
	if got, want := shifted.Findings, twin.Findings; len(got) != len(want) || got[0] != want[0] || shifted.Verdict != twin.Verdict || len(shifted.Zones) != len(twin.Zones) {
		t.Errorf("shifted %v, twin %v", got, want)
	}
	if at := shifted.Site.Geometry.Coordinates; at[0] < 112.84999 || at[0] > 112.85001 || at[1] < 35.49999 || at[1] > 35.50001 {
		t.Errorf("taken to %v", at)
	}
	// 300 m east of the first grade's edge, 560 m off by the map's shift.
	undeclared := ask("lon=112.8561129&lat=35.4995949")
	if len(undeclared.IfShifted) != 2 || undeclared.IfShifted[0].CRS != "GCJ-02" || undeclared.IfShifted[0].ShiftM < 500 || undeclared.IfShifted[0].ShiftM > 620 || undeclared.IfShifted[0].Verdict != twin.Verdict {
		t.Errorf("undeclared: %+v", undeclared.IfShifted)
	}
	if pair := ask("at=112%C2%B051%E2%80%B200.000%E2%80%B3,35%C2%B030%E2%80%B200.000%E2%80%B3"); pair.Verdict != twin.Verdict || len(pair.Findings) != len(twin.Findings) {
		t.Errorf("degrees, minutes and seconds: %s", pair.Verdict)
	}
	if pair := ask("at=3930673.602,395658.899"); len(pair.Zones) != len(twin.Zones) {
		t.Errorf("zone 38 without prefix: %+v", pair.Zones)
	}
}

// TestScreeningsAreNotKept: only a report that was asked for is.
func TestScreeningsAreNotKept(t *testing.T) {
	dir := t.TempDir()
	server := startWith(t, dir)
	response, screened := send(t, "POST", server.URL+"/screenings", square)
	if response.StatusCode != http.StatusOK || response.Header.Get("Location") != "" {
		t.Errorf("%d, location %q", response.StatusCode, response.Header.Get("Location"))
	}
	send(t, "GET", server.URL+"/screenings?lon=112.85&lat=35.5&kind=outfall&view=full", "")
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("%d files are kept, %v", len(files), err)
	}
	if _, reported := kept(t, server, square); !bytes.Equal(screened, reported) {
		t.Error("the report that is kept is another")
	}
}

// TestNothingKept: where no report can be kept, the answer is given all the same,
// and has no address.
func TestNothingKept(t *testing.T) {
	server := startWith(t, "")
	response, text := send(t, "POST", server.URL+"/reports", square)
	if response.StatusCode != http.StatusOK || response.Header.Get("Location") != "" || !bytes.Contains(text, []byte(`"verdict":"prohibited"`)) {
		t.Errorf("%d, location %q: %.200s", response.StatusCode, response.Header.Get("Location"), text)
	}
	if response, _ := send(t, "GET", server.URL+"/reports/00000000000000000000000000", ""); response.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", response.StatusCode)
	}
}

// TestReportChangedOnDisk: a kept report that says something else than was signed
// is not handed out, in any form.
func TestReportChangedOnDisk(t *testing.T) {
	dir := t.TempDir()
	server := startWith(t, dir)
	location, _ := kept(t, server, square)
	changed := 0
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if other := bytes.Replace(text, []byte(`"verdict":"prohibited"`), []byte(`"verdict":"none_found"`), 1); !bytes.Equal(other, text) {
			changed++
			return os.WriteFile(path, other, 0o600)
		}
		return nil
	})
	if err != nil || changed == 0 {
		t.Fatalf("%d files changed, %v", changed, err)
	}
	for _, form := range []string{"json", "geojson", "html"} {
		if response, body := send(t, "GET", server.URL+location+"?f="+form, ""); response.StatusCode != http.StatusInternalServerError || !bytes.Contains(body, []byte("changed")) {
			t.Errorf("%s: %d %.200s", form, response.StatusCode, body)
		}
	}
}
