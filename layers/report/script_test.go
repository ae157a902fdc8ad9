package report_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waterzones/layers/rules"
	"waterzones/layers/screening/screeningtest"
	"waterzones/seeds"
)

// TestScripts runs testdata/*.screen, on what only a report says, and the scripts
// of the engine: a report says no more and no less than was found.
func TestScripts(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, scripts := range []string{"testdata/*.screen", "../screening/testdata/*.screen"} {
		names, err := filepath.Glob(scripts)
		if err != nil || len(names) == 0 {
			t.Fatalf("no scripts in %s: %v", scripts, err)
		}
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				cases, failures, err := screeningtest.Run(string(text), set, answer)
				if err != nil || cases == 0 {
					t.Fatalf("%d cases, %v", cases, err)
				}
				for _, failure := range failures {
					t.Error(failure)
				}
			})
		}
	}
}

// TestScriptsCanFail plants what a report says beside the engine: a shift.
func TestScriptsCanFail(t *testing.T) {
	const script = "layer water required=project grades=一级\ncover POLYGON((0 0,1 0,1 1,0 1,0 0))\n" +
		"zone A grade=一级 POLYGON((0.2 0.2,0.4 0.2,0.4 0.4,0.2 0.4,0.2 0.2))\n" +
		"screen project clears=yes POINT(0.201 0.3)\n\tprohibited complete\n\tR1 prohibited A\n\tclears A by 141 m bearing 270 then none_found complete"
	for _, c := range []struct {
		script string
		fails  int
	}{
		{script, 0}, {strings.Replace(script, "141 m", "142 m", 1), 1}, {strings.Replace(script, "clears=yes ", "", 1), 1},
	} {
		if _, failures, err := screeningtest.Run(c.script, smallRules(t), answer); err != nil || len(failures) != c.fails {
			t.Errorf("%q: failures %q, error %v", c.script, failures, err)
		}
	}
}
