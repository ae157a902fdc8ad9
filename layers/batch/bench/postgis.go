package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// postgis is a private PostgreSQL with PostGIS, reached by a socket in its
// directory and set up for speed alone: nothing it holds survives a crash.
type postgis struct {
	dir    string
	server *exec.Cmd
	alive  io.Closer // the server ends when this does, as it does with the bench
}

// serve runs a server until its own input ends.
const serve = `
trap : INT TERM
"$@" >"$0/log" 2>&1 &
cat >/dev/null
kill -INT $!
wait $!`

// The jobs, as psql runs them. Settings that a job gains from are here too.
var (
	//go:embed rivals/zones.sql
	loadZones string
	//go:embed rivals/join.sql
	joinJob string
	//go:embed rivals/nearest.sql
	nearestJob string
)

// Settings found by trial on two cores; a large shared_buffers changes nothing
// more, for all of it is in memory.
const settings = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off " +
	"-c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB -c shared_buffers=1GB -c work_mem=256MB " +
	"-c maintenance_work_mem=512MB -c jit=off -c max_parallel_workers_per_gather=2 " +
	"-c parallel_setup_cost=0 -c parallel_tuple_cost=0 -c min_parallel_table_scan_size=0"

// startPostGIS makes a cluster in a temporary directory and waits for it.
func startPostGIS(ctx context.Context) (*postgis, error) {
	bin, err := newestPostgreSQL()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bench-pg")
	if err != nil {
		return nil, err
	}
	p := &postgis{dir: dir}
	if err := p.start(ctx, bin); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if _, err = p.sql(ctx, "CREATE EXTENSION IF NOT EXISTS postgis"); err == nil {
			return p, nil
		}
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			return nil, errors.Join(fmt.Errorf("%w\n%s", err, log), p.stop())
		}
	}
}

// start makes the cluster and starts its server.
func (p *postgis) start(ctx context.Context, bin string) error {
	as, err := owner(p.dir)
	if err != nil {
		return err
	}
	data := []string{"-D", filepath.Join(p.dir, "data")}
	initdb := slices.Concat(as, []string{filepath.Join(bin, "initdb"), "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"}, data)
	if _, err := run(ctx, nil, initdb...); err != nil {
		return err
	}
	server := slices.Concat(as, []string{"sh", "-c", serve, p.dir, filepath.Join(bin, "postgres"), "-k", p.dir}, data, strings.Fields(settings))
	p.server = exec.CommandContext(context.WithoutCancel(ctx), server[0], server[1:]...)
	p.server.Dir = "/" // the owner may not enter ours
	if p.alive, err = p.server.StdinPipe(); err != nil {
		return err
	}
	return p.server.Start()
}

// stop ends the server, if it runs, and removes its files.
func (p *postgis) stop() error {
	if p.alive != nil {
		_ = p.alive.Close()
		_ = p.server.Wait() // its status says that it was interrupted
	}
	return os.RemoveAll(p.dir)
}

// sql runs statements and psql's commands. ":name" in them is the value given as
// name=value, but for \copy, which knows no variables.
func (p *postgis) sql(ctx context.Context, text string, values ...string) (cost, error) {
	command := []string{"psql", "-X", "-q", "-h", p.dir, "-U", "postgres", "-v", "ON_ERROR_STOP=1"}
	for _, v := range values {
		command = append(command, "-v", v)
	}
	return run(ctx, strings.NewReader(text), command...)
}

// newestPostgreSQL is where Debian puts the programs of the newest PostgreSQL
// that has PostGIS.
func newestPostgreSQL() (string, error) {
	controls, err := filepath.Glob("/usr/share/postgresql/*/extension/postgis.control")
	best, newest := "", 0
	for _, control := range controls {
		version := filepath.Base(filepath.Dir(filepath.Dir(control)))
		if n, _ := strconv.Atoi(version); n > newest {
			best, newest = "/usr/lib/postgresql/"+version+"/bin", n
		}
	}
	if best == "" {
		err = errors.Join(err, errors.New("PostGIS is not installed: .ci/packages bench"))
	}
	return best, err
}

// owner is the start of a command that runs as the owner of the cluster:
// PostgreSQL refuses to run as root.
func owner(dir string) ([]string, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root needs the user postgres: %w", err)
	}
	uid, errUID := strconv.Atoi(u.Uid)
	gid, errGID := strconv.Atoi(u.Gid)
	return []string{"runuser", "-u", "postgres", "--"}, errors.Join(errUID, errGID, os.Chown(dir, uid, gid))
}

// load takes zones in. It is not timed, though a user waits for it too.
func (p *postgis) load(ctx context.Context, zones string) error {
	_, err := p.sql(ctx, strings.ReplaceAll(loadZones, "$IN", zones), across())
	return err
}

// across is how long a degree of longitude is at the corner's latitude, beside
// one of latitude.
func across() string {
	return fmt.Sprintf("across=%.9f", math.Cos(corner()[1]*math.Pi/180))
}

// join is the whole job from wells to pairs, with the table zones, which is exact,
// or pieces, which is faster.
func (p *postgis) join(ctx context.Context, wells, out, table string) (cost, error) {
	distinct := ""
	if table == "pieces" {
		distinct = "DISTINCT"
	}
	fill := strings.NewReplacer("$IN", wells, "$OUT", out, "$ZONES", table, "$DISTINCT", distinct)
	return p.timed(func() error {
		_, err := p.sql(ctx, fill.Replace(joinJob))
		return err
	})
}

// nearest runs the job for each file of wells at once.
func (p *postgis) nearest(ctx context.Context, files []string) (cost, error) {
	return p.timed(func() error {
		var wg sync.WaitGroup
		errs := make([]error, len(files))
		for i, wells := range files {
			wg.Go(func() {
				fill := strings.NewReplacer("$IN", wells, "$OUT", wells+".nearest")
				_, errs[i] = p.sql(ctx, fill.Replace(nearestJob), across())
			})
		}
		wg.Wait()
		return errors.Join(errs...)
	})
}

// timed is what a job of some sessions takes the server and its user.
func (p *postgis) timed(job func() error) (cost, error) {
	before, err := p.cpu()
	if err != nil {
		return cost{}, err
	}
	start := time.Now()
	err = job()
	c := cost{Seconds: time.Since(start).Seconds()}
	time.Sleep(100 * time.Millisecond) // the sessions are ended by now, and counted
	after, errCPU := p.cpu()
	c.CPU = after - before
	return c, errors.Join(err, errCPU)
}

// cpu is the processor time, in seconds, of the sessions that have ended and of
// their workers; psql's is left out.
func (p *postgis) cpu() (float64, error) {
	state, err := os.ReadFile(filepath.Join(p.dir, "data", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	pid, _, _ := strings.Cut(string(state), "\n")
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	if len(fields) < 15 {
		return 0, fmt.Errorf("stat %q", stat)
	}
	inUser, errUser := strconv.ParseFloat(fields[13], 64) // cutime and cstime of proc(5), in hundredths
	inKernel, errKernel := strconv.ParseFloat(fields[14], 64)
	return (inUser + inKernel) / 100, errors.Join(errUser, errKernel)
}
