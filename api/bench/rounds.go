package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// measured is one round of one target.
type measured struct {
	Rate float64       `json:"per_second"`
	CPU  time.Duration `json:"cpu_ns,omitempty"` // of the server, per request
	P50  time.Duration `json:"p50_ns"`
	P99  time.Duration `json:"p99_ns"`
	Size int           `json:"bytes"` // of a mean answer
}

// round measures our server, and what it is compared with right after.
type round func(number int) (ours, rival measured, err error)

// measure is one target, and what answering took the server.
func measure(s *server, t target, p pace) (m measured, err error) {
	before, err := s.cpu()
	if err != nil {
		return m, err
	}
	a, err := load(t, p)
	if err != nil {
		return m, err
	}
	after, err := s.cpu()
	n := len(a.times)
	return measured{a.rate(), (after - before) / time.Duration(n), a.percentile(50), a.percentile(99), a.bytes / n}, err
}

// points are requests for places by chance in Jincheng.
func (b *bench) points(number int, more string) target {
	r := rand.New(rand.NewPCG(uint64(number), 1))
	t := target{addr: b.ours.addr}
	for range 256 {
		t.requests = append(t.requests, get(t.addr, fmt.Sprintf("/screenings?lon=%.6f&lat=%.6f&kind=outfall%s",
			112.2+r.Float64(), 35.25+0.6*r.Float64(), more)))
	}
	return t
}

// besideEmpty compares points in the short form with the empty handler.
func (b *bench) besideEmpty(number int) (ours, rival measured, err error) {
	if ours, err = measure(b.ours, b.points(number, ""), b.full); err != nil {
		return ours, rival, err
	}
	rival, err = measure(b.bare, target{b.bare.addr, [][]byte{get(b.bare.addr, "/")}}, b.full)
	return ours, rival, err
}

// besideBytes compares points with a handler that sends as many bytes as their
// mean answer has.
func (b *bench) besideBytes(more string) round {
	return func(number int) (ours, rival measured, err error) {
		if ours, err = measure(b.ours, b.points(number, more), b.full); err != nil {
			return ours, rival, err
		}
		as := target{b.bare.addr, [][]byte{get(b.bare.addr, fmt.Sprintf("/%d", ours.Size))}}
		rival, err = measure(b.bare, as, b.full)
		return ours, rival, err
	}
}

// posts are plain squares of some 300 m, reported and kept, one after the other.
// The rival is nothing: what counts is the processor time.
func (b *bench) posts(number int) (ours, rival measured, err error) {
	r := rand.New(rand.NewPCG(uint64(number), 2))
	t := target{addr: b.ours.addr}
	for range 64 {
		x, y := 112.3+0.8*r.Float64(), 35.3+0.5*r.Float64()
		t.requests = append(t.requests, post(t.addr, b.reports, "application/geo+json", fmt.Sprintf(
			`{"type":"Feature","properties":{"kind":"project"},"geometry":{"type":"Polygon","coordinates":`+
				`[[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]]}}`,
			x, y, x+0.003, y, x+0.003, y+0.003, x, y+0.003, x, y)))
	}
	ours, err = measure(b.ours, t, pace{connections: 1, lasting: b.full.lasting})
	return ours, rival, err
}

// besideStreams compares points asked for now and then while batches stream with
// the same while none does.
func (b *bench) besideStreams(number int) (ours, rival measured, err error) {
	calm := pace{connections: 4, pause: 5 * time.Millisecond, lasting: b.full.lasting}
	t := b.points(number, "")
	if rival, err = measure(b.ours, t, calm); err != nil {
		return ours, rival, err
	}
	end, err := b.startStreams()
	if err != nil {
		return ours, rival, err
	}
	ours, err = measure(b.ours, t, calm)
	return ours, rival, errors.Join(err, end())
}
