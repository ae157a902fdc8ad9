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

// sentence writes the finding as an officer would.
func (f *Finding) sentence() layers.Text {
	where := f.where()
	law := make([]string, len(f.Citation))
	for i, c := range f.Citation {
		law[i] = c.Text
	}
	t := layers.Text{
		ZH: fmt.Sprintf("%s。依据%s，%s。判定：%s", where.ZH, strings.Join(law, "、"), f.Title.ZH, f.Verdict.Title().ZH),
		EN: fmt.Sprintf("%s. By %s: %s. Verdict: %s", where.EN, strings.Join(law, ", "), f.Title.EN, f.Verdict.Title().EN),
	}
	switch {
	case f.WouldBe != "":
		t.ZH += fmt.Sprintf("（如位于区内：%s），应以批复拐点坐标现场勘界确认", f.WouldBe.Title().ZH)
		t.EN += fmt.Sprintf(" (inside it would be: %s); check the approved corner points on the ground", f.WouldBe.Title().EN)
	case f.Borderline:
		t.ZH += "，边界在精度范围内，应以批复拐点坐标现场勘界确认"
		t.EN += "; the boundary lies within the accuracy, check the approved corner points on the ground"
	}
	if f.CouldBe != "" {
		t.ZH += fmt.Sprintf("（待核实，可能为%s）", f.CouldBe.Title().ZH)
		t.EN += fmt.Sprintf(" (to be verified, could be: %s)", f.CouldBe.Title().EN)
	}
	return layers.Text{ZH: t.ZH + "。", EN: t.EN + "."}
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
