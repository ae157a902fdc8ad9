package format

import (
	"go/ast"
	"go/token"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// TestReadme: every test that README.md names is there, every cell names one or a
// note that does, every kind has a row, and what it says of writing is so.
func TestReadme(t *testing.T) {
	data := formattest.Bytes(t, "README.md")
	tests, kinds := declared(t)
	for _, name := range regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`).FindAllString(string(data), -1) {
		if !tests[name] {
			t.Errorf("there is no test %s", name)
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(data), -1) {
		if _, err := os.Stat(link[1]); err != nil {
			t.Errorf("link: %v", err)
		}
	}
	rows := map[feature.Kind][]string{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.Trim(line, "|\n "), " | ")
		if kind := regexp.MustCompile("`([a-z]+)`$").FindStringSubmatch(cells[0]); kind != nil {
			rows[feature.Kind(kind[1])] = cells
		}
	}
	for kind := range kinds {
		row := rows[kind]
		if len(row) != 6 {
			t.Errorf("%s has a row of %d cells: %q", kind, len(row), row)
			continue
		}
		for _, cell := range row[1:] {
			if !strings.Contains(cell, "Test") && !strings.ContainsAny(cell, "¹²³⁴⁵") {
				t.Errorf("%s: no test backs %q", kind, cell)
			}
		}
		w, err := NewWriter(kind, io.Discard, feature.Schema{CRS: 4526})
		if strings.HasPrefix(row[2], "no: ") != formattest.Says(err, "is not written") {
			t.Errorf("%s: the README says %q of writing; %v", kind, row[2], err)
		}
		if err == nil && w.Close() != nil {
			t.Errorf("%s: not closed", kind)
		}
	}
	if len(rows) != len(kinds) || len(kinds) != 13 {
		t.Errorf("%d rows for %d kinds", len(rows), len(kinds))
	}
}

// declared are the names of the tests and the kinds, as the sources of the
// rooms have them.
func declared(t *testing.T) (tests map[string]bool, kinds map[feature.Kind]bool) {
	t.Helper()
	tests, kinds = map[string]bool{}, map[feature.Kind]bool{}
	for path, file := range sourcesOfRooms(t, 0) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && strings.HasSuffix(path, "_test.go") && f.Recv == nil {
				tests[f.Name.Name] = true
			}
			if g, ok := d.(*ast.GenDecl); ok && path == "feature/source.go" && g.Tok == token.CONST {
				addKinds(t, kinds, g)
			}
		}
	}
	return tests, kinds
}

func addKinds(t *testing.T, kinds map[feature.Kind]bool, consts *ast.GenDecl) {
	t.Helper()
	for _, spec := range consts.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		name, isKind := value.Type.(*ast.Ident)
		if !isKind || name.Name != "Kind" {
			continue
		}
		literal, ok := value.Values[0].(*ast.BasicLit)
		if !ok {
			t.Fatal("a Kind that is no literal")
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		kinds[feature.Kind(text)] = true
	}
}
