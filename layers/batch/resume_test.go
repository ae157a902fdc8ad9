package batch_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers/batch"
	"waterzones/layers/rules"
)

// registers are inputs of which rows depend on rows before them: the first tells
// the system of all, quotes span lines, lines are blank.
func registers(n int) map[string]string {
	var metres, degrees, features strings.Builder
	metres.WriteString("id,X,Y\n")
	degrees.WriteString("id,lon,lat,note\n")
	for i := range n {
		x, y := 3931100.163+float64(i%100), 38363900.806+float64(i%100*100)
		if i%10 == 9 {
			x, y = y, x // not in the order of the first
		}
		fmt.Fprintf(&metres, "%d,%.3f,%.3f\n", i, x, y)
		note := []string{"a", "\"two\nlines\"", "", "\"open"}[i%4]
		fmt.Fprintf(&degrees, "%d,%.4f,35.5,%s\n%s", i, 112.39+float64(i%100)*0.004, note, strings.Repeat("\n", i%3))
		fmt.Fprintf(&features, `{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[%.4f,35.5]}}`+"\n", 112.39+float64(i%100)*0.004)
	}
	return map[string]string{"metres": metres.String(), "degrees": degrees.String(), "features": features.String()}
}

// TestFrom: from every place that a run passes another gives the rest of the
// output, byte for byte, and the same counts. A mark goes through JSON on its way.
func TestFrom(t *testing.T) {
	for _, name := range []string{"metres", "degrees", "features"} {
		for form, output := range map[string]func() batch.Output{
			"csv": func() batch.Output { return batch.CSV(true) }, "ndjson": batch.NDJSON, "geojson": batch.GeoJSON,
		} {
			t.Run(name+" "+form, func(t *testing.T) {
				rows := 6000
				if form == "ndjson" { // a whole report a row takes its time
					rows = 60
				}
				in := registers(rows)[name]
				run := func(from *batch.Mark, marks *[]string) (string, batch.Counts, int) {
					j := world(t)
					j.Defaults, j.From = rules.Said{Kind: "outfall"}, from
					j.Placer.Extent = j.Snapshot.Extent()
					j.Progress = func(m batch.Mark) {
						text, err := json.Marshal(m)
						if err != nil {
							t.Fatal(err)
						}
						*marks = append(*marks, string(text))
					}
					src, err := format.OpenStream(iotest.HalfReader(&slowly{text: in}), feature.Reading{})
					if err != nil {
						t.Fatal(err)
					}
					var out bytes.Buffer
					counts, err := j.Run(t.Context(), src, &out, output())
					if err != nil {
						t.Fatal(err)
					}
					blank := 0
					if src.Blank != nil {
						blank = src.Blank()
					}
					return out.String(), counts, blank
				}
				var marks []string
				whole, counts, blank := run(nil, &marks)
				if len(marks) < 2 || counts.Rows != rows {
					t.Fatalf("%d marks, %d rows", len(marks), counts.Rows)
				}
				const most = 10
				for i, text := range marks {
					if len(marks) > most && i%(len(marks)/most) != 0 {
						continue
					}
					from := &batch.Mark{}
					if err := json.Unmarshal([]byte(text), from); err != nil {
						t.Fatal(err)
					}
					var later []string
					rest, again, blankAgain := run(from, &later)
					if rest != whole[from.Bytes:] || !reflect.DeepEqual(again, counts) || blank != blankAgain {
						t.Fatalf("from %s: %d bytes, want %d; %+v %d, want %+v %d", text, len(rest), len(whole)-int(from.Bytes), again, blankAgain, counts, blank)
					}
				}
			})
		}
	}
}

// slowly gives few bytes at a time, so that parts are small.
type slowly struct{ text string }

func (s *slowly) Read(p []byte) (int, error) {
	n := copy(p[:min(len(p), 300)], s.text)
	if s.text = s.text[n:]; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestLimit: as many rows as asked for, also when some were there.
func TestLimit(t *testing.T) {
	in := registers(60)["degrees"]
	for _, limit := range []int{1, 7, 60, 1000} {
		j := world(t)
		j.Defaults.Kind, j.Limit = "well", limit
		counts, rows, err := runJob(t, j, in)
		if want := min(limit, 60); err != nil || counts.Rows != want || len(rows)-1 != want {
			t.Errorf("limit %d: %d rows, %d written, %v", limit, counts.Rows, len(rows)-1, err)
		}
	}
}
