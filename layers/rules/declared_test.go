package rules_test

import (
	"slices"
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

// TestFactsTellOfTheirActivity: where a rule speaks of a kind by an activity that must
// be declared, whoever declares the fact on which the rule turns is judged by it. The
// others tell of the place or the site, whatever is done there.
func TestFactsTellOfTheirActivity(t *testing.T) {
	set := seedRules(t)
	general := strings.Fields("lake_edge closed_for_sand approved_abstraction supply_can_meet own_abstraction mining underground_disposal")
	walked := 0
	for i := range set.Rules {
		r := &set.Rules[i]
		for id, c := range r.When {
			a := set.Attribute(id)
			if a.ValueType() != rules.TypeBoolean || c.Is[0] != rules.Bool(true) || slices.Contains(general, id) || ofEverySite(set, id) {
				continue
			}
			for _, kind := range set.KindsOf(r) {
				said := rules.Said{Kind: kind, Stage: string(r.Stage), Attributes: map[string]string{}}
				for other, c := range r.When {
					said.Attributes[other] = c.Is[0].String()
				}
				site, wrong := set.Site(said)
				if len(wrong) > 0 {
					t.Fatal(r.ID, wrong)
				}
				walked++
				if !speaks(set, site, r) {
					t.Errorf("%s: %s of a %s does not tell of its activity", r.ID, id, kind)
				}
			}
		}
	}
	t.Logf("%d facts of kinds", walked)
}

// ofEverySite reports whether some rule turns on the fact for every construction project.
func ofEverySite(set *rules.Set, id string) bool {
	return slices.ContainsFunc(set.Rules, func(r rules.Rule) bool {
		_, turns := r.When[id]
		return turns && !r.Unasked && slices.Contains(r.Activities, "A03")
	})
}

func speaks(set *rules.Set, site *rules.Site, r *rules.Rule) bool {
	day := lastDay(r)
	found := set.Judge(site, hitOf(r), day)
	if r.Layer == rules.Everywhere {
		found, _ = set.Everywhere(site, day)
	}
	return slices.ContainsFunc(found, func(o rules.Outcome) bool { return o.Rule.ID == r.ID })
}
