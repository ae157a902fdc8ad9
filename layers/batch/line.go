package batch

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
)

const (
	// rowsAtOnce is how many rows a goroutine takes: enough to hide the hand-over,
	// few enough that the first results come at once.
	rowsAtOnce = 512
	// verticesAtOnce ends a run of rows early where they are large shapes.
	verticesAtOnce = 50_000
)

// part is a run of rows on their way through; its result arrives on done.
type part struct {
	first   int // number of its first row
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
	job     *Job
	in      *feature.Source
	cols    *columns
	header  []string
	out     Output
	buffers sync.Pool // of results' texts
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
			w := newWorker(l)
			for p := range work {
				p.done <- w.screen(ctx, p)
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
	cut := cutter{next: &part{first: 1, done: make(chan result, 1)}, skip: l.job.Skip, hand: hand}
	for f, err := range l.in.Features {
		r := record{feature: f}
		if err != nil && !errors.As(err, &r.err) {
			cut.flush()
			return fmt.Errorf("读取中断，之前的行已写出 / reading stopped; the rows before are written: %w", err)
		}
		if cut.next.system.CRS == 0 && r.err == nil {
			cut.next.system = l.job.Placer.Decide(l.in, &r.feature)
		}
		cut.add(r)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	cut.flush()
	return nil
}

// cutter puts rows into parts.
type cutter struct {
	next     *part
	vertices int
	skip     int // rows that are not wanted
	hand     func(*part)
}

func (c *cutter) add(r record) {
	if c.skip > 0 {
		c.skip--
		c.next.first++
		return
	}
	c.next.records = append(c.next.records, r)
	if c.vertices += r.feature.Vertices(); len(c.next.records) == rowsAtOnce || c.vertices > verticesAtOnce {
		c.flush()
	}
}

func (c *cutter) flush() {
	if len(c.next.records) > 0 {
		c.hand(c.next)
	}
	c.next = &part{first: c.next.first + len(c.next.records), system: c.next.system, done: make(chan result, 1)}
	c.vertices = 0
}
