package report

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Options say how much a caller wants beside the verdict. A report says under
// which it was made.
type Options struct {
	Nearest    bool `json:"nearest"`    // the nearest zone not met of each layer that matters
	ByGrade    bool `json:"by_grade"`   // with Nearest: of each grade of each layer
	Undeclared bool `json:"if_shifted"` // where longitude and latitude came without a declared system: what GCJ-02 and BD-09 would mean
	Counties   bool `json:"counties"`   // the counties in which the site lies
	Clears     bool `json:"clears"`     // the shortest shift that clears the strictest finding
	Overlap    bool `json:"-"`          // a picture of the part of the site in each zone that it overlaps; the hash leaves it out
}

// Single is everything that the report of one project has and a batch of many
// rows does not.
func Single() Options {
	return Options{Nearest: true, ByGrade: true, Overlap: true, Undeclared: true, Counties: true, Clears: true}
}

// Point is what a quick question about a point has: everything but the search for
// another place, which costs as much as all the rest, and the counties, which only a
// paper names.
func Point() Options {
	o := Single()
	o.Clears, o.Counties = false, false
	return o
}

// Make screens the parcels of one project and reports on them. With nil rules
// (the quick join) the verdict is empty. The report has no hash yet; see AppendSigned.
// Errors are those of screening.ScreenProject. Safe for concurrent use.
func Make(ctx context.Context, snap layers.Snapshot, set *rules.Set, parcels []screening.Parcel, o Options) (*Report, error) {
	p, err := screening.ScreenProject(ctx, snap, set, parcels, screening.Options{Nearest: o.Nearest, ByGrade: o.ByGrade})
	if err != nil {
		return nil, err
	}
	r := describe(p, parcels)
	r.Options = o
	if o.Counties {
		if err := r.locate(p.Conclusion); err != nil {
			return nil, fmt.Errorf("finding the counties: %w", err)
		}
	}
	if o.Overlap {
		r.draw(p.Conclusion)
	}
	if set == nil {
		return r, nil
	}
	if o.Clears && movable(p.Conclusion) {
		if err := r.clears(ctx, p.Conclusion); err != nil {
			return nil, fmt.Errorf("looking for a place that is clear: %w", err)
		}
	}
	if o.Undeclared {
		if err := r.ifShifted(ctx, p.Conclusion); err != nil {
			return nil, fmt.Errorf("screening as if shifted: %w", err)
		}
	}
	return r, nil
}

// movable reports whether the site could be moved as a whole: a road or a set of wells
// could not.
func movable(c *screening.Conclusion) bool {
	return c.Dimension == 2 || c.Dimension == 0 && places(c.Site) == 0
}

// places is of how many places a set of points is; 0 of any other site.
func places(s *rules.Site) int {
	switch g := s.Shape.(type) {
	case orb.MultiPoint:
		return len(g)
	case orb.Collection:
		if g.Dimensions() == 0 {
			return len(g)
		}
	}
	return 0
}

// describe puts a conclusion into words.
func describe(p *screening.Project, parcels []screening.Parcel) *Report {
	c := p.Conclusion
	r := &Report{
		Verdict: c.Verdict, Complete: c.Complete, Borderline: c.Borderline,
		Illustrative: illustrative(c), AsOf: c.Snapshot.AsOf, Release: c.Snapshot.ID, Engine: screening.Engine,
		Site: siteOf(c.Answer), Findings: make([]Finding, len(c.Outcomes)), Zones: []Met{},
		Grades: gradeAmounts(c.Grades), Totals: gradeTotals(c.Totals), Nearest: make([]Near, len(c.Nearest)),
		Reminders: []Reminder{}, Layers: layerChecks(c), OutOfScope: append([]layers.Held{}, c.Snapshot.NotHeld...),
		BoundaryM: c.BoundaryM(), Notes: []layers.Text{},
	}
	for i := range c.Outcomes {
		r.Findings[i] = finding(&c.Outcomes[i])
	}
	for i := range c.Nearest {
		r.Nearest[i] = near(&c.Nearest[i])
	}
	for i := range c.Layers {
		l := &c.Layers[i]
		for k := range l.Hits {
			if l.Hits[k].Met() {
				r.Zones = append(r.Zones, met(l.Layer, &l.Hits[k]))
			}
		}
	}
	for i, one := range p.Parcels {
		r.Parcels = append(r.Parcels, parcelResult(i+1, parcels[i].Name, one))
	}
	for _, z := range c.CountedTwice {
		r.noteOnce(countedTwice(z))
	}
	for _, l := range c.NearestUnknown {
		r.noteOnce(nearestUnknown(l))
	}
	if note, overlap := overlapNote(p.Overlap); overlap {
		r.Notes = append(r.Notes, note)
	}
	if set := c.Rules; set != nil {
		r.Rules = set.Version
		for i := range c.Reminders {
			r.Reminders = append(r.Reminders, reminder(&c.Reminders[i]))
		}
		r.Headline, r.Summary = headline(c), summary(c)
	}
	r.Themes = themes(r)
	r.Notes = append(r.Notes, notes(c)...)
	return r
}

// siteOf is the site as the report repeats it.
func siteOf(a *screening.Answer) Site {
	s := a.Site
	site := Site{
		Name: s.Name, Kind: s.Kind, Stage: s.StageOrProposed(), StageGiven: s.Stage != "",
		Attributes: s.Attributes, AccuracyM: s.BandM(), Places: places(s), Geometry: Geometry{Geometry: s.Shape},
	}
	if a := s.Application; a != (rules.Application{}) {
		site.Application = &a
	}
	site.Unused = s.Unused
	if site.Attributes == nil {
		site.Attributes = map[string]rules.Value{}
	}
	for _, d := range s.Derived {
		site.Derived = append(site.Derived, d.Attribute)
	}
	switch a.Dimension {
	case 2:
		site.AreaM2 = rounded(a.AreaM2)
		site.AreaHa, site.AreaMu = ha(site.AreaM2), mu(site.AreaM2)
	case 1:
		site.LengthM = rounded(a.LengthM)
	}
	giveBack(&site, s)
	return site
}

// draw adds a picture of the part of the site in each zone of which some lies
// outside. One that cannot be drawn is left out: the amounts stand without it.
func (r *Report) draw(c *screening.Conclusion) {
	k := 0
	for i := range c.Layers {
		for m := range c.Layers[i].Hits {
			h := &c.Layers[i].Hits[m]
			if !h.Met() {
				continue
			}
			if h.Relation == geo.Overlaps || h.Relation == geo.Contains {
				if part, err := h.Zone.Area().Overlap(c.Site.Shape); err == nil && part != nil {
					r.Zones[k].Overlap = &Geometry{Geometry: part}
				}
			}
			k++
		}
	}
}

// round returns v as printed with that many decimals.
func round(v float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(v*unit) / unit
}

// rounded is that with two, where it may be absent.
func rounded(v float64) *float64 {
	v = round(v, 2)
	return &v
}
