package screening

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo/index"
	"waterzones/layers/rules"
)

// nearZones are the zones of the layers that matter for a kind of site.
type nearZones struct {
	index *index.Nearest
	areas []int // of the zones, by position in the index
}

// Near is the nearest zone that point i of the last Look does not meet, among
// those of the layers that matter for the kind of site, as Ask finds it; found is
// false where there is none. The nearest is the least distance as printed, of
// equal ones the first layer's, and the first code's.
func (p *Points) Near(set *rules.Set, kind string, at orb.Point, looks *Looks, i int) (n Near, found bool, err error) {
	zones, err := p.zonesFor(set, kind)
	if err != nil {
		return n, false, err
	}
	met := looks.in.Of(i)
	position, d, found := zones.index.Find(at, func(area int) bool {
		for _, h := range met {
			if h.Zone() == zones.areas[area] {
				return true
			}
		}
		return false
	})
	if !found {
		return n, false, nil
	}
	a := &p.areas[zones.areas[position]]
	best := best{zone: a.zone, distance: d}
	return best.near(a.layer), true, nil
}

func (p *Points) zonesFor(set *rules.Set, kind string) (*nearZones, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.near[kind]; known != nil {
		return known, nil
	}
	zones := &nearZones{}
	var shapes []orb.MultiPolygon
	of := asking{Answer: Answer{Site: &rules.Site{Kind: kind}}, set: set}
	for i := range p.areas {
		a := &p.areas[i]
		if a.zone == nil || a.own || !of.begin(a.layer).Matters {
			continue
		}
		zones.areas = append(zones.areas, i)
	}
	slices.SortStableFunc(zones.areas, func(i, k int) int {
		a, b := &p.areas[i], &p.areas[k]
		return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.zone.Code, b.zone.Code))
	})
	for _, i := range zones.areas {
		shapes = append(shapes, p.shapes[i])
	}
	var err error
	if zones.index, err = index.NewNearest(shapes, p.options); err != nil {
		return nil, err
	}
	p.near[kind] = zones
	return zones, nil
}
