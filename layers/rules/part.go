package rules

import "waterzones/geo"

// Part is one zone of the several of one source and grade on which a finding
// rests: 水域 and 陆域, or one piece of many. What the parts have in common is
// counted with the first of them, so that their amounts add up to the finding's.
type Part struct {
	Code       string       `json:"code"`
	Name       string       `json:"name"`
	Part       string       `json:"part,omitempty"` // 水域, 陆域
	ApprovalNo string       `json:"approval_no,omitempty"`
	Relation   geo.Relation `json:"relation"`
	DistanceM  float64      `json:"distance_m"` // to the zone; 0 when met
	BoundaryM  float64      `json:"boundary_m"`
	OverlapM2  *float64     `json:"overlap_m2,omitempty"`
	CrossingM  *float64     `json:"crossing_m,omitempty"`
}
