package rules

import (
	"fmt"

	"waterzones/layers"
)

// earlier is the title of what stood before a ban on building came.
const earlier Stage = "earlier"

// weighAge sees whether what a rule bans is the act of building (Builds), and the thing
// stood before: the law is not retroactive. It stood before the law where no article of
// the basis was in force on the day it was built; before the zone where that was not
// valid yet. As the layer's zone may be a later edition of an older one, that alone does
// not tell: whether there was one then is asked. When it was built is for its owner to
// show; while it is not known the rule stands, with the question.
func (e *entry) weighAge(d *decision, site *Site, zone *layers.Zone) {
	if e.builtOn == nil || site.StageOrProposed() != Existing {
		return
	}
	text, known := site.Attributes[BuiltOn].Text()
	built := lastDay(text)
	switch {
	case !known:
		d.open = append(d.open, e.builtOn)
	case !e.InForce(built):
		d.earlier = true
	case zone != nil && built < zone.From:
		if was, told := site.Attributes[DelimitedWhenBuilt].Bool(); !told {
			d.open = append(d.open, e.delimited)
		} else if !was {
			d.earlier = true
		}
	}
}

// BuiltAfter says that what stands was built in a later year than the day on which it is
// judged; nil if it was not, or the day is none. A month or a day of the same year is left to the officer.
func (s *Site) BuiltAfter(day layers.Date) *FieldError {
	built, known := s.Attributes[BuiltOn].Text()
	if year := len("2006"); !known || len(day) < year || built[:year] <= string(day[:year]) {
		return nil
	}
	return &FieldError{"attributes." + BuiltOn, layers.Text{
		ZH: fmt.Sprintf("建成日期 %s 晚于基准日 %s", built, day),
		EN: fmt.Sprintf("built on %s, after the legal date %s", built, day),
	}}
}

// notBuilt says that what is new has no day on which it was built.
func (s *Site) notBuilt() *FieldError {
	nature, _ := s.Attributes[Nature].Text()
	if _, built := s.Attributes[BuiltOn]; !built || s.Stage != Proposed || nature != "" && nature != "new" {
		return nil
	}
	return &FieldError{"attributes." + BuiltOn, layers.Text{
		ZH: "拟建的没有建成日期：既有的填 stage=existing，改建、扩建的填 nature",
		EN: "what is proposed was not built: say stage=existing of what stands, and the nature of a rebuild or extension",
	}}
}

// stageOf is by which title the rule speaks.
func (d *decision) stageOf(site *Site) Stage {
	if d.earlier {
		return earlier
	}
	return site.StageOrProposed()
}

// titleEarlier is what the rule means for what stood before.
func (r *Rule) titleEarlier() layers.Text {
	t := r.title(Proposed)
	return layers.Text{
		ZH: "建成于规定施行或者该区划定之前，新建禁令不溯及；改建、扩建的，按拟建核查。所涉规定：" + t.ZH,
		EN: "Built before the rule was in force or the zone delimited: the ban on building is not retroactive; a rebuild or extension is judged as proposed. The rule: " + t.EN,
	}
}
