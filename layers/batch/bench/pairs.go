package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strings"
)

// pairs are the hits of a join, a well and a zone each: their number, and a sum
// of hashes, which is the same in any order.
type pairs struct {
	n   int
	sum uint64
}

func (p *pairs) add(well, zone string) {
	h := fnv.New64a()
	_, _ = io.WriteString(h, well+"\x00"+zone)
	x := h.Sum64()
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9 // FNV's last bytes reach only some bits
	x = (x ^ x>>27) * 0x94d049bb133111eb
	p.n++
	p.sum += x ^ x>>31
}

func (p *pairs) String() string { return fmt.Sprintf("%d hits, sum %016x", p.n, p.sum) }

// hits reads the pairs of a CSV with the columns id and zones: codes, or layers
// and codes, with ";" between. Only hits of the layers are taken, if some are
// given.
func hits(path string, layers ...string) (pairs, error) {
	var p pairs
	zones := -1
	err := eachRow(path, func(row []string) error {
		if zones < 0 {
			if zones = slices.Index(row, "zones"); zones < 0 || row[0] != "id" {
				return fmt.Errorf("columns %q", row)
			}
			return nil
		}
		for _, z := range strings.FieldsFunc(row[zones], func(r rune) bool { return r == ';' }) {
			layer, code, found := strings.Cut(z, "/")
			if !found {
				layer, code = "", z
			}
			if len(layers) == 0 || slices.Contains(layers, layer) {
				p.add(row[0], code)
			}
		}
		return nil
	})
	return p, err
}

// rows reads the pairs of a CSV without header: a well and a zone a row.
func rows(path string) (pairs, error) {
	var p pairs
	err := eachRow(path, func(row []string) error {
		p.add(row[0], row[1])
		return nil
	})
	return p, err
}

func eachRow(path string, each func(row []string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	r := csv.NewReader(file)
	r.ReuseRecord = true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = each(row)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
}
