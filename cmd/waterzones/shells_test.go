package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// model is the program's verbs and flags.
func model(t *testing.T) *kong.Node {
	t.Helper()
	parser, err := kong.New(&commands{}, kong.Name("waterzones"), kong.Configuration(readConfig))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model.Node
}

// TestManual: every verb and flag is in the manual page, with its help.
func TestManual(t *testing.T) {
	status, page, stderr := call(t, "", "man")
	if status != exitDone {
		t.Fatal(stderr)
	}
	for _, verb := range verbs(model(t)) {
		if !strings.Contains(page, ".SH "+roff(strings.ToUpper(verb.Path()))+"\n") {
			t.Errorf("no %s", verb.Path())
		}
	}
	flags := 0
	eachFlag(model(t), func(f *kong.Flag) {
		flags++
		if !strings.Contains(page, roff("--"+f.Name)) {
			t.Errorf("no --%s", f.Name)
		}
	})
	if flags < 30 || !strings.Contains(page, ".SH EXIT STATUS") || !strings.Contains(page, "zcat wells.csv.gz") {
		t.Errorf("%d flags: %s", flags, page)
	}
	if man, err := exec.LookPath("groff"); err == nil {
		check := exec.CommandContext(t.Context(), man, "-man", "-ww", "-Kutf8", "-z")
		check.Stdin = strings.NewReader(page)
		if said, err := check.CombinedOutput(); err != nil || strings.Contains(string(said), "error") {
			t.Errorf("%v: %s", err, said)
		}
	}
}

// TestCompletion asks bash what it would offer, and the other shells whether they
// understand their script.
func TestCompletion(t *testing.T) {
	_, script, _ := call(t, "", "completion", "bash")
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash, which make test itself runs in")
	}
	for line, want := range map[string]string{
		"waterzones la":                       "layers",
		"waterzones layers ex":                "export",
		"waterzones screen --fo":              "--format",
		"waterzones screen --kind well --sum": "--summary",
		"waterzones screen --format ge":       "geojson",
		"waterzones layers export --format g": "geojson geojsonseq gpkg",
		"waterzones completion f":             "fish",
		"waterzones nonsense --sum":           "",
	} {
		words := strings.Fields(line)
		ask := script + "\nCOMP_WORDS=(" + line + ")\nCOMP_CWORD=" + string(rune('0'+len(words)-1)) + "\n_waterzones\necho \"${COMPREPLY[*]}\""
		said, err := exec.CommandContext(t.Context(), bash, "-c", ask).CombinedOutput()
		if got := strings.TrimSpace(string(said)); err != nil || got != want {
			t.Errorf("%s: %q, want %q; %v", line, got, want, err)
		}
	}
	for _, shell := range []string{"zsh", "fish"} {
		_, script, _ := call(t, "", "completion", shell)
		if !strings.Contains(script, "summary") || !strings.Contains(script, "geojson") {
			t.Errorf("%s: %s", shell, script)
		}
		if path, err := exec.LookPath(shell); err == nil {
			check := exec.CommandContext(t.Context(), path, "-n")
			check.Stdin = strings.NewReader(script)
			if said, err := check.CombinedOutput(); err != nil {
				t.Errorf("%s: %v: %s", shell, err, said)
			}
		}
	}
}

// TestVersionFlag says what the verb says.
func TestVersionFlag(t *testing.T) {
	_, verb, _ := call(t, "", "version")
	if status, flag, stderr := call(t, "", "--version"); status != exitDone || flag != verb || !strings.Contains(flag, "engine") {
		t.Errorf("status %d: %s%s, want %s", status, flag, stderr, verb)
	}
}
