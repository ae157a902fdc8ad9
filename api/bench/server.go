package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// server is a process that answers.
type server struct {
	addr    string
	process *exec.Cmd
}

// The cores of two or more: servers have one, and who asks another.
const (
	serversCore = "0"
	ourCore     = "1"
)

func pinned() bool {
	_, err := exec.LookPath("taskset")
	return err == nil && runtime.NumCPU() > 1
}

// pinSelf leaves the servers their core.
func pinSelf(ctx context.Context) error {
	if !pinned() {
		return nil
	}
	return exec.CommandContext(ctx, "taskset", "-a", "-p", "-c", ourCore, strconv.Itoa(os.Getpid())).Run()
}

// start starts a server and waits for the line that says where it is ready. Its
// log goes to a file: to write it is part of answering, to read it is not ours.
func start(ctx context.Context, dir string, command ...string) (*server, error) {
	log, err := os.Create(filepath.Join(dir, filepath.Base(command[0])+".log"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	if pinned() {
		command = append([]string{"taskset", "-c", serversCore}, command...)
	}
	s := &server{process: exec.CommandContext(ctx, command[0], command[1:]...)}
	s.process.Stderr = log
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	for range 3000 { // half a minute
		time.Sleep(10 * time.Millisecond)
		if s.addr = readyAt(log.Name()); s.addr != "" {
			return s, nil
		}
	}
	said, _ := os.ReadFile(log.Name())
	return nil, errors.Join(fmt.Errorf("not ready: %s", said), s.stop())
}

// readyAt finds the line in a log.
func readyAt(log string) string {
	text, _ := os.ReadFile(log)
	for line := range strings.Lines(string(text)) {
		var entry struct{ Msg, Addr string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "ready" {
			return entry.Addr
		}
	}
	return ""
}

func (s *server) stop() error {
	err := s.process.Process.Kill()
	_ = s.process.Wait() // it says that it was killed
	return err
}

// cpu is the processor time that the server has taken, to a hundredth of a second.
func (s *server) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(stat), ") ") // the name before it may hold anything
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0, fmt.Errorf("stat %q", stat)
	}
	user, errUser := strconv.Atoi(fields[11])
	system, errSystem := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, errors.Join(errUser, errSystem)
}

// build builds our program.
func build(ctx context.Context, program string) error {
	out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/waterzones").CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}
