package report

import (
	"encoding/json"
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/layers/report/canonical"
	"waterzones/layers/rules"
)

// Given is a shape in the coordinates in which it was brought, easting or
// longitude first. Unlike a GeoJSON geometry its rings keep their direction and
// first corner, so that J1 stays J1, and its coordinates need not be degrees.
type Given struct{ orb.Geometry }

// AppendCanonical writes what MarshalJSON writes, in the order of RFC 8785.
func (g Given) AppendCanonical(dst []byte) ([]byte, error) {
	return canonical.AppendGeometry(dst, g.Geometry)
}

// MarshalJSON writes {"type", "coordinates"}; of a collection its geometries.
func (g Given) MarshalJSON() ([]byte, error) {
	if members, ok := g.Geometry.(orb.Collection); ok {
		all := make([]Given, len(members))
		for i, m := range members {
			all[i] = Given{m}
		}
		return json.Marshal(struct {
			Type       string  `json:"type"`
			Geometries []Given `json:"geometries"`
		}{members.GeoJSONType(), all})
	}
	if g.Geometry == nil {
		return []byte("null"), nil
	}
	return json.Marshal(struct {
		Type        string       `json:"type"`
		Coordinates orb.Geometry `json:"coordinates"`
	}{g.GeoJSONType(), g.Geometry})
}

// giveBack repeats in the report the coordinates as they came and, where they
// are of a Gauss-Krüger zone, the area in its plane, which is the one that the
// land register states.
func giveBack(to *Site, site *rules.Site) {
	to.CRS, to.CRSDeclared, to.Said, to.Partial = site.CRS, site.CRSGiven, site.Said, site.Partial
	if site.Given == nil {
		return
	}
	to.Given = &Given{site.Given}
	system, err := crs.Parse(site.CRS)
	if err != nil {
		return
	}
	if _, zone := system.Zone(); zone && site.Given.Dimensions() == 2 {
		to.PlaneAreaM2 = rounded(planeAreaM2(site.Given))
	}
}

// planeAreaM2 is the area by plane coordinates in metres, holes taken off. Members
// of a collection that overlap count twice, as in geo.AreaM2.
func planeAreaM2(shape orb.Geometry) float64 {
	sum := 0.0
	switch g := shape.(type) {
	case orb.Polygon:
		for i, ring := range g {
			if m2 := ringPlaneM2(ring); i == 0 {
				sum += m2
			} else {
				sum -= m2
			}
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			sum += planeAreaM2(polygon)
		}
	case orb.Collection:
		for _, member := range g {
			sum += planeAreaM2(member)
		}
	}
	return sum
}

// ringPlaneM2 is the area by the corners' differences from the first one, which
// are small where eastings are of many millions.
func ringPlaneM2(ring orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		a := orb.Point{ring[i-1][0] - ring[0][0], ring[i-1][1] - ring[0][1]}
		b := orb.Point{ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]}
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return math.Abs(sum) / 2
}
