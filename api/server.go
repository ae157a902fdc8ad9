// Package api serves screenings and layers over HTTP with Echo: it parses a
// request into a site, hands it to screening.Screen, and writes the report.
// Handlers return errors; one place turns them into RFC 9457 problem details
// and log lines. No Echo type leaves the package.
package api

import (
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/store"
)

// Config is what a Server needs; every field but Reports and PublicURL must be set.
type Config struct {
	Release  *layers.Release
	Rules    *rules.Set
	Map      fs.FS // the built map page, or the page that says how to build it
	Log      *slog.Logger
	Now      func() time.Time
	Version  string
	MaxBytes int64          // of a request's body
	Reports  *store.Archive // nil: none are kept
	// PublicURL is where printed reports say that they are kept; empty: wherever the
	// request for the print reached the service.
	PublicURL string
}

// Server answers requests from one immutable release. It is safe for
// concurrent use.
type Server struct {
	config  Config
	release atomic.Pointer[published]
	ready   atomic.Bool
	heavy   chan struct{} // a place for each area or line under way
	metrics *metrics
}

// published is a release and when it began to be served.
type published struct {
	*layers.Release
	extent orb.Bound
	since  time.Time
}

// New makes a server that is ready at once.
func New(config Config) *Server {
	s := &Server{config: config, heavy: make(chan struct{}, runtime.GOMAXPROCS(0))}
	s.release.Store(&published{config.Release, config.Release.Extent(), config.Now()})
	s.metrics = newMetrics(s)
	s.ready.Store(true)
	return s
}

// Stopping makes /readyz answer 503, so that no new work is sent here, while
// everything else still answers.
func (s *Server) Stopping() { s.ready.Store(false) }

// snapshot is the release served now, as in force on the day.
func (s *Server) snapshot(day layers.Date) layers.Snapshot {
	return s.release.Load().On(day)
}

func (s *Server) today() layers.Date { return layers.DateOf(s.config.Now()) }

// Handler returns the whole HTTP surface.
func (s *Server) Handler() http.Handler { return gzhttp.GzipHandler(s.router()) }

func (s *Server) router() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.writeProblem
	// Echo trusts X-Forwarded-For by default, which any caller can write.
	e.IPExtractor = echo.ExtractIPDirect()

	// Metrics and CORS come first, so that refused requests are counted and
	// readable by a page of another origin too.
	e.Use(s.metrics.middleware())
	e.Use(middleware.CORSWithConfig(middleware.CORSConfig{
		AllowMethods:  []string{http.MethodGet, http.MethodHead, http.MethodPost},
		ExposeHeaders: []string{"ETag", "Location", echo.HeaderXRequestID},
		MaxAge:        3600,
	}))
	e.Use(middleware.RequestID(), s.requestLog(), middleware.Recover(), safetyHeaders, s.limitBody)

	for path, handle := range map[string]echo.HandlerFunc{
		"/":                               s.landing,
		"/collections":                    s.collections,
		"/collections/:collection":        s.collection,
		"/collections/:collection/schema": s.schema,
		"/collections/:collection/items":  s.items,
		"/collections/:collection/items/:feature": s.item,
		"/screenings":   s.screenPoint,
		"/reports/:id":  s.report,
		"/rules":        s.rules,
		"/rules/schema": s.siteSchema(),
		"/api":          s.openAPI(),
		"/healthz":      s.healthz,
		"/readyz":       s.readyz,
		"/metrics":      s.metrics.handler(),
		"/map":          func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, "/map/") },
		"/map/*":        s.mapPage(),
	} {
		e.GET(path, handle)
		e.HEAD(path, handle)
	}
	e.POST("/screenings", s.post)
	return e
}

// requestLog writes one line a request.
func (s *Server) requestLog() echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogMethod: true, LogURI: true, LogStatus: true, LogLatency: true, LogRemoteIP: true,
		LogRequestID: true, LogResponseSize: true, HandleError: true,
		LogValuesFunc: func(_ echo.Context, v middleware.RequestLoggerValues) error {
			s.config.Log.Info("request", "id", v.RequestID, "method", v.Method, "uri", v.URI,
				"status", v.Status, "ms", float64(v.Latency.Microseconds())/1000, "ip", v.RemoteIP, "bytes", v.ResponseSize)
			return nil
		},
	})
}

// limitBody bounds every request's body; reading past the bound is an error
// that becomes 413.
func (s *Server) limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.ContentLength > s.config.MaxBytes {
			return &http.MaxBytesError{Limit: s.config.MaxBytes}
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, s.config.MaxBytes)
		return next(c)
	}
}

// safetyHeaders keep a browser from guessing content and from loading or
// framing anything that is not ours.
func safetyHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		return next(c)
	}
}
