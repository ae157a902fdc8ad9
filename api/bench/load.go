package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// target is what is asked of one server: requests in turn, so that no answer is
// that of the request before.
type target struct {
	addr     string
	requests [][]byte
}

// pace is how a target is asked.
type pace struct {
	connections int
	pause       time.Duration // after each answer; 0: as fast as it is answered
	lasting     time.Duration
}

// answers are what one round of asking gave.
type answers struct {
	took  time.Duration
	times []time.Duration // of each request, ascending
	bytes int             // of all bodies
}

func (a answers) rate() float64 { return float64(len(a.times)) / a.took.Seconds() }

func (a answers) percentile(p int) time.Duration { return a.times[(len(a.times)-1)*p/100] }

// load asks a target for a while. Any answer but success is an error.
func load(t target, p pace) (answers, error) {
	var wg sync.WaitGroup
	parts, errs := make([]answers, p.connections), make([]error, p.connections)
	start := time.Now()
	for i := range p.connections {
		wg.Go(func() { parts[i], errs[i] = askUntil(start.Add(p.lasting), t, p.pause, i) })
	}
	wg.Wait()
	sum := answers{took: time.Since(start)}
	for _, part := range parts {
		sum.times = append(sum.times, part.times...)
		sum.bytes += part.bytes
	}
	slices.Sort(sum.times)
	for _, err := range errs {
		if err != nil {
			return sum, err // the others are its like
		}
	}
	if len(sum.times) == 0 {
		return sum, errors.New("no answer in time")
	}
	return sum, nil
}

// askUntil asks over one connection, starting at the i-th request.
func askUntil(end time.Time, t target, pause time.Duration, i int) (a answers, err error) {
	c, err := connect(t.addr)
	if err != nil {
		return a, err
	}
	defer func() { _ = c.Close() }()
	for start := time.Now(); start.Before(end); i++ {
		request := t.requests[i%len(t.requests)]
		status, size, err := c.ask(request)
		if err != nil {
			return a, err
		}
		if status < 200 || status >= 300 {
			return a, fmt.Errorf("status %d for %.40q", status, request)
		}
		now := time.Now()
		a.times = append(a.times, now.Sub(start))
		a.bytes += size
		start = now
		if pause > 0 {
			time.Sleep(pause)
			start = time.Now()
		}
	}
	return a, nil
}
