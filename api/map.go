package api

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

// mapPolicy lets the map page load its own files and nothing from elsewhere.
const mapPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; worker-src 'self' blob:; font-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// mapPage serves the built map. Files under assets/ carry their hash in their
// name and never change.
func (s *Server) mapPage() echo.HandlerFunc {
	files := http.StripPrefix("/map", http.FileServerFS(s.config.Map))
	return func(c echo.Context) error {
		name := path.Clean("/" + c.Param("*"))[1:]
		if info, err := fs.Stat(s.config.Map, name); name != "" && (err != nil || info.IsDir()) {
			return echo.ErrNotFound
		}
		h := c.Response().Header()
		h.Set("Content-Security-Policy", mapPolicy)
		h.Set(echo.HeaderCacheControl, "no-cache")
		if strings.HasPrefix(name, "assets/") {
			h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
		}
		files.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}
