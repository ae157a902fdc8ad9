package report

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/avoid"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Clears is the shortest shift of the whole site that was found to clear the
// strictest finding, the accuracy of the boundaries allowed for. Best is a shift
// after which no rule as strict speaks of the site at all (All); where there is
// none within SearchedM, one after which the finding's rule does not, and nothing
// as strict has come up anew. It was checked by screening the moved site. It is
// a hint for the applicant and no permission.
type Clears struct {
	Rule       string        `json:"rule"` // of the finding that it clears
	Zone       string        `json:"zone"`
	Found      bool          `json:"found"`
	All        bool          `json:"clears_all"` // nothing else as strict is left either
	ShiftM     float64       `json:"shift_m,omitempty"`
	BearingDeg float64       `json:"bearing_deg"` // clockwise from north
	ShiftDeg   orb.Point     `json:"shift_deg"`   // the same in longitude and latitude, as it was checked
	Verdict    rules.Verdict `json:"verdict_after,omitempty"`
	Complete   bool          `json:"complete_after"`
	Findings   []string      `json:"rules_after,omitempty"` // the rules that still speak
	SearchedM  float64       `json:"searched_m"`            // no shift was looked for beyond
	Text       layers.Text   `json:"text"`

	zoneName string
}

// manyVertices is the size of a site that is screened only once, so that its
// report comes in time: nothing is looked for at other places.
const manyVertices = 2_000

// clears looks for the shift where the strictest finding bans, restricts or is
// borderline.
func (r *Report) clears(ctx context.Context, c *screening.Conclusion) error {
	if c.Site.StageOrProposed() == rules.Existing { // what stands is not moved
		return nil
	}
	first := firstPlaced(c)
	if first == nil || first.Verdict.Rank() > rules.Borderline.Rank() || first.Inside().Rank() > rules.Restricted.Rank() {
		return nil // nothing, or near to what would only be a notice
	}
	r.Clears = &Clears{Rule: first.Rule.ID, Zone: first.Hit.Zone.Code, zoneName: namesOf(first.Hit).name}
	if n := geo.Vertices(c.Site.Shape); n > manyVertices {
		r.Clears.Text = layers.Text{
			ZH: fmt.Sprintf("图形有 %d 个点（超过 %d 个），未寻找避让平移。", n, manyVertices),
			EN: fmt.Sprintf("The shape has %d vertices, more than %d: no shift was looked for.", n, manyVertices),
		}
		return nil
	}
	r.Clears.SearchedM = avoid.SearchedM
	for _, onlyFirst := range []bool{false, true} {
		if r.Clears.Found {
			break
		}
		m := moving{Conclusion: c, first: first, onlyFirst: onlyFirst}
		if err := m.search(ctx, r.Clears); err != nil {
			return err
		}
	}
	r.Clears.Text = r.Clears.sentence()
	return nil
}

// firstPlaced is the strictest outcome on a zone. It is nil where there is none, or
// where what holds everywhere is as strict: no shift clears that.
func firstPlaced(c *screening.Conclusion) *rules.Outcome {
	var first *rules.Outcome
	for i := range c.Outcomes {
		switch o := &c.Outcomes[i]; {
		case first == nil && o.Hit == nil:
			return nil
		case first == nil:
			first = o
		case o.Hit == nil && o.Verdict.Rank() <= first.Strictest().Rank():
			return nil
		}
	}
	return first
}

// moving looks for a place where nothing as strict as the first outcome follows.
type moving struct {
	*screening.Conclusion
	first     *rules.Outcome        // the strictest on a zone
	onlyFirst bool                  // only the first outcome is to be cleared: others as strict may stay
	after     *screening.Conclusion // of the place asked about last
}

func (m *moving) search(ctx context.Context, to *Clears) error {
	ground, err := m.ground(ctx)
	if err != nil {
		return err
	}
	shift, found, err := avoid.Search(ctx, ground, m.lacking)
	if err != nil || !found {
		return err
	}
	to.Found, to.All, to.ShiftDeg = true, !m.onlyFirst, shift.Deg
	to.ShiftM, to.BearingDeg = round(shift.M, 2), math.Mod(round(shift.BearingDeg, 1), 360)
	to.Verdict, to.Complete = m.after.Verdict, m.after.Complete
	for i := range m.after.Outcomes {
		if id := m.after.Outcomes[i].Rule.ID; !slices.Contains(to.Findings, id) {
			to.Findings = append(to.Findings, id)
		}
	}
	return nil
}

