package format

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/unicode"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/gpkg"
	"waterzones/geo/format/shapefile"
	"waterzones/geo/format/table"
)

// sampleFile is a small file of a format, and what Open is to make of it.
type sampleFile struct {
	name     string
	kind     feature.Kind
	encoding feature.Encoding
	features int
	data     []byte
}

// sampleFiles has every format in every encoding and packing that tells it in
// another way.
func sampleFiles(t testing.TB) []sampleFile {
	t.Helper()
	file := func(name string) []byte { return formattest.Bytes(t, "testdata/"+name) }
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("名称\t经度\t纬度\r\n井\t112.85\t35.5\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	const point, kml = `{"type":"Point","coordinates":[112.85,35.5]}`, `<kml><Placemark><Point><coordinates>112.85,35.5</coordinates></Point></Placemark></kml>`
	text := `{"type":"Feature","properties":{"a":1},"geometry":` + point + `}`
	polygon := feature.Feature{Geometry: formattest.Square(112.85, 35.5), Values: []string{"一级"}}
	schema := feature.Schema{Layer: "zones", CRS: crs.CGCS2000, Fields: []feature.Field{{Name: "name", Type: feature.TextField}}}
	main := partsOfShapefile(t, feature.Feature{Geometry: orb.Point{112, 35}})[".shp"]
	return []sampleFile{
		{"geojson", feature.GeoJSON, feature.UTF8, 2, []byte(`{"type":"FeatureCollection","features":[` + text + `,` + text + `]}`)},
		{"geojson with BOM, a geometry alone", feature.GeoJSON, feature.UTF8BOM, 1, []byte("\ufeff\n " + point)},
		{"geojson in a zone", feature.GeoJSON, feature.UTF8, 1, file("../../geojson/testdata/geojsonfile/crs4526.geojson")},
		{"geojson by the line", feature.GeoJSONSeq, feature.UTF8, 2, []byte(text + "\n" + text + "\n")},
		{"geojson text sequence", feature.GeoJSONSeq, feature.UTF8, 1, []byte("\x1e" + text + "\n")},
		{"csv", feature.CSVKind, feature.UTF8, 1, []byte("name,lon,lat\na,112.85,35.5\n")},
		{"ndjson", feature.JSONLines, feature.UTF8, 2, []byte("{\"name\":\"a\",\"lon\":112.85,\"lat\":35.5}\n{\"lon\":112.85,\"lat\":35.5}\n")},
		{"csv of GBK", feature.CSVKind, feature.GB18030, 1, []byte(formattest.GBK("名称,经度,纬度\n水井,112.85,35.5\n"))},
		{"tsv of Excel", feature.CSVKind, feature.UTF16LE, 1, utf16},
		{"csv with WKT", feature.CSVKind, feature.UTF8, 1, []byte("name;wkt\na;POINT(1 2)\n")},
		{"csv of names alone", feature.CSVKind, feature.UTF8, 0, []byte("name,lon,lat\n")},
		{"csv without columns of places", feature.CSVKind, feature.UTF8, -1, []byte("name,depth\na,30\n")},
		{"xlsx", feature.XLSX, "", 1, formattest.Written(t, table.NewXLSXWriter, schema, []feature.Feature{polygon})},
		{"shapefile", feature.Shapefile, feature.GB18030, 1, formattest.Written(t, shapefile.NewWriter, feature.Schema{Fields: schema.Fields, CRS: 4490, Encoding: feature.GB18030}, []feature.Feature{polygon})},
		{"shapefile, the main part alone", feature.Shapefile, "", 1, main},
		{"geopackage", feature.GeoPackage, feature.UTF8, 1, formattest.Written(t, gpkg.NewWriter, schema, []feature.Feature{polygon})},
		{"kml", feature.KML, feature.UTF8, 1, []byte(`<?xml version="1.0" encoding="UTF-8"?>` + kml)},
		{"kml that says GBK", feature.KML, feature.UTF8, -2, file("../kml/testdata/kml/declared_gbk.kml")},
		{"kml of GBK", feature.KML, feature.GB18030, 1, []byte(formattest.GBK(strings.Replace(kml, "<Point>", "<name>二级</name><Point>", 1)))},
		{"kmz", feature.KML, feature.UTF8, 1, formattest.Zip(t, "doc.kml", kml)},
		{"wkt", feature.WKT, feature.UTF8, 2, []byte("SRID=4490;POINT(112.85 35.5)\nSRID=4490;POLYGON((0 0,1 0,1 1,0 0))\n")},
		{"wkb", feature.WKB, feature.UTF8, 1, []byte("0101000000000000000000F03F0000000000000040\n")},
		{"dikuai", feature.Dikuai, feature.UTF8, -2, file("../survey/testdata/dikuai/sample_zone38_utf8.dikuai")},
		{"dikuai of GBK", feature.Dikuai, feature.GB18030, -2, file("../survey/testdata/dikuai/sample_zone38_gbk.dikuai")},
		{"cass", feature.CASS, feature.UTF8, -2, file("../survey/testdata/cass/plain.dat")},
		{"dxf", feature.DXF, feature.UTF8, -2, file("../survey/testdata/dxf/r12.dxf")},
		{"dxf of GBK", feature.DXF, feature.GB18030, -2, file("../survey/testdata/dxf/parcels_gbk.dxf")},
	}
}

// openedText is all that was understood of a file, to its end.
func openedText(src *feature.Source, err error) string {
	if err != nil {
		return err.Error()
	}
	text := fmt.Sprintf("%s %s %v\n%s", src.Kind, src.Encoding, src.Declared, formattest.SourceText(src, nil))
	return text + fmt.Sprint(src.Close())
}

// TestOpen: the content tells the format whatever the name says, and a stream is
// what the file is.
func TestOpen(t *testing.T) {
	for _, c := range sampleFiles(t) {
		t.Run(c.name, func(t *testing.T) {
			want := ""
			for _, name := range []string{"", "a.txt", "a.shp", "a.xlsx", "文件.dwg"} {
				src, err := Open(formattest.NamedFile(name, c.data), feature.Reading{})
				if c.features == -1 {
					if _, ok := errors.AsType[*feature.Error](err); !ok || !formattest.Says(err, "column") {
						t.Fatalf("%q: %v", name, err)
					}
					continue
				}
				if err != nil || src.Kind != c.kind || src.Encoding != c.encoding {
					t.Fatalf("%q: %+v, %v; want %s in %s", name, src, err, c.kind, c.encoding)
				}
				got := openedText(src, nil)
				if c.encoding == "" && c.kind == feature.Shapefile {
					continue // its layer has the name of the file
				}
				if want != "" && got != want {
					t.Errorf("%q: got\n%s\nwant\n%s", name, got, want)
				}
				want = got
			}
			for _, r := range []io.Reader{bytes.NewReader(c.data), iotest.HalfReader(struct{ io.Reader }{bytes.NewReader(c.data)}), iotest.OneByteReader(struct{ io.Reader }{bytes.NewReader(c.data)})} {
				src, err := OpenStream(r, feature.Reading{})
				if got := openedText(src, err); got != want && want != "" {
					t.Errorf("as a stream: got\n%s\nwant\n%s", got, want)
				}
			}
			src, err := Open(formattest.File(c.data), feature.Reading{})
			if c.features < 0 {
				return
			}
			n := 0
			for _, e := range src.Features {
				if err = errors.Join(err, e); e == nil {
					n++
				}
			}
			if err := errors.Join(err, src.Close()); n != c.features || err != nil {
				t.Errorf("%d features, want %d; %v", n, c.features, err)
			}
		})
	}
}

// What is refused is named, with what to do.
func TestOpenRefused(t *testing.T) {
	for _, c := range []struct{ name, data, zh, en string }{
		{"DWG of 2018", "AC1032\x00\x00", "另存为 DXF", "a DWG drawing"},
		{"DWG of 2000", "AC1015\x00\x00", "另存为 DXF", "a DWG drawing"},
		{"DXF in binary", "AutoCAD Binary DXF\r\n\x1a\x00", "文本 DXF", "a binary DXF"},
		{"xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .xlsx", "an old Office file"},
		{"PDF", "%PDF-1.7\n", "矢量文件", "a PDF"},
		{"RAR", "Rar!\x1a\x07\x01\x00", "改用 zip", "a RAR archive"},
		{"7z", "7z\xbc\xaf\x27\x1c", "改用 zip", "a 7z archive"},
		{"gzip twice", gzipped(t, gzipped(t, "lon,lat\n1,2\n")), "先解压一次", "a gzip file within another"},
		{"gzip cut", gzipped(t, "lon,lat\n1,2\n")[:20], "已损坏或不完整", "damaged or not whole"},
		{"empty", "", "文件为空", "is empty"},
		{"blank lines", " \r\n\t\n", "文件为空", "is empty"},
		{"a BOM alone", "\ufeff", "文件为空", "is empty"},
		{"a text", "hello world\nthis is a letter\n", "看不出文件是什么格式", "cannot be told"},
		{"numbers", "1\n2\n3\n", "看不出文件是什么格式", "cannot be told"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", "看不出文件是什么格式", "cannot be told"},
		{"zeros", strings.Repeat("\x00", 4096), "看不出文件是什么格式", "cannot be told"},
		{"HTML", "<!DOCTYPE html><html><body>404</body></html>", "看不出文件是什么格式", "cannot be told"},
		{"a zip of letters", string(formattest.Zip(t, "letter.docx", "x")), "", "no .shp"},
	} {
		for how, open := range openings([]byte(c.data), feature.Reading{}) {
			_, err := open()
			if _, ok := errors.AsType[*feature.Error](err); !ok || !strings.Contains(err.Error(), c.zh) || !formattest.Says(err, c.en) {
				t.Errorf("%s, %s: %v; want %s and %s", c.name, how, err, c.zh, c.en)
			}
		}
	}
}

// openings are both ways to open a file.
func openings(data []byte, how feature.Reading) map[string]func() (*feature.Source, error) {
	return map[string]func() (*feature.Source, error){
		"file":   func() (*feature.Source, error) { return Open(formattest.File(data), how) },
		"stream": func() (*feature.Source, error) { return OpenStream(struct{ io.Reader }{bytes.NewReader(data)}, how) },
	}
}

// The caller's encoding wins over what the content tells.
func TestOpenEncoding(t *testing.T) {
	rows := "名称,lon,lat\n井,112.85,35.5\n"
	utf16, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, data string
		encoding   feature.Encoding
		want       string
	}{
		{"UTF-16BE without a mark", utf16, feature.UTF16BE, `["井" "112.85" "35.5"]`},
		{"GBK", formattest.GBK(rows), feature.GB18030, `["井" "112.85" "35.5"]`},
		{"GBK said to be UTF-8", formattest.GBK("name,lon,lat\n水井,112.85,35.5\n"), feature.UTF8, "error 第 2 行 / line 2"},
		{"UTF-8 said to be GBK", "name,lon,lat\n二级,112.85,35.5\n", feature.GB18030, "浜岀骇"},
		{"UTF-8 BOM said to be UTF-8", "\ufeff" + rows, feature.UTF8, `["井" "112.85" "35.5"]`},
	} {
		for how, open := range openings([]byte(c.data), feature.Reading{Encoding: c.encoding}) {
			src, err := open()
			if got := openedText(src, err); !strings.Contains(got, c.want) || err == nil && src.Encoding != c.encoding {
				t.Errorf("%s, %s: got\n%s\nwant %s", c.name, how, got, c.want)
			}
		}
	}
}

// An error of what is read is handed on as it is, and what was opened is closed.
func TestOpenErrorOfReader(t *testing.T) {
	for _, c := range sampleFiles(t) {
		if c.features == -1 {
			continue
		}
		src, err := OpenStream(io.MultiReader(bytes.NewReader(c.data[:len(c.data)/2]), iotest.ErrReader(os.ErrClosed)), feature.Reading{})
		if err := formattest.LastError(src, err); !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A header that cannot be used refuses the file, until the caller knows better.
func TestOpenDeclared(t *testing.T) {
	data := []byte("[属性描述]\n坐标系=1980西安坐标系\n[地块坐标]\n1,,1,,点,,,,@\n1,1,3930673.602,38395658.899\n")
	for how, open := range openings(data, feature.Reading{}) {
		if _, err := open(); !formattest.Says(err, "Xi'an 1980") {
			t.Errorf("%s: %v", how, err)
		}
	}
	for how, open := range openings(data, feature.Reading{Declared: true}) {
		src, err := open()
		if err != nil || src.Declared != 0 || src.Encoding != feature.UTF8 || !strings.Contains(openedText(src, err), "38395658.899") {
			t.Errorf("%s: %+v, %v", how, src, err)
		}
	}
}

// hostileFile is a file that asks for more than it is worth.
type hostileFile struct {
	name     string
	data     []byte
	want     string // part of what is said, of the file or of a feature; or another after |
	tooLarge bool
}

func hostileFiles(t testing.TB) []hostileFile {
	t.Helper()
	shape := func(n int) string { return string(make([]byte, n)) }
	parts := partsOfShapefile(t, feature.Feature{Geometry: orb.Polygon{formattest.RingAround(112, 35, 1)}})
	main, index := parts[".shp"], parts[".shx"]
	lying := bytes.Clone(main)
	const counts = 100 + 8 + 36 // of parts and points, after the headers of file and record, type and box
	copy(lying[counts:], "\xff\xff\xff\x7f\xff\xff\xff\x7f")
	long := bytes.Clone(main)
	copy(long[24:], "\x7f\xff\xff\xff")
	lines := "0 LINE|8 0|10 0|20 0|11 1|21 1"
	blocks := "0 SECTION|2 BLOCKS|0 BLOCK|2 b0|" + lines + "|0 ENDBLK"
	for i := range 12 {
		blocks += fmt.Sprintf("|0 BLOCK|2 b%d%s|0 ENDBLK", i+1, strings.Repeat(fmt.Sprintf("|0 INSERT|2 b%d|10 0|20 0", i), 10))
	}
	blocks += "|0 ENDSEC|0 SECTION|2 ENTITIES|0 INSERT|2 b12|10 0|20 0|0 ENDSEC|0 EOF"
	cycle := "0 SECTION|2 BLOCKS|0 BLOCK|2 a|0 INSERT|2 a|10 0|20 0|0 ENDBLK|0 ENDSEC|0 SECTION|2 ENTITIES|0 INSERT|2 a|10 0|20 0|0 ENDSEC|0 EOF"
	million := formattest.Zip(t, formattest.WorkbookParts(formattest.SheetOpen+formattest.HeaderRow+"<row>"+strings.Repeat("<c/>", 1e6)+"</row>"+formattest.SheetShut, "xl/sharedStrings.xml", formattest.NoShared)...)
	zoneSchema, zoneFeatures := formattest.Zones()
	entity := `<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&x;</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`
	return []hostileFile{
		{"a zip bomb", formattest.Zip(t, "a.shp", shape(16<<20)), "more than 8388608 bytes", true},
		{"a KMZ bomb", formattest.Zip(t, "doc.kml", "<kml>"+strings.Repeat("<x/>", 3<<20)), "more than 8388608 bytes", true},
		{"too many rows in an XLSX", formattest.Zip(t, formattest.WorkbookParts(formattest.SheetOpen+formattest.HeaderRow+strings.Repeat("<row/>", 11e5)+formattest.SheetShut, "xl/sharedStrings.xml", formattest.NoShared)...), "a row number beyond", false},
		{"an XLSX bomb", formattest.Zip(t, formattest.WorkbookParts(formattest.SheetOpen+formattest.HeaderRow+formattest.SheetShut, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si/>", 3<<20))...), "too many shared texts", true},
		{"a nested zip", formattest.Zip(t, "a.zip", string(formattest.Zip(t, "b.zip", "x"))), "a.zip", false},
		{"a way out of the zip", formattest.Zip(t, "../../a.shp", "x"), "leads out of it", false},
		{"a way out of the workbook", formattest.Zip(t, "[Content_Types].xml", "<Types/>", "../xl/a.xml", "x"), "leads out of it", false},
		{"a directory without end", formattest.HugeDirectory(t), "larger than 8388608 bytes|more than 8388608 bytes", true},
		{"a million empty columns", million, "more than 16384 columns", false},
		{"blocks that multiply", []byte(formattest.DXF(blocks)), "more than 1000 features", true},
		{"a block within itself", []byte(formattest.DXF(cycle)), "contains itself", false},
		{"an external entity", []byte(entity), "DTD", false},
		{"a WKB of 2^31 points", []byte("010200000000000080" + strings.Repeat("00", 32) + "\n"), "claims 2147483648 items", false},
		{"a shape of 2^31 points", lying, "more than 10000 vertices", true},
		{"a shape of 2^31 points in a zip", formattest.Zip(t, "a.shp", string(lying), "a.shx", string(index)), "more than 10000 vertices", true},
		{"a length of 4 GB", long, "its header says", false},
		{"a trigger and a view without end", formattest.EditedGeoPackage(t, formattest.Written(t, gpkg.NewWriter, zoneSchema, zoneFeatures), append(formattest.RegisteredView(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT geom, i FROM zones, n`),
			`CREATE TRIGGER boom AFTER INSERT ON zones BEGIN DELETE FROM zones; END`)...), "recurses", false},
		{"GeoJSON of brackets", []byte(`{"type":"Polygon","coordinates":` + strings.Repeat("[", 1e6)), "nested", false},
		{"WKT of brackets", []byte("GEOMETRYCOLLECTION(" + strings.Repeat("GEOMETRYCOLLECTION(", 5e4)), "nested", true},
		{"a table of a million columns", []byte("lon,lat" + strings.Repeat(",", 1e6) + "\n1,2\n"), "cannot be told", false},
		{"lines of one letter", []byte("[地块坐标]\n" + strings.Repeat("a\n", 1e6)), "no parcel line", false},
	}
}

// TestOpenHostile holds every opening to a bound of memory. SQLite's own
// memory is not Go's: TestGeoPackageHostile bounds it.
func TestOpenHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	how := feature.Reading{Limits: feature.Limits{Bytes: 8 << 20, Vertices: 10_000, Features: 1000, Depth: 32}}
	for _, c := range hostileFiles(t) {
		for way, open := range openings(c.data, how) {
			t.Run(c.name+", "+way, func(t *testing.T) {
				var last error
				grown := heapGrowth(func() { last = formattest.LastError(open()) })
				t.Logf("%d MiB of heap: %.300v", grown>>20, last)
				if grown > 64<<20 {
					t.Errorf("%d MiB of heap", grown>>20)
				}
				var one *feature.FeatureError
				e, whole := errors.AsType[*feature.Error](last)
				first, second, _ := strings.Cut(c.want, "|")
				if !whole && !errors.As(last, &one) || !formattest.Says(last, first) && (second == "" || !formattest.Says(last, second)) || whole && e.TooLarge != c.tooLarge {
					t.Errorf("%T %.300v; want %s", last, last, c.want)
				}
			})
		}
	}
}

// heapGrowth is the most by which the heap grew while work was done, garbage
// included.
func heapGrowth(work func()) uint64 {
	heap := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before, most := heap(), uint64(0)
	done, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for {
			most = max(most, heap())
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	work()
	close(done)
	<-ended
	return max(most, before) - before
}

// FuzzOpen: nothing panics, every refusal is a *feature.Error, every feature has a
// place or says why not, and Inspect goes to the end.
func FuzzOpen(f *testing.F) {
	for _, c := range sampleFiles(f) {
		f.Add(c.data)
	}
	for _, c := range hostileFiles(f) {
		if len(c.data) < 1<<17 {
			f.Add(c.data)
		}
	}
	how := feature.Reading{Limits: feature.Limits{Bytes: 1 << 20, Vertices: 1000, Features: 1000, Depth: 8}}
	f.Fuzz(func(t *testing.T, data []byte) {
		src, err := Open(formattest.File(data), how)
		if err != nil {
			if _, ok := errors.AsType[*feature.Error](err); !ok {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		in, err := Inspect(src, &Placer{Extent: jincheng()})
		if _, ok := errors.AsType[*feature.Error](err); err != nil && !ok {
			t.Fatalf("%T %v", err, err)
		}
		if in.Rejected > in.Features {
			t.Fatalf("%d of %d rejected", in.Rejected, in.Features)
		}
		if err := src.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// partsOfShapefile are the parts of a Shapefile by their extensions.
func partsOfShapefile(t testing.TB, f feature.Feature) map[string][]byte {
	t.Helper()
	data := formattest.Written(t, shapefile.NewWriter, feature.Schema{CRS: crs.CGCS2000}, []feature.Feature{f})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[path.Ext(entry.Name)], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}
