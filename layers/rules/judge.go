package rules

import (
	"cmp"
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
	k := s.ready.kinds[site.Kind]
	if k == nil {
		return nil
	}
	var findings []Finding
	stretch := s.ready.stretch(day)
	entries := k.at[hit.Layer.ID]
	for i := range entries {
		e := &entries[i]
		if !e.speaks(site, stretch) || e.declared(site) != declaredYes {
			continue
		}
		if len(e.Grades) > 0 && !slices.Contains(e.Grades, hit.Zone.Grade) {
			continue
		}
		if e.ZoneLacks != "" && property(hit.Zone, e.ZoneLacks) != "" {
			continue
		}
		if d, applies := e.decide(site, hit.Zone); applies {
			findings = append(findings, e.finding(site, hit, d, stretch))
		}
	}
	return findings
}

// Reminders returns the rules that hold everywhere for this kind of site. One
// that speaks of an activity which was not declared says so.
func (s *Set) Reminders(site *Site, day layers.Date) []Reminder {
	k := s.ready.kinds[site.Kind]
	if k == nil {
		return []Reminder{}
	}
	stretch := s.ready.stretch(day)
	reminders := make([]Reminder, 0, len(k.at[Everywhere]))
	for i := range k.at[Everywhere] {
		e := &k.at[Everywhere][i]
		declared := e.declared(site)
		if !e.speaks(site, stretch) || declared == declaredNo {
			continue
		}
		if d, applies := e.decide(site, nil); applies {
			r := e.reminder(site, d, stretch)
			r.Undeclared = declared == undeclared
			reminders = append(reminders, r)
		}
	}
	return reminders
}

// speaks reports whether the rule speaks of such a site in that stretch of days.
func (e *entry) speaks(site *Site, stretch int) bool {
	return (e.Stage == "" || e.Stage == site.StageOrProposed()) && len(e.basis[stretch]) > 0
}

// declaration is whether a site is what a rule's activities are.
type declaration uint8

const (
	declaredNo declaration = iota
	undeclared
	declaredYes
)

func (e *entry) declared(site *Site) declaration {
	if e.always {
		return declaredYes
	}
	d := declaredNo
	for _, id := range e.declaring {
		value, known := site.Attributes[id]
		if yes, _ := value.Bool(); yes {
			return declaredYes
		} else if !known {
			d = undeclared
		}
	}
	return d
}

// decision is a rule's verdict on a site and the attributes it still turns on.
type decision struct {
	verdict Verdict
	open    []*Attribute
}

// decide weighs the attributes that the rule turns on. A known one that does
// not fit ends the rule; unknown ones leave it open, and then it says restricted,
// or its own verdict where that is weaker.
func (e *entry) decide(site *Site, zone *layers.Zone) (d decision, applies bool) {
	for i := range e.clauses {
		c := &e.clauses[i]
		value, known := site.known(c.attribute, zone)
		switch {
		case !known:
			d.open = append(d.open, c.attribute)
		case !c.Holds(value):
			return d, false
		}
	}
	d.verdict = e.Verdict
	if len(d.open) > 0 {
		d.verdict = Weaker(Restricted, e.Verdict)
	}
	return d, true
}

func (e *entry) finding(site *Site, hit *Hit, d decision, stretch int) Finding {
	z := hit.Zone
	f := Finding{
		Rule: e.ID, Verdict: d.verdict, Borderline: hit.Borderline,
		Title: e.titles[site.StageOrProposed()], Conditions: e.Conditions,
		EvidenceMark: e.Evidence, Unverified: e.Unverified(), Disposal: e.disposal(site, d),
		Citation: e.basis[stretch], Penalties: e.penalties[stretch], Questions: questions(d.open),
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
	if len(d.open) > 0 && d.verdict != e.Verdict {
		f.CouldBe = e.Verdict
	}
	if hit.Only {
		f.Borderline, f.WouldBe, f.Verdict = true, f.Verdict, Borderline
	}
	f.Text = f.sentence(d.open, e.law[stretch])
	return f
}

// disposal is what the rule suggests for an existing well: to look first while
// something is not known.
func (e *entry) disposal(site *Site, d decision) Disposal {
	switch {
	case e.Disposal == "" || !e.well || site.StageOrProposed() != Existing:
		return ""
	case len(d.open) > 0:
		return DisposeVerify
	default:
		return e.Disposal
	}
}

// reminder says what the law says: being outside the verdict, it need not be
// weakened while something is not known.
func (e *entry) reminder(site *Site, d decision, stretch int) Reminder {
	return Reminder{
		Rule: e.ID, Verdict: e.Verdict, Title: e.titles[site.StageOrProposed()], Conditions: e.Conditions,
		EvidenceMark: e.Evidence, Unverified: e.Unverified(), Disposal: e.disposal(site, d),
		Citation: e.basis[stretch], Penalties: e.penalties[stretch], Questions: questions(d.open),
	}
}

func questions(open []*Attribute) []Question {
	if len(open) == 0 {
		return nil
	}
	asked := make([]Question, len(open))
	for i, a := range open {
		asked[i] = Question{Attribute: a.ID, Text: a.Question}
	}
	return asked
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
