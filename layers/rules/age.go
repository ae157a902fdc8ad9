package rules

import "waterzones/layers"

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
	built := layers.Date(text)
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
