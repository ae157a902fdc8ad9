package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/formattest"
)

// read is a table as it is told by its features, and as by its rows.
type read struct {
	rows []string // of each: the feature, its error
	end  string   // the error that ended it
	sum  string   // blank lines
}

func (r *read) add(f feature.Feature, err error) {
	r.rows = append(r.rows, fmt.Sprintf("%q %v %q %x line %d %q: %v", f.Values, f.Geometry, f.Pair, math.Float64bits(f.PrecisionM), f.Line, f.CRS, err))
}

func byFeatures(src *feature.Source) (r read) {
	for f, err := range src.Features {
		if err != nil && !feature.IsFeatureError(err) {
			r.end = err.Error()
			break
		}
		r.add(f, err)
	}
	r.sum = fmt.Sprint(src.Blank())
	return r
}

func byRows(t interface{ Fatalf(string, ...any) }, src *feature.Source) (r read) {
	for {
		block, err := src.Rows.Next()
		if err != nil {
			if err != io.EOF {
				r.end = err.Error()
			}
			r.sum = fmt.Sprint(src.Blank())
			return r
		}
		for row := range src.Rows.Split(block) {
			f, err := src.Rows.Feature(row)
			r.add(f, err)
			p, precision, plain := src.Rows.Degrees(row)
			if plain && (f.Geometry != p || f.PrecisionM != precision || err != nil) {
				t.Fatalf("row %d: %v ± %v m, the feature has %v ± %v m, %v", row.Line, p, precision, f.Geometry, f.PrecisionM, err)
			}
			if !plain && f.Geometry != nil && src.Rows.Lon >= 0 {
				t.Fatalf("row %d has %v, which was not told", row.Line, f.Geometry)
			}
		}
		src.Rows.Recycle(block)
	}
}

// compare holds rows to features, of a text read at once, by halves and by bytes.
func compare(t interface {
	Fatalf(string, ...any)
	Helper()
}, text []byte, maxLine int, how feature.Reading,
) {
	t.Helper()
	open := func(r io.Reader) (*feature.Source, error) { return readCSV(r, CSVOptions{MaxLine: maxLine}, how) }
	src, err := open(bytes.NewReader(text))
	if err != nil {
		return
	}
	want := byFeatures(src)
	for name, r := range map[string]io.Reader{
		"at once": bytes.NewReader(text), "by halves": iotest.HalfReader(bytes.NewReader(text)),
		"by bytes": iotest.OneByteReader(bytes.NewReader(text)), "with its end": iotest.DataErrReader(bytes.NewReader(text)),
	} {
		src, err := open(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := byRows(t, src); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%q, %s: got\n%s\n%s, %s blank; want\n%s\n%s, %s blank", text, name,
				strings.Join(got.rows, "\n"), got.end, got.sum, strings.Join(want.rows, "\n"), want.end, want.sum)
		}
	}
}

// The rows of blocks are those of CSV.Next, in every case that it has.
func TestRows(t *testing.T) {
	for _, pattern := range []string{"testdata/csv/*.csv", "testdata/table/*.csv"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, how := range []feature.Reading{{}, {Lon: "lon", Lat: "lat"}, {Packed: true}} {
				compare(t, text, 0, how)
			}
			// Whatever the table is of, its first columns are a place.
			compare(t, append([]byte("lon,lat,a\n"), text...), 0, feature.Reading{})
		}
	}
}

func TestRowsRandom(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		",", ",", ",", "\n", "\n", "\r\n", "\r", `"`, `""`, `"a"`, `"a,b"`, "\"a\nb\"", " ", "112.85", "35.5", "1e2", "０.5", "-0", "181", "水", "\xff", "112°51′", ";", "\t",
	})
	rapid.Check(t, func(t *rapid.T) {
		head := rapid.SampledFrom([]string{"lon,lat\n", "lon,lat,name\r\n", "name;lat;lon\n", "\n lon\tlat \n", "wkt,name\n", "x,y\n", "lon,lat,crs\n"}).Draw(t, "head")
		var text strings.Builder
		text.WriteString(head)
		for range rapid.IntRange(0, 12).Draw(t, "lines") {
			if rapid.Bool().Draw(t, "plain") {
				fmt.Fprintf(&text, "%.*f,%.*f,a\n", rapid.IntRange(0, 16).Draw(t, "decimals"), rapid.Float64Range(-200, 200).Draw(t, "lon"), 5, rapid.Float64Range(-95, 95).Draw(t, "lat"))
			} else {
				text.WriteString(strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), ""))
			}
		}
		compare(t, []byte(text.String()), rapid.SampledFrom([]int{0, 0, 12, 40}).Draw(t, "longest"), feature.Reading{})
	})
}

