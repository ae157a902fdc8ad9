package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test's own program be the bare server and the streams.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "bare" || os.Args[1] == "streams") {
		_ = command(context.Background(), os.Args[1:]) // killed by the test
		return
	}
	m.Run()
}

// TestRun is a round of everything, short: the server and the bare handlers are
// asked and answer, and a handler said to send as many bytes does.
func TestRun(t *testing.T) {
	t.Chdir("../..")
	b := &bench{rounds: 1, full: pace{connections: 2, lasting: 100 * time.Millisecond}, streams: 2, reports: "/reports"}
	end, err := b.start(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	lines := b.run(t.Context())
	for _, l := range lines[:2] {
		if l.Err != "" || len(l.Ours) != 1 || len(l.Its) != 1 || l.Ours[0].Rate <= 0 || l.Its[0].Rate <= 0 {
			t.Errorf("%+v", l)
		}
	}
	if empty, same := lines[0].Its[0].Size, lines[1]; empty != 0 || same.Ours[0].Size < 100 || same.Its[0].Size != same.Ours[0].Size {
		t.Errorf("%d bytes for the empty handler; %+v", empty, same)
	}
	if text := table(lines); strings.Count(text, "\n") != 2+len(lines) {
		t.Error(text)
	}
}

// TestAsk: bodies with a length and in chunks are read to their end, so that the
// next answer on the connection is read from its beginning.
func TestAsk(t *testing.T) {
	handler := func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Path[1:])
		if err != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if r.Method == http.MethodPost {
			var body bytes.Buffer
			if _, err := body.ReadFrom(r.Body); err != nil || body.String() != "sent" {
				w.WriteHeader(http.StatusBadRequest)
			}
		}
		for range n {
			_, _ = w.Write(make([]byte, 1000)) // above 2048 in all, Go sends chunks
		}
	}
	server := httptest.NewServer(http.HandlerFunc(handler))
	defer server.Close()
	addr := server.Listener.Addr().String()
	c, err := connect(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for _, want := range []struct {
		request      []byte
		status, size int
	}{
		{get(addr, "/0"), 200, 0},
		{get(addr, "/1"), 200, 1000},
		{get(addr, "/30"), 200, 30000},
		{get(addr, "/nowhere"), 404, 0},
		{post(addr, "/2", "text/plain", "sent"), 200, 2000},
	} {
		if status, size, err := c.ask(want.request); err != nil || status != want.status || size != want.size {
			t.Errorf("%.20q: %d, %d bytes, %v; want %d, %d", want.request, status, size, err, want.status, want.size)
		}
	}
	if _, err := load(target{addr, [][]byte{get(addr, "/nowhere")}}, pace{connections: 1, lasting: time.Second}); err == nil {
		t.Error("an answer that is no success is measured")
	}
}
