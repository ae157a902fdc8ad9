package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
)

// ours is one way to call our program.
type ours struct {
	what string
	args []string // of screen, but for the wells and the output
	keep []string // layers whose hits are compared; none: all
}

// screen runs our program once.
func (b *bench) screen(ctx context.Context, o ours, wells, out string) (cost, error) {
	ctx, cancel := within(ctx, b.limit)
	defer cancel()
	command := append([]string{b.program, "screen"}, o.args...)
	return run(ctx, nil, append(command, "-o", out, wells)...)
}

// rival is one way to do the same work.
type rival struct {
	name string
	run  func(ctx context.Context) (cost, error)
	// check compares its last run with our output, and says what is equal; it is nil
	// where the two did other work.
	check func(out string, o ours) (note string, err error)
}

// versus measures ours and its rivals in turn, as often as there are rounds, and
// notes a result for each rival. What a process of ours cannot do is noted as a
// failure and does not end the run.
func (b *bench) versus(ctx context.Context, seed uint64, wells string, all []ours, rivals []rival) error {
	lines, its := make([]result, len(all)), make([]result, len(rivals))
	mine, theirs := make([][]cost, len(all)), make([][]cost, len(rivals))
	for range b.rounds {
		for i, o := range all {
			c, err := b.screen(ctx, o, wells, b.output(i))
			if err != nil {
				lines[i].Err = err.Error()
			}
			mine[i] = append(mine[i], c)
		}
		for i, r := range rivals {
			c, err := r.run(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			theirs[i] = append(theirs[i], c)
		}
	}
	for i, r := range rivals {
		its[i] = result{Rival: r.name, Its: middle(theirs[i])}
	}
	for i, o := range all {
		lines[i].What, lines[i].Seed, lines[i].Ours = o.what, seed, middle(mine[i])
		b.beside(lines[i], its, func(k int) (string, error) { return rivals[k].checked(b.output(i), o) })
	}
	return nil
}

// beside notes a line of ours beside each rival; check is asked of what both wrote.
func (b *bench) beside(line result, rivals []result, check func(rival int) (string, error)) {
	if line.Err != "" || len(rivals) == 0 {
		b.note(line)
		return
	}
	for k, r := range rivals {
		r.What, r.Seed, r.Ours = line.What, line.Seed, line.Ours
		note, err := check(k)
		if r.Note = note; err != nil {
			r.Err = err.Error()
		}
		b.note(r)
	}
}

// checked compares, if there is what to compare.
func (r *rival) checked(out string, o ours) (string, error) {
	if r.check == nil {
		return "", nil
	}
	return r.check(out, o)
}

// output is what our i-th way writes.
func (b *bench) output(i int) string { return b.path(fmt.Sprintf("ours%d.csv", i)) }

// sameHits compares our hits with a rival's: a hit more or fewer is an error.
func sameHits(its func() (pairs, error)) func(out string, o ours) (string, error) {
	return func(out string, o ours) (string, error) {
		mine, err := hits(out, o.keep...)
		if err != nil {
			return "", err
		}
		theirs, err := its()
		if err == nil && mine != theirs {
			err = fmt.Errorf("ours has %v, it has %v", &mine, &theirs)
		}
		return fmt.Sprintf("equal: %d hits", mine.n), err
	}
}

// middle is the cost of the median of some rounds.
func middle(rounds []cost) cost {
	if len(rounds) == 0 {
		return cost{}
	}
	slices.SortFunc(rounds, func(a, b cost) int { return cmp.Compare(a.Seconds, b.Seconds) })
	return rounds[(len(rounds)-1)/2]
}

// note keeps a result and says it at once: a whole run takes long.
func (b *bench) note(r result) {
	b.results = append(b.results, r)
	fmt.Fprintf(os.Stderr, "%s, seed %d: %.3f s", r.What, r.Seed, r.Ours.Seconds)
	if r.Rival != "" {
		fmt.Fprintf(os.Stderr, "; %s %.3f s", r.Rival, r.Its.Seconds)
	}
	fmt.Fprintln(os.Stderr, ";", r.Note, r.Err)
}
