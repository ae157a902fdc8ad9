package survey

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/charset"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/geojson"
)

// surveySaid writes all that a reader gave: what the file declares, its features as
// GeoJSON in the coordinates of the file, what was refused, and the notes.
func surveySaid(src *feature.Source, err error) string {
	var b strings.Builder
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	if src.Declared != 0 {
		fmt.Fprintf(&b, "declared: %v\n", src.Declared)
	}
	if src.DeclaredAs != "" {
		fmt.Fprintf(&b, "declared as: %s\n", src.DeclaredAs)
	}
	if len(src.Layers) > 0 {
		fmt.Fprintf(&b, "layers: %s\n", strings.Join(src.Layers, " | "))
	}
	for f, err := range src.Features {
		switch {
		case feature.IsFeatureError(err):
			fmt.Fprintf(&b, "rejected: %v\n", err)
		case err != nil:
			fmt.Fprintf(&b, "error: %v\n", err)
		default:
			place := fmt.Sprintf("line %d", f.Line)
			if f.ID != "" {
				place += " id " + f.ID
			}
			if f.Layer != "" {
				place += " layer " + f.Layer
			}
			// fmt prints the keys of a map in order.
			fmt.Fprintf(&b, "%s: %s %v\n", place, geojson.AppendGeometry(nil, surveyRounded(f.Geometry)), f.Properties)
		}
	}
	for _, n := range src.Notes {
		fmt.Fprintf(&b, "note: %s / %s\n", n.ZH, n.EN)
	}
	return b.String()
}

// surveyRounded is a copy to a micrometre: processors differ in the last digits of
// a sine.
func surveyRounded(g orb.Geometry) orb.Geometry {
	return orb.Round(orb.Clone(g), 1e6)
}

