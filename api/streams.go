package api

import (
	"context"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"time"

	"waterzones/layers"
)

// Streams bounds the batches that are under way at once.
type Streams struct {
	All       int
	PerClient int // of one address
}

// streams are the batches under way. However many there are, they read, screen and
// write with half of the cores, so that few of them ever stand before whoever asks
// about one site.
type streams struct {
	most Streams
	turn chan struct{}
	rest bool          // there is one core: a turn is followed by as long a rest
	ends chan struct{} // closed when those under way must end

	mu       sync.Mutex
	all      int
	byClient map[string]int
}

func newStreams(most Streams) *streams {
	return &streams{most: most, rest: runtime.GOMAXPROCS(0) == 1, turn: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)), ends: make(chan struct{}), byClient: map[string]int{}}
}

// enter counts a batch of the client in, or refuses it.
func (s *streams) enter(client string) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := strconv.Itoa(s.most.PerClient)
	switch {
	case s.byClient[client] >= s.most.PerClient:
		return nil, problem(http.StatusTooManyRequests, layers.Text{
			ZH: "同一来源至多同时进行 " + most + " 个批量核查，请待其中之一完成", EN: "of one address " + most + " batches may be under way at once: wait until one has ended",
		})
	case s.all >= s.most.All:
		return nil, problem(http.StatusServiceUnavailable, statusText(http.StatusServiceUnavailable))
	}
	s.all++
	s.byClient[client]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all--
		if s.byClient[client]--; s.byClient[client] == 0 {
			delete(s.byClient, client)
		}
	}, nil
}

// until is done when the batches under way must end.
func (s *streams) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-s.ends:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// wait waits for a turn to screen some rows.
func (s *streams) wait(ctx context.Context) (done func(), err error) {
	select {
	case s.turn <- struct{}{}:
		began := time.Now()
		return func() { s.leave(time.Since(began)) }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// leave ends a turn that lasted so long.
func (s *streams) leave(lasted time.Duration) {
	if s.rest {
		time.AfterFunc(lasted, func() { <-s.turn })
		return
	}
	<-s.turn
}

// waitToPass is wait for reading or writing, which may itself have to wait for a
// caller: the turn ends by itself then.
func (s *streams) waitToPass(ctx context.Context) (done func(), err error) {
	end, err := s.wait(ctx)
	if err != nil {
		return nil, err
	}
	end = sync.OnceFunc(end)
	late := time.AfterFunc(turnToPass, end)
	return func() { late.Stop(); end() }, nil
}

// turnToPass is many times what copying a part to or from a connection takes.
const turnToPass = 2 * time.Millisecond
