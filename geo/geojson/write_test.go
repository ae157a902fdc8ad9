package geojson

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"waterzones/geo/format/feature"
)

func TestAppendGeometry(t *testing.T) {
	ccw := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	cw := slices.Clone(ccw)
	slices.Reverse(cw)
	for _, c := range []struct {
		g    orb.Geometry
		want string
	}{
		{nil, `null`},
		{orb.Point{112.85, 35.5}, `{"type":"Point","coordinates":[112.85,35.5]}`},
		{orb.Point{1e-7, math.Copysign(0, -1)}, `{"type":"Point","coordinates":[1e-07,-0]}`},
		{orb.Point{0.30000000000000004, 1.0 / 3}, `{"type":"Point","coordinates":[0.30000000000000004,0.3333333333333333]}`},
		{orb.MultiPoint{{1, 2}, {3, 4}}, `{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`},
		{orb.MultiPoint(nil), `{"type":"MultiPoint","coordinates":[]}`},
		{orb.LineString{{1, 2}, {3, 4}}, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{orb.MultiLineString{{{1, 2}, {3, 4}}}, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`},
		{ccw, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{cw, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{orb.Polygon{cw, ccw}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0,0],[1,1],[1,0],[0,0]]]}`},
		{orb.Polygon{}, `{"type":"Polygon","coordinates":[]}`},
		{orb.MultiPolygon{{cw}, {ccw}}, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[0,0],[1,0],[1,1],[0,0]]]]}`},
		{orb.Collection{orb.Point{1, 2}, orb.Collection{}}, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"GeometryCollection","geometries":[]}]}`},
		{orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{2, 1}}, `{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,1],[0,1],[0,0]]]}`},
	} {
		if got := string(AppendGeometry([]byte("x"), c.g)); got != "x"+c.want {
			t.Errorf("%v: got %s want %s", c.g, got, c.want)
		}
		if got, err := json.Marshal(map[string]Geometry{"g": {c.g}}); err != nil || string(got) != `{"g":`+c.want+`}` {
			t.Errorf("%v: marshalled %s, %v", c.g, got, err)
		}
	}
	if cw[1] != (orb.Point{1, 1}) {
		t.Error("the ring given was changed")
	}
}

// No shape of orb is forgotten, and nothing panics on an empty one.
func TestAppendGeometryAll(t *testing.T) {
	for _, g := range orb.AllGeometries {
		if got := AppendGeometry(nil, g); !json.Valid(got) || g != nil && bytes.Equal(got, []byte("null")) {
			t.Errorf("%T: %s", g, got)
		}
	}
}

func TestGeometryNotFinite(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1)} {
		if got, err := json.Marshal(Geometry{orb.Point{v, 0}}); err == nil {
			t.Errorf("%v became %s", v, got)
		}
	}
}

// Every coordinate parses back to the very same number.
func TestGeometryRoundTrip(t *testing.T) {
	number := rapid.Float64Range(-90, 90)
	rapid.Check(t, func(t *rapid.T) {
		var line orb.LineString
		for range rapid.IntRange(2, 20).Draw(t, "n") {
			line = append(line, orb.Point{number.Draw(t, "x"), number.Draw(t, "y")})
		}
		f, err := ReadFeature(bytes.NewReader(AppendGeometry(nil, line)), feature.Limits{})
		if err != nil || !orb.Equal(f.Geometry, line) {
			t.Fatalf("%v, %v, want %v", f.Geometry, err, line)
		}
	})
}
