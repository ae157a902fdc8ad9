package layers

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
)

// ZonesLayer reads any GeoJSON file of polygons as one layer, for the quick
// join: no rules, no dates, and complete everywhere, since the file itself is
// what was asked about. The layer's id is the file's base name without its
// extension; a zone's code is its code property, else the feature's id, else its
// name, else its position from 1.
func ZonesLayer(path string, r io.Reader) (*Layer, error) {
	base := filepath.Base(path)
	l := &Layer{
		ID: strings.TrimSuffix(base, filepath.Ext(base)), Role: RoleZones,
		Title:    Text{ZH: base, EN: base},
		Coverage: orb.MultiPolygon{orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}.ToPolygon()},
	}
	n := 0
	for feature, err := range format.ReadFeatures(r, format.LayerLimits()) {
		n++
		if err != nil {
			return nil, &LoadError{File: path, Err: err}
		}
		a := Attributes{Code: zoneCode(feature, n), Name: scalar(feature.Properties["name"])}
		if a.Name == "" {
			a.Name = a.Code
		}
		if err := l.add(a, feature.Geometry); err != nil {
			return nil, &LoadError{File: path, Feature: fmt.Sprintf("features[%d] %s", n-1, a.Code), Err: err}
		}
	}
	return l, nil
}

func zoneCode(f format.Feature, position int) string {
	for _, code := range []string{scalar(f.Properties["code"]), f.ID, scalar(f.Properties["name"])} {
		if code != "" {
			return code
		}
	}
	return strconv.Itoa(position)
}

// scalar writes a property's value as text; an object or a list has none.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case fmt.Stringer: // json.Number
		return v.String()
	default:
		return ""
	}
}
