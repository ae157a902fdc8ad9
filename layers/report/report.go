// Package report puts what was found and what follows into words. A Report holds
// both languages, is written as canonical bytes, has their hash, and can be
// computed again from what is in it (Verify). It decides nothing: verdicts come
// from package screening, and what is printed of a report from package print.
package report

import (
	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Report answers one screening. Its texts are in both languages, so that its
// hash does not depend on the reader's. Quantities carry their unit in the
// name and are rounded as printed.
type Report struct {
	Verdict      rules.Verdict  `json:"verdict"` // the strictest finding; a floor, never shown without Complete
	Complete     bool           `json:"complete"`
	Borderline   bool           `json:"borderline"`
	Headline     layers.Text    `json:"headline"` // the verdict with what it could be
	Summary      layers.Text    `json:"summary"`
	Illustrative bool           `json:"illustrative"` // some layer used is 示意
	Site         Site           `json:"site"`
	AsOf         layers.Date    `json:"as_of"`
	Release      string         `json:"release"`
	Rules        string         `json:"rules_version"`
	Engine       string         `json:"engine_version"`
	Options      Options        `json:"options"`  // how much was asked for beside the verdict
	Themes       []Theme        `json:"themes"`   // 涉及、未涉及、无数据
	Findings     []Finding      `json:"findings"` // strictest first
	Zones        []Met          `json:"zones"`
	Grades       []GradeAmount  `json:"grades"`            // how much of the site has which grade of which source
	Totals       []GradeTotal   `json:"grade_totals"`      // the same over all sources, each place once
	Parcels      []ParcelResult `json:"parcels,omitempty"` // of a project of several 地块, a row each; see ScreenParcels
	Nearest      []Near         `json:"nearest"`
	Clears       *Clears        `json:"clears,omitempty"` // the shortest shift that clears the strictest finding
	Reminders    []Reminder     `json:"reminders"`
	Layers       []LayerCheck   `json:"layers"`
	OutOfScope   []layers.Held  `json:"out_of_scope"`         // layers the installation does not hold
	BoundaryM    *float64       `json:"boundary_m"`           // to the boundary of the strictest zone met
	IfShifted    []Shifted      `json:"if_shifted,omitempty"` // no system declared: what GCJ-02 and BD-09 would mean
	Officer      []Word         `json:"officer,omitempty"`    // what a person says of findings
	Supersedes   string         `json:"supersedes,omitempty"` // hash of the report that was answered
	Notes        []layers.Text  `json:"notes"`
	Hash         string         `json:"hash,omitempty" canonical:"hash"` // see AppendSigned

	written *writtenReport // what stands for all points of its like; nil: nothing is written yet
}

// Site is the site as the report repeats it.
type Site struct {
	Name        string                 `json:"name,omitempty"`
	Kind        string                 `json:"kind"`
	Stage       rules.Stage            `json:"stage"`
	StageGiven  bool                   `json:"stage_given"`
	Attributes  map[string]rules.Value `json:"attributes"`
	Derived     []string               `json:"derived,omitempty"` // the attributes that follow from others
	Application *rules.Application     `json:"application,omitempty"`
	Counties    []string               `json:"counties,omitempty"` // in which it lies, by the county layer
	Unused      []string               `json:"unused,omitempty"`   // what of the input says nothing of such a site
	CRS         string                 `json:"crs"`
	CRSDeclared bool                   `json:"crs_declared"`     // else taken from the values or by default
	Said        layers.Text            `json:"said,omitzero"`    // what was understood of how the coordinates were written
	Partial     layers.Text            `json:"partial,omitzero"` // what of the site was not read, so that nothing is complete
	AccuracyM   float64                `json:"accuracy_m"`
	Places      int                    `json:"places,omitempty"` // of a set of points, which is no project of so many parcels
	AreaM2      *float64               `json:"area_m2,omitempty"`
	AreaHa      *float64               `json:"area_ha,omitempty"`
	AreaMu      *float64               `json:"area_mu,omitempty"`
	LengthM     *float64               `json:"length_m,omitempty"`
	PlaneAreaM2 *float64               `json:"plane_area_m2,omitempty"` // in the zone of CRS
	Geometry    Geometry               `json:"geometry"`
	Given       *Given                 `json:"given,omitempty"` // the shape in CRS, where that is not longitude and latitude of CGCS2000
}

// Met is a zone that the site meets, as stored, whatever follows from it.
type Met struct {
	Layer        string       `json:"layer"`
	LayerTitle   layers.Text  `json:"layer_title"`
	Code         string       `json:"code"`
	Name         string       `json:"name"`
	Grade        string       `json:"grade,omitempty"`
	Part         string       `json:"part,omitempty"`
	SourceCode   string       `json:"source_code,omitempty"`
	SourceName   string       `json:"source_name,omitempty"`
	ApprovalNo   string       `json:"approval_no,omitempty"`
	Relation     geo.Relation `json:"relation"`
	Borderline   bool         `json:"borderline"`
	BoundaryM    float64      `json:"boundary_m"` // from the site to the zone's boundary
	OverlapM2    *float64     `json:"overlap_m2,omitempty"`
	OverlapShare *float64     `json:"overlap_share,omitempty"` // of the site, 0 to 1
	CrossingM    *float64     `json:"crossing_m,omitempty"`
	AccuracyM    float64      `json:"accuracy_m"` // the band: the larger of the site's and the zone's
	Illustrative bool         `json:"illustrative"`

	// The part of the site in the zone, where that is not all of it: a picture
	// with rounded corners, which the hash leaves out.
	Overlap *Geometry `json:"overlap,omitempty" canonical:"unhashed"`
}

// Near is the nearest zone not met, of one layer or of one grade of it.
type Near struct {
	Layer      string      `json:"layer"`
	LayerTitle layers.Text `json:"layer_title"`
	Code       string      `json:"code"`
	Name       string      `json:"name"`
	Grade      string      `json:"grade,omitempty"`
	DistanceM  float64     `json:"distance_m"`
	BearingDeg float64     `json:"bearing_deg"` // from the site, clockwise from north
	From       orb.Point   `json:"from"`        // the nearest point of the site, longitude, latitude
	At         orb.Point   `json:"at"`          // the nearest point of the zone, longitude, latitude
}

// LayerCheck says of one layer whether it was checked, and if not, why.
type LayerCheck struct {
	ID           string      `json:"id"`
	Title        layers.Text `json:"title"`
	Checked      bool        `json:"checked"`
	Required     bool        `json:"required"`
	Matters      bool        `json:"matters"` // required for the kind, or some rule speaks of it
	Reason       layers.Text `json:"reason,omitzero"`
	Version      string      `json:"version"`
	Content      string      `json:"content,omitempty"` // hash of all that the layer held
	Department   string      `json:"department,omitempty"`
	Illustrative bool        `json:"illustrative"`
	Derivation   layers.Text `json:"derivation,omitzero"` // how the layer follows from other data
	layers.Span              // in which the layer is in force
}
