// Package batch screens files of sites: one result for every row that came in, in
// the same order, whatever is wrong with some of them. One goroutine cuts the
// input into parts, several understand and screen their rows, and one writes the
// parts in order, so that memory does not grow with the file.
//
// Rows that are points go through screening.Points: what follows from what was
// found is concluded once for all rows of which the same is found, and is kept as
// the bytes that they end with. Lines and areas are screened one by one.
package batch

import (
	"context"
	"io"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Job says how a file of sites is screened.
type Job struct {
	Snapshot layers.Snapshot
	Rules    *rules.Set        // nil: the quick join, which has no verdicts
	Points   *screening.Points // of the snapshot, for rows that are points; nil: they are screened one by one
	Defaults rules.Said        // what holds for every row that does not say otherwise
	Placer   format.Placer     // what is known of where the rows' coordinates lie
	Nearest  bool              // the nearest zone not met, and how far the boundary of the strictest one met is
	Lang     string            // of the words in the result's cells: "en", or else Chinese; articles are Chinese
	Take     []string          // the input's columns that are written, in this order; nil: all, empty: none
	By       string            // the column by whose values rows are counted too; "": none
	Limit    int               // rows that are screened at most; 0: all
	Strict   bool              // the first rejected row ends the run with a *RejectedError
	Workers  int               // at least 1
	From     *Mark             // where an earlier run of the same job came to; nil: the beginning
	Progress func(Mark)        // told how far the output is whole as it grows, to be used at once; nil: nobody
}

// Mark is a place in a run after which it can go on: the end of a row.
type Mark struct {
	Counts Counts        `json:"counts"`
	System format.System `json:"system"` // of the file's coordinates, as the rows before decided it; zero: none yet
	Bytes  int64         `json:"bytes"`  // written
}

// Row is one row and what became of it.
type Row struct {
	Number  int      // from 1, the header not counted; 0 where rows are not numbered before they are written
	Header  []string // the input's columns that are written
	Fields  []string // as many as the header has; nil where Input is all there is
	Input   []byte   // the fields as Output.Input writes them
	Feature *feature.Feature
	Status  Status
	Shape   orb.Geometry // longitude and latitude; nil where the row has no place, or is Point
	Point   *orb.Point   // of a row that is a point
	Found   *found       // nil where the row was rejected
	Nearest bool         // Metres were measured
	Metres  metres
	Report  *report.Report // where the output has words
}

// Output writes rows as bytes. It is for one run.
type Output struct {
	Header  func(dst []byte, columns []feature.Field, nearest bool) ([]byte, error) // called once, before any row
	Input   func(dst []byte, cells [][]byte) []byte                                 // a row as it came, one cell for each of the columns; may be nil. This and Row are called from several goroutines
	Row     func(dst []byte, row *Row) ([]byte, error)
	Between string // stands between two rows
	Footer  string
	Words   bool // rows have whole reports

	result func(*found) // writes what is the same for many rows
	lines  bool         // Input is the cells as a line of CSV
}

// Run screens every row of in and writes every result to w, in order. A rejected
// row is a result too. It ends early only when reading or writing fails or ctx is
// done, and then says so; what was written until then is whole rows. Where ctx is
// done while a row is waited for, reading ends with the next row that comes.
func (j *Job) Run(ctx context.Context, in *feature.Source, w io.Writer, o Output) (Counts, error) {
	at := j.begin()
	line, err := newLine(j, in, o)
	if err != nil {
		return at.Counts, err
	}
	header, err := o.Header(nil, line.cols.fields, j.Nearest)
	if err != nil {
		return at.Counts, err
	}
	if j.From == nil {
		if err := at.write(w, header); err != nil {
			return at.Counts, err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ordered, readErr := line.start(ctx)
	for {
		p, err := next(ctx, ordered)
		if p == nil && err == nil {
			break
		}
		if err == nil {
			err = line.pass(ctx, p, w, &at)
		}
		if err != nil {
			cancel()
			go drain(ordered)
			return at.Counts, err
		}
	}
	if err := <-readErr; err != nil {
		return at.Counts, err
	}
	return at.Counts, at.write(w, []byte(o.Footer))
}

// begin is where the run begins.
func (j *Job) begin() Mark {
	if j.From != nil {
		return j.From.clone()
	}
	return Mark{Counts: newCounts()}
}

func (m *Mark) clone() Mark {
	c := Mark{Counts: newCounts(), System: m.System, Bytes: m.Bytes}
	c.Counts.add(m.Counts)
	return c
}

func (m *Mark) write(w io.Writer, text []byte) error {
	n, err := w.Write(text)
	m.Bytes += int64(n)
	return err
}

// next is the next part, nil at the end.
func next(ctx context.Context, ordered <-chan *part) (*part, error) {
	select {
	case p := <-ordered:
		return p, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// pass writes the next part and moves the mark behind it.
func (l *line) pass(ctx context.Context, p *part, w io.Writer, at *Mark) error {
	r := l.finish(ctx, p)
	if r.err != nil {
		return r.err
	}
	text := r.text
	if at.Counts.Rows == 0 && len(text) > 0 {
		text = text[len(l.out.Between):]
	}
	before := at.Bytes
	if err := at.write(w, text); err != nil {
		at.Bytes = before
		return err
	}
	l.buffers.Put(&r.text)
	at.Counts.add(r.counts)
	at.System = *l.system.Load()
	if l.job.Strict && at.Counts.First != nil {
		return &RejectedError{*at.Counts.First}
	}
	if l.job.Progress != nil {
		l.job.Progress(*at)
	}
	return nil
}

func drain(ordered <-chan *part) {
	for p := range ordered {
		<-p.done
	}
}
