package shapefile

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

func TestShapefileWriter(t *testing.T) {
	shell, hole := formattest.RingAround(112, 35, 1), shpReversed(formattest.RingAround(112, 35, 0.5)) // neither winds as the format says
	fields := []feature.Field{{Name: "名称", Type: feature.TextField}, {Name: "n", Type: feature.IntegerField}, {Name: "area", Type: feature.RealField}, {Name: "ok", Type: feature.BoolField}, {Name: "day", Type: feature.DateField}}
	for _, e := range []feature.Encoding{feature.UTF8, feature.GB18030} {
		full := map[string]any{"名称": "王台", "n": -1405.0, "area": 1234.5678901, "ok": true, "day": "2019-06-01"}
		none := map[string]any{"名称": nil, "n": nil, "area": nil, "ok": nil, "day": nil}
		features := []feature.Feature{
			{Geometry: orb.Polygon{shell, hole}, Properties: full},
			{Geometry: orb.Polygon{shell[:4]}, Properties: none}, // not closed
			{Geometry: orb.MultiPolygon{{shell}, {shpReversed(formattest.RingAround(120, 35, 1))}}, Properties: map[string]any{"名称": "巴公", "n": 2.0, "area": 1e-7, "ok": false, "day": nil}},
			{Geometry: orb.Polygon{shell}, Values: []string{"表", "12", "0.5", "true", "2020-02-29"}},
		}
		data := formattest.Written(t, NewWriter, feature.Schema{Layer: `a/b: 饮用水`, CRS: 4526, Fields: fields, Encoding: e}, features)
		src, got, errs := readShapefileAll(formattest.NamedFile("a.zip", data), feature.Reading{})
		if len(errs) > 0 || src.Declared != 4526 || src.Encoding != e || !reflect.DeepEqual(src.Fields, fields) || len(src.Notes) > 0 || src.Layers[0] != "a_b_ 饮用水" {
			t.Fatalf("%v, %+v", errs, src)
		}
		wantRings := []orb.Geometry{
			orb.Polygon{shpReversed(shell), shpReversed(hole)},
			orb.Polygon{shpReversed(shell)},
			orb.MultiPolygon{{shpReversed(shell)}, {shpReversed(formattest.RingAround(120, 35, 1))}},
			orb.Polygon{shpReversed(shell)},
		}
		for i, f := range got {
			if !reflect.DeepEqual(f.Geometry, wantRings[i]) {
				t.Errorf("%d: %v, want %v", i, f.Geometry, wantRings[i])
			}
			want := features[i].Properties
			if i == 3 {
				want = map[string]any{"名称": "表", "n": 12.0, "area": 0.5, "ok": true, "day": "2020-02-29"}
			}
			if !reflect.DeepEqual(f.Properties, want) {
				t.Errorf("%d: %v, want %v", i, f.Properties, want)
			}
		}
		if shell[1] != (orb.Point{113, 34}) {
			t.Error("the caller's ring was changed")
		}
	}
}

// The same features make the same file.
func TestShapefileWriterRepeats(t *testing.T) {
	write := func() []byte {
		return writeShapes(t, []feature.Feature{{Geometry: orb.Point{1, 2}, Properties: map[string]any{"名称": "王台"}}}, feature.Schema{})
	}
	if !bytes.Equal(write(), write()) {
		t.Error("two runs differ")
	}
}

func TestShapefileWriterEmpty(t *testing.T) {
	for _, fields := range [][]feature.Field{nil, {{Name: "名称", Type: feature.TextField}, {Name: "day", Type: feature.DateField}}} {
		data := formattest.Written(t, NewWriter, feature.Schema{CRS: 4490, Fields: fields}, nil)
		src, got, errs := readShapefileAll(formattest.NamedFile("a.zip", data), feature.Reading{})
		if len(got)+len(errs) > 0 || src.Declared != 4490 || len(src.Fields) != max(1, len(fields)) {
			t.Errorf("%v, %v, %+v", got, errs, src)
		}
	}
}

