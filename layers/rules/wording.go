package rules

import (
	"fmt"
	"strconv"
	"strings"

	"waterzones/geo"
	"waterzones/layers"
)

// SquareMetresPerMu is the size of one 亩: 2000/3 m².
const SquareMetresPerMu = 2000.0 / 3.0

// Title returns the verdict in words. 允许 is not among them.
func (v Verdict) Title() layers.Text {
	switch v {
	case Prohibited:
		return layers.Text{ZH: "禁止", EN: "prohibited"}
	case Restricted:
		return layers.Text{ZH: "限制", EN: "restricted"}
	case Borderline:
		return layers.Text{ZH: "临界", EN: "borderline"}
	case Undetermined:
		return layers.Text{ZH: "未核查", EN: "undetermined"}
	case Notice:
		return layers.Text{ZH: "注意", EN: "notice"}
	default:
		return layers.Text{ZH: "未发现限制", EN: "no restriction found"}
	}
}

// sentence writes the finding as an officer would: where, what was not said, by
// which law, the verdict, and what is still to be done.
func (f *Finding) sentence(open []*Attribute, law layers.Text) layers.Text {
	where, unsaid, rest := f.where(), titles(open), f.rest()
	return layers.Text{
		ZH: where.ZH + unsaid.ZH + "。依据" + law.ZH + "，" + f.Title.ZH + "。判定：" + f.Verdict.Title().ZH + rest.ZH + "。",
		EN: where.EN + unsaid.EN + ". By " + law.EN + ": " + f.Title.EN + ". Verdict: " + f.Verdict.Title().EN + rest.EN + ".",
	}
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
	if f.CouldBe != "" {
		t.ZH += "（待核实，可能为" + f.CouldBe.Title().ZH + "）"
		t.EN += " (to be verified, could be: " + f.CouldBe.Title().EN + ")"
	}
	if f.Disposal != "" {
		t.ZH += "；建议处置：" + f.Disposal.Title().ZH
		t.EN += "; suggested: " + f.Disposal.Title().EN
	}
	return t
}

// lawOf writes articles as the sentence of a finding has them.
func lawOf(basis []Cited) layers.Text {
	law := make([]string, len(basis))
	for i, c := range basis {
		law[i] = inWords(c.Text)
	}
	return layers.Text{ZH: strings.Join(law, "、"), EN: strings.Join(law, ", ")}
}

// titles says which attributes the description leaves open.
func titles(open []*Attribute) (t layers.Text) {
	for i, a := range open {
		if i == 0 {
			t = layers.Text{ZH: "。申报未说明：" + a.Title.ZH, EN: ". Not stated: " + a.Title.EN}
		} else {
			t = layers.Text{ZH: t.ZH + "、" + a.Title.ZH, EN: t.EN + ", " + a.Title.EN}
		}
	}
	return t
}

// Title returns the disposal in words.
func (d Disposal) Title() layers.Text {
	switch d {
	case DisposeClose:
		return layers.Text{ZH: "关闭", EN: "close"}
	case DisposeReduce:
		return layers.Text{ZH: "核减", EN: "reduce"}
	case DisposeVerify:
		return layers.Text{ZH: "核实", EN: "verify"}
	case DisposeKeep:
		return layers.Text{ZH: "保留", EN: "keep"}
	default:
		return layers.Text{}
	}
}

// where says how the site lies to the zone. A site within a zone of which part
// belongs to a stricter grade overlaps what is left of it.
func (f *Finding) where() layers.Text {
	zone := f.ZoneName
	switch {
	case f.Verdict == Borderline && f.Relation == geo.Touches:
		return layers.Text{ZH: "与" + zone + "边界相接，重叠面积为 0", EN: "Touches the boundary of " + zone + ", overlap 0"}
	case f.Verdict == Borderline:
		return layers.Text{
			ZH: fmt.Sprintf("距%s %s m，小于精度 %s m", zone, amountOf(f.DistanceM), amountOf(f.Evidence.AccuracyM)),
			EN: fmt.Sprintf("%s m from %s, less than the accuracy of %s m", amountOf(f.DistanceM), zone, amountOf(f.Evidence.AccuracyM)),
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
		m2, mu, percent := amountOf(*f.OverlapM2), amountOf(*f.OverlapM2/SquareMetresPerMu), amountOf(100**f.OverlapShare)
		return layers.Text{
			ZH: fmt.Sprintf("，叠压面积 %s ㎡（%s 亩），占 %s %%", m2, mu, percent),
			EN: fmt.Sprintf(", %s m² (%s mu, %s %% of the site)", m2, mu, percent),
		}
	case f.CrossingM != nil:
		return layers.Text{ZH: fmt.Sprintf("，穿越长度 %s m", amountOf(*f.CrossingM)), EN: fmt.Sprintf(", %s m of it inside", amountOf(*f.CrossingM))}
	default:
		return layers.Text{}
	}
}

// amountOf prints a quantity with two decimals and its thousands apart by
// narrow spaces that do not break: 12 345.67.
func amountOf(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	for at := len(text) - len("000.00"); at > 0; at -= 3 {
		text = text[:at] + "\u202f" + text[at:]
	}
	return text
}
