package main

import (
	"context"
	"os"
	"slices"
)

// join is a city's wells against its polygons, without rules; then with the
// nearest zone.
func (b *bench) join(ctx context.Context) error {
	for _, seed := range b.seeds {
		w, err := newWorld(b.dir, seed, b.points, b.detail)
		if err != nil {
			return err
		}
		joins, err := b.postgisJoins(ctx, w)
		if err != nil {
			return err
		}
		all := []ours{{what: "screen --zones city.geojson", args: []string{"--zones", w.zones}}}
		all = append(all, b.cached(ctx, all[0], w.wells))
		if err := b.versus(ctx, seed, w.wells, all, append(joins, b.geosJoins(w.wkt, w.wells)...)); err != nil {
			return err
		}
		if err := b.nearest(ctx, seed, w, all[0], sameNearest); err != nil {
			return err
		}
	}
	return nil
}

// cached is the same with an index that a run before it has kept. If that run
// fails so will the measured one, which says why.
func (b *bench) cached(ctx context.Context, o ours, wells string) ours {
	dir := b.path("cache")
	_ = os.RemoveAll(dir)
	o.what += " --cache, warm"
	o.args = append(slices.Clip(o.args), "--cache", dir)
	_, _ = b.screen(ctx, o, wells, os.DevNull)
	return o
}

// postgisJoins loads a city's zones, which is not timed, and gives the two ways to
// do the work.
func (b *bench) postgisJoins(ctx context.Context, w world) ([]rival, error) {
	if b.postgis == nil {
		return nil, nil
	}
	joining := func(name, table string) rival {
		out := b.path(table + ".csv")
		return rival{
			name:  name,
			run:   func(ctx context.Context) (cost, error) { return b.postgis.join(ctx, w.wells, out, table) },
			check: sameHits(func() (pairs, error) { return rows(out) }),
		}
	}
	return []rival{joining("PostGIS, zones cut up", "pieces"), joining("PostGIS, zones whole", "zones")}, b.postgis.load(ctx, w.wkt)
}

// geosJoins are the C program.
func (b *bench) geosJoins(zones, wells string) []rival {
	if b.geos == nil {
		return nil
	}
	out := b.path("geos.csv")
	return []rival{{
		name:  "GEOS, one core",
		run:   func(ctx context.Context) (cost, error) { return b.geos.join(ctx, zones, wells, out) },
		check: sameHits(func() (pairs, error) { return hits(out) }),
	}}
}
