package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"

	"github.com/labstack/echo/v4"
)

// serveBare is what the server is compared with: Echo, nothing around it, and
// handlers that send as many bytes as the path says. It says that it is ready as
// the server does, and serves until it is killed.
func serveBare() error {
	e := echo.New()
	e.GET("/", func(c echo.Context) error { return c.NoContent(http.StatusOK) })
	filler := bytes.Repeat([]byte{' '}, 1<<20)
	e.GET("/:size", func(c echo.Context) error {
		size, err := strconv.Atoi(c.Param("size"))
		if err != nil || size > len(filler) {
			return fmt.Errorf("size %q", c.Param("size"))
		}
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, filler[:size])
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it lives as long as the process
	if err != nil {
		return err
	}
	slog.New(slog.NewJSONHandler(os.Stderr, nil)).Info("ready", "addr", listener.Addr().String())
	return http.Serve(listener, e) //nolint:gosec // no client but ours
}
