package formattest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Golden runs got over the files that match pattern and compares with the text
// in the .txt file beside each. One more case is one more file, and -update.
func Golden(t *testing.T, pattern string, got func(data []byte) string) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no file matches %s: %v", pattern, err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(path, filepath.Ext(path))
		t.Run(filepath.Base(name), func(t *testing.T) {
			Wanted(t, name+".txt", got(Bytes(t, path)))
		})
	}
}

// Wanted compares a text with a file, which -update writes.
func Wanted(t *testing.T, file, got string) {
	t.Helper()
	if *Update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := Bytes(t, file); got != string(want) {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Update is the flag -update.
var Update = flag.Bool("update", false, "rewrite the wanted results in testdata")
