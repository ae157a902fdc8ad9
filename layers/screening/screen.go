// Package screening answers the one question of the program: which protected
// zones does a site meet, what follows, and on which data does that rest. Read
// Screen first: coverage of every layer, index candidates, exact relation, the
// rules by source and grade, amounts by grade, the nearest zones, the verdict,
// the hash. ScreenParcels does so for a project of several parcels. A report of
// one project (Single) also says by how much the site would have to move to be
// clear, and what would follow if undeclared coordinates were a map service's;
// both are answers of Screen itself for the moved site.
//
// It fails closed: a required layer that is missing, expired, quarantined or
// does not cover the whole site makes the report incomplete, and an incomplete
// report never says less than "undetermined".
package screening

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Engine is the version of the computation; it is part of every report's hash.
const Engine = "2"

// Options say how much a caller wants.
type Options struct {
	Nearest    bool // look for the nearest zone not met of each layer
	ByGrade    bool // with Nearest: of each grade of each layer
	Overlap    bool // draw the part of the site in each zone that it overlaps
	Undeclared bool // where longitude and latitude came without a declared system: what GCJ-02 and BD-09 would mean
	Clears     bool // look for the shortest shift that clears the strictest finding
}

// Single is everything that the report of one project has and a batch of many
// rows does not.
func Single() Options {
	return Options{Nearest: true, ByGrade: true, Overlap: true, Undeclared: true, Clears: true}
}

// Point is what a quick question about a point has: everything but the search for
// another place, which costs as much as all the rest.
func Point() Options {
	o := Single()
	o.Clears = false
	return o
}

// Screen reports how the site lies to the snapshot's zones and what follows by
// the rules. With nil rules (the quick join) the verdict is empty. The site's
// shape must be valid (geo.Validate). It returns geo.ErrTooIntricate for a site
// whose edges meet more of a zone's than can be looked at in bounded time, and
// looks at ctx between zones.
// The report has no hash yet; see Report.Sign. Safe for concurrent use.
func Screen(ctx context.Context, snap layers.Snapshot, set *rules.Set, site *rules.Site, o Options) (*Report, error) {
	s := newScreening(snap, set, site, o)
	r, err := s.look(ctx, o)
	if err != nil {
		return nil, err
	}
	s.conclude(r)
	if err := s.supplement(ctx, r, o); err != nil {
		return nil, err
	}
	return r, nil
}

// screening is what one call of Screen carries from step to step.
type screening struct {
	snap layers.Snapshot
	set  *rules.Set
	site *rules.Site
	box  orb.Bound

	overlap         bool
	dimension       int     // of the site: 2 where it has an area, 1 a length, 0 neither
	areaM2, lengthM float64 // of the whole site

	covered []coverage // answers already given, one an area
}

