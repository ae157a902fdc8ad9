package batch

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/layers/report"
	"waterzones/layers/request"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// single is a site that is screened on its own.
type single struct {
	site *rules.Site
}

// understand takes a row's place and description, whatever it is. What is wrong
// with it becomes its status.
func (w *worker) understand(f feature.Feature, wrong *feature.FeatureError, number int) {
	texts := f.Texts(w.in.Fields)
	row := &Row{Number: number, Header: w.cols.header, Fields: w.cols.taken(texts), Feature: &f, Status: StatusOK}
	w.rows = append(w.rows, entry{row: row})
	e := &w.rows[len(w.rows)-1]
	row.Input, e.by = w.inputOfTexts(texts)
	if wrong != nil {
		row.Status = rejected(CodeRow, &f, wrong)
		return
	}
	if w.system.CRS == 0 {
		if decided := w.job.Placer.Decide(w.in, &f); decided != *w.system {
			w.system = &decided
		}
	}
	placed, err := w.job.Placer.Place(*w.system, &f)
	if err != nil {
		row.Status = rejected(CodeCoordinate, &f, err)
		return
	}
	if e.facts = w.facts.ofTexts(texts); e.facts.err != nil {
		row.Status = rejected(CodeField, &f, e.facts.err)
		return
	}
	site := *e.facts.site
	site.Name = cell(texts, w.cols.name, w.job.Defaults.Name)
	request.SetPlace(&site, placed)
	e.metres.undeclared = !site.CRSGiven && site.CRS == crs.CGCS2000.String()
	if point, ok := site.Shape.(orb.Point); ok && !w.out.Words && w.job.Points != nil {
		e.point = point
		w.addPoint(site.BandM())
		return
	}
	e.single, row.Shape = &single{&site}, site.Shape
	if wrong := geo.Validate(site.Shape); len(wrong) > 0 {
		zh, en := wrong[0].Explain()
		row.Status = rejected(CodeShape, &f, fmt.Errorf("图形无效 / invalid shape: %s: %s / %s", wrong[0].Path, zh, en))
	}
}

// inputOfTexts is inputOf and what the row is counted by, of a row in texts.
func (w *worker) inputOfTexts(texts []string) (input, by []byte) {
	cells := make([][]byte, len(texts))
	for i, text := range texts {
		cells[i] = []byte(text)
	}
	if w.cols.by >= 0 {
		by = cells[w.cols.by]
	}
	return w.inputOf(cells), by
}

// alone makes a point one that is screened on its own.
func (w *worker) alone(e *entry, bandM float64) {
	site := *e.facts.site
	site.Shape, site.AccuracyM = e.point, bandM
	if e.single = (&single{&site}); e.row == nil {
		e.row = &Row{Header: w.cols.header, Input: e.input, Feature: &feature.Feature{}, Status: StatusOK}
	}
	e.row.Shape = e.point
}

// ask screens a row on its own.
func (w *worker) ask(ctx context.Context, e *entry) {
	snap, set, site := w.job.Snapshot, w.job.Rules, e.single.site
	var err error
	if w.out.Words {
		if e.row.Report, err = report.Make(ctx, snap, set, []screening.Parcel{{Site: site}}, report.Options{Nearest: w.job.Nearest}); err == nil {
			e.found = &found{verdict: e.row.Report.Verdict, met: len(e.row.Report.Zones) > 0}
		}
	} else {
		var c *screening.Conclusion
		if c, err = screening.Screen(ctx, snap, set, site, screening.Options{Nearest: w.job.Nearest}); err == nil {
			e.found = w.known.conclude(c)
			e.metres.take(c)
		}
	}
	if err != nil {
		e.row.Report, e.row.Status = nil, rejected(CodeIntricate, e.row.Feature, err)
	}
}

// fieldErrors joins what is wrong with a description.
func fieldErrors(wrong []rules.FieldError) error {
	reasons := make([]string, len(wrong))
	for i := range wrong {
		reasons[i] = wrong[i].Error()
	}
	return fmt.Errorf("%s", strings.Join(reasons, "; "))
}
