package rules

import (
	"fmt"
	"strings"

	"waterzones/layers"
)

// Notes says what a report must say once about the site's description: what was
// worked out from other facts, and which activities were not declared, by whose
// rules the site was therefore not judged.
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
