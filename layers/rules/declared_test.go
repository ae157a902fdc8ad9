package rules_test

import (
	"strings"
	"testing"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// declaredTable is that of the package's documentation: a rule by its layer and
// verdict, and what becomes of it where what it turns on is declared, denied, not
// known.
const declaredTable = `
place       prohibited   finding prohibited   | nothing | finding restricted, could be prohibited, asks
place       restricted   finding restricted   | nothing | finding restricted, asks
place       notice       finding notice       | nothing | finding notice, asks
everywhere  prohibited   finding prohibited   | nothing | reminder prohibited, asks
everywhere  restricted   finding restricted   | nothing | reminder restricted, asks
everywhere  notice       finding notice       | nothing | reminder notice, asks
place       prohibited*  finding prohibited   | nothing | finding prohibited, could be restricted, asks
place       restricted*  finding restricted   | nothing | finding restricted, asks
everywhere  prohibited*  finding prohibited   | nothing | finding prohibited, could be restricted, asks
everywhere  restricted*  finding restricted   | nothing | finding restricted, asks
`

// TestDeclared walks the table. A star marks a rule that excepts what is denied.
func TestDeclared(t *testing.T) {
	walked := 0
	for line := range strings.Lines(strings.TrimSpace(declaredTable)) {
		cells := strings.Split(line, "|")
		head := strings.Fields(cells[0])
		where, verdict, excepts := head[0], strings.TrimSuffix(head[1], "*"), strings.HasSuffix(head[1], "*")
		cells[0] = strings.Join(head[2:], " ")
		edits := []string{"verdict: prohibited", "verdict: " + verdict}
		if where == "everywhere" {
			edits = append(edits, "layer: any_layer", `layer: "*"`)
		}
		if excepts {
			edits = append(edits, "    evidence: V", "    exceptions: [{attribute: deep, why: {zh: 除外, en: excepted}}]\n    evidence: V")
		}
		set, err := rules.Load([]byte(strings.NewReplacer(edits...).Replace(small)))
		if err != nil {
			t.Fatal(line, err)
		}
		for i, said := range []map[string]rules.Value{{"deep": rules.Bool(true)}, {"deep": rules.Bool(false)}, nil} {
			walked++
			site := &rules.Site{Kind: "well", Attributes: said}
			if got, want := becomes(set, site), strings.TrimSpace(cells[i]); got != want {
				t.Errorf("%s, %v: %s, want %s", strings.TrimSpace(line), said, got, want)
			}
		}
	}
	if walked != 30 {
		t.Errorf("%d of the table's 30 walked", walked)
	}
}

// becomes says what follows of the one rule for the site.
func becomes(set *rules.Set, site *rules.Site) string {
	const day = "2020-06-01"
	hit := &rules.Hit{Layer: &layers.Layer{ID: "any_layer"}, Zone: &layers.Zone{}, Relation: geo.Within}
	found, reminders := set.Everywhere(site, day)
	what := "finding "
	if len(reminders) > 0 {
		found, what = reminders, "reminder "
	}
	found = append(found, set.Judge(site, hit, day)...)
	if len(found) == 0 {
		return "nothing"
	}
	text := what + string(found[0].Verdict)
	if found[0].CouldBe != "" {
		text += ", could be " + string(found[0].CouldBe)
	}
	if len(found[0].Open) > 0 {
		text += ", asks"
	}
	return text
}
