package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"waterzones/layers"
	"waterzones/layers/report/schema"
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

// reportSchema is the JSON Schema of a report, from the Go types that it is written
// from.
func (s *Server) reportSchema() echo.HandlerFunc {
	set, err := schema.Report()
	if err != nil {
		return s.constant(typeSchema, nil, err)
	}
	defs := geoSchemas()
	maps.Copy(defs, set.Defs(componentSchemas))
	text, err := json.Marshal(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": reportSchemaID,
		"title": "核查报告 / report of a screening", "$ref": componentSchemas + "report", "$defs": defs,
	})
	var content object
	if err == nil {
		err = json.Unmarshal(bytes.ReplaceAll(text, []byte(componentSchemas), []byte("#/$defs/")), &content)
	}
	return s.constant(typeSchema, content, err)
}

// reportSchemaID names the schema wherever it is served; it is no address.
const reportSchemaID = "tag:waterzones,2026:report"

const componentSchemas = "#/components/schemas/"
