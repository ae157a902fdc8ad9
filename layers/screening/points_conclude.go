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
// follows from the zones of one source it works out once for all points that lie
// alike to them. It belongs to one goroutine.
type Concluder struct {
	points  *Points
	set     *rules.Set
	asking  *asking
	missing []string
	layers  []LayerAnswer // without what a point tells
	judged  []bool        // by layer: some rule speaks of it, or there are no rules
	needed  []bool        // by area: as a coverage, of some layer that matters
	known   map[string]*sourceConclusion
	last    Conclusion // whose memory serves the next one

	everywhere, reminders []rules.Outcome // of every point
}

// sourceConclusion is what follows from the zones of one source.
type sourceConclusion struct {
	hits, own []rules.Hit
	outcomes  []rules.Outcome
}

// mostSourcesKnown bounds what is remembered of sources.
const mostSourcesKnown = 1 << 16

// Concluder is for sites of that description, wherever they are.
func (p *Points) Concluder(set *rules.Set, site *rules.Site) *Concluder {
	own := *site
	own.Shape = orb.Point{}
	c := &Concluder{points: p, set: set, needed: make([]bool, len(p.areas)), known: map[string]*sourceConclusion{}}
	c.asking = newAsking(context.Background(), p.snap, set, &own)
	if set != nil {
		c.missing = missing(&c.asking.Answer, set)
		c.everywhere, c.reminders = set.Everywhere(c.asking.Site, p.snap.AsOf)
	}
	for _, l := range p.layers {
		answer := c.asking.begin(l.Layer)
		c.layers = append(c.layers, answer)
		c.judged = append(c.judged, set == nil || set.Speaks(l.ID, own.Kind))
		for _, at := range []int{l.cover, l.applies, l.within} {
			if at >= 0 && answer.Matters {
				c.needed[at] = true
			}
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
			if c.layers[math.MaxUint32-word].Matters {
				dst = append(dst, look[:4]...)
			}
			continue
		}
		at, how := word>>standingBits, word&(1<<standingBits-1)
		a := &c.points.areas[at]
		switch {
		case a.zone == nil && !c.needed[at]:
		case a.zone == nil || c.judged[a.of]:
			dst = append(dst, look[:4]...)
		case !a.own && how != outsideNear:
			dst = binary.LittleEndian.AppendUint32(dst, wordOf(int(at), inside))
		}
	}
	return dst
}

// Conclude is what Screen concludes for a point with that key, but that no
// metres are in it. It is good until the next call.
func (c *Concluder) Conclude(key []byte) (*Conclusion, error) {
	p, all := c.points, &c.last
	if all.Answer == nil {
		*all = Conclusion{Answer: &Answer{Snapshot: p.snap, Site: c.asking.Site, Layers: slices.Clone(c.layers)}, Rules: c.set, Missing: c.missing}
	}
	all.Outcomes, all.Borderline = all.Outcomes[:0], false
	for i := range all.Layers {
		l := &all.Layers[i]
		l.Hits, l.Own = l.Hits[:0], l.Own[:0]
		l.Doubt, l.Beyond = p.layers[i].doubt(p.snap.AsOf, key, i)
	}
	all.holdEverywhere(c.everywhere, c.reminders, c.farAway(key))
	for from := 0; from < len(key); {
		to := p.sameSource(key, from)
		if to == from {
			from += 4 // no zone
			continue
		}
		known, err := c.source(key[from:to])
		if err != nil {
			return nil, err
		}
		l := &all.Layers[p.areaAt(key, from).of]
		l.Hits, l.Own = append(l.Hits, known.hits...), append(l.Own, known.own...)
		all.Outcomes = append(all.Outcomes, known.outcomes...)
		from = to
	}
	for i := range all.Layers {
		sortHits(all.Layers[i].Layer, all.Layers[i].Hits)
	}
	if c.set == nil {
		all.Borderline = anyBorderline(all.Layers)
	}
	all.weigh()
	return all, nil
}

// farAway reports whether no layer that matters is complete anywhere near the point.
func (c *Concluder) farAway(key []byte) bool {
	for i := range c.points.layers {
		if l := &c.points.layers[i]; l.cover == everywhere && c.layers[i].Matters {
			return false
		}
	}
	for at := 0; at < len(key); at += 4 {
		if a := c.points.areaAt(key, at); a != nil && a.zone == nil {
			return false
		}
	}
	return true
}

// sameSource is where the words end that speak of the source of the first one;
// there, if that speaks of no zone.
func (p *Points) sameSource(key []byte, from int) int {
	first := p.areaAt(key, from)
	if first == nil || first.zone == nil {
		return from
	}
	to := from + 4
	for to < len(key) {
		if a := p.areaAt(key, to); a == nil || a.source != first.source {
			break
		}
		to += 4
	}
	return to
}

// areaAt is the area of a word of a key; nil if that stands for a quarantined
// zone.
func (p *Points) areaAt(key []byte, at int) *pointArea {
	word := binary.LittleEndian.Uint32(key[at:])
	if word >= firstQuarantine {
		return nil
	}
	return &p.areas[word>>standingBits]
}

// doubt says why layer i does not answer for the point.
func (l *pointLayer) doubt(day layers.Date, key []byte, i int) (d Doubt, beyond bool) {
	covered, quarantined := l.cover == everywhere, false
	within, applies := l.within == everywhere, l.applies == nowhere || l.applies == everywhere
	for ; len(key) > 0; key = key[4:] {
		switch word := binary.LittleEndian.Uint32(key); {
		case word >= firstQuarantine:
			quarantined = quarantined || int(math.MaxUint32-word) == i
		default:
			covered = covered || l.cover >= 0 && word == wordOf(l.cover, inside)
			within = within || l.within >= 0 && word == wordOf(l.within, inside)
			applies = applies || l.applies >= 0 && int(word>>standingBits) == l.applies
		}
	}
	beyond = !covered && within && !applies
	switch {
	case !l.Holds(day):
		return OutOfDate, beyond
	case !covered && !beyond:
		return NotCovered, false
	case quarantined:
		return Quarantined, beyond
	}
	return Checked, beyond
}

// source is what follows from the zones of one source.
func (c *Concluder) source(words []byte) (*sourceConclusion, error) {
	if known := c.known[string(words)]; known != nil {
		return known, nil
	}
	l := c.points.areaAt(words, 0).layer
	hits, rests := c.points.read(words)
	sortHits(l, hits)
	made := &sourceConclusion{hits: hits}
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
	if len(c.known) == mostSourcesKnown {
		clear(c.known)
	}
	c.known[string(words)] = made
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
