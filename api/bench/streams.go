package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// streams are batches without end: each sends rows as fast as they are taken and
// reads results as fast as they come.
type streams struct {
	open []*connection
	done sync.WaitGroup
}

// openStreams starts n of them. They run when the first has been answered.
func openStreams(addr string, n int) (*streams, error) {
	s := &streams{}
	head := fmt.Sprintf("POST /screenings/batch?kind=well HTTP/1.1\r\nHost: %s\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n", addr)
	var rows strings.Builder
	for i := range 100 {
		fmt.Fprintf(&rows, "%d,112.%04d,35.%04d\n", i, 5000+40*i, 4000+30*i)
	}
	for range n {
		c, err := connect(addr)
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.open = append(s.open, c)
		s.done.Go(func() { // ends when the connection is closed, by either side
			_, err := io.WriteString(c, head+chunk("id,lon,lat\n"))
			for next := chunk(rows.String()); err == nil; {
				_, err = io.WriteString(c, next)
			}
		})
	}
	for _, c := range s.open {
		status, err := c.status()
		if err == nil && status != 200 {
			err = fmt.Errorf("status %d for a stream", status)
		}
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.done.Go(func() { _, _ = io.Copy(io.Discard, c.in) })
	}
	return s, nil
}

func chunk(text string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(text), text) }

// close cuts them all off.
func (s *streams) close() error {
	var errs []error
	for _, c := range s.open {
		errs = append(errs, c.Close())
	}
	s.done.Wait()
	return errors.Join(errs...)
}

// streaming is what the process of the streams says when all of them run.
const streaming = "streaming"

// stream is a process that does nothing else: who asks about single points is
// another, and does not wait for its goroutines. It ends when it is killed.
func stream(addr, n string) error {
	count, err := strconv.Atoi(n)
	if err != nil {
		return err
	}
	s, err := openStreams(addr, count)
	if err != nil {
		return err
	}
	fmt.Println(streaming)
	s.done.Wait()
	return errors.New("the streams ended")
}

// startStreams starts that process on the core of those who ask.
func (b *bench) startStreams() (end func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	process := exec.CommandContext(context.Background(), self, "streams", b.ours.addr, strconv.Itoa(b.streams))
	process.Stderr = os.Stderr
	said, err := process.StdoutPipe()
	if err == nil {
		err = process.Start()
	}
	if err != nil {
		return nil, err
	}
	end = func() error {
		err := process.Process.Kill()
		_ = process.Wait() // it says that it was killed
		return err
	}
	if line, err := bufio.NewReader(said).ReadString('\n'); strings.TrimSpace(line) != streaming {
		return nil, errors.Join(fmt.Errorf("the streams did not begin: %q", line), err, end())
	}
	return end, nil
}
