package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// status is how the process is.
type status struct {
	Status  string `json:"status"`
	Version string `json:"version,omitempty"`
	Release string `json:"release,omitempty"`
}

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error {
	return c.JSON(http.StatusOK, status{Status: "ok", Version: s.config.Version})
}

// readyz says whether new work should be sent here.
func (s *Server) readyz(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if !s.ready.Load() {
		return problem(http.StatusServiceUnavailable, statusText(http.StatusServiceUnavailable))
	}
	return c.JSON(http.StatusOK, status{Status: "ready", Release: s.release.Load().ID})
}
