package report_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/screening"
	"waterzones/layers/screening/screeningtest"
)

// answer makes the report on a question and writes it in the script's words.
func answer(q *screeningtest.Question) ([]string, error) {
	o := report.Options{
		Nearest: q.Options["nearest"] != "", ByGrade: q.Options["nearest"] == "grades",
		Clears: q.Options["clears"] != "", Undeclared: q.Options["undeclared"] != "",
	}
	var parcels []screening.Parcel
	for i, site := range q.Parcels {
		parcels = append(parcels, screening.Parcel{Name: fmt.Sprint(i + 1), Site: site})
	}
	r, err := report.Make(context.Background(), q.Snapshot, q.Rules, parcels, o)
	if err != nil {
		return nil, err
	}
	return describe(r, o, q), nil
}

// describe writes the report, and what is left out unless the question shows it.
func describe(r *report.Report, o report.Options, q *screeningtest.Question) []string {
	got := []string{string(r.Verdict) + " " + complete(r.Complete)}
	for i := range r.Findings {
		got = append(got, describeFinding(&r.Findings[i], q.Shows("parts")))
	}
	for _, c := range r.Layers {
		if !c.Checked && c.Matters {
			got = append(got, "unchecked "+c.ID)
		}
	}
	for _, n := range r.Nearest {
		line := fmt.Sprintf("nearest %s/%s %.0f m", n.Layer, n.Code, n.DistanceM)
		if o.ByGrade {
			line += fmt.Sprintf(" bearing %.0f", n.BearingDeg)
		}
		got = append(got, line)
	}
	if q.Shows("grades") {
		got = append(got, describeGrades(r)...)
	}
	for i := range r.Parcels {
		p := &r.Parcels[i]
		line := fmt.Sprintf("parcel %s %s %s", p.Name, p.Verdict, complete(p.Complete))
		if p.Borderline {
			line += " borderline"
		}
		got = append(got, strings.TrimSpace(line+" "+strings.Join(p.Rules, " ")))
	}
	if c := r.Clears; c != nil && c.Found {
		line := fmt.Sprintf("clears %s by %.0f m bearing %.0f then %s %s", c.Zone, c.ShiftM, c.BearingDeg, c.Verdict, complete(c.Complete))
		if !c.All {
			line += ", not all"
		}
		got = append(got, line)
	} else if c != nil {
		got = append(got, "clears nothing")
	}
	for _, row := range r.IfShifted {
		got = append(got, fmt.Sprintf("if %s %.0f m off %s %s", row.CRS, row.ShiftM, row.Verdict, complete(row.Complete)))
	}
	if slices.ContainsFunc(r.Notes, func(n layers.Text) bool { return strings.Contains(n.ZH, "相互重叠") }) {
		got = append(got, "note overlap")
	}
	return got
}

func complete(yes bool) string {
	if yes {
		return "complete"
	}
	return "incomplete"
}

func describeFinding(f *report.Finding, parts bool) string {
	line := f.Rule + " " + string(f.Verdict) + " " + f.Zone
	if len(f.Parts) > 0 {
		codes := make([]string, len(f.Parts))
		for i, p := range f.Parts {
			codes[i] = p.Code
		}
		line = f.Rule + " " + string(f.Verdict) + " " + strings.Join(codes, "+")
	}
	if parts && f.BoundaryM != nil {
		line += fmt.Sprintf(" %s boundary=%.0f", f.Relation, *f.BoundaryM)
	}
	if f.Borderline {
		line += " borderline"
	}
	if f.WouldBe != "" {
		line += " would_be=" + string(f.WouldBe)
	}
	if f.CouldBe != "" {
		line += " could_be=" + string(f.CouldBe)
	}
	for _, q := range f.Questions {
		line += " ?" + q.Attribute
	}
	if f.Disposal != "" {
		line += " dispose=" + string(f.Disposal)
	}
	if f.OverlapShare != nil {
		line += fmt.Sprintf(" share=%.2f", *f.OverlapShare)
	}
	return line
}

func describeGrades(r *report.Report) []string {
	var got []string
	for i := range r.Grades {
		g := &r.Grades[i]
		line := fmt.Sprintf("grade %s/%s %s share=%.2f", g.Layer, g.Source+g.Zone, g.Grade, *g.Share)
		for _, p := range g.Parts {
			line += fmt.Sprintf(" %s=%.2f", p.Part, *p.Share)
		}
		got = append(got, line)
	}
	for i := range r.Totals {
		got = append(got, fmt.Sprintf("total %s %s share=%.2f", r.Totals[i].Layer, r.Totals[i].Grade, *r.Totals[i].Share))
	}
	return got
}
