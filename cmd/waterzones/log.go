package main

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// flushEvery is how long a line of the log may wait for others.
const flushEvery = 200 * time.Millisecond

// lineLog writes the lines of a log together: on their own each would cost a call
// of the system, which is as much as a short answer. It is safe for concurrent use.
type lineLog struct {
	mu   sync.Mutex
	out  *bufio.Writer
	stop chan struct{}
	done chan struct{}
}

func newLineLog(out io.Writer) *lineLog {
	l := &lineLog{out: bufio.NewWriterSize(out, 64<<10), stop: make(chan struct{}), done: make(chan struct{})}
	go l.flushing()
	return l
}

// Write takes a whole line.
func (l *lineLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Write(line)
}

// Close writes what is left.
func (l *lineLog) Close() error {
	close(l.stop)
	<-l.done
	return l.flush()
}

func (l *lineLog) flushing() {
	defer close(l.done)
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-ticker.C:
			_ = l.flush() // a log that cannot be written has nobody to tell; the next line tries again
		}
	}
}

func (l *lineLog) flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Flush()
}
