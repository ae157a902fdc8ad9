package main_test

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// A ban is an import that must not be. Packages are named from the module's
// root; "geo/..." is geo and everything below it, as for the go command.
type ban struct {
	in      []string // where it holds
	except  []string // and where it does not
	imports []string // what must not be imported there
	tests   bool     // holds for test files too
	why     string   // told to whoever breaks it
}

// The arrows of the design: cmd → api → {batch, print} → report → {avoid,
// screening} → rules → layers → geo, and never back. request and catalogue alone
// read files. Change the design before this table; do not change the table to
// mend a build.
var policy = []ban{
	{
		in:      []string{"geo/..."},
		imports: []string{"layers/...", "seeds/...", "api/...", "cmd/..."},
		tests:   true,
		why:     "geo is geometry alone, and of use without zones, rules or a server",
	},
	{
		in:      []string{"layers"},
		imports: []string{"layers/...", "api/...", "cmd/..."},
		why:     "layers says what is known; what follows from it is decided above",
	},
	{
		in:      []string{"layers", "layers/rules", "layers/screening", "layers/avoid", "layers/report/..."},
		imports: []string{"geo/format/..."},
		why:     "what a file was is forgotten before anything is asked",
	},
	{
		in:      []string{"layers/catalogue"},
		imports: []string{"layers/rules", "layers/screening", "layers/avoid", "layers/report/...", "layers/request", "layers/batch/...", "layers/print/...", "layers/store", "api/...", "cmd/..."},
		why:     "a catalogue becomes layers, whatever is asked of them",
	},
	{
		in:      []string{"layers/rules"},
		imports: []string{"layers/catalogue", "layers/screening", "layers/avoid", "layers/report/...", "layers/request", "layers/batch/...", "layers/print/...", "layers/store", "api/...", "cmd/..."},
		why:     "a rule judges one hit and must not know how hits are found",
	},
	{
		in:      []string{"layers/screening"},
		imports: []string{"layers/catalogue", "layers/avoid", "layers/report/...", "layers/request", "layers/batch/...", "layers/print/...", "layers/store", "api/...", "cmd/..."},
		why:     "the engine takes a snapshot and gives an answer: nothing of words, storing, printing or serving",
	},
	{
		in:      []string{"layers/avoid"},
		imports: []string{"layers/...", "api/...", "cmd/..."},
		why:     "a clear place is searched for by asking a predicate",
	},
	{
		in:      []string{"layers/report/..."},
		imports: []string{"layers/catalogue", "layers/request", "layers/batch/...", "layers/print/...", "layers/store", "api/...", "cmd/..."},
		why:     "a report is an answer in words, whoever asked and whatever becomes of it",
	},
	{
		in:      []string{"layers/print/..."},
		imports: []string{"layers/catalogue", "layers/avoid", "layers/request", "layers/batch/...", "layers/store", "api/...", "cmd/..."},
		why:     "printing a report needs the report alone",
	},
	{
		in:      []string{"layers/request"},
		imports: []string{"layers/catalogue", "layers/avoid", "layers/report/...", "layers/batch/...", "layers/print/...", "layers/store", "api/...", "cmd/..."},
		why:     "a request becomes a site; what is found of it is another thing",
	},
	{
		in:      []string{"layers/batch"},
		imports: []string{"layers/catalogue", "layers/print/...", "layers/store", "api/...", "cmd/..."},
		why:     "rows go through the engine from any reader to any writer; who calls does not matter",
	},
	{
		in:      []string{"layers/store"},
		imports: []string{"layers/rules", "layers/screening", "layers/batch/...", "layers/report/...", "layers/print/...", "api/...", "cmd/..."},
		why:     "a store keeps what layers declares and decides nothing",
	},
	{
		in:      []string{"api/..."},
		imports: []string{"cmd/..."},
		why:     "cmd is wiring: nothing may rest on it",
	},
	{
		in:      []string{"seeds"},
		imports: []string{"geo/...", "layers/...", "api/...", "cmd/..."},
		why:     "seeds are files; whoever embeds them chooses what reads them",
	},
	{
		in:      []string{"seeds/generate"},
		imports: []string{"layers/rules", "layers/screening", "layers/batch/...", "layers/report/...", "layers/store", "api/...", "cmd/..."},
		why:     "the maker writes the form of a layer and must not rest on what judges it",
	},
	{
		in:      []string{"layers/...", "api/..."},
		imports: []string{"seeds/..."},
		why:     "seeds are an illustration; only a command chooses to start with them",
	},
	{
		in:     []string{"geo/..."},
		except: []string{"geo/format/...", "geo/geojson", "geo/pgtest/...", "geo/index"},
		imports: []string{
			"os/...", "io/...", "bufio", "embed", "net/...", "syscall", "database/...", "encoding/...", "compress/...",
			"github.com/paulmach/orb/encoding/...", "github.com/paulmach/orb/geojson",
		},
		why: "only geo/format, and geo/geojson behind it, touches bytes; elsewhere geo maps values to values",
	},
	{
		in: []string{"geo/index"},
		imports: []string{
			"os/...", "io/...", "bufio", "embed", "net/...", "syscall", "database/...", "encoding/json", "encoding/gob", "encoding/csv", "compress/...",
			"github.com/paulmach/orb/encoding/...", "github.com/paulmach/orb/geojson",
		},
		why: "an index becomes bytes and back, and where they are kept is for others to say",
	},
	{
		in:      []string{"geo/..."},
		except:  []string{"geo/pgtest/...", "geo/format/..."},
		imports: []string{"time", "math/rand/...", "log/..."}, // a context ends work and changes no answer
		why:     "geo is pure: the same input gives the same output, with no clock, chance or log",
	},
	{
		in:      []string{"geo/format/..."},
		imports: []string{"math/rand/...", "log/..."},
		why:     "files have dates and queries that must end, but reading one twice gives the same",
	},
	{
		in:      []string{"layers/...", "seeds"},
		imports: []string{"log/...", "net/http/..."},
		why:     "errors are returned here, and logged and served once, at the edge",
	},
	{
		in:      []string{"..."},
		except:  []string{"api/..."},
		imports: []string{"github.com/labstack/..."},
		why:     "Echo stays in api, so that a move to its next major touches one package",
	},
	{
		in:      []string{"..."},
		except:  []string{"geo/pgtest/...", "geo/format/formattest", "layers/screening/screeningtest", "layers/report/reporttest"},
		imports: []string{"testing/...", "pgregory.net/rapid", "geo/pgtest/...", "geo/format/formattest", "layers/screening/screeningtest", "layers/report/reporttest"},
		why:     "what only tests need is not linked into the program",
	},
}

