package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	rows "waterzones/geo/format/feature"
	"waterzones/geo/format/table"
	"waterzones/layers/batch"
)

const wells = "id,lon,lat,depth_m\na,112.85,35.5,300\nb,oops,35.5,\nc,112.2,35.2,20\n\"d\ne\",112.905,35.77,\n"

// TestBatchForms: rows in every form, in the form in which they came or in
// another; what a line of the answer must begin with or contain.
func TestBatchForms(t *testing.T) {
	server := start(t)
	const (
		csv, ndjson, seq = "text/csv", "application/x-ndjson", "application/geo+json-seq"
		lines            = `{"id":"a","lon":112.85,"lat":35.5}` + "\n\n" + `{"id":"b"` + "\n" + `{"lat":35.2,"lon":112.2}`
		point            = `{"type":"Feature","id":7,"properties":{"kind":"well"},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}` + "\n"
	)
	for _, c := range []struct {
		query, in, accept, body, rows, rejected string
		want                                    []string
	}{
		{"kind=well", csv, "", wells, "4", "1", []string{"id,lon,lat,depth_m,status,verdict,", "a,112.85,35.5,300,ok,", `b,oops,35.5,,"bad_coordinate: 第 3 行`, "c,112.2,35.2,20,ok,restricted,"}},
		{"kind=well", csv + "; charset=utf-8", "application/json, application/jsonl;q=0.5", wells, "4", "1", []string{`{"id":"a","lon":"112.85","lat":"35.5","depth_m":"300","status":"ok"`}},
		{"kind=well&nearest=true", "application/ndjson", "*/*", lines, "3", "1", []string{`"nearest":"groundwater_restricted/`, `"status":"bad_row: `}},
		{"", seq, "", "\x1e" + point + "\x1e{}\n", "2", "1", []string{"\x1e" + `{"type":"Feature","geometry":{"type":"Point","coordinates":[112.85,35.5]},"properties":{"id":"7","kind":"well","status":"ok"`}},
		{"", seq, csv, point + point, "2", "0", []string{"id,kind,status,", "7,well,ok,"}},
		{"kind=project", seq, csv, `{"type":"Feature","properties":{"attributes":{"discharges_pollutants":true}},"geometry":{"type":"Point","coordinates":[112.85,35.505]}}`, "1", "0", []string{"discharges_pollutants,status", "true,ok,prohibited"}},
		{"kind=project", seq, csv, `{"type":"Feature","properties":{"discharges_pollutants":false,"attributes":{"discharges_pollutants":true}},"geometry":{"type":"Point","coordinates":[112.85,35.505]}}`, "1", "1", []string{"differs"}},
		{"", seq, csv, "\x1e{oops}\n\x1e" + point + "\x1e" + point, "3", "1", []string{"id,kind,status,", "bad_row", "7,well,ok,"}},
		{"kind=well", seq, csv, point + strings.Replace(point, `"kind"`, `"owner":"甲","kind"`, 1), "2", "1", []string{"owner"}},
		{"view=full", seq, ndjson, point, "1", "0", []string{`{"row":1,"status":"ok","input":{"id":"7","kind":"well"},"report":{`}},
		{"kind=well&lang=en&stage=existing", csv, "", "lon,lat,approved_abstraction\n112.9,35.78,否\n", "1", "0", []string{",verify,"}},
		{"kind=well", csv, "", "lon,lat\n", "0", "0", []string{"lon,lat,status"}},
	} {
		response, body := send(t, "POST", server.URL+"/screenings/batch?"+c.query, c.body, "Content-Type", c.in, "Accept", c.accept)
		if response.StatusCode != http.StatusOK || response.Trailer.Get("Screening-Rows") != c.rows || response.Trailer.Get("Screening-Rejected") != c.rejected {
			t.Errorf("%s %s: %d, %v: %s", c.query, c.in, response.StatusCode, response.Trailer, body)
		}
		for _, want := range c.want {
			if !bytes.Contains(body, []byte(want)) {
				t.Errorf("%s %s: no %s in\n%s", c.query, c.in, want, body)
			}
		}
	}
}

