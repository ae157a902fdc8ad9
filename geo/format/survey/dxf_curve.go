package survey

import (
	"math"

	"github.com/paulmach/orb"
)

// dxfChordM is how far an arc may lie from the chords that stand for it: a
// centimetre of the drawing's metres, less what rounding takes.
const dxfChordM = 0.0099

// dxfVertex is a vertex of a polyline. Bulge is the tangent of a quarter of the
// angle of the arc to the next vertex, positive counter-clockwise; 0: straight.
type dxfVertex struct {
	x, y, bulge float64
}

// dxfArc is an arc of a circle, angles in degrees, counter-clockwise, as two
// bulges: one of nearly a whole circle has no limit.
func dxfArc(x, y, radius, from, to float64) []dxfVertex {
	sweep := math.Mod(to-from, 360)
	if sweep <= 0 {
		sweep += 360
	}
	at := func(degrees float64) dxfVertex {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		return dxfVertex{x: x + float64(radius*cos), y: y + float64(radius*sin), bulge: math.Tan(sweep * math.Pi / 180 / 8)}
	}
	last := at(from + sweep)
	last.bulge = 0
	return []dxfVertex{at(from), at(from + sweep/2), last}
}

func dxfCircle(x, y, radius float64) []dxfVertex {
	return []dxfVertex{{x + radius, y, 1}, {x - radius, y, 1}}
}

// dxfAffine maps x, y to a·x + b·y + e, c·x + d·y + f.
type dxfAffine struct {
	a, b, c, d, e, f float64
}

func dxfIdentity() dxfAffine { return dxfAffine{a: 1, d: 1} }

// dxfMirror is the plane of an extrusion downwards (DXF Reference, "Arbitrary
// axis algorithm"): seen from above, x runs the other way.
func dxfMirror() dxfAffine { return dxfAffine{a: -1, d: 1} }

// after applies m, then t.
func (t dxfAffine) after(m dxfAffine) dxfAffine {
	return dxfAffine{
		a: dxfSum(t.a, m.a, t.b, m.c), b: dxfSum(t.a, m.b, t.b, m.d), c: dxfSum(t.c, m.a, t.d, m.c), d: dxfSum(t.c, m.b, t.d, m.d),
		e: dxfSum(t.a, m.e, t.b, m.f) + t.e, f: dxfSum(t.c, m.e, t.d, m.f) + t.f,
	}
}

func (t dxfAffine) point(x, y float64) orb.Point {
	return orb.Point{dxfSum(t.a, x, t.b, y) + t.e, dxfSum(t.c, x, t.d, y) + t.f}
}

// dxfSum is a·b + c·d with both products rounded, on every processor.
func dxfSum(a, b, c, d float64) float64 { return float64(a*b) + float64(c*d) }

// stretch is the most by which a length grows.
func (t dxfAffine) stretch() float64 {
	half := (t.a*t.a + t.b*t.b + t.c*t.c + t.d*t.d) / 2
	det := t.a*t.d - t.b*t.c
	return math.Sqrt(half + math.Sqrt(max(0, half*half-det*det)))
}

// dxfPath returns the path after t with chords for its arcs. Closed paths end
// where they begin. It returns nil where that takes more than most points.
func dxfPath(path []dxfVertex, closed bool, t dxfAffine, most int) []orb.Point {
	stretch := t.stretch()
	var points []orb.Point
	for i, v := range path {
		points = append(points, t.point(v.x, v.y))
		if len(points) > most {
			return nil
		}
		next := i + 1
		if next == len(path) && closed {
			next = 0
		}
		if v.bulge == 0 || next == len(path) {
			continue
		}
		chords := dxfChords(v, path[next], stretch)
		if !(chords <= float64(most-len(points))) {
			return nil
		}
		for k := 1; k < int(chords); k++ {
			x, y := v.along(path[next], float64(k)/chords)
			points = append(points, t.point(x, y))
		}
	}
	if closed && len(points) > 0 && points[0] != points[len(points)-1] {
		points = append(points, points[0])
	}
	return points
}

// dxfChords is how many chords the arc from v to next takes: as its radius wants
// and no fewer than sixteen a circle.
func dxfChords(v, next dxfVertex, stretch float64) float64 {
	chord := math.Hypot(next.x-v.x, next.y-v.y)
	if chord == 0 {
		return 1
	}
	radius := chord * (1 + v.bulge*v.bulge) / (4 * math.Abs(v.bulge)) * stretch
	step := math.Pi / 8
	if dxfChordM < radius {
		step = min(step, 4*math.Asin(math.Sqrt(dxfChordM/radius/2)))
	}
	return math.Ceil(4 * math.Atan(math.Abs(v.bulge)) / step)
}

// along is the place on the arc to next after a share of its angle. It starts
// from the chord and not from the centre, which for flat arcs is far away.
func (v dxfVertex) along(next dxfVertex, share float64) (x, y float64) {
	half := 2 * math.Atan(v.bulge)
	turn := half * share
	size := math.Sin(turn) / math.Sin(half)
	sin, cos := math.Sincos(turn - half)
	dx, dy := next.x-v.x, next.y-v.y
	return v.x + float64(size*dxfSum(cos, dx, -sin, dy)), v.y + float64(size*dxfSum(sin, dx, cos, dy))
}
