package batch

import (
	"context"
	"fmt"
	"strings"

	"waterzones/geo"
	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers/report"
	"waterzones/layers/request"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// row screens one record. What is wrong with it becomes its status.
func (l *line) row(ctx context.Context, system format.System, record *record) Row {
	f := &record.feature
	row := Row{Header: l.header, Fields: f.Texts(l.in.Fields), Feature: f}
	if record.err != nil {
		row.Status = record.err.Error()
		return row
	}
	site, err := l.site(system, f, row.Fields)
	if err == nil {
		err = l.screened(ctx, &row, site)
	}
	if err != nil {
		row.Screened, row.Report, row.Status = nil, nil, at(f, err)
		return row
	}
	row.Status, row.undeclared = StatusOK, !site.CRSGiven && site.CRS == crs.CGCS2000.String()
	return row
}

func (l *line) screened(ctx context.Context, row *Row, site *rules.Site) (err error) {
	if row.Screened, err = screening.Screen(ctx, l.job.Snapshot, l.job.Rules, site, screening.Options{Nearest: l.job.Nearest}); err != nil || !l.job.Words {
		return err
	}
	row.Report, err = report.Make(ctx, l.job.Snapshot, l.job.Rules, []screening.Parcel{{Site: site}}, report.Options{Nearest: l.job.Nearest})
	return err
}

// at puts the place of the row before what is wrong with it, unless that names it.
func at(f *feature.Feature, err error) string {
	text, place := err.Error(), f.Where()
	if place == "" || strings.HasPrefix(text, place) {
		return text
	}
	return place + ": " + text
}

// site understands what the row says of its site and where that is.
func (l *line) site(system format.System, f *feature.Feature, fields []string) (*rules.Site, error) {
	placed, err := l.job.Placer.Place(system, f)
	if err != nil {
		return nil, err
	}
	site, wrong := l.job.Rules.Site(l.cols.said(fields, l.job.Defaults))
	if len(wrong) > 0 {
		reasons := make([]string, len(wrong))
		for i := range wrong {
			reasons[i] = wrong[i].Error()
		}
		return nil, fmt.Errorf("%s", strings.Join(reasons, "; "))
	}
	request.SetPlace(site, placed)
	if wrong := geo.Validate(site.Shape); len(wrong) > 0 {
		zh, en := wrong[0].Explain()
		return nil, fmt.Errorf("图形无效 / invalid shape: %s: %s / %s", wrong[0].Path, zh, en)
	}
	return site, nil
}
