package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"waterzones/geo/format/formattest"
)

// call runs the program in this process.
func call(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = run(args, &streams{in: strings.NewReader(stdin), out: &out, err: &err})
	return status, out.String(), err.String()
}

// wells is a file of n rows, with what each row must come to: broken rows of
// every sort among good ones, some of which span lines or lie in Beijing.
type wells struct {
	text   strings.Builder
	rows   int
	broken map[int]string // row from 1 → part of its reason
	remote map[int]bool   // rows in Beijing
	multi  map[int]bool   // rows of which a field spans lines
}

func newWells(n int) *wells {
	w := &wells{broken: map[int]string{}, remote: map[int]bool{}, multi: map[int]bool{}}
	w.text.WriteString("编号,名称,经度,纬度,备注\n")
	random := rand.New(rand.NewPCG(1, 2))
	broken := []struct{ line, reason string }{
		{"%06d,字母,abc,35.5,x", "abc"},
		{"%06d,空经度,,35.5,x", "经度"},
		{"%06d,空纬度,112.8,,x", "纬度"},
		{"%06d,纬度过大,112.8,95,x", "95"},
		{"%06d,非数,NaN,35.5,x", "NaN"},
		{"%06d,溢出,1e999,35.5,x", "1e999"},
		{"%06d,列太少,112.8", "列"},
		{"%06d,列太多,112.8,35.5,x,y,z", "列"},
		{`%06d,"引号未闭合,112.8,35.5,x`, "引号"},
		{"%06d,负经度,-200,35.5,x", "-200"},
	}
	for w.rows < n-1 {
		w.rows++
		switch {
		case w.rows%(n/20) == n/40 && len(w.broken) < 19:
			b := broken[len(w.broken)%len(broken)]
			w.broken[w.rows] = b.reason
			fmt.Fprintf(&w.text, b.line+"\n", w.rows)
		case w.rows%997 == 5:
			w.remote[w.rows] = true
			fmt.Fprintf(&w.text, "%06d,北京,116.4,39.9,x\n", w.rows)
		case w.rows%499 == 7:
			w.multi[w.rows] = true
			fmt.Fprintf(&w.text, "%06d,\"两行,\n的\"\"名称\"\"\",112.85,35.50,\"备\n注\"\n", w.rows)
		default:
			fmt.Fprintf(&w.text, "%06d,水井%d,%.6f,%.6f,x\n", w.rows, w.rows, 112+1.6*random.Float64(), 35.2+0.8*random.Float64())
		}
	}
	w.rows++
	w.broken[w.rows] = "列"
	fmt.Fprintf(&w.text, "%06d,未写完,112.8", w.rows) // an unfinished last line
	return w
}

// check compares an output with what the rows must come to.
func (w *wells) check(t *testing.T, output string) {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(output))
	header, err := reader.Read()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range header {
		column[name] = i
	}
	n, prohibited := 0, 0
	for {
		row, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		status, verdict := row[column["status"]], row[column["verdict"]]
		if !strings.HasPrefix(row[0], fmt.Sprintf("%06d", n)) {
			t.Fatalf("row %d begins %q: rows are lost or out of order", n, row[0])
		}
		reason, broken := w.broken[n]
		switch {
		case broken && (status == "ok" || !strings.Contains(status, reason) || verdict != ""):
			t.Errorf("row %d: status %q, verdict %q; want a reason with %q", n, status, verdict, reason)
		case !broken && status != "ok":
			t.Errorf("row %d: %q", n, status)
		case w.remote[n] && (verdict != "undetermined" || row[column["complete"]] != "false"):
			t.Errorf("row %d in Beijing: %s, complete %s", n, verdict, row[column["complete"]])
		case w.multi[n] && (row[1] != "两行,\n的\"名称\"" || row[column["zones"]] == ""):
			t.Errorf("row %d over several lines: %q, zones %q", n, row[1], row[column["zones"]])
		}
		if verdict == "prohibited" || verdict == "restricted" {
			prohibited++
		}
	}
	if n != w.rows {
		t.Errorf("%d rows in, %d out", w.rows, n)
	}
	if prohibited == 0 {
		t.Error("no row meets any zone: the file proves nothing")
	}
}

