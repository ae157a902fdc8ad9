package print

import (
	"math"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/report"
)

// view places longitude and latitude on the map's frame: equirectangular about
// the middle of the picture (plate carrée with the middle's latitude as its
// standard parallel), in metres, north up. Over a city its scale is off by less
// than a line's width.
type view struct {
	frame      Frame
	middle     orb.Point
	perDeg     [2]float64 // metres for one degree of longitude and of latitude
	metresOfMM float64    // metres on the ground for one millimetre on paper
}

// metresPerDegree are the lengths of a degree of longitude and of latitude on
// the ellipsoid at a latitude (series of the meridian arc and the parallel).
func metresPerDegree(lat float64) [2]float64 {
	const steepest = 85 // nearer to a pole a degree of longitude is no measure; nothing is screened there
	phi := max(-steepest, min(lat, steepest)) * math.Pi / 180
	return [2]float64{
		111412.84*math.Cos(phi) - 93.5*math.Cos(3*phi) + 0.118*math.Cos(5*phi),
		111132.954 - 559.822*math.Cos(2*phi) + 1.175*math.Cos(4*phi),
	}
}

// The least half width of a map in metres, so that a point has surroundings,
// from where on a boundary is too far to be shown, and how much more than the site and the nearest boundary is shown.
const (
	leastHalfM = 120
	farM       = 20_000
	marginPart = 0.25
)

// viewOf shows the whole site with the boundary that is nearest to it, of a zone
// that it meets or of one that it does not, unless that is too far for the site to
// be seen beside it.
func viewOf(r *report.Report, frame Frame) view {
	box := r.Site.Geometry.Bound()
	boundaryM := math.Inf(1)
	for i := range r.Zones {
		if m := r.Zones[i].BoundaryM; m < farM {
			boundaryM = min(boundaryM, m)
		}
	}
	if len(r.Nearest) > 0 && r.Nearest[0].DistanceM < farM && r.Nearest[0].DistanceM < boundaryM {
		box = box.Extend(r.Nearest[0].At)
		boundaryM = 0
	}
	v := view{frame: frame, middle: box.Center(), perDeg: metresPerDegree(box.Center()[1])}
	halfX := (box.Max[0] - box.Min[0]) / 2 * v.perDeg[0]
	halfY := (box.Max[1] - box.Min[1]) / 2 * v.perDeg[1]
	beyond := leastHalfM + marginPart*max(halfX, halfY)
	if !math.IsInf(boundaryM, 1) {
		beyond = max(beyond, 1.2*boundaryM)
	}
	v.metresOfMM = roundScale(max((halfX+beyond)/(frame.Width/2), (halfY+beyond)/(frame.Height/2)))
	return v
}

// roundScale is the next scale, in metres of a millimetre, that maps have: 1:500,
// 1:1000, 1:2000, 1:2500, 1:5000 and so on.
func roundScale(metresOfMM float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(metresOfMM)))
	for _, n := range []float64{1, 2, 2.5, 5} {
		if n*power >= metresOfMM {
			return n * power
		}
	}
	return 10 * power
}

func (v *view) at(p orb.Point) Pos {
	m := v.frame.middle()
	return Pos{
		m.X + (p[0]-v.middle[0])*v.perDeg[0]/v.metresOfMM,
		m.Y - (p[1]-v.middle[1])*v.perDeg[1]/v.metresOfMM,
	}
}

// bound is what the frame shows, and a tenth more, so that an edge of a clipped
// shape lies outside.
func (v *view) bound() orb.Bound {
	const more = 1.1
	dx := v.frame.Width / 2 * more * v.metresOfMM / v.perDeg[0]
	dy := v.frame.Height / 2 * more * v.metresOfMM / v.perDeg[1]
	return orb.Bound{Min: orb.Point{v.middle[0] - dx, v.middle[1] - dy}, Max: orb.Point{v.middle[0] + dx, v.middle[1] + dy}}
}

// lines places paths, leaving out positions that no printer tells apart.
func (v *view) lines(paths [][]orb.Point) [][]Pos {
	const tooNear = 0.05
	var lines [][]Pos
	for _, path := range paths {
		var line []Pos
		for i, p := range path {
			q := v.at(p)
			if i > 0 && i < len(path)-1 && math.Hypot(q.X-line[len(line)-1].X, q.Y-line[len(line)-1].Y) < tooNear {
				continue
			}
			line = append(line, q)
		}
		lines = append(lines, line)
	}
	return lines
}

// MapLayer is a layer as a map shows it: the zones near the site. Shapes are
// longitude, latitude and are not changed.
type MapLayer struct {
	Title  layers.Text
	Legend []layers.Style
	Zones  []MapZone
}

// MapZone is a zone of a map.
type MapZone struct {
	Name, Grade string
	Shape       orb.MultiPolygon
}

// Around returns the zones that the report's map shows: of the layers that
// matter for the site, as in force on the snapshot's day.
func Around(snap layers.Snapshot, r *report.Report) []MapLayer {
	if r.Site.Geometry.Geometry == nil {
		return nil
	}
	v := viewOf(r, mapFrame())
	box := v.bound()
	var all []MapLayer
	for i := range r.Layers {
		l := snap.Layer(r.Layers[i].ID)
		if l == nil || !r.Layers[i].Matters {
			continue
		}
		m := MapLayer{Title: l.Title, Legend: l.Legend}
		for z := range snap.Candidates(l, box) {
			m.Zones = append(m.Zones, MapZone{Name: z.Name, Grade: z.Grade, Shape: z.Shape})
		}
		if len(m.Zones) > 0 {
			all = append(all, m)
		}
	}
	return all
}
