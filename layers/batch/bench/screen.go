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
	mine, its := make([][]cost, len(all)), make([][]cost, len(rivals))
	failed := make([]error, len(all))
	for range b.rounds {
		for i, o := range all {
			if failed[i] == nil {
				var c cost
				c, failed[i] = b.screen(ctx, o, wells, b.output(i))
				mine[i] = append(mine[i], c)
			}
		}
		for i, r := range rivals {
			c, err := r.run(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			its[i] = append(its[i], c)
		}
	}
	for i, o := range all {
		line := result{What: o.what, Seed: seed, Ours: middle(mine[i])}
		if failed[i] != nil {
			line.Err = failed[i].Error()
		}
		if len(rivals) == 0 || failed[i] != nil {
			b.note(line)
			continue
		}
		for k, r := range rivals {
			line := line
			line.Rival, line.Its = r.name, middle(its[k])
			if r.check != nil {
				note, err := r.check(b.output(i), o)
				if line.Note = note; err != nil {
					line.Err = err.Error()
				}
			}
			b.note(line)
		}
	}
	return nil
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
			err = fmt.Errorf("ours has %v, it has %v", mine, theirs)
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