// TestBatchUnused: columns that say nothing of a site here are named.
func TestBatchUnused(t *testing.T) {
	server := start(t)
	for _, c := range []struct{ in, body, want string }{
		{"text/csv", wells, "id"},
		{"text/csv", "lon,lat,\"井深,米\",备注\n112.85,35.5,1,甲\n", "%E4%BA%95%E6%B7%B1%2C%E7%B1%B3,%E5%A4%87%E6%B3%A8"},
		{"application/x-ndjson", `{"lon":112.85,"lat":35.5,"deep":1}` + "\n", "deep"},
		{"application/geo+json-seq", `{"type":"Feature","properties":{"owner":1},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}` + "\n", "owner"},
		{"text/csv", "lon,lat\n112.85,35.5\n", ""},
		{"text/csv", "lon,lat" + strings.Repeat(",井", 1000) + "\n112.85,35.5" + strings.Repeat(",1", 1000) + "\n", "%E2%80%A6"},
	} {
		response, body := send(t, "POST", server.URL+"/screenings/batch?kind=well", c.body, "Content-Type", c.in)
		if got := response.Header.Get("Screening-Unused"); response.StatusCode != http.StatusOK || !strings.HasSuffix(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%s: %d, unused %s, want %s: %.300s", c.in, response.StatusCode, got, c.want, body)
		}
	}
}

// TestBatchRefused: what is wrong with all rows is said before any is answered.
func TestBatchRefused(t *testing.T) {
	server := start(t)
	for _, c := range []struct {
		query, in, accept, coding, body string
		status                          int
		says                            string
	}{
		{"kind=well", "", "", "", wells, http.StatusUnsupportedMediaType, "text/csv, application/x-ndjson"},
		{"kind=well", "application/json", "", "", "{}", http.StatusUnsupportedMediaType, "text/csv"},
		{"kind=well", "text/csv", "", "gzip", wells, http.StatusUnsupportedMediaType, "gzip"},
		{"kind=well", "text/csv", "text/html", "", wells, http.StatusNotAcceptable, "text/csv"},
		{"", "text/csv", "", "", wells, http.StatusBadRequest, "kind"},
		{"kind=castle", "text/csv", "", "", wells, http.StatusBadRequest, "castle"},
		{"kind=well&nearest=yes", "text/csv", "", "", wells, http.StatusBadRequest, "nearest"},
		{"kind=well&view=full", "text/csv", "", "", wells, http.StatusBadRequest, "view"},
		{"kind=well&depth_m=deep", "text/csv", "", "", wells, http.StatusBadRequest, "depth_m"},
		{"kind=well&lon=1", "text/csv", "", "", wells, http.StatusBadRequest, "lon"},
		{"kind=well", "text/csv", "", "", "", http.StatusBadRequest, "header"},
		{"kind=well", "text/csv", "", "", "a,b\n1,2\n", http.StatusBadRequest, "lon"},
		{"kind=well", "text/csv", "", "", "name,name,lon,lat\na,b,112.8,35.5\n", http.StatusBadRequest, "one thing"},
		{"kind=well", "text/csv", "", "", "as_of,lon,lat\n2019-01-01,112.8,35.5\n", http.StatusBadRequest, "as_of"},
		{"kind=well&as_of=2019-01-01%", "text/csv", "", "", wells, http.StatusBadRequest, "query"},
		{"kind=well&crs=GCJ-02;", "text/csv", "", "", wells, http.StatusBadRequest, "query"},
		{"kind=well", "application/x-ndjson", "", "", `{"type":"Feature","geometry":{"type":"Point","coordinates":[112.85,35.5]},"properties":{"kind":"outfall"}}`, http.StatusBadRequest, "geo+json-seq"},
		{"kind=well", "application/x-ndjson", "", "", `{"a":1}`, http.StatusBadRequest, "lon"},
	} {
		response, body := send(t, "POST", server.URL+"/screenings/batch?"+c.query, c.body, "Content-Type", c.in, "Accept", c.accept, "Content-Encoding", c.coding)
		if response.StatusCode != c.status || !bytes.Contains(body, []byte(c.says)) {
			t.Errorf("%s %s: %d, want %d with %s: %.300s", c.query, c.in, response.StatusCode, c.status, c.says, body)
		}
	}
}

