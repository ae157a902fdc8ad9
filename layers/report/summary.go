package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// headline is the verdict with what it could be where that is stricter, and whether
// the check is complete: 限制，可能为禁止；核查不完整. Empty for the quick join.
func headline(c *screening.Conclusion) layers.Text {
	if c.Rules == nil {
		return layers.Text{}
	}
	t, could := c.Verdict.Title(), c.Verdict
	for i := range c.Outcomes {
		could = rules.Stricter(could, c.Outcomes[i].Strictest())
	}
	if could != c.Verdict {
		t.ZH += "，可能为" + could.Title().ZH
		t.EN += ", could be " + could.Title().EN
	}
	if !c.Complete && c.Verdict != rules.Undetermined {
		t.ZH += "；核查不完整"
		t.EN += "; the check is incomplete"
	}
	return t
}

// summary says in one sentence of which site, what it concerns and how much of it,
// by which article, and what was not checked. It never says that something is
// allowed.
func summary(c *screening.Conclusion) layers.Text {
	if c.Rules == nil {
		return layers.Text{}
	}
	return about(c.Rules, c.Site, sizeOf(c), told(c))
}

// about puts what was told under its subject: name, kind, size.
func about(set *rules.Set, site *rules.Site, size, told layers.Text) layers.Text {
	kind := layers.Text{ZH: site.Kind, EN: site.Kind}
	if k := set.Kind(site.Kind); k != nil {
		kind = k.Title
	}
	subject, more := theSite(set.Kind(site.Kind), kind), size
	if site.Name != "" {
		subject, more = layers.Text{ZH: site.Name, EN: site.Name}, kind
		if size.ZH != "" {
			more = layers.Text{ZH: kind.ZH + "，" + size.ZH, EN: kind.EN + ", " + size.EN}
		}
	}
	if more.ZH != "" {
		subject = layers.Text{ZH: subject.ZH + "（" + more.ZH + "）", EN: subject.EN + " (" + more.EN + ")"}
	}
	return layers.Text{ZH: "经核查，" + subject.ZH + told.ZH, EN: subject.EN + told.EN}
}

// theSite is a site that has no name: of an activity what a paper on it is titled by.
func theSite(k *rules.Kind, kind layers.Text) layers.Text {
	zh := kind.ZH
	if k != nil && k.Paper.ZH != "" {
		zh = k.Paper.ZH
	}
	return layers.Text{ZH: "该" + zh, EN: "The " + kind.EN}
}

// told is the summary behind its subject: the same for all points of which
// the same is said and found, so that no distance is in it.
func told(c *screening.Conclusion) layers.Text {
	var t layers.Text
	say := func(zh, en string) { t.ZH, t.EN = t.ZH+zh, t.EN+en }
	if met := concerned(c); met.ZH != "" {
		say("涉及："+met.ZH+"。", " concerns: "+met.EN+".")
	} else if !anyChecked(c) {
		say("：没有可供核查的数据。", ": there are no data to check it against.")
	} else if len(c.Outcomes) == 0 && c.Verdict != rules.Undetermined && metElsewhere(c) {
		say("与对该类对象有规定的已核查图层的各保护区均不重叠，未发现限制；不等于可以实施。", ": no overlap with the zones of the checked layers that have rules for it, no restriction found, which is not a permission.")
	} else if len(c.Outcomes) == 0 && c.Verdict != rules.Undetermined {
		say("与已核查图层的各保护区均不重叠，未发现限制；不等于可以实施。", ": no overlap with the zones of the layers that were checked, no restriction found, which is not a permission.")
	} else {
		say("未涉及已核查图层的保护区。", ": no overlap with the zones of the layers that were checked.")
	}
	if near := closeBy(c); near.ZH != "" {
		say("距离小于精度："+near.ZH+"，应以批复拐点坐标现场勘界确认。", " Nearer than the accuracy: "+near.EN+"; check the approved corner points on the ground.")
	}
	if met := concerned(c); len(c.Outcomes) == 0 && met.ZH != "" {
		verdict := headline(c)
		say("没有规定就此适用于该类对象。判定："+verdict.ZH+"；不等于可以实施。", " No rule applies to it there. Verdict: "+verdict.EN+", which is not a permission.")
	}
	if len(c.Outcomes) > 0 {
		verdict, first := headline(c), &c.Outcomes[0]
		law, title := first.Law(), first.Title()
		say("依据"+law.ZH+"，"+title.ZH+"。判定："+verdict.ZH+"。", " By "+law.EN+": "+title.EN+". Verdict: "+verdict.EN+".")
		if more := rulesOf(c.Outcomes) - 1; more > 0 {
			say(fmt.Sprintf("另有 %d 项规定适用。", more), fmt.Sprintf(" %d more rules apply.", more))
		}
	}
	if unchecked := uncheckedTitles(c); unchecked.ZH != "" {
		say("未核查："+unchecked.ZH+"。", " Not checked: "+unchecked.EN+".")
	}
	return t
}

// rulesOf counts the rules, each once however many zones it speaks of.
func rulesOf(outcomes []rules.Outcome) int {
	ids := map[string]bool{}
	for i := range outcomes {
		ids[outcomes[i].Rule.ID] = true
	}
	return len(ids)
}

// metElsewhere reports whether the site meets a zone of a layer that has no rules for it.
func metElsewhere(c *screening.Conclusion) bool {
	return slices.ContainsFunc(c.Layers, func(l screening.LayerAnswer) bool {
		return !l.Matters && slices.ContainsFunc(l.Own, func(h rules.Hit) bool { return h.Met() })
	})
}

