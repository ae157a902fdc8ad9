package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
)

// sourceText is all that a Source says, for golden files.
func sourceText(s *Source, err error) string {
	var b strings.Builder
	if err != nil {
		return fmt.Sprintf("error %v\n", err)
	}
	fmt.Fprintf(&b, "%s", s.Kind)
	if s.DeclaredAs != "" {
		fmt.Fprintf(&b, " declared %d as %q", s.Declared, s.DeclaredAs)
	}
	for _, f := range s.Fields {
		fmt.Fprintf(&b, " |%s", f.Name)
	}
	b.WriteByte('\n')
	for f, err := range s.Features {
		b.WriteString(featureText(&f, err))
	}
	if s.Blank != nil && s.Blank() > 0 {
		fmt.Fprintf(&b, "blank %d\n", s.Blank())
	}
	for _, l := range s.Layers {
		fmt.Fprintf(&b, "layer %s\n", l)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "note %s / %s\n", n.ZH, n.EN)
	}
	return b.String()
}

// featureText is one line: the place in the file, where the feature is, what it
// has, and what is wrong with it.
func featureText(f *Feature, err error) string {
	text := fmt.Sprintf("%d", f.Line)
	if f.ID != "" {
		text += " id=" + f.ID
	}
	if f.Layer != "" {
		text += " in " + f.Layer
	}
	if f.Geometry != nil {
		shape, err := appendWKT(nil, f.Geometry)
		text += fmt.Sprintf(" %s", shape)
		if err != nil {
			text += err.Error()
		}
	}
	if f.Pair != "" {
		text += fmt.Sprintf(" pair %q", f.Pair)
	}
	if f.CRS != "" {
		text += fmt.Sprintf(" crs %q", f.CRS)
	}
	if f.Values != nil {
		text += fmt.Sprintf(" %q", f.Values)
	}
	for _, k := range slices.Sorted(maps.Keys(f.Properties)) {
		text += fmt.Sprintf(" %s=%v", k, f.Properties[k])
	}
	if err != nil {
		text += " error " + err.Error()
	}
	return text + "\n"
}

func readText(read func(io.Reader, Reading) (*Source, error), text string, how Reading) string {
	return sourceText(read(strings.NewReader(text), how))
}

// TestTable: one more case is one more file, and -update.
func TestTable(t *testing.T) {
	golden(t, "testdata/table/*.csv", func(data []byte) string {
		if !isCSV(data) {
			t.Error("not told as CSV")
		}
		return readText(readCSV, string(data), Reading{})
	})
}

// Columns that the caller names win, and may be metres.
func TestTableNamedColumns(t *testing.T) {
	for _, c := range []struct {
		text, want string
		how        Reading
	}{
		{"a,b\n112.85,35.5\n", "POINT(112.85 35.5)", Reading{Lon: "a", Lat: "b"}},
		{"a,b\n112.85,35.5\n", "须一起给出", Reading{Lon: "a"}},
		{"a,b\n112.85,35.5\n", "不能是同一列", Reading{Lon: "a", Lat: "A"}},
		{"a,b\n112.85,35.5\n", `no column "c"`, Reading{Lon: "a", Lat: "c"}},
		{"X,Y\n3930673.602,38395658.899\n", `pair "东38395658.899,北3930673.602"`, Reading{Lon: "Y", Lat: "X"}},
		{"lon,lat,wkt\n1,2,POINT (3 4)\n", "POINT(1 2)", Reading{Lon: "lon", Lat: "lat"}},
		{"lon,lat,g\n1,2,POINT (3 4)\n", "POINT(3 4)", Reading{WKT: "g"}},
		{"lon,lat\n1,2\n", `no column "g"`, Reading{WKT: "g"}},
		{"lon,lat\n112.5100,35.3000\n", `pair "经度112.5100,纬度35.3000"`, Reading{Packed: true}},
		{"lon,lat\n1,2\n3,4\n", "more than 1 features", Reading{Limits: Limits{Features: 1}}},
		{"lon,lat\n1,2\n3,4\n", "more than 9 bytes", Reading{Limits: Limits{Bytes: 9}}},
	} {
		if got := readText(readCSV, c.text, c.how); !strings.Contains(got, c.want) {
			t.Errorf("%q %+v: got\n%swant %s", c.text, c.how, got, c.want)
		}
	}
}

