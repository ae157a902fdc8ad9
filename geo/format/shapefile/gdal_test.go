package shapefile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/geojson"
)

// shpFolder returns the only main file in a folder with its parts beside it,
// but for those with an extension left out.
func shpFolder(t *testing.T, dir string, without ...string) feature.Content {
	t.Helper()
	var main feature.Content
	var beside []feature.Content
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		c := formattest.NamedFile(f.Name(), formattest.Bytes(t, filepath.Join(dir, f.Name())))
		switch ext := filepath.Ext(f.Name()); {
		case ext == ".shp":
			main = c
		case !slices.Contains(without, ext):
			beside = append(beside, c)
		}
	}
	main.Beside = beside
	return main
}

// shpZip packs a main file and its parts, with names in GBK if asked for.
func shpZip(t *testing.T, c feature.Content, inGBK bool) feature.Content {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range append([]feature.Content{c}, c.Beside...) {
		name := "图层/" + part.Name
		if inGBK {
			name = formattest.GBK(name)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: inGBK, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		data := make([]byte, part.Size)
		if _, err := part.ReadAt(data, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return formattest.NamedFile("layer.zip", b.Bytes())
}

// readShapes reads all features, which must be good.
func readShapes(t *testing.T, c feature.Content, how feature.Reading) (*feature.Source, []feature.Feature) {
	t.Helper()
	src, err := Read(c, how)
	if err != nil {
		t.Fatal(err)
	}
	return src, formattest.Features(t, src)
}

// wantedShapes are the features of a file of GeoJSON.
func wantedShapes(t *testing.T, file string) []feature.Feature {
	t.Helper()
	data := bytes.NewReader(formattest.Bytes(t, file))
	return formattest.Features(t, &feature.Source{Features: geojson.ReadFeatures(data, feature.Limits{})})
}

// sameShapes compares features, whose coordinates are in a system, with what is
// wanted in longitude and latitude, to 1e-9 degrees. Names of fields may be cut.
func sameShapes(t *testing.T, c crs.CRS, got []feature.Feature, want []feature.Feature) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d features, want %d", len(got), len(want))
	}
	for i, f := range got {
		shape := orb.Clone(f.Geometry)
		a, b := shapeCorners(shape), shapeCorners(want[i].Geometry)
		if formattest.Outline(shape) != formattest.Outline(want[i].Geometry) {
			t.Fatalf("feature %d: %v, want %v", i, shape, want[i].Geometry)
		}
		for j, p := range a {
			if !c.Degrees() {
				var err error
				if p, err = c.Inverse(p[1], p[0]); err != nil {
					t.Fatal(err)
				}
			}
			if math.Abs(p[0]-b[j][0]) > 1e-9 || math.Abs(p[1]-b[j][1]) > 1e-9 {
				t.Errorf("feature %d, corner %d: %v, want %v", i, j, p, b[j])
			}
		}
		for name, v := range want[i].Properties {
			g, there := f.Properties[name]
			for cut := name; !there && cut != ""; cut = cut[:len(cut)-1] {
				g, there = f.Properties[cut]
			}
			if g != v {
				t.Errorf("feature %d, %s: %v, want %v in %v", i, name, g, v, f.Properties)
			}
		}
	}
}

// shapeCorners are all positions, those that close rings left out; rings
// start where they are least, and wind counter-clockwise.
func shapeCorners(g orb.Geometry) (all []orb.Point) {
	switch g := g.(type) {
	case orb.Polygon:
		for _, r := range g {
			open := slices.Clone(r[:len(r)-1])
			if feature.DoubleArea(r) < 0 {
				slices.Reverse(open)
			}
			least := 0
			for i, p := range open {
				if p[0]+p[1] < open[least][0]+open[least][1] {
					least = i
				}
			}
			all = append(append(all, open[least:]...), open[:least]...)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			all = append(all, shapeCorners(p)...)
		}
	default:
		return formattest.Positions(g)
	}
	return all
}

// What GDAL writes is read with the same shapes and attributes: in every
// encoding, with its .cpg and without, in degrees and in zones 37 and 38 with
// their .prj in the words of Esri and of OGC, loose and zipped.
func TestShapefileOfGDAL(t *testing.T) {
	const source = "testdata/shapefile/areas.geojson"
	want := wantedShapes(t, source)
	for _, encoding := range []string{"UTF-8", "CP936", "GBK", "GB18030"} {
		for _, code := range []crs.CRS{4490, 4525, 4526, 4547} {
			if encoding != "UTF-8" && encoding != "CP936" && code != 4526 {
				continue // one program of GDAL for each takes its time
			}
			dir := filepath.Join(t.TempDir(), "out")
			formattest.GDAL(t, "", "ogr2ogr", "-f", "ESRI Shapefile", "-lco", "ENCODING="+encoding, "-a_srs", "EPSG:4490", "-nln", "饮用水源", dir, source, "-s_srs", "EPSG:4490", "-t_srs", code.String())
			for _, without := range []string{".nothing", ".cpg", ".shx"} {
				t.Run(fmt.Sprintf("%s %v without %s", encoding, code, without), func(t *testing.T) {
					loose := shpFolder(t, dir, without)
					for name, c := range map[string]feature.Content{"loose": loose, "zip": shpZip(t, loose, false), "zip with names in GBK": shpZip(t, loose, true)} {
						src, got := readShapes(t, c, feature.Reading{})
						if src.Declared != code || src.Encoding != map[bool]feature.Encoding{true: feature.UTF8, false: feature.GB18030}[encoding == "UTF-8"] || !slices.Equal(src.Layers, []string{"饮用水源"}) || got[0].Layer != "饮用水源" {
							t.Errorf("%s: %v (%s), %s, %v, %v", name, src.Declared, src.DeclaredAs, src.Encoding, src.Layers, src.Notes)
						}
						sameShapes(t, code, got, want)
					}
				})
			}
		}
	}
}

func TestShapefilePrjOfGDAL(t *testing.T) {
	for _, code := range []crs.CRS{4525, 4526} {
		dir := filepath.Join(t.TempDir(), "out")
		formattest.GDAL(t, "", "ogr2ogr", "-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8", dir, "testdata/shapefile/points.geojson", "-s_srs", "EPSG:4490", "-t_srs", code.String())
		for _, dialect := range []string{"wkt1", "wkt_esri", "wkt2_2019"} {
			c := shpFolder(t, dir, ".prj")
			c.Beside = append(c.Beside, formattest.NamedFile("POINTS.PRJ", []byte(formattest.GDAL(t, "", "gdalsrsinfo", "-o", dialect, code.String()))))
			if src, _ := readShapes(t, c, feature.Reading{}); src.Declared != code {
				t.Errorf("%s %v: %v, %v", dialect, code, src.Declared, src.Notes)
			}
		}
	}
}

// All families with Z and M, which are dropped.
func TestShapefileTypesOfGDAL(t *testing.T) {
	for _, family := range []string{"points", "multipoints", "lines", "areas"} {
		source := "testdata/shapefile/" + family + ".geojson"
		for _, dim := range []string{"XY", "XYM", "XYZM"} {
			if dim == "XYM" && family != "areas" {
				continue
			}
			t.Run(family+" "+dim, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "out")
				formattest.GDAL(t, "", "ogr2ogr", "-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8", "-dim", dim, dir, source)
				_, got := readShapes(t, shpFolder(t, dir), feature.Reading{})
				sameShapes(t, crs.WGS84, got, wantedShapes(t, source))
			})
		}
	}
}

