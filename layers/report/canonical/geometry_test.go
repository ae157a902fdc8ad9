package canonical_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers/report"
	"waterzones/layers/report/canonical"
)

// TestGeometries of every type, against those that encoding/json writes.
func TestGeometries(t *testing.T) {
	ring := orb.Ring{{1e-7, -0.5}, {38395658.9, 1e21}, {math.Copysign(0, -1), 2}, {1e-7, -0.5}}
	for _, g := range []orb.Geometry{
		nil, ring[0], orb.MultiPoint(ring), orb.LineString(ring), orb.MultiLineString{orb.LineString(ring), {}},
		orb.Polygon{ring, ring}, orb.MultiPolygon{{ring}, {ring, ring}}, orb.Collection{ring[1], orb.Collection{}, orb.Polygon{ring}},
	} {
		if got, err := canonical.AppendGeometry(nil, g); err != nil || string(got) != oracle(t, report.Given{Geometry: g}) {
			t.Errorf("%T: %s, %v", g, got, err)
		}
	}
	box := orb.Bound{Max: orb.Point{1, 2}}
	for _, g := range []orb.Geometry{box, box.ToRing()} {
		if got, err := canonical.AppendGeometry(nil, g); err != nil || string(got) != oracle(t, report.Given{Geometry: box.ToPolygon()}) {
			t.Errorf("%T: %s, %v", g, got, err)
		}
	}
	for i := range 2 {
		p := orb.Point{}
		p[i] = math.NaN()
		if got, err := canonical.AppendGeometry(nil, orb.Collection{orb.Polygon{{p}}}); err == nil {
			t.Errorf("%v: %s", p, got)
		}
	}
}
