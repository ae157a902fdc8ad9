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

// corner is a position of the site with its ring and number: J1 again where its ring
// closes, as 勘测定界 lists them. At is as given, or else longitude and latitude.
type corner struct {
	ring, label string
	at          orb.Point
	next        *orb.Point // along the ring or line; nil: it ends here
	again       bool       // it is the first one, where the ring closes
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
		{w.say("圈号", "Ring"), 22},
		{w.say("点号", "Point"), 16},
		{w.say("X（北）m", "X (north) m"), 30},
		{w.say("Y（东）m", "Y (east) m"), 32},
		{w.say("边长 m", "Side m"), 22},
		{w.say("经度", "Longitude"), 36},
		{w.say("纬度", "Latitude"), 36},
	}}
	for _, c := range all[:min(len(all), maxCorners)] {
		at := w.positions(c.at, system)
		t.Rows = append(t.Rows, []string{c.ring, c.label, at[0], at[1], w.side(&c, system), at[2], at[3]})
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

// side is the plane distance to the next corner.
func (w *writer) side(c *corner, system crs.CRS) string {
	if c.next == nil {
		return "—"
	}
	north, east, ok := w.plane(c.at, system)
	north2, east2, ok2 := w.plane(*c.next, system)
	if !ok || !ok2 {
		return "—"
	}
	return strconv.FormatFloat(math.Hypot(north2-north, east2-east), 'f', 3, 64)
}

// plane is a corner in the plane system.
func (w *writer) plane(at orb.Point, system crs.CRS) (north, east float64, ok bool) {
	if w.r.Site.Given != nil {
		given, err := crs.Parse(w.r.Site.CRS)
		if err != nil {
			return at[1], at[0], true
		}
		if at, err = given.Inverse(at[1], at[0]); err != nil {
			return 0, 0, false
		}
	}
	north, east, err := system.Forward(at)
	return north, east, err == nil
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
		all = append(all, cornersOf(asGiven(p.Geometry, p.Given), w.parcel(p)+"-")...)
	}
	return all
}

// countCorners counts each corner of a ring once.
func (w *writer) countCorners() (n int) {
	for _, c := range w.allCorners() {
		if !c.again {
			n++
		}
	}
	return n
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

// cornersOf lists the positions of a shape ring by ring; a ring ends with its first.
func cornersOf(g orb.Geometry, prefix string) []corner {
	var all []corner
	for i, path := range pathsOf(g) {
		ring := prefix + strconv.Itoa(i+1)
		n := len(path)
		closed := n > 1 && path[0] == path[n-1]
		for k, p := range path {
			c := corner{ring: ring, label: "J" + strconv.Itoa(k+1), at: p}
			if k+1 < n {
				c.next = &path[k+1]
			} else if closed {
				c.label, c.again = "J1", true
			}
			all = append(all, c)
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
