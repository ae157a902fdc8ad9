package formattest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"waterzones/geo/pgtest"
)

// GDAL runs a program of GDAL in a directory, "" for that of the test, and returns
// all that it says.
func GDAL(t testing.TB, dir, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		pgtest.Missing(t, "gdal", "the Debian package gdal-bin")
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", program, args, err, said)
	}
	return string(said)
}

// OnDisk is the path of a file of data, for programs that take no other.
func OnDisk(t testing.TB, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Bytes is what a file holds.
func Bytes(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
