package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
)

// nearest is measured beside PostGIS's index on some of the wells, and its time
// multiplied: all would take minutes. Check compares our output with what PostGIS
// wrote into files; nil: other zones.
func (b *bench) nearest(ctx context.Context, seed uint64, w world, o ours, check func(out string, files []string) (string, error)) error {
	o.what += " --nearest"
	o.args = append(slices.Clip(o.args), "--nearest")
	if b.postgis == nil {
		return b.versus(ctx, seed, w.wells, []ours{o}, nil)
	}
	sample := min(w.points, 50_000)
	files, err := halves(w.wells, sample)
	if err != nil {
		return err
	}
	times := float64(w.points) / float64(sample)
	knn := rival{
		name: fmt.Sprintf("PostGIS <->, %.0f × the time of %d", times, sample),
		run: func(ctx context.Context) (cost, error) {
			c, err := b.postgis.nearest(ctx, files)
			return cost{Seconds: times * c.Seconds, CPU: times * c.CPU}, err
		},
	}
	if check != nil {
		knn.check = func(out string, _ ours) (string, error) { return check(out, files) }
	}
	return b.versus(ctx, seed, w.wells, []ours{o}, []rival{knn})
}

// halves are two files of the first rows, one after the other in turn, for two
// connections.
func halves(path string, n int) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	r := csv.NewReader(file)
	names := []string{path + ".0", path + ".1"}
	var parts [2][][]string
	for i := range n + 1 {
		row, err := r.Read()
		if err != nil {
			return nil, err
		}
		if i == 0 { // the header is that of both
			parts[0] = append(parts[0], row)
			parts[1] = append(parts[1], row)
			continue
		}
		parts[i%2] = append(parts[i%2], row)
	}
	for i, name := range names {
		if err := create(name, func(w *bufio.Writer) error { return csv.NewWriter(w).WriteAll(parts[i]) }); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// sameNearest counts the wells whose nearest zone is PostGIS's too. Its plane is
// not the earth, so that a few in a thousand may differ; one in a hundred is an
// error.
func sameNearest(out string, files []string) (string, error) {
	its := map[string]string{}
	for _, file := range files {
		err := eachRow(file+".nearest", func(row []string) error {
			its[row[0]] = row[1]
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	same, column := 0, -1
	err := eachRow(out, func(row []string) error {
		if column < 0 {
			if column = slices.Index(row, "nearest"); column < 0 {
				return fmt.Errorf("no column nearest among %q", row)
			}
			return nil
		}
		_, code, _ := strings.Cut(row[column], "/")
		if code != "" && its[row[0]] == code {
			same++
		}
		return nil
	})
	if err == nil && 100*same < 99*len(its) {
		err = fmt.Errorf("of %d wells only %d have PostGIS's nearest zone", len(its), same)
	}
	return fmt.Sprintf("same nearest zone: %d of %d", same, len(its)), err
}
