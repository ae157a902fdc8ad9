package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// asProgram makes the test binary the program: signals, closed outputs and deaths
// need a process of their own.
const asProgram = "RUN_AS_WATERZONES"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// process is the program as a process that is not started yet.
func process(t *testing.T, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd, stderr = exec.CommandContext(t.Context(), self, args...), &bytes.Buffer{}
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "WATERZONES_") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env, cmd.Stderr = append(cmd.Env, asProgram+"=1"), stderr
	return cmd, stderr
}

// exitOf is the status of a process that ended; -1 where a signal killed it.
func exitOf(t *testing.T, err error) int {
	t.Helper()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		return ended.ExitCode()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0
}

// namesIn lists what is in a directory.
func namesIn(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return strings.Join(names, " ")
}
