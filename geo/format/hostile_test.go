package format

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// endless repeats a text n times without holding it, and counts what was read.
type endless struct {
	head, text string
	n          int
	rest       string
	block      string // many of text
	read       int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if e.rest == "" {
			if e.head != "" {
				e.rest, e.head = e.head, ""
			} else if e.n > 0 {
				if e.block == "" {
					e.block = strings.Repeat(e.text, 1+4096/len(e.text))
				}
				k := min(e.n, len(e.block)/len(e.text))
				e.rest, e.n = e.block[:k*len(e.text)], e.n-k
			} else if n == 0 {
				return 0, io.EOF
			} else {
				break
			}
		}
		k := copy(p[n:], e.rest)
		n, e.rest = n+k, e.rest[k:]
	}
	e.read += int64(n)
	return n, nil
}

// bounded fails if work allocates more than most bytes in all, or hangs.
func bounded(t *testing.T, most uint64, work func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	work()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > most {
		t.Errorf("%d bytes allocated, at most %d wanted", got, most)
	}
	// Ten times what the race detector needs on a busy machine.
	if took > 60*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestReadFeaturesHostile(t *testing.T) {
	const polygon = `{"type":"Polygon","coordinates":`
	point := `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]}},`
	for _, c := range []struct {
		name     string
		doc      endless
		wrong    string
		tooLarge bool
		read     int64 // bytes at most
	}{
		{"brackets", endless{head: polygon, text: "[", n: 1e6}, "nested too deeply", false, 1 << 17},
		{"brackets in properties", endless{head: `{"properties":{"a":`, text: "[", n: 1e6}, "nested deeper than 32", true, 1 << 17},
		{"braces", endless{text: `{"a":`, n: 1e6}, "nested deeper than 32", true, 1 << 17},
		{"collections", endless{text: `{"type":"GeometryCollection","geometries":[`, n: 1e6}, "nested deeper than 32", true, 1 << 17},
		{"five million vertices", endless{head: polygon + "[[[0,0]", text: ",[112.5,35.5]", n: 5e6}, "more than 50000 vertices", true, 1 << 20},
		{"five million rings", endless{head: polygon + "[[[0,0]]", text: ",[[112.5,35.5]]", n: 5e6}, "more than 50000 vertices", true, 1 << 20},
		{"vertices over many parts", endless{head: `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}`, text: `,{"type":"Point","coordinates":[1,2]}`, n: 1e6}, "more than 50000 vertices", true, 3 << 20},
		{"50 MB of white space", endless{text: " ", n: 50e6}, "more than 8388608 bytes", true, 9 << 20},
		{"50 MB string", endless{head: `{"type":"`, text: "x", n: 50e6}, "a string longer than 1 MiB", true, 2 << 20},
		{"50 MB key", endless{head: `{"`, text: "x", n: 50e6}, "a string longer than 1 MiB", true, 2 << 20},
		{"50 MB of escapes", endless{head: `{"`, text: `\n`, n: 25e6}, "a string longer than 1 MiB", true, 2 << 20},
		{"50 MB number", endless{head: `{"type":"Point","coordinates":[1`, text: "0", n: 50e6}, "a number of more than 320 digits", false, 1 << 17},
		{"50 MB of properties", endless{head: `{"properties":{"a":[0`, text: ",0", n: 25e6}, "properties longer than 1 MiB", true, 2 << 20},
		{"50 MB of foreign members", endless{head: `{"a":[0`, text: ",0", n: 25e6}, "more than 8388608 bytes", true, 9 << 20},
		{"a million features", endless{head: `{"features":[`, text: point, n: 1e6}, "more than 10000 features", true, 1 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			var last error
			bounded(t, 32<<20, func() {
				for _, err := range ReadFeatures(&c.doc, Limits{}) {
					last = err
				}
			})
			var e *Error
			if !errors.As(last, &e) || !says(last, c.wrong) || e.TooLarge != c.tooLarge {
				t.Errorf("got %v, want %s", last, c.wrong)
			}
			if c.doc.read > c.read {
				t.Errorf("read %d bytes, at most %d wanted", c.doc.read, c.read)
			}
		})
	}
}

func TestCSVHostile(t *testing.T) {
	wide := strings.Repeat("c,", 4000) + "c\n"
	for _, c := range []struct {
		name           string
		doc            endless
		rows, rejected int
		most           uint64
	}{
		{"a line of 100 MB", endless{head: "id,lon\n1,", text: "x", n: 100e6}, 1, 1, 8 << 20},
		{"a quoted line of 100 MB", endless{head: "id,lon\n1,\"", text: "x", n: 100e6}, 1, 1, 8 << 20},
		{"100 MB of spaces", endless{head: "id,lon\n", text: " ", n: 100e6}, 1, 1, 8 << 20},
		{"2 MB of blank lines", endless{head: "id,lon\n", text: "\n", n: 2e6}, 0, 0, 8 << 20},
		{"half a million columns", endless{head: "id,lon\n", text: ",", n: 500_000}, 1, 1, 32 << 20},
		{"every line an open quote", endless{head: "id,lon\n", text: "\"x\n", n: 200_000}, 200_000, 200_000, 64 << 20},
		{"every line closes one quote and opens another", endless{head: wide, text: "x\",\"y\n", n: 50_000}, 50_000, 50_000, 1 << 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, rejected := 0, 0
			var last error
			bounded(t, c.most, func() {
				r := NewCSV(&c.doc, CSVOptions{})
				for {
					var rec Record
					if rec, last = r.Next(); last != nil {
						return
					}
					if rows++; rec.Err != nil {
						rejected++
					}
				}
			})
			if last != io.EOF || rows != c.rows || rejected != c.rejected {
				t.Errorf("%d rows, %d rejected, %v; want %d, %d", rows, rejected, last, c.rows, c.rejected)
			}
		})
	}
}

func TestDecodeHostile(t *testing.T) {
	for _, c := range []struct {
		name string
		doc  endless
	}{
		{"one line of ASCII", endless{text: "x", n: 20e6}},
		{"one line of GBK", endless{text: gbk("井"), n: 10e6}},
	} {
		t.Run(c.name, func(t *testing.T) {
			bounded(t, 32<<20, func() {
				r, _, err := Decode(&c.doc, Auto)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, r); err != nil {
					t.Fatal(err)
				}
			})
			if c.doc.read != 20e6 {
				t.Errorf("read %d bytes", c.doc.read)
			}
		})
	}
}
