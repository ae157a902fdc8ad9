package formattest

import (
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
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
	for n < len(p) {
		if e.rest == "" {
			if e.Head != "" {
				e.rest, e.Head = e.Head, ""
			} else if e.N > 0 {
				if e.block == "" {
					e.block = strings.Repeat(e.Text, 1+4096/len(e.Text))
				}
				k := min(e.N, len(e.block)/len(e.Text))
				e.rest, e.N = e.block[:k*len(e.Text)], e.N-k
			} else if n == 0 {
				return 0, io.EOF
			} else {
				break
			}
		}
		k := copy(p[n:], e.rest)
		n, e.rest = n+k, e.rest[k:]
	}
	e.Taken += int64(n)
	return n, nil
}

// Bounded fails if work allocates more than most bytes in all, or hangs.
func Bounded(t *testing.T, most uint64, work func()) {
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

// Heap is the memory in use after a collection.
func Heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
