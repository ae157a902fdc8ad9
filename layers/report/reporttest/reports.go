// Package reporttest makes reports of every kind of site on the layers and rules
// that are shipped, for the tests of what becomes of reports. Only tests import it.
package reporttest

import (
	"context"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// square is a site of about 1 km² whose south-west corner this is.
func square(lon, lat float64) orb.Polygon {
	return orb.Polygon{{{lon, lat}, {lon + 0.01, lat}, {lon + 0.01, lat + 0.01}, {lon, lat + 0.01}, {lon, lat}}}
}

// Reports are whole reports, as POST answers them, that are not signed yet.
func Reports(release *layers.Release, set *rules.Set) (map[string]*report.Report, error) {
	all := map[string]*report.Report{}
	for _, c := range []struct {
		name, asOf string
		said       rules.Said
		shapes     []orb.Geometry
	}{
		{"area in zones", "2026-11-23", rules.Said{Name: "示例项目", Kind: "project", Attributes: map[string]string{"nature": "新建", "discharges_pollutants": "是"}}, []orb.Geometry{square(112.85, 35.498)}},
		{"parcels", "2026-11-23", rules.Said{Kind: "project"}, []orb.Geometry{square(112.858, 35.505), square(112.8595, 35.506)}},
		{"line through zones", "2026-11-23", rules.Said{Kind: "pipeline", Attributes: map[string]string{"carries": "石油"}}, []orb.Geometry{orb.LineString{{112.8, 35.49}, {112.85, 35.5}, {112.97, 35.47}}}},
		{"well", "2026-11-23", rules.Said{Kind: "well", Attributes: map[string]string{"well_purpose": "工业", "depth_m": "320"}}, []orb.Geometry{orb.Point{112.905, 35.77}}},
		{"on a boundary", "2026-11-23", rules.Said{Kind: "outfall", AccuracyM: "5"}, []orb.Geometry{orb.Point{112.8583673, 35.5}}},
		{"outside", "2026-11-23", rules.Said{Kind: "livestock_farm"}, []orb.Geometry{square(112.6, 35.3)}},
		{"not covered", "2026-11-23", rules.Said{Kind: "project"}, []orb.Geometry{square(116.39, 39.91)}},
		{"before a layer was", "2016-01-01", rules.Said{Kind: "project"}, []orb.Geometry{square(112.85, 35.498)}},
	} {
		site, wrong := set.Site(c.said)
		if len(wrong) > 0 {
			return nil, wrong[0]
		}
		var parcels []screening.Parcel
		for _, shape := range c.shapes {
			own := *site
			own.CRS, own.Shape = "EPSG:4490", shape
			parcels = append(parcels, screening.Parcel{Site: &own})
		}
		day, err := layers.ParseDate(c.asOf)
		if err != nil {
			return nil, err
		}
		if all[c.name], err = report.Make(context.Background(), release.On(day), set, parcels, report.Single()); err != nil {
			return nil, err
		}
	}
	return all, nil
}