// conversation is a batch whose rows a test sends one by one.
type conversation struct {
	in  *io.PipeWriter
	out *http.Response
}

// converse begins a batch of wells with its first rows, which must be answered
// before more is sent.
func converse(t *testing.T, url, media, first string) *conversation {
	t.Helper()
	read, write := io.Pipe()
	go func() { _, _ = io.WriteString(write, first) }()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/screenings/batch?kind=well", read)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", media)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return &conversation{write, response}
}

// TestBatchAnswersBeforeTheLastRow: every row is answered before the next is sent,
// in every form.
func TestBatchAnswersBeforeTheLastRow(t *testing.T) {
	server := start(t)
	for media, row := range map[string]string{
		"text/csv":                 "112.85,35.5\n",
		"application/x-ndjson":     `{"lon":112.85,"lat":35.5}` + "\n",
		"application/geo+json-seq": "\x1e" + `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}` + "\n",
	} {
		t.Run(media, func(t *testing.T) {
			first := row
			if media == "text/csv" {
				first = "lon,lat\n" + row
			}
			c := converse(t, server.URL, media, first)
			lines := bufio.NewReader(c.out.Body)
			if media == "text/csv" {
				if header, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(header, "lon,lat,status") {
					t.Fatalf("%q, %v", header, err)
				}
			}
			for n := range 5 {
				line, err := lines.ReadString('\n')
				if err != nil || !strings.Contains(line, "restricted") {
					t.Fatalf("answer %d: %q, %v", n, line, err)
				}
				if _, err := io.WriteString(c.in, row); err != nil {
					t.Fatal(err)
				}
			}
			_ = c.in.Close()
			if rest, err := io.ReadAll(lines); err != nil || bytes.Count(rest, []byte("\n")) != 1 || c.out.Trailer.Get("Screening-Rows") != "6" {
				t.Errorf("%q, %v, %v", rest, err, c.out.Trailer)
			}
		})
	}
}

// TestBatchesOfOneClientAreBounded, and count until they end.
func TestBatchesOfOneClientAreBounded(t *testing.T) {
	server := start(t)
	open := []*conversation{
		converse(t, server.URL, "text/csv", "lon,lat\n112.85,35.5\n"),
		converse(t, server.URL, "text/csv", "lon,lat\n112.85,35.5\n"),
	}
	ask := func() *http.Response {
		response, _ := send(t, "POST", server.URL+"/screenings/batch?kind=well", wells, "Content-Type", "text/csv")
		return response
	}
	if third := ask(); third.StatusCode != http.StatusTooManyRequests || third.Header.Get("Retry-After") == "" {
		t.Errorf("a third batch of one client: %d, %v", third.StatusCode, third.Header)
	}
	for _, c := range open {
		_ = c.in.Close()
		if _, err := io.Copy(io.Discard, c.out.Body); err != nil {
			t.Error(err)
		}
		_ = c.out.Body.Close()
	}
	for deadline := time.Now().Add(10 * time.Second); ; { // the end is counted after the last byte went out
		if again := ask(); again.StatusCode == http.StatusOK {
			return
		} else if time.Now().After(deadline) {
			t.Fatalf("after they ended: %d", again.StatusCode)
		}
	}
}

// TestBatchThatBreaksOffIsNotWhole: where the rows end early, the answer has those
// before, and does not end as a whole one does.
func TestBatchThatBreaksOffIsNotWhole(t *testing.T) {
	server := start(t)
	c := converse(t, server.URL, "text/csv", "lon,lat\n112.85,35.5\n")
	c.in.CloseWithError(errors.New("the caller's disk broke"))
	text, err := io.ReadAll(c.out.Body)
	if err == nil || c.out.Trailer.Get("Screening-Rows") != "" {
		t.Errorf("%q ended as if it were whole: %v, %v", text, err, c.out.Trailer)
	}
}