// Every pair that a table gives out is read by crs.ParsePair, as the place that
// the table means.
func TestTablePairs(t *testing.T) {
	for _, c := range []struct {
		text       string
		how        Reading
		want       orb.Point
		northFirst bool
	}{
		{"lon,lat\n112°51′00″,35°30′00″\n", Reading{}, orb.Point{112.85, 35.5}, false},
		{"lat,lon\n35-30-00,112-51-00\n", Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n10°30′,50°15′\n", Reading{}, orb.Point{10.5, 50.25}, false},
		{"lon,lat\nW10°30′,S50°15′\n", Reading{}, orb.Point{-10.5, -50.25}, false},
		{"lon,lat\n112.85,35°30′\n", Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n112.85E,35.5N\n", Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n112.85,35.5N\n", Reading{}, orb.Point{112.85, 35.5}, false},
		{"lon,lat\n112.5100,35.3000\n", Reading{Packed: true}, orb.Point{112.85, 35.5}, false},
		{"北坐标,东坐标\n3930673.602,38395658.899\n", Reading{}, orb.Point{112.85, 35.5}, false},
		{"X(北),Y(东)\n3930673.602,395658.899\n", Reading{}, orb.Point{112.85, 35.5}, false},
		{"X,Y\n3930673.602,38395658.899\n", Reading{}, orb.Point{112.85, 35.5}, true},
		{"坐标\n\"北纬35°30′0″，东经112°51′0″\"\n", Reading{}, orb.Point{112.85, 35.5}, true},
	} {
		s, err := readCSV(strings.NewReader(c.text), c.how)
		if err != nil {
			t.Fatal(err)
		}
		for f, err := range s.Features {
			if err != nil {
				t.Fatal(err)
			}
			readings, err := crs.ParsePair(f.Pair, crs.Options{Packed: c.how.Packed})
			at := slices.IndexFunc(readings, func(r crs.Reading) bool {
				return max(r.Point[0]-c.want[0], c.want[0]-r.Point[0], r.Point[1]-c.want[1], c.want[1]-r.Point[1]) < 1e-7
			})
			if at < 0 || readings[at].NorthFirst != c.northFirst {
				t.Errorf("%q: pair %q gives %v, %v; want %v", c.text, f.Pair, readings, err, c.want)
			}
		}
	}
}

func TestPlaneAxis(t *testing.T) {
	for _, c := range []struct {
		names string // with | between
		want  planeWord
	}{
		{"东坐标|Y(东)|y（东）|东坐标Y|Easting|easting(m)|Y东|东向坐标|Y(E)|东坐标（米）|东(Y)|横坐标Y", eastAxis},
		{"北坐标|X(北)|x（北）|北坐标X|Northing|X北|北向坐标|X(N)|纵坐标X", northAxis},
		{"X|x坐标|X坐标(m)|POINT_X|xcoord|坐标X|横坐标", xAxis},
		{"Y|y坐标|POINT_Y|坐标y|纵坐标", yAxis},
		{"东|北|东至|北至|河北|城东|经度|name|坐标|M||lon|north|east|高程|Z", noAxis},
	} {
		for name := range strings.SplitSeq(c.names, "|") {
			if got := planeAxis(name); got != c.want {
				t.Errorf("%q: %d, want %d", name, got, c.want)
			}
		}
	}
}

// What is not a table of places is left to the other formats.
func TestIsCSV(t *testing.T) {
	for _, c := range []struct {
		head string
		want bool
	}{
		{"lon,lat\n1,2\n", true},
		{"\ufefflon;lat\n", true},
		{"名称\t说明\n甲\t乙\n", true},
		{"WKT\n", true},
		{"坐标\n", true},
		{"", false},
		{"\n\n", false},
		{"[地块坐标]\n", false},
		{"1,,395658.899,3930673.602,0\n", false},
		{"J1,1,3930673.602,38395658.899\n", false},
		{"POLYGON\n", false},
		{`{"type":"Feature"}`, false},
		{"<kml>", false},
		{"  0\nSECTION\n", false},
		{"112.85,35.5\n", false},
		{"a,\x00b\n", false},
	} {
		if got := isCSV([]byte(c.head)); got != c.want {
			t.Errorf("%q: %v", c.head, got)
		}
	}
}

// Memory does not grow with the rows, and no row costs more than its point.
func TestTableAllocates(t *testing.T) {
	const rows = 100_000
	doc := endless{head: "id,lon,lat\n", text: "1,112.85,35.5\n", n: rows}
	n := 0
	// 16 bytes for the point, 48 for three cells, 16 for the line.
	bounded(t, rows*(16+48+16)+4<<20, func() {
		s, err := readCSV(&doc, Reading{})
		if err != nil {
			t.Fatal(err)
		}
		for f, err := range s.Features {
			if err != nil || f.Geometry == nil {
				t.Fatal(f, err)
			}
			n++
		}
	})
	if n != rows {
		t.Errorf("%d rows", n)
	}
}

func TestTableHostile(t *testing.T) {
	for _, c := range []struct {
		name  string
		doc   endless
		how   Reading
		wrong string
	}{
		{"a line of 100 MB of WKT", endless{head: "wkt\nPOINT(", text: "1 ", n: 50e6}, Reading{}, "a line of more than 16777216 bytes"},
		{"half a million columns", endless{text: "lon,lat,", n: 250_000}, Reading{}, "the header is too long"},
		{"100,000 columns", endless{text: "lon,", n: 100_000}, Reading{}, "more than 16384 columns"},
		{"a file beyond its limit", endless{head: "lon,lat\n", text: "1,2\n", n: 50e6}, Reading{Limits: Limits{Bytes: 1 << 20}}, "more than 1048576 bytes"},
		{"a shape of too many vertices", endless{head: "id;wkt\n1;LINESTRING(1 2", text: ",1 2", n: 2e6}, Reading{Limits: Limits{Vertices: 1000}}, "more than 1000 vertices"},
		{"collections without end", endless{head: "wkt\n", text: "GEOMETRYCOLLECTION(", n: 1e5}, Reading{}, "nested deeper than 32"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bounded(t, 256<<20, func() {
				s, err := readCSV(&c.doc, c.how)
				if err == nil {
					for _, e := range s.Features {
						if e != nil {
							err = e
						}
					}
				}
				if !says(err, c.wrong) || err == nil {
					t.Errorf("got %v, want %s", err, c.wrong)
				}
			})
		})
	}
}

