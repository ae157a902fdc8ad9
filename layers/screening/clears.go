package screening

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
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

// checks is how many moved sites are screened at most, each at most bumps times.
const (
	checks = 6
	bumps  = 4
	// manyVertices is the size of a site that is screened only once, so that its
	// report comes in time: nothing is looked for at other places.
	manyVertices = 2_000
)

// clears looks for the shift where the strictest finding bans, restricts or is
// borderline.
func (s *screening) clears(ctx context.Context, r *Report) error {
	if len(r.Findings) == 0 || r.Findings[0].Verdict.Rank() > rules.Borderline.Rank() {
		return nil
	}
	if s.site.StageOrProposed() == rules.Existing {
		return nil // what stands is not moved
	}
	first := &r.Findings[0]
	if inside(first).Rank() > rules.Restricted.Rank() {
		return nil // near to what would only be a notice
	}
	r.Clears = &Clears{Rule: first.Rule, Zone: first.Zone, zoneName: first.ZoneName}
	if n := geo.Vertices(s.site.Shape); n > manyVertices {
		r.Clears.Text = layers.Text{
			ZH: fmt.Sprintf("图形有 %d 个点（超过 %d 个），未寻找避让平移。", n, manyVertices),
			EN: fmt.Sprintf("The shape has %d vertices, more than %d: no shift was looked for.", n, manyVertices),
		}
		return nil
	}
	r.Clears.SearchedM = searchedM
	for _, onlyFirst := range []bool{false, true} {
		if r.Clears.Found {
			break
		}
		if err := s.clear(ctx, r, onlyFirst); err != nil {
			return err
		}
	}
	r.Clears.Text = r.Clears.sentence()
	return nil
}

// clear looks for the shift, shortest first.
func (s *screening) clear(ctx context.Context, r *Report, onlyFirst bool) error {
	f, err := newShifting(ctx, s, r, onlyFirst)
	if err != nil {
		return err
	}
	left := checks
	for _, v := range f.shifts() {
		if left--; left < 0 || r.Clears.Found {
			break
		}
		if err := f.check(ctx, r, v); err != nil {
			return err
		}
	}
	return nil
}

// check screens the moved site, and moves it on by what it is still too near.
func (f *shifting) check(ctx context.Context, r *Report, v vectored) error {
	sin, cos := math.Sincos(v.angle)
	for range bumps {
		by := f.degrees(orb.Point{v.shiftM * cos, v.shiftM * sin})
		site := *f.site
		site.Shape, site.Given = moved(f.site.Shape, by), nil
		after, err := Screen(ctx, f.snap, f.set, &site, Options{})
		if errors.Is(err, geo.ErrTooIntricate) {
			return nil
		}
		if err != nil {
			return err
		}
		more := f.lacking(after)
		if more == 0 && after.Verdict != rules.Undetermined && (after.Complete || !r.Complete) {
			f.found(r.Clears, by, after)
			return nil
		}
		if more == 0 || math.IsInf(more, 1) {
			return nil
		}
		v.shiftM += 1.5*more + spareM
	}
	return nil
}

// lacking is how many metres the moved site is too near to what it must leave: 0
// if it has left, +Inf where it is inside.
func (f *shifting) lacking(after *Report) float64 {
	most := 0.0
	for i := range after.Findings {
		found := &after.Findings[i]
		switch {
		case !f.mustLeave(*found):
		case found.Verdict == rules.Borderline:
			most = max(most, found.Evidence.AccuracyM-found.DistanceM+spareM/10)
		default:
			return math.Inf(1)
		}
	}
	return most
}

func (f *shifting) found(c *Clears, by orb.Point, after *Report) {
	d := way(f.centre, orb.Point{f.centre[0] + by[0], f.centre[1] + by[1]})
	c.Found, c.All, c.ShiftDeg = true, !f.first, by
	c.ShiftM, c.BearingDeg = *rounded(d.M, 2), *rounded(d.BearingDeg, 1)
	c.Verdict, c.Complete = after.Verdict, after.Complete
	for i := range after.Findings {
		if id := after.Findings[i].Rule; !slices.Contains(c.Findings, id) {
			c.Findings = append(c.Findings, id)
		}
	}
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
