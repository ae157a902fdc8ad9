// Package screening answers the one question of the program: which protected
// zones does a site meet, and what follows. Read Ask first: coverage of every
// layer, index candidates, exact relation, what each zone has of its own grade,
// amounts, the nearest zones. Conclude draws the verdict from that and the rules;
// Project does both for a project of several parcels.
//
// What was found is ids, relations, bits and metres; package report puts it into
// words. It fails closed: a required layer that is missing, expired, quarantined
// or does not cover the whole site makes the conclusion incomplete, and an
// incomplete one never says less than "undetermined".
package screening

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Engine is the version of the computation; it is part of every report's hash.
const Engine = "7"

// mostWork bounds the work for one site, in looks at a pair of edges: some
// seconds. It is counted, so that the answer is the same on a busy machine.
const mostWork = 1_000_000_000

// Options say how much a caller wants beside what rules need.
type Options struct {
	Nearest bool // the nearest zone not met, of each layer that matters for the kind
	ByGrade bool // with Nearest: of each grade of each layer
	// Bare measures no distance that decides nothing: a BoundaryM beyond the band is
	// +Inf.
	Bare bool
}

// Ask finds how the site lies to the snapshot's zones. With nil rules (the quick
// join) every layer matters and nothing is found by grade. The site's shape must
// be valid (geo.Validate). It returns geo.ErrTooIntricate for a site whose edges
// meet more of a zone's than can be looked at in bounded work, and looks at ctx
// between zones. Safe for concurrent use.
func Ask(ctx context.Context, snap layers.Snapshot, set *rules.Set, site *rules.Site, o Options) (*Answer, error) {
	s := newAsking(ctx, snap, set, site)
	s.bare = o.Bare
	for _, l := range snap.Layers() {
		if l.Role != layers.RoleZones {
			continue
		}
		if err := s.layer(ctx, l, o); err != nil {
			return nil, fmt.Errorf("screening against %s: %w", l.ID, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sortNear(s.Nearest)
	return &s.Answer, nil
}

// asking is what one call of Ask carries from layer to layer.
type asking struct {
	Answer
	set     *rules.Set
	budget  *geo.Budget
	bare    bool
	box     orb.Bound  // of the site
	covered []coverage // answers already given, one an area
}

func newAsking(ctx context.Context, snap layers.Snapshot, set *rules.Set, site *rules.Site) *asking {
	if site.Shape.Dimensions() == 2 {
		own := *site
		own.Shape = Wound(site.Shape)
		site = &own
	}
	s := &asking{set: set, budget: geo.NewBudget(ctx, mostWork), box: site.Shape.Bound(), Answer: Answer{
		Snapshot: snap, Site: site, Dimension: site.Shape.Dimensions(),
	}}
	if s.Dimension > 0 {
		s.AreaM2, s.LengthM = geo.AreaM2(site.Shape), geo.LengthM(site.Shape)
	}
	return s
}

// layer asks one layer.
func (s *asking) layer(ctx context.Context, l *layers.Layer, o Options) error {
	found, err := s.check(l)
	if err != nil {
		return err
	}
	if found.Hits, err = s.hits(ctx, l); err != nil {
		return err
	}
	if s.set != nil {
		if err := s.betweenParts(found.Hits); err != nil {
			return err
		}
		own, err := s.ofOwnGrade(l, found.Hits, s.hit)
		if err != nil {
			return err
		}
		found.Own = s.byRules(own)
		if s.Dimension > 0 && len(own) > 0 {
			s.grades(l, own)
		}
	}
	s.Layers = append(s.Layers, found)
	if o.Nearest && found.Matters {
		return s.nearest(ctx, l, found.Hits, o.ByGrade)
	}
	return nil
}
