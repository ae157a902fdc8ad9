package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"waterzones/layers/batch"
)

// progress is a line on a terminal that says how far a batch is; nil where nobody
// looks.
type progress struct {
	w     io.Writer
	meter *meter
	last  time.Time
	began time.Time // when it was first told how far the batch is,
	rows  int       // which was so many rows: those of an earlier run that it goes on with are no work of this one
	share float64   // and so much of the input
}

// progressEvery is how often the line changes.
const progressEvery = 200 * time.Millisecond

func newProgress(w io.Writer, m *meter) *progress {
	if f, ok := w.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return &progress{w: w, meter: m}
}

// passed is for batch.Job.Progress.
func (p *progress) passed(m batch.Mark) {
	now := time.Now()
	if p == nil || now.Sub(p.last) < progressEvery {
		return
	}
	if p.last = now; p.began.IsZero() {
		p.began, p.rows, p.share = now, m.Counts.Rows, p.meter.share()
		return
	}
	fmt.Fprint(p.w, "\r\x1b[K"+p.line(m.Counts.Rows, now.Sub(p.began)))
}

// line says the rows, the rate and, where the size of the input is known, how much
// of it was read and how long the rest takes at that rate.
func (p *progress) line(rows int, took time.Duration) string {
	text := fmt.Sprintf("核查 / screening: %d 行 rows, %.0f/s", rows, float64(rows-p.rows)/max(took.Seconds(), 1e-3))
	share := p.meter.share()
	if share <= p.share {
		return text
	}
	left := time.Duration(float64(took) * (1 - share) / (share - p.share))
	return text + fmt.Sprintf(", %.0f%%, 还需 left %s", 100*share, left.Round(time.Second))
}

// end clears the line.
func (p *progress) end() {
	if p != nil && !p.last.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// meter knows how much of the input files was read.
type meter struct {
	total int64        // bytes of all files; 0: not known
	at    atomic.Int64 // in all of them, one after the other
}

// share is from 0 to 1.
func (m *meter) share() float64 {
	if m.total == 0 {
		return 0
	}
	return min(1, float64(m.at.Load())/float64(m.total))
}

// metered is a file whose reading is measured. What looks at it before it is read
// in order moves the meter too, and reading moves it back.
type metered struct {
	io.ReaderAt
	meter *meter
	begin int64
}

func (m *metered) ReadAt(p []byte, at int64) (int, error) {
	n, err := m.ReaderAt.ReadAt(p, at)
	m.meter.at.Store(m.begin + at + int64(n))
	return n, err
}
