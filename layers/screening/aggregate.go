package screening

import (
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// judge adds the findings that follow from the hits of one layer, each by what
// its zone has of its own grade. The zones of one source and grade (水域 and
// 陆域, several pieces) are one to the law: what follows from them is one
// finding, which lists them as its parts.
func (s *screening) judge(r *Report, l *layers.Layer, own []rules.Hit) {
	for i := range own {
		hit, parts := s.together(r, own, i, alike)
		if hit == nil {
			continue
		}
		first := len(r.Findings)
		r.Findings = append(r.Findings, s.set.Judge(s.site, hit, s.snap.AsOf)...)
		for k := first; k < len(r.Findings); k++ {
			f := &r.Findings[k]
			f.SourceCode, f.Parts, f.Evidence.Derivation = hit.Zone.SourceCode, parts, l.Derivation
		}
	}
	if s.dimension > 0 && len(own) > 0 {
		s.grades(r, l, own)
	}
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
func (s *screening) together(r *Report, hits []rules.Hit, i int, same func(a, b *rules.Hit) bool) (*rules.Hit, []rules.Part) {
	h := &hits[i]
	if among(hits[:i], h, same) {
		return nil, nil
	}
	if !among(hits[i+1:], h, same) {
		return h, nil
	}
	group := []rules.Hit{*h}
	for k := i + 1; k < len(hits); k++ {
		if same(h, &hits[k]) {
			group = append(group, hits[k])
		}
	}
	return s.aggregate(r, group)
}

// aggregate makes one hit of several: the strictest relation, or within where
// only all of them together hold the site, the nearest boundary, the amounts
// added up with each place counted once. It is borderline only if every part is.
// The zone is that of the strictest hit, under the names of all.
func (s *screening) aggregate(r *Report, group []rules.Hit) (*rules.Hit, []rules.Part) {
	slices.SortStableFunc(group, func(a, b rules.Hit) int {
		return cmp.Or(cmp.Compare(weight(&a), weight(&b)), cmp.Compare(a.Zone.Code, b.Zone.Code))
	})
	amounts := s.countOnce(r, group)
	one, sum := group[0], amount{}
	parts := make([]rules.Part, len(group))
	for i := range group {
		h := &group[i]
		sum = sum.plus(amounts[i])
		parts[i] = s.part(h, amounts[i])
		one.Only = one.Only && h.Only
		one.Borderline = one.Borderline && h.Borderline
		one.BandM = max(one.BandM, h.BandM)
		one.DistanceM, one.BoundaryM = min(one.DistanceM, h.DistanceM), min(one.BoundaryM, h.BoundaryM)
	}
	one.Zone = namedForAll(group)
	one.OverlapM2, one.OverlapShare, one.CrossingM = nil, nil, nil
	if !one.Only {
		s.quantify(&one, geo.Meeting{OverlapM2: sum.m2, CrossingM: sum.m}, s.dimension)
		// The amount only says whether it is worth asking.
		if one.Relation != geo.Within && s.dimension == 2 && sum.m2 > s.areaM2*(1-1e-6) && s.withinTogether(group) {
			one.Relation = geo.Within
		}
	}
	return &one, parts
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

func (s *screening) part(h *rules.Hit, a amount) rules.Part {
	p := rules.Part{
		Code: h.Zone.Code, Name: h.Zone.Name, Part: h.Zone.Part, ApprovalNo: h.Zone.ApprovalNo,
		Relation: h.Relation, DistanceM: h.DistanceM, BoundaryM: h.BoundaryM,
	}
	switch {
	case h.Only:
	case s.dimension == 2:
		p.OverlapM2 = rounded(a.m2, 2)
	case s.dimension == 1:
		p.CrossingM = rounded(a.m, 2)
	}
	return p
}

// namedForAll is the first zone of a group with the names, parts and approvals
// of all of those that count: the zones met or, where none is, the near ones.
func namedForAll(group []rules.Hit) *layers.Zone {
	one := *group[0].Zone
	var names, parts, approvals []string
	for i := range group {
		if z := group[i].Zone; group[i].Only == group[0].Only {
			names, parts, approvals = append(names, z.Name), append(parts, z.Part), append(approvals, z.ApprovalNo)
		}
	}
	one.Name, one.Part, one.ApprovalNo = listed(names), listed(parts), listed(approvals)
	return &one
}

// listed joins what is not empty, each once.
func listed(words []string) string {
	var said []string
	for _, w := range words {
		if w != "" && !slices.Contains(said, w) {
			said = append(said, w)
		}
	}
	return strings.Join(said, "、")
}

// countOnce is how much of the site lies in each zone of a group and in none
// before it.
func (s *screening) countOnce(r *Report, group []rules.Hit) []amount {
	amounts := make([]amount, len(group))
	for i := range group {
		amounts[i] = amountOf(group[i].OverlapM2, group[i].CrossingM)
	}
	if s.dimension == 0 || s.dimension == 2 && !sharePlaces(group) {
		return amounts
	}
	// A line along the edge between two parts lies in both.
	left := remainderOf(s.site.Shape)
	for i := range group {
		area, _ := s.snap.OwnGrade(group[i].Zone)
		taken, err := left.take(area)
		if err != nil {
			r.noteOnce(countedTwice(group[0].Zone))
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

// noteOnce adds a note that is not there yet.
func (r *Report) noteOnce(note layers.Text) {
	if !slices.Contains(r.Notes, note) {
		r.Notes = append(r.Notes, note)
	}
}

// countedTwice says that some place may stand in the amounts more than once.
func countedTwice(z *layers.Zone) layers.Text {
	return layers.Text{
		ZH: z.Name + "等区相互重叠，图形过于复杂，叠压数量未能扣除重复部分。",
		EN: z.Name + " and others overlap one another and are too intricate to take apart: some place may be counted more than once.",
	}
}

// betweenParts finds lines along the edge between two parts of one source and
// grade: such a line touches either part and lies inside both together. It is
// then a hit, and borderline, for it has that edge.
func (s *screening) betweenParts(hits []rules.Hit) error {
	for i := range hits {
		h := &hits[i]
		if s.dimension != 1 || h.Relation != geo.Touches || !among(hits[:i], h, sameGrade) && !among(hits[i+1:], h, sameGrade) {
			continue
		}
		alone, err := h.Zone.Area().Meet(s.site.Shape)
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
		m, err := geo.Meet(s.site.Shape, all)
		if err != nil {
			return err
		}
		if m.Relation != geo.Touches {
			h.Relation, h.Only, h.Borderline = m.Relation, false, true
			s.quantify(h, m, s.dimension)
		}
	}
	return nil
}
