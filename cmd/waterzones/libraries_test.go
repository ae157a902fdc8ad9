package main_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// libraries says which packages may pull which libraries in, by themselves or
// through others of ours. A line is a library and the packages, as in a ban's; a
// library of which nothing is said may be pulled in by none.
const libraries = `
github.com/paulmach/orb              ...
github.com/tidwall/geodesic          ...
github.com/tidwall/rtree             ...
github.com/peterstace/simplefeatures ...
go.yaml.in/yaml/v3                   layers/... api/... cmd/...
modernc.org/sqlite                   geo/format geo/format/gpkg layers/catalogue layers/request layers/batch/... api/... cmd/...
golang.org/x/text                    geo/format/... layers/catalogue layers/request layers/batch/... api/... cmd/...
codeberg.org/go-pdf/fpdf             layers/print api/... cmd/...
github.com/boombuler/barcode         layers/print api/... cmd/...
github.com/labstack/echo/v4          api/... cmd/...
github.com/prometheus/client_golang  api/... cmd/...
github.com/klauspost/compress        api/... cmd/...
github.com/alecthomas/kong           cmd/...
golang.org/x/term                    cmd/...
github.com/jackc/pgx/v5              geo/pgtest geo/format/formattest
pgregory.net/rapid                   geo/format/formattest
`

// allowances are the lines of a table, by library.
func allowances(table string) map[string][]string {
	lines := map[string][]string{}
	for line := range strings.Lines(table) {
		if words := strings.Fields(line); len(words) > 0 {
			lines[words[0]] = words[1:]
		}
	}
	return lines
}

// pulled finds for every package of the tree the libraries that it and the
// packages below it import, and the path to each.
func pulled(root fs.FS) (map[string]map[string]string, error) {
	imports := map[string][]string{}
	err := eachFile(root, ".go", func(name string, text []byte) error {
		if isTest(name) {
			return nil
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(name)
		for _, spec := range tree.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[pkg] = append(imports[pkg], imported)
		}
		return nil
	})
	found := map[string]map[string]string{}
	var walk func(pkg string) map[string]string
	walk = func(pkg string) map[string]string {
		if found[pkg] == nil {
			found[pkg] = map[string]string{}
			for _, imported := range imports[pkg] {
				if own, ok := strings.CutPrefix(imported, module); ok {
					for library, way := range walk(own) {
						found[pkg][library] = pkg + " → " + way
					}
				} else if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
					found[pkg][imported] = pkg + " → " + imported
				}
			}
		}
		return found[pkg]
	}
	for pkg := range imports {
		walk(pkg)
	}
	return found, err
}

// unlawful lists what is pulled in against the table, and what the table allows
// and nobody does.
func unlawful(root fs.FS, table string) (faults []string, err error) {
	found, err := pulled(root)
	allowed := allowances(table)
	used := map[string]bool{}
	for _, pkg := range slices.Sorted(maps.Keys(found)) {
		for _, imported := range slices.Sorted(maps.Keys(found[pkg])) {
			library := imported
			for library != "." && allowed[library] == nil {
				library = path.Dir(library)
			}
			i := slices.IndexFunc(allowed[library], func(pattern string) bool { return matches(pattern, pkg) })
			if i < 0 {
				faults = append(faults, pkg+" must not pull it in: "+found[pkg][imported])
				continue
			}
			for _, pattern := range allowed[library] {
				used[library+" "+pattern] = used[library+" "+pattern] || matches(pattern, pkg)
			}
		}
	}
	for library, patterns := range allowed {
		for _, pattern := range patterns {
			if !used[library+" "+pattern] {
				faults = append(faults, fmt.Sprintf("%s may pull %s in and does not", pattern, library))
			}
		}
	}
	return faults, err
}

func TestLibraries(t *testing.T) {
	faults, err := unlawful(os.DirFS("../.."), libraries)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}

func TestLibrariesCatchPlanted(t *testing.T) {
	const table = "heavy.org/db geo/format/... cmd/...\n"
	source := func(imports ...string) *fstest.MapFile {
		text := "package x\n"
		for _, imported := range imports {
			text += fmt.Sprintf("import _ %q\n", imported)
		}
		return &fstest.MapFile{Data: []byte(text)}
	}
	fine := fstest.MapFS{
		"geo/area.go":              source("math"),
		"geo/format/gpkg/open.go":  source("heavy.org/db/v2", "waterzones/geo"),
		"layers/zone.go":           source("waterzones/geo"),
		"cmd/waterzones/main.go":   source("waterzones/geo/format/gpkg", "waterzones/layers"),
		"layers/zone_test.go":      source("waterzones/geo/format/gpkg"),
		"geo/format/feature/is.go": source("io"),
	}
	if faults, err := unlawful(fine, table); err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
	for _, c := range []struct{ file, imports, want string }{
		{"layers/release.go", "waterzones/geo/format/gpkg", "layers must not pull it in: layers → geo/format/gpkg → heavy.org/db/v2"},
		{"geo/near.go", "heavy.org/db", "geo must not pull it in: geo → heavy.org/db"},
		{"cmd/waterzones/new.go", "other.org/thing", "cmd/waterzones must not pull it in: cmd/waterzones → other.org/thing"},
		{"geo/format/gpkg/open.go", "math", "geo/format/... may pull heavy.org/db in and does not"},
	} {
		planted := maps.Clone(fine)
		planted[c.file] = source(c.imports)
		if faults, err := unlawful(planted, table); err != nil || !slices.Contains(faults, c.want) {
			t.Errorf("%s: %v, %v", c.file, faults, err)
		}
	}
}
