package request

import (
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Put places the site where a single feature says, and checks its shape. field
// names what the caller wrote.
func (a *Asked) Put(f *feature.Feature, field string) (invalid bool, issues Issues) {
	placed, err := a.Placer.Place(a.Placer.Decide(&feature.Source{}, f), f)
	if err != nil {
		issues.AddError(field, err)
		return false, issues
	}
	SetPlace(a.Site, placed)
	issues = violations("geometry.", a.Site.Shape)
	return len(issues) > 0, issues
}

// violations are what makes the shape invalid, each with its place; in is what the
// caller calls the shape.
func violations(in string, shape orb.Geometry) (issues Issues) {
	if _, point := shape.(orb.Point); point {
		return nil // a reader has seen to it that it is one
	}
	for _, v := range geo.Validate(shape) {
		at := v.At
		zh, en := v.Explain()
		issues = append(issues, Issue{Field: strings.TrimSuffix(in+v.Path, "."), Text: layers.Text{ZH: zh, EN: en}, At: &at})
	}
	return issues
}

// SetPlace puts the site where a file or a request says that it is. What is
// written to 50 m is not known to 30 m, whatever accuracy was said. A closed line
// is the outline of an area for what has one.
func SetPlace(s *rules.Site, p format.Placed) {
	s.Shape, s.Given = p.Shape, p.Given
	if p.Plain {
		s.Given = nil // the shape says it
	}
	s.CRS, s.CRSGiven = p.CRS, p.Declared
	s.Said = layers.Text(p.Said)
	if p.PrecisionM > s.BandM() {
		s.AccuracyM = p.PrecisionM
	}
	if area, closed := enclosed(s.Shape); closed && !slices.Contains(linear(), s.Kind) {
		s.Shape = area
		if s.Given != nil {
			s.Given, _ = enclosed(s.Given)
		}
		s.Said = noted(s.Said, layers.Text{ZH: "闭合线按其围成的面核查", EN: "a closed line was taken as the area that it encloses"})
	}
}

// linear are the kinds of site that lie along a line: a closed one is a loop.
func linear() []string { return []string{"pipeline"} }

// pointlike are the kinds of site that are at a point.
func pointlike() []string { return []string{"well", "outfall"} }

// enclosed is the area that a closed line goes round.
func enclosed(shape orb.Geometry) (orb.Geometry, bool) {
	line, ok := shape.(orb.LineString)
	if !ok || len(line) < 4 || line[0] != line[len(line)-1] {
		return shape, false
	}
	return orb.Polygon{orb.Ring(line)}, true
}

// noted adds a note to a text.
func noted(t, note layers.Text) layers.Text {
	return layers.Text{ZH: joined(t.ZH, note.ZH, "；"), EN: joined(t.EN, note.EN, "; ")}
}

func joined(a, b, between string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + between + b
}

func quote(text string) string { return strconv.Quote(text) }