// Quotes that stay open make what a row is depend on all before it, as far as
// CSV looks ahead, and on how much it did so in vain.
func TestRowsQuoted(t *testing.T) {
	if testing.Short() {
		t.Skip("long, in one goroutine; -short leaves it out, make test does not")
	}
	lines := strings.Repeat("1,2,\"a\nb\"\n", 3000)
	for _, text := range []string{
		"lon,lat,n\n" + lines,
		"lon,lat,n\n" + strings.Repeat("1,2,x\n", 100_000) + lines,
		"lon,lat,n\n1,2,\"" + strings.Repeat("y\n", 40_000) + "\"\n" + lines,
		"lon,lat,n\n1,2,\"" + strings.Repeat("y\n", 30_000) + "\"\n" + lines,
		"lon,lat,n\n" + strings.Repeat("1,2,\"x\n", 3000),
		"lon,lat,n\n" + strings.Repeat("1,2,\"x, \"\"y\"\"\"\n", 30_000) + "1,2,\"z",
		"lon,lat,n\n1,2," + strings.Repeat("x", 2<<20) + "\n3,4,5\n1,2," + strings.Repeat("x", 2<<20),
		strings.Repeat("\n", 300_000) + "lon,lat,n\n" + strings.Repeat("\n \n", 200_000) + "1,2,3",
	} {
		for _, r := range []io.Reader{strings.NewReader(text), iotest.HalfReader(strings.NewReader(text))} {
			src, err := ReadCSV(strings.NewReader(text), feature.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			want := byFeatures(src)
			if src, err = ReadCSV(r, feature.Reading{}); err != nil {
				t.Fatal(err)
			}
			got := byRows(t, src)
			if len(got.rows) != len(want.rows) || got.sum != want.sum || got.end != want.end {
				t.Fatalf("%.40q: %d rows, %s blank, %s; want %d, %s, %s", text, len(got.rows), got.sum, got.end, len(want.rows), want.sum, want.end)
			}
			for i := range got.rows {
				if got.rows[i] != want.rows[i] {
					t.Fatalf("%.40q: got %.200s, want %.200s", text, got.rows[i], want.rows[i])
				}
			}
		}
	}
}

// What comes before an error of the reader is given out, and then the error.
func TestRowsErrorOfReader(t *testing.T) {
	broken := errors.New("broken pipe")
	src, err := ReadCSV(io.MultiReader(strings.NewReader("lon,lat\n1,2\n3,4\n5,"), iotest.ErrReader(broken)), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if got := byRows(t, src); len(got.rows) != 2 || got.end != "broken pipe" {
		t.Errorf("%+v", got)
	}
	if _, err := src.Rows.Next(); err != broken {
		t.Errorf("asked again: %v", err)
	}
}

// A stream's first rows come before the next ones are sent.
func TestRowsOfStream(t *testing.T) {
	r, w := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		_, err := io.WriteString(w, "lon,lat\n1,2\n3,4\n")
		sent <- err
	}()
	src, err := ReadCSV(r, feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	block, err := src.Rows.Next()
	if err != nil || string(block.Text) != "1,2\n3,4\n" || block.Line != 2 {
		t.Fatalf("%+v, %v", block, err)
	}
	if err := errors.Join(<-sent, w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := src.Rows.Next(); err != io.EOF {
		t.Error(err)
	}
}

// Blocks are split at the same time by several goroutines, and used again.
func TestRowsParallel(t *testing.T) {
	const n = 200_000
	text := "lon,lat,name\n" + strings.Repeat("112.851234,35.502345,水井\n112.5,35.25,\"a,b\"\n", n/2)
	src, err := ReadCSV(strings.NewReader(text), feature.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	queue, counts := make(chan *feature.Block), make(chan int, 4)
	var workers sync.WaitGroup
	for range cap(counts) {
		workers.Go(func() {
			count := 0
			for block := range queue {
				for row := range src.Rows.Split(block) {
					if _, _, plain := src.Rows.Degrees(row); plain && len(row.Fields) == 3 {
						count++
					}
				}
				src.Rows.Recycle(block)
			}
			counts <- count
		})
	}
	for {
		block, err := src.Rows.Next()
		if err != nil {
			break
		}
		queue <- block
	}
	close(queue)
	workers.Wait()
	sum := 0
	for range cap(counts) {
		sum += <-counts
	}
	if sum != n {
		t.Errorf("%d rows of %d", sum, n)
	}
}

// A row costs no memory: what is allocated does not grow with their number.
func TestRowsAllocate(t *testing.T) {
	text := "lon,lat,name\n" + strings.Repeat("112.851234,35.502345,水井\n112.5,35.25,\"a,b\"\n", 100_000)
	formattest.Bounded(t, 4<<20, func() {
		src, err := ReadCSV(strings.NewReader(text), feature.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		for block, err := src.Rows.Next(); err == nil; block, err = src.Rows.Next() {
			for row := range src.Rows.Split(block) {
				_, _, _ = src.Rows.Degrees(row)
			}
			src.Rows.Recycle(block)
		}
	})
}

// Degrees is ParseDegrees.
func TestDegrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(
			rapid.Map(rapid.Float64(), func(v float64) string { return fmt.Sprint(v) }),
			rapid.Map(rapid.Float64Range(-181, 181), func(v float64) string { return fmt.Sprintf(" %.12f", v)[rapidBit(v):] }),
			rapid.StringOf(rapid.SampledFrom([]rune("0123456789.-+eE １２．　xN"))),
			rapid.SampledFrom([]string{"180", "180.0000000000000001", "90", "-90.00000000000001", "nan", "0x1", "1_0", ""}),
		).Draw(t, "cell")
		for _, bound := range []float64{90, 180} {
			v, ok := Degrees([]byte(cell), bound)
			want, wrong := ParseDegrees("", cell, bound)
			if ok != (wrong == nil) || ok && math.Float64bits(v) != math.Float64bits(want) {
				t.Fatalf("%q in %v: %v, %v; want %v, %v", cell, bound, v, ok, want, wrong)
			}
		}
	})
}

func rapidBit(v float64) int { return int(math.Float64bits(v) & 1) }

func FuzzRows(f *testing.F) {
	paths, _ := filepath.Glob("testdata/csv/*.csv")
	for _, path := range paths {
		if text, err := os.ReadFile(path); err == nil && len(text) < 1<<16 {
			f.Add(text)
		}
	}
	f.Add([]byte("lon,lat\n1,2\n\"3\",\"4\n5,6\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) { compare(t, text, 50, feature.Reading{}) })
}

// The sequential part, and the whole of it on one core.
func BenchmarkRows(b *testing.B) {
	text := []byte("id,name,lon,lat,kind\n" + strings.Repeat("0012345,Wangtai,112.851234,35.502345,well\n", 200_000))
	for name, each := range map[string]func(*feature.Rows, *feature.Block){
		"next": func(*feature.Rows, *feature.Block) {},
		"split": func(rows *feature.Rows, block *feature.Block) {
			for row := range rows.Split(block) {
				_ = row
			}
		},
		"degrees": func(rows *feature.Rows, block *feature.Block) {
			for row := range rows.Split(block) {
				_, _, _ = rows.Degrees(row)
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				src, err := ReadCSV(bytes.NewReader(text), feature.Reading{})
				if err != nil {
					b.Fatal(err)
				}
				for block, err := src.Rows.Next(); err == nil; block, err = src.Rows.Next() {
					each(src.Rows, block)
					src.Rows.Recycle(block)
				}
			}
		})
	}
}