// look asks every layer; what follows from all of them together is not in the
// report yet.
func (s *screening) look(ctx context.Context, o Options) (*Report, error) {
	r := s.newReport()
	for _, l := range s.snap.Layers() {
		if l.Role != layers.RoleZones {
			continue
		}
		check, err := s.check(l)
		if err != nil {
			return nil, fmt.Errorf("screening against %s: %w", l.ID, err)
		}
		r.Layers = append(r.Layers, check)
		hits, err := s.hits(ctx, l)
		if err != nil {
			return nil, fmt.Errorf("screening against %s: %w", l.ID, err)
		}
		if err := s.take(r, l, hits); err != nil {
			return nil, fmt.Errorf("screening against %s: %w", l.ID, err)
		}
		if o.Nearest && s.matters(l) {
			r.Nearest = append(r.Nearest, s.nearest(ctx, l, hits, o.ByGrade)...)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.Layers = append(r.Layers, s.notLoaded()...)
	slices.SortStableFunc(r.Nearest, func(a, b Near) int { return cmp.Compare(a.DistanceM, b.DistanceM) })
	return r, nil
}

// supplement adds to a concluded report what is screened elsewhere for it.
func (s *screening) supplement(ctx context.Context, r *Report, o Options) error {
	if s.set == nil {
		return nil
	}
	if o.Clears {
		if err := s.clears(ctx, r); err != nil {
			return fmt.Errorf("looking for a place that is clear: %w", err)
		}
	}
	if o.Undeclared {
		if err := s.ifShifted(ctx, r); err != nil {
			return fmt.Errorf("screening as if shifted: %w", err)
		}
	}
	return nil
}

func newScreening(snap layers.Snapshot, set *rules.Set, site *rules.Site, o Options) *screening {
	if site.Shape.Dimensions() == 2 {
		own := *site
		own.Shape = wound(site.Shape)
		site = &own
	}
	return &screening{
		snap: snap, set: set, site: site, overlap: o.Overlap,
		box: site.Shape.Bound(), dimension: site.Shape.Dimensions(),
		areaM2: geo.AreaM2(site.Shape), lengthM: geo.LengthM(site.Shape),
	}
}

// notLoaded returns the layers of which rules speak for this kind of site and
// which the release neither has as zones nor says not to hold.
func (s *screening) notLoaded() []LayerCheck {
	var missing []LayerCheck
	if s.set == nil {
		return missing
	}
	for _, id := range s.set.LayersFor(s.site.Kind) {
		held := slices.ContainsFunc(s.snap.NotHeld, func(h layers.Held) bool { return h.ID == id })
		if l := s.snap.Layer(id); held || l != nil && l.Role == layers.RoleZones {
			continue
		}
		missing = append(missing, LayerCheck{
			ID: id, Title: layers.Text{ZH: id, EN: id}, Required: true, Matters: true,
			Reason: layers.Text{ZH: "规则涉及该图层，但未载入", EN: "rules speak of the layer, and it is not loaded"},
		})
	}
	return missing
}

func (s *screening) newReport() *Report {
	r := &Report{
		Illustrative: s.snap.Illustrative,
		AsOf:         s.snap.AsOf,
		Release:      s.snap.ID,
		Engine:       Engine,
		Findings:     []rules.Finding{},
		Zones:        []Met{},
		Grades:       []GradeAmount{},
		Totals:       []GradeTotal{},
		Nearest:      []Near{},
		Reminders:    []rules.Reminder{},
		Layers:       []LayerCheck{},
		OutOfScope:   append([]layers.Held{}, s.snap.NotHeld...),
		Notes:        []layers.Text{},
		Site: Site{
			Name: s.site.Name, Kind: s.site.Kind, Stage: s.site.StageOrProposed(), StageGiven: s.site.Stage != "",
			Attributes: s.site.Attributes, AccuracyM: s.site.BandM(),
			Geometry: format.Geometry{Geometry: s.site.Shape},
		},
	}
	giveBack(&r.Site, s.site)
	if r.Site.Attributes == nil {
		r.Site.Attributes = map[string]rules.Value{}
	}
	for _, d := range s.site.Derived {
		r.Site.Derived = append(r.Site.Derived, d.Attribute)
	}
	if s.set != nil {
		r.Rules = s.set.Version
		r.Reminders = s.set.Reminders(s.site, s.snap.AsOf)
	}
	s.measure(&r.Site)
	return r
}

// measure states the size of the site in the dimension that it has.
func (s *screening) measure(site *Site) {
	switch s.dimension {
	case 2:
		site.AreaM2, site.AreaMu = rounded(s.areaM2, 2), rounded(s.areaM2/rules.SquareMetresPerMu, 2)
	case 1:
		site.LengthM = rounded(s.lengthM, 2)
	}
}

// take adds to the report what the hits of one layer mean.
func (s *screening) take(r *Report, l *layers.Layer, hits []rules.Hit) error {
	for i := range hits {
		h := &hits[i]
		if h.Relation != geo.Disjoint {
			r.Zones = append(r.Zones, s.met(l, h))
		}
	}
	if s.set == nil {
		for i := range hits {
			r.Borderline = r.Borderline || hits[i].Borderline
		}
		return nil
	}
	if err := s.betweenParts(hits); err != nil {
		return err
	}
	own, err := s.ofOwnGrade(l, hits)
	if err == nil {
		s.judge(r, l, own)
	}
	return err
}

// matters reports whether the layer means anything for this kind of site.
func (s *screening) matters(l *layers.Layer) bool {
	return s.set == nil || s.required(l) || s.set.Speaks(l.ID, s.site.Kind)
}

func (s *screening) required(l *layers.Layer) bool {
	return slices.Contains(l.RequiredFor, s.site.Kind)
}

func (s *screening) met(l *layers.Layer, h *rules.Hit) Met {
	z := h.Zone
	m := Met{
		Layer: l.ID, LayerTitle: l.Title, Code: z.Code, Name: z.Name, Grade: z.Grade, Part: z.Part,
		SourceCode: z.SourceCode, SourceName: z.SourceName, ApprovalNo: z.ApprovalNo,
		Relation: h.Relation, Borderline: h.Borderline, BoundaryM: *rounded(h.BoundaryM, 2),
		OverlapM2: h.OverlapM2, OverlapShare: h.OverlapShare, CrossingM: h.CrossingM,
		AccuracyM: h.BandM, Illustrative: z.Illustrative || l.Illustrative,
	}
	if s.overlap && (h.Relation == geo.Overlaps || h.Relation == geo.Contains) {
		// A picture that cannot be drawn is left out: the amounts stand without it.
		if part, err := z.Area().Overlap(s.site.Shape); err == nil && part != nil {
			m.Overlap = &format.Geometry{Geometry: part}
		}
	}
	return m
}
