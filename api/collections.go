package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"waterzones/layers"
)

// crs84 is the coordinate reference system of every answer (RFC 7946); CGCS2000
// is equal to it for this purpose.
const crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// collection is a layer as OGC API Features describes one, with what a map and
// an officer need beside it.
type collection struct {
	ID           string         `json:"id"`
	Title        string         `json:"title"`
	Titles       layers.Text    `json:"titles"`
	Description  string         `json:"description"`
	ItemType     string         `json:"itemType"`
	CRS          []string       `json:"crs"`
	Extent       extent         `json:"extent"`
	Role         layers.Role    `json:"role"`
	Department   string         `json:"department,omitempty"`
	Version      string         `json:"version"`
	RequiredFor  []string       `json:"requiredFor,omitempty"`
	Grades       []string       `json:"grades,omitempty"`
	AccuracyM    float64        `json:"accuracyM,omitempty"`
	Publicity    string         `json:"publicity,omitempty"`
	Source       layers.Text    `json:"source"`
	Illustrative bool           `json:"illustrative"`
	Legend       []layers.Style `json:"legend"`
	ItemCount    int            `json:"itemCount"`
	Quarantined  int            `json:"quarantinedCount"`
	Links        []link         `json:"links"`
}

type extent struct {
	Spatial spatialExtent `json:"spatial"`
}

type spatialExtent struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

// collections is every layer, with what is said of all of them.
type collections struct {
	Collections  []collection  `json:"collections"`
	Illustrative bool          `json:"illustrative"`
	Notice       layers.Text   `json:"notice"`
	Attribution  []layers.Text `json:"attribution"`
	Release      string        `json:"release"`
	AsOf         layers.Date   `json:"as_of"`
	NotHeld      []layers.Held `json:"notHeld"`
	Links        []link        `json:"links"`
}

func (s *Server) collections(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	snap := s.snapshot(s.today())
	return s.cached(c, snap.ID+"-"+string(snap.AsOf), func() error {
		all := []collection{}
		for _, l := range snap.Layers() {
			all = append(all, s.describe(c, snap, l))
		}
		return c.JSON(http.StatusOK, collections{all, snap.Illustrative, snap.Notice, some(snap.Attribution), snap.ID, snap.AsOf, some(snap.NotHeld), []link{
			{Href: s.href(c, "/collections"), Rel: "self", Type: typeJSON},
		}})
	})
}

func (s *Server) collection(c echo.Context) error {
	snap, l, err := s.layerToday(c)
	if err != nil {
		return err
	}
	return s.cached(c, snap.ID+"-"+string(snap.AsOf), func() error {
		return c.JSON(http.StatusOK, s.describe(c, snap, l))
	})
}

// pathValue is a part of the address as it was before it was escaped.
func pathValue(c echo.Context, name string) string {
	value, err := url.PathUnescape(c.Param(name))
	if err != nil {
		return c.Param(name)
	}
	return value
}

// layerToday is the layer that the address names, of which nothing else may be
// asked, with today's snapshot.
func (s *Server) layerToday(c echo.Context) (layers.Snapshot, *layers.Layer, error) {
	snap := s.snapshot(s.today())
	if err := newQuery(c).err(); err != nil {
		return snap, nil, err
	}
	l, err := layerOf(c, snap)
	return snap, l, err
}

// layerOf is the layer that the address names.
func layerOf(c echo.Context, snap layers.Snapshot) (*layers.Layer, error) {
	id := pathValue(c, "collection")
	if l := snap.Layer(id); l != nil {
		return l, nil
	}
	return nil, badFields(http.StatusNotFound, FieldIssue{
		Field: "collectionId", ZH: "没有图层 " + id + "，列表见 /collections", EN: "there is no layer " + id + ", see /collections",
	})
}

func (s *Server) describe(c echo.Context, snap layers.Snapshot, l *layers.Layer) collection {
	box := l.Bound()
	self := s.href(c, "/collections/"+url.PathEscape(l.ID))
	return collection{
		ID: l.ID, Title: l.Title.ZH + " / " + l.Title.EN, Titles: l.Title,
		Description: l.Description.ZH + " / " + l.Description.EN,
		ItemType:    "feature", CRS: []string{crs84},
		Extent: extent{spatialExtent{[][4]float64{corners(box)}, crs84}},
		Role:   l.Role, Department: l.Department, Version: l.Version, RequiredFor: l.RequiredFor,
		Grades: l.Grades, AccuracyM: l.AccuracyM, Publicity: l.Publicity, Source: l.Source,
		Illustrative: l.Illustrative, Legend: some(l.Legend),
		ItemCount: count(snap, l), Quarantined: len(l.Quarantined),
		Links: []link{
			{Href: self, Rel: "self", Type: typeJSON},
			{Href: self + "/items", Rel: "items", Type: typeGeoJSON, Title: l.Title.ZH},
			{Href: self + "/schema", Rel: "http://www.opengis.net/def/rel/ogc/1.0/schema", Type: "application/schema+json"},
		},
	}
}

func corners(b orb.Bound) [4]float64 {
	return [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
}

// count is the number of features in force on the snapshot's day.
func count(snap layers.Snapshot, l *layers.Layer) int {
	n := 0
	for range snap.Features(l, nil) {
		n++
	}
	return n
}
