package index

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Options say how an index is built. What it answers depends on none of them,
// and what it is, byte for byte, not on Workers.
type Options struct {
	// Points is how many points are expected: detail pays only as far as their
	// number. 0 is many.
	Points int
	// Workers is how many goroutines build; 0 is 1.
	Workers int
}

func (o Options) workers() int { return max(1, o.Workers) }

// exact decides by package geo what an index leaves open. An area is prepared
// when it is first asked about.
type exact struct {
	areas    []orb.MultiPolygon
	once     []sync.Once
	prepared []*geo.Prepared
}

func newExact(areas []orb.MultiPolygon) exact {
	return exact{areas, make([]sync.Once, len(areas)), make([]*geo.Prepared, len(areas))}
}

func (e *exact) area(i int) *geo.Prepared {
	e.once[i].Do(func() { e.prepared[i] = geo.Prepare(e.areas[i]) })
	return e.prepared[i]
}

// checkRange says ErrRange of what Cells would not take.
func checkRange(areas []orb.MultiPolygon) error {
	for _, area := range areas {
		for _, polygon := range area {
			for _, ring := range polygon {
				if !inRange(ring) {
					return ErrRange
				}
			}
		}
	}
	return nil
}

func inRange(ring orb.Ring) bool {
	for _, p := range ring {
		if !(math.Abs(p[0]) <= 1e12 && math.Abs(p[1]) <= 1e12) {
			return false
		}
	}
	return true
}

func finite(p orb.Point) bool { return p[0]-p[0] == 0 && p[1]-p[1] == 0 }
