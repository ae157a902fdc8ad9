package prj

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
)

// Ellipsoids by semi-major axis in metres and inverse flattening (EPSG:1024,
// EPSG:7030). GRS 1980 has the numbers of CGCS2000.
const (
	prjAxisM    = 6378137
	prjCGCS2000 = 298.257222101
	prjWGS84    = 298.257223563
	prjDegree   = math.Pi / 180
)

// agrees returns an error if a number in the text is not that of the system.
func (s *prjSystem) agrees(c crs.CRS, datum *prjNode) error {
	if err := s.agreesBelow(c, datum); err != nil {
		return err
	}
	if err := s.units(c, s.root); err != nil {
		return err
	}
	if c.Degrees() == s.projected {
		return s.disagrees(c, s.root.Keyword, 0, 0)
	}
	if !s.projected {
		return nil
	}
	method := prjMethod(s.root)
	z, isZone := c.Zone()
	if !isZone { // Web Mercator
		if method != "" && !strings.Contains(method, "MERCATOR") || strings.Contains(method, "TRANSVERSE") {
			return s.disagrees(c, method, 0, 0)
		}
		return s.compare(c, map[string]float64{"falseeasting": 0, "centralmeridian": 0, "falsenorthing": 0})
	}
	if method == "" && s.bare() {
		return nil
	}
	if !strings.HasPrefix(method, "TRANSVERSEMERCATOR") && !strings.HasPrefix(method, "GAUSSKR") {
		return s.disagrees(c, method, 0, 0)
	}
	return s.compare(c, map[string]float64{
		"falseeasting": falseEasting(z), "centralmeridian": float64(z.MeridianDeg()), "falsenorthing": 0,
		"scalefactor": 1, "latitudeoforigin": 0,
	})
}

// bare reports whether the text names a projected system and says nothing of it.
func (s *prjSystem) bare() bool {
	return s.root.child("PARAMETER", "PROJECTION", "CONVERSION") == nil
}

// prjMethod is the folded name of the projection.
func prjMethod(root *prjNode) string {
	if m := root.child("PROJECTION", "METHOD"); m != nil {
		return Fold(m.quotedText())
	}
	return Fold(root.child("CONVERSION").child("METHOD", "PROJECTION").quotedText())
}

// agreesBelow looks at the ellipsoid and the meridian of 0.
func (s *prjSystem) agreesBelow(c crs.CRS, datum *prjNode) error {
	flattening := prjCGCS2000
	if c == crs.WGS84 || c == crs.CRS84 || c == crs.WebMercator {
		flattening = prjWGS84
	}
	if e := datum.child("SPHEROID", "ELLIPSOID"); e != nil {
		if len(e.Numbers) < 2 {
			return prjBroken()
		}
		if !near(e.Numbers[0], prjAxisM) {
			return s.disagrees(c, e.quotedText(), e.Numbers[0], prjAxisM)
		}
		// Some programs write 298.2572221 for CGCS2000, one digit short of telling it from WGS 84.
		if math.Abs(e.Numbers[1]-flattening) > 5e-7 {
			return s.disagrees(c, e.quotedText(), e.Numbers[1], flattening)
		}
	}
	if p := s.base.child("PRIMEM", "PRIMEMERIDIAN"); p != nil && len(p.Numbers) > 0 && p.Numbers[0] != 0 {
		return s.disagrees(c, "PRIMEM", p.Numbers[0], 0)
	}
	return nil
}

// units wants metres and degrees everywhere below n.
func (s *prjSystem) units(c crs.CRS, n *prjNode) error {
	for _, u := range n.Children {
		want := 0.0
		switch {
		case u.Keyword == "LENGTHUNIT", u.Keyword == "UNIT" && n.Keyword == "PROJCS":
			want = 1
		case u.Keyword == "ANGLEUNIT", u.Keyword == "UNIT" && n == s.base:
			want = prjDegree
		}
		if want != 0 && (len(u.Numbers) == 0 || !near(u.Numbers[0], want)) {
			return s.disagrees(c, u.Keyword+" "+u.quotedText(), append(u.Numbers, 0)[0], want)
		}
		if err := s.units(c, u); err != nil {
			return err
		}
	}
	return nil
}

// compare looks at the parameters, by the names of WKT1; those of WKT2 have
// other words for the same.
func (s *prjSystem) compare(c crs.CRS, want map[string]float64) error {
	wkt2 := map[string]string{
		"centralmeridian": "longitudeofnaturalorigin", "latitudeoforigin": "latitudeofnaturalorigin",
		"scalefactor": "scalefactoratnaturalorigin",
	}
	for _, name := range []string{"falseeasting", "centralmeridian", "falsenorthing", "scalefactor", "latitudeoforigin"} {
		value, asked := want[name]
		if !asked {
			continue
		}
		got := s.parameter(name, wkt2[name])
		if name == "scalefactor" && got == 0 {
			got = 1 // left out
		}
		if got != value {
			return s.disagrees(c, name, got, value)
		}
	}
	return nil
}

// disagrees says what in the text is not that of the system; without numbers, a
// word.
func (s *prjSystem) disagrees(c crs.CRS, what string, got, want float64) error {
	t := c.Title()
	zh, en := feature.Clip(what)+" 不符", feature.Clip(what)+" does not fit"
	if got != want {
		g, w := strconv.FormatFloat(got, 'g', -1, 64), strconv.FormatFloat(want, 'g', -1, 64)
		zh, en = feature.Clip(what)+" 为 "+g+"，应为 "+w, feature.Clip(what)+" is "+g+", it should be "+w
	}
	return &feature.Error{
		ZH: fmt.Sprintf("坐标系 %s 自相矛盾，不能当作 %s：%s；请核对后声明坐标系", feature.Quote(s.root.quotedText()), t.ZH, zh),
		EN: fmt.Sprintf("the system %s contradicts itself and cannot be taken as %s: %s; check it and declare the system", feature.Quote(s.root.quotedText()), t.EN, en),
	}
}
