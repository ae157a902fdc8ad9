package index

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

func TestCellsDoNotDependOnWorkers(t *testing.T) {
	zones := zoo(1)
	for _, points := range []int{0, 100, 20_000} {
		want := buildFor(t, zones, Options{Points: points}).AppendTo(nil)
		for _, workers := range []int{1, 2, 7} {
			if got := buildFor(t, zones, Options{points, workers}).AppendTo(nil); !bytes.Equal(got, want) {
				t.Errorf("%d points: other cells by %d workers", points, workers)
			}
		}
	}
}

func TestReadCellsAnswersAsSaved(t *testing.T) {
	for name, zones := range map[string][]orb.MultiPolygon{"zoo": zoo(1), "nothing": nil, "empty": {nil, {}}} {
		c := build(t, zones)
		points := []orb.Point{{112.5, 35.5}}
		if len(c.vertices) > 0 {
			points = trying(rand.New(rand.NewPCG(1, 20)), c, 20_000)
		}
		room := []byte("before")
		saved := c.AppendTo(room)[len(room):]
		read, err := ReadCells(saved)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		clear(saved)
		var want, got Hits
		c.Locate(points, &want)
		read.Locate(points, &got)
		if !slices.Equal(got.List, want.List) || !slices.Equal(got.Start, want.Start) {
			t.Errorf("%s: other hits after reading", name)
		}
	}
}

func TestReadNoticesDamage(t *testing.T) {
	whole := build(t, newCity(1, orb.Point{112, 35}, 0.01)).AppendTo(nil)
	r := rand.New(rand.NewPCG(1, 21))
	for range 300 {
		data := slices.Clone(whole)
		switch i := r.IntN(len(data)); r.IntN(4) {
		case 0:
			data[i] ^= 1 << r.IntN(8)
		case 1:
			data = data[:i]
		case 2:
			data = append(data, data[i:]...)
		case 3:
			k := r.IntN(len(data))
			if data[i] == data[k] {
				continue
			}
			data[i], data[k] = data[k], data[i]
		}
		if _, err := ReadCells(data); !errors.Is(err, ErrDamaged) {
			t.Fatalf("damaged cells were read: %v", err)
		}
	}
	if _, err := ReadCells(nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("nothing: %v", err)
	}
}

// oneSaved is what several goroutines make alike.
func oneSaved(tb testing.TB, build func(o Options) *Bands) []byte {
	tb.Helper()
	one := build(Options{}).AppendTo(nil)
	for _, workers := range []int{2, 5} {
		if !bytes.Equal(build(Options{Workers: workers}).AppendTo(nil), one) {
			tb.Errorf("%d workers make something else", workers)
		}
	}
	return one
}

func TestReadBandsAnswersAsSaved(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 22))
	areas, bandM := world(r, orb.Point{112, 35}, 0.1, 0, 1, 30, 3000, 30_000)
	points := besides(r, areas, bandM, bandPoints)
	saved := oneSaved(t, func(o Options) *Bands { return newBands(t, areas, bandM, o) })
	b, err := ReadBands(saved)
	if err != nil {
		t.Fatal(err)
	}
	sameBands(t, b, areas, bandM, points)
	if _, err := ReadBands(saved[:len(saved)-1]); !errors.Is(err, ErrDamaged) {
		t.Errorf("short by a byte: %v", err)
	}
	if _, err := ReadCells(saved); !errors.Is(err, ErrDamaged) {
		t.Errorf("bands read as cells: %v", err)
	}
}

// What holds nothing can be kept as well.
func TestReadNothing(t *testing.T) {
	if b, err := ReadBands((&Bands{}).AppendTo(nil)); err != nil || b.count != 0 {
		t.Errorf("no bands: %v", err)
	}
}

// FuzzReadCells and FuzzReadBands read anything, and anything under right
// checksums: that may fail, but takes no more memory than there is data, by and
// large.
func FuzzReadCells(f *testing.F) {
	fuzzRead(f, build(f, fewAreas()).AppendTo(nil), func(data []byte) error {
		c, err := ReadCells(data)
		if err == nil && c.Bytes() > len(data) {
			return errTooMuch
		}
		return nil
	})
}

func FuzzReadBands(f *testing.F) {
	fuzzRead(f, newBands(f, fewAreas(), []float64{1, 2000}, Options{}).AppendTo(nil), func(data []byte) error {
		b, err := ReadBands(data)
		if err == nil && len(b.vertices)+len(b.areas) > len(data) {
			return errTooMuch
		}
		return nil
	})
}

var errTooMuch = errors.New("more than there is data")

func fewAreas() []orb.MultiPolygon {
	return []orb.MultiPolygon{{{{{112, 35}, {113, 35}, {113, 36}}}}, {{{{112, 35}}}, {{{112, 35}, {113, 35}}, {}}}}
}

func fuzzRead(f *testing.F, whole []byte, read func(data []byte) error) {
	f.Helper()
	f.Add(whole)
	f.Add(whole[:len(whole)-sumBytes])
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, data := range [][]byte{data, append(slices.Clip(data), sums(data)...)} {
			if err := read(data); err != nil {
				t.Error(err)
			}
		}
	})
}
