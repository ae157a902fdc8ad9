package main

import (
	"bufio"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// start is how long the server takes until it is ready: on the seeds, on a city,
// and on ten, from files and with what an earlier start has kept.
func (b *bench) start(ctx context.Context) error {
	for _, seed := range b.seeds {
		if err := b.startOn(ctx, seed, "serve, seeds"); err != nil {
			return err
		}
		var one cost
		for _, n := range []int{1, 10} {
			dir := b.path(fmt.Sprintf("start-%d-%d", seed, n))
			c := square()
			area := orb.Bound{Min: orb.Point{c.Min[0] - 15, c.Min[1] - 6}, Max: c.Max}
			if err := writeLayers(dir, nation(seed, n, b.detail), area); err != nil {
				return err
			}
			what := fmt.Sprintf("serve, cities: %d", n)
			if err := b.startOn(ctx, seed, what, "--layers", dir); err != nil {
				return err
			}
			started := &b.results[len(b.results)-1]
			if n == 1 {
				one = started.Ours
			} else {
				started.Note = fmt.Sprintf("%.1f × the time of one", started.Ours.Seconds/one.Seconds)
			}
			cache := dir + ".cache"
			_, _ = b.ready(ctx, "--layers", dir, "--cache", cache)
			if err := b.startOn(ctx, seed, what+", --cache, warm", "--layers", dir, "--cache", cache); err != nil {
				return err
			}
		}
	}
	return nil
}

// startOn notes a start as often as there are rounds.
func (b *bench) startOn(ctx context.Context, seed uint64, what string, args ...string) error {
	var rounds []cost
	r := result{What: what, Seed: seed}
	for range b.rounds {
		c, err := b.ready(ctx, args...)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			r.Err = err.Error()
			break
		}
		rounds = append(rounds, c)
	}
	r.Ours = middle(rounds)
	b.note(r)
	return nil
}

// ready starts the server, waits for the line that says that it is ready, and
// stops it.
func (b *bench) ready(ctx context.Context, args ...string) (cost, error) {
	ctx, cancel := within(ctx, b.limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.program, append([]string{"serve", "--addr", "127.0.0.1:0", "--drain", "0s"}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return cost{}, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, err
	}
	said := ""
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		said = lines.Text()
		if strings.Contains(said, `"msg":"ready"`) {
			c := cost{Seconds: time.Since(start).Seconds(), PeakMB: peakOf(cmd.Process.Pid) / 1024}
			_ = cmd.Process.Kill() // nothing that it keeps is of use
			_ = cmd.Wait()
			c.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
			return c, nil
		}
	}
	return cost{}, fmt.Errorf("serve: %w: %s", cmd.Wait(), said)
}
