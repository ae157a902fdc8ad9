package screening_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/layers/screening/screeningtest"
	"waterzones/seeds"
)

// TestScripts runs testdata/*.screen; screeningtest/README.md tells the
// language. One more case is one `screen` line and the lines that it must answer.
func TestScripts(t *testing.T) {
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("testdata/*.screen")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			cases, failures, err := screeningtest.Run(string(text), set, answer)
			if err != nil || cases == 0 {
				t.Fatalf("%d cases, %v", cases, err)
			}
			for _, failure := range failures {
				t.Error(failure)
			}
		})
	}
}

// TestScriptsCanFail plants a wrong expectation of each sort.
func TestScriptsCanFail(t *testing.T) {
	set, err := screeningtest.Rules("small")
	if err != nil {
		t.Fatal(err)
	}
	const world = `
layer water required=project grades=一级,二级
cover POLYGON((0 0,1 0,1 1,0 1,0 0))
zone A grade=一级 source=S POLYGON((0.2 0.2,0.4 0.2,0.4 0.4,0.2 0.4,0.2 0.2))
`
	for _, c := range []struct{ script, wrong string }{
		{"screen project POINT(0.3 0.3)\n\tprohibited complete\n\tR1 prohibited A", ""},
		{"screen project POINT(0.3 0.3)\n\tnone_found complete", "none_found"},
		{"screen project POINT(0.3 0.3)\n\tprohibited incomplete\n\tR1 prohibited A", "incomplete"},
		{"screen project POINT(0.3 0.3)\n\tprohibited complete\n\tR1 prohibited B", "prohibited B"},
		{"screen project POINT(0.3 0.3)\n\tprohibited complete", "complete"},
		{"screen project show=parts POINT(0.3 0.3)\n\tprohibited complete\n\tR1 prohibited A touches boundary=11130", "touches"},
		{"screen project nearest=yes POINT(0.5 0.3)\n\tnone_found complete\n\tnearest water/A 11131 m", "11131 m"},
		{"screen project POINT(1.5 0.3)\n\tundetermined incomplete", "undetermined"},
	} {
		_, failures, err := screeningtest.Run(world+c.script, set, answer)
		if err != nil || (len(failures) == 1) != (c.wrong != "") || !strings.Contains(strings.Join(failures, ""), c.wrong) {
			t.Errorf("%q: failures %q, error %v", c.script, failures, err)
		}
	}
}

// answer screens and writes what was found in the script's words.
func answer(q *screeningtest.Question) ([]string, error) {
	var parcels []screening.Parcel
	for _, site := range q.Parcels {
		parcels = append(parcels, screening.Parcel{Site: site})
	}
	o := screening.Options{Nearest: q.Options["nearest"] != "", ByGrade: q.Options["nearest"] == "grades"}
	p, err := screening.ScreenProject(context.Background(), q.Snapshot, q.Rules, parcels, o)
	if err != nil {
		return nil, err
	}
	said := []string{string(p.Verdict) + " " + complete(p.Complete)}
	for i := range p.Outcomes {
		said = append(said, outcome(&p.Outcomes[i], q.Shows("parts")))
	}
	unchecked := p.Unchecked()
	slices.Sort(unchecked)
	for _, id := range unchecked {
		said = append(said, "unchecked "+id)
	}
	for _, n := range p.Nearest {
		line := fmt.Sprintf("nearest %s/%s %.0f m", n.Layer.ID, n.Zone.Code, n.DistanceM)
		if o.ByGrade {
			line += fmt.Sprintf(" bearing %.0f", n.BearingDeg)
		}
		said = append(said, line)
	}
	if q.Shows("grades") {
		said = append(said, grades(p.Answer)...)
	}
	for i, c := range p.Parcels {
		said = append(said, parcel(i+1, c))
	}
	if p.Overlap != screening.Apart {
		said = append(said, "note overlap")
	}
	return said, nil
}

func complete(yes bool) string {
	if yes {
		return "complete"
	}
	return "incomplete"
}

func outcome(o *rules.Outcome, parts bool) string {
	codes := []string{o.Hit.Zone.Code}
	for i := range o.Hit.Parts {
		codes = append(codes[:i], o.Hit.Parts[i].Zone.Code)
	}
	line := o.Rule.ID + " " + string(o.Verdict) + " " + strings.Join(codes, "+")
	if parts {
		line += fmt.Sprintf(" %s boundary=%.0f", o.Hit.Relation, o.Hit.BoundaryM)
	}
	if o.Borderline {
		line += " borderline"
	}
	if o.WouldBe != "" {
		line += " would_be=" + string(o.WouldBe)
	}
	if o.CouldBe != "" {
		line += " could_be=" + string(o.CouldBe)
	}
	for _, a := range o.Open {
		line += " ?" + a.ID
	}
	if o.Disposal != "" {
		line += " dispose=" + string(o.Disposal)
	}
	if o.Hit.OverlapShare != nil {
		line += fmt.Sprintf(" share=%.2f", *o.Hit.OverlapShare)
	}
	return line
}

func grades(a *screening.Answer) (said []string) {
	for i := range a.Grades {
		g := &a.Grades[i]
		of := g.Zone.SourceCode
		if of == "" {
			of = g.Zone.Code
		}
		line := fmt.Sprintf("grade %s/%s %s share=%.2f", g.Layer.ID, of, g.Zone.Grade, *g.Share)
		for _, p := range g.Parts {
			line += fmt.Sprintf(" %s=%.2f", p.Part, *p.Share)
		}
		said = append(said, line)
	}
	for _, t := range a.Totals {
		said = append(said, fmt.Sprintf("total %s %s share=%.2f", t.Layer.ID, t.Grade, *t.Share))
	}
	return said
}

func parcel(number int, c *screening.Conclusion) string {
	line := fmt.Sprintf("parcel %d %s %s", number, c.Verdict, complete(c.Complete))
	if c.Borderline {
		line += " borderline"
	}
	var ids []string
	for i := range c.Outcomes {
		if id := c.Outcomes[i].Rule.ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return strings.TrimSpace(line + " " + strings.Join(ids, " "))
}
