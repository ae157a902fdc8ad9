package report

import (
	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Finding is a rule that applied to a site, with its relation to the zone and
// the evidence.
type Finding struct {
	Rule         string         `json:"rule"`
	Verdict      rules.Verdict  `json:"verdict"`
	Borderline   bool           `json:"borderline"`
	WouldBe      rules.Verdict  `json:"would_be,omitempty"` // verdict borderline: what the rule says inside
	CouldBe      rules.Verdict  `json:"could_be,omitempty"` // questions open: what the rule says if they are answered so
	Questions    []Question     `json:"questions,omitempty"`
	Title        layers.Text    `json:"title"`
	Conditions   layers.Text    `json:"conditions,omitzero"`
	EvidenceMark string         `json:"evidence_mark,omitempty"`      // of the rule: V, V*, M-high, …
	Unverified   bool           `json:"unverified,omitempty"`         // the mark is not V: printed as 待核
	Disposal     rules.Disposal `json:"suggested_disposal,omitempty"` // of an existing well
	Text         layers.Text    `json:"text"`                         // the finding as one sentence
	Citation     []rules.Cited  `json:"citation"`
	Penalties    []rules.Cited  `json:"penalties,omitempty"`
	Layer        string         `json:"layer"`
	LayerTitle   layers.Text    `json:"layer_title"`
	Zone         string         `json:"zone"` // code; empty where the rule holds everywhere
	ZoneName     string         `json:"zone_name"`
	Grade        string         `json:"grade,omitempty"`
	Part         string         `json:"part,omitempty"`
	Source       string         `json:"source_name,omitempty"`
	SourceCode   string         `json:"source_code,omitempty"`
	Parts        []Part         `json:"parts,omitempty"`      // the zones of the source and grade, where they are several
	Relation     geo.Relation   `json:"relation,omitempty"`   // none where the rule holds everywhere
	DistanceM    float64        `json:"distance_m"`           // to the zone; 0 when met
	BoundaryM    *float64       `json:"boundary_m,omitempty"` // to the zone's boundary
	OverlapM2    *float64       `json:"overlap_m2,omitempty"` // grades of one source are exclusive here
	OverlapShare *float64       `json:"overlap_share,omitempty"`
	CrossingM    *float64       `json:"crossing_m,omitempty"`
	Evidence     Evidence       `json:"evidence"`
}

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

// Question is what must be known before the finding is final.
type Question struct {
	Attribute string      `json:"attribute"`
	Text      layers.Text `json:"text"`
}

// Evidence names the data on which a finding rests.
type Evidence struct {
	ApprovalNo   string      `json:"approval_no,omitempty"`
	ApprovalDate layers.Date `json:"approval_date,omitempty"`
	layers.Span
	AccuracyM    float64     `json:"accuracy_m"` // the band used: the larger of the site's and the zone's
	DataSource   string      `json:"data_source,omitempty"`
	LegalGround  string      `json:"legal_ground,omitempty"`
	Department   string      `json:"department,omitempty"`
	LayerVersion string      `json:"layer_version"`
	Derivation   layers.Text `json:"derivation,omitzero"` // how the layer follows from other data
	Illustrative bool        `json:"illustrative"`
}

// Reminder is a rule that holds everywhere (全域) and turns on what is not known; it
// stays outside the verdict.
type Reminder struct {
	Rule       string        `json:"rule"`
	Verdict    rules.Verdict `json:"verdict"`
	Title      layers.Text   `json:"title"`
	Conditions layers.Text   `json:"conditions,omitzero"`
	Citation   []rules.Cited `json:"citation"`
	Penalties  []rules.Cited `json:"penalties,omitempty"`

	EvidenceMark string         `json:"evidence_mark,omitempty"`
	Unverified   bool           `json:"unverified,omitempty"` // printed as 待核
	Disposal     rules.Disposal `json:"suggested_disposal,omitempty"`
	Questions    []Question     `json:"questions,omitempty"`
	Undeclared   bool           `json:"undeclared,omitempty"` // it speaks of an activity of which nothing was said
}
