package pgtest_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"waterzones/geo/pgtest"
)

func TestStart(t *testing.T) {
	dir := ""
	t.Run("answers", func(t *testing.T) {
		db := pgtest.Start(t)
		dir, _, _ = strings.Cut(strings.TrimPrefix(db.DSN, "host="), " ")
		var valid bool
		const bowtie = "SELECT ST_IsValid('POLYGON((0 0,1 1,1 0,0 1,0 0))')"
		if err := db.QueryRow(t.Context(), bowtie).Scan(&valid); err != nil || valid {
			t.Errorf("a bowtie is valid: %v, %v", valid, err)
		}
	})
	if _, err := os.Stat(dir); dir != "" && !os.IsNotExist(err) {
		t.Errorf("%s is left behind: %v", dir, err)
	}
}

// listener hears what a test would say.
type listener struct {
	testing.TB
	said string
}

func (*listener) Helper()                          {}
func (l *listener) Fatalf(format string, a ...any) { l.said = "fatal: " + fmt.Sprintf(format, a...) }
func (l *listener) Skipf(format string, a ...any)  { l.said = "skip: " + fmt.Sprintf(format, a...) }

func TestMissing(t *testing.T) {
	for _, c := range []struct{ required, want string }{
		{"", "skip: gdal is not installed; install the package gdal-bin"},
		{"postgis", "skip: gdal is not installed; install the package gdal-bin"},
		{"postgis,gdal", "fatal: gdal is required but not installed; install the package gdal-bin"},
	} {
		t.Setenv("TESTS_REQUIRE", c.required)
		l := &listener{}
		if pgtest.Missing(l, "gdal", "the package gdal-bin"); !strings.HasPrefix(l.said, c.want) {
			t.Errorf("required %q: %q, want %q", c.required, l.said, c.want)
		}
	}
}
