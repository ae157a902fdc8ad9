package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waterzones/geo/format/formattest"
	"waterzones/layers/batch"
)

// slowRows are rows whose whole reports take a while, of which the first decides
// in which system all are.
func slowRows(t *testing.T, dir string, n int) string {
	t.Helper()
	var text strings.Builder
	text.WriteString("id,X,Y,备注\n")
	for i := range n {
		switch i % 50 {
		case 7:
			text.WriteString("\n")
		case 9:
			fmt.Fprintf(&text, "%d,38395673.9,3930673.6,两轴颠倒\n", i) // not in the order of the first
			continue
		case 11:
			fmt.Fprintf(&text, "%d,3930673.6,38395673.9,\"两\n行\"\n", i)
			continue
		}
		fmt.Fprintf(&text, "%d,%d.6,%d.9,\n", i, 3930000+(i*37)%20000, 38395000+(i*91)%20000)
	}
	file := filepath.Join(dir, "in.csv")
	put(t, file, text.String())
	return file
}

// TestResumeAfterKills kills the program at 50 random moments. What it left is
// gone on with, and in the end is byte for byte what one run gives.
func TestResumeAfterKills(t *testing.T) {
	const rows = 2000
	most := 50
	if testing.Short() {
		most = 8
	}
	for _, form := range []string{"ndjson", "csv", "geojson"} {
		t.Run(form, func(t *testing.T) {
			dir := t.TempDir()
			in := slowRows(t, dir, rows)
			args := func(out string, more ...string) []string {
				return append([]string{"screen", "--kind", "outfall", "--as-of", "2026-08-15", "--nearest", "--limit", fmt.Sprint(rows - 5), "--format", form, "-o", filepath.Join(dir, out), in}, more...)
			}
			if status, _, stderr := call(t, "", args("whole")...); status != exitRejected {
				t.Fatalf("status %d: %s", status, stderr)
			}
			want := formattest.Bytes(t, filepath.Join(dir, "whole"))
			r := rand.New(rand.NewPCG(1, uint64(len(form))))
			kills, longest := most, 600*time.Millisecond
			if form != "ndjson" { // which takes its time
				kills, longest = most/8, 300*time.Millisecond
			}
			resumed := 0
			for killed := 0; killed < kills; {
				cmd, stderr := process(t, args("out", "--resume", "--summary", filepath.Join(dir, "sum"))...)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				kill := time.AfterFunc(time.Duration(r.Int64N(int64(longest))), func() { _ = cmd.Process.Kill() }) // it may have ended
				status := exitOf(t, cmd.Wait())
				kill.Stop()
				if status == -1 {
					killed++
					continue
				}
				if status != exitRejected {
					t.Fatalf("status %d: %s", status, stderr)
				}
				resumed += check(t, dir, string(want))
			}
			cmd, stderr := process(t, args("out", "--resume", "--summary", filepath.Join(dir, "sum"))...)
			if status := exitOf(t, cmd.Run()); status != exitRejected {
				t.Fatalf("status %d: %s", status, stderr)
			}
			if resumed += check(t, dir, string(want)); resumed == 0 && kills == 50 {
				t.Error("no run went on with another")
			}
		})
	}
}

// check compares a finished output, whose summary counts all rows, removes it, and
// returns how many rows of it came from earlier runs.
func check(t *testing.T, dir, want string) int {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(dir, "out"))
	if err != nil || string(got) != want {
		t.Fatalf("%v: %d bytes, want %d; %s", err, len(got), len(want), namesIn(t, dir))
	}
	if names := namesIn(t, dir); names != "in.csv out sum whole" && names != "in.csv out out.journal-next sum whole" {
		t.Errorf("left: %s", names)
	}
	var sum summary
	text, err := os.ReadFile(filepath.Join(dir, "sum"))
	if err == nil {
		err = json.Unmarshal(text, &sum)
	}
	verdicts := 0
	for _, n := range sum.Verdicts {
		verdicts += n
	}
	if err != nil || !sum.Finished || sum.Rows == 0 || sum.Rows != sum.Answered+sum.Rejected || sum.Answered != verdicts || sum.Reasons[batch.CodeCoordinate] != sum.Rejected {
		t.Errorf("%v: %s", err, text)
	}
	for _, name := range []string{"out", "sum"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return sum.Resumed
}

// TestResumeQuestion: a journal of another question is refused with what differs;
// without --resume a run begins afresh; nothing to go on with is no mistake.
func TestResumeQuestion(t *testing.T) {
	dir := t.TempDir()
	in, out := slowRows(t, dir, 400), filepath.Join(dir, "out")
	args := func(kind string, more ...string) []string {
		return append([]string{"screen", "--kind", kind, "--as-of", "2026-08-15", "-o", out, in}, more...)
	}
	if status, _, stderr := call(t, "", args("well", "--resume")...); status != exitRejected {
		t.Fatalf("nothing to go on with: status %d: %s", status, stderr)
	}
	whole := formattest.Bytes(t, out)
	leave := func() { // what a run that was killed leaves
		t.Helper()
		question := batch.Question{"--kind": "outfall", "release": "another"}
		p, err := batch.OpenPartial(out, question, false)
		if err == nil {
			_, err = p.Write([]byte("half"))
		}
		if err != nil {
			t.Fatal(err)
		}
		if resumable, err := p.Stop(&batch.Mark{Counts: batch.Counts{Rows: 1}, Bytes: 4}); !resumable || err != nil {
			t.Fatal(resumable, err)
		}
	}
	leave()
	status, _, stderr := call(t, "", args("well", "--resume")...)
	if status != exitUsage || !strings.Contains(stderr, `--kind: "well" ≠ "outfall"`) || !strings.Contains(stderr, "release: ") {
		t.Errorf("another question: status %d: %s", status, stderr)
	}
	if names := namesIn(t, dir); names != "in.csv out out.journal out.part" {
		t.Errorf("after a refusal there are %s", names)
	}
	if status, _, stderr := call(t, "", args("well")...); status != exitRejected {
		t.Errorf("afresh: status %d: %s", status, stderr)
	}
	if got, err := os.ReadFile(out); !bytes.Equal(got, whole) || err != nil || namesIn(t, dir) != "in.csv out" {
		t.Errorf("afresh: %d bytes, want %d; %v; %s", len(got), len(whole), err, namesIn(t, dir))
	}
	put(t, out+".part", "a download")
	if status, _, stderr := call(t, "", args("well")...); status != exitFailed || !strings.Contains(stderr, "move it away") {
		t.Errorf("a part that is not ours: status %d: %s", status, stderr)
	}
	if text, err := os.ReadFile(out + ".part"); string(text) != "a download" || os.Remove(out+".part") != nil {
		t.Errorf("it became %q, %v", text, err)
	}
	p, err := batch.OpenPartial(out, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := call(t, "", args("well")...); status != exitFailed || !strings.Contains(stderr, "another process") {
		t.Errorf("two runs at once: status %d: %s", status, stderr)
	}
	if err := p.Discard(); err != nil || namesIn(t, dir) != "in.csv out" {
		t.Errorf("%v; %s", err, namesIn(t, dir))
	}
	for _, more := range [][]string{{"-"}, {"-o", out, "-"}, {"-o", out, "--format", "xlsx", in}, {in}} {
		if status, _, stderr := call(t, "lon,lat\n1,2\n", append([]string{"screen", "--kind", "well", "--resume"}, more...)...); status != exitUsage || !strings.Contains(stderr, "--resume") {
			t.Errorf("%v: status %d: %s", more, status, stderr)
		}
	}
}
