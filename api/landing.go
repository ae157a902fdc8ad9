package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"waterzones/layers"
	"waterzones/layers/report"
	"waterzones/layers/rules"
)

// link is an OGC API link.
type link = report.Link

// landingPage is the way in for programs.
type landingPage struct {
	Title        string      `json:"title"`
	Description  string      `json:"description"`
	Illustrative bool        `json:"illustrative"`
	Notice       layers.Text `json:"notice"`
	Release      string      `json:"release"`
	Version      string      `json:"version"`
	Links        []link      `json:"links"`
}

const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
)

// landing is the way in: for a browser the map, for everything else the links.
func (s *Server) landing(c echo.Context) error {
	q := newQuery(c, "f")
	if err := q.err(); err != nil {
		return err
	}
	if q.text("f") == "" && strings.Contains(c.Request().Header.Get(echo.HeaderAccept), "text/html") {
		c.Response().Header().Add(echo.HeaderVary, echo.HeaderAccept)
		return c.Redirect(http.StatusFound, "/map/")
	}
	release := s.release.Load()
	c.Response().Header().Add(echo.HeaderVary, echo.HeaderAccept)
	return c.JSON(http.StatusOK, landingPage{
		Title:        release.Title.ZH + " / " + release.Title.EN,
		Description:  "项目、排污口、水井是否位于水环境保护范围，适用哪一条，依据哪些数据。 / Whether a project, outfall or well lies in a protected water zone, which article follows, and on which data that rests.",
		Illustrative: release.Illustrative, Notice: release.Notice, Release: release.ID, Version: s.config.Version,
		Links: []link{
			{Href: s.href(c, "/"), Rel: "self", Type: typeJSON, Title: "本页 / this page"},
			{Href: s.href(c, "/collections"), Rel: "data", Type: typeJSON, Title: "图层 / layers"},
			{Href: s.href(c, "/api"), Rel: "service-desc", Type: typeOpenAPI, Title: "接口说明（OpenAPI 3.1） / API description"},
			{Href: s.href(c, "/rules/schema"), Rel: "describedby", Type: typeSchema, Title: "核查对象的 JSON Schema / JSON Schema of a site"},
			{Href: s.href(c, "/rules"), Rel: "describedby", Type: typeJSON, Title: "规则与类型 / rules and kinds of site"},
			{Href: s.href(c, "/screenings"), Rel: "related", Type: typeJSON, Title: "核查，不保存：GET ?lon=&lat=&kind= 或 POST GeoJSON Feature / screening, nothing kept"},
			{Href: s.href(c, "/reports"), Rel: "related", Type: typeJSON, Title: "保存的报告：POST 同上 / a report that is kept: POST the same"},
			{Href: s.href(c, "/reports/schema"), Rel: "describedby", Type: typeSchema, Title: "报告的 JSON Schema / JSON Schema of a report"},
			{Href: s.href(c, "/map/"), Rel: "alternate", Type: "text/html", Title: "地图 / map"},
		},
	})
}

// href is the absolute address of a path under the address the caller used.
func (s *Server) href(c echo.Context, path string) string {
	return c.Scheme() + "://" + c.Request().Host + path
}

// rules lists the activities, the kinds of site, the attributes asked for, what
// follows from them and every rule with its citation.
func (s *Server) rules(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	set := s.config.Rules
	return s.cached(c, set.Version, func() error {
		return c.JSON(http.StatusOK, struct {
			Version    string             `json:"version"`
			Activities []rules.Activity   `json:"activities"`
			Kinds      []rules.Kind       `json:"kinds"`
			Attributes []rules.Attribute  `json:"attributes"`
			Derive     []rules.Derivation `json:"derive"`
			Rules      []rules.Rule       `json:"rules"`
			NotHeld    []rules.Unheld     `json:"not_held"`
		}{set.Version, some(set.Activities), set.Kinds, set.Attributes, some(set.Derive), set.Rules, some(set.NotHeld)})
	})
}

// some is the list, empty where a rule file has none: JSON has no null for it.
func some[T any](list []T) []T { return append([]T{}, list...) }

// cached answers 304 where the caller has the content of that version, and
// otherwise the content with its version as a weak ETag (weak, since the same
// content goes out compressed too).
func (s *Server) cached(c echo.Context, version string, write func() error) error {
	tag := `W/"` + version + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set(echo.HeaderCacheControl, "no-cache")
	for have := range strings.SplitSeq(c.Request().Header.Get("If-None-Match"), ",") {
		if have = strings.TrimSpace(have); have == "*" || strings.TrimPrefix(have, "W/") == strings.TrimPrefix(tag, "W/") {
			return c.NoContent(http.StatusNotModified)
		}
	}
	return write()
}
