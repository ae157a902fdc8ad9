package layers

import (
	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"
)

// Role says what a layer is for.
type Role string

const (
	RoleZones     Role = "zones"     // screened: its zones are met or not
	RoleReference Role = "reference" // served and drawn, never screened
)

// Style is one line of a layer's legend; the map and the report draw by it.
type Style struct {
	Grade   string  `json:"grade,omitempty"`
	Title   Text    `json:"title"`
	Fill    string  `json:"fill,omitempty"` // #rrggbb
	Opacity float64 `json:"opacity,omitempty"`
	Line    string  `json:"line,omitempty"` // #rrggbb
	Width   float64 `json:"width,omitempty"`
	Dash    bool    `json:"dash,omitempty"`
	Pattern string  `json:"pattern,omitempty"` // hatch, crosshatch, or none
	Symbol  string  `json:"symbol,omitempty"`  // points: circle, triangle, bar
}

// OpIntersection derives zones as what two layers have in common.
const OpIntersection = "intersection"

// Derive says how the zones of a layer follow from those of two others.
type Derive struct {
	Op string   `json:"op"` // OpIntersection
	Of []string `json:"of"` // the ids of two layers of zones that have files
}

// Layer is zones (or places) of one kind, with what is known about them as a
// whole. Its catalogue entry has the same keys.
type Layer struct {
	ID           string   `json:"id"`
	Title        Text     `json:"title"`
	Description  Text     `json:"description"`
	Role         Role     `json:"role"`
	Department   string   `json:"department"`
	Version      string   `json:"version"`
	Span                  // the days for which the layer says to be complete
	AccuracyM    float64  `json:"accuracy_m"`             // of a zone that states none; 0: DefaultAccuracyM
	Grades       []string `json:"grades,omitempty"`       // strictest first
	RequiredFor  []string `json:"required_for,omitempty"` // kinds of site that need the layer
	Publicity    string   `json:"publicity"`
	Illustrative bool     `json:"illustrative"`
	Source       Text     `json:"source"`
	Legend       []Style  `json:"legend"`
	Derivation   Text     `json:"derivation,omitzero"` // how the zones follow from other data, where they do
	Derive       *Derive  `json:"derive,omitempty"`    // the layers that the zones are worked out from; they have no file

	Coverage    orb.MultiPolygon `json:"-"` // where the layer is complete
	Applies     orb.MultiPolygon `json:"-"` // beyond it, in Within, there is nothing of the layer's kind at all; nothing: not declared
	Within      orb.MultiPolygon `json:"-"`
	Zones       []Zone           `json:"-"`
	Places      []Place          `json:"-"`
	Quarantined []Quarantine     `json:"quarantined,omitempty"`

	tree        *index.Tree
	content     []byte // hash of all that it holds
	widestBandM float64
	gradesHeld  []string
	cover       *geo.Prepared
	applies     *geo.Prepared
	within      *geo.Prepared
	quarantine  quarantined
}

// DefaultAccuracyM is what a boundary without a stated accuracy is taken to be
// off by: one arc-second of latitude, as most approvals write corners in whole
// seconds.
const DefaultAccuracyM = 30
