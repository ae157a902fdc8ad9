package catalogue

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"

	"waterzones/layers"
)

// ZonesLayer reads any file of polygons as one layer, for the quick join: no
// rules, no dates, and complete everywhere, since the file itself is what was
// asked about. The layer's id is the file's base name without its extension; a
// zone's code is its code property, else the feature's id, else its name, else
// its position from 1.
func ZonesLayer(path string, src *feature.Source, placer *format.Placer) (*layers.Layer, error) {
	base := filepath.Base(path)
	l := newDraft(&layers.Layer{
		ID: strings.TrimSuffix(base, filepath.Ext(base)), Role: layers.RoleZones,
		Title:    layers.Text{ZH: base, EN: base},
		Coverage: layers.Earth(),
	})
	n := 0
	var system format.System
	for f, err := range src.Features {
		n++
		if err != nil {
			return nil, &LoadError{File: path, Err: err}
		}
		if system.CRS == 0 {
			system = placer.Decide(src, &f)
		}
		placed, err := placer.Place(system, &f)
		if err != nil {
			return nil, &LoadError{File: path, Err: err}
		}
		a := layers.Attributes{Code: zoneCode(src, &f, n)}
		if a.Name = named(src, &f, "name"); a.Name == "" {
			a.Name = a.Code
		}
		if err := l.add(a, placed.Shape); err != nil {
			return nil, &LoadError{File: path, Feature: fmt.Sprintf("features[%d] %s", n-1, a.Code), Err: err}
		}
	}
	l.check()
	return l.Layer, wholly(src, func(_ string, err error) error { return &LoadError{File: path, Err: err} })
}

func zoneCode(src *feature.Source, f *feature.Feature, position int) string {
	for _, code := range []string{named(src, f, "code"), f.ID, named(src, f, "name")} {
		if code != "" {
			return code
		}
	}
	return strconv.Itoa(position)
}

// named is what the feature has in the column of that name.
func named(src *feature.Source, f *feature.Feature, name string) string {
	for i, field := range src.Fields {
		if strings.EqualFold(field.Name, name) && i < len(f.Values) {
			return f.Values[i]
		}
	}
	return scalar(f.Properties[name])
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
