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
	Rules    *rules.Set    // nil: the quick join, which has no verdicts
	Defaults rules.Said    // what holds for every row that does not say otherwise
	Placer   format.Placer // what is known of where the rows' coordinates lie
	Nearest  bool
	Workers  int            // at least 1
	Words    bool           // rows need whole reports
	Progress func(rows int) // told of rows as they are written; nil: nobody
}

// Row is one row and what became of it.
type Row struct {
	Number   int // from 1, the header not counted
	Header   []string
	Fields   []string // as many as the header has
	Feature  *feature.Feature
	Status   string                // StatusOK or why the row was rejected
	Screened *screening.Conclusion // nil where the row was rejected
	Report   *report.Report        // the same in words, where the output has them

	undeclared bool // in degrees, and nothing says of which system
}

// Counts say what became of the rows.
type Counts struct {
	Rows, Rejected int
	Undeclared     int // rows in degrees of which nothing says in which system
	Verdicts       map[rules.Verdict]int
}

// Output writes rows as bytes; Row is called from several goroutines.
type Output struct {
	Header func(dst []byte, header []string) ([]byte, error)
	Row    func(dst []byte, row *Row) ([]byte, error)
	Footer string
}

// Run screens every row of in and writes every result to out, in order. A
// rejected row is a result too. It ends early only when reading or writing fails
// or ctx is done, and then says so.
func (j *Job) Run(ctx context.Context, in *feature.Source, w io.Writer, o Output) (Counts, error) {
	total := Counts{Verdicts: map[rules.Verdict]int{}}
	header := make([]string, len(in.Fields))
	for i, f := range in.Fields {
		header[i] = f.Name
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
	line := &line{job: j, in: in, cols: &cols, header: header, out: o}
	ordered, readErr := line.start(ctx)
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
		if j.Progress != nil {
			j.Progress(r.counts.Rows)
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

func (c *Counts) add(more Counts) {
	c.Rows += more.Rows
	c.Rejected += more.Rejected
	c.Undeclared += more.Undeclared
	for v, n := range more.Verdicts {
		c.Verdicts[v] += n
	}
}
