package report

import (
	"context"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"waterzones/geo"
	"waterzones/geo/crs"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Shifted is what the answer would be if the coordinates were of a map service
// that moves them: GCJ-02 or BD-09 cannot be told from CGCS2000 by their values.
type Shifted struct {
	CRS      string        `json:"crs"`
	ShiftM   float64       `json:"shift_m"`           // how far off the site would then lie
	Verdict  rules.Verdict `json:"verdict,omitempty"` // none where the shape is too large to be screened again
	Complete bool          `json:"complete"`
}

// ifShifted screens a site whose longitudes and latitudes came without a
// declared system as if they were of GCJ-02 and BD-09. Where those do not reach
// there is nothing to say.
func (r *Report) ifShifted(ctx context.Context, c *screening.Conclusion) error {
	for _, m := range asIfShifted(c.Site) {
		if err := m.screen(ctx, c.Snapshot, c.Rules); err != nil {
			return err
		}
		r.shift(&m)
	}
	return nil
}

// shift adds what a system would mean that moves coordinates.
func (r *Report) shift(m *moved) {
	r.IfShifted = append(r.IfShifted, m.Shifted)
	r.Notes = append(r.Notes, m.note(r.Verdict, r.Complete))
}

// moved is a site as if its coordinates were of a system that moves them.
type moved struct {
	Shifted
	system crs.CRS
	site   *rules.Site
}

// asIfShifted is the site by each of those systems; none where one was declared.
func asIfShifted(site *rules.Site) (all []moved) {
	if site.CRSGiven || !geographic(site.CRS) {
		return nil
	}
	for _, system := range []crs.CRS{crs.GCJ02, crs.BD09} {
		shape, err := readAs(system, site.Shape)
		if err != nil {
			continue
		}
		own := *site
		own.Shape, own.Given = shape, nil
		shiftM := round(geo.DistanceM(site.Shape.Bound().Center(), shape.Bound().Center()), 0)
		all = append(all, moved{Shifted{CRS: system.String(), ShiftM: shiftM}, system, &own})
	}
	return all
}

// screen finds what would follow there. A shape that is too large is not screened
// again.
func (m *moved) screen(ctx context.Context, snap layers.Snapshot, set *rules.Set) error {
	if geo.Vertices(m.site.Shape) > manyVertices {
		return nil
	}
	c, err := screening.Screen(ctx, snap, set, m.site, screening.Options{Bare: true})
	if err == nil {
		m.Verdict, m.Complete = c.Verdict, c.Complete
	}
	return err
}

// geographic reports whether the system is longitude and latitude that could be
// mistaken for those of a map service; a site that names none is taken as such.
func geographic(name string) bool {
	switch name {
	case "", crs.CGCS2000.String(), crs.WGS84.String(), crs.CRS84.String():
		return true
	}
	return false
}

func readAs(system crs.CRS, shape orb.Geometry) (orb.Geometry, error) {
	if p, is := shape.(orb.Point); is {
		return system.Inverse(p[1], p[0])
	}
	var failed error
	moved := project.Geometry(orb.Clone(shape), func(p orb.Point) orb.Point {
		q, err := system.Inverse(p[1], p[0])
		if err != nil {
			failed = err
		}
		return q
	})
	return moved, failed
}

// note says what the system would mean, beside what was concluded without it.
func (m *moved) note(verdict rules.Verdict, complete bool) layers.Text {
	title, off := m.system.Title(), strconv.FormatFloat(m.ShiftM, 'f', 0, 64)
	t := layers.Text{
		ZH: "未声明坐标系，按 CGCS2000 经纬度核查；如为 " + title.ZH + "，位置相差约 " + off + " m，",
		EN: "No coordinate system was declared; taken as CGCS2000. If the coordinates are " + title.EN + ", the site lies about " + off + " m off and ",
	}
	if m.Verdict == "" {
		return layers.Text{ZH: t.ZH + "未按该位置复核，请核实坐标系。", EN: t.EN + "was not screened there: make sure of the system."}
	}
	if m.Verdict == verdict && m.Complete == complete {
		return layers.Text{ZH: t.ZH + "判定不变。", EN: t.EN + "the verdict is the same."}
	}
	is := m.Verdict.Title()
	if !m.Complete {
		is = layers.Text{ZH: is.ZH + "（核查不完整）", EN: is.EN + " (incomplete)"}
	}
	return layers.Text{
		ZH: t.ZH + "判定将为“" + is.ZH + "”，请核实坐标系。",
		EN: t.EN + "the verdict is " + strconv.Quote(is.EN) + ": make sure of the system.",
	}
}
