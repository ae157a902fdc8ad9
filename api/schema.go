package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"waterzones/layers"
)

// schema describes the properties of a layer's features as JSON Schema (in the
// manner of OGC API Features Part 5), each with the other names under which
// offices bring it.
func (s *Server) schema(c echo.Context) error {
	snap, l, err := s.layerToday(c)
	if err != nil {
		return err
	}
	type property struct {
		Title string   `json:"title"`
		Type  string   `json:"type"`
		Names []string `json:"x-names"`
	}
	properties := map[string]property{}
	for _, f := range layers.Fields() {
		properties[f.Key] = property{Title: f.Title.ZH + " / " + f.Title.EN, Type: f.Type, Names: []string{f.Pinyin, f.Title.ZH}}
	}
	return s.cached(c, snap.ID, func() error {
		return c.JSON(http.StatusOK, map[string]any{
			"$schema":    "https://json-schema.org/draft/2020-12/schema",
			"$id":        s.href(c, "/collections/"+url.PathEscape(l.ID)+"/schema"),
			"title":      l.Title.ZH + " / " + l.Title.EN,
			"type":       "object",
			"required":   []string{"code", "name"},
			"properties": properties,
		})
	})
}
