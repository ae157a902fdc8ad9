package report_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// answer asks one question and writes what came out in the script's words.
func (s *script) answer(line string) ([]string, error) {
	verb, ask, _ := strings.Cut(line, " ")
	asked := strings.Split(ask, ";")
	words, options, shape, err := parse(asked[0])
	if err != nil {
		return nil, err
	}
	snap, err := s.snapshot(words[0], options["on"])
	if err != nil {
		return nil, err
	}
	site, err := s.site(words[0], options)
	if err != nil {
		return nil, err
	}
	site.Shape = shape
	o := report.Options{
		Nearest: options["nearest"] != "", ByGrade: options["nearest"] == "grades",
		Clears: options["clears"] != "", Undeclared: options["undeclared"] != "",
	}
	var r *report.Report
	if verb == "screen" {
		r, err = report.Make(context.Background(), snap, s.set, []screening.Parcel{{Site: site}}, o)
	} else {
		parcels := []screening.Parcel{{Name: "1", Site: site}}
		for i, more := range asked[1:] {
			other := *site
			if _, _, other.Shape, err = parse(strings.TrimSpace(more)); err != nil {
				return nil, err
			}
			parcels = append(parcels, screening.Parcel{Name: fmt.Sprint(i + 2), Site: &other})
		}
		r, err = report.Make(context.Background(), snap, s.set, parcels, o)
	}
	if err != nil {
		return nil, err
	}
	return describe(r, o, split(options["show"])), nil
}

func (s *script) snapshot(kind, on string) (layers.Snapshot, error) {
	// Layers are prepared anew, since a release takes them as they are.
	world := make([]*layers.Layer, len(s.layers))
	for i, l := range s.layers {
		own := *l
		world[i] = &own
	}
	release, err := layers.NewRelease(layers.Release{NotHeld: s.notHeld(kind)}, world, nil)
	if err != nil {
		return layers.Snapshot{}, err
	}
	day := layers.Date("2026-11-23")
	if on != "" {
		day = layers.Date(on)
	}
	return release.On(day), nil
}

func (s *script) site(kind string, options map[string]string) (*rules.Site, error) {
	said := rules.Said{Kind: kind, Stage: options["stage"], AccuracyM: options["accuracy"], Attributes: map[string]string{}}
	for key, value := range options {
		if s.set.Attribute(key) != nil {
			said.Attributes[key] = value
		}
	}
	site, wrong := s.set.Site(said)
	if len(wrong) > 0 {
		return nil, wrong[0]
	}
	site.CRS, site.CRSGiven = options["crs"], options["crs"] != ""
	return site, nil
}

// notHeld says of every layer that the rules speak of and that is not in the
// world that it is not held, but for those said to be missing.
func (s *script) notHeld(kind string) []layers.Held {
	var held []layers.Held
	for _, id := range s.set.LayersFor(kind) {
		if !slices.Contains(s.missing, id) {
			held = append(held, layers.Held{ID: id})
		}
	}
	return held
}

// describe writes the answer; show names what is left out unless asked for.
func describe(r *report.Report, o report.Options, show []string) []string {
	got := []string{string(r.Verdict) + " " + complete(r.Complete)}
	for i := range r.Findings {
		got = append(got, describeFinding(&r.Findings[i], slices.Contains(show, "parts")))
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
	if slices.Contains(show, "grades") {
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
	if parts {
		line += fmt.Sprintf(" %s boundary=%.0f", f.Relation, f.BoundaryM)
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
