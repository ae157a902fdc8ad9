package report

import (
	"context"
	"fmt"

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
	if c.Site.CRSGiven || !geographic(c.Site.CRS) {
		return nil
	}
	for _, system := range []crs.CRS{crs.GCJ02, crs.BD09} {
		moved, err := readAs(system, c.Site.Shape)
		if err != nil {
			continue
		}
		row := Shifted{CRS: system.String(), ShiftM: *rounded(wayM(c.Site.Shape.Bound().Center(), moved.Bound().Center()), 0)}
		if geo.Vertices(moved) <= manyVertices {
			site := *c.Site
			site.Shape, site.Given = moved, nil
			other, err := screening.Screen(ctx, c.Snapshot, c.Rules, &site, screening.Options{})
			if err != nil {
				return err
			}
			row.Verdict, row.Complete = other.Verdict, other.Complete
		}
		r.IfShifted = append(r.IfShifted, row)
		r.Notes = append(r.Notes, row.note(r, system))
	}
	return nil
}

// geographic reports whether the system is longitude and latitude that could be
// mistaken for those of a map service; a site that names none is taken as such.
func geographic(name string) bool {
	if name == "" {
		return true
	}
	system, err := crs.Parse(name)
	return err == nil && (system == crs.CGCS2000 || system == crs.WGS84 || system == crs.CRS84)
}

func readAs(system crs.CRS, shape orb.Geometry) (orb.Geometry, error) {
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

// wayM is the length of the geodesic between two points.
func wayM(from, to orb.Point) float64 {
	return geo.DistanceToArea(from, orb.MultiPolygon{{{to, to, to, to}}}).M
}

func (row *Shifted) note(r *Report, system crs.CRS) layers.Text {
	t := layers.Text{
		ZH: fmt.Sprintf("未声明坐标系，按 CGCS2000 经纬度核查；如为 %s，位置相差约 %.0f m，", system.Title().ZH, row.ShiftM),
		EN: fmt.Sprintf("No coordinate system was declared; taken as CGCS2000. If the coordinates are %s, the site lies about %.0f m off and ", system.Title().EN, row.ShiftM),
	}
	if row.Verdict == "" {
		return layers.Text{ZH: t.ZH + "未按该位置复核，请核实坐标系。", EN: t.EN + "was not screened there: make sure of the system."}
	}
	if row.Verdict == r.Verdict && row.Complete == r.Complete {
		return layers.Text{ZH: t.ZH + "判定不变。", EN: t.EN + "the verdict is the same."}
	}
	is := row.Verdict.Title()
	if !row.Complete {
		is = layers.Text{ZH: is.ZH + "（核查不完整）", EN: is.EN + " (incomplete)"}
	}
	return layers.Text{
		ZH: t.ZH + fmt.Sprintf("判定将为“%s”，请核实坐标系。", is.ZH),
		EN: t.EN + fmt.Sprintf("the verdict is %q: make sure of the system.", is.EN),
	}
}
