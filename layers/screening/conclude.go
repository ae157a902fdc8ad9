package screening

import (
	"cmp"
	"context"
	"math"
	"slices"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// Conclusion is an answer with what follows from it by the rules.
type Conclusion struct {
	*Answer
	Rules *rules.Set // nil: the quick join, without outcomes and verdict

	Outcomes   []rules.Outcome // what is or could be strictest first; those without a hit hold everywhere
	Reminders  []rules.Outcome // of rules that hold everywhere and turn on what is not known: outside the verdict
	Missing    []string        // layers of which rules speak and which the release neither has nor says not to hold
	Verdict    rules.Verdict   // the strictest outcome; a floor, never told without Complete
	Complete   bool
	Borderline bool
}

// Screen asks and concludes.
func Screen(ctx context.Context, snap layers.Snapshot, set *rules.Set, site *rules.Site, o Options) (*Conclusion, error) {
	a, err := Ask(ctx, snap, set, site, o)
	if err != nil {
		return nil, err
	}
	return Conclude(a, set), nil
}

// Conclude draws the verdict from what was found and from what was not checked.
func Conclude(a *Answer, set *rules.Set) *Conclusion {
	c := &Conclusion{Answer: a, Rules: set}
	if set == nil {
		c.Borderline = anyBorderline(a.Layers)
	} else {
		c.Missing = missing(a, set)
		found, reminders := set.Everywhere(a.Site, a.Snapshot.AsOf)
		c.holdEverywhere(found, reminders, a.farAway())
		for i := range a.Layers {
			for k := range a.Layers[i].Own {
				c.Outcomes = append(c.Outcomes, set.Judge(a.Site, &a.Layers[i].Own[k], a.Snapshot.AsOf)...)
			}
		}
	}
	c.weigh()
	return c
}

// holdEverywhere takes what follows at every place of which the installation knows.
// Far away it only reminds of it.
func (c *Conclusion) holdEverywhere(found, reminders []rules.Outcome, farAway bool) {
	if farAway {
		c.Reminders = slices.Concat(found, reminders)
		return
	}
	c.Outcomes, c.Reminders = append(c.Outcomes, found...), reminders
}

// farAway reports whether no layer that matters is complete anywhere near the site.
func (a *Answer) farAway() bool {
	return !slices.ContainsFunc(a.Layers, func(l LayerAnswer) bool {
		if !l.Matters {
			return false
		}
		cover := l.Layer.Cover()
		if l.Checked() || layers.IsEarth(cover.Area()) {
			return true
		}
		_, near := cover.Near(a.Site.Shape, a.Site.BandM())
		return near
	})
}

// anyBorderline reports whether the accuracy could undo any hit.
func anyBorderline(all []LayerAnswer) bool {
	for i := range all {
		for k := range all[i].Hits {
			if all[i].Hits[k].Borderline {
				return true
			}
		}
	}
	return false
}

// weigh finds the verdict, and whether it is complete, from outcomes and layers.
func (c *Conclusion) weigh() {
	c.Complete = len(c.Missing) == 0 && c.Site.Partial == (layers.Text{}) && !c.BeforeRules()
	asked := c.Rules == nil || len(c.Missing) > 0 // some layer is required: a catalogue that forgets required_for must not make all complete
	for i := range c.Layers {
		needed := c.Rules == nil || c.Layers[i].Required
		asked = asked || needed
		if needed && !c.Layers[i].Checked() {
			c.Complete = false
		}
	}
	c.Complete = c.Complete && asked
	if c.Rules == nil {
		return
	}
	c.Outcomes = slices.DeleteFunc(c.Outcomes, c.saidOfAPlace)
	sortOutcomes(c.Outcomes)
	c.Verdict = rules.NoneFound
	for i := range c.Outcomes {
		c.Verdict = rules.Stricter(c.Verdict, c.Outcomes[i].Verdict)
		c.Borderline = c.Borderline || c.Outcomes[i].Borderline
	}
	if !c.Complete {
		c.Verdict = rules.Stricter(c.Verdict, rules.Undetermined)
	}
}

// saidOfAPlace reports whether a rule that holds everywhere says no more than its twin
// says of a zone that the site is in.
func (c *Conclusion) saidOfAPlace(o rules.Outcome) bool {
	return o.Hit == nil && o.Rule.Twin != "" && slices.ContainsFunc(c.Outcomes, func(p rules.Outcome) bool {
		return p.Hit != nil && p.Rule != nil && p.Rule.ID == o.Rule.Twin && !p.Hit.Only && p.Verdict.Rank() <= o.Verdict.Rank()
	})
}

// missing returns the layers of which rules speak for this kind of site and
// which the release neither has as zones nor says not to hold.
func missing(a *Answer, set *rules.Set) []string {
	var ids []string
	for _, id := range set.LayersFor(a.Site.Kind) {
		held := slices.ContainsFunc(a.Snapshot.NotHeld, func(h layers.Held) bool { return h.ID == id })
		if l := a.Snapshot.Layer(id); !held && (l == nil || l.Role != layers.RoleZones) {
			ids = append(ids, id)
		}
	}
	return ids
}

// BeforeRules reports that the rule file knows nothing of the day asked.
func (c *Conclusion) BeforeRules() bool {
	return c.Rules != nil && c.Snapshot.AsOf < c.Rules.From
}

// Unchecked yields the ids of the layers that matter for the kind of site and
// were not checked, in no particular order.
func (c *Conclusion) Unchecked() []string {
	ids := slices.Clone(c.Missing)
	for i := range c.Layers {
		if l := &c.Layers[i]; !l.Checked() && l.Matters {
			ids = append(ids, l.Layer.ID)
		}
	}
	return ids
}

// Strictest is the hit on the strictest zone met, that of the strictest outcome on
// one, or else the first; nil where no zone is met.
func (c *Conclusion) Strictest() *rules.Hit {
	for i := range c.Outcomes {
		if o := &c.Outcomes[i]; o.WouldBe == "" && o.Hit != nil {
			if h := c.metBy(func(h *rules.Hit) bool { return h.Layer == o.Hit.Layer && h.Zone.Code == o.Hit.Zone.Code }); h != nil {
				return h
			}
		}
	}
	return c.metBy(func(*rules.Hit) bool { return true })
}

// metBy is the first hit on a zone that is met and wanted.
func (c *Conclusion) metBy(wanted func(*rules.Hit) bool) *rules.Hit {
	for i := range c.Layers {
		for k := range c.Layers[i].Hits {
			if h := &c.Layers[i].Hits[k]; h.Met() && wanted(h) {
				return h
			}
		}
	}
	return nil
}

// BoundaryM is the distance from the site to the boundary of the strictest zone
// met, in metres rounded to 0.01; nil where no zone is met.
func (c *Conclusion) BoundaryM() *float64 {
	h := c.Strictest()
	switch {
	case h == nil:
		return nil
	case !math.IsInf(h.BoundaryM, 1):
		return rounded(h.BoundaryM, 2)
	default: // of a bare answer
		return rounded(h.Zone.Area().DistanceToBoundary(c.Site.Shape).M, 2)
	}
}

// sortOutcomes puts first what is strictest or could be, inside a zone that is near or
// once what is open is known; of equal ones what is strictest as it stands, what is
// certain, what is of a place, what rests on verified law, what speaks of
// this kind of site alone.
func sortOutcomes(outcomes []rules.Outcome) {
	last := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(outcomes, func(a, b rules.Outcome) int {
		return cmp.Or(
			cmp.Compare(a.Strictest().Rank(), b.Strictest().Rank()),
			cmp.Compare(a.Verdict.Rank(), b.Verdict.Rank()),
			cmp.Compare(last(a.Borderline), last(b.Borderline)),
			cmp.Compare(last(a.Hit == nil), last(b.Hit == nil)),
			cmp.Compare(last(a.Rule.Unverified()), last(b.Rule.Unverified())),
			cmp.Compare(last(!a.Own()), last(!b.Own())),
			cmp.Compare(a.Rule.ID, b.Rule.ID),
			cmp.Compare(a.ZoneCode(), b.ZoneCode()))
	})
}
