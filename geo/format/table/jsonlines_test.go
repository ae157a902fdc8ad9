package table

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waterzones/geo/format/feature"
)

// TestJSONLines: members are columns, whatever their order; what is wrong with a
// line is said of it, and the next is read.
func TestJSONLines(t *testing.T) {
	const text = "\ufeff" + `{"id":"007","lon":112.850,"lat":35.5,"type":"well","deep":true}` + "\n\n" +
		`{"lat":"35.5","lon":"112.9","id":8,"note":null,"tags":["a", "b"]}` + "\r\n" +
		`{"id":9,"lon":x}` + "\n" + `{"id":9,"id":10}` + "\n" + `[1,2]` + "\n" + `{"id":1} {"id":2}` + "\n" + `{"id":11,"lon":112,"lat":"n"}` + "\n" + `{"id":12,"lon":1,"lat":2}`
	if !IsJSONLines([]byte(text)) {
		t.Fatal("not told")
	}
	src, err := ReadJSONLines(strings.NewReader(text), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	names := ""
	for _, f := range src.Fields {
		names += f.Name + " "
	}
	if names != "id lon lat type deep note tags " || !slices.Equal(src.Places, []int{1, 2}) {
		t.Errorf("columns %s, of places %v", names, src.Places)
	}
	var got []string
	for f, err := range src.Features {
		got = append(got, fmt.Sprintf("%d %v %q %v", f.Line, f.Geometry, f.Values, err))
	}
	for i, want := range []string{
		`1 [112.85 35.5] ["007" "112.850" "35.5" "well" "true" "" ""] <nil>`,
		`3 [112.9 35.5] ["8" "112.9" "35.5" "" "" "" "[\"a\",\"b\"]"] <nil>`,
		"is no JSON object", "given twice", "is no JSON object", "more than one value", "is not a number of decimal degrees",
		`9 [1 2] ["12" "1" "2" "" "" "" ""] <nil>`,
	} {
		if i >= len(got) || !strings.Contains(got[i], want) {
			t.Errorf("row %d: %s, want %s", i+1, got[min(i, len(got)-1)], want)
		}
	}
	if len(got) != 8 || src.Blank() != 1 {
		t.Errorf("%d rows, %d blank", len(got), src.Blank())
	}
}

// A member that comes late has no column: nothing of it is lost without a word.
func TestJSONLinesLateMember(t *testing.T) {
	text := strings.Repeat(`{"lon":112,"lat":35}`+"\n", 5000) + `{"lon":112,"lat":35,"kind":null}` + "\n" + `{"lon":112,"lat":35,"kind":"outfall"}` + "\n"
	src, err := ReadJSONLines(strings.NewReader(text), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range src.Features {
		if n++; (n == 5002) != (err != nil) || err != nil && !strings.Contains(err.Error(), `"kind"`) {
			t.Fatalf("row %d: %v", n, err)
		}
	}
	if n != 5002 {
		t.Errorf("%d rows", n)
	}
}

func TestIsJSONLines(t *testing.T) {
	long := strings.Repeat("[112.5,35.5],", feature.Window)[:feature.Window]
	for text, want := range map[string]bool{
		`{"a":1}`:                       true,
		"{\"a\":1}\n{\"b\":2}":          true,
		`{"a":{"b":1}}`:                 true,
		`{"geometry":{"type":"Point"}}`: true,
		`{}`:                            false,
		"{\n\"a\":1}":                   false,
		`[{"a":1}]`:                     false,
		`{"type":"Feature","geometry":null,"properties":null}`: false,
		`{"type":"Point","coordinates":[1,2]}`:                 false,
		`{"features":[` + long:                                 false,
		`{"type":"Feature","geometry":{"coordinates":[` + long: false,
		`{"geometry":{"coordinates":[` + long:                  false,
		`{"id":1,"wkt":"` + long:                               true,
	} {
		head := text[:min(len(text), feature.Window)]
		if IsJSONLines([]byte(head)) != want {
			t.Errorf("%.60s: want %v", text, want)
		}
	}
}
