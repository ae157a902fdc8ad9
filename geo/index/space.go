package index

import (
	"math"

	"github.com/paulmach/orb"
)

// vector is a place in space, in metres.
type vector struct{ x, y, z float64 }

// geocentric is the place of a longitude and a latitude on the ellipsoid.
func geocentric(p orb.Point) vector {
	sinLat, cosLat := math.Sincos(p[1] * radian)
	sin, cos := math.Sincos(p[0] * radian)
	n := semiMajorM / math.Sqrt(1-ecc2*sinLat*sinLat)
	return vector{n * cosLat * cos, n * cosLat * sin, n * (1 - ecc2) * sinLat}
}

func (v vector) minus(w vector) vector { return vector{v.x - w.x, v.y - w.y, v.z - w.z} }
func (v vector) dot(w vector) float64  { return v.x*w.x + v.y*w.y + v.z*w.z }

// frame has its axes towards east, north and up from a place, so that near it
// boxes are as flat as the earth.
type frame struct {
	place           vector
	east, north, up vector
}

func frameAt(p orb.Point) frame {
	sinLat, cosLat := math.Sincos(p[1] * radian)
	sin, cos := math.Sincos(p[0] * radian)
	return frame{
		place: geocentric(p),
		east:  vector{-sin, cos, 0},
		north: vector{-sinLat * cos, -sinLat * sin, cosLat},
		up:    vector{cosLat * cos, cosLat * sin, sinLat},
	}
}

func (f *frame) of(p orb.Point) vector {
	v := geocentric(p).minus(f.place)
	return vector{v.dot(f.east), v.dot(f.north), v.dot(f.up)}
}

// chord2 is the square of the distance of a place from the straight lines in space
// along a path.
func (v vector) chord2(path []vector) float64 {
	best := math.Inf(1)
	a := path[0].minus(v)
	for _, q := range path[1:] {
		b := q.minus(v)
		along := b.minus(a)
		d2 := a.dot(a)
		if t, length2 := -a.dot(along), along.dot(along); t >= length2 {
			d2 = b.dot(b)
		} else if t > 0 {
			t /= length2
			foot := vector{a.x + t*along.x, a.y + t*along.y, a.z + t*along.z}
			d2 = foot.dot(foot)
		}
		if d2 < best {
			best = d2
		}
		a = b
	}
	return best
}

// toBox2 is the square of the distance to a box, to rounding. It takes no branch
// that nobody could foresee.
func (v vector) toBox2(box *[boxSides]float32) float64 {
	x := twiceBeyond(v.x, float64(box[0]), float64(box[3]))
	y := twiceBeyond(v.y, float64(box[1]), float64(box[4]))
	z := twiceBeyond(v.z, float64(box[2]), float64(box[5]))
	return (x*x + y*y + z*z) / 4
}

// twiceBeyond is twice what a number is below or above a span.
func twiceBeyond(x, low, high float64) float64 {
	return math.Abs(x-low) + math.Abs(x-high) - (high - low)
}

// bend is how far, in metres, an edge straight in longitude and latitude may be
// from the straight line in space between its ends: the second derivative along
// it, over 8, twice. That holds for edges of up to two degrees, and next to a pole
// only for short ones; others may bend as they like.
func bend(a, b orb.Point, length2 float64) float64 {
	size, highest := max(math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1])), max(math.Abs(a[1]), math.Abs(b[1]))
	if size > 2 || (size > shortDeg && highest > 85) || highest > 89.9 {
		return math.Inf(1)
	}
	return (1 + 2.02*math.Tan(highest*radian)) * length2 / (4 * semiMinorM)
}

// shortDeg is how long, in degrees, edges may be not to be cut.
const shortDeg = 0.01

// chordSlack is by how much chords that differ by more are in the order of their
// geodesics, as in package geo: a geodesic whose chord is c is c + c³/24R² +
// 3c⁵/640R⁴ long and so on, and the radii R differ by 1 %. The last term is more
// than rounding adds.
func chordSlack(c float64) float64 {
	x := c / semiMinorM
	return c*x*x*(9e-4+3e-4*x*x) + aLittle
}

// geodesicBelow is not less than the geodesic of a chord.
func geodesicBelow(c float64) float64 {
	return c*(1+0.15*(c/semiMinorM)*(c/semiMinorM)) + aLittle
}
