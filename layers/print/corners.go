package print

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/layers/report"
)

// maxCorners is how many corners are printed, about eight pages of them.
const maxCorners = 500

// corner is a position of the site with its number: J1, 2-J1 of the second ring
// or line, 地块2 J1 of the second parcel. At is as given, or else longitude and
// latitude.
type corner struct {
	label string
	at    orb.Point
}

// corners is the table of the site's corners, X north and Y east as surveyors
// write them: as they were given in a zone, or else in one 3° zone for the whole
// site.
func (w *writer) corners() Section {
	all := w.allCorners()
	if len(all) == 0 {
		return Section{}
	}
	system := w.cornerCRS()
	t := &Table{Columns: []Column{
		{w.say("点号", "Point"), 24},
		{w.say("X（北）m", "X (north) m"), 36},
		{w.say("Y（东）m", "Y (east) m"), 38},
		{w.say("经度", "Longitude"), 41},
		{w.say("纬度", "Latitude"), 41},
	}}
	for _, c := range all[:min(len(all), maxCorners)] {
		t.Rows = append(t.Rows, append([]string{c.label}, w.positions(c.at, system)...))
	}
	title := system.Title()
	source := w.say("，由 CGCS2000 经纬度换算。", ", computed from CGCS2000 longitude and latitude.")
	if w.r.Site.Given != nil {
		source = w.say("；输入坐标系："+w.r.Site.CRS+"。", "; given in "+w.r.Site.CRS+".")
	}
	blocks := []Block{
		{Text: w.say("平面坐标系：", "Plane coordinates: ") + w.say(title.ZH, title.EN) + w.say("（", " (") + system.String() + w.say("）", ")") + source},
		{Table: t},
	}
	if more := len(all) - maxCorners; more > 0 {
		blocks = append(blocks, Block{Text: fmt.Sprintf(w.say("另有 %d 个拐点未打印，见报告的 JSON 文件。", "%d more corners are not printed; they are in the report's JSON."), more)})
	}
	return Section{Title: w.say("附表：拐点坐标", "Corner coordinates"), Blocks: blocks}
}

// positions are the cells of a corner: north, east, longitude, latitude. What
// cannot be worked out is a dash.
func (w *writer) positions(at orb.Point, system crs.CRS) []string {
	cells := []string{"—", "—", "—", "—"}
	lonLat := at
	if w.r.Site.Given != nil {
		given, err := crs.Parse(w.r.Site.CRS)
		if err != nil { // a system that only its own parameters take to longitude and latitude
			return []string{plain(at[1]), plain(at[0]), "—", "—"}
		}
		if lonLat, err = given.Inverse(at[1], at[0]); err != nil {
			return cells
		}
	}
	cells[2], cells[3] = dms(lonLat[0], 4), dms(lonLat[1], 4)
	if north, east, err := system.Forward(lonLat); err == nil {
		cells[0], cells[1] = plain(north), plain(east)
	}
	return cells
}

// plain is a coordinate in metres to the millimetre.
func plain(m float64) string { return strconv.FormatFloat(m, 'f', 3, 64) }

// allCorners are the corners of the site, or of its parcels one after the other.
func (w *writer) allCorners() []corner {
	site := &w.r.Site
	if len(w.r.Parcels) == 0 {
		return cornersOf(asGiven(site.Geometry, site.Given), "")
	}
	var all []corner
	for i := range w.r.Parcels {
		p := &w.r.Parcels[i]
		all = append(all, cornersOf(asGiven(p.Geometry, p.Given), w.parcel(p)+" ")...)
	}
	return all
}

// asGiven is the shape whose corners are the applicant's: one that was projected
// has more in longitude and latitude.
func asGiven(g report.Geometry, given *report.Given) orb.Geometry {
	if given != nil {
		return given.Geometry
	}
	return g.Geometry
}

// cornerCRS is the zone that the site was declared in, or else the 3° zone of
// the middle of the site, with its prefix.
func (w *writer) cornerCRS() crs.CRS {
	if c, err := crs.Parse(w.r.Site.CRS); err == nil {
		if _, zone := c.Zone(); zone {
			return c
		}
	}
	middle := w.r.Site.Geometry.Bound().Center()[0]
	zone, ok := crs.Zone{Number: int(math.Round(middle / 3)), WidthDeg: 3, Prefixed: true}.CRS()
	if !ok {
		return crs.CGCS2000
	}
	return zone
}

// cornersOf lists the positions of a shape, the closing one of a ring left out.
func cornersOf(g orb.Geometry, prefix string) []corner {
	paths := pathsOf(g)
	var all []corner
	for i, path := range paths {
		if n := len(path); n > 1 && path[0] == path[n-1] {
			path = path[:n-1]
		}
		for k, p := range path {
			label := prefix + "J" + strconv.Itoa(k+1)
			if len(paths) > 1 {
				label = prefix + strconv.Itoa(i+1) + "-J" + strconv.Itoa(k+1)
			}
			all = append(all, corner{label, p})
		}
	}
	return all
}

// pathsOf returns the rings, lines and points of a shape in its order.
func pathsOf(g orb.Geometry) [][]orb.Point {
	var paths [][]orb.Point
	switch g := g.(type) {
	case orb.Point:
		paths = append(paths, []orb.Point{g})
	case orb.MultiPoint:
		for _, p := range g {
			paths = append(paths, []orb.Point{p})
		}
	case orb.LineString:
		paths = append(paths, g)
	case orb.Ring:
		paths = append(paths, g)
	case orb.MultiLineString:
		for _, line := range g {
			paths = append(paths, line)
		}
	case orb.Polygon:
		for _, ring := range g {
			paths = append(paths, ring)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			paths = append(paths, pathsOf(p)...)
		}
	case orb.Collection:
		for _, member := range g {
			paths = append(paths, pathsOf(member)...)
		}
	}
	return paths
}
