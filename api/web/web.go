// Package web holds the map page: TypeScript built by Vite into dist, which is
// embedded here. A build of the program without npm embeds an empty dist; the
// page then says how to build it, and everything else works.
package web

import (
	"embed"
	"io/fs"
)

//go:generate go run waterzones/layers/report/schema/generate src/report.ts

//go:embed all:dist
var dist embed.FS

//go:embed unbuilt
var unbuilt embed.FS

// Files returns the files of the page, index.html among them, and whether they
// are the built map; if not, they say how to build it. The files are immutable
// and safe for concurrent use.
func Files() (files fs.FS, built bool) {
	return choose(dist, unbuilt)
}

func choose(dist, unbuilt fs.FS) (files fs.FS, built bool) {
	if _, err := fs.Stat(dist, "dist/index.html"); err == nil {
		return sub(dist, "dist"), true
	}
	return sub(unbuilt, "unbuilt"), false
}

// sub returns a directory whose name is a constant of this package, so that
// fs.Sub, which refuses malformed names only, cannot fail.
func sub(all fs.FS, dir string) fs.FS {
	files, err := fs.Sub(all, dir)
	if err != nil {
		panic(err)
	}
	return files
}
