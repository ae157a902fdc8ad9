package report

import (
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Amount is how much of the site lies somewhere: in m² for areas, in m for
// lines, and as a share of the whole site, 0 to 1.
type Amount struct {
	AreaM2  *float64 `json:"area_m2,omitempty"`
	AreaHa  *float64 `json:"area_ha,omitempty"` // 公顷
	AreaMu  *float64 `json:"area_mu,omitempty"` // 亩
	LengthM *float64 `json:"length_m,omitempty"`
	Share   *float64 `json:"share,omitempty"`
}

// GradeAmount is how much of the site has a grade of one source. The grades of a
// source exclude one another and its pieces are counted once, so that its rows
// add up to no more than the site. A zone that names no source stands alone,
// under its own code and name.
type GradeAmount struct {
	Layer      string      `json:"layer"`
	LayerTitle layers.Text `json:"layer_title"`
	Source     string      `json:"source_code,omitempty"`
	SourceName string      `json:"source_name,omitempty"`
	Zone       string      `json:"zone,omitempty"` // of a zone without source
	ZoneName   string      `json:"zone_name,omitempty"`
	Grade      string      `json:"grade,omitempty"`
	Amount
	Parts []PartAmount `json:"parts,omitempty"` // where the zones say 水域 or 陆域
}

// PartAmount is the share of a part, 水域 or 陆域, in a GradeAmount.
type PartAmount struct {
	Part string `json:"part"` // empty: not said
	Amount
}

// GradeTotal is how much of the site has a grade of a layer, of whatever source.
// Each place is counted once, under the strictest grade that any source has
// there, so that the rows of a layer add up to no more than the site.
type GradeTotal struct {
	Layer      string      `json:"layer"`
	LayerTitle layers.Text `json:"layer_title"`
	Grade      string      `json:"grade,omitempty"`
	Amount
}

// amountOf writes an amount with its unit.
func amountOf(a screening.Amount) Amount {
	return Amount{AreaM2: a.M2, AreaHa: ha(a.M2), AreaMu: mu(a.M2), LengthM: a.M, Share: a.Share}
}

// mu is an area in 亩, of the square metres that are printed beside it.
func mu(m2 *float64) *float64 {
	if m2 == nil {
		return nil
	}
	return rounded(*m2 / rules.SquareMetresPerMu)
}

const squareMetresPerHa = 10_000

// ha is an area in 公顷, with four decimals: to the square metre.
func ha(m2 *float64) *float64 {
	if m2 == nil {
		return nil
	}
	v := round(*m2/squareMetresPerHa, 4)
	return &v
}

func gradeAmounts(all []screening.GradeAmount) []GradeAmount {
	rows := make([]GradeAmount, len(all))
	for i := range all {
		g := &all[i]
		row := GradeAmount{
			Layer: g.Layer.ID, LayerTitle: g.Layer.Title, Source: g.Zone.SourceCode, SourceName: g.Zone.SourceName,
			Grade: g.Zone.Grade, Amount: amountOf(g.Amount),
		}
		if row.Source == "" {
			row.Zone, row.ZoneName = g.Zone.Code, g.Zone.Name
		}
		for _, p := range g.Parts {
			row.Parts = append(row.Parts, PartAmount{p.Part, amountOf(p.Amount)})
		}
		rows[i] = row
	}
	return rows
}

func gradeTotals(all []screening.GradeTotal) []GradeTotal {
	rows := make([]GradeTotal, len(all))
	for i := range all {
		t := &all[i]
		rows[i] = GradeTotal{Layer: t.Layer.ID, LayerTitle: t.Layer.Title, Grade: t.Grade, Amount: amountOf(t.Amount)}
	}
	return rows
}
