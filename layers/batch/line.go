package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
)

const (
	// rowsAtOnce is how many rows a goroutine takes: enough to hide the hand-over,
	// few enough that the first results come at once.
	rowsAtOnce = 512
	// reportsAtOnce is rowsAtOnce of rows that become whole reports, of which each
	// takes a thousand times as long.
	reportsAtOnce = 16
	// verticesAtOnce ends a run of rows early where they are large shapes.
	verticesAtOnce = 50_000
)

// part is a run of rows on their way through; its result arrives on done.
type part struct {
	first   int            // number of its first row; 0: its rows are not counted yet
	system  *format.System // of the file's coordinates, as far as was known when it was handed out
	records []record
	block   *feature.Block // of a table, in place of records
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
	system *format.System // as its rows leave it
	err    error
}

// line is the way of the rows through a job.
type line struct {
	job     *Job
	in      *feature.Source
	cols    *columns
	out     Output
	system  atomic.Pointer[format.System] // of the file's coordinates, by the rows written so far
	buffers sync.Pool                     // of results' texts
}

func newLine(j *Job, in *feature.Source, o Output) (*line, error) {
	l := &line{job: j, in: in, out: o}
	cols, err := j.findColumns(in.Fields)
	if err == nil && o.Words && j.Rules != nil {
		err = cols.findApplication()
	}
	l.cols = &cols
	// What is declared holds whatever the rows say.
	system := j.Placer.Decide(in, &feature.Feature{Geometry: orb.Point{}})
	if j.From != nil && j.From.System.CRS != 0 {
		system = j.From.System
	}
	l.system.Store(&system)
	return l, err
}

func namesOf(fields []feature.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
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
				p.done <- w.inTurn(ctx, p)
			}
		})
	}
	go func() {
		read := l.read
		if l.in.Rows != nil && !l.out.Words {
			read = l.readBlocks
		}
		readErr <- read(ctx, func(p *part) {
			p.system, p.done = l.system.Load(), make(chan result, 1)
			ordered <- p
			work <- p
		})
		close(work)
		workers.Wait()
		close(ordered)
	}()
	return ordered, readErr
}

// finish is the result of the next part in order. One file is in one system: the
// first row that tells it decides for all that follow, so a part that was screened
// before that was known is screened again.
func (l *line) finish(ctx context.Context, p *part) result {
	r := <-p.done
	if system := l.system.Load(); r.err == nil && p.system != system {
		p.system = system
		r = newWorker(l).screen(ctx, p)
	}
	if r.err == nil && r.system != p.system {
		l.system.Store(r.system)
	}
	if p.block != nil {
		l.in.Rows.Recycle(p.block)
	}
	return r
}

// readBlocks hands out a table's blocks.
func (l *line) readBlocks(ctx context.Context, hand func(*part)) error {
	w := l.job.window()
	for ctx.Err() == nil && !w.passed() {
		block, err := l.in.Rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return stopped(err)
		}
		if block = l.wanted(block, &w); block != nil {
			hand(&part{block: block})
		}
	}
	return ctx.Err()
}

// wanted is what of a block the job is to screen; nil: nothing.
func (l *line) wanted(block *feature.Block, w *window) *feature.Block {
	if w.whole() {
		return block
	}
	some := &feature.Block{Line: block.Line, File: block.File}
	for row := range l.in.Rows.Split(block) {
		if w.take() {
			some.Odd = append(some.Odd, copyRow(row))
		}
		if w.passed() {
			break
		}
	}
	l.in.Rows.Recycle(block)
	if len(some.Odd) == 0 {
		return nil
	}
	return some
}

func copyRow(row *feature.Row) feature.Row {
	c := *row
	c.Raw, c.Fields = bytes.Clone(row.Raw), slices.Clone(row.Fields)
	for i, field := range c.Fields {
		c.Fields[i] = bytes.Clone(field)
	}
	return c
}

// read cuts any other input into parts.
func (l *line) read(ctx context.Context, hand func(*part)) error {
	w := l.job.window()
	cut := cutter{next: &part{first: 1}, most: rowsAtOnce, hand: hand}
	if l.out.Words {
		cut.most = reportsAtOnce
	}
	if l.job.Waits != nil {
		l.job.Waits(cut.flush)
	}
	for f, err := range l.in.Features {
		r := record{feature: f}
		if err != nil && !errors.As(err, &r.err) {
			cut.flush()
			return stopped(err)
		}
		if w.take() {
			cut.add(r)
		} else {
			cut.next.first++
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if w.passed() {
			break
		}
	}
	cut.flush()
	return nil
}

// window is which rows of an input are wanted.
type window struct {
	skip, left int // rows; left is negative where there is no end
}

func (j *Job) window() window {
	w := window{left: -1}
	if j.From != nil {
		w.skip = j.From.Counts.Rows
	}
	if j.Limit > 0 {
		w.left = max(0, j.Limit-w.skip)
	}
	return w
}

func (w *window) whole() bool  { return w.skip == 0 && w.left < 0 }
func (w *window) passed() bool { return w.skip == 0 && w.left == 0 }

// take reports whether the next row is wanted.
func (w *window) take() bool {
	if w.skip > 0 {
		w.skip--
		return false
	}
	w.left--
	return true
}

func stopped(err error) error {
	return fmt.Errorf("读取中断，之前的行已写出 / reading stopped; the rows before are written: %w", err)
}

// cutter puts rows into parts.
type cutter struct {
	next     *part
	vertices int
	most     int // rows of a part
	hand     func(*part)
}

func (c *cutter) add(r record) {
	c.next.records = append(c.next.records, r)
	if c.vertices += r.feature.Vertices(); len(c.next.records) == c.most || c.vertices > verticesAtOnce {
		c.flush()
	}
}

func (c *cutter) flush() {
	next := &part{first: c.next.first + len(c.next.records)}
	if len(c.next.records) > 0 {
		c.hand(c.next)
	}
	c.next, c.vertices = next, 0
}