// TestScreenBrokenFile screens 100,000 rows (fewer with -short, the way of a
// row is the same) of which 20 are broken, in UTF-8 and in GBK.
func TestScreenBrokenFile(t *testing.T) {
	withoutCache(t)
	n := 100_000
	if testing.Short() {
		n = 4_000
	}
	w := newWells(n)
	if len(w.broken) != 20 {
		t.Fatalf("%d broken rows", len(w.broken))
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(w.text.String())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"utf8": w.text.String(), "gbk": gbk} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			in, out := filepath.Join(dir, "wells.csv"), filepath.Join(dir, "out.csv")
			put(t, in, text)
			status, _, stderr := call(t, "", "screen", "--kind", "well", "-o", out, in)
			if status != exitRejected {
				t.Errorf("exit status %d, want %d: %s", status, exitRejected, stderr)
			}
			if !strings.Contains(stderr, "20 rejected") {
				t.Errorf("summary: %s", stderr)
			}
			output := formattest.Bytes(t, out)
			w.check(t, string(output))
		})
	}
}

// TestScreenIsOrderedAndRepeatable: standard input gives what a file gives, and
// NDJSON carries the same verdicts.
func TestScreenNDJSON(t *testing.T) {
	withoutCache(t)
	const in = "id,lon,lat\n1,112.85,35.50\n2,x,35.5\n3,116.4,39.9\n"
	status, out, stderr := call(t, in, "screen", "--kind", "outfall", "--format", "ndjson", "-")
	if status != exitRejected {
		t.Fatalf("status %d: %s", status, stderr)
	}
	var verdicts []string
	for line := range strings.Lines(out) {
		var row struct {
			Row    int
			Status string
			Input  map[string]string
			Report *struct {
				Verdict, Hash string
				Complete      bool
				Findings      []struct{ Rule string }
			}
		}
		fromJSON(t, line, &row)
		if row.Report == nil {
			verdicts = append(verdicts, "rejected")
			continue
		}
		if row.Input["id"] != fmt.Sprint(row.Row) || len(row.Report.Hash) != 64 {
			t.Errorf("row %+v", row)
		}
		verdicts = append(verdicts, row.Report.Verdict)
	}
	if got := strings.Join(verdicts, " "); got != "prohibited rejected undetermined" {
		t.Errorf("verdicts %s", got)
	}
}

// TestScreenZones is the quick join: any polygon file, no rules.
func TestScreenZones(t *testing.T) {
	zones := filepath.Join(t.TempDir(), "my zones.geojson")
	text := `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"code":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[4,6],[6,6],[6,4],[4,4]]]}},
		{"type":"Feature","id":7,"properties":{},"geometry":{"type":"Polygon","coordinates":[[[20,0],[30,0],[30,10],[20,10],[20,0]]]}},
		{"type":"Feature","properties":{"name":"三"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[5,0],[5,5],[0,5],[0,0]]]}},
		{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[[[40,0],[50,0],[50,10],[40,10],[40,0]]]}}]}`
	put(t, zones, text)
	const in = "status,lon,lat\na,1,1\nb,5,5\nc,4,5\nd,45,5\ne,60,5\nf,25,5\n"
	status, out, stderr := call(t, in, "screen", "--zones", zones, "-")
	if status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	rows := rowsOf(t, out)
	if got := strings.Join(rows[0], ","); got != "status,lon,lat,status_wz,verdict,complete,borderline,zones,rules,basis,disposal,unchecked,release" {
		t.Errorf("columns %s", got)
	}
	want := []string{"my zones/A;my zones/三", "my zones/三", "my zones/A;my zones/三", "my zones/4", "", "my zones/7"}
	for i, row := range rows[1:] {
		if row[7] != want[i] || row[3] != "ok" || row[4] != "" || row[8] != "" {
			t.Errorf("row %d: %q, want zones %q and no verdict or rules", i+1, row, want[i])
		}
	}
	_, out, _ = call(t, in, "screen", "--zones", zones, "--nearest", "-")
	rows = rowsOf(t, out)
	if rows[0][8] != "nearest" || rows[5][8] != "my zones/4" || rows[5][9] == "" {
		t.Errorf("nearest of (60,5): %q", rows[5])
	}
}

