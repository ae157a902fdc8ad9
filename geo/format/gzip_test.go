package format

import (
	"bytes"
	"compress/gzip"
	"slices"
	"testing"

	"waterzones/geo/format/feature"
)

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestOpenGzip: a file of any format is the same when it is packed.
func TestOpenGzip(t *testing.T) {
	for _, sample := range sampleFiles(t) {
		if sample.features < 0 {
			continue
		}
		for how, open := range openings([]byte(gzipped(t, string(sample.data))), feature.Reading{}) {
			src, err := open()
			if err != nil || src.Kind != sample.kind || src.Encoding != sample.encoding {
				t.Errorf("%s, %s: %+v, %v", sample.name, how, src, err)
				continue
			}
			n := 0
			for _, err := range src.Features {
				if n++; err != nil {
					t.Errorf("%s, %s: %v", sample.name, how, err)
				}
			}
			if err := src.Close(); n != sample.features || err != nil {
				t.Errorf("%s, %s: %d features, want %d; %v", sample.name, how, n, sample.features, err)
			}
		}
	}
}

// TestJoin: several tables are one, by rows and by blocks, and each row knows its
// file; what does not fit is refused.
func TestJoin(t *testing.T) {
	join := func(texts ...string) (*feature.Source, error) {
		var sources []*feature.Source
		for _, text := range texts {
			src, err := OpenStream(bytes.NewReader([]byte(text)), feature.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, src)
		}
		return feature.Join(sources, []string{"a.csv", "b.csv", "c.csv"}[:len(texts)])
	}
	texts := []string{"id,lon,lat\n1,112,35\n\n2,x,35\n", "id,lon,lat\n", "id,lon,lat\n3,112,35\n4,\"1\n5,112,35"}
	want := []string{"1 a.csv 第 2 行 / line 2", "2 a.csv 第 4 行 / line 4", "3 c.csv 第 2 行 / line 2", `4,"1 c.csv 第 3 行 / line 3`, "5 c.csv 第 4 行 / line 4"}
	src, err := join(texts...)
	if err != nil {
		t.Fatal(err)
	}
	var byRow, byBlock []string
	for f, err := range src.Features {
		byRow = append(byRow, f.Values[0]+" "+placeOf(f, err))
	}
	if !slices.Equal(byRow, want) || src.Blank() != 1 {
		t.Errorf("got %q, %d blank", byRow, src.Blank())
	}
	if src, err = join(texts...); err != nil {
		t.Fatal(err)
	}
	for {
		block, err := src.Rows.Next()
		if err != nil {
			break
		}
		for row := range src.Rows.Split(block) {
			f, err := src.Rows.Feature(row)
			byBlock = append(byBlock, f.Values[0]+" "+placeOf(f, err))
		}
	}
	if !slices.Equal(byBlock, want) || src.Blank() != 1 {
		t.Errorf("by blocks: got %q, %d blank", byBlock, src.Blank())
	}
	for _, other := range []string{"id,lat,lon\n1,35,112\n", "id,lon,lat,x\n1,112,35,1\n", `{"type":"Point","coordinates":[1,2]}`} {
		if _, err := join(texts[0], other); err == nil {
			t.Errorf("%q is joined", other)
		}
	}
}

// placeOf is where a row is said to be; an error must say the same.
func placeOf(f feature.Feature, err error) string {
	wrong, ok := err.(*feature.FeatureError)
	if ok && wrong.Place != f.Place {
		return wrong.Place + " ≠ " + f.Place
	}
	return f.Place
}