const module = "waterzones/"

// matches reports whether the pattern ("geo", "geo/...", "...") takes pkg.
func matches(pattern, pkg string) bool {
	below, deep := strings.CutSuffix(pattern, "...")
	if !deep {
		return pattern == pkg
	}
	return strings.HasPrefix(pkg+"/", below)
}

func matchesAny(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, pkg) })
}

func (b ban) forbids(file, imported string) bool {
	pkg := path.Dir(file)
	if strings.HasSuffix(file, "_test.go") && !b.tests {
		return false
	}
	return matchesAny(b.in, pkg) && !matchesAny(b.except, pkg) && matchesAny(b.imports, imported)
}

// violation is a forbidden import: the place, and the entry of policy.
type violation struct {
	place string
	ban   int
}

// violations reads the imports of every Go file below the root. It parses the
// files in the test itself: what a child process (go list) reads is unknown to
// the test cache, and such a test stays green after a forbidden import.
func violations(root fs.FS) (found []violation, files []string, err error) {
	err = eachFile(root, ".go", func(name string, text []byte) error {
		files = append(files, name)
		tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range tree.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imported = strings.TrimPrefix(imported, module)
			for i, b := range policy {
				if b.forbids(name, imported) {
					found = append(found, violation{fmt.Sprintf("%s imports %s", name, imported), i})
				}
			}
		}
		return nil
	})
	return found, files, err
}

// eachFile calls visit for every file of the tree whose name ends so, except
// for what is installed, built or test data.
func eachFile(root fs.FS, suffix string, visit func(name string, text []byte) error) error {
	skip := []string{".git", "bin", "dist", "node_modules", "testdata", "tmp"}
	return fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(skip, entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, suffix):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		return visit(name, text)
	})
}

func TestArrows(t *testing.T) {
	found, files, err := violations(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("%s: %s", v.place, policy[v.ban].why)
	}
	for _, top := range []string{"cmd/", "api/", "layers/", "geo/", "seeds/"} {
		if !slices.ContainsFunc(files, func(f string) bool { return strings.HasPrefix(f, top) }) {
			t.Errorf("no Go file found under %s: the test looks at the wrong tree", top)
		}
	}
}

