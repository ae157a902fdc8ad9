package format

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// inspected is what Inspect says of a text, in lines.
func inspected(t *testing.T, text string, how feature.Reading, placer *Placer) (Inspection, string) {
	t.Helper()
	src, err := Open(formattest.File([]byte(text)), how)
	if err != nil {
		t.Fatal(err)
	}
	in, err := Inspect(src, placer)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %v %q systems %v\n", in.Kind, in.Encoding, in.System.CRS, in.DeclaredAs, in.Systems)
	fmt.Fprintf(&b, "features %d %v layers %v %v vertices %d blank %d rejected %d\n", in.Features, in.Shapes, in.Layers, in.InLayers, in.Vertices, in.Blank, in.Rejected)
	fmt.Fprintf(&b, "fields %v\n", in.Fields)
	for _, p := range in.Problems {
		fmt.Fprintf(&b, "problem %d %s: %s\n", p.Feature, p.Place, p.EN)
	}
	fmt.Fprintf(&b, "%v\n", err)
	if err := src.Close(); err != nil {
		t.Error(err)
	}
	return in, b.String()
}

func TestInspect(t *testing.T) {
	polygon := func(ring string) string {
		return `{"type":"Feature","properties":{"b":1.5,"a":"x","c":true},"geometry":{"type":"Polygon","coordinates":[` + ring + `]}}`
	}
	good, crossed := polygon(`[[112,35],[112.1,35],[112.1,35.1],[112,35]]`), polygon(`[[112,35],[112.1,35.1],[112.1,35],[112,35.1],[112,35]]`)
	swapped := `{"type":"Feature","properties":{"d":null},"geometry":{"type":"Point","coordinates":[35.5,112.85]}}`
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"polygons, of which two are bad", `{"type":"FeatureCollection","features":[` + strings.Join([]string{good, crossed, swapped}, ",") + `]}`, []string{
			`geojson UTF-8 EPSG:0 "" systems [EPSG:4490]`, "features 3 [{Polygon 2}] layers [] [] vertices 9 blank 0 rejected 2", "fields [{a text} {b real} {c boolean} {d text}]",
			"problem 2 : coordinates[0][2]: ring crosses", "problem 3 : point (east 35.5, north 112.85): ", "latitudes stand first",
		}},
		{"a table", "名称,经度,纬度\n甲,112.85,35.5\n\n乙,x,35.5\n丙,112.85,95\n", []string{
			"csv UTF-8 EPSG:0", "features 3 [{Point 1}] layers [] [] vertices 1 blank 1 rejected 2", "fields [{名称 text} {经度 text} {纬度 text}]", "problem 2 第 4 行 / line 4: 经度=\"x\"", "problem 3 第 5 行 / line 5: ",
		}},
		{"a zone that nobody declared", "id,北坐标,东坐标\n1,3930673.602,395658.899\n2,3930773.602,395658.899\n", []string{
			`csv UTF-8 EPSG:4547 "" systems [EPSG:4547]`, "features 2 [{Point 2}]", "rejected 0",
		}},
		{"rows in systems of their own", "coord,crs\n\"112.85,35.5\",GCJ-02\n\"112.85,35.5\",BD-09\n\"112.85,35.5\",\n", []string{"systems [GCJ-02 BD-09 EPSG:4490]", "rejected 0"}},
		{"layers", formattest.DXFEntities("0 POINT|8 井|10 38395658.899|20 3930673.602|0 POINT|8 b|10 38395658.899|20 3930673.602|0 POINT|8 井|10 38395658.899|20 3930673.602"), []string{"[{井 2} {b 1}]", "systems [EPSG:4526]"}},
		{"a file that breaks off", `{"type":"FeatureCollection","features":[` + good + `,{"type":`, []string{"features 1 [{Polygon 1}]", "JSON ends at byte 197"}},
		{"no features", "name,lon,lat\n", []string{"features 0 [] layers [] [] vertices 0 blank 0 rejected 0", "<nil>"}},
	} {
		if _, got := inspected(t, c.text, feature.Reading{}, &Placer{Extent: jincheng()}); slices.ContainsFunc(c.want, func(part string) bool { return !strings.Contains(got, part) }) {
			t.Errorf("%s: got\n%swant %q", c.name, got, c.want)
		}
	}
}

// Areas are those on the ellipsoid of the good features only, and the extent has
// every feature that could be placed.
func TestInspectAmounts(t *testing.T) {
	in, got := inspected(t, "wkt\n\"POLYGON((112 35,112.1 35,112.1 35.1,112 35))\"\n\"POLYGON((112 36,112.1 36.1,112.1 36,112 36.1,112 36))\"\n", feature.Reading{}, &Placer{Extent: jincheng()})
	want := geo.AreaM2(orb.Polygon{{{112, 35}, {112.1, 35}, {112.1, 35.1}, {112, 35}}})
	if math.Abs(in.AreaM2-want) > 1e-6 || in.Rejected != 1 || in.Extent != (orb.Bound{Min: orb.Point{112, 35}, Max: orb.Point{112.1, 36.1}}) {
		t.Errorf("%v m², want %v; %v\n%s", in.AreaM2, want, in.Extent, got)
	}
	if in, _ := inspected(t, "lon,lat\nx,y\n", feature.Reading{}, &Placer{}); !in.Extent.IsEmpty() || in.AreaM2 != 0 {
		t.Errorf("nothing was placed, and the extent is %v", in.Extent)
	}
}

// What an Inspection lists is bounded, what it counts is not.
func TestInspectBounded(t *testing.T) {
	in, _ := inspected(t, "lon,lat\n"+strings.Repeat("x,y\n", 3000), feature.Reading{}, &Placer{})
	if len(in.Problems) != mostProblems || in.Rejected != 3000 || in.Features != 3000 {
		t.Errorf("%d problems, %d rejected of %d", len(in.Problems), in.Rejected, in.Features)
	}
	var b strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&b, `{"type":"Feature","properties":{"p%d":1},"geometry":{"type":"Point","coordinates":[112,35]}}`+"\n", i)
	}
	if in, _ := inspected(t, b.String(), feature.Reading{}, &Placer{}); len(in.Fields) != 1000 || in.Features != 1500 {
		t.Errorf("%d fields of %d features", len(in.Fields), in.Features)
	}
}
