package screening

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers/rules"
)

// byRules makes one hit of those that no rule can tell apart. The zones of one
// source and grade (水域 and 陆域, several pieces) are one to the law.
func (s *asking) byRules(own []rules.Hit) []rules.Hit {
	var groups []rules.Hit
	for i := range own {
		if hit := s.together(own, i, alike); hit != nil {
			groups = append(groups, *hit)
		}
	}
	return groups
}

// sameGrade reports whether two hits are on zones of one source and grade. Zones
// that name no source stand alone.
func sameGrade(a, b *rules.Hit) bool {
	return a.Zone.SourceCode != "" && a.Zone.SourceCode == b.Zone.SourceCode && a.Zone.Grade == b.Zone.Grade
}

// alike reports whether no rule can tell the zones of two hits apart: one source
// and grade, and the same in all on which a rule may turn (see rules.Attribute
// and rules.Rule, ZoneLacks).
func alike(a, b *rules.Hit) bool {
	return sameGrade(a, b) && a.Zone.SourceType == b.Zone.SourceType &&
		a.Zone.Aquifer == b.Zone.Aquifer && a.Zone.LegalGround == b.Zone.LegalGround
}

func among(hits []rules.Hit, h *rules.Hit, same func(a, b *rules.Hit) bool) bool {
	return slices.ContainsFunc(hits, func(o rules.Hit) bool { return same(&o, h) })
}

// together is the hit i and those after it that are the same, as one, with the
// parts where they are several; nil where one before it is the same.
func (s *asking) together(hits []rules.Hit, i int, same func(a, b *rules.Hit) bool) *rules.Hit {
	h := &hits[i]
	if among(hits[:i], h, same) {
		return nil
	}
	if !among(hits[i+1:], h, same) {
		return h
	}
	group := []rules.Hit{*h}
	for k := i + 1; k < len(hits); k++ {
		if same(h, &hits[k]) {
			group = append(group, hits[k])
		}
	}
	return s.aggregate(group)
}

// aggregate makes one hit of several: the strictest relation, or within where
// only all of them together hold the site, the nearest boundary, the amounts
// added up with each place counted once. It is borderline only if every part is.
// The zone is that of the strictest hit.
func (s *asking) aggregate(group []rules.Hit) *rules.Hit {
	slices.SortStableFunc(group, func(a, b rules.Hit) int {
		return cmp.Or(cmp.Compare(weight(&a), weight(&b)), cmp.Compare(a.Zone.Code, b.Zone.Code))
	})
	amounts := s.countOnce(group)
	one, sum := group[0], amount{}
	for i := range group {
		h := &group[i]
		sum = sum.plus(amounts[i])
		s.count(h, amounts[i])
		one.Only = one.Only && h.Only
		one.Borderline = one.Borderline && h.Borderline
		one.BandM = max(one.BandM, h.BandM)
		one.DistanceM, one.BoundaryM = min(one.DistanceM, h.DistanceM), min(one.BoundaryM, h.BoundaryM)
	}
	one.Parts = group
	one.OverlapM2, one.OverlapShare, one.CrossingM = nil, nil, nil
	if !one.Only {
		s.quantify(&one, geo.Meeting{OverlapM2: sum.m2, CrossingM: sum.m}, s.Dimension)
		// The amount only says whether it is worth asking.
		if one.Relation != geo.Within && s.Dimension == 2 && sum.m2 > s.AreaM2*(1-1e-6) && s.withinTogether(group) {
			one.Relation = geo.Within
		}
	}
	return &one
}

// weight orders hits, strictest first: inside before across before touching
// before near, and what is met before what is not.
func weight(h *rules.Hit) int {
	order := []geo.Relation{geo.Within, geo.Contains, geo.Overlaps, geo.Touches, geo.Disjoint}
	at := slices.Index(order, h.Relation)
	if h.Only {
		at += len(order)
	}
	return at
}

// count states what a part has and no part before it.
func (s *asking) count(h *rules.Hit, a amount) {
	h.OverlapM2, h.OverlapShare, h.CrossingM = nil, nil, nil
	switch {
	case h.Only:
	case s.Dimension == 2:
		h.OverlapM2 = rounded(a.m2, 2)
	case s.Dimension == 1:
		h.CrossingM = rounded(a.m, 2)
	}
}

// countOnce is how much of the site lies in each zone of a group and in none
// before it.
func (s *asking) countOnce(group []rules.Hit) []amount {
	amounts := make([]amount, len(group))
	for i := range group {
		amounts[i] = amountOf(group[i].OverlapM2, group[i].CrossingM)
	}
	if s.Dimension == 0 || s.Dimension == 2 && !sharePlaces(group) {
		return amounts
	}
	// A line along the edge between two parts lies in both.
	left := remainderOf(s.Site.Shape)
	for i := range group {
		area, _ := s.Snapshot.OwnGrade(group[i].Zone)
		taken, err := left.take(area)
		if err != nil {
			s.CountedTwice = append(s.CountedTwice, group[0].Zone)
			return amounts
		}
		amounts[i] = taken
	}
	return amounts
}

func sharePlaces(group []rules.Hit) bool {
	for i := range group {
		for k := range group[:i] {
			if group[i].Zone.SharesPlace(group[k].Zone) {
				return true
			}
		}
	}
	return false
}

// betweenParts finds lines along the edge between two parts of one source and
// grade: such a line touches either part and lies inside both together. It is
// then a hit, and borderline, for it has that edge.
func (s *asking) betweenParts(hits []rules.Hit) error {
	for i := range hits {
		h := &hits[i]
		if s.Dimension != 1 || h.Relation != geo.Touches || !among(hits[:i], h, sameGrade) && !among(hits[i+1:], h, sameGrade) {
			continue
		}
		alone, err := h.Zone.Area().Budgeted(s.budget).Meet(s.Site.Shape)
		if err != nil {
			return err
		}
		if alone.CrossingM == 0 {
			continue // touches at places only
		}
		var all orb.MultiPolygon
		for k := range hits {
			if o := &hits[k]; sameGrade(h, o) && o.Relation != geo.Disjoint {
				all = append(all, o.Zone.Shape...)
			}
		}
		m, err := geo.Meet(s.Site.Shape, all)
		if err != nil {
			return err
		}
		if m.Relation != geo.Touches {
			h.Relation, h.Only, h.Borderline = m.Relation, false, true
			s.quantify(h, m, s.Dimension)
		}
	}
	return nil
}
