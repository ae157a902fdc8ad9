package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"waterzones/geo/format/feature"
	"waterzones/layers/batch"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// account is what is said of a batch beside its results.
type account struct {
	Quiet   bool     `short:"q" help:"除错误外不输出提示 / say nothing but errors."`
	Summary string   `help:"把统计写成 JSON 文件，- 为标准错误 / write what became of the rows as JSON, - for standard error." placeholder:"FILE"`
	By      string   `help:"统计中再按此列分组，如 county / count by the values of this column too." placeholder:"COL"`
	FailOn  []string `name:"fail-on" help:"全部写完后，若有这些结论则退出码为 1，如 prohibited,restricted / exit with 1, after all is written, if any row has one of these verdicts." placeholder:"VERDICT,…"`
	Strict  bool     `help:"有被拒绝的行或疑似写错的列名时不输出，退出码为 1 / no output and exit 1 if any row is rejected or a column's name is doubtful."`
}

// verdicts are in order of strictness.
func verdicts() []rules.Verdict {
	return []rules.Verdict{rules.Prohibited, rules.Restricted, rules.Borderline, rules.Undetermined, rules.Notice, rules.NoneFound}
}

func (a *account) check(quickJoin bool) error {
	for _, name := range a.FailOn {
		if !slices.Contains(verdicts(), rules.Verdict(name)) {
			return usagef("--fail-on: 没有结论 %q / no verdict %q; %v", name, name, verdicts())
		}
	}
	if quickJoin && len(a.FailOn) > 0 {
		return usagef("--zones 没有结论，不能与 --fail-on 同用 / --zones gives no verdicts for --fail-on")
	}
	return nil
}

// failed is the error of --fail-on.
func (a *account) failed(n batch.Counts) error {
	var found []string
	for _, v := range verdicts() {
		if n.Verdicts[v] > 0 && slices.Contains(a.FailOn, string(v)) {
			found = append(found, fmt.Sprintf("%s %s: %d", v.Title().ZH, v, n.Verdicts[v]))
		}
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("--fail-on: %s", strings.Join(found, "; "))
}

// columns says how the columns were read.
func (a *account) columns(w io.Writer, r *batch.Reading) error {
	if len(r.Place)+len(r.Facts)+len(r.Unused) > 0 {
		read := r.Place
		for _, f := range r.Facts {
			name := f.Column
			if f.Column != f.Fact {
				name += " → " + f.Fact
			}
			read = append(read, name)
		}
		fmt.Fprintf(w, "列：采用 %s；不采用 %s / columns used: %[1]s; not used: %[2]s\n", listed(read), listed(r.Unused))
	}
	doubts := make([]string, len(r.Doubts))
	for i, d := range r.Doubts {
		doubts[i] = fmt.Sprintf("列 %q 没有采用，是否应为 %s / column %q is not used; is %s meant?", d.Column, d.Fact, d.Column, d.Fact)
	}
	if len(doubts) > 0 && a.Strict {
		return errors.New("--strict: " + strings.Join(doubts, "; "))
	}
	for _, d := range doubts {
		fmt.Fprintln(w, d)
	}
	return nil
}

func listed(names []string) string {
	if len(names) == 0 {
		return "—"
	}
	return feature.QuoteAll(names)
}

// summary is what --summary writes.
type summary struct {
	Finished   bool   `json:"finished"`
	Error      string `json:"error,omitempty"` // why it is not
	Answered   int    `json:"answered"`        // rows = answered + rejected
	Resumed    int    `json:"resumed"`         // rows that an earlier run answered
	BlankLines int    `json:"blank_lines"`
	batch.Counts
	Columns *batch.Reading    `json:"columns"`
	Input   []inputFile       `json:"input"`
	Unread  []string          `json:"unread"` // what of the input was not read
	AsOf    string            `json:"as_of"`
	Release string            `json:"release"`
	Rules   string            `json:"rules,omitempty"`
	Engine  string            `json:"engine"`
	Version string            `json:"version"`
	Options map[string]string `json:"options"`
	Seconds float64           `json:"seconds"`
	RowsPS  float64           `json:"rows_per_s"` // of this run
}

// inputFile is a file as it was when it was read.
type inputFile struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"` // -1: a stream
}

// summarize writes the summary of a run that took so long.
func (a *account) summarize(stderr io.Writer, s *summary, took time.Duration) error {
	s.Seconds, s.RowsPS = took.Seconds(), float64(s.Rows-s.Resumed)/took.Seconds()
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if a.Summary == "-" {
		_, err = stderr.Write(text)
		return err
	}
	return writeOut(a.Summary, stderr, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// summaryOf is of a run that ended with err.
func summaryOf(job *batch.Job, src *feature.Source, s ending, err error) *summary {
	sum := &summary{
		Finished: err == nil, Answered: s.counts.Rows - s.counts.Rejected, Resumed: s.resumed, Counts: s.counts,
		Unread: []string{}, AsOf: string(job.Snapshot.AsOf), Release: job.Snapshot.ID, Engine: screening.Engine, Version: version,
	}
	if err != nil {
		sum.Error = err.Error()
	}
	if src.Blank != nil {
		sum.BlankLines = src.Blank()
	}
	if job.Rules != nil {
		sum.Rules = job.Rules.Version
	}
	for _, n := range src.Unread {
		sum.Unread = append(sum.Unread, n.ZH+" / "+n.EN)
	}
	return sum
}

// inputFiles says how large the files are.
func inputFiles(paths []string) []inputFile {
	files := make([]inputFile, len(paths))
	for i, path := range paths {
		files[i] = inputFile{path, -1}
		if info, err := os.Stat(path); path != "-" && err == nil && info.Mode().IsRegular() {
			files[i].Bytes = info.Size()
		}
	}
	return files
}

// undeclared is said of rows whose degrees could be those of a web map. How far
// off these are in Jincheng is computed in the domain notes of the project.
const undeclared = "%d 行的经纬度未声明坐标系，按 CGCS2000（WGS 84）核查；若取自高德、腾讯（GCJ-02，约差 570 m）或百度（BD-09，约差 1.3 km），请用 --crs 声明 / " +
	"%d rows in degrees of no declared system were taken as CGCS2000 (WGS 84); if they are from AMap or Tencent (GCJ-02, about 570 m off) or Baidu (BD-09, about 1.3 km), declare it with --crs"

// tell says what became of the rows.
func (a *account) tell(w io.Writer, n batch.Counts, src *feature.Source) {
	blank := 0
	if src.Blank != nil {
		blank = src.Blank()
	}
	fmt.Fprintf(w, "%d 行，%d 行被拒绝，%d 空行 / %d rows, %d rejected, %d blank\n", n.Rows, n.Rejected, blank, n.Rows, n.Rejected, blank)
	for _, v := range verdicts() {
		if n.Verdicts[v] > 0 {
			fmt.Fprintf(w, "  %s %s: %d\n", v.Title().ZH, v, n.Verdicts[v])
		}
	}
	for _, note := range src.Notes {
		fmt.Fprintf(w, "  %s / %s\n", note.ZH, note.EN)
	}
	if n.Undeclared > 0 {
		fmt.Fprintf(w, undeclared+"\n", n.Undeclared, n.Undeclared)
	}
}
