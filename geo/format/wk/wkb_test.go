package wk

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
	"github.com/twpayne/go-geom/encoding/wkb"
	"pgregory.net/rapid"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

func TestParseWKB(t *testing.T) {
	for _, c := range pairs(t, "testdata/wkb/postgis.txt") {
		g, srid, err := ParseHexWKB(c[0], feature.Limits{})
		if wrong, ok := strings.CutPrefix(c[1], "! "); ok {
			if !formattest.Says(err, wrong) {
				t.Errorf("%s: got %v, %v; want %s", c[0], g, err, wrong)
			}
			continue
		}
		want, code, asked := ParseWKT(c[1], feature.Limits{})
		if asked != nil {
			t.Fatal(asked)
		}
		if err != nil || srid != code || !reflect.DeepEqual(g, want) {
			t.Errorf("%s: got SRID %d %v, %v; want %s", c[0], srid, g, err, c[1])
		}
	}
}

// TestWKBAgainstGoGeom: go-geom reads what is written here, and what it writes,
// in either byte order, with Z and M and an SRID, is read here.
func TestWKBAgainstGoGeom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := formattest.AnyGeometry().Draw(t, "geometry")
		data, err := AppendWKB(nil, g)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := wkb.Unmarshal(data)
		if err != nil {
			t.Fatalf("go-geom on %x: %v", data, err)
		}
		order := rapid.SampledFrom([]binary.ByteOrder{wkb.NDR, wkb.XDR}).Draw(t, "order")
		again, err := wkb.Marshal(theirs, order)
		if err != nil {
			t.Fatal(err)
		}
		back, srid, err := ParseWKB(again, feature.Limits{})
		if err != nil || srid != 0 || !reflect.DeepEqual(back, g) {
			t.Fatalf("%x came back from go-geom as %x: %v, %v", data, again, back, err)
		}
	})
}

func TestEWKBOfGoGeom(t *testing.T) {
	coords := []geom.Coord{{1, 2, 3, 4}, {5, 6, 7, 8}}
	for layout, stride := range map[geom.Layout]int{geom.XY: 2, geom.XYZ: 3, geom.XYM: 3, geom.XYZM: 4} {
		for _, order := range []binary.ByteOrder{ewkb.NDR, ewkb.XDR} {
			line := geom.NewLineString(layout).MustSetCoords([]geom.Coord{coords[0][:stride], coords[1][:stride]}).SetSRID(4526)
			data, err := ewkb.Marshal(line, order)
			if err != nil {
				t.Fatal(err)
			}
			g, srid, err := ParseWKB(data, feature.Limits{})
			if want := (orb.LineString{{1, 2}, {5, 6}}); err != nil || srid != 4526 || !reflect.DeepEqual(g, want) {
				t.Errorf("%v %v: got %d %v, %v", layout, order, srid, g, err)
			}
		}
	}
}

func TestAppendWKBRefuses(t *testing.T) {
	for _, g := range formattest.Unwritable() {
		if data, err := AppendWKB(nil, g); !formattest.Says(err, "cannot be written") {
			t.Errorf("%v: %x, %v", g, data, err)
		}
	}
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	got, err := AppendWKB(nil, orb.Collection{ring, ring.Bound()})
	if err != nil {
		t.Fatal(err)
	}
	if g, _, err := ParseWKB(got, feature.Limits{}); err != nil || !orb.Equal(g, orb.Collection{orb.Polygon{ring}, ring.Bound().ToPolygon()}) {
		t.Errorf("a ring and a bound came back as %v, %v", g, err)
	}
}

