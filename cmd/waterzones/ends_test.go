package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"waterzones/layers/batch"
)

// TestSignals: each of the three ends a run in order: exit 1, how far it came and
// how to go on; going on gives what one run gives.
func TestSignals(t *testing.T) {
	dir := t.TempDir()
	in, out := slowRows(t, dir, 3000), filepath.Join(dir, "out")
	args := []string{"screen", "--kind", "outfall", "--as-of", "2026-08-15", "--format", "ndjson", "-o", out, in}
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as it is when the tests run under nohup
		signals = append(signals, syscall.SIGHUP)
	}
	for _, signal := range signals {
		for _, left := range []string{out + ".part", out + ".journal"} {
			if err := os.RemoveAll(left); err != nil {
				t.Fatal(err)
			}
		}
		cmd, stderr := process(t, args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		appears(t, out+".journal", `"rows":[1-9]`)
		signalTo(t, cmd, signal)
		status := exitOf(t, cmd.Wait())
		said := stderr.String()
		if status != exitFailed || !strings.Contains(said, "--resume") || !strings.Contains(said, signal.String()) || !strings.Contains(said, "已完成") || !strings.Contains(said, "interrupted after") {
			t.Errorf("%s: status %d: %s", signal, status, said)
		}
		if names := namesIn(t, dir); names != "in.csv out.journal out.part" {
			t.Errorf("%s leaves %s", signal, names)
		}
	}
	part, err := os.ReadFile(out + ".part")
	if err != nil || !strings.HasSuffix(string(part), "}\n") {
		t.Errorf("the part ends in half a row: %v", err)
	}
	if status, _, stderr := call(t, "", append(args, "--resume", "--quiet")...); status != exitRejected || stderr != "" {
		t.Errorf("going on: status %d: %s", status, stderr)
	}
	whole, err := os.ReadFile(out)
	if err != nil || !bytes.HasPrefix(whole, part) || strings.Count(string(whole), "\n") != 3000 || namesIn(t, dir) != "in.csv out" {
		t.Errorf("%d rows, %v; %s", strings.Count(string(whole), "\n"), err, namesIn(t, dir))
	}
}

// appears waits for a file that has something in it.
func appears(t *testing.T, path, something string) {
	t.Helper()
	for range 3000 {
		if text, err := os.ReadFile(path); err == nil && regexp.MustCompile(something).Match(text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s does not appear", path)
}

// TestSignalNothingLeft: where a run cannot be gone on with it leaves nothing, be
// it waiting for its input or busy.
func TestSignalNothingLeft(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name, stdin string
		args        []string
	}{
		{"waiting for the first row", "lon,lat\n", []string{"-"}},
		{"waiting for more rows", "lon,lat\n" + strings.Repeat("112.5,35.5\n", 1<<19), []string{"-"}},
		{"a sheet under way", "", []string{"--format", "xlsx", slowRows(t, dir, 100_000)}},
	} {
		cmd, stderr := process(t, append([]string{"screen", "--kind", "well", "--crs", "EPSG:4490", "-o", filepath.Join(dir, "out")}, c.args...)...)
		stdin, err := cmd.StdinPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(stdin, c.stdin); err != nil { // all but what a pipe holds has been read
			t.Fatal(err)
		}
		if len(c.args) > 1 || len(c.stdin) > 100 {
			for !strings.Contains(namesIn(t, dir), ".out-") {
				time.Sleep(10 * time.Millisecond)
			}
		} else {
			time.Sleep(300 * time.Millisecond) // so that it has come to wait, mostly
		}
		signalTo(t, cmd, syscall.SIGTERM)
		status := exitOf(t, cmd.Wait())
		if strings.TrimPrefix(namesIn(t, dir), "in.csv") != "" {
			t.Errorf("%s: left: %s", c.name, namesIn(t, dir))
		}
		// A signal that comes before the program knows it kills it: nothing is begun then.
		if status != exitFailed && status != -1 || status == exitFailed && !strings.Contains(stderr.String(), "terminated") {
			t.Errorf("%s: status %d: %s", c.name, status, stderr)
		}
	}
}

// TestHangup: under nohup a run goes on.
func TestHangup(t *testing.T) {
	dir := t.TempDir()
	in, out := slowRows(t, dir, 500), filepath.Join(dir, "out")
	cmd, stderr := process(t, "screen", "--kind", "outfall", "--format", "ndjson", "-o", out, in)
	ignoring := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `trap "" HUP; exec "$0" "$@"`}, cmd.Args...)...)
	ignoring.Env, ignoring.Stderr = cmd.Env, stderr
	if err := ignoring.Start(); err != nil {
		t.Fatal(err)
	}
	appears(t, out+".journal", `"rows":`)
	signalTo(t, ignoring, syscall.SIGHUP)
	if status := exitOf(t, ignoring.Wait()); status != exitRejected {
		t.Errorf("status %d: %s", status, stderr)
	}
}

