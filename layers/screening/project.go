package screening

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Parcel is one 地块 of a project.
type Parcel struct {
	Name string // empty: its number is
	Site *rules.Site
}

// ErrNoParcels says that a project has no parcel at all.
var ErrNoParcels = errors.New("项目没有地块 / the project has no parcel")

// Project is what was found and what follows for a project of several parcels as
// one: the outcomes, amounts and totals of all of them together, and each parcel
// on its own. Where parcels overlap one another the place is counted once, with
// the first of them.
type Project struct {
	*Conclusion               // of all parcels together
	Parcels     []*Conclusion // of each; nil where the project is one shape
	Overlap     Overlap
}

// Overlap says whether parcels of a project overlap one another.
type Overlap uint8

// What can be said of parcels that overlap.
const (
	Apart        Overlap = iota // they do not
	CountedOnce                 // they do, and each place is counted once
	CountedTwice                // they do, and are too intricate to be taken apart
)

// ScreenProject screens the parcels as one. The verdict is the strictest of any,
// complete only if every parcel is. The parcels are of one project: kind, stage
// and attributes must be the same, and its name is the first one's. One parcel
// alone is a site like any other. Otherwise as Screen.
func ScreenProject(ctx context.Context, snap layers.Snapshot, set *rules.Set, parcels []Parcel, o Options) (*Project, error) {
	if len(parcels) == 1 {
		c, err := Screen(ctx, snap, set, parcels[0].Site, o)
		return &Project{Conclusion: c}, err
	}
	whole, overlap, err := together(ctx, parcels)
	if err != nil {
		return nil, err
	}
	p := &Project{Overlap: overlap}
	if p.Conclusion, err = Screen(ctx, snap, set, whole, o); err != nil {
		return nil, err
	}
	for i, parcel := range parcels {
		one, err := Screen(ctx, snap, set, parcel.Site, Options{})
		if err != nil {
			return nil, fmt.Errorf("第 %d 个地块 %s / parcel %d %s: %w", i+1, parcel.Name, i+1, parcel.Name, err)
		}
		p.Parcels = append(p.Parcels, one)
		p.takeLayers(one, i)
		p.takeOutcomes(one)
		p.Borderline = p.Borderline || one.Borderline
	}
	p.weigh()
	return p, nil
}

// takeLayers makes a layer checked for the project only if it is for every
// parcel. The box of all parcels may reach what none of them does, so what that
// said is replaced by the first parcel's.
func (p *Project) takeLayers(one *Conclusion, parcel int) {
	for i := range p.Layers {
		if l, own := &p.Layers[i], &one.Layers[i]; parcel == 0 || l.Checked() {
			l.Doubt, l.Quarantine = own.Doubt, own.Quarantine
		}
	}
}

// takeOutcomes adds what follows for a parcel and not for the whole: a rule on a
// zone to which only a verdict less strict was found.
func (p *Project) takeOutcomes(one *Conclusion) {
	for i := range one.Outcomes {
		o := &one.Outcomes[i]
		if !slices.ContainsFunc(p.Outcomes, func(w rules.Outcome) bool { return w.Verdict.Rank() <= o.Verdict.Rank() && sameOutcome(&w, o) }) {
			p.Outcomes = append(p.Outcomes, *o)
		}
	}
}

// sameOutcome reports whether two outcomes are of one rule and one zone, or one
// source and grade.
func sameOutcome(a, b *rules.Outcome) bool {
	if a.Hit == nil || b.Hit == nil {
		return a.Rule == b.Rule && a.Hit == b.Hit
	}
	y, z := a.Hit.Zone, b.Hit.Zone
	if a.Rule != b.Rule || a.Hit.Layer != b.Hit.Layer || y.Grade != z.Grade || y.SourceCode != z.SourceCode {
		return false
	}
	return y.SourceCode != "" || y.Code == z.Code
}

// together is the project as one site, and whether parcels overlap.
func together(ctx context.Context, parcels []Parcel) (*rules.Site, Overlap, error) {
	if len(parcels) == 0 {
		return nil, Apart, ErrNoParcels
	}
	site := *parcels[0].Site
	var given orb.Collection
	for i, p := range parcels {
		if p.Site.Kind != site.Kind || p.Site.Stage != site.Stage || !maps.Equal(p.Site.Attributes, site.Attributes) {
			return nil, Apart, fmt.Errorf("第 %d 个地块的类型或属性与第 1 个不同，请分别核查 / parcel %d differs from the first in kind, stage or attributes: screen it apart", i+1, i+1)
		}
		site.AccuracyM = max(site.AccuracyM, p.Site.AccuracyM)
		site.CRSGiven = site.CRSGiven && p.Site.CRSGiven
		if p.Site.CRS != site.CRS {
			site.CRS = "" // each parcel's row has its own
		}
		if p.Site.Given != nil {
			given = append(given, p.Site.Given)
		}
	}
	site.Given = nil
	if len(given) == len(parcels) && site.CRS != "" {
		site.Given = given
	}
	shape, overlap, err := apart(ctx, parcels)
	if err != nil {
		return nil, Apart, err
	}
	site.Shape = shape
	return &site, overlap, nil
}

// apart collects the shapes of the parcels, of areas that overlap one another
// only what those before have left, so that every place is counted once.
func apart(ctx context.Context, parcels []Parcel) (orb.Collection, Overlap, error) {
	var all orb.Collection
	var before []orb.MultiPolygon
	var overlap, twice bool
	for _, p := range parcels {
		area := areaOf(p.Site.Shape)
		if area == nil {
			all = append(all, p.Site.Shape)
			continue
		}
		whole := area
		for _, b := range before {
			if err := ctx.Err(); err != nil {
				return nil, Apart, err
			}
			left, over, err := without(area, b)
			overlap, twice = overlap || over, twice || err != nil
			area = left
		}
		if before = append(before, whole); len(area) > 0 {
			all = append(all, area)
		}
	}
	switch {
	case twice:
		return all, CountedTwice, nil
	case overlap:
		return all, CountedOnce, nil
	}
	return all, Apart, nil
}

// areaOf is the polygons of a shape that has nothing else, or nil.
func areaOf(shape orb.Geometry) orb.MultiPolygon {
	switch g := Wound(shape).(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	default:
		return nil
	}
}

// without is an area without another, and whether they overlap. Where the other
// cannot be taken away the area stays whole, with the error.
func without(area, other orb.MultiPolygon) (left orb.MultiPolygon, overlap bool, err error) {
	if len(area) == 0 || !area.Bound().Intersects(other.Bound()) {
		return area, false, nil
	}
	own, taken := geo.Prepare(area), geo.Prepare(other)
	if overlap, err = own.InteriorsMeet(taken); err != nil || !overlap {
		return area, false, err
	}
	left, err = own.Without(taken)
	if err != nil {
		return area, true, err
	}
	return left, true, nil
}
