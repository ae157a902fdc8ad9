package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"waterzones/seeds"
)

// asProgram in the environment makes the binary of the tests the program: one
// started in a process of its own, without being built and linked a second time.
const asProgram = "TESTED_AS_WATERZONES" // not WATERZONES_…: those are settings

// TestMain keeps what was worked out from layers for the tests that follow, as an
// office does from run to run: a hundred commands are called here, and most of
// the time of one goes into opening the same layers. withoutCache is for those
// that are about what an office without one gets.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	dir, err := os.MkdirTemp("", "waterzones-tests-*")
	if err == nil {
		err = os.Setenv("WATERZONES_CACHE", dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitFailed)
	}
	status := m.Run()
	_ = os.RemoveAll(dir) // it lies among the temporary files
	os.Exit(status)
}

func withoutCache(t *testing.T) {
	t.Helper()
	t.Setenv("WATERZONES_CACHE", "")    // and as it was after the test
	_ = os.Unsetenv("WATERZONES_CACHE") // cannot fail on Unix
}

// program is the program, to be started in a process of its own.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// onLayers has the commands that this test calls read these layers of the seeds
// alone: all of them take most of the time of a short command.
func onLayers(t *testing.T, ids ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Setenv("WATERZONES_LAYERS", dir)
	text, err := fs.ReadFile(seeds.Data(), "catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue map[string]any
	fromJSON(t, string(text), &catalogue)
	files := []string{"coverage.geojson"}
	catalogue["layers"] = slices.DeleteFunc(catalogue["layers"].([]any), func(l any) bool {
		layer := l.(map[string]any)
		if !slices.Contains(ids, layer["id"].(string)) {
			return true
		}
		files = append(files, layer["file"].(string))
		return false
	})
	if text, err = json.Marshal(catalogue); err == nil {
		err = os.WriteFile(filepath.Join(dir, "catalogue.json"), text, 0o600)
	}
	for _, name := range files {
		if err == nil {
			text, err = fs.ReadFile(seeds.Data(), name)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
	}
	if err != nil || len(files) != len(ids)+1 {
		t.Fatalf("layers %v: files %v, %v", ids, files, err)
	}
	return dir
}