// ground is the zones within reach of which a rule as strict would speak, and the
// coverage of the layers that the site needs.
func (m *moving) ground(ctx context.Context) (avoid.Ground, error) {
	g := avoid.Ground{Shape: m.Site.Shape}
	box := m.Site.Shape.Bound()
	var covers []*geo.Prepared
	for i := range m.Layers {
		l := m.Layers[i].Layer
		if cover := l.Cover(); m.Layers[i].Required && m.Layers[i].Checked() && !slices.Contains(covers, cover) {
			covers = append(covers, cover)
		}
		for z := range m.Snapshot.Candidates(l, geo.Grow(box, avoid.SearchedM+max(m.Site.BandM(), l.WidestBandM()))) {
			if err := ctx.Err(); err != nil {
				return g, err
			}
			hit := rules.Hit{Layer: l, Zone: z, Relation: geo.Within}
			if slices.ContainsFunc(m.Rules.Judge(m.Site, &hit, m.Snapshot.AsOf), m.mustLeave) {
				area, _ := m.Snapshot.OwnGrade(z)
				g.Areas = append(g.Areas, avoid.Area{Prepared: area, KeepM: max(m.Site.BandM(), l.BandM(z)) + avoid.SpareM})
			}
		}
	}
	g.Covered = func(shape orb.Geometry) bool {
		return !slices.ContainsFunc(covers, func(c *geo.Prepared) bool {
			covered, err := screening.Covers(c, shape, m.Site.BandM())
			return err != nil || !covered
		})
	}
	return g, nil
}

// lacking screens the moved site.
func (m *moving) lacking(ctx context.Context, shape orb.Geometry) (float64, error) {
	site := *m.Site
	site.Shape, site.Given = shape, nil
	after, err := screening.Screen(ctx, m.Snapshot, m.Rules, &site, screening.Options{})
	if errors.Is(err, geo.ErrTooIntricate) {
		return math.Inf(1), nil
	}
	if err != nil {
		return 0, err
	}
	m.after = after
	most := 0.0
	for i := range after.Outcomes {
		o := &after.Outcomes[i]
		switch {
		case o.Hit == nil || !m.mustLeave(*o):
		case o.Verdict == rules.Borderline:
			most = max(most, o.Hit.BandM-o.Hit.DistanceM+avoid.SpareM/10)
		default:
			return math.Inf(1), nil
		}
	}
	if most == 0 && (after.Verdict == rules.Undetermined || !after.Complete && m.Complete) {
		return math.Inf(1), nil
	}
	return most, nil
}

// mustLeave reports whether an outcome is at least as strict as the first one,
// and is not one that may stay.
func (m *moving) mustLeave(found rules.Outcome) bool {
	first := m.first
	if found.Inside().Rank() > first.Inside().Rank() {
		return false
	}
	return !m.onlyFirst || found.Rule == first.Rule || !slices.ContainsFunc(m.Outcomes, func(o rules.Outcome) bool {
		// What was borderline before does not stay, it comes, where the site moves in.
		return o.Rule == found.Rule && o.Hit != nil && o.Hit.Layer == found.Hit.Layer && o.Verdict.Rank() <= found.Verdict.Rank() && shareZone(o.Hit, found.Hit)
	})
}

// shareZone reports whether two hits of one layer rest on a zone in common.
func shareZone(a, b *rules.Hit) bool {
	return a.Zone.Code == b.Zone.Code ||
		slices.ContainsFunc(a.Parts, func(p rules.Hit) bool {
			return p.Zone.Code == b.Zone.Code || slices.ContainsFunc(b.Parts, func(q rules.Hit) bool { return p.Zone.Code == q.Zone.Code })
		}) ||
		slices.ContainsFunc(b.Parts, func(q rules.Hit) bool { return q.Zone.Code == a.Zone.Code })
}

func (c *Clears) sentence() layers.Text {
	if !c.Found {
		return layers.Text{
			ZH: fmt.Sprintf("在 %.0f m 以内未找到可避让%s的整体平移。", c.SearchedM, c.zoneName),
			EN: fmt.Sprintf("No shift of the whole site that clears %s was found within %.0f m.", c.zoneName, c.SearchedM),
		}
	}
	verdict := c.Verdict.Title()
	t := layers.Text{
		ZH: fmt.Sprintf("整体平移 %.2f m（方位角 %.1f°）可避让该项（已计入边界精度），平移后复核：%s", c.ShiftM, c.BearingDeg, verdict.ZH),
		EN: fmt.Sprintf("Moved by %.2f m (bearing %.1f°) the whole site clears it, the accuracy of the boundary allowed for; screened there: %s", c.ShiftM, c.BearingDeg, verdict.EN),
	}
	if !c.All {
		t.ZH, t.EN = t.ZH+"（另有同等严格的判定不变）", t.EN+" (other findings as strict stay)"
	}
	if !c.Complete {
		t.ZH, t.EN = t.ZH+"（核查不完整）", t.EN+" (incomplete)"
	}
	return layers.Text{ZH: t.ZH + "。", EN: t.EN + "."}
}
