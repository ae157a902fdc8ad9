package screening

import (
	"context"
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Conclude is what Screen concludes for a point with that signature, but that no
// metres are in it. The site's shape does not matter.
func (p *Points) Conclude(set *rules.Set, site *rules.Site, look []byte) (*Conclusion, error) {
	own := *site
	own.Shape = orb.Point{}
	s := newAsking(context.Background(), p.snap, set, &own)
	r := p.read(look)
	for i := range p.layers {
		l := &p.layers[i]
		found := LayerAnswer{Layer: l.Layer, Hits: r.hits[l.Layer], Quarantine: r.quarantine[l.Layer]}
		switch {
		case !l.Holds(p.snap.AsOf):
			found.Doubt = OutOfDate
		case l.cover == nowhere || l.cover >= 0 && !r.holds[l.cover]:
			found.Doubt = NotCovered
		case found.Quarantine != nil:
			found.Doubt = Quarantined
		}
		sortHits(l.Layer, found.Hits)
		if set != nil {
			own, err := s.ofOwnGrade(l.Layer, found.Hits, r.rest)
			if err != nil {
				return nil, err
			}
			found.Own = s.byRules(own)
		}
		s.Layers = append(s.Layers, found)
	}
	return Conclude(&s.Answer, set), nil
}

// reading is a signature taken apart.
type reading struct {
	hits       map[*layers.Layer][]rules.Hit // on zones as stored
	rests      map[*layers.Zone]rules.Hit    // on what zones have of their own grade
	holds      map[int]bool                  // coverages that hold the point, by more than its accuracy
	quarantine map[*layers.Layer]*layers.Quarantine
}

func (p *Points) read(look []byte) *reading {
	r := &reading{
		hits: map[*layers.Layer][]rules.Hit{}, rests: map[*layers.Zone]rules.Hit{},
		holds: map[int]bool{}, quarantine: map[*layers.Layer]*layers.Quarantine{},
	}
	for ; len(look) > 0; look = look[4:] {
		word := binary.LittleEndian.Uint32(look)
		if k := int(math.MaxUint32 - word); k < len(p.quarantined) {
			r.quarantine[p.quarantined[k]] = &layers.Quarantine{}
			continue
		}
		at, how := int(word>>standingBits), word&(1<<standingBits-1)
		a := &p.areas[at]
		h := rules.Hit{
			Layer: a.layer, Zone: a.zone, Only: how == outsideNear, Borderline: how != inside,
			Relation: map[uint32]geo.Relation{onBoundary: geo.Touches, outsideNear: geo.Disjoint}[how],
		}
		if h.Relation == "" {
			h.Relation = geo.Within
		}
		switch {
		case a.zone == nil:
			r.holds[at] = how == inside
		case a.own:
			r.rests[a.zone] = h
		default:
			r.hits[a.layer] = append(r.hits[a.layer], h)
		}
	}
	return r
}

// rest is how the point lies to what a zone has of its own grade.
func (r *reading) rest(_ *layers.Layer, z *layers.Zone, _ *geo.Prepared) (h rules.Hit, near bool, err error) {
	h, near = r.rests[z]
	return h, near, nil
}
