package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"waterzones/geo/geojson"
	"waterzones/layers"
)

const (
	defaultLimit = 100
	maxLimit     = 10_000
)

// items serves the features of a layer in force on a day, as GeoJSON.
func (s *Server) items(c echo.Context) error {
	q := newQuery(c, "bbox", "limit", "offset", "as_of")
	limit := q.integer("limit", defaultLimit, 1, maxLimit)
	offset := q.integer("offset", 0, 0, 1<<31-1)
	boxes := q.boxes("bbox")
	snap := s.snapshot(q.day("as_of", s.today()))
	if err := q.err(); err != nil {
		return err
	}
	l, err := layerOf(c, snap)
	if err != nil {
		return err
	}
	return s.cached(c, snap.ID+"-"+string(snap.AsOf), func() error {
		page := page{offset: offset, limit: limit}
		for f := range snap.Features(l, boxes) {
			if err := page.add(f); err != nil {
				return err
			}
		}
		return s.writePage(c, &page, snap)
	})
}

// page gathers the features of one answer as the bytes they are written in.
type page struct {
	offset, limit     int
	matched, returned int
	features          []byte
}

func (p *page) add(f layers.Feature) error {
	p.matched++
	if p.matched <= p.offset || p.returned == p.limit {
		return nil
	}
	if p.returned > 0 {
		p.features = append(p.features, ',')
	}
	p.returned++
	var err error
	p.features, err = appendFeature(p.features, f)
	return err
}

func appendFeature(dst []byte, f layers.Feature) ([]byte, error) {
	id, err := json.Marshal(f.Code)
	if err != nil {
		return nil, err
	}
	properties, err := json.Marshal(f.Attributes)
	if err != nil {
		return nil, err
	}
	dst = append(dst, `{"type":"Feature","id":`...)
	dst = append(dst, id...)
	dst = append(dst, `,"properties":`...)
	dst = append(dst, properties...)
	dst = append(dst, `,"geometry":`...)
	return append(geojson.AppendGeometry(dst, f.Shape), '}'), nil
}

func (s *Server) writePage(c echo.Context, p *page, snap layers.Snapshot) error {
	path := "/collections/" + url.PathEscape(pathValue(c, "collection"))
	links := []link{
		{Href: s.href(c, c.Request().URL.RequestURI()), Rel: "self", Type: typeGeoJSON},
		{Href: s.href(c, path), Rel: "collection", Type: typeJSON},
	}
	if next := p.offset + p.returned; p.returned > 0 && next < p.matched {
		values := url.Values{}
		maps.Copy(values, c.QueryParams())
		values.Set("offset", strconv.Itoa(next))
		links = append(links, link{Href: s.href(c, path+"/items?"+values.Encode()), Rel: "next", Type: typeGeoJSON})
	}
	head, err := json.Marshal(links)
	if err != nil {
		return err
	}
	body := fmt.Appendf(nil, `{"type":"FeatureCollection","numberMatched":%d,"numberReturned":%d,"timeStamp":%q,"release":%q,"as_of":%q,"links":%s,"features":[`,
		p.matched, p.returned, s.config.Now().UTC().Format(time.RFC3339), snap.ID, snap.AsOf, head)
	body = append(append(body, p.features...), "]}\n"...)
	return c.Blob(http.StatusOK, typeGeoJSON, body)
}

// item serves one feature in force on a day.
func (s *Server) item(c echo.Context) error {
	q := newQuery(c, "as_of")
	snap := s.snapshot(q.day("as_of", s.today()))
	if err := q.err(); err != nil {
		return err
	}
	l, err := layerOf(c, snap)
	if err != nil {
		return err
	}
	code := pathValue(c, "feature")
	for f := range snap.Features(l, nil) {
		if f.Code != code {
			continue
		}
		return s.cached(c, snap.ID+"-"+string(snap.AsOf), func() error {
			body, err := appendFeature(nil, f)
			if err != nil {
				return err
			}
			return c.Blob(http.StatusOK, typeGeoJSON, append(body, '\n'))
		})
	}
	return badFields(http.StatusNotFound, FieldIssue{
		Field: "featureId", ZH: "该日没有要素 " + code, EN: "there is no feature " + code + " on that day",
	})
}
