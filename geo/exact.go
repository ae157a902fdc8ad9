package geo

import (
	"math/big"

	"github.com/paulmach/orb"
)

// exactBits is the precision of exact arithmetic. A big.Float keeps only the
// bits that a value has, so this is a ceiling, not a cost: an orientation of
// doubles of any magnitude needs under 4,400 bits, one of a rational point on
// an edge under 40,000.
const exactBits = 1 << 16

func blank() *big.Float              { return new(big.Float).SetPrec(exactBits) }
func exact(x float64) *big.Float     { return blank().SetFloat64(x) }
func add(x, y *big.Float) *big.Float { return blank().Add(x, y) }
func sub(x, y *big.Float) *big.Float { return blank().Sub(x, y) }
func mul(x, y *big.Float) *big.Float { return blank().Mul(x, y) }

func diff(x, y float64) *big.Float { return sub(exact(x), exact(y)) }

// determinant is twice the signed area of a, b, c, which must be finite.
func determinant(a, b, c orb.Point) *big.Float {
	return sub(mul(diff(a[0], c[0]), diff(b[1], c[1])), mul(diff(a[1], c[1]), diff(b[0], c[0])))
}

// ratio is a rational number with a positive denominator.
type ratio struct{ num, den *big.Float }

func newRatio(num, den *big.Float) ratio {
	if den.Sign() < 0 {
		return ratio{blank().Neg(num), blank().Neg(den)}
	}
	return ratio{num, den}
}

func (r ratio) cmp(o ratio) int { return mul(r.num, o.den).Cmp(mul(o.num, r.den)) }

func (r ratio) mid(o ratio) ratio {
	twice := mul(exact(2), mul(r.den, o.den))
	return ratio{add(mul(r.num, o.den), mul(o.num, r.den)), twice}
}

func (r ratio) float() float64 {
	f, _ := new(big.Float).SetPrec(64).Quo(r.num, r.den).Float64()
	return f
}

// rationalPoint is the point (x/w, y/w), w positive, with a float near it:
// no coordinate of near is off by more than off.
type rationalPoint struct {
	near, off orb.Point
	x, y, w   *big.Float
}

// along is the point a + t(b-a), 0 <= t <= 1.
func along(e edge, t ratio) rationalPoint {
	p := rationalPoint{w: t.den}
	p.x = add(mul(exact(e.a[0]), t.den), mul(diff(e.b[0], e.a[0]), t.num))
	p.y = add(mul(exact(e.a[1]), t.den), mul(diff(e.b[1], e.a[1]), t.num))
	for i, v := range []*big.Float{p.x, p.y} {
		p.near[i] = ratio{v, p.w}.float()
		p.off[i] = abs(p.near[i])*0x1p-52 + underflow
	}
	return p
}

// compareY reports whether the point lies above (+1), at (0) or below (-1) y.
func (p rationalPoint) compareY(y float64) int {
	if abs(p.near[1]-y) > p.off[1] {
		return compare(p.near[1], y)
	}
	return p.y.Cmp(mul(exact(y), p.w))
}

// side is Orient(e.a, e.b, p).
func (p rationalPoint) side(e edge) int {
	det, err := orientFloat(e.a, e.b, p.near)
	err += 2 * (abs(e.b[0]-e.a[0])*p.off[1] + abs(e.b[1]-e.a[1])*p.off[0])
	switch {
	case det > err:
		return 1
	case det < -err:
		return -1
	}
	left := mul(diff(e.b[0], e.a[0]), sub(p.y, mul(exact(e.a[1]), p.w)))
	right := mul(diff(e.b[1], e.a[1]), sub(p.x, mul(exact(e.a[0]), p.w)))
	return left.Cmp(right)
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
