package report

import (
	"context"
	"sync"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/report/canonical"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Short is what a map or a script shows of a screening: what of the report bears
// on the verdict, without the data on which it rests. Whatever it has but for
// Unchecked stands at the same place in the report. It has no hash.
type Short struct {
	Verdict      rules.Verdict  `json:"verdict"` // the strictest finding; a floor, never shown without Complete
	Complete     bool           `json:"complete"`
	Borderline   bool           `json:"borderline"`
	Headline     layers.Text    `json:"headline"` // the verdict with what it could be
	Summary      layers.Text    `json:"summary"`
	Illustrative bool           `json:"illustrative"`
	AsOf         layers.Date    `json:"as_of"`
	Release      string         `json:"release"`
	Findings     []ShortFinding `json:"findings"` // strictest first
	Zones        []ShortZone    `json:"zones"`
	Nearest      []ShortNear    `json:"nearest"` // the nearest zone not met, of all layers that matter; at most one
	BoundaryM    *float64       `json:"boundary_m"`
	Unchecked    []Unchecked    `json:"unchecked"`
	IfShifted    []Shifted      `json:"if_shifted,omitempty"`
	Notes        []layers.Text  `json:"notes"` // those that change how the verdict must be read
	Links        []Link         `json:"links"` // whoever answers says where the report is

	plan *canonical.Plan[Short] // has what many points share; nil: nothing is written yet
}

// Link is where something else is (RFC 8288).
type Link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// shortPlan is how the short form is written; see plan.
var shortPlan = sync.OnceValues(canonical.For[Short])

// Append appends the short form as JSON.
func (s *Short) Append(dst []byte) ([]byte, error) {
	p, err := s.plan, error(nil)
	if p == nil {
		p, err = shortPlan()
	}
	if err != nil {
		return dst, err
	}
	return p.Append(dst, s)
}

// ShortFinding is a rule that applied.
type ShortFinding struct {
	Rule       string        `json:"rule"`
	Verdict    rules.Verdict `json:"verdict"`
	Borderline bool          `json:"borderline"`
	WouldBe    rules.Verdict `json:"would_be,omitempty"`
	CouldBe    rules.Verdict `json:"could_be,omitempty"`
	Questions  []Question    `json:"questions,omitempty"`
	Citation   []ShortCited  `json:"citation"`
	Zone       string        `json:"zone"` // empty where the rule holds everywhere
	ZoneName   string        `json:"zone_name"`
	Grade      string        `json:"grade,omitempty"`
	Relation   geo.Relation  `json:"relation,omitempty"`
}

// ShortCited is an article as printed.
type ShortCited struct {
	Text string `json:"text"` // law and article, with （待核） where unverified
}

// ShortZone is a zone that the site meets.
type ShortZone struct {
	Layer string `json:"layer"`
	Code  string `json:"code"`
	Name  string `json:"name"`
	Grade string `json:"grade,omitempty"`
}

// ShortNear is the nearest zone not met.
type ShortNear struct {
	Layer      string  `json:"layer"`
	Code       string  `json:"code"`
	Name       string  `json:"name"`
	Grade      string  `json:"grade,omitempty"`
	DistanceM  float64 `json:"distance_m"`
	BearingDeg float64 `json:"bearing_deg"` // from the site, clockwise from north
}

// Unchecked is a layer that matters for the kind of site and was not checked.
type Unchecked struct {
	ID     string      `json:"id"`
	Title  layers.Text `json:"title"`
	Reason layers.Text `json:"reason"`
}

// MakeShort screens one site and says it shortly. Otherwise as Make.
func MakeShort(ctx context.Context, snap layers.Snapshot, set *rules.Set, site *rules.Site) (*Short, error) {
	c, err := screening.Screen(ctx, snap, set, site, screening.Options{Nearest: true, Bare: true})
	if err != nil {
		return nil, err
	}
	s := shortly(c)
	s.BoundaryM = c.BoundaryM()
	if len(c.Nearest) > 0 {
		s.Nearest = []ShortNear{shortNear(&c.Nearest[0])}
	}
	for _, m := range asIfShifted(c.Site) {
		if err := m.screen(ctx, snap, set); err != nil {
			return nil, err
		}
		s.shift(&m)
	}
	return &s, nil
}

// shortly says a conclusion but for metres and for what a system would mean that
// moves coordinates.
func shortly(c *screening.Conclusion) Short {
	s := Short{
		Verdict: c.Verdict, Complete: c.Complete, Borderline: c.Borderline, Headline: headline(c), Summary: summary(c),
		Illustrative: illustrative(c), AsOf: c.Snapshot.AsOf, Release: c.Snapshot.ID,
		Findings: make([]ShortFinding, len(c.Outcomes)), Zones: []ShortZone{}, Nearest: []ShortNear{},
		Unchecked: []Unchecked{}, Notes: cautions(c),
	}
	for i := range c.Outcomes {
		s.Findings[i] = shortFinding(&c.Outcomes[i])
	}
	for i := range c.Layers {
		l := &c.Layers[i]
		for k := range l.Hits {
			if h := &l.Hits[k]; h.Met() {
				z := h.Zone
				s.Zones = append(s.Zones, ShortZone{l.Layer.ID, z.Code, z.Name, z.Grade})
			}
		}
	}
	for _, check := range layerChecks(c) {
		if check.Matters && !check.Checked {
			s.Unchecked = append(s.Unchecked, Unchecked{check.ID, check.Title, check.Reason})
		}
	}
	return s
}

func shortFinding(o *rules.Outcome) ShortFinding {
	f := ShortFinding{
		Rule: o.Rule.ID, Verdict: o.Verdict, Borderline: o.Borderline, WouldBe: o.WouldBe, CouldBe: o.CouldBe,
		Questions: questions(o.Open), Citation: make([]ShortCited, len(o.Basis())),
		ZoneName: everywhere.ZH,
	}
	if h := o.Hit; h != nil {
		f.Zone, f.ZoneName, f.Grade, f.Relation = h.Zone.Code, namesOf(h).name, h.Zone.Grade, h.Relation
	}
	for i, cited := range o.Basis() {
		f.Citation[i].Text = cited.Text
	}
	return f
}

func shortNear(n *screening.Near) ShortNear {
	return ShortNear{n.Layer.ID, n.Zone.Code, n.Zone.Name, n.Zone.Grade, n.DistanceM, n.BearingDeg}
}

// shift adds what a system would mean that moves coordinates, in words where that
// is another verdict.
func (s *Short) shift(m *moved) {
	s.IfShifted = append(s.IfShifted, m.Shifted)
	if m.Verdict != s.Verdict || m.Complete != s.Complete {
		s.Notes = append(s.Notes, m.note(s.Verdict, s.Complete))
	}
}
