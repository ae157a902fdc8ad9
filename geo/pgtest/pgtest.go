// Package pgtest runs a private PostGIS for tests that need an independent
// judge of shapes. Nothing but tests may import it.
package pgtest

import (
	"context"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// DB is a connection to a private cluster with the extension postgis. It is
// not safe for concurrent use; parallel tests connect by DSN themselves.
type DB struct {
	*pgx.Conn
	DSN string // for further connections, as a superuser
}

// Start makes a cluster in a temporary directory, reachable only through a
// socket in it, and returns a connection. It takes a few seconds: start one in
// a parent test and ask it in subtests. The cluster and its files go when the
// test ends, or when the test process dies.
//
// Where PostGIS is not installed the test is skipped, or fails if the
// environment variable TESTS_REQUIRE names postgis.
func Start(tb testing.TB) *DB {
	tb.Helper()
	bin := programs(tb)
	dir, err := os.MkdirTemp("", "pgtest") //nolint:usetesting // the path of a socket has at most 107 bytes
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	as := owner(tb, dir)
	run(tb, as, filepath.Join(bin, "initdb"), "--no-sync", "--auth=trust", "--username=postgres",
		"--encoding=UTF8", "--locale=C", "--pgdata="+filepath.Join(dir, "data"))
	serve(tb, as, filepath.Join(bin, "postgres"), dir)
	db := &DB{DSN: "host=" + dir + " user=postgres dbname=postgres"}
	db.Conn = connect(tb, db.DSN, filepath.Join(dir, "log"))
	tb.Cleanup(func() { _ = db.Close(context.Background()) })
	if _, err := db.Exec(tb.Context(), "CREATE EXTENSION postgis"); err != nil {
		tb.Fatal(err)
	}
	return db
}

// Missing skips the test as a tool is not installed, or fails it if the
// environment variable TESTS_REQUIRE names the tool (its names are
// separated by commas). Packages says what to install.
func Missing(tb testing.TB, tool, packages string) {
	tb.Helper()
	if slices.Contains(strings.Split(os.Getenv("TESTS_REQUIRE"), ","), tool) {
		tb.Fatalf("%s is required but not installed; install %s", tool, packages)
	} else {
		tb.Skipf("%s is not installed; install %s", tool, packages)
	}
}

// programs is the directory of the newest PostgreSQL that has PostGIS, where
// Debian puts it.
func programs(tb testing.TB) string {
	tb.Helper()
	best, newest := "", 0
	controls, err := filepath.Glob("/usr/share/postgresql/*/extension/postgis.control")
	if err != nil {
		tb.Fatal(err)
	}
	for _, control := range controls {
		version := filepath.Base(filepath.Dir(filepath.Dir(control)))
		bin := "/usr/lib/postgresql/" + version + "/bin"
		n, err := strconv.Atoi(version)
		if _, missing := os.Stat(filepath.Join(bin, "initdb")); err == nil && missing == nil && n > newest {
			best, newest = bin, n
		}
	}
	if best == "" {
		Missing(tb, "postgis", "the Debian packages postgresql-15 and postgresql-15-postgis-3, or a later pair")
	}
	return best
}

// owner returns the start of a command line that runs a program as the owner of
// the cluster: PostgreSQL refuses to run as root.
func owner(tb testing.TB, dir string) []string {
	tb.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		Missing(tb, "postgis", "the Debian package postgresql-common, which has the user postgres")
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		tb.Fatal(err)
	}
	return []string{"runuser", "-u", "postgres", "--"}
}

// command outlives the context of the test, which ends before its clean-up.
func command(tb testing.TB, as []string, args ...string) *exec.Cmd {
	tb.Helper()
	args = append(slices.Clip(as), args...)
	cmd := exec.CommandContext(context.WithoutCancel(tb.Context()), args[0], args[1:]...)
	cmd.Dir = "/" // the owner may not enter the directory of the test
	return cmd
}

func run(tb testing.TB, as []string, args ...string) {
	tb.Helper()
	if out, err := command(tb, as, args...).CombinedOutput(); err != nil {
		tb.Fatalf("%s: %v\n%s", args[0], err, out)
	}
}

// watch runs a server until its own input ends, as it does when the test
// process ends in any way, and then removes the directory.
const watch = `
trap : INT TERM
"$1" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off \
	-c synchronous_commit=off -c max_wal_size=64MB -c jit=off >"$2/log" 2>&1 &
cat >/dev/null
kill -INT $!
wait $!
rm -rf "$2"`

func serve(tb testing.TB, as []string, postgres, dir string) {
	tb.Helper()
	cmd := command(tb, as, "sh", "-c", watch, "sh", postgres, dir)
	alive, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = alive.Close()
		_ = cmd.Wait() // its status is that of rm; the directory is removed again anyway
	})
}

func connect(tb testing.TB, dsn, log string) *pgx.Conn {
	tb.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		conn, err := pgx.Connect(tb.Context(), dsn)
		if err == nil {
			return conn
		}
		if time.Now().After(deadline) {
			said, _ := os.ReadFile(log)
			tb.Fatalf("PostgreSQL did not answer: %v\n%s", err, said)
		}
	}
}
