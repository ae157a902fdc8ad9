package main

import (
	"errors"
	"fmt"
	"io"
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