func TestShapefileWriterRefuses(t *testing.T) {
	point := orb.Point{112, 35}
	for _, c := range []struct {
		name  string
		f     feature.Feature
		wrong string
	}{
		{"another family", feature.Feature{Geometry: orb.LineString{point, {113, 35}}}, "belongs to lines in a file of points"},
		{"multipoint", feature.Feature{Geometry: orb.MultiPoint{point}}, "belongs to multipoints in a file of points"},
		{"a collection", feature.Feature{Geometry: orb.Collection{point}}, "no shape that a Shapefile can hold"},
		{"no geometry", feature.Feature{}, "no shape that a Shapefile can hold"},
		{"NaN", feature.Feature{Geometry: orb.Point{math.NaN(), 35}}, "a coordinate is void"},
		{"infinite", feature.Feature{Geometry: orb.Point{112, math.Inf(-1)}}, "a coordinate is void"},
		{"a long text", feature.Feature{Geometry: point, Properties: map[string]any{"名称": strings.Repeat("水", 128)}}, "is 256 bytes long, a Shapefile holds 254"},
		{"a character that GBK lacks", feature.Feature{Geometry: point, Properties: map[string]any{"名称": "𠮷"}}, "has a character that GBK lacks"},
		{"half a number", feature.Feature{Geometry: point, Properties: map[string]any{"n": 0.5}}, `n="0.5" is not a whole number`},
		{"no number", feature.Feature{Geometry: point, Properties: map[string]any{"area": "many"}}, "is not a number"},
		{"NaN in a field", feature.Feature{Geometry: point, Properties: map[string]any{"area": "NaN"}}, "is not a number"},
		{"no date", feature.Feature{Geometry: point, Properties: map[string]any{"day": "2019年"}}, "is not a date"},
		{"no truth", feature.Feature{Geometry: point, Properties: map[string]any{"ok": "maybe"}}, "neither true nor false"},
	} {
		var b bytes.Buffer
		w, err := NewWriter(&b, feature.Schema{Encoding: feature.GB18030, Fields: []feature.Field{{Name: "名称", Type: feature.TextField}, {Name: "n", Type: feature.IntegerField}, {Name: "area", Type: feature.RealField}, {Name: "ok", Type: feature.BoolField}, {Name: "day", Type: feature.DateField}}})
		if err != nil {
			t.Fatal(err)
		}
		good := feature.Feature{Geometry: point, Properties: map[string]any{"n": 1.0}}
		if err := w.Write(good); err != nil {
			t.Fatal(err)
		}
		err = w.Write(c.f)
		if _, ok := errors.AsType[*feature.FeatureError](err); !ok || !formattest.Says(err, c.wrong) {
			t.Errorf("%s: %v, want %s", c.name, err, c.wrong)
		}
		if err := errors.Join(w.Write(good), w.Close()); err != nil {
			t.Fatal(err)
		}
		if _, got, errs := readShapefileAll(formattest.NamedFile("a.zip", b.Bytes()), feature.Reading{}); len(got) != 2 || len(errs) > 0 {
			t.Errorf("%s: what was refused was written: %v, %v", c.name, got, errs)
		}
	}
}

func TestShapefileWriterFull(t *testing.T) {
	point := feature.Feature{Geometry: orb.Point{112, 35}, Properties: map[string]any{"a": "x", "b": "y"}}
	for _, c := range []struct {
		most int64
		want int // features that fit
	}{
		{shpHeader + 2*(shpRecordHeader+20), 2},
		{dbfHeader + 2*dbfDescriptor + 1 + 5*3 + 1, 0}, // 113 bytes: the main file has no room for one
		{200, 3},
	} {
		w, err := NewWriter(&bytes.Buffer{}, feature.Schema{Fields: []feature.Field{{Name: "a", Type: feature.TextField}, {Name: "b", Type: feature.TextField}}})
		if err != nil {
			t.Fatal(err)
		}
		w.(*shapefileWriter).most = c.most
		got := 0
		for err = w.Write(point); err == nil; err = w.Write(point) {
			got++
		}
		if e, ok := errors.AsType[*feature.Error](err); !ok || !e.TooLarge || !formattest.Says(err, "longer than 2 GB") || got != c.want {
			t.Errorf("%d bytes: %d features, %v; want %d", c.most, got, err, c.want)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestShapefileFieldNames(t *testing.T) {
	given := []string{"保护区级别名称", "保护区级别编号", "approved_area_km2", "approved_area_mu", "APPROVED_A", "", "a\nb", "𠮷"}
	for _, c := range []struct {
		e     feature.Encoding
		given []string
		want  []string
		wrong string
	}{
		{feature.UTF8, given, []string{"保护区", "保护_2", "approved_a", "approved_2", "APPROVED_3", "field", "a_b", "𠮷"}, ""},
		{feature.GB18030, given[:7], []string{"保护区级别", "保护区级_2", "approved_a", "approved_2", "APPROVED_3", "field", "a_b"}, ""},
		{feature.GB18030, given, nil, "cannot be written in GBK"},
		{feature.UTF16LE, nil, nil, "in UTF-8 or in GBK"},
		{feature.UTF8, make([]string, 256), nil, "more than 255 fields"},
	} {
		var fields []feature.Field
		for _, name := range c.given {
			fields = append(fields, feature.Field{Name: name, Type: feature.TextField})
		}
		d, err := newDBFWriter(feature.Schema{Fields: fields, Encoding: c.e})
		if !formattest.Says(err, c.wrong) {
			t.Errorf("%s: %v, want %s", c.e, err, c.wrong)
		}
		if err != nil {
			continue
		}
		var got []string
		for _, name := range d.names {
			if len(name) > dbfNameBytes {
				t.Errorf("%q has %d bytes", name, len(name))
			}
			if c.e == feature.GB18030 {
				name = (&dbf{Encoding: feature.GB18030}).nameOf([]byte(name))
			}
			got = append(got, name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
		if err := d.spooled.Close(); err != nil {
			t.Error(err)
		}
	}
}
