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
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"waterzones/layers"
	"waterzones/layers/request"
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
	Streams  Streams        // batches under way at most
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
	streams *streams
	metrics *metrics

	pointNames []string  // of the parameters of GET /screenings
	batchNames []string  // and of POST /screenings/batch
	buffers    sync.Pool // of *[]byte: answers
}

// New makes a server that is ready at once.
func New(config Config) *Server {
	s := &Server{config: config, heavy: make(chan struct{}, runtime.GOMAXPROCS(0)), streams: newStreams(config.Streams)}
	first := &published{Release: config.Release, extent: config.Release.Extent(), since: config.Now()}
	s.release.Store(first)
	s.pointNames = append([]string{"lon", "lat", "at", "kind", "as_of", "stage", "accuracy_m", "name", "view"}, request.CoordinateNames()...)
	s.batchNames = append([]string{"kind", "as_of", "stage", "accuracy_m", "nearest", "lang", "view"}, request.CoordinateNames()...)
	s.pointNames, s.batchNames = append(s.pointNames, s.factNames()...), append(s.batchNames, s.factNames()...)
	s.metrics = newMetrics(s)
	s.pointsOn(first, s.today())
	s.ready.Store(true)
	return s
}

// Stopping makes /readyz answer 503, so that no new work is sent here, while
// everything else still answers. Batches that have not ended soon after are cut
// off. It is called once.
func (s *Server) Stopping() {
	s.ready.Store(false)
	time.AfterFunc(batchesEndWithin, func() { close(s.streams.ends) })
}

// batchesEndWithin is how long batches under way may go on in a server that stops.
const batchesEndWithin = 15 * time.Second

// snapshot is the release served now, as in force on the day.
func (s *Server) snapshot(day layers.Date) layers.Snapshot {
	return s.release.Load().On(day)
}

func (s *Server) today() layers.Date { return layers.DateOf(s.config.Now()) }

// Handler returns the whole HTTP surface.
func (s *Server) Handler() http.Handler {
	plain := s.router()
	packed := gzhttp.GzipHandler(plain)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == batchPath { // which goes out row by row
			plain.ServeHTTP(w, r)
			return
		}
		packed.ServeHTTP(w, r)
	})
}

// factNames are the ids of what may be said of a site: facts and the application.
func (s *Server) factNames() (ids []string) {
	for i := range s.config.Rules.Attributes {
		ids = append(ids, s.config.Rules.Attributes[i].ID)
	}
	for _, f := range rules.ApplicationFields() {
		ids = append(ids, f.ID)
	}
	return ids
}

func (s *Server) router() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.writeProblem
	// Echo trusts X-Forwarded-For by default, which any caller can write.
	e.IPExtractor = echo.ExtractIPDirect()

	// Refused requests are counted, and readable by a page of another origin, too.
	e.Use(s.around, middleware.CORSWithConfig(middleware.CORSConfig{
		AllowMethods:  []string{http.MethodGet, http.MethodHead, http.MethodPost},
		ExposeHeaders: []string{"ETag", "Location", echo.HeaderXRequestID},
		MaxAge:        3600,
	}))

	for path, handle := range map[string]echo.HandlerFunc{
		"/":                               s.landing,
		"/collections":                    s.collections,
		"/collections/:collection":        s.collection,
		"/collections/:collection/schema": s.schema,
		"/collections/:collection/items":  s.items,
		"/collections/:collection/items/:feature": s.item,
		"/screenings":     s.screenPoint,
		"/reports/:id":    s.report,
		"/reports/schema": s.reportSchema(),
		"/rules":          s.rules,
		"/rules/schema":   s.siteSchema(),
		"/api":            s.openAPI(),
		"/healthz":        s.healthz,
		"/readyz":         s.readyz,
		"/metrics":        s.metrics.handler(),
		"/map":            func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, "/map/") },
		"/map/*":          s.mapPage(),
	} {
		e.GET(path, handle)
		e.HEAD(path, handle)
	}
	e.POST("/screenings", func(c echo.Context) error { return s.post(c, s.answer) })
	e.POST(batchPath, s.screenBatch)
	e.POST("/reports/:id/answers", s.answerFindings)
	e.POST("/reports", func(c echo.Context) error { return s.post(c, s.answerKept) })
	return e
}