func TestReadWKB(t *testing.T) {
	const point, point4490, line4526 = "0101000000000000000000F03F0000000000000040", "0101000020 8A110000 000000000000F03F0000000000000040", "01"
	srid := strings.ReplaceAll(point4490, " ", "")
	for _, c := range []struct {
		name, text string
		want       []string
		as         string
	}{
		{"lines", point + "\n\n" + `\x` + strings.ToLower(point) + "\r\n", []string{"1 POINT(1 2)", "3 POINT(1 2)"}, ""},
		{"SRID", srid + "\n" + srid, []string{"1 POINT(1 2)", "2 POINT(1 2)"}, "SRID=4490"},
		{"SRIDs", srid + "\n" + point, []string{"1 POINT(1 2)", "2 ! SRID=0 differs from SRID=4490"}, "SRID=4490"},
		{"a bad line", point + "\n" + line4526 + "\n" + point, []string{"1 POINT(1 2)", "2 ! the data end too soon", "3 POINT(1 2)"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !IsWKB([]byte(c.text)) {
				t.Error("not told as WKB")
			}
			src, err := ReadWKB(strings.NewReader(c.text), feature.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			checkShapes(t, src, c.want)
			if src.DeclaredAs != c.as || c.as != "" && int(src.Declared) != 4490 {
				t.Errorf("declared %v as %q", src.Declared, src.DeclaredAs)
			}
		})
	}
}

func TestIsWKB(t *testing.T) {
	const point = "0101000000000000000000F03F0000000000000040"
	long := "0102000000FF000000" + strings.Repeat("0", 1<<16)
	formattest.Tells(t, IsWKB, map[string]bool{
		point: true, "\n" + point + "\n": true, `\x` + point: true, "0x" + point + "\nx": true, long[:1<<16-1]: true,
		"": false, "0101": false, "1,2,3": false, point[:41] + "\n": false, "01FF" + point[4:]: false, "02" + point[2:]: false, "POINT(1 2)": false,
		"010100000000000000000000": true, "20260815120000001234": false, "0119000000000000000000F03F0000000000000040": false,
	})
}

// TestWKBHostile: what a count claims is not allocated, and nesting has an end.
func TestWKBHostile(t *testing.T) {
	const collection = "010700000001000000"
	for _, c := range []struct {
		name, digits, wrong string
		most                uint64
	}{
		{"2^31 positions", "010200000000000080", "claims 2147483648 items in the 0 bytes left", 1 << 16},
		{"2^32-1 rings", "0103000000FFFFFFFF", "claims 4294967295 items", 1 << 16},
		{"2^31 polygons, big-endian", "000000000680000000", "claims 2147483648 items", 1 << 16},
		{"2^31 members", "010700000000000080" + strings.Repeat("00", 1000), "claims 2147483648 items", 1 << 16},
		{"nested collections", strings.Repeat(collection, 1e5), "nested deeper than 32", 4 << 20},
		{"each level claims all", strings.Repeat("0107000000A0860100", 30) + strings.Repeat("00", 1e6), "the byte order|unknown type", 4 << 20},
		{"too many positions", "010200000020A10700" + strings.Repeat("00", 500_000*16), "more than 50000 vertices", 32 << 20},
		{"too many rings", "010300000000350C00" + strings.Repeat("04000000"+strings.Repeat("00", 64), 800_000/16), "more than 50000 vertices", 32 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := hex.DecodeString(c.digits)
			if err != nil {
				t.Fatal(err)
			}
			runtime.GC()
			formattest.Bounded(t, c.most, func() { _, _, err = ParseWKB(data, feature.Limits{}) })
			var e *feature.Error
			first, second, _ := strings.Cut(c.wrong, "|")
			if !errors.As(err, &e) || !formattest.Says(err, first) && (second == "" || !formattest.Says(err, second)) {
				t.Errorf("got %v, want %s", err, c.wrong)
			}
		})
	}
	doc := formattest.Endless{Text: "00", N: 50e6}
	formattest.Bounded(t, 128<<20, func() {
		if _, err := ReadWKB(&doc, feature.Reading{Limits: feature.DefaultLimits()}); !formattest.Says(err, "one geometry of more than") {
			t.Errorf("a line of 100 MB: %v", err)
		}
	})
}

func FuzzWKB(f *testing.F) {
	for _, c := range pairs(f, "testdata/wkb/postgis.txt") {
		if data, err := hex.DecodeString(unmarkedHex(c[0])); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := feature.Limits{Vertices: 1000}
		g, _, err := ParseWKB(data, limits)
		if err != nil {
			return
		}
		again, err := AppendWKB(nil, g)
		if err != nil {
			t.Fatalf("%x was read as %v, which cannot be written: %v", data, g, err)
		}
		if back, _, err := ParseWKB(again, limits); err != nil || !orb.Equal(back, g) {
			t.Errorf("%x: read as %v, then as %v, %v", data, g, back, err)
		}
	})
}
