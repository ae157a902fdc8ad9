package layers

import (
	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Attributes are the properties of a zone or a place, named as in the design.
// Texts in the words of the law (grade, part, status) stay Chinese.
type Attributes struct {
	Code            string  `json:"code"`
	Name            string  `json:"name"`
	Grade           string  `json:"grade,omitempty"`       // 一级, 二级, 准保护区; 禁采, 限采; 重点保护区, 保护范围
	Part            string  `json:"part,omitempty"`        // 水域, 陆域
	SourceCode      string  `json:"source_code,omitempty"` // the water source (or spring) the zone protects
	SourceName      string  `json:"source_name,omitempty"`
	SourceType      string  `json:"source_type,omitempty"` // 河流型, 湖库型, 地下水型
	Aquifer         string  `json:"aquifer,omitempty"`
	CountyCode      string  `json:"county_code,omitempty"`
	County          string  `json:"county,omitempty"`
	Department      string  `json:"department,omitempty"`
	Status          string  `json:"status,omitempty"` // 现行, 调整, 撤销
	ApprovalNo      string  `json:"approval_no,omitempty"`
	ApprovalDate    Date    `json:"approval_date,omitempty"`
	Span                    // valid_from, valid_to
	ApprovedAreaKm2 float64 `json:"approved_area_km2,omitempty"`
	AccuracyM       float64 `json:"accuracy_m,omitempty"` // of the boundary; 0: the layer's
	LegalGround     string  `json:"legal_ground,omitempty"`
	DataSource      string  `json:"data_source,omitempty"`
	Publicity       string  `json:"publicity,omitempty"`
	Illustrative    bool    `json:"illustrative,omitempty"`
	Note            string  `json:"note,omitempty"`
}

// StatusRevoked is the status of a zone that no longer holds; its valid_to says
// from when.
const StatusRevoked = "撤销"

// Zone is one protected area, with a stable code, for as long as one boundary
// of it holds: a zone that was adjusted is two Zones of one code whose spans do
// not overlap. Shape is longitude, latitude in degrees (EPSG:4490).
type Zone struct {
	Attributes
	Shape orb.MultiPolygon

	area  *geo.Prepared
	rests []*rest
	twins []*Zone // see SharesPlace
}

// Area returns the zone's shape made ready for questions.
func (z *Zone) Area() *geo.Prepared { return z.area }

// Place is a point of a reference layer: a water source, a monitored section.
type Place struct {
	Attributes
	Point orb.Point
}
