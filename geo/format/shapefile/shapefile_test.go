package shapefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/prj"
)

// shpOf is a main file and its index.
func shpOf(typ int, contents ...[]byte) (main, index []byte) {
	head := make([]byte, shpHeader)
	binary.BigEndian.PutUint32(head, shpCode)
	binary.LittleEndian.PutUint32(head[28:], 1000)
	binary.LittleEndian.PutUint32(head[32:], uint32(typ))
	main, index = bytes.Clone(head), bytes.Clone(head)
	for i, c := range contents {
		index = binary.BigEndian.AppendUint32(index, uint32(len(main)/2))
		index = binary.BigEndian.AppendUint32(index, uint32(len(c)/2))
		main = binary.BigEndian.AppendUint32(main, uint32(i+1))
		main = append(binary.BigEndian.AppendUint32(main, uint32(len(c)/2)), c...)
	}
	binary.BigEndian.PutUint32(main[24:], uint32(len(main)/2))
	binary.BigEndian.PutUint32(index[24:], uint32(len(index)/2))
	return main, index
}

func contentOfShape(g orb.Geometry) []byte { return appendShape(nil, g, shpTypeOf(g)) }

// ringsContent is a polygon's content with rings as they are.
func ringsContent(rings ...orb.Ring) []byte {
	var lines []orb.LineString
	for _, r := range rings {
		lines = append(lines, orb.LineString(r))
	}
	return appendParts(binary.LittleEndian.AppendUint32(nil, shpPolygon), lines)
}

func shpReversed(r orb.Ring) orb.Ring {
	r = slices.Clone(r)
	slices.Reverse(r)
	return r
}

// shpBeside is a main file with parts by their extensions.
func shpBeside(main []byte, parts map[string][]byte) feature.Content {
	c := formattest.NamedFile("a.shp", main)
	for ext, data := range parts {
		if data != nil {
			c.Beside = append(c.Beside, formattest.NamedFile("A"+strings.ToUpper(ext), data))
		}
	}
	return c
}

// readShapefileAll reads what there is, and the errors on the way.
func readShapefileAll(c feature.Content, how feature.Reading) (src *feature.Source, all []feature.Feature, errs []error) {
	src, err := Read(c, how)
	if err != nil {
		return nil, nil, []error{err}
	}
	for f, err := range src.Features {
		if err != nil {
			errs = append(errs, err)
		} else {
			all = append(all, f)
		}
	}
	return src, all, errs
}

func shapefileNotes(src *feature.Source, part string) bool {
	return slices.ContainsFunc(src.Notes, func(n feature.Note) bool { return strings.Contains(n.EN, part) && n.ZH != "" })
}

// Rings are grouped by how they lie whatever their order and winding, which is
// noted where it is not the format's.
func TestShapefileRings(t *testing.T) {
	shell, hole, island := shpReversed(formattest.RingAround(0, 0, 10)), formattest.RingAround(0, 0, 6), shpReversed(formattest.RingAround(0, 0, 2))
	beside, itsHole := shpReversed(formattest.RingAround(30, 0, 10)), formattest.RingAround(30, 0, 5)
	for _, c := range []struct {
		name  string
		rings []orb.Ring
		want  orb.Geometry
		mixed bool
	}{
		{"one", []orb.Ring{shell}, orb.Polygon{shell}, false},
		{"one counter-clockwise", []orb.Ring{shpReversed(shell)}, orb.Polygon{shpReversed(shell)}, true},
		{"a hole", []orb.Ring{shell, hole}, orb.Polygon{shell, hole}, false},
		{"the hole first", []orb.Ring{hole, shell}, orb.Polygon{shell, hole}, false},
		{"a hole that winds as its shell", []orb.Ring{shell, shpReversed(hole)}, orb.Polygon{shell, shpReversed(hole)}, true},
		{"all the other way", []orb.Ring{shpReversed(shell), shpReversed(hole)}, orb.Polygon{shpReversed(shell), shpReversed(hole)}, true},
		{"an island in the hole", []orb.Ring{shell, hole, island}, orb.MultiPolygon{{shell, hole}, {island}}, false},
		{"two with holes, strewn", []orb.Ring{hole, beside, itsHole, shell}, orb.MultiPolygon{{beside, itsHole}, {shell, hole}}, false},
	} {
		main, index := shpOf(shpPolygon, ringsContent(c.rings...))
		src, got, errs := readShapefileAll(shpBeside(main, map[string][]byte{".shx": index}), feature.Reading{})
		if len(errs) > 0 || len(got) != 1 || !reflect.DeepEqual(got[0].Geometry, c.want) || shapefileNotes(src, "do not wind") != c.mixed {
			t.Errorf("%s: %v, %v, %v; want %v", c.name, got, errs, src.Notes, c.want)
		}
	}
}

