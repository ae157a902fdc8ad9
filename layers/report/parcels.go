package report

import (
	"slices"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// ParcelResult is what became of one parcel.
type ParcelResult struct {
	Number      int           `json:"number"` // from 1, as given
	Name        string        `json:"name,omitempty"`
	Verdict     rules.Verdict `json:"verdict"`
	Complete    bool          `json:"complete"`
	Borderline  bool          `json:"borderline"`
	Rules       []string      `json:"rules"`               // of its findings, strictest first, each once
	Unchecked   []string      `json:"unchecked,omitempty"` // layers that matter and were not checked
	AreaM2      *float64      `json:"area_m2,omitempty"`
	AreaHa      *float64      `json:"area_ha,omitempty"`
	AreaMu      *float64      `json:"area_mu,omitempty"`
	PlaneAreaM2 *float64      `json:"plane_area_m2,omitempty"`
	LengthM     *float64      `json:"length_m,omitempty"`
	Grades      []GradeAmount `json:"grades"`
	Totals      []GradeTotal  `json:"grade_totals"`
	CRS         string        `json:"crs"`
	AccuracyM   float64       `json:"accuracy_m"`
	Geometry    Geometry      `json:"geometry"`
	Given       *Given        `json:"given,omitempty"`
}

// parcelResult is the row of one parcel.
func parcelResult(number int, name string, c *screening.Conclusion) ParcelResult {
	site := siteOf(c.Answer)
	p := ParcelResult{
		Number: number, Name: name, Verdict: c.Verdict, Complete: c.Complete, Borderline: c.Borderline, Rules: []string{},
		AreaM2: site.AreaM2, AreaHa: site.AreaHa, AreaMu: site.AreaMu, PlaneAreaM2: site.PlaneAreaM2, LengthM: site.LengthM,
		Grades: gradeAmounts(c.Grades), Totals: gradeTotals(c.Totals), CRS: site.CRS, AccuracyM: site.AccuracyM,
		Geometry: site.Geometry, Given: site.Given,
	}
	for i := range c.Outcomes {
		if id := c.Outcomes[i].Rule.ID; !slices.Contains(p.Rules, id) {
			p.Rules = append(p.Rules, id)
		}
	}
	for i := range c.Layers {
		if l := &c.Layers[i]; l.Matters && !l.Checked() {
			p.Unchecked = append(p.Unchecked, l.Layer.ID)
		}
	}
	p.Unchecked = append(p.Unchecked, c.Missing...)
	return p
}

func overlapNote(o screening.Overlap) (note layers.Text, overlap bool) {
	switch o {
	case screening.CountedTwice:
		return layers.Text{
			ZH: "地块之间相互重叠，图形过于复杂，合计数量未能扣除全部重复部分。",
			EN: "Parcels overlap one another and are too intricate to take apart: some place may be counted more than once in the totals.",
		}, true
	case screening.CountedOnce:
		return layers.Text{
			ZH: "地块之间相互重叠，合计数量中重叠部分只计一次；各地块行按其自身全部面积计。",
			EN: "Parcels overlap one another; the totals count each place once, the parcels' own rows all that each has.",
		}, true
	default:
		return layers.Text{}, false
	}
}
