package report

import (
	"fmt"
	"strconv"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// sentence writes the finding as an officer would: where, what was not said, by
// which law, the verdict, and what is still to be done.
func (f *Finding) sentence(open []*rules.Attribute, law layers.Text) layers.Text {
	where, unsaid, rest := f.where(), titles(open), f.rest()
	t := layers.Text{
		ZH: where.ZH + unsaid.ZH + "。依据" + law.ZH + "，" + f.Title.ZH + "。判定：" + f.Verdict.Title().ZH + rest.ZH + "。",
		EN: where.EN + unsaid.EN + ". By " + law.EN + ": " + f.Title.EN + ". Verdict: " + f.Verdict.Title().EN + rest.EN + ".",
	}
	if d := f.Disposal.Title(); d.ZH != "" { // no article orders it: a sentence of its own
		t.ZH, t.EN = t.ZH+"建议处置："+d.ZH+"。", t.EN+" Suggested: "+d.EN+"."
	}
	return t
}

// rest is what follows the verdict in the sentence.
func (f *Finding) rest() (t layers.Text) {
	switch {
	case f.WouldBe != "":
		t.ZH = "（如位于区内：" + f.WouldBe.Title().ZH + "），应以批复拐点坐标现场勘界确认"
		t.EN = " (inside it would be: " + f.WouldBe.Title().EN + "); check the approved corner points on the ground"
	case f.Borderline:
		t.ZH = "，边界在精度范围内，应以批复拐点坐标现场勘界确认"
		t.EN = "; the boundary lies within the accuracy, check the approved corner points on the ground"
	}
	switch {
	case f.CouldBe == rules.Restricted:
		t.ZH += "（申请人证明属于例外的，可能为" + f.CouldBe.Title().ZH + "）"
		t.EN += " (could be, if shown to be excepted: " + f.CouldBe.Title().EN + ")"
	case f.CouldBe != "":
		t.ZH += "（待核实，可能为" + f.CouldBe.Title().ZH + "）"
		t.EN += " (to be verified, could be: " + f.CouldBe.Title().EN + ")"
	}
	return t
}

// titles says which attributes the description leaves open.
func titles(open []*rules.Attribute) (t layers.Text) {
	for i, a := range open {
		if i == 0 {
			t = layers.Text{ZH: "。申报未说明：" + a.Title.ZH, EN: ". Not stated: " + a.Title.EN}
		} else {
			t = layers.Text{ZH: t.ZH + "、" + a.Title.ZH, EN: t.EN + ", " + a.Title.EN}
		}
	}
	return t
}

// where says how the site lies to the zone. A site within a zone of which part
// belongs to a stricter grade overlaps what is left of it.
func (f *Finding) where() layers.Text {
	zone := f.ZoneName
	switch {
	case f.Layer == rules.Everywhere:
		return layers.Text{ZH: "就所申报的情况，不论位于何处", EN: "By what was declared, wherever it lies"}
	case f.Verdict == rules.Borderline && f.Relation == geo.Touches:
		return layers.Text{ZH: "与" + zone + "边界相接，重叠面积为 0", EN: "Touches the boundary of " + zone + ", overlap 0"}
	case f.Verdict == rules.Borderline:
		return layers.Text{
			ZH: fmt.Sprintf("距%s %s m，小于精度 %s m", zone, metres(f.DistanceM), metres(f.Evidence.AccuracyM)),
			EN: fmt.Sprintf("%s m from %s, less than the accuracy of %s m", metres(f.DistanceM), zone, metres(f.Evidence.AccuracyM)),
		}
	case f.Relation == geo.Touches:
		return layers.Text{ZH: "位于" + zone + "的边界上", EN: "On the boundary of " + zone}
	case f.Relation == geo.Within && (f.OverlapShare == nil || *f.OverlapShare == 1):
		return layers.Text{ZH: "位于" + zone + "内" + f.amount().ZH, EN: "Within " + zone + f.amount().EN}
	default:
		return layers.Text{ZH: "与" + zone + "部分重叠" + f.amount().ZH, EN: "Overlaps " + zone + f.amount().EN}
	}
}

func (f *Finding) amount() layers.Text {
	switch {
	case f.OverlapM2 != nil && f.OverlapShare != nil:
		percent := metres(100 * *f.OverlapShare)
		zh, en := areaWords(*f.OverlapM2)
		return layers.Text{ZH: "，叠压面积 " + zh + "，占 " + percent + " %", EN: ", " + en + " (" + percent + " % of the site)"}
	case f.CrossingM != nil:
		return layers.Text{ZH: fmt.Sprintf("，穿越长度 %s m", metres(*f.CrossingM)), EN: fmt.Sprintf(", %s m of it inside", metres(*f.CrossingM))}
	default:
		return layers.Text{}
	}
}

// metres prints a quantity with two decimals and its thousands apart by
// narrow spaces that do not break: 12 345.67.
func metres(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	for at := len(text) - len("000.00"); at > 0; at -= 3 {
		text = text[:at] + "\u202f" + text[at:]
	}
	return text
}
