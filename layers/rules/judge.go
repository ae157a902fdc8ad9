package rules

import (
	"cmp"
	"slices"

	"waterzones/layers"
)

// Outcome is a rule that applies to a site: what it says, and what is open about
// that. It has no words; the rule has those of the law.
type Outcome struct {
	Rule       *Rule
	Hit        *Hit // nil: the rule holds everywhere
	Verdict    Verdict
	Borderline bool
	WouldBe    Verdict      // verdict borderline: what the rule says inside
	CouldBe    Verdict      // questions open: what the rule says if they are answered so
	Open       []*Attribute // what is not known and the rule turns on
	Disposal   Disposal     // of an existing well
	Undeclared bool         // of a reminder: it speaks of an activity of which nothing was said

	in      *indexed
	stage   Stage
	stretch int
}

func suppliesTown(site *Site) bool {
	approved, _ := site.Attributes["approved_abstraction"].Bool()
	return approved && site.Attributes["well_purpose"] == Text("public_supply")
}

// Inside is what the rule says inside the zone.
func (o *Outcome) Inside() Verdict {
	if o.WouldBe != "" {
		return o.WouldBe
	}
	return o.Verdict
}

// Strictest is the strictest that the rule says or could say: inside the zone, or
// once what is open is known.
func (o *Outcome) Strictest() Verdict {
	inside := o.Inside()
	return Stricter(inside, cmp.Or(o.CouldBe, inside))
}

// Own reports whether the rule speaks of this kind of site and always of no other:
// what the law says of outfalls is nearer to one than what it says of every project.
func (o *Outcome) Own() bool { return o.in.breadth == 1 }

// ZoneCode is the code of the zone; empty where the rule holds everywhere.
func (o *Outcome) ZoneCode() string {
	if o.Hit == nil {
		return ""
	}
	return o.Hit.Zone.Code
}

// Judge returns what follows for the site from one hit, by the rules in force on
// the day. No outcome means that no rule speaks of this kind of site in such a
// zone; it never means that the site may be built.
func (s *Set) Judge(site *Site, hit *Hit, day layers.Date) []Outcome {
	k := s.ready.kinds[site.Kind]
	if k == nil {
		return nil
	}
	var outcomes []Outcome
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
		if !e.tellsApart(site, hit) {
			outcomes = e.on(outcomes, site, hit, stretch)
			continue
		}
		for k := range hit.Parts {
			outcomes = e.on(outcomes, site, &hit.Parts[k], stretch)
		}
	}
	return outcomes
}

// tellsApart reports whether the rule does not say the same of all the zones that
// stand together in a hit: they are of one source and grade, yet 水域 or 陆域, or of
// different days, and the first must not speak for the others.
func (e *entry) tellsApart(site *Site, hit *Hit) bool {
	if len(hit.Parts) == 0 {
		return false
	}
	first, applied := e.decide(site, hit.Parts[0].Zone)
	return slices.ContainsFunc(hit.Parts[1:], func(h Hit) bool {
		d, applies := e.decide(site, h.Zone)
		return applies != applied || !d.same(&first)
	})
}

// on adds what follows from one hit.
func (e *entry) on(outcomes []Outcome, site *Site, hit *Hit, stretch int) []Outcome {
	if d, applies := e.decide(site, hit.Zone); applies {
		outcomes = append(outcomes, e.outcome(site, hit, d, stretch))
	}
	return outcomes
}

// Everywhere returns what follows at every place from the rules that hold
// everywhere for this kind of site. Where all on which a rule turns was declared,
// exceptions apart, it is an outcome like any other; where something is not known it
// is a reminder, outside the verdict, that says what the law says and need not be
// weakened. One that speaks of an activity which was not declared says so.
func (s *Set) Everywhere(site *Site, day layers.Date) (outcomes, reminders []Outcome) {
	k := s.ready.kinds[site.Kind]
	if k == nil {
		return nil, nil
	}
	stretch := s.ready.stretch(day)
	for i := range k.at[Everywhere] {
		e := &k.at[Everywhere][i]
		declared := e.declared(site)
		if !e.speaks(site, stretch) || declared == declaredNo {
			continue
		}
		if d, applies := e.decide(site, nil); applies {
			o := e.bare(site, d, stretch)
			o.Verdict, o.Undeclared = e.Verdict, declared == undeclared
			if o.Undeclared || d.doubtful {
				reminders = append(reminders, o)
			} else {
				o.CouldBe = d.couldBe
				outcomes = append(outcomes, o)
			}
		}
	}
	return outcomes, reminders
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
	for _, id := range e.telling {
		if yes, _ := site.Attributes[id].Bool(); yes {
			return declaredYes
		}
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
	couldBe Verdict // if they are answered otherwise than the verdict takes them

	doubtful bool // more is open than exceptions, which are the applicant's to prove
	earlier  bool // it stood before the rule's law, or its zone, came
}

func (d *decision) same(o *decision) bool {
	return d.verdict == o.verdict && d.couldBe == o.couldBe && d.earlier == o.earlier && slices.Equal(d.open, o.open)
}

// decide weighs the attributes that the rule turns on. A known one that does
// not fit ends the rule; unknown ones leave it open, and then it says restricted,
// or its own verdict where that is weaker. Where only exceptions are not known it says
// what it says. An unasked rule waits until nothing else is open.
func (e *entry) decide(site *Site, zone *layers.Zone) (d decision, applies bool) {
	for i := range e.clauses {
		c := &e.clauses[i]
		value, known := site.known(c.attribute, zone)
		switch {
		case !known:
			d.open = append(d.open, c.attribute)
			d.doubtful = d.doubtful || !c.exception
		case !c.Holds(value):
			return d, false
		}
	}
	if e.Unasked && d.doubtful {
		return d, false
	}
	e.weighAge(&d, site, zone)
	d.verdict = e.Verdict
	switch {
	case d.earlier:
		d.verdict, d.open = Notice, nil
	case d.doubtful && e.Verdict == Prohibited:
		d.verdict, d.couldBe = Restricted, Prohibited
	case len(d.open) > 0 && e.Verdict == Prohibited:
		d.couldBe = Restricted
	}
	return d, true
}

// bare is the outcome of a decision without a place.
func (e *entry) bare(site *Site, d decision, stretch int) Outcome {
	return Outcome{
		Rule: e.Rule, Verdict: d.verdict, Open: d.open, Disposal: e.disposal(site, d),
		in: e.indexed, stage: d.stageOf(site), stretch: stretch,
	}
}

func (e *entry) outcome(site *Site, hit *Hit, d decision, stretch int) Outcome {
	o := e.bare(site, d, stretch)
	o.Hit, o.Borderline, o.CouldBe = hit, hit.Borderline, d.couldBe
	if hit.Only {
		o.Borderline, o.WouldBe, o.Verdict = true, o.Verdict, Borderline
	}
	return o
}

// disposal is what the rule suggests for an existing well: to look first while
// something is not known. A town's own approved source is not closed before there is
// another (晋城市2019年水污染防治行动计划（五）2 speaks of 自备水井 only).
func (e *entry) disposal(site *Site, d decision) Disposal {
	switch {
	case e.Disposal == "" || !e.well || site.StageOrProposed() != Existing || d.earlier:
		return ""
	case e.Disposal == DisposeClose && suppliesTown(site):
		return DisposeReplace
	case len(d.open) > 0:
		return DisposeVerify
	default:
		return e.Disposal
	}
}