// The checker is tested on planted files: each line is a file, an import, and
// a word of the reason for which it must be refused; no word, not refused.
func TestArrowsCatchPlantedImports(t *testing.T) {
	const plants = `
geo/relate.go                waterzones/layers             | geometry alone
geo/relate_test.go           waterzones/api                | geometry alone
geo/format/csv.go            waterzones/seeds              | geometry alone
layers/zone.go               waterzones/layers/rules       | what is known
layers/rules/judge.go        waterzones/layers/screening   | judges one hit
layers/screening/ask.go      waterzones/layers/report      | takes a snapshot
layers/screening/ask.go      waterzones/geo/format         | forgotten
layers/catalogue/open.go     waterzones/layers/rules       | becomes layers
layers/avoid/search.go       waterzones/layers/screening   | a predicate
layers/report/make.go        waterzones/layers/print       | in words
layers/print/pdf.go          waterzones/api                | the report alone
layers/request/fields.go     waterzones/layers/report      | becomes a site
layers/batch/job.go          waterzones/api                | rows go through
layers/store/gpkg.go         waterzones/layers/screening   | decides nothing
api/routes.go                waterzones/cmd/waterzones     | wiring
seeds/seeds.go               waterzones/layers             | seeds are files
seeds/generate/main.go       waterzones/layers/screening   | the maker
layers/zone.go               waterzones/seeds              | illustration
api/map.go                   waterzones/seeds              | illustration
geo/area.go                  os                            | touches bytes
geo/crs/gk.go                encoding/json                 | touches bytes
geo/index/cells.go           io/fs                         | becomes bytes
geo/geojson.go               github.com/paulmach/orb/geojson | touches bytes
geo/index/cells.go           time                          | pure
geo/format/csv.go            math/rand                     | reading one twice
geo/crs/gk.go                log/slog                      | pure
geo/crs/gk.go                math/rand/v2                  | pure
layers/zone.go               log                           | at the edge
layers/screening/ask.go      net/http                      | at the edge
cmd/waterzones/serve.go      github.com/labstack/echo/v4   | Echo stays
layers/layer.go              github.com/labstack/echo-contrib/echoprometheus | Echo stays
api/routes.go                testing                       | only tests
geo/index/fake.go            testing/fstest                | only tests
layers/zone.go               waterzones/geo/pgtest         | only tests
layers/report/make.go        waterzones/layers/screening/screeningtest | only tests

cmd/waterzones/serve.go      waterzones/api                |
cmd/waterzones/serve.go      waterzones/seeds              |
api/routes.go                github.com/labstack/echo/v4   |
layers/rules/judge.go        waterzones/layers             |
layers/rules/judge.go        waterzones/geo                |
layers/rules/judge_test.go   waterzones/seeds              |
geo/format/csv.go            encoding/csv                  |
geo/index/saved.go           encoding/binary               |
geo/budget.go                context                       |
geo/format/gpkg.go           time                          |
geo/relate_test.go           os                            |
geo/relate_test.go           waterzones/geo/pgtest         |
geo/pgtest/server.go         testing                       |
seeds/generate/main.go       waterzones/geo                |
seeds/generate/main.go       waterzones/layers             |
geography/x.go               waterzones/layers             |
`
	caught := make([]bool, len(policy))
	for line := range strings.Lines(strings.TrimSpace(plants)) {
		plant, reason, _ := strings.Cut(strings.TrimSpace(line), "|")
		words, reason := strings.Fields(plant), strings.TrimSpace(reason)
		if len(words) != 2 {
			continue
		}
		source := fmt.Appendf(nil, "package x\nimport _ %q\n", words[1])
		found, _, err := violations(fstest.MapFS{words[0]: {Data: source}})
		switch {
		case err != nil:
			t.Error(err)
		case reason == "" && len(found) > 0:
			t.Errorf("%s: refused: %s", plant, policy[found[0].ban].why)
		case reason != "" && (len(found) != 1 || !strings.Contains(policy[found[0].ban].why, reason)):
			t.Errorf("%s: got %v, want one refusal for: %s", plant, found, reason)
		case reason != "":
			caught[found[0].ban] = true
		}
	}
	for i, b := range policy {
		if !caught[i] {
			t.Errorf("no planted import breaks: %s", b.why)
		}
	}
}

// What lies beside some checkouts may serve a test; the program and its maker
// must do without, or a clone alone would not build what is committed.
func TestProductionNeedsOnlyTheRepository(t *testing.T) {
	outside := []byte("../" + "shared")
	for _, suffix := range []string{".go", ".ts", ".yaml"} {
		err := eachFile(os.DirFS("../.."), suffix, func(name string, text []byte) error {
			if !isTest(name) && bytes.Contains(text, outside) {
				t.Errorf("%s mentions %s, which a clone does not have", name, outside)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func isTest(name string) bool {
	return strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".test.ts")
}
