package report

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// wholePoint is what stands for the whole reports of all points of a like.
type wholePoint struct {
	report    Report // without what is written already
	told      layers.Text
	written   writtenReport
	answer    *screening.Answer
	zones     []*layers.Zone // that are met, as the report has them
	strictest int            // of them; -1: none is met
	findings  [][]int        // by number in the text: the zones of which the nearest boundary counts
}

// Whole is the report that Make makes by [Point], for AppendSigned: the lists that
// stand for all points of its like are there as text only.
func (p *Points) Whole(ctx context.Context, site *rules.Site) (*Report, error) {
	d, _ := p.desks.Get().(*desk)
	defer p.desks.Put(d)
	w, err := p.wholeOf(ctx, d, site)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return p.alone(ctx, site)
	}
	r, written := w.report, w.written
	found, unknown, err := w.answer.NearestAs(ctx, p.set, site)
	if err != nil {
		return nil, err
	}
	metres, known := w.metres(d.points[0])
	if !known || len(unknown) > 0 {
		return p.alone(ctx, site)
	}
	r.Site, r.Summary = siteOf(&screening.Answer{Site: site}), about(p.set, site, layers.Text{}, w.told)
	r.Nearest = make([]Near, len(found))
	for i := range found {
		r.Nearest[i] = near(&found[i])
	}
	if w.strictest >= 0 {
		r.BoundaryM = &metres[w.strictest]
	}
	r.Notes = slices.Clip(r.Notes)
	for i := range d.moved {
		if err := p.shift(ctx, d, i); err != nil {
			return nil, err
		}
		r.shift(&d.moved[i])
	}
	written.zones.metres = metres
	for _, zones := range w.findings {
		written.findings.metres = append(written.findings.metres, least(metres, zones))
	}
	r.written = &written
	return &r, nil
}

// alone makes the report as if there were no others.
func (p *Points) alone(ctx context.Context, site *rules.Site) (*Report, error) {
	return Make(ctx, p.snap, p.set, []screening.Parcel{{Name: site.Name, Site: site}}, Point())
}

// wholeOf is what stands for all points like this one; nil where nothing does.
func (p *Points) wholeOf(ctx context.Context, d *desk, site *rules.Site) (*wholePoint, error) {
	k, err := p.of(ctx, d, site)
	if err != nil || k == nil {
		return nil, err
	}
	w := k.whole.Load()
	if w == nil {
		c, err := screening.Screen(ctx, p.snap, p.set, site, screening.Options{})
		if err != nil {
			return nil, err
		}
		if w, err = newWholePoint(c); err != nil {
			return nil, err
		}
		k.whole.Store(w)
	}
	if w.answer == nil {
		return nil, nil
	}
	return w, nil
}

// newWholePoint finds what stands for all points like the one concluded of; it is
// empty where other distances than those to boundaries are told, which are in the
// words too.
func newWholePoint(c *screening.Conclusion) (*wholePoint, error) {
	w := &wholePoint{strictest: -1}
	for i := range c.Layers {
		for k := range c.Layers[i].Hits {
			if h := &c.Layers[i].Hits[k]; h.Met() {
				w.zones = append(w.zones, h.Zone)
			}
		}
	}
	for i := range c.Outcomes {
		h := c.Outcomes[i].Hit
		if h == nil {
			continue
		}
		parts := h.Parts
		if len(parts) == 0 {
			parts = []rules.Hit{*h}
		}
		var all []int
		for k := range parts {
			if parts[k].Only {
				return &wholePoint{}, nil
			}
			all = append(all, slices.Index(w.zones, parts[k].Zone))
		}
		w.findings = append(w.findings, all)
		for k := range h.Parts {
			w.findings = append(w.findings, all[k:k+1])
		}
	}
	if h := c.Strictest(); h != nil {
		w.strictest = slices.Index(w.zones, h.Zone)
	}
	r := describe(&screening.Project{Conclusion: c}, nil)
	r.Options = Point()
	var err error
	if w.written, err = writeAhead(r); err != nil {
		return nil, err
	}
	r.Findings, r.Zones, r.Reminders, r.Layers, r.OutOfScope, r.Themes = nil, nil, nil, nil, nil, nil
	w.report, w.told, w.answer = *r, told(c), c.Answer
	return w, nil
}

// metres is how far it is to the boundary of each zone that is met, as printed;
// not known where one is too intricate to be measured.
func (w *wholePoint) metres(at orb.Point) (all []float64, known bool) {
	all = make([]float64, len(w.zones))
	for i, z := range w.zones {
		d := z.Area().DistanceToBoundary(at)
		if d.Doubtful {
			return nil, false
		}
		all[i] = round(d.M, 2)
	}
	return all, true
}

// least is the least of some of the metres.
func least(metres []float64, of []int) float64 {
	m := metres[of[0]]
	for _, i := range of[1:] {
		m = min(m, metres[i])
	}
	return m
}
