package report

import (
	"slices"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// ParcelResult is what became of one parcel.
type ParcelResult struct {
	Number      int            `json:"number"` // from 1, as given
	Name        string         `json:"name,omitempty"`
	Verdict     rules.Verdict  `json:"verdict"`
	Complete    bool           `json:"complete"`
	Borderline  bool           `json:"borderline"`
	Rules       []string       `json:"rules"`               // of its findings, strictest first, each once
	Unchecked   []string       `json:"unchecked,omitempty"` // layers that matter and were not checked
	Zones       []string       `json:"zones"`               // names of the zones met in layers that matter
	Laws        []string       `json:"laws"`                // the articles of the strictest findings
	Disposal    rules.Disposal `json:"suggested_disposal,omitempty"`
	AreaM2      *float64       `json:"area_m2,omitempty"`
	AreaHa      *float64       `json:"area_ha,omitempty"`
	AreaMu      *float64       `json:"area_mu,omitempty"`
	PlaneAreaM2 *float64       `json:"plane_area_m2,omitempty"`
	LengthM     *float64       `json:"length_m,omitempty"`
	Grades      []GradeAmount  `json:"grades"`
	Totals      []GradeTotal   `json:"grade_totals"`
	CRS         string         `json:"crs"`
	AccuracyM   float64        `json:"accuracy_m"`
	Geometry    Geometry       `json:"geometry"`
	Given       *Given         `json:"given,omitempty"`
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
	p.Zones, p.Laws = []string{}, []string{}
	for _, met := range placesOf(c) {
		p.Zones = append(p.Zones, met.zone.Name)
	}
	for i := range c.Outcomes {
		o := &c.Outcomes[i]
		if !slices.Contains(p.Rules, o.Rule.ID) {
			p.Rules = append(p.Rules, o.Rule.ID)
		}
		if p.Disposal == "" || slices.Index(rules.Disposals(), o.Disposal) >= 0 && slices.Index(rules.Disposals(), o.Disposal) < slices.Index(rules.Disposals(), p.Disposal) {
			p.Disposal = o.Disposal
		}
		for _, b := range o.Basis() {
			if o.Verdict == c.Verdict && !slices.Contains(p.Laws, b.Text) {
				p.Laws = append(p.Laws, b.Text)
			}
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
