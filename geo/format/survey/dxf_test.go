package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/geojson"
)

// TestDXF: one more drawing is one more file, and -update.
func TestDXF(t *testing.T) {
	surveyGolden(t, "testdata/dxf/*.dxf", IsDXF, ReadDXF)
}

// dxfRead returns the geometries; it ends the test on any error.
func dxfRead(t *testing.T, text string) (all []orb.Geometry) {
	t.Helper()
	src, err := ReadDXF(strings.NewReader(text), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range formattest.Features(t, src) {
		all = append(all, f.Geometry)
	}
	return all
}

// TestDXFChords wants every point of the true arc within 1 cm of the chords, the
// ends where they were drawn, and chords not many times finer than that asks.
func TestDXFChords(t *testing.T) {
	for _, radius := range []float64{0.004, 0.02, 1, 37.5, 500, 1e5, 1e7} {
		for _, sweep := range []float64{0.001, 1, 89, 180, 270, 359, 359.9999} {
			for _, from := range []float64{0, 33, 350} {
				x, y := 38395658.899, 3930673.602
				g := dxfRead(t, formattest.DXFEntities(fmt.Sprintf("0 ARC|8 0|10 %v|20 %v|40 %v|50 %v|51 %v", x, y, radius, from, from+sweep)))[0].(orb.LineString)
				worst := 0.0
				for i := 1; i < len(g); i++ {
					chord := math.Hypot(g[i][0]-g[i-1][0], g[i][1]-g[i-1][1])
					worst = max(worst, radius-math.Sqrt(max(0, radius*radius-chord*chord/4)))
				}
				for _, p := range g {
					// What the sum of large numbers rounds away, and the sine of nearly a whole turn.
					if off := math.Abs(math.Hypot(p[0]-x, p[1]-y) - radius); off > 2e-8+1e-9*radius {
						t.Errorf("radius %v, sweep %v: a vertex is %v off the arc", radius, sweep, off)
					}
				}
				if worst > 0.01 {
					t.Errorf("radius %v, sweep %v: chords %v m off the arc", radius, sweep, worst)
				}
				if need := sweep * math.Pi / 180 / (2 * math.Acos(1-min(1, 0.01/radius))); float64(len(g)) > 1.02*need+20 {
					t.Errorf("radius %v, sweep %v: %d vertices, %v would do", radius, sweep, len(g), need)
				}
				for end, angle := range map[int]float64{0: from, len(g) - 1: from + sweep} {
					sin, cos := math.Sincos(angle * math.Pi / 180)
					if math.Hypot(g[end][0]-x-radius*cos, g[end][1]-y-radius*sin) > 2e-8+1e-9*radius {
						t.Errorf("radius %v, sweep %v: the end is %v", radius, sweep, g[end])
					}
				}
			}
		}
	}
}

// TestDXFAreas compares the areas of outlines with arcs with the true ones.
func TestDXFAreas(t *testing.T) {
	for _, c := range []struct {
		name, groups string
		m2           float64
	}{
		{"circle", "0 CIRCLE|8 0|10 38395658|20 3930673|40 100", math.Pi * 1e4},
		{"two half circles", "0 LWPOLYLINE|8 0|90 2|70 1|10 0|20 0|42 1|10 10|20 0|42 1", math.Pi * 25},
		{"a lens", "0 LWPOLYLINE|8 0|70 1|10 0|20 0|42 0.414213562373095|10 10|20 0|42 0.414213562373095", 100 * (math.Pi/4 - 0.5)},
		{"a corner rounded inwards", "0 LWPOLYLINE|8 0|70 1|10 0|20 0|10 10|20 0|42 -0.414213562373095|10 0|20 10", 100 - math.Pi*25},
		{"three quarters of a circle and its chord", "0 LWPOLYLINE|8 0|70 1|10 10|20 0|42 2.414213562373095|10 0|20 -10", 75*math.Pi + 50},
		{"mirrored", "0 LWPOLYLINE|8 0|70 1|10 0|20 0|42 1|10 10|20 0|210 0|220 0|230 -1", math.Pi * 12.5},
		{"old polyline", "0 POLYLINE|8 0|66 1|70 1|0 VERTEX|10 0|20 0|42 1|0 VERTEX|10 10|20 0|42 1|0 SEQEND", math.Pi * 25},
	} {
		g := dxfRead(t, formattest.DXFEntities(c.groups))
		got, perimeter := planeAreaM2(g[0])
		if len(g) != 1 || math.Abs(got-c.m2) > 0.01*perimeter {
			t.Errorf("%s: area %v, want %v: %v", c.name, got, c.m2, g)
		}
	}
}

// TestDXFInsert compares blocks drawn by INSERT with the same shape worked out.
func TestDXFInsert(t *testing.T) {
	const blocks = "0 SECTION|2 BLOCKS|" +
		"0 BLOCK|2 L|10 1|20 1|0 LINE|8 0|10 1|20 1|11 3|21 2|0 ENDBLK|" +
		"0 BLOCK|2 Arc|10 0|20 0|0 ARC|8 deep|10 0|20 0|40 1|50 0|51 90|0 ENDBLK|" +
		"0 BLOCK|2 twice|10 0|20 0|0 INSERT|8 0|2 l|10 0|20 0|0 INSERT|8 0|2 L|10 0|20 5|50 90|0 ENDBLK|0 ENDSEC|" +
		"0 SECTION|2 ENTITIES|"
	for _, c := range []struct {
		insert string
		want   []orb.LineString // first and last point of each
	}{
		{"2 L|10 100|20 200", []orb.LineString{{{100, 200}, {102, 201}}}},
		{"2 l|10 100|20 200|50 90", []orb.LineString{{{100, 200}, {99, 202}}}},
		{"2 L|10 100|20 200|41 10|42 -1", []orb.LineString{{{100, 200}, {120, 199}}}},
		{"2 L|10 100|20 200|41 2|42 2|50 180", []orb.LineString{{{100, 200}, {96, 198}}}},
		{"2 L|10 100|20 200|70 2|71 2|44 10|45 20", []orb.LineString{{{100, 200}, {102, 201}}, {{110, 200}, {112, 201}}, {{100, 220}, {102, 221}}, {{110, 220}, {112, 221}}}},
		{"2 L|10 0|20 0|50 90|70 2|44 10|41 3", []orb.LineString{{{0, 0}, {-1, 6}}, {{0, 10}, {-1, 16}}}},
		{"2 L|10 100|20 200|230 -1", []orb.LineString{{{-100, 200}, {-102, 201}}}},
		{"2 twice|10 100|20 200", []orb.LineString{{{100, 200}, {102, 201}}, {{100, 205}, {99, 207}}}},
		{"2 twice|10 100|20 200|50 90|41 2|42 2", []orb.LineString{{{100, 200}, {98, 204}}, {{90, 200}, {86, 198}}}},
		{"2 ARC|10 0|20 0|41 2|42 1", []orb.LineString{{{2, 0}, {0, 1}}}},
	} {
		got := dxfRead(t, formattest.DXF(blocks+"0 INSERT|8 site|"+c.insert+"|0 ENDSEC|0 EOF"))
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", c.insert, got)
			continue
		}
		for i, g := range got {
			line := g.(orb.LineString)
			if ends := (orb.LineString{line[0], line[len(line)-1]}); formattest.Apart(ends, c.want[i]) > 1e-9 {
				t.Errorf("%s: %v, want %v", c.insert, line, c.want[i])
			}
		}
	}
	// An arc stretched a thousandfold is still within 1 cm of its ellipse.
	for _, p := range dxfRead(t, formattest.DXF(blocks+"0 INSERT|2 arc|10 0|20 0|41 2000|42 1000|0 ENDSEC|0 EOF"))[0].(orb.LineString) {
		if off := math.Hypot(p[0]/2000, p[1]/1000) - 1; math.Abs(off) > 1e-12 {
			t.Fatalf("%v is off the ellipse by %v", p, off)
		}
	}
}

