package api

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// parcels reads the file's features as sites of one description. All that is
// wrong with any of them is told at once; a project is not screened in part.
func (u *upload) parcels(content format.Content, placer *format.Placer, site *rules.Site) ([]screening.Parcel, error) {
	how := format.Reading{
		Layer: u.text("layer"), Lon: u.text("lon"), Lat: u.text("lat"), WKT: u.text("wkt"),
		Packed: placer.Packed, Declared: placer.Declared != 0 || placer.Old != nil, Limits: format.DefaultLimits(),
	}
	how.Limits.Bytes, how.Limits.Features = 64<<20, maxParcels
	var err error
	if how.Encoding, err = format.ParseEncoding(u.text("encoding")); err != nil {
		return nil, err
	}
	src, err := format.Open(content, how)
	if err != nil {
		return nil, err
	}
	defer func() { _ = src.Close() }() // it was only read
	p := &project{upload: u, src: src, placer: placer, site: site}
	for f, err := range src.Features {
		if err := p.take(&f, err); err != nil {
			return nil, err
		}
	}
	return p.whole()
}

// project is a file's features on their way to become parcels.
type project struct {
	*upload
	src    *format.Source
	placer *format.Placer
	site   *rules.Site // what holds for every parcel

	system             format.System
	features, vertices int
	outlines           int // points and lines that could outline an area
	parcels            []screening.Parcel
}

// take makes a parcel of the feature, or notes why not. An error ends the file.
func (p *project) take(f *format.Feature, readErr error) error {
	var refused *format.FeatureError
	if readErr != nil && !errors.As(readErr, &refused) {
		return readErr
	}
	p.features++
	if p.vertices += f.Vertices(); p.vertices > maxUploadVertices {
		return badFields(http.StatusRequestEntityTooLarge, FieldIssue{
			Field: "file",
			ZH:    fmt.Sprintf("图形共超过 %d 个点", maxUploadVertices), EN: fmt.Sprintf("the shapes have more than %d vertices together", maxUploadVertices),
		})
	}
	if f.Place == "" && f.Line == 0 {
		f.Place = fmt.Sprintf("第 %d 个要素 / feature %d", p.features, p.features)
	}
	placed, err := p.place(f, readErr)
	if err != nil {
		zh, en := bothLanguages(err)
		p.wrong(placeOf(err, f), zh, en)
		return nil
	}
	p.outlines += p.outline(placed.Shape)
	p.add(f, placed)
	return nil
}

// place is where the feature is, unless it could not even be read.
func (p *project) place(f *format.Feature, readErr error) (format.Placed, error) {
	if readErr != nil {
		return format.Placed{}, readErr
	}
	if p.system.CRS == 0 {
		p.system = p.placer.Decide(p.src, f)
	}
	return p.placer.Place(p.system, f)
}

// add makes one site of a feature.
func (p *project) add(f *format.Feature, placed format.Placed) {
	if wrong := geo.Validate(placed.Shape); len(wrong) > 0 {
		for _, issue := range violations(wrong) {
			issue.Field = f.Where() + " " + issue.Field
			p.issues = append(p.issues, issue)
		}
		return
	}
	own := *p.site
	own.SetPlace(placed)
	p.parcels = append(p.parcels, screening.Parcel{Name: parcelName(p.src, f), Site: &own})
}

// whole is the project, if nothing of it is missing or doubtful.
func (p *project) whole() ([]screening.Parcel, error) {
	if p.outlines >= leastOutline && p.onlyOutlines() && p.text("as") != "given" {
		p.wrong("file", "文件只有点或未闭合的线，没有面：如为红线的界址点，请提供面（勘测定界 TXT、闭合多段线）；确须按点、线核查的，加字段 as=given",
			"the file has points or open lines and no area: if they outline a site, bring the area (勘测定界 TXT, a closed polyline); to screen points and lines as such, add the field as=given")
	}
	if len(p.parcels) == 0 && len(p.issues) == 0 {
		p.wrong("file", "文件中没有图形", "there is no shape in the file")
	}
	if len(p.issues) > 0 {
		for _, n := range p.src.Notes { // they mostly say why nothing came of it
			p.wrong("file", n.ZH, n.EN)
		}
		return nil, badFields(http.StatusUnprocessableEntity, p.issues[:min(len(p.issues), 100)]...)
	}
	for _, parcel := range p.parcels {
		parcel.Site.Partial = noted(parcel.Site.Partial, p.src.Unread)
		parcel.Site.Said = noted(parcel.Site.Said, p.src.Notes)
	}
	return p.parcels, nil
}

// noted adds notes to a text.
func noted(t layers.Text, notes []format.Note) layers.Text {
	for _, n := range notes {
		t = layers.Text{ZH: joined(t.ZH, n.ZH, "；"), EN: joined(t.EN, n.EN, "; ")}
	}
	return t
}

// leastOutline is how many points or lines could be meant as the outline of an
// area: what they enclose would go unseen.
const leastOutline = 3

// outline counts a shape that could be a piece of a boundary: a point or a line of
// what is neither a thing at a point nor along a line. One open line of a drawing
// is enough, as an outline that somebody forgot to close is one.
func (p *project) outline(shape orb.Geometry) int {
	switch dimension := shape.Dimensions(); {
	case dimension == 2, dimension == 1 && p.site.Kind == "pipeline", dimension == 0 && (p.site.Kind == "well" || p.site.Kind == "outfall"):
		return 0
	case dimension == 1 && p.src.Kind == format.DXF:
		return leastOutline
	}
	return 1
}

func (p *project) onlyOutlines() bool {
	for _, parcel := range p.parcels {
		if parcel.Site.Shape.Dimensions() == 2 {
			return false
		}
	}
	return true
}

// placeOf is where in the file the error is.
func placeOf(err error, f *format.Feature) string {
	var refused *format.FeatureError
	if errors.As(err, &refused) && refused.Place != "" {
		return refused.Place
	}
	return cmp.Or(f.Where(), "file")
}

func joined(a, b, between string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + between + b
}

// parcelName is what the file calls the feature.
func parcelName(src *format.Source, f *format.Feature) string {
	names := []string{"地块名称", "地块编号", "名称", "name", "dkmc", "dkbh", "编号"}
	texts := f.Texts(src.Fields)
	for _, name := range names {
		for i, field := range src.Fields {
			if strings.EqualFold(field.Name, name) && i < len(texts) && strings.TrimSpace(texts[i]) != "" {
				return texts[i]
			}
		}
		if value, ok := f.Properties[name].(string); ok && strings.TrimSpace(value) != "" {
			return value
		}
	}
	return f.ID
}
