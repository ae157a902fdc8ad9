package batch

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers/rules"
)

// rowsAtOnce is how many rows a goroutine takes: enough to hide the hand-over,
// few enough that the first results come at once.
const rowsAtOnce = 512

// verticesAtOnce ends a run of rows early where they are large shapes.
const verticesAtOnce = 50_000

// part is a run of rows on their way through; its result arrives on done.
type part struct {
	first   int
	system  format.System
	records []record
	done    chan result
}

// record is a row as read, and why it could not be.
type record struct {
	feature feature.Feature
	err     *feature.FeatureError
}

type result struct {
	text   []byte
	counts Counts
	err    error
}

// line is the way of the rows through a job.
type line struct {
	job    *Job
	in     *feature.Source
	cols   *columns
	header []string
	out    Output
}

// start reads parts and hands each to a worker and, in order, to the caller.
// Both channels hold few parts, so that a slow writer slows the reader down.
func (l *line) start(ctx context.Context) (<-chan *part, <-chan error) {
	ordered := make(chan *part, 2*l.job.Workers)
	work := make(chan *part)
	readErr := make(chan error, 1)
	var workers sync.WaitGroup
	for range l.job.Workers {
		workers.Go(func() {
			for p := range work {
				p.done <- l.screen(ctx, p)
			}
		})
	}
	go func() {
		readErr <- l.read(ctx, func(p *part) { ordered <- p; work <- p })
		close(work)
		workers.Wait()
		close(ordered)
	}()
	return ordered, readErr
}

// read cuts the input into parts. The system of the file's coordinates is decided
// here, in the file's order, so that it does not depend on which worker is first.
func (l *line) read(ctx context.Context, hand func(*part)) error {
	next := &part{first: 1, done: make(chan result, 1)}
	vertices := 0
	flush := func() {
		if len(next.records) > 0 {
			hand(next)
		}
		next = &part{first: next.first + len(next.records), system: next.system, done: make(chan result, 1)}
		vertices = 0
	}
	for feature, err := range l.in.Features {
		r := record{feature: feature}
		if err != nil && !errors.As(err, &r.err) {
			flush()
			return fmt.Errorf("读取中断，之前的行已写出 / reading stopped; the rows before are written: %w", err)
		}
		if next.system.CRS == 0 && r.err == nil {
			next.system = l.job.Placer.Decide(l.in, &r.feature)
		}
		next.records = append(next.records, r)
		vertices += feature.Vertices()
		if len(next.records) == rowsAtOnce || vertices > verticesAtOnce {
			flush()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	flush()
	return nil
}

func (l *line) screen(ctx context.Context, p *part) result {
	r := result{counts: Counts{Verdicts: map[rules.Verdict]int{}}}
	for i := range p.records {
		if r.err = ctx.Err(); r.err != nil {
			return r
		}
		row := l.row(ctx, p.system, &p.records[i])
		row.Number = p.first + i
		r.counts.Rows++
		if row.Screened == nil {
			r.counts.Rejected++
		} else {
			r.counts.Verdicts[row.Screened.Verdict]++
			if row.undeclared {
				r.counts.Undeclared++
			}
		}
		if r.text, r.err = l.out.Row(r.text, &row); r.err != nil {
			return r
		}
	}
	return r
}
