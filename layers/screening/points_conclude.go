package screening

import (
	"context"
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/layers"
	"waterzones/layers/rules"
)

// Concluder concludes for points of one description from their signatures. What
// follows in one layer it works out once for all points that lie alike to that
// layer. It belongs to one goroutine.
type Concluder struct {
	points  *Points
	set     *rules.Set
	asking  *asking
	missing []string
	layers  []concludedLayer
	needed  []bool // by area: as a coverage, of some layer that matters
	key     []byte
}

// concludedLayer is a layer and what followed in it so far, by the words of the
// signature that speak of its zones.
type concludedLayer struct {
	judged, matters bool
	known           map[string]*layerConclusion
}

type layerConclusion struct {
	hits, own []rules.Hit
	outcomes  []rules.Outcome
}

// mostLayerKnown bounds what is remembered of one layer.
const mostLayerKnown = 1 << 16

// Concluder is for sites of that description, wherever they are.
func (p *Points) Concluder(set *rules.Set, site *rules.Site) *Concluder {
	own := *site
	own.Shape = orb.Point{}
	c := &Concluder{points: p, set: set, needed: make([]bool, len(p.areas))}
	c.asking = newAsking(context.Background(), p.snap, set, &own)
	if set != nil {
		c.missing = missing(&c.asking.Answer, set)
	}
	for _, l := range p.layers {
		concluded := concludedLayer{known: map[string]*layerConclusion{}, matters: matters(set, &own, l.Layer)}
		concluded.judged = set == nil || set.Speaks(l.ID, own.Kind)
		c.layers = append(c.layers, concluded)
		if l.cover >= 0 && concluded.matters {
			c.needed[l.cover] = true
		}
	}
	return c
}

// AppendKey appends to dst what of a signature matters: of a layer of which no
// rule speaks it is of no matter what is near, and of one that is not needed
// either, whether it is complete. From equal keys the same is concluded.
func (c *Concluder) AppendKey(dst, look []byte) []byte {
	for ; len(look) > 0; look = look[4:] {
		word := binary.LittleEndian.Uint32(look)
		if word >= firstQuarantine {
			if c.layers[math.MaxUint32-word].matters {
				dst = append(dst, look[:4]...)
			}
			continue
		}
		at, how := word>>standingBits, word&(1<<standingBits-1)
		a := &c.points.areas[at]
		switch {
		case a.zone == nil && !c.needed[at]:
		case a.zone == nil || c.layers[a.of].judged:
			dst = append(dst, look[:4]...)
		case !a.own && how != outsideNear:
			dst = binary.LittleEndian.AppendUint32(dst, at<<standingBits|inside)
		}
	}
	return dst
}

// Conclude is what Screen concludes for a point with that key, but that no
// metres are in it.
func (c *Concluder) Conclude(key []byte) (*Conclusion, error) {
	p := c.points
	all := &Conclusion{Answer: &Answer{Snapshot: p.snap, Site: c.asking.Site, Layers: make([]LayerAnswer, len(p.layers))}, Rules: c.set, Missing: c.missing}
	for i := range p.layers {
		l := &p.layers[i]
		known, err := c.layer(i, wordsOf(key, l.from, l.to))
		if err != nil {
			return nil, err
		}
		all.Layers[i] = LayerAnswer{Layer: l.Layer, Hits: known.hits, Own: known.own, Doubt: l.doubt(p.snap.AsOf, key, i)}
		all.Outcomes = append(all.Outcomes, known.outcomes...)
		if c.set == nil {
			all.Borderline = all.Borderline || slices.ContainsFunc(known.hits, func(h rules.Hit) bool { return h.Borderline })
		}
	}
	all.weigh()
	return all, nil
}

// wordsOf are the words of a key that speak of areas from one position to
// another.
func wordsOf(key []byte, from, to int) []byte {
	begin, end := -1, -1
	for at := 0; at < len(key); at += 4 {
		area := int(binary.LittleEndian.Uint32(key[at:]) >> standingBits)
		if area >= to {
			break
		}
		if area >= from {
			if begin < 0 {
				begin = at
			}
			end = at + 4
		}
	}
	if begin < 0 {
		return nil
	}
	return key[begin:end]
}

// doubt says why layer i does not answer for the point.
func (l *pointLayer) doubt(day layers.Date, key []byte, i int) Doubt {
	if !l.Holds(day) {
		return OutOfDate
	}
	covered, quarantined := l.cover == everywhere, false
	for ; len(key) > 0; key = key[4:] {
		switch word := binary.LittleEndian.Uint32(key); {
		case word >= firstQuarantine:
			quarantined = quarantined || int(math.MaxUint32-word) == i
		case l.cover >= 0 && word == uint32(l.cover)<<standingBits|inside:
			covered = true
		}
	}
	switch {
	case !covered:
		return NotCovered
	case quarantined:
		return Quarantined
	}
	return Checked
}

// layer is what follows in layer i.
func (c *Concluder) layer(i int, words []byte) (*layerConclusion, error) {
	to := &c.layers[i]
	if known := to.known[string(words)]; known != nil {
		return known, nil
	}
	l := c.points.layers[i].Layer
	hits, rests := c.points.read(words)
	sortHits(l, hits)
	made := &layerConclusion{hits: hits}
	if c.set != nil {
		own, err := c.asking.ofOwnGrade(l, hits, rests.rest)
		if err != nil {
			return nil, err
		}
		made.own = c.asking.byRules(own)
		for k := range made.own {
			made.outcomes = append(made.outcomes, c.set.Judge(c.asking.Site, &made.own[k], c.points.snap.AsOf)...)
		}
	}
	if len(to.known) == mostLayerKnown {
		clear(to.known)
	}
	to.known[string(words)] = made
	return made, nil
}

// restHits is how a point lies to what zones have of their own grade.
type restHits map[*layers.Zone]rules.Hit

func (r restHits) rest(_ *layers.Layer, z *layers.Zone, _ *geo.Prepared) (h rules.Hit, near bool, err error) {
	h, near = r[z]
	return h, near, nil
}

// read takes the words of one layer apart.
func (p *Points) read(words []byte) (hits []rules.Hit, rests restHits) {
	rests = restHits{}
	for ; len(words) > 0; words = words[4:] {
		word := binary.LittleEndian.Uint32(words)
		a, how := &p.areas[word>>standingBits], word&(1<<standingBits-1)
		h := rules.Hit{Layer: a.layer, Zone: a.zone, Relation: geo.Within, Only: how == outsideNear, Borderline: how != inside}
		switch how {
		case onBoundary:
			h.Relation = geo.Touches
		case outsideNear:
			h.Relation = geo.Disjoint
		}
		if a.own {
			rests[a.zone] = h
		} else {
			hits = append(hits, h)
		}
	}
	return hits, rests
}
