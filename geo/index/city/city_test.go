package city_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index/city"
)

func TestNew(t *testing.T) {
	zones := city.New(rand.New(rand.NewPCG(1, 2)).Float64, orb.Point{112, 35}, 0.02)
	if len(zones) != 817 {
		t.Errorf("%d zones", len(zones))
	}
	box := orb.Bound{Min: orb.Point{111, 34}, Max: orb.Point{114, 37}}
	for _, z := range zones {
		for _, v := range geo.Validate(z.Shape) {
			t.Errorf("kind %d, group %d, grade %d: %v", z.Kind, z.Group, z.Grade, v)
		}
		if b := z.Shape.Bound(); !box.Contains(b.Min) || !box.Contains(b.Max) {
			t.Errorf("kind %d, group %d, grade %d reaches to %v", z.Kind, z.Group, z.Grade, b)
		}
	}
}

// The size at full detail is what the README's figures are about.
func TestSize(t *testing.T) {
	n := 0
	for _, z := range city.New(rand.New(rand.NewPCG(1, 2)).Float64, orb.Point{112, 35}, 1) {
		for _, polygon := range z.Shape {
			for _, ring := range polygon {
				n += len(ring)
			}
		}
	}
	if n < 900_000 || n > 960_000 {
		t.Errorf("%d vertices", n)
	}
}
