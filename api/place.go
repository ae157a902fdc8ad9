package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/layers/rules"
)

// whereabouts is what a request says of its coordinates beside their values.
type whereabouts struct {
	crs     string // as declared; empty: told by the values
	helmert string // seven parameters, for Xi'an 1980 and Beijing 1954
	packed  bool   // plain numbers are degrees as D.MMSS
}

// placeNames are the parameters that whereabouts come from.
func placeNames() []string { return []string{"crs", "helmert", "packed"} }

// whereaboutsOf reads them by whatever gives a parameter's text; mistakes are
// added to issues.
func whereaboutsOf(text func(name string) string, issues *[]FieldIssue) whereabouts {
	said := whereabouts{crs: text("crs"), helmert: text("helmert")}
	switch packed := strings.ToLower(text("packed")); packed {
	case "true", "1", "是":
		said.packed = true
	case "", "false", "0", "否":
	default:
		*issues = append(*issues, FieldIssue{Field: "packed", ZH: "应为 true 或 false", EN: "must be true or false"})
	}
	return said
}

// placer understands coordinates as declared; mistakes are added to issues.
func (s *Server) placer(said whereabouts, issues *[]FieldIssue) *format.Placer {
	p := &format.Placer{Extent: s.release.Load().extent, Packed: said.packed}
	wrong := func(field string, err error) {
		zh, en := bothLanguages(err)
		*issues = append(*issues, FieldIssue{Field: field, ZH: zh, EN: en})
	}
	switch {
	case said.helmert != "":
		h, err := crs.ParseHelmert(said.helmert)
		if err != nil {
			wrong("helmert", err)
			break
		}
		old, err := crs.ParseOld(said.crs, h)
		if err != nil {
			wrong("crs", err)
			break
		}
		p.Old = &old
	case said.crs != "":
		var err error
		if p.Declared, err = crs.Parse(said.crs); err != nil {
			wrong("crs", err)
		}
	}
	return p
}

// bothLanguages takes an error of the readers apart.
func bothLanguages(err error) (zh, en string) {
	var byCRS *crs.Error
	var byFeature *format.FeatureError
	var byFile *format.Error
	switch {
	case errors.As(err, &byFeature):
		return byFeature.ZH, byFeature.EN
	case errors.As(err, &byCRS):
		return byCRS.Text.ZH, byCRS.Text.EN
	case errors.As(err, &byFile):
		return byFile.ZH, byFile.EN
	}
	return err.Error(), err.Error()
}

// put places the site where a single feature says, and checks its shape. field
// names what the caller wrote.
func put(site *rules.Site, placer *format.Placer, f *format.Feature, field string) error {
	placed, err := placer.Place(placer.Decide(&format.Source{}, f), f)
	if err != nil {
		zh, en := bothLanguages(err)
		return badFields(http.StatusBadRequest, FieldIssue{Field: field, ZH: zh, EN: en})
	}
	site.SetPlace(placed)
	if _, point := site.Shape.(orb.Point); point {
		return nil
	}
	if wrong := geo.Validate(site.Shape); len(wrong) > 0 {
		return badFields(http.StatusUnprocessableEntity, violations(wrong)...)
	}
	return nil
}