// TestBatchIsNotReadFasterThanItIsTaken: of a caller who takes nothing no more is
// read than the connection and a few parts hold.
func TestBatchIsNotReadFasterThanItIsTaken(t *testing.T) {
	c := converse(t, start(t).URL, "text/csv", "lon,lat\n112.85,35.5\n")
	part := []byte(strings.Repeat("112.85,35.5\n", 1000))
	sent := 0
	for sent < 64<<20 {
		taken := make(chan bool, 1)
		go func() { _, err := c.in.Write(part); taken <- err == nil }()
		select {
		case <-taken:
			sent += len(part)
			continue
		case <-time.After(2 * time.Second): // it stands still
		}
		break
	}
	if sent > 32<<20 {
		t.Errorf("%d MiB were read, and nothing was taken", sent>>20)
	}
}

// TestBatchSaysWhatTheFileDoes: a batch over HTTP is the same bytes as the same
// file screened row by row.
func TestBatchSaysWhatTheFileDoes(t *testing.T) {
	server := start(t)
	var text strings.Builder
	text.WriteString("id,lon,lat,depth_m,well_purpose\n")
	for i := range 3000 {
		fmt.Fprintf(&text, "%d,%.5f,%.5f,%d,%s\n", i, 112+float64(i%61)*0.023, 35.1+float64(i%53)*0.019, i%700, []string{"工业", "自备", "", "x"}[i%4])
	}
	release, err := shippedLayers()
	if err != nil {
		t.Fatal(err)
	}
	set, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	src, err := table.ReadCSV(strings.NewReader(text.String()), rows.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	job := &batch.Job{Snapshot: release.On("2026-11-23"), Rules: set, Workers: 1, Nearest: true}
	job.Placer.Extent = release.Extent()
	job.Defaults.Kind = "well"
	var want bytes.Buffer
	if _, err := job.Run(t.Context(), src, &want, batch.CSV(false)); err != nil {
		t.Fatal(err)
	}
	_, got := send(t, "POST", server.URL+"/screenings/batch?kind=well&nearest=true", text.String(), "Content-Type", "text/csv")
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("got %d bytes, want %d", len(got), want.Len())
	}
}

// TestOpenAPIBatchParameters are those that the service takes.
func TestOpenAPIBatchParameters(t *testing.T) {
	server := start(t)
	o := documentOf(t, server)
	operation, _ := o.doc["paths"].(map[string]any)["/screenings/batch"].(map[string]any)["post"].(map[string]any)
	got := queryNames(operation["parameters"])
	response, body := send(t, "POST", server.URL+"/screenings/batch?nonsense=1", wells, "Content-Type", "text/csv")
	var p struct{ Errors []struct{ Field, EN string } }
	if err := json.Unmarshal(body, &p); err != nil || response.StatusCode != http.StatusBadRequest || len(p.Errors) == 0 {
		t.Fatalf("%d %v: %s", response.StatusCode, err, body)
	}
	_, list, _ := strings.Cut(p.Errors[0].EN, "there are: ")
	taken := map[string]bool{}
	for name := range strings.SplitSeq(list, ", ") {
		taken[name] = true
	}
	for _, name := range got {
		if !taken[name] {
			t.Errorf("%s is documented and not taken", name)
		}
		delete(taken, name)
	}
	if len(taken) > 0 {
		t.Errorf("taken and not documented: %v", taken)
	}
}

// TestBatchOldHTTP: in HTTP/1.0 a part of an answer would pass for the whole.
func TestBatchOldHTTP(t *testing.T) {
	server := start(t)
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = fmt.Fprintf(conn, "POST /screenings/batch?kind=well HTTP/1.0\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n%s", len(wells), wells)
	answer, err := io.ReadAll(conn)
	if err != nil || !bytes.Contains(answer[:min(len(answer), 20)], []byte(" 505 ")) {
		t.Errorf("%.200s, %v", answer, err)
	}
}

// TestBatchIsRefusedBeforeItsEnd: a refusal does not wait for the rows.
func TestBatchIsRefusedBeforeItsEnd(t *testing.T) {
	read, write := io.Pipe()
	defer func() { _ = write.Close() }()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, start(t).URL+"/screenings/batch?kind=castle", read)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/csv")
	go func() { _, _ = io.WriteString(write, "lon,lat\n112.85,35.5\n") }()
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusBadRequest {
		t.Errorf("%d", response.StatusCode)
	}
}
