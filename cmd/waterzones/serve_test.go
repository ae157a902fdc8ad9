package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"waterzones/geo/format/formattest"
	"waterzones/seeds"
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
	status, body := fetch(t, request, err)
	return status, string(body)
}

// fetch sends a request that could be made, and reads the answer.
func fetch(t *testing.T, request *http.Request, err error) (status int, body []byte) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
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
	signalTo(t, s.command, syscall.SIGTERM)
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
	signalTo(t, s.command, syscall.SIGTERM)
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

// TestServeReadsAgain: SIGHUP serves what the directory holds now, and what cannot
// be read leaves the release before.
func TestServeReadsAgain(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, seeds.Data()); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, "--drain", "0s", "--layers", dir)
	release := func() string {
		_, text := s.get(t, "/readyz")
		var ready struct{ Release string }
		fromJSON(t, text, &ready)
		return ready.Release
	}
	change := func(from, to string) {
		name := filepath.Join(dir, "catalogue.json")
		text := string(formattest.Bytes(t, name))
		changed := strings.Replace(text, from, to, 1)
		changed = strings.Replace(changed, `"zh": "`, `"zh": "又`, 1)
		if changed == text {
			t.Fatalf("no %q in the catalogue", from)
		}
		put(t, name, changed)
		signalTo(t, s.command, syscall.SIGHUP)
	}
	said := func(message string) {
		deadline := time.After(30 * time.Second)
		for {
			select {
			case line := <-s.log:
				if strings.Contains(line, message) {
					return
				}
			case <-deadline:
				t.Fatalf("never said %q", message)
			}
		}
	}
	first := release()
	change(`"role": "zones"`, `"role": "zoned"`)
	said("layers not read again")
	if got := release(); got != first {
		t.Errorf("after a broken reading %s is served, not %s", got, first)
	}
	change(`"role": "zoned"`, `"role": "zones"`)
	said("published")
	if got := release(); got == first {
		t.Errorf("still %s is served", got)
	}
	if status, text := s.get(t, "/screenings?lon=112.85&lat=35.5&kind=outfall"); status != http.StatusOK || strings.Contains(text, first) {
		t.Errorf("%d: %s", status, text)
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