// FuzzTable: a table is rows with as many cells as there are names, each placed
// or wrong, and as many of them as the CSV reader alone gives.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{
		"lon,lat\n112.85,35.5\n", "X,Y\n1,2\n", "wkt\nPOINT (1 2)\n", "geom\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1,2]}\"\n",
		"坐标,crs\n112°51′ 35°30′,GCJ-02\n", "经度(BD-09),纬度(BD-09)\n1,2\n", "北坐标;东坐标\n1;2\n", "geom\n0101000000\n",
	} {
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, packed bool) {
		s, err := readCSV(bytes.NewReader(data), Reading{Packed: packed})
		if err != nil {
			return
		}
		rows := 0
		for f, err := range s.Features {
			var wrong *FeatureError
			switch {
			case err != nil && !errors.As(err, &wrong):
				var e *Error
				if !errors.As(err, &e) || !e.TooLarge {
					t.Fatalf("%v", err)
				}
				return
			case len(f.Values) != len(s.Fields):
				t.Fatalf("%d cells of %d", len(f.Values), len(s.Fields))
			case err == nil && f.Geometry == nil && f.Pair == "":
				t.Fatalf("no place and no error: %+v", f)
			}
			rows++
		}
		plain := NewCSV(bytes.NewReader(data), CSVOptions{MaxLine: wideLine})
		want := 0
		for _, err := plain.Next(); err == nil; _, err = plain.Next() {
			want++
		}
		if rows != want {
			t.Errorf("%d rows, want %d", rows, want)
		}
	})
}

// The rows of a million wells: through a Source, and by the reader of lines and
// ParseDegrees alone.
func BenchmarkTable(b *testing.B) {
	const rows = 200_000
	text := bytes.NewBufferString("id,name,经度,纬度,depth\n")
	for i := range rows {
		_, _ = fmt.Fprintf(text, "%d,井%d,112.%06d,35.%06d,%d\n", i, i, i*7%1_000_000, i*13%1_000_000, i%300)
	}
	b.Run("source", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		b.ReportAllocs()
		for b.Loop() {
			s, err := readCSV(bytes.NewReader(text.Bytes()), Reading{})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for f, err := range s.Features {
				if _, ok := f.Geometry.(orb.Point); ok && err == nil {
					n++
				}
			}
			if n != rows {
				b.Fatal(n)
			}
		}
	})
	b.Run("lines", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		b.ReportAllocs()
		for b.Loop() {
			c := NewCSV(bytes.NewReader(text.Bytes()), CSVOptions{})
			header, _ := c.Header()
			lon, lat, _ := FindColumns(header)
			n := 0
			for {
				r, err := c.Next()
				if err != nil {
					break
				}
				_, wrongLon := ParseDegrees("", r.Fields[lon], 180)
				_, wrongLat := ParseDegrees("", r.Fields[lat], 90)
				if wrongLon == nil && wrongLat == nil {
					n++
				}
			}
			if n != rows {
				b.Fatal(n)
			}
		}
	})
}
