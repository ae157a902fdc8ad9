package formattest

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"waterzones/geo/format/feature"
)

// Endless repeats a text n times without holding it, and counts what was read.
type Endless struct {
	Head, Text string
	N          int
	rest       string
	block      string // many of text
	Taken      int64
}

func (e *Endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && (e.rest != "" || e.more()) {
		k := copy(p[n:], e.rest)
		n, e.rest = n+k, e.rest[k:]
	}
	e.Taken += int64(n)
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (e *Endless) more() bool {
	if e.block == "" {
		e.block = strings.Repeat(e.Text, 1+4096/len(e.Text))
	}
	switch {
	case e.Head != "":
		e.rest, e.Head = e.Head, ""
	case e.N > 0:
		k := min(e.N, len(e.block)/len(e.Text))
		e.rest, e.N = e.block[:k*len(e.Text)], e.N-k
	}
	return e.rest != ""
}

// Bounded fails if work allocates more than most bytes in all. What hangs ends
// with the time that go test gives.
func Bounded(t *testing.T, most uint64, work func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > most {
		t.Errorf("%d bytes allocated, at most %d wanted", got, most)
	}
}

// Hostile is a text made to take time or memory without end, and what is said of it.
type Hostile struct {
	Name  string
	Doc   Endless
	How   feature.Reading
	Wrong string // a part of the error; "": there is none
}

// Withstands has each text read in no more than most bytes.
func Withstands(t *testing.T, most uint64, read func(io.Reader, feature.Reading) (*feature.Source, error), cases []Hostile) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			Bounded(t, most, func() {
				if err := LastError(read(&c.Doc, c.How)); !Says(err, c.Wrong) {
					t.Errorf("got %v, want %s", err, c.Wrong)
				}
			})
		})
	}
}

// heap is the memory in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Steady is to be called after each of n steps: it wants as much memory in use
// after the last as after a tenth.
func Steady(t testing.TB, n int) (step func()) {
	count, early := 0, uint64(0)
	return func() {
		t.Helper()
		switch count++; count {
		case n / 10:
			early = heap()
		case n:
			if late := heap(); late > early+1<<20 {
				t.Errorf("%d bytes in use after a tenth, %d at the end", early, late)
			}
		}
	}
}
