package request

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Bounds of one project brought as a file: more is a batch, which comes as a
// table.
const (
	MaxParcels  = 1000
	MaxVertices = 50_000
)

// ErrTooManyVertices says that the shapes of a file are larger than a project.
var ErrTooManyVertices = errors.New("图形的点过多 / the shapes have too many vertices")

// Parcels reads a file's features as sites of one description, the parcels of one
// project. All that is wrong with any of them is told at once; a project is not
// screened in part. asGiven takes points and open lines as such, where they would
// else be taken for an outline that somebody forgot to close. The source stays
// the caller's to close.
func (a *Asked) Parcels(src *feature.Source, asGiven bool) ([]screening.Parcel, Issues, error) {
	p := &project{Asked: a, src: src}
	for f, err := range src.Features {
		if err := p.take(&f, err); err != nil {
			return nil, nil, err
		}
	}
	p.finish(asGiven)
	if len(p.issues) > 0 {
		return nil, p.issues, nil
	}
	return p.parcels, nil, nil
}

// project is a file's features on their way to become parcels.
type project struct {
	*Asked
	src *feature.Source

	system             format.System
	features, vertices int
	outlines           int // points and lines that could outline an area
	parcels            []screening.Parcel
	given              []Fields // what the file says of each parcel
	issues             Issues
}

// take makes a parcel of the feature, or notes why not. An error ends the file.
func (p *project) take(f *feature.Feature, readErr error) error {
	var refused *feature.FeatureError
	if readErr != nil && !errors.As(readErr, &refused) {
		return readErr
	}
	p.features++
	if p.vertices += f.Vertices(); p.vertices > MaxVertices {
		return ErrTooManyVertices
	}
	if f.Place == "" && f.Line == 0 {
		f.Place = fmt.Sprintf("第 %d 个要素 / feature %d", p.features, p.features)
	}
	placed, err := p.place(f, readErr)
	if err != nil {
		p.issues.AddError(placeOf(err, f), err)
		return nil
	}
	p.add(f, placed)
	return nil
}

// place is where the feature is, unless it could not even be read.
func (p *project) place(f *feature.Feature, readErr error) (format.Placed, error) {
	if readErr != nil {
		return format.Placed{}, readErr
	}
	if p.system.CRS == 0 {
		p.system = p.Placer.Decide(p.src, f)
	}
	return p.Placer.Place(p.system, f)
}

// add makes one site of a feature.
func (p *project) add(f *feature.Feature, placed format.Placed) {
	own := *p.Site
	SetPlace(&own, placed)
	p.outlines += p.outline(own.Shape)
	p.issues = append(p.issues, violations(f.Where()+" geometry.", own.Shape)...)
	p.parcels = append(p.parcels, screening.Parcel{Name: parcelName(p.src, f), Site: &own})
	p.given = append(p.given, p.columns(f))
}

// finish sees whether anything of the project is missing or doubtful.
func (p *project) finish(asGiven bool) {
	if p.outlines >= leastOutline && p.onlyOutlines() && !asGiven {
		p.issues.Add("file", "文件只有点或未闭合的线，没有面：如为红线的界址点，请提供面（勘测定界 TXT、闭合多段线）；确须按点、线核查的，加字段 as=given",
			"the file has points or open lines and no area: if they outline a site, bring the area (勘测定界 TXT, a closed polyline); to screen points and lines as such, add the field as=given")
	}
	if len(p.parcels) == 0 && len(p.issues) == 0 {
		p.issues.Add("file", "文件中没有图形", "there is no shape in the file")
	}
	p.takeColumns()
	if len(p.issues) > 0 {
		for _, n := range p.src.Notes { // they mostly say why nothing came of it
			p.issues.Add("file", n.ZH, n.EN)
		}
		return
	}
	for _, parcel := range p.parcels {
		for _, n := range p.src.Unread {
			parcel.Site.Partial = noted(parcel.Site.Partial, layers.Text(n))
		}
		for _, n := range p.src.Notes {
			parcel.Site.Said = noted(parcel.Site.Said, layers.Text(n))
		}
	}
}

// leastOutline is how many points or lines could be meant as the outline of an
// area: what they enclose would go unseen.
const leastOutline = 3

// outline counts a shape that could be a piece of a boundary: a point or a line of
// what is neither a thing at a point nor along a line. One open line of a drawing
// is enough, as an outline that somebody forgot to close is one.
func (p *project) outline(shape orb.Geometry) int {
	switch dimension := shape.Dimensions(); {
	case dimension == 2, dimension == 1 && isOf(p.Site, linear()), dimension == 0 && isOf(p.Site, pointlike()):
		return 0
	case dimension == 1 && p.src.Kind == feature.DXF:
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

func isOf(s *rules.Site, kinds []string) bool { return slices.Contains(kinds, s.Kind) }

// placeOf is where in the file the error is.
func placeOf(err error, f *feature.Feature) string {
	var refused *feature.FeatureError
	if errors.As(err, &refused) && refused.Place != "" {
		return refused.Place
	}
	return cmp.Or(f.Where(), "file")
}

// parcelName is what the file calls the feature.
func parcelName(src *feature.Source, f *feature.Feature) string {
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
