package screening

import (
	"cmp"
	"slices"

	"waterzones/layers"
	"waterzones/layers/rules"
)

func counted(h *rules.Hit) amount { return amountOf(h.OverlapM2, h.CrossingM) }

// grades adds the amounts of one layer.
func (s *asking) grades(l *layers.Layer, own []rules.Hit) {
	var met []*rules.Hit // a hit for each source and grade
	for i := range own {
		hit := s.together(own, i, sameGrade)
		if hit == nil || counted(hit) == (amount{}) {
			continue
		}
		met = append(met, hit)
		s.Grades = append(s.Grades, s.gradeAmount(l, hit))
	}
	if len(met) == 0 {
		return
	}
	totals := map[string]amount{}
	if oneSource(met) {
		for i := range met {
			totals[met[i].Zone.Grade] = counted(met[i])
		}
	} else {
		totals = s.totals(own)
	}
	var grades []string
	for grade, a := range totals {
		if a != (amount{}) {
			grades = append(grades, grade)
		}
	}
	slices.SortFunc(grades, func(a, b string) int { return cmp.Or(cmp.Compare(l.GradeRank(a), l.GradeRank(b)), cmp.Compare(a, b)) })
	for _, grade := range grades {
		s.Totals = append(s.Totals, GradeTotal{Layer: l, Grade: grade, Amount: s.share(totals[grade])})
	}
}

// oneSource reports whether all of the rows are of one source, which excludes
// its grades from one another already.
func oneSource(met []*rules.Hit) bool {
	first := met[0].Zone.SourceCode
	return len(met) == 1 || first != "" && !slices.ContainsFunc(met, func(h *rules.Hit) bool { return h.Zone.SourceCode != first })
}

// totals counts each place once, strictest grade first: the hits come in that
// order. A zone whose box meets no other's has nothing in common with them.
func (s *asking) totals(own []rules.Hit) map[string]amount {
	totals := map[string]amount{}
	left := remainderOf(s.Site.Shape)
	hits := slices.DeleteFunc(slices.Clone(own), func(h rules.Hit) bool {
		return counted(&h) == amount{}
	})
	for i := range hits {
		h := &hits[i]
		if !meetsBox(h, hits[:i]) && !meetsBox(h, hits[i+1:]) {
			totals[h.Zone.Grade] = totals[h.Zone.Grade].plus(counted(h))
			continue
		}
		taken, err := left.take(h.Zone.Area())
		if err != nil {
			s.CountedTwice = append(s.CountedTwice, h.Zone)
			taken = counted(h)
		}
		totals[h.Zone.Grade] = totals[h.Zone.Grade].plus(taken)
	}
	return totals
}

func meetsBox(h *rules.Hit, others []rules.Hit) bool {
	box := h.Zone.Shape.Bound()
	return slices.ContainsFunc(others, func(o rules.Hit) bool { return box.Intersects(o.Zone.Shape.Bound()) })
}

func (s *asking) gradeAmount(l *layers.Layer, h *rules.Hit) GradeAmount {
	parts := h.Parts
	if parts == nil {
		parts = []rules.Hit{*h}
	}
	return GradeAmount{Layer: l, Zone: h.Zone, Amount: s.share(counted(h)), Parts: s.byPart(parts)}
}

// byPart adds up 水域, 陆域 and what says neither, in that order; nothing where
// no zone says.
func (s *asking) byPart(parts []rules.Hit) []PartAmount {
	var names []string
	sums := map[string]amount{}
	for i := range parts {
		a, name := counted(&parts[i]), parts[i].Zone.Part
		if a == (amount{}) {
			continue
		}
		if _, known := sums[name]; !known {
			names = append(names, name)
		}
		sums[name] = sums[name].plus(a)
	}
	if len(names) == 0 || len(names) == 1 && names[0] == "" {
		return nil
	}
	order := []string{"水域", "陆域"}
	rank := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b, a)) })
	amounts := make([]PartAmount, len(names))
	for i, name := range names {
		amounts[i] = PartAmount{name, s.share(sums[name])}
	}
	return amounts
}

// share writes an amount in the dimension of the site, no more than the site.
func (s *asking) share(a amount) Amount {
	var w Amount
	switch s.Dimension {
	case 2:
		m2 := min(a.m2, s.AreaM2)
		w.M2 = rounded(m2, 2)
		if s.AreaM2 > 0 {
			w.Share = rounded(m2/s.AreaM2, 4)
		}
	case 1:
		m := min(a.m, s.LengthM)
		w.M = rounded(m, 2)
		if s.LengthM > 0 {
			w.Share = rounded(m/s.LengthM, 4)
		}
	}
	return w
}