// TestUsage: a mistake in the call is status 2 and says what to do.
func TestUsage(t *testing.T) {
	onLayers(t, "spring_domain")
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"screen", "--kind", "castle", "-"}, exitUsage, "castle"},
		{[]string{"screen", "--kind", "well", "--attr", "magic=true", "-"}, exitUsage, "magic"},
		{[]string{"screen", "--kind", "well", "--crs", "mars", "-"}, exitUsage, "EPSG:4490"},
		{[]string{"screen", "--kind", "well", "--as-of", "2026-02-30", "-"}, exitUsage, "2026-08-15"},
		{[]string{"screen", "--kind", "well", "--lon", "a", "-"}, exitUsage, "--lat"},
		{[]string{"screen", "--format", "pdf", "-"}, exitUsage, "csv"},
		{[]string{"screen"}, exitUsage, "file"},
		{[]string{"dance"}, exitUsage, "dance"},
		{[]string{}, exitUsage, "serve"},
		{[]string{"screen", "--kind", "well", "/nowhere.csv"}, exitFailed, "/nowhere.csv"},
		{[]string{"layers", "list", "--layers", "/nowhere"}, exitFailed, "catalogue.json"},
		{[]string{"--help"}, exitDone, ""},
	} {
		status, _, stderr := call(t, "lon,lat\n1,2\n", c.args...)
		if status != c.status || !strings.Contains(stderr, c.says) {
			t.Errorf("%v: status %d, want %d; says %q, want %q in it", c.args, status, c.status, stderr, c.says)
		}
	}
}

// TestConfigStrength: flags beat the environment, which beats the file.
func TestConfigStrength(t *testing.T) {
	onLayers(t, "drinking_water_zone")
	file := filepath.Join(t.TempDir(), "waterzones.json")
	put(t, file, `{"kind":"well"}`)
	const in = "lon,lat\n112.85,35.5\n"
	rulesOf := func(args ...string) string {
		t.Helper()
		status, out, stderr := call(t, in, append(append([]string{"--config", file, "screen"}, args...), "-")...)
		if status != exitDone {
			t.Fatalf("status %d: %s", status, stderr)
		}
		return out
	}
	if out := rulesOf(); !strings.Contains(out, "DW39") {
		t.Errorf("the file's kind was not taken: %s", out)
	}
	t.Setenv("WATERZONES_KIND", "outfall")
	if out := rulesOf(); !strings.Contains(out, "DW02") {
		t.Errorf("the environment did not beat the file: %s", out)
	}
	if out := rulesOf("--kind", "livestock_farm"); !strings.Contains(out, "DW10") {
		t.Errorf("the flag did not beat the environment: %s", out)
	}
	put(t, file, `{"knid":"well"}`)
	if status, _, stderr := call(t, in, "--config", file, "screen", "-"); status != exitUsage || !strings.Contains(stderr, "knid") {
		t.Errorf("a misspelt setting: status %d, %s", status, stderr)
	}
}

// TestOutputIsWholeOrNotThere: a run that fails leaves no half of a file.
func TestOutputIsWholeOrNotThere(t *testing.T) {
	onLayers(t, "spring_domain")
	dir := t.TempDir()
	out := filepath.Join(dir, "out.csv")
	status, _, stderr := call(t, "", "screen", "--kind", "well", "-o", out, "-")
	if status != exitFailed {
		t.Errorf("empty input: status %d: %s", status, stderr)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestScreenSaysWhichZonesWereSetAside: a zone that is not valid is no "outside".
func TestScreenSaysWhichZonesWereSetAside(t *testing.T) {
	zones := filepath.Join(t.TempDir(), "mine.geojson")
	const bow = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"bow"},"geometry":{"type":"Polygon","coordinates":[[[112.8,35.5],[112.9,35.6],[112.9,35.5],[112.8,35.6],[112.8,35.5]]]}}]}`
	put(t, zones, bow)
	_, stdout, stderr := call(t, "lon,lat\n112.82,35.55\n113.5,35.5\n", "screen", "--zones", zones, "-")
	if !strings.Contains(stderr, "layer mine has 1 zones") || !strings.Contains(stdout, "112.82,35.55,ok,,false,false,,,,,mine,") || !strings.Contains(stdout, "113.5,35.5,ok,,true,false,,,,,,") {
		t.Errorf("%s%s", stderr, stdout)
	}
}
