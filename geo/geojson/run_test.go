package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"waterzones/geo/format/feature"
)

// What is read fast is what encoding/json reads of the same text, and where the
// window ends makes no difference, to an error neither.
func TestRun(t *testing.T) {
	number := rapid.OneOf(
		rapid.Map(rapid.Float64Range(-180, 180), func(v float64) string { return fmt.Sprint(v) }),
		rapid.Map(rapid.Float64Range(-90, 90), func(v float64) string { return fmt.Sprintf("%.*f", int(v*1e6)&15, v) }),
		rapid.SampledFrom([]string{"0", "-0", "1e1", "1.5E-3", "12.0000000000000000000001", "01", "1.", "+1", "-", "181", "x", ""}),
	)
	blank := rapid.SampledFrom([]string{"", "", "", " ", "\n\t", "\r\n  "})
	rapid.Check(t, func(t *rapid.T) {
		position := func() string {
			numbers := rapid.SliceOfN(number, 2, 2+rapid.IntRange(0, 3).Draw(t, "more")/3*2).Draw(t, "numbers")
			for j := range numbers {
				numbers[j] = blank.Draw(t, "before") + numbers[j] + blank.Draw(t, "after")
			}
			return blank.Draw(t, "before") + "[" + strings.Join(numbers, ",") + "]" + blank.Draw(t, "after")
		}
		var positions []string
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			positions = append(positions, position())
		}
		text := `{"type":"MultiPoint","coordinates":[` + strings.Join(positions, ",") + `]}`
		got, err := ReadFeature(strings.NewReader(text), feature.Limits{})
		slow, slowErr := ReadFeature(iotest.OneByteReader(strings.NewReader(text)), feature.Limits{})
		if fmt.Sprint(got, err) != fmt.Sprint(slow, slowErr) {
			t.Fatalf("%s: %v, %v; by bytes %v, %v", text, got, err, slow, slowErr)
		}
		if err != nil {
			return
		}
		var want struct{ Coordinates [][]float64 }
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(text, err)
		}
		points, ok := got.Geometry.(orb.MultiPoint)
		if !ok || len(points) != len(want.Coordinates) {
			t.Fatalf("%s: %v", text, got.Geometry)
		}
		for i, p := range points {
			if p != (orb.Point{want.Coordinates[i][0], want.Coordinates[i][1]}) {
				t.Fatalf("%s: %v, want %v", text, p, want.Coordinates[i])
			}
		}
	})
}

// The vertex that is too many is the same one, wherever the window ends.
func TestRunLimits(t *testing.T) {
	text := `{"type":"LineString","coordinates":[` + strings.Repeat("[1,2],", 9999) + "[1,2]]}"
	for most, wrong := range map[int]string{10_000: "", 9_999: "coordinates[9999]: 顶点超过 9999 个", 1: "coordinates[1]: 顶点超过 1 个"} {
		for _, size := range []int{1, 7, 1 << 20} {
			_, err := ReadFeature(iotest.DataErrReader(&cut{text: []byte(text), size: size}), feature.Limits{Vertices: most})
			if wrong == "" != (err == nil) || err != nil && !strings.HasPrefix(err.Error(), wrong) {
				t.Errorf("%d vertices, by %d: %v, want %s", most, size, err, wrong)
			}
		}
	}
}

// cut hands out a text in pieces of a size.
type cut struct {
	text []byte
	size int
}

func (c *cut) Read(p []byte) (int, error) {
	n, err := bytes.NewReader(c.text[:min(c.size, len(c.text))]).Read(p)
	c.text = c.text[n:]
	return n, err
}
