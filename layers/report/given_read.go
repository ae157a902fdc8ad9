package report

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"
)

// UnmarshalJSON reads what MarshalJSON writes.
func (g *Given) UnmarshalJSON(text []byte) error {
	var o struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
		Geometries  []Given         `json:"geometries"`
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return err
	}
	var err error
	switch o.Type {
	case "Point":
		g.Geometry, err = coordinates[orb.Point](o.Coordinates)
	case "MultiPoint":
		g.Geometry, err = coordinates[orb.MultiPoint](o.Coordinates)
	case "LineString":
		g.Geometry, err = coordinates[orb.LineString](o.Coordinates)
	case "MultiLineString":
		g.Geometry, err = coordinates[orb.MultiLineString](o.Coordinates)
	case "Polygon":
		g.Geometry, err = coordinates[orb.Polygon](o.Coordinates)
	case "MultiPolygon":
		g.Geometry, err = coordinates[orb.MultiPolygon](o.Coordinates)
	case "GeometryCollection":
		all := make(orb.Collection, len(o.Geometries))
		for i, m := range o.Geometries {
			all[i] = m.Geometry
		}
		g.Geometry = all
	default:
		err = fmt.Errorf("given.type %q", o.Type)
	}
	return err
}

func coordinates[G orb.Geometry](text json.RawMessage) (orb.Geometry, error) {
	var g G
	err := json.Unmarshal(text, &g)
	return g, err
}
