// Package request understands what people and scripts ask: fields of a form, a
// query, a row or a feature, and files, become a site and its parcels. It is the
// one way in, so that every door takes the same and refuses the same.
package request

import (
	"errors"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Issue is one thing that cannot be taken: the field that must be mended, why,
// and the place on the map where there is one (longitude, latitude).
type Issue struct {
	Field string
	layers.Text
	At *orb.Point
}

func (i *Issue) Error() string { return i.Field + ": " + i.ZH + " / " + i.EN }

// Issues gathers all that is wrong, so that a caller learns of it at once.
type Issues []Issue

// Add notes that a field cannot be taken.
func (all *Issues) Add(field, zh, en string) {
	*all = append(*all, Issue{Field: field, Text: layers.Text{ZH: zh, EN: en}})
}

// AddError notes an error of the readers.
func (all *Issues) AddError(field string, err error) {
	t := TextOf(err)
	all.Add(field, t.ZH, t.EN)
}

// Fields is a site's description as it was written; an empty text means that
// nothing was said.
type Fields struct {
	rules.Said
	Coordinates
	AsOf   string
	Unused []string // names of the input that are none of these
}

// Coordinates is what is said of coordinates beside their values.
type Coordinates struct {
	CRS     string // as declared; empty: told by the file and the values
	Helmert string // seven parameters, for Xi'an 1980 and Beijing 1954
	Packed  bool   // plain numbers are degrees as D.MMSS
}

// CoordinateNames are the names of the fields that Coordinates come from.
func CoordinateNames() []string { return []string{"crs", "helmert", "packed"} }

// ReadCoordinates reads them by whatever gives a field's text.
func ReadCoordinates(text func(name string) string, issues *Issues) Coordinates {
	said := Coordinates{CRS: text("crs"), Helmert: text("helmert")}
	switch packed := strings.ToLower(text("packed")); packed {
	case "true", "1", "是":
		said.Packed = true
	case "", "false", "0", "否":
	default:
		issues.Add("packed", "应为 true 或 false", "must be true or false")
	}
	return said
}

// Placer understands coordinates as declared, for layers that lie in the extent.
func (c Coordinates) Placer(extent orb.Bound, issues *Issues) *format.Placer {
	p := &format.Placer{Extent: extent, Packed: c.Packed}
	switch {
	case c.Helmert != "":
		h, err := crs.ParseHelmert(c.Helmert)
		if err != nil {
			issues.AddError("helmert", err)
			break
		}
		old, err := crs.ParseOld(c.CRS, h)
		if err != nil {
			issues.AddError("crs", err)
			break
		}
		p.Old = &old
	case c.CRS != "":
		var err error
		if p.Declared, err = crs.Parse(c.CRS); err != nil {
			issues.AddError("crs", err)
		}
	}
	return p
}

// Asked is a description that was understood; the site has no place yet.
type Asked struct {
	Site   *rules.Site
	Placer *format.Placer
	Day    layers.Date
	Coordinates
	AsOf string // as it was written

	set *rules.Set
}

// Understand reads the description by the rule file. Today is the day where none
// is said.
func (f Fields) Understand(set *rules.Set, extent orb.Bound, today layers.Date, issues *Issues) Asked {
	a := Asked{Placer: f.Placer(extent, issues), Day: today, Coordinates: f.Coordinates, AsOf: f.AsOf, set: set}
	site, wrong := set.Site(f.Said)
	for _, w := range wrong {
		issues.Add(w.Field, w.ZH, w.EN)
	}
	site.Unused = append(site.Unused, f.Unused...)
	a.Site = site
	if f.AsOf != "" {
		day, err := layers.ParseDate(f.AsOf)
		if err != nil {
			issues.Add("as_of", "日期应写作 2026-08-15，不能是 "+quote(f.AsOf), "a date is written 2026-08-15, not "+quote(f.AsOf))
		}
		a.Day = day
	}
	if late := a.Site.BuiltAfter(a.Day); late != nil {
		issues.Add(late.Field, late.ZH, late.EN)
	}
	return a
}

// TextOf takes an error of the readers apart.
func TextOf(err error) layers.Text {
	var byCRS *crs.Error
	var byFeature *feature.FeatureError
	var byFile *feature.Error
	switch {
	case errors.As(err, &byFeature):
		return layers.Text{ZH: byFeature.ZH, EN: byFeature.EN}
	case errors.As(err, &byCRS):
		return layers.Text(byCRS.Text)
	case errors.As(err, &byFile):
		return layers.Text{ZH: byFile.ZH, EN: byFile.EN}
	}
	return layers.Text{ZH: err.Error(), EN: err.Error()}
}
