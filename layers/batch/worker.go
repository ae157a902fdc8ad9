package batch

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers/screening"
)

// worker screens parts, one after the other. What it has concluded it keeps for
// the rows to come; it belongs to one goroutine.
type worker struct {
	*line
	facts *factBook
	known *knownFound
	looks screening.Looks

	system *format.System // of the rows so far
	rows   []entry
	groups []group  // of points, by accuracy
	row    Row      // that is written
	inputs []byte   // where entries' inputs lie that are not lines as they came
	cells  [][]byte // of the row under way
}

// entry is a row of a part under way.
type entry struct {
	input  []byte // of a plain row: how it came, which is its result's beginning
	row    *Row   // of any other
	by     []byte // what it has in the column by whose values rows are counted; nil: there is none
	facts  *facts
	point  orb.Point
	found  *found
	metres metres
	single *single // what is no point, and is screened on its own
}

// group is the rows of a part that are points of one accuracy.
type group struct {
	bandM  float64
	points []orb.Point
	rows   []int
}

func newWorker(l *line) *worker {
	return &worker{line: l, facts: newFactBook(l.job, l.cols), known: newKnownFound(l.job, l.out.result)}
}

// inTurn is screen, when it is the job's turn.
func (w *worker) inTurn(ctx context.Context, p *part) (r result) {
	defer func() { // on a goroutine of its own a panic would end every other job, too
		if cause := recover(); cause != nil {
			r = result{err: fmt.Errorf("panic: %v\n%s", cause, debug.Stack())}
		}
	}()
	if w.job.Turn == nil {
		return w.screen(ctx, p)
	}
	done, err := w.job.Turn(ctx)
	if err != nil {
		return result{err: err}
	}
	defer done()
	return w.screen(ctx, p)
}

// yieldEvery so many rows a job that shares the machine lets others go first: the
// scheduler alone would let it run for 10 ms.
const yieldEvery = 256

// screen makes the results of a part.
func (w *worker) screen(ctx context.Context, p *part) result {
	r := result{counts: newCounts()}
	if text, ok := w.buffers.Get().(*[]byte); ok {
		r.text = (*text)[:0]
	}
	w.begin(p)
	if p.block != nil {
		w.split(p)
	}
	for i := range p.records {
		w.understand(p.records[i].feature, p.records[i].err, p.first+i)
	}
	r.system = w.system
	if r.err = w.points(); r.err != nil {
		return r
	}
	for i := range w.rows {
		if w.job.Turn != nil && i%yieldEvery == 0 {
			runtime.Gosched()
		}
		e := &w.rows[i]
		if e.single != nil && e.row.Status == StatusOK {
			w.ask(ctx, e)
		}
		if r.err = ctx.Err(); r.err != nil {
			return r
		}
		row := w.result(e)
		r.counts.count(row, e.by)
		r.text = append(r.text, w.out.Between...)
		if r.text, r.err = w.out.Row(r.text, row); r.err != nil {
			return r
		}
	}
	return r
}

func (w *worker) begin(p *part) {
	w.system, w.rows, w.inputs = p.system, w.rows[:0], w.inputs[:0]
	for i := range w.groups {
		w.groups[i].points, w.groups[i].rows = w.groups[i].points[:0], w.groups[i].rows[:0]
	}
}

// split takes the rows of a block. A plain point of a line without quotes is
// understood where it stands.
func (w *worker) split(p *part) {
	for row := range w.in.Rows.Split(p.block) {
		if !w.plain(row) {
			f, err := w.in.Rows.Feature(row)
			refused, _ := err.(*feature.FeatureError) //nolint:errorlint // it is what Feature returns
			w.understand(f, refused, 0)
		}
	}
}

// plain takes a row that is longitude and latitude in decimal degrees, as they
// stand, and whose description is understood.
func (w *worker) plain(row *feature.Row) bool {
	if w.job.Points == nil || !plainDegrees(w.system) {
		return false
	}
	p, precisionM, ok := w.in.Rows.Degrees(row)
	if !ok || bytes.IndexByte(row.Raw, '"') >= 0 {
		return false
	}
	f := w.facts.of(row.Fields)
	if f.err != nil {
		return false
	}
	e := entry{input: row.Raw, facts: f, point: p, metres: metres{undeclared: w.system.CRS == 0}}
	if !w.out.lines || w.in.Rows.Comma != ',' || w.cols.take != nil {
		e.input = w.inputOf(row.Fields)
	}
	if w.cols.by >= 0 {
		e.by = row.Fields[w.cols.by]
	}
	w.rows = append(w.rows, e)
	w.addPoint(max(f.site.BandM(), precisionM))
	return true
}

// inputOf is the cells that are wanted, of all of a row, as the output writes
// them.
func (w *worker) inputOf(cells [][]byte) []byte {
	if w.out.Input == nil {
		return nil
	}
	if w.cols.take != nil {
		w.cells = w.cells[:0]
		for _, at := range w.cols.take {
			w.cells = append(w.cells, cells[at])
		}
		cells = w.cells
	}
	from := len(w.inputs)
	w.inputs = w.out.Input(w.inputs, cells)
	return w.inputs[from:len(w.inputs):len(w.inputs)]
}

// plainDegrees reports whether longitude and latitude are to be taken as they
// stand.
func plainDegrees(s *format.System) bool {
	return *s == format.System{} || s.CRS == crs.CGCS2000 || s.CRS == crs.WGS84 || s.CRS == crs.CRS84
}

// addPoint puts the last row among the points of its accuracy.
func (w *worker) addPoint(bandM float64) {
	row := len(w.rows) - 1
	p := w.rows[row].point
	for i := range w.groups {
		if g := &w.groups[i]; g.bandM == bandM {
			g.points, g.rows = append(g.points, p), append(g.rows, row)
			return
		}
	}
	w.groups = append(w.groups, group{bandM: bandM, points: []orb.Point{p}, rows: []int{row}})
}

// points concludes for the rows that are points.
func (w *worker) points() error {
	for i := range w.groups {
		g := &w.groups[i]
		if len(g.points) == 0 {
			continue
		}
		known, err := w.job.Points.Look(g.points, g.bandM, &w.looks)
		if err != nil {
			return err
		}
		for k, at := range g.rows {
			e := &w.rows[at]
			if !known {
				w.alone(e, g.bandM)
				continue
			}
			if e.found, err = w.known.of(e.facts, w.looks.Of(k)); err != nil {
				return err
			}
		}
		if known && w.job.Nearest {
			if err := w.measure(g); err != nil {
				return err
			}
		}
	}
	return nil
}

// result is a row that is to be written.
func (w *worker) result(e *entry) *Row {
	if e.row != nil {
		w.row = *e.row
	} else {
		w.row = Row{Header: w.cols.header, Input: e.input, Status: StatusOK}
	}
	if e.single == nil && e.found != nil {
		w.row.Point = &e.point
	}
	w.row.Found, w.row.Metres, w.row.Nearest = e.found, e.metres, w.job.Nearest
	return &w.row
}
