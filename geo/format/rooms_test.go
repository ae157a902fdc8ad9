package format

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// costly are the libraries that a program pays for, and the rooms themselves,
// each with the rooms that may import it. What is not here is free for all.
func costly() map[string][]string {
	return map[string][]string{
		"modernc.org/sqlite":     {"gpkg"},
		"database/sql":           {"gpkg"},
		"golang.org/x/text":      {"charset"},
		"encoding/xml":           {"kml", "markup", "table"},
		"archive/zip":            {"archive", "shapefile", "table"},
		"github.com/xuri":        {},
		"github.com/tidwall":     {"rings"},
		"github.com/peterstace":  {},
		"github.com/twpayne":     {},
		"github.com/klauspost":   {},
		"waterzones/layers":      {},
		"waterzones/geo/geojson": {"format", "table"},

		"github.com/paulmach/orb/geojson": {},

		"waterzones/geo/format/archive":    {"format", "kml", "shapefile", "table"},
		"waterzones/geo/format/charset":    {"archive", "format", "gpkg", "kml", "prj", "shapefile", "survey", "table"},
		"waterzones/geo/format/gpkg":       {"format"},
		"waterzones/geo/format/kml":        {"format"},
		"waterzones/geo/format/markup":     {"kml", "table"},
		"waterzones/geo/format/prj":        {"gpkg", "shapefile"},
		"waterzones/geo/format/rings":      {"shapefile", "survey"},
		"waterzones/geo/format/shapefile":  {"format"},
		"waterzones/geo/format/survey":     {"format"},
		"waterzones/geo/format/table":      {"format"},
		"waterzones/geo/format/wk":         {"format", "gpkg", "table"},
		"waterzones/geo/format/formattest": {},
	}
}

// TestRooms: every library is imported by the rooms named for it and no other,
// and none is named that does not need it, so that a program which works with
// features or GeoJSON carries neither SQLite nor a table of encodings.
func TestRooms(t *testing.T) {
	used := map[string][]string{}
	for room, imports := range importsOfRooms(t) {
		for _, path := range imports {
			if path == "waterzones/geo/format" {
				t.Errorf("%s imports the door in front of it", room)
			}
			for library := range costly() {
				if (path == library || strings.HasPrefix(path, library+"/")) && !slices.Contains(used[library], room) {
					used[library] = append(used[library], room)
				}
			}
		}
	}
	for library, rooms := range costly() {
		slices.Sort(used[library])
		if !slices.Equal(used[library], rooms) {
			t.Errorf("%s is imported by %q, the list says %q", library, used[library], rooms)
		}
	}
}

// importsOfRooms are what the sources import without their tests, by folder.
func importsOfRooms(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	for path, file := range sourcesOfRooms(t, parser.ImportsOnly) {
		room := filepath.Base(filepath.Dir(path))
		switch {
		case strings.HasSuffix(path, "_test.go"), room == "formattest":
			continue
		case room == ".":
			room = "format"
		}
		for _, i := range file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imports[room] = append(imports[room], name)
		}
	}
	return imports
}

// sourcesOfRooms are the sources, by path.
func sourcesOfRooms(t *testing.T, mode parser.Mode) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	for _, pattern := range []string{"*.go", "*/*.go", "../geojson/*.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	return files
}