// Deleted records are skipped and counted; dead ones that an edit left between
// the living are passed over with the help of the index.
func TestShapefileDeleted(t *testing.T) {
	point := func(x float64) []byte { return contentOfShape(orb.Point{x, 35}) }
	main, index := shpOf(shpPoint, point(111), point(112), point(113))
	table := dbfOf(0, []string{"n N 4"}, " 1", "*2", " 3")
	src, got, errs := readShapefileAll(shpBeside(main, map[string][]byte{".shx": index, ".dbf": table}), feature.Reading{})
	if len(errs) > 0 || len(got) != 2 || got[1].Properties["n"] != 3.0 || got[1].Geometry != (orb.Point{113, 35}) || !shapefileNotes(src, "1 deleted records were skipped") {
		t.Errorf("%v, %v, %v", got, errs, src.Notes)
	}
	moved, _ := shpOf(shpPoint, point(111), point(999), point(112)) // the second was written anew at the end
	copy(moved[len(moved)-len(point(0))-shpRecordHeader:], []byte{0, 0, 0, 2})
	index = slices.Concat(index[:shpHeader+8], binary.BigEndian.AppendUint32(nil, uint32(len(moved)-len(point(0))-shpRecordHeader)/2), []byte{0, 0, 0, 10})
	binary.BigEndian.PutUint32(index[24:], uint32(len(index)/2))
	_, got, errs = readShapefileAll(shpBeside(moved, map[string][]byte{".shx": index, ".dbf": dbfOf(0, []string{"n N 4"}, " 1", " 2")}), feature.Reading{})
	if len(errs) > 0 || len(got) != 2 || got[1].Geometry != (orb.Point{112, 35}) {
		t.Errorf("%v, %v", got, errs)
	}
}