// TestDXFHostile has drawings that ask for more than they are, and a word of the
// answer. Each must end within a second or two.
func TestDXFHostile(t *testing.T) {
	var bomb strings.Builder // 10 to the 12th lines
	bomb.WriteString("0 SECTION|2 BLOCKS|0 BLOCK|2 b0|0 LINE|10 0|20 0|11 1|21 1|0 ENDBLK")
	for i := range 12 {
		fmt.Fprintf(&bomb, "|0 BLOCK|2 b%d%s|0 ENDBLK", i+1, strings.Repeat(fmt.Sprintf("|0 INSERT|2 b%d|10 0|20 0", i), 10))
	}
	bomb.WriteString("|0 ENDSEC|0 SECTION|2 ENTITIES|0 INSERT|2 b12|10 0|20 0|0 ENDSEC|0 EOF")
	emptyBomb := strings.Replace(bomb.String(), "|0 LINE|10 0|20 0|11 1|21 1", "", 1)
	const cycle = "0 SECTION|2 BLOCKS|0 BLOCK|2 a|0 INSERT|2 B|10 0|20 0|0 ENDBLK|0 BLOCK|2 b|0 INSERT|2 A|10 0|20 0|0 ENDBLK|0 ENDSEC|0 SECTION|2 ENTITIES|"
	for _, c := range []struct {
		name, text string
		limits     feature.Limits
		word       string
	}{
		{"blocks multiply", formattest.DXF(bomb.String()), feature.Limits{Features: 1000}, "more than 1000 features"},
		{"empty blocks multiply", formattest.DXF(emptyBomb), feature.Limits{}, "blocks are inserted too often"},
		{"empty array", formattest.DXF("0 SECTION|2 BLOCKS|0 BLOCK|2 a|0 ENDBLK|0 ENDSEC|0 SECTION|2 ENTITIES|0 INSERT|2 a|10 0|20 0|70 2000000000|71 2000000000|0 ENDSEC|0 EOF"), feature.Limits{}, "blocks are inserted too often"},
		{"a block within itself", formattest.DXF(cycle + "0 INSERT|2 a|10 0|20 0|0 ENDSEC|0 EOF"), feature.Limits{}, "names a block that contains itself"},
		{"no such block", formattest.DXFEntities("0 INSERT|2 nowhere|10 0|20 0"), feature.Limits{}, "a block that is not defined"},
		{"a huge circle", formattest.DXFEntities("0 CIRCLE|8 0|10 0|20 0|40 1e14"), feature.Limits{}, "vertices"},
		{"a vast radius", formattest.DXFEntities("0 CIRCLE|8 0|10 0|20 0|40 1e300"), feature.Limits{}, "is not a number"},
		{"a bulge", formattest.DXFEntities("0 LWPOLYLINE|70 1|10 0|20 0|42 1e15|10 1|20 0|10 1|20 1"), feature.Limits{Vertices: 1000}, "than 1000 vertices"},
		{"claims vertices", formattest.DXFEntities("0 LWPOLYLINE|90 2147483647|70 0|10 0|20 0|10 1|20 0"), feature.Limits{}, "claims 2147483647 vertices and has 2"},
		{"many vertices", formattest.DXFEntities("0 LWPOLYLINE|70 0" + strings.Repeat("|10 0|20 0", 1001)), feature.Limits{Vertices: 1000}, "more than 1000 vertices"},
		{"many old vertices", formattest.DXFEntities("0 POLYLINE|70 0" + strings.Repeat("|0 VERTEX|10 0|20 0", 1001) + "|0 SEQEND"), feature.Limits{Vertices: 1000}, "more than 1000 vertices"},
		{"ten million vertices", formattest.DXFEntities("0 POLYLINE|70 0" + strings.Repeat("|0 VERTEX|10 0|20 0", 400_000) + "|0 SEQEND"), feature.Limits{Vertices: 300_000}, "more than 300000 vertices"},
		{"a line without end", "0\nSECTION\n2\nENTITIES\n0\n" + strings.Repeat("A", 1<<20), feature.Limits{}, "a line of more than"},
		{"bytes", formattest.DXFEntities("0 POINT|10 0|20 0"), feature.Limits{Bytes: 40}, "more than 40 bytes"},
		{"cut in a section", formattest.DXF("0 SECTION|2 ENTITIES|0 POINT|10 0|20 0"), feature.Limits{}, "cut off in the section ENTITIES"},
		{"cut in a group", "0\nSECTION\n2\nENTITIES\n0", feature.Limits{}, "the file is cut off here"},
		{"cut in the header", formattest.DXF("0 SECTION|2 HEADER|9 $ACADVER"), feature.Limits{}, "cut off in the section HEADER"},
		{"no entities", formattest.DXF("0 SECTION|2 HEADER|0 ENDSEC|0 EOF"), feature.Limits{}, "no ENTITIES section"},
		{"no code", "0\nSECTION\n2\nENTITIES\nabc\ndef\n", feature.Limits{}, `a group code must stand here, not "abc"`},
		{"no SECTION", formattest.DXF("0 LINE|10 0"), feature.Limits{}, "SECTION must stand here"},
		{"blanks at the end", formattest.DXFEntities("0 POINT|10 0|20 0") + "\n\n\n", feature.Limits{}, "Point"},
		{"many kinds", formattest.DXFEntities(strings.TrimPrefix(dxfKinds(2000), "|")), feature.Limits{}, "…"},
		{"millimetres", formattest.DXF("0 SECTION|2 HEADER|9 $INSUNITS|70 4|0 ENDSEC|0 SECTION|2 ENTITIES|0 POINT|10 38395658899|20 3930673602|0 ENDSEC|0 EOF"), feature.Limits{}, "the drawing is in millimetres"},
		{"a layer that is not there", formattest.DXFEntities("0 POINT|8 a|10 0|20 0"), feature.Limits{}, "Point"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := surveySaid(ReadDXF(strings.NewReader(c.text), feature.Reading{Limits: c.limits})); !strings.Contains(got, c.word) {
				t.Errorf("no %q in %.1000s", c.word, got)
			}
		})
	}
}

