package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is the real program in a process of its own.
type server struct {
	command *exec.Cmd
	url     string
	addr    string
	log     chan string
}

// startServer starts the program on a port that the system gives.
func startServer(t *testing.T, args ...string) *server {
	t.Helper()
	s := &server{command: program(context.Background(), append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...), log: make(chan string, 1000)}
	stderr, err := s.command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.command.Process.Kill() })
	ready := make(chan string, 1)
	go func() {
		defer close(s.log)
		defer close(ready)
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			var entry struct{ Msg, Addr string }
			if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Msg == "ready" {
				ready <- entry.Addr
			}
			s.log <- lines.Text()
		}
	}()
	if s.addr = <-ready; s.addr == "" {
		t.Fatal("it ended before it was ready")
	}
	s.url = "http://" + s.addr
	return s
}

func (s *server) get(t *testing.T, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// waitUntilClosed waits until nobody listens any more.
func (s *server) waitUntilClosed(t *testing.T) {
	t.Helper()
	for ; ; time.Sleep(10 * time.Millisecond) {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.addr)
		if err != nil {
			return
		}
		_ = connection.Close() // only whether there was one
	}
}

// TestServeStopsInOrder: on SIGTERM /readyz turns first, while a request that is
// under way is still read and answered; then the process ends with status 0.
func TestServeStopsInOrder(t *testing.T) {
	s := startServer(t, "--drain", "3s")
	if status, body := s.get(t, "/readyz"); status != http.StatusOK {
		t.Fatalf("readyz %d %s", status, body)
	}
	const body = `{"type":"Feature","properties":{"kind":"well"},"geometry":{"type":"Point","coordinates":[112.85,35.5]}}`
	under, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = under.Close() }()
	fmt.Fprintf(under, "POST /screenings HTTP/1.1\r\nHost: x\r\nContent-Type: application/geo+json\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:40])
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for status := http.StatusOK; status != http.StatusServiceUnavailable; time.Sleep(10 * time.Millisecond) {
		status, _ = s.get(t, "/readyz") // ends the test when the listener is closed before
	}
	if status, _ := s.get(t, "/healthz"); status != http.StatusOK {
		t.Errorf("while stopping, healthz is %d", status)
	}
	s.waitUntilClosed(t)
	if _, err := fmt.Fprint(under, body[40:]); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(under), nil)
	if err != nil {
		t.Fatalf("the request under way was cut: %v", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Errorf("the request under way got %d", response.StatusCode)
	}
	if err := s.command.Wait(); err != nil {
		t.Errorf("exit: %v", err)
	}
}

// TestServeLogsRequests: one JSON line a request, and nothing of a crash.
func TestServeLogsRequests(t *testing.T) {
	s := startServer(t, "--drain", "0s")
	s.get(t, "/screenings?lon=112.85&lat=35.5&kind=outfall")
	s.get(t, "/nowhere")
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	statuses := map[string]int{}
	for line := range s.log {
		var entry struct {
			Msg, URI, ID string
			Status       int
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Errorf("not JSON: %s", line)
		}
		if entry.Msg == "request" {
			statuses[entry.URI] = entry.Status
			if entry.ID == "" {
				t.Errorf("no request id: %s", line)
			}
		}
	}
	if statuses["/nowhere"] != http.StatusNotFound || statuses["/screenings?lon=112.85&lat=35.5&kind=outfall"] != http.StatusOK {
		t.Errorf("logged %v", statuses)
	}
	if err := s.command.Wait(); err != nil {
		t.Error(err)
	}
}

// TestHealthCommand is the container's health check.
func TestHealthCommand(t *testing.T) {
	s := startServer(t)
	if status, _, stderr := call(t, "", "health", s.url+"/healthz"); status != exitDone {
		t.Errorf("health of a well server: %d %s", status, stderr)
	}
	if status, _, stderr := call(t, "", "health", s.url+"/nowhere"); status != exitFailed || !strings.Contains(stderr, "404") {
		t.Errorf("health of a wrong address: %d %s", status, stderr)
	}
	if status, _, _ := call(t, "", "health", "http://127.0.0.1:1/healthz"); status != exitFailed {
		t.Errorf("health of nothing: %d", status)
	}
}