// What the parts beside say, and what is said where they say nothing.
func TestShapefileParts(t *testing.T) {
	main, index := shpOf(shpPoint, contentOfShape(orb.Point{112, 35}))
	inGBK := dbfOf(0, []string{formattest.GBK("名称 C 8")}, formattest.GBK(" 王台"))
	western := dbfOf(0x57, []string{formattest.GBK("名称 C 8")}, formattest.GBK(" 王台"))
	for _, c := range []struct {
		name  string
		parts map[string][]byte
		how   feature.Reading
		want  feature.Encoding
		note  string
		value any
	}{
		{"no table", nil, feature.Reading{}, feature.Auto, "no .dbf", nil},
		{"no .prj", map[string][]byte{".dbf": inGBK}, feature.Reading{}, feature.GB18030, "no .prj", "王台"},
		{"no .cpg", map[string][]byte{".dbf": inGBK, ".shx": index}, feature.Reading{}, feature.GB18030, "", "王台"},
		{"ANSI 936", map[string][]byte{".dbf": inGBK, ".cpg": []byte("ANSI 936\r\n")}, feature.Reading{}, feature.GB18030, "", "王台"},
		{"a language of its own", map[string][]byte{".dbf": dbfOf(0x4D, []string{formattest.GBK("名称 C 8")}, formattest.GBK(" 王台"))}, feature.Reading{}, feature.GB18030, "", "王台"},
		{"ANSI by the language byte", map[string][]byte{".dbf": western}, feature.Reading{}, feature.GB18030, "", "王台"},
		{"Latin-1 that is not", map[string][]byte{".dbf": western, ".cpg": []byte("ISO-8859-1")}, feature.Reading{}, feature.GB18030, `.cpg says "ISO-8859-1", which was not taken; by its content the text is GB18030`, "王台"},
		{"as the caller says", map[string][]byte{".dbf": inGBK, ".cpg": []byte("UTF-8")}, feature.Reading{Encoding: feature.GB18030}, feature.GB18030, "", "王台"},
		{"Xi'an 1980", map[string][]byte{".dbf": inGBK, ".prj": []byte(`GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`)}, feature.Reading{}, feature.GB18030, "seven parameters", "王台"},
	} {
		src, got, errs := readShapefileAll(shpBeside(main, c.parts), c.how)
		if len(errs) > 0 || len(got) != 1 || src.Encoding != c.want || got[0].Properties["名称"] != c.value || c.note != "" && !shapefileNotes(src, c.note) || src.Declared != 0 {
			t.Errorf("%s: %v, %v, %+v", c.name, got, errs, src)
		}
	}
	inUTF8 := dbfOf(0x4D, []string{"名称 C 8"}, " 王台")
	for _, cpg := range []string{"", "GBK"} {
		_, _, errs := readShapefileAll(shpBeside(main, map[string][]byte{".dbf": inUTF8, ".cpg": []byte(cpg)}), feature.Reading{})
		if len(errs) != 1 || !formattest.Says(errs[0], "is said to be in GBK, and is Chinese in UTF-8") {
			t.Errorf("%q: %v", cpg, errs)
		}
	}
	src, _, errs := readShapefileAll(shpBeside(main, map[string][]byte{".dbf": inGBK, ".cpg": []byte("UTF-8")}), feature.Reading{})
	if one, ok := errors.AsType[*feature.FeatureError](errs[0]); !ok || src == nil || !formattest.Says(one, "is not text in UTF-8; perhaps .cpg or --encoding is wrong") {
		t.Errorf("%v", errs)
	}
}

// Several Shapefiles in a zip.
func TestShapefileLayers(t *testing.T) {
	layer := func(x float64, name string) (main, index, table []byte) {
		main, index = shpOf(shpPoint, contentOfShape(orb.Point{x, 35}))
		return main, index, dbfOf(0, []string{"n C 8"}, " "+name)
	}
	a, ax, at := layer(111, "first")
	b, bx, bt := layer(112, "second")
	prj37, prj38 := prj.Esri(4525), prj.Esri(4526)
	parts := func(prjB string) []byte {
		return formattest.Zip(t, "x/a.shp", string(a), "x/A.shx", string(ax), "x/a.DBF", string(at), "x/a.prj", prj37,
			"y/b.shp", string(b), "y/b.shx", string(bx), "y/b.dbf", string(bt), "y/b.prj", prjB, "y/b.shp.xml", "<x/>", "old.zip", "x")
	}
	src, got, errs := readShapefileAll(formattest.NamedFile("z.zip", parts(prj37)), feature.Reading{})
	if len(errs) > 0 || len(got) != 2 || got[0].Layer != "a" || got[1].Layer != "b" || got[1].Properties["n"] != "second" || !slices.Equal(src.Layers, []string{"a", "b"}) || !shapefileNotes(src, `1 archives in the archive ("old.zip") were not opened`) {
		t.Errorf("%v, %v, %+v", got, errs, src)
	}
	src, got, errs = readShapefileAll(formattest.NamedFile("z.zip", parts(prj38)), feature.Reading{Layer: "b"})
	if len(errs) > 0 || len(got) != 1 || got[0].Layer != "b" || src.Declared != 4526 || len(src.Layers) != 2 {
		t.Errorf("%v, %v, %+v", got, errs, src)
	}
	same := formattest.Zip(t, "x/a.shp", string(a), "y/a.shp", string(b))
	if src, got, errs = readShapefileAll(formattest.NamedFile("z.zip", same), feature.Reading{Layer: "y/a"}); len(errs) > 0 || len(got) != 1 || !slices.Equal(src.Layers, []string{"x/a", "y/a"}) {
		t.Errorf("%v, %v, %+v", got, errs, src)
	}
	for _, c := range []struct {
		name string
		data []byte
		how  feature.Reading
		want string
	}{
		{"two systems", parts(prj38), feature.Reading{}, `the layers "a" and "b" are in different systems`},
		{"no such layer", parts(prj38), feature.Reading{Layer: "c"}, `there is no layer "c"; there is a, b`},
		{"nested", formattest.Zip(t, "inner.zip", string(formattest.Zip(t, "a.shp", string(a)))), feature.Reading{}, `no .shp but the archive "inner.zip"; unpack that first`},
		{"none", formattest.Zip(t, "a.dbf", string(at)), feature.Reading{}, "no .shp file"},
		{"two cases", formattest.Zip(t, "a.shp", string(a), "a.dbf", string(at), "A.DBF", string(at)), feature.Reading{}, "differ in case alone"},
		{"a bomb", formattest.Zip(t, "a.shp", strings.Repeat("\x00", 32<<20)), feature.Reading{Limits: feature.Limits{Bytes: 8 << 20}}, "more than 8388608 bytes"},
		{"a way up", formattest.Zip(t, "../a.shp", string(a)), feature.Reading{}, "leads out of it"},
	} {
		if _, _, errs := readShapefileAll(formattest.NamedFile("z.zip", c.data), c.how); len(errs) != 1 || !formattest.Says(errs[0], c.want) {
			t.Errorf("%s: %v, want %s", c.name, errs, c.want)
		}
	}
}