func dxfKinds(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "|0 KIND%d", i)
	}
	return b.String()
}

func TestDXFLayerWanted(t *testing.T) {
	text := formattest.DXFEntities("0 POINT|8 红线|10 1|20 2|0 POINT|8 b|10 3|20 4")
	for layer, want := range map[string]string{"": "[3,4]", "红线": "[1,2]", "b": "[3,4]", "c": `no layer "c"`} {
		got := surveySaid(ReadDXF(strings.NewReader(text), feature.Reading{Layer: layer}))
		if !strings.Contains(got, want) || (layer != "" && strings.Count(got, "Point") > 1) {
			t.Errorf("%s: %s", layer, got)
		}
	}
}

func TestDXFText(t *testing.T) {
	for value, want := range map[string]string{
		"红线": "红线", `\U+7EA2\U+7EBF`: "红线", `a\U+7ea2b`: "a红b", `\M+5BAECx`: "红x", `\U+D83D\U+DE00`: "😀", `\U+D83Dx`: "\ufffdx",
		`\U+12`: `\U+12`, `\U+ZZZZ`: `\U+ZZZZ`, `\M+5FFFF`: `\M+5FFFF`, `1+1`: "1+1", "a\xffb": "a\ufffdb", `\`: `\`, "": "",
	} {
		if got := dxfText(value); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestIsDXF(t *testing.T) {
	formattest.Tells(t, IsDXF, map[string]bool{
		"0\nSECTION\n2\nHEADER\n": true, "  0\r\nSECTION\r\n": true, "999\nmade by\n0\nSECTION\n": true,
		"": false, "0\n": false, "0,SECTION\n": false, "0\nLINE\n": false, "POINT(0 0)": false, "AC1032 is a column\n": false, "id,name\n": false,
	})
}

// TestDXFFromGDAL has GDAL write a drawing and wants its geometry back.
func TestDXFFromGDAL(t *testing.T) {
	want := []feature.Feature{
		{Layer: "红线", Geometry: orb.LineString{{38395658.899, 3930523.602}, {38395858.899, 3930523.602}, {38395858.899, 3930673.602}, {38395658.899, 3930673.602}, {38395658.899, 3930523.602}}},
		{Layer: "管线", Geometry: orb.LineString{{112.851234567, 35.501234567}, {112.861, 35.511}, {112.871, 35.501}}},
		{Layer: "井", Geometry: orb.Point{112.85, 35.5}},
	}
	var lines []string
	for _, f := range want {
		lines = append(lines, fmt.Sprintf(`{"type":"Feature","properties":{"Layer":%q},"geometry":%s}`, f.Layer, geojson.AppendGeometry(nil, f.Geometry)))
	}
	given := `{"type":"FeatureCollection","features":[` + strings.Join(lines, ",") + "]}"
	drawn := filepath.Join(t.TempDir(), "out.dxf")
	formattest.GDAL(t, "", "ogr2ogr", "-f", "DXF", drawn, formattest.OnDisk(t, "in.geojson", []byte(given)))
	src, err := ReadDXF(surveyText(t, formattest.Bytes(t, drawn)), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	want[0].Geometry = orb.Polygon{orb.Ring(want[0].Geometry.(orb.LineString))} // it marks no line as closed
	n := 0
	for f, err := range src.Features {
		if err != nil || n >= len(want) || formattest.Apart(f.Geometry, want[n].Geometry) > 1e-9 || f.Layer != want[n].Layer {
			t.Errorf("%v, %v", f, err)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d of %d", n, len(want))
	}
}

// TestDXFAgainstGDAL reads the drawings of testdata with GDAL too: the same
// lines and outlines within 1 cm, and no more than what we say that we skip.
func TestDXFAgainstGDAL(t *testing.T) {
	paths, err := filepath.Glob("testdata/dxf/*.dxf")
	if err != nil || len(paths) == 0 {
		t.Fatal("no drawings", err)
	}
	// What GDAL takes and we say that we skip.
	more := map[string]int{
		"blocks.dxf":               1, // ATTRIB
		"parcels_gbk.dxf":          2, // TEXT
		"r12.dxf":                  2, // 3DFACE, mesh
		"units_escapes_spaces.dxf": 4, // paper space, invisible, tilted, and a frame in millimetres
	}
	for _, path := range paths {
		if filepath.Base(path) == "bad_entities.dxf" {
			continue // GDAL ends at the first
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			src, err := ReadDXF(surveyText(t, formattest.Bytes(t, path)), feature.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			theirs := dxfByGDAL(t, path)
			for f, err := range src.Features {
				if err != nil {
					continue // what we reject is in the golden file
				}
				found := false
				for i, g := range theirs {
					if found = dxfSame(f.Geometry, g); found {
						theirs = append(theirs[:i], theirs[i+1:]...)
						break
					}
				}
				if !found {
					t.Errorf("GDAL does not have %s %s", f.ID, geojson.AppendGeometry(nil, f.Geometry))
				}
			}
			if len(theirs) != more[filepath.Base(path)] {
				t.Errorf("GDAL also has %v", theirs)
			}
		})
	}
}

// dxfByGDAL returns what GDAL reads, one geometry of each INSERT's parts too.
func dxfByGDAL(t *testing.T, path string) (all []orb.Geometry) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.geojsonl")
	formattest.GDAL(t, "", "ogr2ogr", "--config", "OGR_ARC_STEPSIZE", "0.2", "-f", "GeoJSONSeq", "-lco", "COORDINATE_PRECISION=9", out, path)
	for line := range strings.Lines(string(formattest.Bytes(t, out))) {
		var f struct {
			Geometry json.RawMessage `json:"geometry"`
		}
		if err := json.Unmarshal([]byte(strings.Trim(line, "\x1e\n")), &f); err != nil {
			t.Fatal(err, line)
		}
		all = append(all, dxfPlain(t, f.Geometry)...)
	}
	return all
}

// dxfPlain reads a GeoJSON geometry in metres, a collection by its members.
func dxfPlain(t *testing.T, data []byte) []orb.Geometry {
	t.Helper()
	var g struct {
		Type        string            `json:"type"`
		Coordinates json.RawMessage   `json:"coordinates"`
		Geometries  []json.RawMessage `json:"geometries"`
	}
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	read := func(to any) {
		if err := json.Unmarshal(g.Coordinates, to); err != nil {
			t.Fatal(err)
		}
	}
	line := func(points [][]float64) (l orb.LineString) {
		for _, p := range points {
			l = append(l, orb.Point{p[0], p[1]})
		}
		return l
	}
	var one []float64
	var points [][]float64
	var lines [][][]float64
	switch g.Type {
	case "Point":
		read(&one)
		return []orb.Geometry{orb.Point{one[0], one[1]}}
	case "LineString":
		read(&points)
		return []orb.Geometry{line(points)}
	case "MultiLineString":
		read(&lines)
	case "Polygon":
		read(&lines)
	case "GeometryCollection":
		var all []orb.Geometry
		for _, part := range g.Geometries {
			all = append(all, dxfPlain(t, part)...)
		}
		return all
	}
	var all []orb.Geometry
	for _, points := range lines {
		all = append(all, line(points))
	}
	return all
}

// dxfSame reports whether every vertex of each lies within 1 cm of the other:
// GDAL gives a closed outline as a line, and its own chords.
func dxfSame(ours, theirs orb.Geometry) bool {
	if p, ok := ours.(orb.Point); ok {
		q, ok := theirs.(orb.Point)
		return ok && math.Hypot(p[0]-q[0], p[1]-q[1]) < 1e-6
	}
	a, b := orb.LineString(formattest.Positions(ours)), orb.LineString(formattest.Positions(theirs))
	if _, point := theirs.(orb.Point); point || len(b) == 0 {
		return false
	}
	return dxfNear(a, b) && dxfNear(b, a)
}

func dxfNear(points, line orb.LineString) bool {
	for _, p := range points {
		least := math.Inf(1)
		for i := 1; i < len(line); i++ {
			least = min(least, dxfToSegment(p, line[i-1], line[i]))
		}
		if least > 0.0101 {
			return false
		}
	}
	return true
}

func dxfToSegment(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	at := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		at = max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/length))
	}
	return math.Hypot(p[0]-a[0]-at*dx, p[1]-a[1]-at*dy)
}

func FuzzDXF(f *testing.F) {
	f.Add([]byte(formattest.DXFEntities("0 LWPOLYLINE|8 a|90 3|70 1|10 0|20 0|42 0.5|10 1|20 0|10 1|20 1")))
	f.Add([]byte(formattest.DXF("0 SECTION|2 BLOCKS|0 BLOCK|2 a|10 0|20 0|0 ARC|10 0|20 0|40 1|50 0|51 90|0 ENDBLK|0 ENDSEC|0 SECTION|2 ENTITIES|0 INSERT|2 a|10 5|20 5|41 2|70 2|44 3|230 -1|0 POLYLINE|70 9|0 VERTEX|10 0|20 1|0 VERTEX|10 1|20 1|0 SEQEND|0 ENDSEC|0 EOF")))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = IsDXF(data)
		src, err := ReadDXF(bytes.NewReader(data), feature.Reading{Limits: feature.Limits{Vertices: 1000, Features: 100}})
		if err == nil {
			formattest.CheckFeatures(t, src)
		}
	})
}
