package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/paulmach/orb"
)

// rows are more and more rows of a city's wells, made while they are read: memory
// should not grow, nor the time of a row.
func (b *bench) rows(ctx context.Context) error {
	seed := b.seeds[0]
	zones := b.path("rows.geojson")
	if err := writeGeoJSON(zones, nation(seed, 1, b.detail)); err != nil {
		return err
	}
	var million cost
	for n := b.points; n <= b.most; n *= 10 {
		c, err := b.stream(ctx, zones, wells{seed, n, []orb.Bound{square()}})
		r := result{What: fmt.Sprintf("screen --zones city.geojson -, %d rows", n), Seed: seed, Ours: c}
		if err != nil {
			r.Err = err.Error()
		}
		if n == b.points {
			million = c
		}
		r.Note = fmt.Sprintf("%.0f rows/s, memory %.2f × that of %d rows", float64(n)/c.Seconds, c.PeakMB/million.PeakMB, b.points)
		b.note(r)
	}
	return nil
}

// stream feeds the wells into our program; their making is part of the time.
func (b *bench) stream(ctx context.Context, zones string, s wells) (cost, error) {
	ctx, cancel := within(ctx, b.limit*time.Duration(max(1, s.n/1_000_000)))
	defer cancel()
	in, out := io.Pipe()
	go func() {
		w := bufio.NewWriterSize(out, 1<<20)
		err := s.writeTo(w)
		if err == nil {
			err = w.Flush()
		}
		_ = out.CloseWithError(err) // nil is the end of the stream
	}()
	defer func() { _ = in.Close() }() // so that the writer ends, too
	return run(ctx, in, b.program, "screen", "--zones", zones, "-o", os.DevNull, "-")
}
