package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"waterzones/geo"
	"waterzones/layers"
)

// feature is a zone or a place, its shape on the board.
type feature struct {
	layers.Attributes
	shape geom.Geometry
}

// alike fills in what all zones and places say alike.
func alike(a layers.Attributes) layers.Attributes {
	a.County, a.Status, a.Publicity, a.Illustrative = countyName(a.CountyCode), cmp.Or(a.Status, "现行"), "公开", true
	return a
}

// collection is one layer: its catalogue entry and its features.
type collection struct {
	entry
	features []feature
}

// entry is what the catalogue says of a layer.
type entry struct {
	layers.Layer
	File     string `json:"file,omitempty"`
	Coverage string `json:"coverage,omitempty"`
	Applies  string `json:"applies,omitempty"`
	Within   string `json:"within,omitempty"`
}

// geometry is a GeoJSON geometry (RFC 7946).
type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

type record struct {
	Type       string   `json:"type"`
	ID         string   `json:"id"`
	Properties any      `json:"properties"`
	Geometry   geometry `json:"geometry"`
}

// write writes a FeatureCollection with one feature a line, so that a change of
// one zone is a change of one line.
func write(w io.Writer, records []record) error {
	_, _ = io.WriteString(w, `{"type":"FeatureCollection","features":[`)
	for i, r := range records {
		text, err := encode(r)
		if err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
		if i > 0 {
			_, _ = io.WriteString(w, ",")
		}
		_, _ = fmt.Fprintf(w, "\n%s", text)
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

// encode is json.Marshal without escapes for HTML.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}

func (c collection) records() ([]record, error) {
	records := make([]record, len(c.features))
	for i, f := range c.features {
		g, err := onEarth(f.shape)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", c.ID, f.Code, err)
		}
		records[i] = record{"Feature", f.Code, f.Attributes, g}
	}
	return records, nil
}

// onEarth turns a shape of the board into longitude and latitude: a point, or a
// MultiPolygon with outer rings against the clock, checked again after rounding.
func onEarth(g geom.Geometry) (geometry, error) {
	if p, ok := g.AsPoint(); ok {
		xy, _ := p.XY()
		return geometry{"Point", lonLat(xy)}, nil
	}
	var shape orb.MultiPolygon
	for _, part := range polygons(g.ForceCCW()) {
		var polygon orb.Polygon
		for _, ring := range rings(part) {
			polygon = append(polygon, ringOnEarth(ring))
		}
		shape = append(shape, polygon)
	}
	if len(shape) == 0 {
		return geometry{}, fmt.Errorf("no area: %s", g.Type())
	}
	return geometry{"MultiPolygon", shape}, valid(shape)
}

func polygons(g geom.Geometry) []geom.Polygon {
	if p, ok := g.AsPolygon(); ok {
		return []geom.Polygon{p}
	}
	m, _ := g.AsMultiPolygon() // of no polygons if g is something else
	out := make([]geom.Polygon, m.NumPolygons())
	for i := range out {
		out[i] = m.PolygonN(i)
	}
	return out
}

// ringOnEarth drops corners that fall on the one before when rounded.
func ringOnEarth(l geom.LineString) orb.Ring {
	var ring orb.Ring
	for i := range l.Coordinates().Length() {
		p := lonLat(l.Coordinates().GetXY(i))
		if len(ring) == 0 || ring[len(ring)-1] != p {
			ring = append(ring, p)
		}
	}
	return ring
}

func valid(shape orb.MultiPolygon) error {
	for _, v := range geo.Validate(shape) {
		return v
	}
	return nil
}
