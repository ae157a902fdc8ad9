package rules

import (
	"cmp"
	"maps"
	"slices"

	"waterzones/geo"
	"waterzones/layers"
)

// Hit is how a site lies to one zone: it meets the zone, or lies outside it but
// within the accuracy band, or touches it only (an area or a line).
type Hit struct {
	Layer      *layers.Layer
	Zone       *layers.Zone
	Relation   geo.Relation
	Only       bool    // outside within the band, or touching only: not inside
	Borderline bool    // the accuracy could undo it: nothing of the site is deeper inside than the band
	DistanceM  float64 // to the zone, 0 when met
	BoundaryM  float64 // to the zone's boundary
	BandM      float64 // the larger accuracy of site and zone

	// What the site has in the zone and in no stricter zone of the same source;
	// nil where the site has no such dimension.
	OverlapM2, OverlapShare, CrossingM *float64
}

// strictness orders verdicts, strictest first.
func strictness() []Verdict {
	return []Verdict{Prohibited, Restricted, Borderline, Undetermined, Notice, NoneFound}
}

// Rank returns the place of the verdict among all, strictest 0.
func (v Verdict) Rank() int { return slices.Index(strictness(), v) }

// Stricter returns the stricter of two verdicts.
func Stricter(v, w Verdict) Verdict {
	if v.Rank() <= w.Rank() {
		return v
	}
	return w
}

// Weaker returns the weaker of two verdicts.
func Weaker(v, w Verdict) Verdict {
	if v.Rank() >= w.Rank() {
		return v
	}
	return w
}

// Judge returns the findings that follow for the site from one hit, by the
// rules in force on the day. No finding means that no rule speaks of this kind
// of site in such a zone; it never means that the site may be built.
func (s *Set) Judge(site *Site, hit *Hit, day layers.Date) []Finding {
	var findings []Finding
	for i := range s.Rules {
		r := &s.Rules[i]
		if r.Layer != hit.Layer.ID || !r.covers(site, day) {
			continue
		}
		if len(r.Grades) > 0 && !slices.Contains(r.Grades, hit.Zone.Grade) {
			continue
		}
		verdict, open, applies := s.decide(r, site)
		if !applies {
			continue
		}
		findings = append(findings, s.finding(r, hit, day, decision{verdict, open}))
	}
	return findings
}

// Reminders returns the rules that hold everywhere for this kind of site.
func (s *Set) Reminders(site *Site, day layers.Date) []Reminder {
	reminders := []Reminder{}
	for i := range s.Rules {
		r := &s.Rules[i]
		if r.Layer != Everywhere || !r.covers(site, day) {
			continue
		}
		if verdict, _, applies := s.decide(r, site); applies {
			reminders = append(reminders, Reminder{
				Rule: r.ID, Verdict: verdict, Title: r.Title, Conditions: r.Conditions, Citation: cite(r.Basis, day),
			})
		}
	}
	return reminders
}

// LayersFor returns the layers of which rules speak for the kind of site, each
// once, in the order of the file.
func (s *Set) LayersFor(kind string) []string {
	var ids []string
	for i := range s.Rules {
		r := &s.Rules[i]
		if r.Layer != Everywhere && slices.Contains(r.Kinds, kind) && !slices.Contains(ids, r.Layer) {
			ids = append(ids, r.Layer)
		}
	}
	return ids
}

// Speaks reports whether any rule speaks of this kind of site in the layer.
func (s *Set) Speaks(layer, kind string) bool {
	return slices.ContainsFunc(s.Rules, func(r Rule) bool {
		return r.Layer == layer && slices.Contains(r.Kinds, kind)
	})
}

// covers reports whether the rule speaks of such a site on that day.
func (r *Rule) covers(site *Site, day layers.Date) bool {
	return slices.Contains(r.Kinds, site.Kind) &&
		(r.Stage == "" || r.Stage == site.StageOrProposed()) &&
		r.InForce(day)
}

// decision is a rule's verdict on a site and the attributes it still turns on.
type decision struct {
	verdict Verdict
	open    []string
}

// decide weighs the attributes that the rule turns on. A known one that does
// not fit ends the rule; unknown ones leave it open, and then it says restricted,
// or its own verdict where that is weaker.
func (s *Set) decide(r *Rule, site *Site) (v Verdict, open []string, applies bool) {
	for _, id := range slices.Sorted(maps.Keys(r.When)) {
		value, known := site.Attributes[id]
		switch {
		case !known:
			open = append(open, id)
		case value != r.When[id]:
			return "", nil, false
		}
	}
	if len(open) > 0 {
		return Weaker(Restricted, r.Verdict), open, true
	}
	return r.Verdict, nil, true
}

func (s *Set) finding(r *Rule, hit *Hit, day layers.Date, d decision) Finding {
	z := hit.Zone
	f := Finding{
		Rule: r.ID, Verdict: d.verdict, Borderline: hit.Borderline,
		Title: r.Title, Conditions: r.Conditions,
		Citation: cite(r.Basis, day), Penalties: cite(r.Penalties, day),
		Layer: hit.Layer.ID, LayerTitle: hit.Layer.Title,
		Zone: z.Code, ZoneName: z.Name, Grade: z.Grade, Part: z.Part, Source: z.SourceName,
		Relation: hit.Relation, DistanceM: hit.DistanceM, BoundaryM: hit.BoundaryM,
		OverlapM2: hit.OverlapM2, OverlapShare: hit.OverlapShare, CrossingM: hit.CrossingM,
		Evidence: Evidence{
			ApprovalNo: z.ApprovalNo, ApprovalDate: z.ApprovalDate, Span: z.Span, AccuracyM: hit.BandM,
			DataSource: z.DataSource, LegalGround: z.LegalGround, Department: hit.Layer.Department,
			LayerVersion: hit.Layer.Version, Illustrative: z.Illustrative || hit.Layer.Illustrative,
		},
	}
	for _, id := range d.open {
		f.Questions = append(f.Questions, Question{Attribute: id, Text: s.Attribute(id).Question})
	}
	if len(d.open) > 0 && d.verdict != r.Verdict {
		f.CouldBe = r.Verdict
	}
	if hit.Only {
		f.Borderline, f.WouldBe, f.Verdict = true, f.Verdict, Borderline
	}
	f.Text = f.sentence()
	return f
}

// cite returns the parts in force on the day as they are printed, verified ones
// first and of those the newest law, which is the one to quote. A rule that
// rests on one article may be in force when its penalty is not yet.
func cite(parts []Citation, day layers.Date) []Cited {
	holding := inForce(parts, day)
	slices.SortStableFunc(holding, func(a, b Citation) int {
		if a.Unverified != b.Unverified {
			if a.Unverified {
				return 1
			}
			return -1
		}
		return cmp.Compare(b.From, a.From)
	})
	cited := []Cited{}
	for _, c := range holding {
		text := "《" + c.Law + "》" + c.Article
		if c.Unverified {
			text += "（待核）"
		}
		cited = append(cited, Cited{Law: c.Law, Article: c.Article, Unverified: c.Unverified, Text: text})
	}
	return cited
}
