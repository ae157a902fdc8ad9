package print_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"waterzones/layers/print"
)

// gist is what a report comes to, a line for each thing found, and its paper's
// conclusion. It leaves out what an edit of the seeds or of the rule file changes
// in every report: hash, versions, releases, articles, titles.
func gist(t *testing.T, d *print.Doc, signed string) string {
	t.Helper()
	var r told
	if err := json.Unmarshal([]byte(signed), &r); err != nil {
		t.Fatal(err)
	}
	lines := []string{said(r.Verdict, mark("complete", r.Complete), mark("incomplete", !r.Complete), mark("borderline", r.Borderline), figure("boundary=%v", r.BoundaryM), figure("accuracy=%v", r.Site.AccuracyM))}
	lines = append(lines, said("site", r.Site.CRS, mark("undeclared", !r.Site.CRSDeclared), r.Site.Geometry.Type, r.Site.amount.String(), figure("plane %v m²", r.Site.PlaneAreaM2)))
	for _, f := range r.Findings {
		line := said(f.Rule, f.Verdict, f.Zone, f.Relation, f.amount.String(), figure("distance=%v", off(f.DistanceM)), mark("borderline", f.Borderline))
		for _, q := range f.Questions {
			line = said(line, "?"+q.Attribute)
		}
		lines = append(lines, said(line, key("would_be", f.WouldBe), key("could_be", f.CouldBe), key("dispose", f.Disposal)))
	}
	for _, z := range r.Zones {
		lines = append(lines, said("met", z.Layer+"/"+z.Code, z.Relation, z.amount.String(), figure("boundary=%v", z.BoundaryM), mark("borderline", z.Borderline)))
	}
	lines = append(lines, r.amounts()...)
	for _, p := range r.Parcels {
		lines = append(lines, said("parcel", fmt.Sprint(p.Number), p.Verdict, mark("complete", p.Complete), mark("incomplete", !p.Complete), mark("borderline", p.Borderline), p.amount.String(), strings.Join(p.Rules, " ")))
	}
	lines = append(lines, r.rest()...)
	return conclusionOf(t, d) + "\n" + strings.Join(lines, "\n") + "\n"
}

// told is what the gist reads of a report's JSON; numbers stay as they are written.
type told struct {
	Verdict    string
	Complete   bool
	Borderline bool
	BoundaryM  json.Number `json:"boundary_m"`
	Site       struct {
		CRS         string
		CRSDeclared bool        `json:"crs_declared"`
		AccuracyM   json.Number `json:"accuracy_m"`
		PlaneAreaM2 json.Number `json:"plane_area_m2"`
		Geometry    struct{ Type string }
		amount
	}
	Findings []struct {
		of
		Rule, Verdict string
		WouldBe       string `json:"would_be"`
		CouldBe       string `json:"could_be"`
		Disposal      string `json:"suggested_disposal"`
		Questions     []struct{ Attribute string }
	}
	Zones   []of
	Grades  []grade
	Totals  []grade `json:"grade_totals"`
	Parcels []struct {
		Number     int
		Verdict    string
		Complete   bool
		Borderline bool
		Rules      []string
		amount
	}
	Layers []struct {
		ID               string
		Checked, Matters bool
	}
	Nearest []struct {
		of
		BearingDeg json.Number `json:"bearing_deg"`
	}
	Clears *struct {
		Rule, Zone    string
		Found         bool
		ShiftM        json.Number `json:"shift_m"`
		BearingDeg    json.Number `json:"bearing_deg"`
		VerdictAfter  string      `json:"verdict_after"`
		CompleteAfter bool        `json:"complete_after"`
		ClearsAll     bool        `json:"clears_all"`
	}
	IfShifted []struct {
		CRS      string
		ShiftM   json.Number `json:"shift_m"`
		Verdict  string
		Complete bool
	} `json:"if_shifted"`
	Notes     []struct{ ZH string }
	Reminders []struct{ Rule string }
}

