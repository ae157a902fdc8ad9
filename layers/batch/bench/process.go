package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// cost is what a whole process took.
type cost struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu_seconds,omitempty"`
	PeakMB  float64 `json:"peak_mb,omitempty"`
}

// run runs a command to its end, from a stream or from nothing. Its output is
// dropped: commands under measure write files.
func run(ctx context.Context, stdin io.Reader, command ...string) (cost, error) {
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stderr = stdin, &said
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, err
	}
	peak := watchPeak(cmd.Process.Pid)
	err := cmd.Wait()
	c := cost{Seconds: time.Since(start).Seconds(), PeakMB: peak()}
	name := filepath.Base(command[0])
	if ctx.Err() != nil {
		return c, fmt.Errorf("%s: %w after %.0f s", name, context.Cause(ctx), c.Seconds)
	}
	if err != nil {
		return c, fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(said.String()))
	}
	c.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return c, nil
}

// watchPeak asks for a process's peak of resident memory until it is told to
// stop, and gives megabytes. What wait(2) says will not do: there a child
// inherits the peak of its parent.
func watchPeak(pid int) (stop func() float64) {
	end, peak := make(chan struct{}), make(chan float64)
	go func() {
		kb := 0.0
		for {
			kb = max(kb, peakOf(pid))
			select {
			case <-end:
				peak <- kb / 1024
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(end); return <-peak }
}

// peakOf is 0 for a process that has ended.
func peakOf(pid int) float64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	field, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	kb, _ := strconv.ParseFloat(field, 64)
	return kb
}

var errTooLong = errors.New("stopped")

// within gives a command its limit.
func within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, limit, errTooLong)
}
