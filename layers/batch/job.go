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
	Workers  int               // at least 1
	Skip     int               // rows at the beginning that are read and not screened: their results are there
	Progress func(Counts)      // told of all rows so far as they are written; nil: nobody
}

// Row is one row and what became of it.
type Row struct {
	Number  int      // from 1, the header not counted
	Header  []string // the input's columns
	Fields  []string // as many as the header has
	Raw     []byte   // the line of a table in UTF-8 with commas, where it has no quotes: Fields as CSV
	Feature *feature.Feature
	Status  Status
	Found   *found // nil where the row was rejected
	Nearest bool   // Metres were measured
	Metres  metres
	Report  *report.Report // where the output has words
}

// Counts say what became of the rows.
type Counts struct {
	Rows       int                   `json:"rows"`
	Rejected   int                   `json:"rejected"`
	Undeclared int                   `json:"undeclared"` // rows in degrees of which nothing says in which system
	Verdicts   map[rules.Verdict]int `json:"verdicts"`
	Reasons    map[string]int        `json:"reasons"` // of rejected rows, by the code of their status
}

func newCounts() Counts {
	return Counts{Verdicts: map[rules.Verdict]int{}, Reasons: map[string]int{}}
}

func (c *Counts) add(more Counts) {
	c.Rows += more.Rows
	c.Rejected += more.Rejected
	c.Undeclared += more.Undeclared
	for v, n := range more.Verdicts {
		c.Verdicts[v] += n
	}
	for code, n := range more.Reasons {
		c.Reasons[code] += n
	}
}

// Output writes rows as bytes.
type Output struct {
	Header func(dst []byte, header []string, nearest bool) ([]byte, error)
	Row    func(dst []byte, row *Row) ([]byte, error) // called from several goroutines
	Footer string
	Words  bool // rows have whole reports
}

// Run screens every row of in and writes every result to w, in order. A rejected
// row is a result too. It ends early only when reading or writing fails or ctx is
// done, and then says so; what was written until then is whole rows.
func (j *Job) Run(ctx context.Context, in *feature.Source, w io.Writer, o Output) (Counts, error) {
	total := newCounts()
	line, err := newLine(j, in, o)
	if err != nil {
		return total, err
	}
	if j.Skip == 0 {
		text, err := o.Header(nil, line.header, j.Nearest)
		if err != nil {
			return total, err
		}
		if _, err := w.Write(text); err != nil {
			return total, err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ordered, readErr := line.start(ctx)
	for p := range ordered {
		r := line.finish(ctx, p)
		if r.err == nil {
			_, r.err = w.Write(r.text)
		}
		if r.err != nil {
			cancel()
			drain(ordered)
			return total, r.err
		}
		line.buffers.Put(&r.text)
		total.add(r.counts)
		if j.Progress != nil {
			j.Progress(total)
		}
	}
	if err := <-readErr; err != nil {
		return total, err
	}
	_, err = io.WriteString(w, o.Footer)
	return total, err
}

func drain(ordered <-chan *part) {
	for p := range ordered {
		<-p.done
	}
}
