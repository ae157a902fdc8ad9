package screening

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Parcel is one 地块 of a project.
type Parcel struct {
	Name string // empty: its number is
	Site *rules.Site
}

// ParcelResult is what became of one parcel.
type ParcelResult struct {
	Number      int             `json:"number"` // from 1, as given
	Name        string          `json:"name,omitempty"`
	Verdict     rules.Verdict   `json:"verdict"`
	Complete    bool            `json:"complete"`
	Borderline  bool            `json:"borderline"`
	Rules       []string        `json:"rules"`               // of its findings, strictest first, each once
	Unchecked   []string        `json:"unchecked,omitempty"` // layers that matter and were not checked
	AreaM2      *float64        `json:"area_m2,omitempty"`
	AreaMu      *float64        `json:"area_mu,omitempty"`
	PlaneAreaM2 *float64        `json:"plane_area_m2,omitempty"`
	LengthM     *float64        `json:"length_m,omitempty"`
	Grades      []GradeAmount   `json:"grades"`
	Totals      []GradeTotal    `json:"grade_totals"`
	CRS         string          `json:"crs"`
	AccuracyM   float64         `json:"accuracy_m"`
	Geometry    format.Geometry `json:"geometry"`
	Given       *Given          `json:"given,omitempty"`
}

// ErrNoParcels says that a project has no parcel at all.
var ErrNoParcels = errors.New("项目没有地块 / the project has no parcel")

// ScreenParcels reports on a project of several parcels as one: a row a parcel,
// and findings, amounts and totals of all of them together. The verdict is the
// strictest of any, complete only if every parcel is. Where parcels overlap one
// another a note says so and the place is counted once, with the first of them.
// The parcels are of one project: kind, stage and attributes must be the same,
// and its name is the first one's. One parcel alone is a site like any other, and
// has no row. Otherwise as Screen.
func ScreenParcels(ctx context.Context, snap layers.Snapshot, set *rules.Set, parcels []Parcel, o Options) (*Report, error) {
	if len(parcels) == 1 {
		return Screen(ctx, snap, set, parcels[0].Site, o)
	}
	whole, note, err := together(ctx, parcels)
	if err != nil {
		return nil, err
	}
	s := newScreening(snap, set, whole, o)
	r, err := s.look(ctx, o)
	if err != nil {
		return nil, err
	}
	if note != (layers.Text{}) {
		r.Notes = append(r.Notes, note)
	}
	for i, p := range parcels {
		one, err := Screen(ctx, snap, set, p.Site, Options{})
		if err != nil {
			return nil, fmt.Errorf("第 %d 个地块 %s / parcel %d %s: %w", i+1, p.Name, i+1, p.Name, err)
		}
		r.Parcels = append(r.Parcels, row(i+1, p.Name, one))
		r.takeLayers(one, i)
		r.takeFindings(one)
		r.Borderline = r.Borderline || one.Borderline
	}
	s.conclude(r)
	if err := s.supplement(ctx, r, o); err != nil {
		return nil, err
	}
	return r, nil
}

func row(number int, name string, r *Report) ParcelResult {
	p := ParcelResult{
		Number: number, Name: name, Verdict: r.Verdict, Complete: r.Complete, Borderline: r.Borderline, Rules: []string{},
		AreaM2: r.Site.AreaM2, AreaMu: r.Site.AreaMu, PlaneAreaM2: r.Site.PlaneAreaM2, LengthM: r.Site.LengthM,
		Grades: r.Grades, Totals: r.Totals, CRS: r.Site.CRS, AccuracyM: r.Site.AccuracyM, Geometry: r.Site.Geometry, Given: r.Site.Given,
	}
	for i := range r.Findings {
		if id := r.Findings[i].Rule; !slices.Contains(p.Rules, id) {
			p.Rules = append(p.Rules, id)
		}
	}
	for i := range r.Layers {
		if c := &r.Layers[i]; c.Matters && !c.Checked {
			p.Unchecked = append(p.Unchecked, c.ID)
		}
	}
	return p
}

