package print

import (
	"encoding/json"
	"io"

	"waterzones/layers/report"
)

// feature is one feature of a report's GeoJSON.
type feature struct {
	Type       string          `json:"type"`
	ID         string          `json:"id"`
	Geometry   report.Geometry `json:"geometry"`
	Properties any             `json:"properties"`
}

// GeoJSON writes a report as a FeatureCollection (RFC 7946) for a map: the site
// with the whole report as its properties, the part of it in each zone that it
// overlaps, and the nearest point of each zone not met.
func GeoJSON(w io.Writer, r *report.Report) error {
	site := *r
	site.Zones = make([]report.Met, len(r.Zones))
	features := []feature{{Type: "Feature", ID: "site", Geometry: r.Site.Geometry, Properties: &site}}
	for i, z := range r.Zones {
		overlap := z.Overlap
		z.Overlap = nil
		site.Zones[i] = z
		if overlap != nil {
			features = append(features, feature{Type: "Feature", ID: "overlap/" + z.Layer + "/" + z.Code, Geometry: *overlap, Properties: &site.Zones[i]})
		}
	}
	for i := range r.Nearest {
		n := &r.Nearest[i]
		features = append(features, feature{
			Type: "Feature", ID: "nearest/" + n.Layer + "/" + n.Code,
			Geometry: report.Geometry{Geometry: n.At}, Properties: n,
		})
	}
	return json.NewEncoder(w).Encode(map[string]any{"type": "FeatureCollection", "features": features})
}