// Many records are written and read in memory that does not grow with them.
func TestShapefileStreams(t *testing.T) {
	const n = 40_000
	var b bytes.Buffer
	w, err := NewWriter(&b, feature.Schema{CRS: 4490, Fields: []feature.Field{{Name: "名称", Type: feature.TextField}, {Name: "n", Type: feature.IntegerField}}})
	if err != nil {
		t.Fatal(err)
	}
	properties := map[string]any{"名称": "王台水井", "n": 7.0}
	formattest.Bounded(t, 48<<20, func() {
		for i := range n {
			if err := w.Write(feature.Feature{Geometry: orb.Point{112 + float64(i)/n, 35}, Properties: properties}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	})
	src, err := Read(formattest.NamedFile("a.zip", b.Bytes()), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	count, step := 0, formattest.Steady(t, n)
	for f, err := range src.Features {
		if err != nil || f.Properties["名称"] != "王台水井" {
			t.Fatal(f, err)
		}
		count++
		step()
	}
	if count != n {
		t.Errorf("%d features", count)
	}
}

// Nothing panics; what is read can be written, and is then read as the same.
func FuzzShapefile(f *testing.F) {
	for _, g := range []orb.Geometry{orb.Point{112, 35}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.LineString{{1, 2}, {3, 4}}, orb.Polygon{formattest.RingAround(0, 0, 4), formattest.RingAround(0, 0, 2)}} {
		main, index := shpOf(shpTypeOf(g), contentOfShape(g), contentOfShape(g))
		f.Add(main, index, dbfOf(0, []string{"a C 8", "b N 4"}, " abc       12", "*"))
		f.Add(main, []byte(nil), []byte(nil))
	}
	f.Fuzz(func(t *testing.T, main, index, table []byte) {
		parts := map[string][]byte{}
		if len(index) > 0 {
			parts[".shx"] = index
		}
		if len(table) > 0 {
			parts[".dbf"] = table
		}
		_, got, _ := readShapefileAll(shpBeside(main, parts), feature.Reading{Limits: feature.Limits{Vertices: 10_000, Features: 1000}})
		for _, f := range got {
			back := shpWriteAndRead(t, f.Geometry)
			if len(back) == 1 && geo.Vertices(back[0].Geometry) < geo.Vertices(f.Geometry) {
				t.Fatalf("%v is read back as %v", f.Geometry, back[0].Geometry)
			}
		}
	})
}

func shpWriteAndRead(t *testing.T, g orb.Geometry) []feature.Feature {
	t.Helper()
	data := formattest.Written(t, NewWriter, feature.Schema{}, []feature.Feature{{Geometry: g}})
	_, got, errs := readShapefileAll(formattest.NamedFile("a.zip", data), feature.Reading{})
	if len(errs) > 0 {
		t.Fatal(fmt.Sprint(g), errs)
	}
	return got
}