// takeLayers makes a layer checked for the project only if it is for every
// parcel. The box of all parcels may reach what none of them does, so what that
// said is replaced by the first parcel's.
func (r *Report) takeLayers(one *Report, parcel int) {
	if parcel == 0 {
		r.Layers = slices.Clone(one.Layers)
		return
	}
	for i := range r.Layers {
		if r.Layers[i].Checked {
			r.Layers[i] = one.Layers[i]
		}
	}
}

// takeFindings adds what a parcel finds and the whole does not: a rule on a zone
// to which only one verdict less strict was found.
func (r *Report) takeFindings(one *Report) {
	for i := range one.Findings {
		f := &one.Findings[i]
		if !slices.ContainsFunc(r.Findings, func(o rules.Finding) bool { return o.Verdict.Rank() <= f.Verdict.Rank() && sameFinding(&o, f) }) {
			r.Findings = append(r.Findings, *f)
		}
	}
}

// sameFinding reports whether two findings are of one rule and one zone, or one
// source and grade.
func sameFinding(a, b *rules.Finding) bool {
	if a.Rule != b.Rule || a.Layer != b.Layer || a.Grade != b.Grade || a.SourceCode != b.SourceCode {
		return false
	}
	return a.SourceCode != "" || a.Zone == b.Zone
}

// together is the project as one site, with a note where parcels overlap.
func together(ctx context.Context, parcels []Parcel) (*rules.Site, layers.Text, error) {
	if len(parcels) == 0 {
		return nil, layers.Text{}, ErrNoParcels
	}
	site := *parcels[0].Site
	var given orb.Collection
	for i, p := range parcels {
		if p.Site.Kind != site.Kind || p.Site.Stage != site.Stage || !maps.Equal(p.Site.Attributes, site.Attributes) {
			return nil, layers.Text{}, fmt.Errorf("第 %d 个地块的类型或属性与第 1 个不同，请分别核查 / parcel %d differs from the first in kind, stage or attributes: screen it apart", i+1, i+1)
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
	shape, note, err := apart(ctx, parcels)
	if err != nil {
		return nil, layers.Text{}, err
	}
	site.Shape = shape
	return &site, note, nil
}

// apart collects the shapes of the parcels, of areas that overlap one another
// only what those before have left, so that every place is counted once.
func apart(ctx context.Context, parcels []Parcel) (orb.Collection, layers.Text, error) {
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
				return nil, layers.Text{}, err
			}
			left, over, err := without(area, b)
			overlap, twice = overlap || over, twice || err != nil
			area = left
		}
		if before = append(before, whole); len(area) > 0 {
			all = append(all, area)
		}
	}
	return all, overlapNote(overlap, twice), nil
}

// areaOf is the polygons of a shape that has nothing else, or nil.
func areaOf(shape orb.Geometry) orb.MultiPolygon {
	switch g := wound(shape).(type) {
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
	m, err := geo.Meet(area, other)
	if err != nil {
		return area, false, err
	}
	if m.Relation == geo.Disjoint || m.Relation == geo.Touches {
		return area, false, nil
	}
	left, err = geo.Remainder(area, other)
	if err != nil {
		return area, true, err
	}
	return left, true, nil
}

func overlapNote(overlap, twice bool) layers.Text {
	switch {
	case twice:
		return layers.Text{
			ZH: "地块之间相互重叠，图形过于复杂，合计数量未能扣除全部重复部分。",
			EN: "Parcels overlap one another and are too intricate to take apart: some place may be counted more than once in the totals.",
		}
	case overlap:
		return layers.Text{
			ZH: "地块之间相互重叠，合计数量中重叠部分只计一次；各地块行按其自身全部面积计。",
			EN: "Parcels overlap one another; the totals count each place once, the parcels' own rows all that each has.",
		}
	default:
		return layers.Text{}
	}
}
