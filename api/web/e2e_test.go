package web_test

import (
	"context"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMapInBrowser starts the program itself with the embedded seeds and lets
// e2e/map.e2e.mjs use the map in Chromium. SCREENSHOTS names a folder for
// pictures of its steps.
func TestMapInBrowser(t *testing.T) {
	need(t)
	watchSources(t)
	address := serve(t, build(t))
	script := exec.CommandContext(t.Context(), "node", "e2e/map.e2e.mjs", "http://"+address+"/map/")
	out, err := script.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// need skips the test where the browser or the built page is missing, unless
// WATERZONES_REQUIRE says that they must be there.
func need(t *testing.T) {
	t.Helper()
	var missing []string
	if _, err := exec.LookPath("node"); err != nil {
		missing = append(missing, "node")
	}
	browser := "/usr/bin/chromium"
	if named := os.Getenv("CHROMIUM"); named != "" {
		browser = named
	}
	for _, file := range []string{browser, "node_modules/playwright-core", "dist/index.html"} {
		if _, err := os.Stat(file); err != nil {
			missing = append(missing, file)
		}
	}
	if len(missing) == 0 {
		return
	}
	reason := "missing: " + strings.Join(missing, ", ") + " (make web builds the page)"
	if strings.Contains(os.Getenv("WATERZONES_REQUIRE"), "browser") {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// watchSources reads every source directory, so that a pass kept by go test's
// cache is forgotten when one changes: it cannot see what child processes read.
func watchSources(t *testing.T) {
	t.Helper()
	for _, root := range []string{"e2e", "../../api", "../../cmd", "../../geo", "../../layers", "../../seeds"} {
		err := filepath.WalkDir(root, func(_ string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "waterzones")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", program, "waterzones/cmd/waterzones")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// serve runs the program on a free port until the test ends, and returns its
// address once it is ready.
func serve(t *testing.T, program string) string {
	t.Helper()
	address := freeAddress(t)
	var log strings.Builder
	ctx, stop := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, program, "serve", "--addr", address)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 20 * time.Second
	command.Stderr = &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait() // it is told to stop; the log says how it did
		close(ended)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		if t.Failed() {
			t.Logf("the server's log:\n%s", log.String())
		}
	})
	for !ready(t, address) {
		select {
		case <-ended:
			t.Fatal("the server ended before it was ready")
		case <-time.After(50 * time.Millisecond):
		}
	}
	return address
}

func ready(t *testing.T, address string) bool {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	return response.Body.Close() == nil && response.StatusCode == http.StatusOK
}

// freeAddress returns an address that was free a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}