// surveyText is a text as Open hands it to a reader.
func surveyText(t testing.TB, data []byte) io.Reader {
	t.Helper()
	text, _, err := charset.Decode(bytes.NewReader(data), feature.Auto)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// surveyGolden is formattest.Golden of files that must be told as their format.
func surveyGolden(t *testing.T, pattern string, is func(head []byte) bool, read func(io.Reader, feature.Reading) (*feature.Source, error)) {
	t.Helper()
	formattest.Golden(t, pattern, func(data []byte) string {
		head, err := io.ReadAll(io.LimitReader(surveyText(t, data), 64<<10))
		if err != nil || !is(head) {
			t.Errorf("not recognised: %v", err)
		}
		return surveySaid(read(surveyText(t, data), feature.Reading{}))
	})
}

// TestDikuai: one more variant is one more file, and -update.
func TestDikuai(t *testing.T) {
	surveyGolden(t, "testdata/dikuai/*.dikuai", IsDikuai, ReadDikuai)
}

// parcelHead is the header of zone 38.
const parcelHead = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n[地块坐标]\n"

// TestDikuaiHeader has a header (lines with | between) and the first position,
// and wants what is declared and a word of the notes or of the error.
func TestDikuaiHeader(t *testing.T) {
	const prefixed, bare, degrees = "3930673.602,38395658.899", "3930673.602,395658.899", "35.5,112.85"
	for _, c := range []struct {
		header, at string
		want       crs.CRS
		word       string
	}{
		{"坐标系=2000国家大地坐标系|几度分带=3|带号=38", prefixed, 4526, ""},
		{"坐标系=2000国家大地坐标系|几度分带=3|带号=38", bare, 4547, ""},
		{"坐标系＝2000国家大地坐标系|几度分带＝３|带号＝３８", bare, 4547, ""},
		{"坐标系=CGCS2000|几度分带=三度带|带号=第38带", bare, 4547, ""},
		{"坐标系=2000国家大地坐标系|几度分带=3|带号=37", prefixed, 4526, "带号为 37，而东坐标的带号为 38"},
		{"坐标系=2000国家大地坐标系|几度分带=3|带号=", prefixed, 4526, ""},
		{"坐标系=2000国家大地坐标系", prefixed, 4526, ""},
		{"坐标系=2000国家大地坐标系", bare, 0, "也没有写带号"},
		{"坐标系=2000国家大地坐标系|几度分带=3|中央子午线=114°", bare, 4547, ""},
		{"坐标系=2000国家大地坐标系|几度分带=6|中央经线=111", bare, 4508, ""},
		{"坐标系=2000国家大地坐标系|几度分带=6|带号=19", "3930673.602,19658660.899", 4497, ""},
		{"坐标系=2000国家大地坐标系|几度分带=6|带号=38", prefixed, 4526, "按坐标取"},
		{"坐标系=2000国家大地坐标系|几度分带=6|带号=38", bare, 0, "neither was taken"},
		{"坐标系=2000国家大地坐标系|几度分带=3|带号=99", bare, 0, "没有第 99 带"},
		{"坐标系=2000国家大地坐标系|几度分带=3|带号=38", degrees, 4490, ""},
		{"坐标系=CGCS2000_3_Degree_GK_Zone_38", prefixed, 4526, ""},
		{"坐标系=CGCS2000_3_Degree_GK_CM_114E", bare, 4547, ""},
		{"坐标系=CGCS2000_3_Degree_GK_Zone_38", degrees, 0, "坐标是经纬度"},
		{"坐标系=WGS84|带号=38", prefixed, 0, "坐标是投影坐标"},
		{"坐标系=WGS84", degrees, 4326, ""},
		{"坐标系=GCJ-02", degrees, crs.GCJ02, ""},
		{"坐标系=新坐标系", prefixed, 0, "不认识坐标系"},
		{"带号=38", prefixed, 0, "没有写坐标系"},
		{"格式版本号=", degrees, 0, "没有写坐标系"},
		{"坐标系=2000国家大地坐标系|投影类型=UTM", prefixed, 0, "不是高斯"},
		{"坐标系=2000国家大地坐标系|转换参数=1,2,3,4,5,6,7", prefixed, 4526, "转换参数 1,2,3,4,5,6,7，未使用"},
		{"坐标系=2000国家大地坐标系|转换参数=0,0,0,0,0,0,0", prefixed, 4526, ""},
		{"坐标系=2000国家大地坐标系|审核人=张三|精度=3", prefixed, 4526, `"审核人"`},
		{"坐标系=2000国家大地坐标系|计量单位=公里", prefixed, 0, "只接受米"},
		{"坐标系=80国家大地坐标系|带号=38", prefixed, 0, "error: 文件声明"},
		{"坐标系=1980西安坐标系|转换参数=1,2,3,4,5,6,7", prefixed, 0, "error: 文件声明"},
		{"坐标系=1954北京坐标系", prefixed, 0, "error: 文件声明"},
		{"坐标系=BJ54", prefixed, 0, "error: 文件声明"},
		{"坐标系=晋城市独立坐标系", prefixed, 0, "error: 文件声明"},
		{"坐标系=CGCS2000|[属性描述]|坐标系=1980西安坐标系", prefixed, 0, "两份文件拼接"},
	} {
		text := "[属性描述]\n" + strings.ReplaceAll(c.header, "|", "\n") + "\n[地块坐标]\n1,,1,,点,,,,@\n1,1," + c.at + "\n"
		src, err := ReadDikuai(strings.NewReader(text), feature.Reading{})
		got, all := crs.CRS(0), surveySaid(src, err)
		if err == nil {
			got = src.Declared
		}
		if got != c.want || !strings.Contains(all, c.word) || c.word == "" && strings.Contains(all, "note:") {
			t.Errorf("%s, %s: %v\n%s", c.header, c.at, got, all)
		}
	}
}

// TestDikuaiRoundTrip writes random areas, lines and points, and reads the same
// back, to the last millimetre.
func TestDikuaiRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	mm := func(v float64) float64 { return millimetres(v + random.Float64()*1000) }
	for _, system := range []crs.CRS{4526, 4547, 4497, 4508} {
		for _, encoding := range []feature.Encoding{feature.Auto, feature.UTF8, feature.UTF8BOM} {
			var want []feature.Feature
			east := 395000.0
			if zone, _ := system.Zone(); zone.Prefixed {
				east += float64(zone.Number) * 1e6
			}
			for i := range 20 {
				x, y := mm(east), mm(3930000)
				shell, hole := formattest.RingAround(x, y, 100), formattest.Diamond(x, y, 50)
				island, other := formattest.RingAround(x, y, 10), formattest.RingAround(x+500, y, 100)
				for _, g := range []orb.Geometry{
					orb.Point{x, y},
					orb.MultiPoint{{x, y}, {x + 1, y}},
					orb.LineString{{x, y}, {x + 1, y}, {x, y + 1}},
					orb.MultiLineString{{{x, y}, {x + 1, y}}, {{x, y + 1}, {x + 1, y + 2}}},
					orb.Polygon{shell},
					orb.Polygon{shell, hole},
					orb.MultiPolygon{{shell, hole}, {island}, {other}},
				} {
					want = append(want, feature.Feature{Geometry: g, Properties: map[string]any{"地块名称": fmt.Sprintf("示例，地块 %d", i), "地块编号": "00" + fmt.Sprint(i)}})
				}
			}
			var file bytes.Buffer
			w, err := NewDikuaiWriter(&file, feature.Schema{CRS: system, Encoding: encoding})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range want {
				if err := w.Write(f); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if err := w.Write(want[0]); err == nil {
				t.Error("a closed writer takes features")
			}
			src, err := ReadDikuai(surveyText(t, file.Bytes()), feature.Reading{})
			if err != nil || src.Declared != system {
				t.Fatal(src, err)
			}
			got := formattest.Features(t, src)
			if len(got) != len(want) || len(src.Notes) != 0 {
				t.Fatal(len(got), len(want), src.Notes)
			}
			for n, f := range got {
				// Rounding to a millimetre was done before, but for sums of two such.
				if formattest.Apart(f.Geometry, want[n].Geometry) > 1e-6 {
					t.Errorf("%v: got %v, want %v", system, f.Geometry, want[n].Geometry)
				}
				for key, value := range want[n].Properties {
					if f.Properties[key] != value {
						t.Errorf("%s: got %v, want %v", key, f.Properties[key], value)
					}
				}
			}
		}
	}
}

// TestDikuaiWriter wants the sample back byte for byte, but for who made it when.
func TestDikuaiWriter(t *testing.T) {
	sample := formattest.Bytes(t, "testdata/dikuai/sample_zone38_gbk.dikuai")
	src, err := ReadDikuai(surveyText(t, sample), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	written := formattest.Written(t, NewDikuaiWriter, feature.Schema{CRS: src.Declared}, formattest.Features(t, src))
	_, got, _ := bytes.Cut(written, []byte("\r\n[")) // from the second section on
	_, want, _ := bytes.Cut(sample, []byte("\r\n["))
	if !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDikuaiWriterRefuses(t *testing.T) {
	for _, schema := range []feature.Schema{{CRS: 4490}, {}, {CRS: 4526, Encoding: feature.UTF16LE}} {
		var wrong *feature.Error
		if _, err := NewDikuaiWriter(io.Discard, schema); !errors.As(err, &wrong) {
			t.Errorf("%v: %v", schema, err)
		}
	}
	var file bytes.Buffer
	w, err := NewDikuaiWriter(&file, feature.Schema{CRS: 4526, Encoding: feature.UTF8})
	if err != nil {
		t.Fatal(err)
	}
	before := file.Len()
	for _, g := range []orb.Geometry{
		nil,
		orb.Polygon{},
		orb.MultiPoint{},
		orb.Collection{orb.Point{38395658, 3930673}},
		orb.Polygon{formattest.RingAround(38395658, 3930673, 1e-4)},
		orb.Polygon{formattest.RingAround(1e9, 3930673, 1)},
	} {
		if err := w.Write(feature.Feature{Geometry: g}); !feature.IsFeatureError(err) || file.Len() != before {
			t.Errorf("%v: %v, wrote %q", g, err, file.Bytes()[before:])
		}
	}
	broken, err := NewDikuaiWriter(formattest.FullDisk{}, feature.Schema{CRS: 4526})
	if !errors.Is(err, io.ErrShortWrite) {
		err = errors.Join(broken.Write(feature.Feature{Geometry: orb.Point{38395658, 3930673}}), broken.Close())
	}
	if !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
}

// TestDikuaiBesideError wants the parcels of a file in an older system beside the
// refusal, for a caller who was given the parameters.
func TestDikuaiBesideError(t *testing.T) {
	src, err := ReadDikuai(strings.NewReader("[属性描述]\n坐标系=1980西安坐标系\n带号=38\n[地块坐标]\n1,,1,,点,,,,@\n1,1,3930673.602,38395658.899\n"), feature.Reading{})
	var wrong *feature.Error
	if !errors.As(err, &wrong) || src == nil || src.Declared != 0 || !strings.Contains(surveySaid(src, nil), "[38395658.899,3930673.602]") {
		t.Errorf("%v, %v", src, err)
	}
}

func TestDikuaiLimits(t *testing.T) {
	point := "J1,1,3930673.602,38395658.899\n"
	parcel := "4,,1,,面,,,,@\n" + point + "J2,1,3930673.602,38395858.899\nJ3,1,3930523.602,38395858.899\n"
	for _, c := range []struct {
		name, text string
		limits     feature.Limits
		word       string
	}{
		{"points", parcelHead + parcel + strings.Repeat(point, 100), feature.Limits{Vertices: 50}, "more than 50 points"},
		{"parcels", parcelHead + strings.Repeat(parcel, 11), feature.Limits{Features: 10}, "more than 10 parcels"},
		{"bytes", parcelHead + strings.Repeat(parcel, 11), feature.Limits{Bytes: 600}, "more than 600 bytes"},
		{"line", parcelHead + parcel + strings.Repeat("J", 70<<10), feature.Limits{}, "a line of more than"},
		{"only bad parcels", parcelHead + strings.Repeat("4,,1,,面,,,,@\n", 1_000_000), feature.Limits{}, "没有坐标"},
		{"only bad points", parcelHead + strings.Repeat("J1,1,a,b\n", 300_000), feature.Limits{}, "没有地块行"},
		{"sections", strings.Repeat("[地块坐标]\n", 300_000), feature.Limits{}, "no parcel"},
		{"keys", "[属性描述]\n" + strings.Repeat("键=值\n", 300_000), feature.Limits{}, "no parcel"},
		{"nothing", "", feature.Limits{}, "no parcel"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := surveySaid(ReadDikuai(strings.NewReader(c.text), feature.Reading{Limits: c.limits})); !strings.Contains(got, c.word) || len(got) > 4000 {
				t.Errorf("no %q in %.2000s", c.word, got)
			}
		})
	}
}

func TestIsDikuai(t *testing.T) {
	formattest.Tells(t, IsDikuai, map[string]bool{
		"[地块坐标]\n": true, "\n  [属性描述]\n": true, "［属性描述］": true, "[项目信息]\n名称=a\n[地块坐标]": true,
		"": false, "地块坐标": false, "[1,2]\n": false, `{"a":["地块坐标"]}`: false, "id,name\n1,[地块坐标]\n": false, "[core]\n": false,
	})
}

func FuzzDikuai(f *testing.F) {
	f.Add([]byte(parcelHead + "4,2.75公顷,1,a,b,面,,,,@\nJ1,1,3930673.602,38395658.899\nJ2,1,3930673.602,38395858.899\nJ3,1,3930523.602,38395858.899\n"))
	f.Add([]byte("[地块坐标]\n,,,,线,,@\n1,1,35.5,112.8\n1,2,35.5，112.8\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = IsDikuai(data)
		src, err := ReadDikuai(bytes.NewReader(data), feature.Reading{Limits: feature.Limits{Vertices: 1000, Features: 100}})
		if err == nil {
			formattest.CheckFeatures(t, src)
		}
	})
}
