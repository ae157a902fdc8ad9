package report_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"waterzones/layers"
	"waterzones/layers/catalogue"
	"waterzones/layers/report"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
	"waterzones/layers/screening/screeningtest"
	"waterzones/seeds"
)

// smallRules are those that do not change with the law.
func smallRules(t *testing.T) *rules.Set {
	t.Helper()
	set, err := screeningtest.Rules("small")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// shipped are the layers and rules of the seeds; both are immutable, and opening
// them costs more than most of what is asked of them.
var (
	shippedLayers = sync.OnceValues(func() (*layers.Release, error) { return catalogue.Open(seeds.Data(), nil) })
	shippedRules  = sync.OnceValues(func() (*rules.Set, error) { return rules.Load(seeds.Rules()) })
)

func shipped(t *testing.T) (*layers.Release, *rules.Set) {
	t.Helper()
	release, err := shippedLayers()
	if err != nil {
		t.Fatal(err)
	}
	set, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	return release, set
}

// water is a layer of these zones, complete from 112° to 113° E and 35° to 36° N.
func water(t *testing.T, zones []layers.Zone) layers.Snapshot {
	t.Helper()
	release, err := layers.NewRelease(layers.Release{}, []*layers.Layer{{
		ID: "water", Role: layers.RoleZones, RequiredFor: []string{"project"}, Grades: grades(), Zones: zones,
		Coverage: orb.MultiPolygon{orb.Bound{Min: orb.Point{112, 35}, Max: orb.Point{113, 36}}.ToPolygon()},
	}, {
		ID: "ban", Role: layers.RoleZones,
		Coverage: orb.MultiPolygon{orb.Bound{Min: orb.Point{112, 35}, Max: orb.Point{113, 36}}.ToPolygon()},
	}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return release.On("2026-11-23")
}

func grades() []string { return []string{"一级", "二级", "准保护区"} }

// cells is a rectangle on a grid of so many degrees from 112.5° E, 35.5° N.
type cells struct{ west, south, east, north int }

func (c cells) bound(step float64) orb.Bound {
	at := func(x, y int) orb.Point { return orb.Point{112.5 + step*float64(x), 35.5 + step*float64(y)} }
	return orb.Bound{Min: at(c.west, c.south), Max: at(c.east, c.north)}
}

func (c cells) holds(x, y int) bool { return c.west <= x && x < c.east && c.south <= y && y < c.north }

func randomCells(r *rand.Rand, n int) cells {
	x, y := r.IntN(n), r.IntN(n)
	return cells{x, y, x + 1 + r.IntN(n-x), y + 1 + r.IntN(n-y)}
}

// randomZones are rectangles of some sources, grades and parts that overlap as
// they like.
func randomZones(r *rand.Rand, n, size int, step float64) ([]layers.Zone, []cells) {
	zones, where := make([]layers.Zone, n), make([]cells, n)
	for i := range zones {
		where[i] = randomCells(r, size)
		zones[i] = layers.Zone{Shape: orb.MultiPolygon{where[i].bound(step).ToPolygon()}, Attributes: layers.Attributes{
			Code: fmt.Sprint("Z", i), Name: fmt.Sprint("区", i), Grade: grades()[r.IntN(3)],
			SourceCode: []string{"A", "B", ""}[r.IntN(3)], Part: []string{"水域", "陆域", ""}[r.IntN(3)],
		}}
	}
	return zones, where
}

func screen(t *testing.T, snap layers.Snapshot, set *rules.Set, shape orb.Geometry, o report.Options) *report.Report {
	t.Helper()
	r, err := report.Make(context.Background(), snap, set, []screening.Parcel{{Site: &rules.Site{Kind: "project", Shape: shape}}}, o)
	if err != nil {
		t.Fatalf("%v: %v", shape, err)
	}
	return r
}
