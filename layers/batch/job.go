package batch

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Job says how a file of sites is screened.
type Job struct {
	Snapshot layers.Snapshot
	Rules    *rules.Set // nil: the quick join, which has no verdicts
	Defaults rules.Said // what holds for every row that does not say otherwise
	Lon, Lat string     // names of the columns; empty: found by their usual names
	Nearest  bool
	Workers  int // at least 1
}

// Row is one row and what became of it.
type Row struct {
	Number int // from 1, the header not counted
	Header []string
	Fields []string          // as many as the header has
	Status string            // report.StatusOK or why the row was rejected
	Report *screening.Report // nil where the row was rejected
}

// Counts say what became of the rows.
type Counts struct {
	Rows, Rejected, Blank int
	Verdicts              map[rules.Verdict]int
}

// Output writes rows as bytes; Row is called from several goroutines.
type Output struct {
	Header func(dst []byte, header []string) ([]byte, error)
	Row    func(dst []byte, row *Row) ([]byte, error)
}

// rowsAtOnce is how many rows a goroutine takes: enough to hide the hand-over,
// few enough that the first results come at once.
const rowsAtOnce = 512

// part is a run of rows on their way through; its result arrives on done.
type part struct {
	first   int
	records []format.Record
	done    chan result
}

type result struct {
	text   []byte
	counts Counts
	err    error
}

// Run screens every row of in and writes every result to out, in order. A
// rejected row is a result too. It ends early only when reading or writing fails
// or ctx is done, and then says so.
func (j *Job) Run(ctx context.Context, in *format.CSV, w io.Writer, o Output) (Counts, error) {
	total := Counts{Verdicts: map[rules.Verdict]int{}}
	header, err := in.Header()
	if err != nil {
		return total, err
	}
	cols, err := j.findColumns(header)
	if err != nil {
		return total, err
	}
	text, err := o.Header(nil, header)
	if err != nil {
		return total, err
	}
	if _, err := w.Write(text); err != nil {
		return total, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	line := &line{job: j, cols: &cols, header: header, out: o}
	ordered, readErr := line.start(ctx, in)
	for p := range ordered {
		r := <-p.done
		if r.err == nil {
			_, r.err = w.Write(r.text)
		}
		if r.err != nil {
			cancel()
			drain(ordered)
			return total, r.err
		}
		total.add(r.counts)
	}
	total.Blank = in.Blank()
	return total, <-readErr
}

func drain(ordered <-chan *part) {
	for p := range ordered {
		<-p.done
	}
}

func (c *Counts) add(more Counts) {
	c.Rows += more.Rows
	c.Rejected += more.Rejected
	for v, n := range more.Verdicts {
		c.Verdicts[v] += n
	}
}

// line is the way of the rows through a job.
type line struct {
	job    *Job
	cols   *columns
	header []string
	out    Output
}

// start reads parts and hands each to a worker and, in order, to the caller.
// Both channels hold few parts, so that a slow writer slows the reader down.
func (l *line) start(ctx context.Context, in *format.CSV) (<-chan *part, <-chan error) {
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
		readErr <- l.read(ctx, in, ordered, work)
		close(work)
		workers.Wait()
		close(ordered)
	}()
	return ordered, readErr
}

func (l *line) read(ctx context.Context, in *format.CSV, ordered, work chan<- *part) error {
	next := 1
	for {
		p := &part{first: next, done: make(chan result, 1)}
		var err error
		for len(p.records) < rowsAtOnce && err == nil {
			var record format.Record
			if record, err = in.Next(); err == nil {
				p.records = append(p.records, record)
			}
		}
		if len(p.records) > 0 {
			next += len(p.records)
			select {
			case ordered <- p:
				work <- p
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		switch err {
		case nil:
		case io.EOF:
			return nil
		default:
			return fmt.Errorf("读取中断，之前的行已写出 / reading stopped; the rows before are written: %w", err)
		}
	}
}

func (l *line) screen(ctx context.Context, p *part) result {
	r := result{counts: Counts{Verdicts: map[rules.Verdict]int{}}}
	for i := range p.records {
		if r.err = ctx.Err(); r.err != nil {
			return r
		}
		row := l.row(ctx, &p.records[i])
		row.Number = p.first + i
		r.counts.Rows++
		if row.Report == nil {
			r.counts.Rejected++
		} else {
			r.counts.Verdicts[row.Report.Verdict]++
		}
		if r.text, r.err = l.out.Row(r.text, &row); r.err != nil {
			return r
		}
	}
	return r
}

// row screens one record. What is wrong with it becomes its status.
func (l *line) row(ctx context.Context, record *format.Record) Row {
	row := Row{Header: l.header, Fields: record.Fields}
	reject := func(reason string) Row {
		row.Status = reason
		return row
	}
	if record.Err != nil {
		row.Fields = make([]string, len(l.header))
		if n := copy(row.Fields, record.Fields); n == 0 || len(record.Fields) > len(l.header) {
			clear(row.Fields)
			row.Fields[0] = record.Raw // nothing of a line that cannot be read is lost
		}
		for i := range row.Fields {
			row.Fields[i] = strings.ToValidUTF8(row.Fields[i], "\uFFFD")
		}
		return reject(fmt.Sprintf("第 %d 行 / line %d: %s", record.Line, record.Line, record.Err))
	}
	at := func(e error) string {
		return fmt.Sprintf("第 %d 行 / line %d: %v", record.Line, record.Line, e)
	}
	lon, wrong := format.ParseDegrees(l.header[l.cols.lon], row.Fields[l.cols.lon], 180)
	if wrong != nil {
		return reject(at(wrong))
	}
	lat, wrong := format.ParseDegrees(l.header[l.cols.lat], row.Fields[l.cols.lat], 90)
	if wrong != nil {
		return reject(at(wrong))
	}
	site, issues := l.job.Rules.Site(l.cols.said(row.Fields, l.job.Defaults))
	if len(issues) > 0 {
		reasons := make([]string, len(issues))
		for i := range issues {
			reasons[i] = issues[i].Error()
		}
		return reject(at(fmt.Errorf("%s", strings.Join(reasons, "; "))))
	}
	site.Shape = orb.Point{lon, lat}
	answer, err := screening.Screen(ctx, l.job.Snapshot, l.job.Rules, site, screening.Options{Nearest: l.job.Nearest})
	if err != nil {
		return reject(at(err))
	}
	row.Status, row.Report = report.StatusOK, answer
	return row
}
