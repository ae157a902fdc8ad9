package web

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"waterzones/layers/report/schema"
	"waterzones/layers/rules"
)

// TestReportTypesAreGenerated from the Go types as these are now.
func TestReportTypesAreGenerated(t *testing.T) {
	set, err := schema.Report()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("src/report.ts")
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != set.TypeScript() {
		t.Error("src/report.ts is not what the types say: run go generate ./api/...")
	}
}

// TestApplicationFields: the page has a field for each of an application, and no other.
func TestApplicationFields(t *testing.T) {
	text, err := os.ReadFile("index.html")
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, found := range regexp.MustCompile(`<input id="application-[a-z_]+" name="([a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
		got = append(got, found[1])
	}
	for _, f := range rules.ApplicationFields() {
		want = append(want, f.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("fields %v, want %v", got, want)
	}
}

func TestChoose(t *testing.T) {
	page := fstest.MapFS{"dist/index.html": {Data: []byte("map")}, "dist/.gitkeep": {}}
	empty := fstest.MapFS{"dist/.gitkeep": {}}
	for name, c := range map[string]struct {
		dist  fs.FS
		built bool
		want  string
	}{
		"built":   {page, true, "map"},
		"unbuilt": {empty, false, "make web"},
	} {
		t.Run(name, func(t *testing.T) {
			files, built := choose(c.dist, unbuilt)
			index, err := fs.ReadFile(files, "index.html")
			if err != nil || built != c.built || !strings.Contains(string(index), c.want) {
				t.Errorf("built %v, want %v; index.html (%v) should hold %q:\n%s", built, c.built, err, c.want, index)
			}
		})
	}
}

// The page's policy forbids inline scripts and styles, so no file may have any.
func TestNothingInline(t *testing.T) {
	files, _ := Files()
	for _, root := range []fs.FS{files, sub(unbuilt, "unbuilt")} {
		index, err := fs.ReadFile(root, "index.html")
		if err != nil {
			t.Fatal(err)
		}
		for _, banned := range []string{"<style", " style=", "<script>", " onclick=", "http://", "https://"} {
			if strings.Contains(string(index), banned) {
				t.Errorf("index.html has %q", banned)
			}
		}
	}
}
