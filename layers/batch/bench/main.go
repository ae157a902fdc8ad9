// Bench measures waterzones at the user's door, by whole processes from file to
// file, beside what people use today in the same run on the same machine: PostGIS
// at its best, and prepared polygons of GEOS behind its STR-tree. What both say
// must be equal, hit for hit.
//
//	go run ./layers/batch/bench [flags] [scenario...]
//
// The scenarios are join (a city's polygons), rules (wells on the seeds and on a
// city with grades), countries (a real map, from npm), rows (memory and rate of
// many rows) and start (until the server is ready); all by default. It is run at
// the root of the repository and prints a table in Markdown. Wall time is that of
// a machine with other things to do: read the ratios.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := command(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	seeds  []uint64
	points int
	rounds int
	detail float64 // of cities: vertices as a share of 919,000
	most   int     // rows of the longest stream
	limit  time.Duration
}

// bench is one run: the programs under measure and what they took.
type bench struct {
	options
	dir     string   // for all files, removed at the end
	program string   // waterzones
	postgis *postgis // nil if it is not installed
	geos    *geos    // nil if it is not installed
	results []result
}

func command(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	var o options
	flags.Func("seeds", "comma-separated seeds (default 1,2,3)", func(s string) error {
		for word := range strings.SplitSeq(s, ",") {
			seed, err := strconv.ParseUint(word, 10, 64)
			if err != nil {
				return err
			}
			o.seeds = append(o.seeds, seed)
		}
		return nil
	})
	flags.IntVar(&o.points, "points", 1_000_000, "wells of the city")
	flags.IntVar(&o.rounds, "rounds", 1, "times that each seed is measured; medians count")
	flags.Float64Var(&o.detail, "detail", 1, "vertices of the city, as a share of 919,000")
	flags.IntVar(&o.most, "rows", 10_000_000, "rows of the longest stream (100000000: some minutes)")
	flags.DurationVar(&o.limit, "limit", 5*time.Minute, "longest time for one process")
	program := flags.String("program", "", "the waterzones to measure; built from the tree by default")
	file := flags.String("json", "", "write every figure to a file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if len(o.seeds) == 0 {
		o.seeds = []uint64{1, 2, 3}
	}
	b := &bench{options: o, program: *program}
	chosen, err := b.scenarios(flags.Args())
	if err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "bench"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if err := b.prepare(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.end()) }()
	for _, scenario := range chosen {
		if err := scenario(ctx); err != nil {
			return err
		}
	}
	fmt.Print(table(b.results))
	return errors.Join(write(*file, b.results), failures(b.results))
}

// scenarios finds scenarios by name.
func (b *bench) scenarios(names []string) ([]func(context.Context) error, error) {
	all := map[string]func(context.Context) error{
		"join": b.join, "rules": b.rules, "countries": b.countries, "rows": b.rows, "start": b.start,
	}
	if len(names) == 0 {
		names = []string{"join", "rules", "countries", "rows", "start"}
	}
	var chosen []func(context.Context) error
	for _, name := range names {
		scenario, found := all[name]
		if !found {
			return nil, fmt.Errorf("no scenario %q", name)
		}
		chosen = append(chosen, scenario)
	}
	return chosen, nil
}

// prepare builds our program and readies the rivals. A rival that is not there is
// left out, which is said.
func (b *bench) prepare(ctx context.Context) (err error) {
	if b.program == "" {
		b.program = filepath.Join(b.dir, "waterzones")
		if _, err := run(ctx, nil, "go", "build", "-o", b.program, "./cmd/waterzones"); err != nil {
			return err
		}
	}
	if b.geos, err = buildGEOS(ctx, b.dir); err != nil {
		fmt.Fprintln(os.Stderr, "bench: without GEOS:", err)
	}
	if b.postgis, err = startPostGIS(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench: without PostGIS:", err)
	}
	return ctx.Err()
}

func (b *bench) end() error {
	if b.postgis == nil {
		return nil
	}
	return b.postgis.stop()
}

// path is a file or directory of the run.
func (b *bench) path(names ...string) string {
	return filepath.Join(slices.Insert(names, 0, b.dir)...)
}
