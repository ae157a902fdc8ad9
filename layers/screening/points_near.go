package screening

import (
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
	for i := range p.areas {
		a := &p.areas[i]
		if a.zone == nil || a.own || !matters(set, &rules.Site{Kind: kind}, a.layer) {
			continue
		}
		zones.areas, shapes = append(zones.areas, i), append(shapes, p.shapes[i])
	}
	var err error
	if zones.index, err = index.NewNearest(shapes, p.options); err != nil {
		return nil, err
	}
	p.near[kind] = zones
	return zones, nil
}
