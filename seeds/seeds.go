// Package seeds holds illustrative layers of Jincheng (晋城) and the rule file,
// embedded. Every shape is made up by the program in generate, from places and
// default distances that are public; none is an approved boundary.
package seeds

import (
	"embed"
	"io/fs"
)

//go:generate go run ./generate

//go:embed data
var data embed.FS

//go:embed rules.yaml
var rules []byte

// Data returns the embedded layers directory: catalogue.json, one GeoJSON file
// per layer and coverage.geojson, in the form that a directory of a city's own
// layers has. It is read-only and safe for concurrent use.
func Data() fs.FS {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		panic(err) // cannot occur: "data" is a valid path
	}
	return sub
}

// Rules returns a copy of the embedded rule file (YAML).
func Rules() []byte { return append([]byte(nil), rules...) }
