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
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text := got(data)
			if *Update {
				if err := os.WriteFile(name+".txt", []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			if text != string(want) {
				t.Errorf("got\n%swant\n%s", text, want)
			}
		})
	}
}

// Update is the flag -update.
var Update = flag.Bool("update", false, "rewrite the wanted results in testdata")
