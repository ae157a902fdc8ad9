package format

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func shpHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestShapefileWriter(t *testing.T) {
	shell, hole := ringAround(112, 35, 1), shpReversed(ringAround(112, 35, 0.5)) // neither winds as the format says
	fields := []Field{{"名称", TextField}, {"n", IntegerField}, {"area", RealField}, {"ok", BoolField}, {"day", DateField}}
	for _, e := range []Encoding{UTF8, GB18030} {
		var b bytes.Buffer
		w, err := newShapefileWriter(&b, Schema{Layer: `a/b: 饮用水`, CRS: 4526, Fields: fields, Encoding: e})
		if err != nil {
			t.Fatal(err)
		}
		full := map[string]any{"名称": "王台", "n": -1405.0, "area": 1234.5678901, "ok": true, "day": "2019-06-01"}
		none := map[string]any{"名称": nil, "n": nil, "area": nil, "ok": nil, "day": nil}
		features := []Feature{
			{Geometry: orb.Polygon{shell, hole}, Properties: full},
			{Geometry: orb.Polygon{shell[:4]}, Properties: none}, // not closed
			{Geometry: orb.MultiPolygon{{shell}, {shpReversed(ringAround(120, 35, 1))}}, Properties: map[string]any{"名称": "巴公", "n": 2.0, "area": 1e-7, "ok": false, "day": nil}},
			{Geometry: orb.Polygon{shell}, Values: []string{"表", "12", "0.5", "true", "2020-02-29"}},
		}
		for _, f := range features {
			if err := w.Write(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		src, got, errs := readShapefileAll(partContent("a.zip", b.Bytes()), Reading{})
		if len(errs) > 0 || src.Declared != 4526 || src.Encoding != e || !reflect.DeepEqual(src.Fields, fields) || len(src.Notes) > 0 || src.Layers[0] != "a_b_ 饮用水" {
			t.Fatalf("%v, %+v", errs, src)
		}
		wantRings := []orb.Geometry{
			orb.Polygon{shpReversed(shell), shpReversed(hole)},
			orb.Polygon{shpReversed(shell)},
			orb.MultiPolygon{{shpReversed(shell)}, {shpReversed(ringAround(120, 35, 1))}},
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
		return writeShapes(t, []Feature{{Geometry: orb.Point{1, 2}, Properties: map[string]any{"名称": "王台"}}}, Schema{})
	}
	if !bytes.Equal(write(), write()) {
		t.Error("two runs differ")
	}
}

func TestShapefileWriterEmpty(t *testing.T) {
	for _, fields := range [][]Field{nil, {{"名称", TextField}, {"day", DateField}}} {
		var b bytes.Buffer
		w, err := newShapefileWriter(&b, Schema{CRS: 4490, Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		src, got, errs := readShapefileAll(partContent("a.zip", b.Bytes()), Reading{})
		if len(got)+len(errs) > 0 || src.Declared != 4490 || len(src.Fields) != max(1, len(fields)) {
			t.Errorf("%v, %v, %+v", got, errs, src)
		}
	}
}

func TestShapefileWriterRefuses(t *testing.T) {
	point := orb.Point{112, 35}
	for _, c := range []struct {
		name  string
		f     Feature
		wrong string
	}{
		{"another family", Feature{Geometry: orb.LineString{point, {113, 35}}}, "belongs to lines in a file of points"},
		{"multipoint", Feature{Geometry: orb.MultiPoint{point}}, "belongs to multipoints in a file of points"},
		{"a collection", Feature{Geometry: orb.Collection{point}}, "no shape that a Shapefile can hold"},
		{"no geometry", Feature{}, "no shape that a Shapefile can hold"},
		{"NaN", Feature{Geometry: orb.Point{math.NaN(), 35}}, "a coordinate is void"},
		{"infinite", Feature{Geometry: orb.Point{112, math.Inf(-1)}}, "a coordinate is void"},
		{"a long text", Feature{Geometry: point, Properties: map[string]any{"名称": strings.Repeat("水", 128)}}, "is 256 bytes long, a Shapefile holds 254"},
		{"a character that GBK lacks", Feature{Geometry: point, Properties: map[string]any{"名称": "𠮷"}}, "has a character that GBK lacks"},
		{"half a number", Feature{Geometry: point, Properties: map[string]any{"n": 0.5}}, `n="0.5" is not a whole number`},
		{"no number", Feature{Geometry: point, Properties: map[string]any{"area": "many"}}, "is not a number"},
		{"NaN in a field", Feature{Geometry: point, Properties: map[string]any{"area": "NaN"}}, "is not a number"},
		{"no date", Feature{Geometry: point, Properties: map[string]any{"day": "2019年"}}, "is not a date"},
		{"no truth", Feature{Geometry: point, Properties: map[string]any{"ok": "maybe"}}, "neither true nor false"},
	} {
		var b bytes.Buffer
		w, err := newShapefileWriter(&b, Schema{Encoding: GB18030, Fields: []Field{{"名称", TextField}, {"n", IntegerField}, {"area", RealField}, {"ok", BoolField}, {"day", DateField}}})
		if err != nil {
			t.Fatal(err)
		}
		good := Feature{Geometry: point, Properties: map[string]any{"n": 1.0}}
		if err := w.Write(good); err != nil {
			t.Fatal(err)
		}
		err = w.Write(c.f)
		if _, ok := errors.AsType[*FeatureError](err); !ok || !says(err, c.wrong) {
			t.Errorf("%s: %v, want %s", c.name, err, c.wrong)
		}
		if err := errors.Join(w.Write(good), w.Close()); err != nil {
			t.Fatal(err)
		}
		if _, got, errs := readShapefileAll(partContent("a.zip", b.Bytes()), Reading{}); len(got) != 2 || len(errs) > 0 {
			t.Errorf("%s: what was refused was written: %v, %v", c.name, got, errs)
		}
	}
}

func TestShapefileWriterFull(t *testing.T) {
	point := Feature{Geometry: orb.Point{112, 35}, Properties: map[string]any{"a": "x", "b": "y"}}
	for _, c := range []struct {
		most int64
		want int // features that fit
	}{
		{shpHeader + 2*(shpRecordHeader+20), 2},
		{dbfHeader + 2*dbfDescriptor + 1 + 5*3 + 1, 0}, // 113 bytes: the main file has no room for one
		{200, 3},
	} {
		w, err := newShapefileWriter(&bytes.Buffer{}, Schema{Fields: []Field{{"a", TextField}, {"b", TextField}}})
		if err != nil {
			t.Fatal(err)
		}
		w.(*shapefileWriter).most = c.most
		got := 0
		for err = w.Write(point); err == nil; err = w.Write(point) {
			got++
		}
		if e, ok := errors.AsType[*Error](err); !ok || !e.TooLarge || !says(err, "longer than 2 GB") || got != c.want {
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
		e     Encoding
		given []string
		want  []string
		wrong string
	}{
		{UTF8, given, []string{"保护区", "保护_2", "approved_a", "approved_2", "APPROVED_3", "field", "a_b", "𠮷"}, ""},
		{GB18030, given[:7], []string{"保护区级别", "保护区级_2", "approved_a", "approved_2", "APPROVED_3", "field", "a_b"}, ""},
		{GB18030, given, nil, "cannot be written in GBK"},
		{UTF16LE, nil, nil, "in UTF-8 or in GBK"},
		{UTF8, make([]string, 256), nil, "more than 255 fields"},
	} {
		var fields []Field
		for _, name := range c.given {
			fields = append(fields, Field{name, TextField})
		}
		d, err := newDBFWriter(Schema{Fields: fields, Encoding: c.e})
		if !says(err, c.wrong) {
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
			if c.e == GB18030 {
				name = (&dbf{Encoding: GB18030}).nameOf([]byte(name))
			}
			got = append(got, name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
		d.spooled.discard()
	}
}
