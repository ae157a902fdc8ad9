package api

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"
)

// around is what every request goes through: it gets an id and the headers that
// keep a browser safe, its body is bounded, a panic and an error become problem
// details, and it is counted and logged, refused or not.
func (s *Server) around(next echo.HandlerFunc) echo.HandlerFunc {
	safe := map[string][]string{ // shared: whoever sets one puts a list of its own in its place
		// A browser guesses no content and loads and frames nothing that is not ours.
		"X-Content-Type-Options":  {"nosniff"},
		"Referrer-Policy":         {"no-referrer"},
		"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'"},
	}
	return func(c echo.Context) error {
		began := time.Now()
		request, response := c.Request(), c.Response()
		h := response.Header()
		for name, value := range safe {
			h[name] = value
		}
		id := requestID(request)
		h[echo.HeaderXRequestID] = []string{id}
		if err := s.handle(c, next); err != nil {
			c.Error(err)
		}
		took := time.Since(began)
		s.metrics.observe(request.Method, c.Path(), response, took)
		s.config.Log.LogAttrs(request.Context(), slog.LevelInfo, "request",
			slog.String("id", id), slog.String("method", request.Method), slog.String("uri", request.RequestURI),
			slog.Int("status", response.Status), slog.Float64("ms", float64(took.Microseconds())/1000),
			slog.String("ip", c.RealIP()), slog.Int64("bytes", response.Size))
		return nil
	}
}

// handle calls the handler with a body that is bounded: reading past the bound is
// an error that becomes 413. A panic becomes an error.
func (s *Server) handle(c echo.Context, next echo.HandlerFunc) (err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			panic(cause) // net/http's own way to end an answer
		default:
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	r := c.Request()
	if r.ContentLength > s.config.MaxBytes {
		return &http.MaxBytesError{Limit: s.config.MaxBytes}
	}
	if r.ContentLength != 0 {
		r.Body = http.MaxBytesReader(c.Response(), r.Body, s.config.MaxBytes)
	}
	return next(c)
}

// longestID is as long as a caller's own id of a request may be.
const longestID = 128

// requestID is the caller's, or one by chance.
func requestID(r *http.Request) string {
	if id := r.Header.Get(echo.HeaderXRequestID); id != "" && len(id) <= longestID {
		return id
	}
	var bits [16]byte
	binary.LittleEndian.PutUint64(bits[:8], rand.Uint64())
	binary.LittleEndian.PutUint64(bits[8:], rand.Uint64())
	return hex.EncodeToString(bits[:])
}
