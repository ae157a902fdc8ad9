package screening

import (
	"cmp"
	"slices"

	"waterzones/layers"
	"waterzones/layers/rules"
)

// Amount is how much of the site lies somewhere: in m² for areas, in m for
// lines, and as a share of the whole site, 0 to 1.
type Amount struct {
	AreaM2  *float64 `json:"area_m2,omitempty"`
	AreaMu  *float64 `json:"area_mu,omitempty"` // 亩
	LengthM *float64 `json:"length_m,omitempty"`
	Share   *float64 `json:"share,omitempty"`
}

// GradeAmount is how much of the site has a grade of one source. The grades of a
// source exclude one another and its pieces are counted once, so that its rows
// add up to no more than the site. A zone that names no source stands alone,
// under its own code and name.
type GradeAmount struct {
	Layer      string      `json:"layer"`
	LayerTitle layers.Text `json:"layer_title"`
	Source     string      `json:"source_code,omitempty"`
	SourceName string      `json:"source_name,omitempty"`
	Zone       string      `json:"zone,omitempty"` // of a zone without source
	ZoneName   string      `json:"zone_name,omitempty"`
	Grade      string      `json:"grade,omitempty"`
	Amount
	Parts []PartAmount `json:"parts,omitempty"` // where the zones say 水域 or 陆域
}

// PartAmount is the share of a part, 水域 or 陆域, in a GradeAmount.
type PartAmount struct {
	Part string `json:"part"` // empty: not said
	Amount
}

// GradeTotal is how much of the site has a grade of a layer, of whatever source.
// Each place is counted once, under the strictest grade that any source has
// there, so that the rows of a layer add up to no more than the site.
type GradeTotal struct {
	Layer      string      `json:"layer"`
	LayerTitle layers.Text `json:"layer_title"`
	Grade      string      `json:"grade,omitempty"`
	Amount
}

// metGrade is a source and grade that the site has met, as one hit; parts is nil
// where that is one zone.
type metGrade struct {
	hit   *rules.Hit
	parts []rules.Part
}

func (m *metGrade) amount() amount { return amountOf(m.hit.OverlapM2, m.hit.CrossingM) }

// grades adds the amounts of one layer to the report.
func (s *screening) grades(r *Report, l *layers.Layer, own []rules.Hit) {
	var met []metGrade
	for i := range own {
		hit, parts := s.together(r, own, i, sameGrade)
		if hit == nil || amountOf(hit.OverlapM2, hit.CrossingM) == (amount{}) {
			continue
		}
		met = append(met, metGrade{hit, parts})
		r.Grades = append(r.Grades, s.gradeAmount(l, &met[len(met)-1]))
	}
	if len(met) == 0 {
		return
	}
	totals := map[string]amount{}
	if oneSource(met) {
		for i := range met {
			totals[met[i].hit.Zone.Grade] = met[i].amount()
		}
	} else {
		totals = s.totals(r, own)
	}
	var grades []string
	for grade, a := range totals {
		if a != (amount{}) {
			grades = append(grades, grade)
		}
	}
	slices.SortFunc(grades, func(a, b string) int { return cmp.Or(cmp.Compare(l.GradeRank(a), l.GradeRank(b)), cmp.Compare(a, b)) })
	for _, grade := range grades {
		r.Totals = append(r.Totals, GradeTotal{Layer: l.ID, LayerTitle: l.Title, Grade: grade, Amount: s.share(totals[grade])})
	}
}

// oneSource reports whether all of the rows are of one source, which excludes
// its grades from one another already.
func oneSource(met []metGrade) bool {
	first := met[0].hit.Zone.SourceCode
	return len(met) == 1 || first != "" && !slices.ContainsFunc(met, func(m metGrade) bool { return m.hit.Zone.SourceCode != first })
}

// totals counts each place once, strictest grade first: the hits come in that
// order. A zone whose box meets no other's has nothing in common with them.
func (s *screening) totals(r *Report, own []rules.Hit) map[string]amount {
	totals := map[string]amount{}
	left := remainderOf(s.site.Shape)
	counted := slices.DeleteFunc(slices.Clone(own), func(h rules.Hit) bool {
		return amountOf(h.OverlapM2, h.CrossingM) == amount{}
	})
	for i := range counted {
		h := &counted[i]
		if !meetsBox(&counted[i], counted[:i]) && !meetsBox(&counted[i], counted[i+1:]) {
			totals[h.Zone.Grade] = totals[h.Zone.Grade].plus(amountOf(h.OverlapM2, h.CrossingM))
			continue
		}
		taken, err := left.take(h.Zone.Area())
		if err != nil {
			r.noteOnce(countedTwice(h.Zone))
			taken = amountOf(h.OverlapM2, h.CrossingM)
		}
		totals[h.Zone.Grade] = totals[h.Zone.Grade].plus(taken)
	}
	return totals
}

func meetsBox(h *rules.Hit, others []rules.Hit) bool {
	box := h.Zone.Shape.Bound()
	return slices.ContainsFunc(others, func(o rules.Hit) bool { return box.Intersects(o.Zone.Shape.Bound()) })
}

func (s *screening) gradeAmount(l *layers.Layer, m *metGrade) GradeAmount {
	z := m.hit.Zone
	g := GradeAmount{
		Layer: l.ID, LayerTitle: l.Title, Source: z.SourceCode, SourceName: z.SourceName, Grade: z.Grade,
		Amount: s.share(m.amount()),
	}
	if z.SourceCode == "" {
		g.Zone, g.ZoneName = z.Code, z.Name
	}
	parts := m.parts
	if parts == nil {
		parts = []rules.Part{{Part: z.Part, OverlapM2: m.hit.OverlapM2, CrossingM: m.hit.CrossingM}}
	}
	g.Parts = s.byPart(parts)
	return g
}

// byPart adds up 水域, 陆域 and what says neither, in that order; nothing where
// no zone says.
func (s *screening) byPart(parts []rules.Part) []PartAmount {
	var names []string
	sums := map[string]amount{}
	for i := range parts {
		a := amountOf(parts[i].OverlapM2, parts[i].CrossingM)
		if a == (amount{}) {
			continue
		}
		if _, known := sums[parts[i].Part]; !known {
			names = append(names, parts[i].Part)
		}
		sums[parts[i].Part] = sums[parts[i].Part].plus(a)
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
func (s *screening) share(a amount) Amount {
	var w Amount
	switch s.dimension {
	case 2:
		m2 := min(a.m2, s.areaM2)
		w.AreaM2, w.AreaMu = rounded(m2, 2), rounded(m2/rules.SquareMetresPerMu, 2)
		if s.areaM2 > 0 {
			w.Share = rounded(m2/s.areaM2, 4)
		}
	case 1:
		m := min(a.m, s.lengthM)
		w.LengthM = rounded(m, 2)
		if s.lengthM > 0 {
			w.Share = rounded(m/s.lengthM, 4)
		}
	}
	return w
}