// TestClosedOutput: whatever is printed, an output that takes nothing is exit 1
// with the reason.
func TestClosedOutput(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in.csv")
	put(t, in, "lon,lat\n112.5,35.5\n")
	for _, args := range [][]string{
		{"screen", "--kind", "well", in},
		{"screen", "--kind", "well", "--format", "xlsx", in},
		{"inspect", in},
		{"layers", "list"},
		{"layers", "export", "county"},
		{"version"},
		{"--version"},
		{"--help"},
		{"man"},
		{"completion", "fish"},
	} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skipf("this system has no full device, as Linux has: %v", err)
		}
		cmd, stderr := process(t, args...)
		cmd.Stdout = full
		if status := exitOf(t, cmd.Run()); status != exitFailed || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("%v >/dev/full: status %d: %s", args, status, stderr)
		}
		if err := full.Close(); err != nil {
			t.Fatal(err)
		}
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		cmd, stderr = process(t, args...)
		cmd.Stdout = w
		if status := exitOf(t, cmd.Run()); status != exitFailed || !strings.Contains(stderr.String(), "broken pipe") {
			t.Errorf("%v into a closed pipe: status %d: %s", args, status, stderr)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOutputKeepsItsPlace: a link stays, and its target, which need not be there,
// is what is written; the permissions of a file stay.
func TestOutputKeepsItsPlace(t *testing.T) {
	for _, form := range []string{"csv", "xlsx"} {
		dir := t.TempDir()
		in, target, link := filepath.Join(dir, "in.csv"), filepath.Join(dir, "target"), filepath.Join(dir, "a", "link")
		put(t, in, "lon,lat\n112.5,35.5\n")
		if err := os.Mkdir(filepath.Join(dir, "a"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("../target", link); err != nil {
			t.Fatal(err)
		}
		for _, mode := range []os.FileMode{0, 0o600, 0o664} {
			if mode != 0 {
				if err := os.Chmod(target, mode); err != nil {
					t.Fatal(err)
				}
			}
			if status, _, stderr := call(t, "", "screen", "--kind", "well", "--format", form, "-o", link, in); status != exitDone {
				t.Fatalf("status %d: %s", status, stderr)
			}
			info, err := os.Stat(target)
			if err != nil || info.Size() < 100 || mode != 0 && info.Mode() != mode {
				t.Errorf("%s: %v, %v; want mode %v", form, info, err, mode)
			}
			if to, err := os.Readlink(link); to != "../target" || err != nil {
				t.Errorf("the link is %q, %v", to, err)
			}
			if names := namesIn(t, dir) + " " + namesIn(t, filepath.Join(dir, "a")); names != "a in.csv target link" {
				t.Errorf("there are %s", names)
			}
		}
	}
}

// TestProgressLine: rows, rate, share and time that is left.
func TestProgressLine(t *testing.T) {
	m := &meter{total: 1000}
	m.at.Store(250)
	p := &progress{meter: m}
	if got, want := p.line(5000, 10*time.Second), "核查 / screening: 5000 行 rows, 500/s, 25%, 还需 left 30s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := (&progress{meter: &meter{}, rows: 4000}).line(5000, 10*time.Second), "核查 / screening: 5000 行 rows, 100/s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	resumed := &progress{w: io.Discard, meter: m}
	resumed.passed(batch.Mark{Counts: batch.Counts{Rows: 4000}})
	if m.at.Store(500); resumed.line(5000, 10*time.Second) != "核查 / screening: 5000 行 rows, 100/s, 50%, 还需 left 20s" {
		t.Errorf("after an earlier run: %q", resumed.line(5000, 10*time.Second))
	}
	if p := newProgress(io.Discard, m); p != nil {
		t.Error("progress where there is no terminal")
	}
}
