package report

import (
	"encoding/json"

	"github.com/paulmach/orb"

	"waterzones/geo/geojson"
	"waterzones/layers/report/canonical"
	"waterzones/layers/screening"
)

// Geometry is a shape in longitude and latitude as GeoJSON has it: outer rings
// counter-clockwise, holes clockwise (RFC 7946, clause 3.1.6). None is null.
type Geometry struct{ orb.Geometry }

// AppendCanonical writes what MarshalJSON writes, in the order of RFC 8785.
func (g Geometry) AppendCanonical(dst []byte) ([]byte, error) {
	return canonical.AppendGeometry(dst, screening.Wound(g.Geometry))
}

// MarshalJSON implements json.Marshaler.
func (g Geometry) MarshalJSON() ([]byte, error) { return json.Marshal(geojson.Geometry(g)) }

// UnmarshalJSON reads what MarshalJSON writes.
func (g *Geometry) UnmarshalJSON(text []byte) error {
	return (*geojson.Geometry)(g).UnmarshalJSON(text)
}
