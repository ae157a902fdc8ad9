package main

import "context"

// rules are wells judged, on the seeds and on a city with grades, beside PostGIS's
// job, which only joins; and the same with the nearest zones.
func (b *bench) rules(ctx context.Context) error {
	for _, seed := range b.seeds {
		w, err := newWorld(b.path("rules"), seed, b.points, b.detail)
		if err != nil {
			return err
		}
		joins, err := b.postgisJoins(ctx, w)
		if err != nil {
			return err
		}
		seeds := ours{what: "screen --kind well, seeds", args: []string{"--kind", "well"}}
		city := ours{
			what: "screen --kind well, a city with grades",
			args: []string{"--kind", "well", "--layers", w.layers}, keep: []string{springDomains, protectionZones},
		}
		if err := b.versus(ctx, seed, w.wells, []ours{city, b.cached(ctx, city, w.wells)}, joins); err != nil {
			return err
		}
		for i := range joins {
			joins[i].check = nil // other zones
		}
		if err := b.versus(ctx, seed, w.wells, []ours{seeds}, joins); err != nil {
			return err
		}
		if err := b.nearest(ctx, seed, w, city, nil); err != nil {
			return err
		}
	}
	return nil
}
