package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"os"
)

// rules are wells judged, on the seeds and on a city with grades, beside PostGIS's
// job, which only joins; and the same with the nearest zones.
func (b *bench) rules(ctx context.Context) error {
	for _, seed := range b.seeds {
		w, err := newWorld(b.path("rules"), seed, b.points, b.detail)
		if err != nil {
			return err
		}
		joins, err := b.postgisJoins(ctx, w)
		if err != nil {
			return err
		}
		seeds := ours{what: "screen --kind well, seeds", args: []string{"--kind", "well"}}
		city := ours{
			what: "screen --kind well, a city with grades",
			args: []string{"--kind", "well", "--layers", w.layers}, keep: []string{springDomains, protectionZones},
		}
		if err := b.versus(ctx, seed, w.wells, []ours{city, b.cached(ctx, city, w.wells)}, joins); err != nil {
			return err
		}
		for i := range joins {
			joins[i].hits = nil // other zones
		}
		if err := b.versus(ctx, seed, w.wells, []ours{seeds}, joins); err != nil {
			return err
		}
		if err := b.nearest(ctx, seed, w, city); err != nil {
			return err
		}
	}
	return nil
}

// nearest is measured beside PostGIS's index on some of the wells, and its time
// multiplied: all would take minutes.
func (b *bench) nearest(ctx context.Context, seed uint64, w world, o ours) error {
	o.what += " --nearest"
	o.args = append(o.args, "--nearest")
	if b.postgis == nil {
		return b.versus(ctx, seed, w.wells, []ours{o}, nil)
	}
	sample := min(w.points, 50_000)
	files, err := halves(w.wells, sample)
	if err != nil {
		return err
	}
	times := float64(w.points) / float64(sample)
	return b.versus(ctx, seed, w.wells, []ours{o}, []rival{{
		name: fmt.Sprintf("PostGIS <->, %.0f × the time of %d", times, sample),
		run: func(ctx context.Context) (cost, error) {
			c, err := b.postgis.nearest(ctx, files)
			return cost{Seconds: times * c.Seconds}, err
		},
	}})
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
