// Bench measures the server at its door: the program itself in a process of its
// own, asked over HTTP by this one, beside bare Echo handlers asked in the same
// way in the same run. The two take turns, and ratios are of neighbouring rounds,
// each with places of its own; servers have one core and this process another.
//
//	go run ./api/bench [flags]
//
// It is run at the root of the repository and prints a table in Markdown.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
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

// bench is one run.
type bench struct {
	ours, bare *server
	rounds     int
	full       pace // as fast as can be
	streams    int
	reports    string // where a site is posted to be kept
}

func command(ctx context.Context, args []string) (err error) {
	switch {
	case len(args) == 1 && args[0] == "bare":
		return serveBare()
	case len(args) == 3 && args[0] == "streams":
		return stream(args[1], args[2])
	}
	b := &bench{}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&b.rounds, "rounds", 9, "rounds; medians count")
	flags.IntVar(&b.full.connections, "connections", 16, "kept open at once")
	flags.DurationVar(&b.full.lasting, "lasting", time.Second, "of one round of one server")
	flags.IntVar(&b.streams, "streams", 200, "batches beside single points")
	flags.StringVar(&b.reports, "reports", "/reports", "path to which a site is posted to be kept")
	program := flags.String("program", "", "the waterzones to measure; built from the tree by default")
	file := flags.String("json", "", "write every figure to a file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := pinSelf(ctx); err != nil {
		return err
	}
	end, err := b.start(ctx, dir, *program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	lines := b.run(ctx)
	fmt.Print(table(lines))
	return errors.Join(write(*file, lines), failures(lines), ctx.Err())
}

// start starts both servers; end stops them.
func (b *bench) start(ctx context.Context, dir, program string) (end func() error, err error) {
	if program == "" {
		program = filepath.Join(dir, "waterzones")
		if err := build(ctx, program); err != nil {
			return nil, err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if b.ours, err = start(ctx, dir, program, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "reports"), "--streams", strconv.Itoa(b.streams), "--streams-per-client", strconv.Itoa(b.streams)); err != nil {
		return nil, err
	}
	if b.bare, err = start(ctx, dir, self, "bare"); err != nil {
		return nil, errors.Join(err, b.ours.stop())
	}
	return func() error { return errors.Join(b.ours.stop(), b.bare.stop()) }, nil
}

// run measures everything. What the server cannot do is noted, and does not end
// the run.
func (b *bench) run(ctx context.Context) []line {
	lines := []line{
		{What: "point, short form", Rival: "empty handler"},
		{What: "point, short form", Rival: "as many bytes"},
		{What: "point, whole report", Rival: "as many bytes"},
		{What: "a square posted to " + b.reports + ", one at a time"},
		{What: fmt.Sprintf("points beside %d streams", b.streams), Rival: "without streams"},
	}
	rounds := []round{b.besideEmpty, b.besideBytes(""), b.besideBytes("&view=full"), b.posts, b.besideStreams}
	for number := 0; number < b.rounds && ctx.Err() == nil; number++ {
		for i := range lines {
			l := &lines[i]
			if l.Err != "" {
				continue
			}
			ours, its, err := rounds[i](number)
			if err != nil {
				l.Err = err.Error()
				continue
			}
			l.Ours = append(l.Ours, ours)
			if l.Rival != "" {
				l.Its = append(l.Its, its)
			}
		}
	}
	return lines
}

// write writes every figure as JSON, if a file is named.
func write(path string, lines []line) error {
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(lines, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}

// failures are those of the lines, so that a run with one ends with it.
func failures(lines []line) error {
	var errs []error
	for _, l := range lines {
		if l.Err != "" {
			errs = append(errs, fmt.Errorf("%s: %s", l.What, l.Err))
		}
	}
	return errors.Join(errs...)
}
