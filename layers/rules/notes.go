package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"waterzones/layers"
)

// Notes says what a report must say once about the site's description: what was
// worked out from other facts, what was declared otherwise than its kind is, and which
// activities were not declared, by whose rules the site was therefore not judged.
func (s *Set) Notes(site *Site) []layers.Text {
	var notes []layers.Text
	for _, d := range site.Derived {
		if d.Note != (layers.Text{}) {
			notes = append(notes, d.Note)
		}
	}
	k := s.ready.kinds[site.Kind]
	if k == nil {
		return notes
	}
	notes = append(notes, s.unusual(site, k.kind)...)
	var zh, en []string
	for _, a := range k.declarable {
		if _, known := site.Attributes[a.ID]; !known {
			zh, en = append(zh, a.Title.ZH), append(en, a.Title.EN)
		}
	}
	if len(zh) > 0 {
		notes = append(notes, layers.Text{
			ZH: fmt.Sprintf("未申报下列活动，未按其核查（如有，请申报后重新核查）：%s。", strings.Join(zh, "；")),
			EN: fmt.Sprintf("Not declared, and not judged by their rules (declare them and screen again): %s.", strings.Join(en, "; ")),
		})
	}
	return notes
}

// Unheld is a law, or an article of one, that speaks of what is screened here and of
// which the file has no rules.
type Unheld struct {
	Law     string      `json:"law" yaml:"law"`
	Article string      `json:"article,omitempty" yaml:"article"` // empty: all of it
	Why     layers.Text `json:"why" yaml:"why"`
}

// NotHeldNote says of which law the file has no rules, which must be looked at
// elsewhere; the zero Text where it names none.
func (s *Set) NotHeldNote() layers.Text {
	var zh, en []string
	for _, u := range s.NotHeld {
		cited := "《" + u.Law + "》" + inWords(u.Article)
		zh, en = append(zh, cited+"（"+u.Why.ZH+"）"), append(en, cited+" ("+u.Why.EN+")")
	}
	if len(zh) == 0 {
		return layers.Text{}
	}
	return layers.Text{
		ZH: "规则未收录下列法规和条文，须另行核实：" + strings.Join(zh, "；") + "。",
		EN: "The rules do not have this law, which is to be looked at elsewhere: " + strings.Join(en, "; ") + ".",
	}
}

// unusual says which facts were declared otherwise than sites of the kind are: an
// outfall that discharges nothing is taken at its word, and must prove it.
func (s *Set) unusual(site *Site, k *Kind) (notes []layers.Text) {
	for _, id := range slices.Sorted(maps.Keys(k.Implies)) {
		if said, known := site.Attributes[id]; known && said != k.Implies[id] {
			a := s.Attribute(id)
			notes = append(notes, layers.Text{
				ZH: fmt.Sprintf("“%s”申报与“%s”的通常情形相反，按申报核查；须由申请人提供证明材料。", a.Title.ZH, k.Title.ZH),
				EN: fmt.Sprintf("%q was declared otherwise than is usual for the kind %q, and is taken as declared; the applicant must prove it.", a.Title.EN, k.Title.EN),
			})
		}
	}
	return notes
}
