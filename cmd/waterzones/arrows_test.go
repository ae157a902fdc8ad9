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
		imports: []string{"layers/...", "api/...", "cmd/..."},
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
		except: []string{"geo/format/...", "geo/pgtest/..."},
		imports: []string{
			"os/...", "io/...", "bufio", "embed", "net/...", "syscall", "database/...", "encoding/...", "compress/...",
			"github.com/paulmach/orb/encoding/...", "github.com/paulmach/orb/geojson",
		},
		why: "only geo/format touches bytes; elsewhere geo maps values to values",
	},
	{
		in:      []string{"geo/..."},
		except:  []string{"geo/pgtest/...", "geo/format/..."},
		imports: []string{"time", "math/rand/...", "log/...", "context"},
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
		except:  []string{"geo/pgtest/..."},
		imports: []string{"testing/...", "pgregory.net/rapid", "geo/pgtest/..."},
		why:     "what only tests need is not linked into the program",
	},
}