// of is how the site lies to a zone.
type of struct {
	Layer, Zone, Code string
	Relation          string
	Borderline        bool
	BoundaryM         json.Number `json:"boundary_m"`
	DistanceM         json.Number `json:"distance_m"`
	amount
}

type amount struct {
	AreaM2       json.Number `json:"area_m2"`
	LengthM      json.Number `json:"length_m"`
	OverlapM2    json.Number `json:"overlap_m2"`
	CrossingM    json.Number `json:"crossing_m"`
	OverlapShare json.Number `json:"overlap_share"`
	Share        json.Number
}

type grade struct {
	Layer, Grade string
	Source       string `json:"source_code"`
	Parts        []struct {
		Part string
		amount
	}
	amount
}

func (a amount) String() string {
	return said(figure("%v m²", a.AreaM2), figure("%v m", a.LengthM), figure("%v m²", a.OverlapM2), figure("%v m", a.CrossingM), figure("share=%v", a.OverlapShare), figure("share=%v", a.Share))
}

func (g grade) String() string {
	line := said(g.Layer+"/"+g.Source, g.Grade, g.amount.String())
	for _, p := range g.Parts {
		line = said(line, p.Part+"=", p.amount.String())
	}
	return line
}

func (r *told) amounts() (lines []string) {
	for _, g := range r.Grades {
		lines = append(lines, said("grade", g.String()))
	}
	for _, g := range r.Totals {
		lines = append(lines, said("total", g.String()))
	}
	return lines
}

// rest is what is said beside what was found.
func (r *told) rest() (lines []string) {
	for _, l := range r.Layers {
		if l.Matters && !l.Checked {
			lines = append(lines, said("unchecked", l.ID))
		}
	}
	for _, n := range r.Nearest {
		lines = append(lines, said("nearest", n.Layer+"/"+n.Code, figure("%v m", n.DistanceM), figure("bearing %v", n.BearingDeg)))
	}
	if c := r.Clears; c != nil {
		if c.Found {
			lines = append(lines, said("clears", c.Rule, c.Zone, figure("by %v m", c.ShiftM), figure("bearing %v", c.BearingDeg), "then", c.VerdictAfter, mark("complete", c.CompleteAfter), mark("incomplete", !c.CompleteAfter), mark("not all", !c.ClearsAll)))
		} else {
			lines = append(lines, said("clears", c.Rule, c.Zone, "nowhere"))
		}
	}
	for _, s := range r.IfShifted {
		lines = append(lines, said("if", s.CRS, figure("%v m off", s.ShiftM), s.Verdict, mark("complete", s.Complete), mark("incomplete", !s.Complete)))
	}
	for _, n := range r.Notes {
		first := []rune(n.ZH)
		lines = append(lines, said("note", string(first[:min(12, len(first))])))
	}
	var ids []string
	for _, m := range r.Reminders {
		ids = append(ids, m.Rule)
	}
	return append(lines, said("reminders", strings.Join(ids, " ")))
}

// said joins what there is to say.
func said(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

func mark(word string, is bool) string {
	if is {
		return word
	}
	return ""
}

func key(name, value string) string {
	if value == "" {
		return ""
	}
	return name + "=" + value
}

func figure(format string, n json.Number) string {
	if n == "" {
		return ""
	}
	return fmt.Sprintf(format, n)
}

// off is a distance where there is one.
func off(n json.Number) json.Number {
	if n == "0" {
		return ""
	}
	return n
}

// conclusionOf is the section of the paper that is signed.
func conclusionOf(t *testing.T, d *print.Doc) string {
	t.Helper()
	for _, s := range d.Sections {
		if strings.HasSuffix(s.Title, "结论") || strings.HasSuffix(s.Title, "Conclusion") {
			only := print.Doc{Title: s.Title, Sections: []print.Section{{Blocks: s.Blocks}}}
			return only.Text()
		}
	}
	t.Fatal("the paper has no conclusion")
	return ""
}
