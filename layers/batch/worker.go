package batch

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/crs"
	"waterzones/layers/report"
	"waterzones/layers/request"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// worker screens parts, one after the other. What it has concluded it keeps for
// the rows to come; it belongs to one goroutine.
type worker struct {
	*line
	facts *factBook
	known *knownFound
	looks screening.Looks

	rows   []Row
	asked  []asked
	groups []group // of points, by accuracy
}

// asked is what a row asks, once its description and its place are understood.
type asked struct {
	facts *facts
	site  *rules.Site // with its shape, of what is no point; see siteOf
	point orb.Point
	bandM float64
}

// group is the rows of a part that are points of one accuracy.
type group struct {
	bandM  float64
	points []orb.Point
	rows   []int
}

func newWorker(l *line) *worker {
	return &worker{line: l, facts: newFactBook(l.job, l.cols), known: newKnownFound(l.job)}
}

// screen makes the results of a part.
func (w *worker) screen(ctx context.Context, p *part) result {
	r := result{counts: newCounts()}
	if text, ok := w.buffers.Get().(*[]byte); ok {
		r.text = (*text)[:0]
	}
	w.begin(len(p.records))
	for i := range p.records {
		w.understand(p, i)
	}
	if r.err = w.points(); r.err != nil {
		return r
	}
	for i := range w.rows {
		if r.err = ctx.Err(); r.err != nil {
			return r
		}
		row := &w.rows[i]
		if row.Found == nil && row.Status == StatusOK {
			w.single(ctx, row, &w.asked[i])
		}
		r.counts.count(row)
		if r.text, r.err = w.out.Row(r.text, row); r.err != nil {
			return r
		}
	}
	return r
}

func (w *worker) begin(n int) {
	w.rows, w.asked = append(w.rows[:0], make([]Row, n)...), append(w.asked[:0], make([]asked, n)...)
	for i := range w.groups {
		w.groups[i].points, w.groups[i].rows = w.groups[i].points[:0], w.groups[i].rows[:0]
	}
}

func (c *Counts) count(row *Row) {
	c.Rows++
	if row.Found == nil {
		c.Rejected++
		c.Reasons[row.Status.Code()]++
		return
	}
	c.Verdicts[row.Found.verdict]++
	if row.Metres.undeclared {
		c.Undeclared++
	}
}

// understand takes a row's place and description. What is wrong with it becomes
// its status.
func (w *worker) understand(p *part, i int) {
	record, row, a := &p.records[i], &w.rows[i], &w.asked[i]
	f := &record.feature
	*row = Row{Number: p.first + i, Header: w.header, Fields: f.Texts(w.in.Fields), Feature: f, Status: StatusOK, Nearest: w.job.Nearest}
	if record.err != nil {
		row.Status = rejected(CodeRow, f, record.err)
		return
	}
	placed, err := w.job.Placer.Place(p.system, f)
	if err != nil {
		row.Status = rejected(CodeCoordinate, f, err)
		return
	}
	a.facts = w.facts.of(row.Fields)
	if a.facts.err != nil {
		row.Status = rejected(CodeField, f, a.facts.err)
		return
	}
	site := *a.facts.site
	site.Name = w.facts.nameOf(row.Fields)
	request.SetPlace(&site, placed)
	row.Metres.undeclared = !site.CRSGiven && site.CRS == crs.CGCS2000.String()
	a.site, a.bandM = &site, site.BandM()
	if point, ok := site.Shape.(orb.Point); ok {
		if a.point = point; !w.out.Words && w.job.Points != nil {
			w.addPoint(a.bandM, point, i)
		}
		return
	}
	if wrong := geo.Validate(site.Shape); len(wrong) > 0 {
		zh, en := wrong[0].Explain()
		row.Status = rejected(CodeShape, f, fmt.Errorf("图形无效 / invalid shape: %s: %s / %s", wrong[0].Path, zh, en))
	}
}

func (w *worker) addPoint(bandM float64, p orb.Point, row int) {
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
		if err != nil || !known {
			return err
		}
		for k, at := range g.rows {
			row, a := &w.rows[at], &w.asked[at]
			f, err := w.known.of(a.facts, w.looks.Of(k))
			if err != nil {
				row.Status = rejected(CodeIntricate, row.Feature, err)
				continue
			}
			if row.Found = f; w.job.Nearest {
				if err := w.measure(row, a, k); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// single screens a row on its own.
func (w *worker) single(ctx context.Context, row *Row, a *asked) {
	err := w.ask(ctx, row, a)
	if err != nil {
		row.Found, row.Report, row.Status = nil, nil, rejected(CodeIntricate, row.Feature, err)
	}
}

func (w *worker) ask(ctx context.Context, row *Row, a *asked) error {
	if w.out.Words {
		r, err := report.Make(ctx, w.job.Snapshot, w.job.Rules, []screening.Parcel{{Site: a.site}}, report.Options{Nearest: w.job.Nearest})
		if err != nil {
			return err
		}
		row.Report, row.Found = r, &found{verdict: r.Verdict}
		return nil
	}
	c, err := screening.Screen(ctx, w.job.Snapshot, w.job.Rules, a.site, screening.Options{Nearest: w.job.Nearest})
	if err != nil {
		return err
	}
	row.Found = conclude(c)
	row.Metres.take(c)
	return nil
}

// fieldErrors joins what is wrong with a description.
func fieldErrors(wrong []rules.FieldError) error {
	reasons := make([]string, len(wrong))
	for i := range wrong {
		reasons[i] = wrong[i].Error()
	}
	return fmt.Errorf("%s", strings.Join(reasons, "; "))
}