func anyChecked(c *screening.Conclusion) bool {
	return slices.ContainsFunc(c.Layers, func(l screening.LayerAnswer) bool { return l.Matters && l.Checked() })
}

// sizeOf is the site's area or length.
func sizeOf(c *screening.Conclusion) layers.Text {
	site := siteOf(c.Answer)
	switch {
	case site.AreaM2 != nil:
		zh, en := areaWords(*site.AreaM2)
		return layers.Text{ZH: zh, EN: en}
	case site.LengthM != nil:
		return layers.Text{ZH: "长 " + metres(*site.LengthM) + " m", EN: metres(*site.LengthM) + " m long"}
	case site.Places > 0:
		return layers.Text{ZH: fmt.Sprintf("%d 处", site.Places), EN: fmt.Sprintf("%d places", site.Places)}
	default:
		return layers.Text{}
	}
}

// areaWords is an area in the three units of land offices, of the square metres as
// printed.
func areaWords(m2 float64) (zh, en string) {
	ha, mu := strconv.FormatFloat(*ha(&m2), 'f', 4, 64), metres(*mu(&m2))
	return fmt.Sprintf("%s ㎡，%s 公顷，%s 亩", metres(m2), ha, mu), fmt.Sprintf("%s m², %s ha, %s mu", metres(m2), ha, mu)
}

// concerned lists the zones met of the layers that matter: each source once, with
// its grades and how much of the site each has.
func concerned(c *screening.Conclusion) layers.Text {
	var all []layers.Text
	source := ""
	for _, p := range placesOf(c) {
		name := p.zone.SourceName
		if name == "" {
			name, source = p.zone.Name, ""
		}
		grade := gradeWords(p.zone.Grade)
		switch {
		case p.zone.SourceName == "":
			grade = ""
		case source == p.layer.ID+name:
			name = ""
		default:
			source = p.layer.ID + name
		}
		if p.zone.SourceName != "" && grade == "" {
			grade = p.layer.Title.ZH
		}
		all = append(all, layers.Text{ZH: name + grade + p.amount.ZH, EN: name + grade + p.amount.EN})
	}
	return listText(all)
}

// place is a zone met, for all of its source and grade.
type place struct {
	layer  *layers.Layer
	zone   *layers.Zone
	amount layers.Text
}

func placesOf(c *screening.Conclusion) (all []place) {
	for i := range c.Layers {
		l := &c.Layers[i]
		if !l.Matters {
			continue
		}
		for k := range l.Own {
			h := &l.Own[k]
			if !h.Met() || h.Only || slices.ContainsFunc(all, func(p place) bool { return samePlace(p.zone, h.Zone) && p.layer == l.Layer }) {
				continue
			}
			all = append(all, place{l.Layer, h.Zone, amountIn(c, l.Layer, h.Zone)})
		}
	}
	return all
}

// samePlace reports whether two zones are of one source and grade.
func samePlace(a, b *layers.Zone) bool {
	return a == b || a.SourceCode != "" && a.SourceCode == b.SourceCode && a.Grade == b.Grade
}

func amountIn(c *screening.Conclusion, l *layers.Layer, z *layers.Zone) layers.Text {
	for i := range c.Grades {
		g := &c.Grades[i]
		if g.Layer != l || !samePlace(g.Zone, z) {
			continue
		}
		switch {
		case g.M2 != nil:
			return layers.Text{ZH: " " + metres(*g.M2) + " ㎡", EN: " " + metres(*g.M2) + " m²"}
		case g.M != nil:
			return layers.Text{ZH: " " + metres(*g.M) + " m", EN: " " + metres(*g.M) + " m"}
		}
	}
	return layers.Text{}
}

// gradeWords are the grade as a zone of it is called: 一级保护区, 禁采区.
func gradeWords(grade string) string {
	switch {
	case grade == "" || strings.HasSuffix(grade, "区") || strings.HasSuffix(grade, "范围"):
		return grade
	case strings.HasSuffix(grade, "采"):
		return grade + "区"
	default:
		return grade + "保护区"
	}
}

// closeBy lists the zones that are not met and within the accuracy, with what would
// follow inside.
func closeBy(c *screening.Conclusion) layers.Text {
	var all []layers.Text
	var zones []*layers.Zone
	for i := range c.Outcomes { // strictest first
		o := &c.Outcomes[i]
		if o.WouldBe == "" || slices.Contains(zones, o.Hit.Zone) {
			continue
		}
		zones = append(zones, o.Hit.Zone)
		would := o.Strictest().Title()
		all = append(all, layers.Text{
			ZH: namesOf(o.Hit).name + "（如位于区内：" + would.ZH + "）",
			EN: namesOf(o.Hit).name + " (inside: " + would.EN + ")",
		})
	}
	return listText(all)
}

// uncheckedTitles lists the layers that matter and were not checked.
func uncheckedTitles(c *screening.Conclusion) layers.Text {
	var all []layers.Text
	for i := range c.Layers {
		if l := &c.Layers[i]; l.Matters && !l.Checked() {
			all = append(all, l.Layer.Title)
		}
	}
	for _, id := range c.Missing {
		all = append(all, layers.Text{ZH: id, EN: id})
	}
	return listText(all)
}

// listText joins texts to a list.
func listText(items []layers.Text) (t layers.Text) {
	for i, item := range items {
		if i > 0 {
			t.ZH, t.EN = t.ZH+"、", t.EN+", "
		}
		t.ZH, t.EN = t.ZH+item.ZH, t.EN+item.EN
	}
	return t
}
