package gpkg

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
	"waterzones/geo/format/wk"
)

func TestParseBlob(t *testing.T) {
	const point = "0101000000000000000000F03F0000000000000040"
	for _, c := range []struct{ digits, want string }{
		{"47500001 8A110000 " + point, "4490 POINT(1 2)"},
		{"47500000 0000118A " + point, "4490 POINT(1 2)"},
		{"47500001 FFFFFFFF " + point, "-1 POINT(1 2)"},
		{"47500003 8A110000 " + strings.Repeat("00", 32) + point, "4490 POINT(1 2)"},
		{"47500005 8A110000 " + strings.Repeat("00", 48) + point, "4490 POINT(1 2)"},
		{"47500007 8A110000 " + strings.Repeat("00", 48) + point, "4490 POINT(1 2)"},
		{"47500009 8A110000 " + strings.Repeat("00", 64) + point, "4490 POINT(1 2)"},
		{"47500001 8A110000 01E9030000000000000000F03F00000000000000400000000000000840", "4490 POINT(1 2)"},
		{"4750000B 8A110000 " + strings.Repeat("00", 64) + point, "! the header of the geometry is wrong"},
		{"47500003 8A110000 " + point, "! the header of the geometry is wrong"},
		{"47500011 8A110000 " + point, "! an empty geometry has no place"},
		{"47500021 8A110000 " + point, "! an extended type is not supported"},
		{"47500101 8A110000 " + point, "! unknown version 1"},
		{"47520001 8A110000 " + point, "! begins with GP"},
		{"475000", "! begins with GP"},
		{"47500001 8A110000", "! the data end too soon"},
		{"47500001 8A110000 0101000000000000000000F87F000000000000F87F", "! an empty point"},
		{"47500001 8A110000 0108000000020000000000000000000000000000000000000000000000", "! CIRCULARSTRING is not supported"},
	} {
		blob, err := hex.DecodeString(strings.ReplaceAll(c.digits, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		g, system, err := parseBlob(blob, feature.Limits{})
		if wrong, bad := strings.CutPrefix(c.want, "! "); bad {
			if !formattest.Says(err, wrong) {
				t.Errorf("%s: got %v, %v; want %s", c.digits, g, err, wrong)
			}
		} else if err != nil || fmt.Sprint(system, " ", blobText(t, g)) != c.want {
			t.Errorf("%s: got %d %v, %v; want %s", c.digits, system, g, err, c.want)
		}
	}
}

// FuzzGeoPackage reads a blob, and a small file with a few bytes changed.
func FuzzGeoPackage(f *testing.F) {
	file := edited(f, formattest.RegisteredView(`SELECT fid, geom, name FROM zones WHERE n > 1`)...)
	blob, err := appendBlob(nil, formattest.Square(112, 35), 4490)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(blob, uint32(0), []byte{})
	f.Add(blob[:20], uint32(16), []byte{2, 0})
	f.Add([]byte("GP"), uint32(100), []byte{5, 0, 0})
	for at := 0; at < len(file); at += 1021 {
		f.Add(blob, uint32(at), []byte{0xff, 0x0d, 0x80})
	}
	limits := feature.Limits{Bytes: 1 << 20, Vertices: 1000, Features: 1000, Depth: 8}
	f.Fuzz(func(t *testing.T, blob []byte, at uint32, patch []byte) {
		if g, _, err := parseBlob(blob, limits); err == nil && !feature.HasPlace(g) {
			t.Errorf("%x gave %v", blob, g)
		}
		data := bytes.Clone(file)
		copy(data[int(at)%len(data):], patch)
		d := &database{content: formattest.File(data), limits: limits, patience: time.Second}
		src, err := d.read(feature.Reading{})
		if err != nil {
			return
		}
		n := 0
		for f, err := range src.Features {
			if n++; n > limits.Features+1 {
				t.Fatal("more features than the limit")
			}
			if err == nil && !feature.HasPlace(f.Geometry) {
				t.Errorf("%v", f.Geometry)
			}
		}
	})
}

func blobText(t testing.TB, g orb.Geometry) string {
	t.Helper()
	text, err := wk.AppendWKT(nil, g)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
