package table

import (
	"errors"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
	"waterzones/geo/format/wk"
	"waterzones/geo/geojson"
)

// placeByShape reads the geometry in a cell.
func (t *rowTable) placeByShape(f *feature.Feature) *feature.FieldError {
	cell := strings.TrimSpace(f.Values[t.axes.first])
	wrong := &feature.FieldError{Field: t.header[t.axes.first], Value: feature.Clip(cell)}
	if cell == "" {
		wrong.ZH, wrong.EN = "为空", "is empty"
		return wrong
	}
	g, system, err := shapeIn(cell, t.how.Limits.OrLayer())
	if e, ok := errors.AsType[*feature.Error](err); ok {
		wrong.ZH, wrong.EN = e.ZH, e.EN
		return wrong
	}
	f.Geometry = g
	if system != "" {
		f.CRS = system
	}
	return nil
}

// shapeIn reads WKT, EWKT, a GeoJSON geometry, or WKB and EWKB in hexadecimal
// digits; system is what it names its own, "" for none. Errors are *feature.Error.
func shapeIn(cell string, limits feature.Limits) (g orb.Geometry, system string, err error) {
	var srid int
	switch {
	case cell[0] == '{':
		return geojson.ParseGeometry(cell, limits)
	case strings.HasPrefix(cell, "00") || strings.HasPrefix(cell, "01") || strings.HasPrefix(cell, `\x`):
		g, srid, err = wk.ParseHexWKB(cell, limits)
	default:
		g, srid, err = wk.ParseWKT(cell, limits)
	}
	if srid != 0 {
		system = crs.CRS(srid).String()
	}
	return g, system, err
}