// What we write is read by GDAL with the same shapes and attributes, in either
// encoding.
func TestShapefileForGDAL(t *testing.T) {
	for _, family := range []string{"points", "multipoints", "lines", "areas"} {
		for _, encoding := range []feature.Encoding{feature.UTF8, feature.GB18030} {
			t.Run(fmt.Sprintf("%s %s", family, encoding), func(t *testing.T) {
				want := wantedShapes(t, "testdata/shapefile/"+family+".geojson")
				file := formattest.OnDisk(t, "out.zip", writeShapes(t, want, feature.Schema{Layer: "饮用水源", CRS: crs.CGCS2000, Encoding: encoding}))
				said := formattest.GDAL(t, "", "ogrinfo", "-ro", "-so", "-al", "/vsizip/"+file)
				for _, part := range []string{"饮用水源", fmt.Sprintf("Feature Count: %d", len(want)), `GEOGCRS["China Geodetic Coordinate System 2000"`, "名称: String"} {
					if !strings.Contains(said, part) {
						t.Errorf("GDAL does not say %q:\n%s", part, said)
					}
				}
				back := filepath.Join(t.TempDir(), "back.geojson")
				formattest.GDAL(t, "", "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", back, "/vsizip/"+file)
				got := wantedShapes(t, back)
				for _, f := range got {
					for name, v := range f.Properties { // GDAL writes dates of Shapefiles with strokes
						if text, ok := v.(string); ok && len(text) == 10 && text[4] == '/' {
							f.Properties[name] = strings.ReplaceAll(text, "/", "-")
						}
					}
				}
				sameShapes(t, crs.CGCS2000, got, want)
			})
		}
	}
}

// writeShapes writes features with the fields that they have.
func writeShapes(t *testing.T, features []feature.Feature, schema feature.Schema) []byte {
	t.Helper()
	for name := range features[0].Properties {
		typ := feature.TextField
		switch name {
		case "级别":
			typ = feature.IntegerField
		case "面积":
			typ = feature.RealField
		case "批准日期":
			typ = feature.DateField
		}
		schema.Fields = append(schema.Fields, feature.Field{Name: name, Type: typ})
	}
	slices.SortFunc(schema.Fields, func(a, b feature.Field) int { return strings.Compare(a.Name, b.Name) })
	return formattest.Written(t, NewWriter, schema, features)
}
