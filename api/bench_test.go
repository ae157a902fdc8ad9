package api_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/labstack/echo/v4"

	"waterzones/api"
	"waterzones/layers/catalogue"
	"waterzones/layers/rules"
	"waterzones/layers/store"
	"waterzones/seeds"
)

// BenchmarkScreening asks the whole handler chain, beside bare handlers of Echo
// that send nothing and as many bytes: read it as ratios. Package api/bench asks
// a server over the loopback.
func BenchmarkScreening(b *testing.B) {
	service := benched(b)
	const point = "/screenings?lon=112.85&lat=35.50&kind=outfall"
	const square = `{"type":"Feature","properties":{"kind":"project"},"geometry":{"type":"Polygon","coordinates":[[[112.845,35.495],[112.846,35.495],[112.846,35.496],[112.845,35.496],[112.845,35.495]]]}}`
	for _, c := range []struct{ name, method, path, body string }{
		{"short", "GET", point, ""},
		{"short, declared", "GET", point + "&crs=EPSG:4490", ""},
		{"short, nothing met", "GET", "/screenings?lon=113.35&lat=35.85&kind=well", ""},
		{"whole", "GET", point + "&view=full", ""},
		{"square", "POST", "/screenings", square},
		{"square kept", "POST", "/reports", square},
	} {
		b.Run(c.name, func(b *testing.B) {
			size := asked(b, service, c.method, c.path, c.body)
			b.ReportMetric(float64(size), "bytes/answer")
		})
		if c.method != "GET" {
			continue
		}
		first := httptest.NewRecorder()
		service.ServeHTTP(first, httptest.NewRequest(c.method, c.path, nil))
		bare := echo.New()
		bare.GET("/screenings", func(ctx echo.Context) error {
			return ctx.Blob(http.StatusOK, echo.MIMEApplicationJSON, first.Body.Bytes())
		})
		b.Run(c.name+", bare", func(b *testing.B) { asked(b, bare, c.method, c.path, c.body) })
	}
	bare := echo.New()
	bare.GET("/screenings", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	b.Run("empty", func(b *testing.B) { asked(b, bare, "GET", point, "") })
}

func benched(b *testing.B) http.Handler {
	b.Helper()
	release, err := catalogue.Open(seeds.Data(), nil)
	if err != nil {
		b.Fatal(err)
	}
	set, err := rules.Load(seeds.Rules())
	if err != nil {
		b.Fatal(err)
	}
	reports, err := store.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	service := api.New(api.Config{
		Reports: reports,
		Release: release, Rules: set, Map: fstest.MapFS{}, Log: slog.New(slog.DiscardHandler),
		Now: clock, Version: "bench", MaxBytes: 1 << 20,
	})
	service.Publish(release) // points are answered quickly from here on
	return service.Handler()
}

// asked asks again and again and returns the size of the answer.
func asked(b *testing.B, handler http.Handler, method, path, body string) int {
	b.Helper()
	b.ReportAllocs()
	w := &sink{header: http.Header{}}
	first := httptest.NewRequest(method, path, nil)
	before, n := processorTime(b), 0
	for b.Loop() {
		r := *first
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		w.size = 0
		clear(w.header)
		handler.ServeHTTP(w, &r)
		n++
	}
	b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(n), "cpu-µs/op")
	if w.status >= http.StatusBadRequest {
		b.Fatal(strconv.Itoa(w.status))
	}
	return w.size
}

// sink counts what it is given.
type sink struct {
	header       http.Header
	status, size int
}

func (s *sink) Header() http.Header { return s.header }

func (s *sink) WriteHeader(status int) { s.status = status }

func (s *sink) Write(p []byte) (int, error) {
	s.size += len(p)
	return len(p), nil
}

// processorTime is that of the whole process: on a machine that others use it
// says more than the clock.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
