package screening

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"
	"waterzones/layers/rules"
)

// nearZones are the zones of the layers that matter for a kind of site.
type nearZones struct {
	index  *index.Nearest
	matter []bool // by layer
	areas  []int  // of the zones, by position in the index
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

// zonesFor are the zones that matter for the kind of site; kinds for which the
// same layers matter share them.
func (p *Points) zonesFor(set *rules.Set, kind string) (*nearZones, error) {
	p.nearMu.Lock()
	defer p.nearMu.Unlock()
	if known := p.near[kind]; known != nil {
		return known, nil
	}
	of := asking{Answer: Answer{Site: &rules.Site{Kind: kind}}, set: set}
	zones := &nearZones{matter: make([]bool, len(p.layers))}
	for i, l := range p.layers {
		zones.matter[i] = of.begin(l.Layer).Matters
	}
	for _, other := range p.near {
		if slices.Equal(other.matter, zones.matter) {
			p.near[kind] = other
			return other, nil
		}
	}
	for i := range p.areas {
		if a := &p.areas[i]; a.zone != nil && !a.own && zones.matter[a.of] {
			zones.areas = append(zones.areas, i)
		}
	}
	slices.SortStableFunc(zones.areas, func(i, k int) int {
		a, b := &p.areas[i], &p.areas[k]
		return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.zone.Code, b.zone.Code))
	})
	areas := make([]*geo.Prepared, len(zones.areas))
	for at, i := range zones.areas {
		areas[at] = p.areas[i].zone.Area()
	}
	var err error
	if zones.index, err = index.NewNearest(areas, p.options); err != nil {
		return nil, err
	}
	p.near[kind] = zones
	return zones, nil
}
