// Command generate makes the illustrative layers of package seeds. It draws on
// a flat board from a few public facts (places of sources, way-points of
// rivers, outlines of counties) and default distances, with random numbers that
// are the same every time, and writes seeds/data.
package main

import (
	"bytes"
	"flag"
	"log"
	"os"
	"path/filepath"
	"sort"
)

func main() {
	log.SetFlags(0)
	source := flag.String("source", "source/jincheng_counties_gcj02_mit.geojson", "county outlines, GCJ-02")
	out := flag.String("out", "data", "directory to write to")
	flag.Parse()
	if err := run(*source, *out); err != nil {
		log.Fatal(err)
	}
}

func run(source, out string) error {
	outlines, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	files, err := generate(outlines)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(out, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the files of the layers directory by name.
func generate(outlines []byte) (map[string][]byte, error) {
	counties, err := readCounties(outlines)
	if err != nil {
		return nil, err
	}
	b := newBoard(counties)
	drawn := draw(b, counties)
	if b.err != nil {
		return nil, b.err
	}
	files := map[string][]byte{}
	for _, c := range drawn {
		if c.Derive != nil {
			continue // has no file
		}
		records, err := c.records()
		if err != nil {
			return nil, err
		}
		if files[c.File], err = document(records); err != nil {
			return nil, err
		}
	}
	if files["coverage.geojson"], err = coverage(counties); err != nil {
		return nil, err
	}
	files["catalogue.json"], err = catalogue(drawn)
	return files, err
}

func document(records []record) ([]byte, error) {
	sort.SliceStable(records, func(i, j int) bool { return records[i].ID < records[j].ID })
	var out bytes.Buffer
	err := write(&out, records)
	return out.Bytes(), err
}

func newBoard(counties []county) *board {
	b := &board{city: area(outline(counties...))}
	b.inner = b.grow(b.city, -15)
	return b
}
