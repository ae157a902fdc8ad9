package report

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"waterzones/geo/index"
	"waterzones/layers"
	"waterzones/layers/rules"
	"waterzones/layers/screening"
)

// Points says shortly what follows for sites that are points, by one snapshot and
// one set of rules. What was concluded of one stands for all of which the same is
// said and found (screening.Points); only metres are a point's own. It is safe for
// concurrent use.
type Points struct {
	snap  layers.Snapshot
	set   *rules.Set
	index *screening.Points
	desks sync.Pool // of *desk

	mu    sync.RWMutex
	known map[string]*knownPoint
}

// knownPoint is what stands for all points of its like.
type knownPoint struct {
	short     Short // its lists are shared and must not be changed
	strictest *layers.Zone
	own       bool // a distance is in its words: they are of one point alone

	whole atomic.Pointer[wholePoint] // once one was asked for
}

// mostKnown bounds what is remembered, some kilobytes each.
const (
	mostKnown  = 8192
	longestKey = 1024 // bytes: free text may be of any length

	// expected is how many points the detail of the index is worth.
	expected = 100_000
)

// desk is the memory of one call.
type desk struct {
	looks     screening.Looks
	said, key []byte // said is of the site, wherever it is
}

// NewPoints makes the snapshot ready for points known to the default accuracy, of
// any kind. It takes some microseconds for each vertex of the zones.
func NewPoints(snap layers.Snapshot, set *rules.Set) (*Points, error) {
	ready, err := screening.NewPoints(snap, true, index.Options{Points: expected})
	if err != nil {
		return nil, err
	}
	p := &Points{
		snap: snap, set: set, index: ready, known: map[string]*knownPoint{},
		desks: sync.Pool{New: func() any { return new(desk) }},
	}
	var looks screening.Looks
	middle := snap.Extent().Center() // the first question makes ready for the others
	if _, err := ready.Look([]orb.Point{middle}, layers.DefaultAccuracyM, &looks); err != nil {
		return nil, err
	}
	for i := range set.Kinds {
		if _, _, err := ready.Near(set, set.Kinds[i].ID, middle, &looks, 0); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Index answers for points in great numbers.
func (p *Points) Index() *screening.Points { return p.index }

// Short is what MakeShort gives, at the price of what is the point's own.
func (p *Points) Short(ctx context.Context, site *rules.Site) (*Short, error) {
	at, is := site.Shape.(orb.Point)
	if !is || site.BandM() != layers.DefaultAccuracyM { // bands are made for one accuracy
		return MakeShort(ctx, p.snap, p.set, site)
	}
	d := p.desk(site)
	defer p.desks.Put(d)
	k, err := p.of(ctx, d, site, at)
	if err != nil {
		return nil, err
	}
	if k == nil || k.own {
		return MakeShort(ctx, p.snap, p.set, site)
	}
	s := k.short
	s.Notes = slices.Clip(s.Notes)
	n, found, err := p.index.Near(p.set, site.Kind, at, &d.looks, 0)
	if err != nil {
		return nil, err
	}
	if found {
		s.Nearest = []ShortNear{shortNear(&n)}
	}
	if k.strictest != nil {
		s.BoundaryM = rounded(k.strictest.Area().DistanceToBoundary(at).M, 2)
	}
	for _, m := range asIfShifted(site) {
		if err := p.shift(ctx, d, &m); err != nil {
			return nil, err
		}
		s.shift(&m)
	}
	return &s, nil
}

// shift finds what would follow where a system that moves coordinates has the
// point.
func (p *Points) shift(ctx context.Context, d *desk, m *moved) error {
	if at, is := m.site.Shape.(orb.Point); is {
		if k, err := p.of(ctx, d, m.site, at); k != nil || err != nil {
			m.Verdict, m.Complete = k.short.Verdict, k.short.Complete
			return err
		}
	}
	return m.screen(ctx, p.snap, p.set)
}

// desk is a place to work on a site; it is put back.
func (p *Points) desk(site *rules.Site) *desk {
	d, _ := p.desks.Get().(*desk)
	d.said = appendSaid(d.said[:0], site)
	return d
}

// of is what stands for all points like this one; nil where too many accuracies
// have been asked for.
func (p *Points) of(ctx context.Context, d *desk, site *rules.Site, at orb.Point) (*knownPoint, error) {
	known, err := p.index.Look([]orb.Point{at}, site.BandM(), &d.looks)
	if err != nil || !known {
		return nil, err
	}
	d.key = append(append(d.key[:0], d.said...), d.looks.Of(0)...)
	p.mu.RLock()
	k := p.known[string(d.key)]
	p.mu.RUnlock()
	if k != nil {
		return k, nil
	}
	c, err := screening.Screen(ctx, p.snap, p.set, site, screening.Options{Bare: true})
	if err != nil {
		return nil, err
	}
	k = &knownPoint{short: shortly(c), own: len(c.Outcomes) > 0 && c.Outcomes[0].Hit.DistanceM > 0}
	if h := c.Strictest(); h != nil {
		k.strictest = h.Zone
	}
	shorts, err := shortPlan()
	if err != nil {
		return nil, err
	}
	if k.short.plan, err = shorts.Fix(&k.short, "boundary_m", "if_shifted", "links", "nearest", "notes"); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) == mostKnown {
		clear(p.known)
	}
	if len(d.key) <= longestKey {
		p.known[string(d.key)] = k
	}
	return k, nil
}

// appendSaid writes all that is said of a site beside its name and place. No two
// descriptions write alike.
func appendSaid(dst []byte, site *rules.Site) []byte {
	for _, text := range []string{site.Kind, string(site.Stage), site.CRS, site.Partial.ZH, site.Partial.EN} {
		dst = append(binary.AppendUvarint(dst, uint64(len(text))), text...)
	}
	dst = strconv.AppendBool(dst, site.CRSGiven)
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(site.AccuracyM))
	dst = binary.AppendUvarint(dst, uint64(len(site.Attributes)))
	ids := make([]string, 0, 16)
	for id := range site.Attributes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		for _, text := range []string{id, site.Attributes[id].String()} {
			dst = append(binary.AppendUvarint(dst, uint64(len(text))), text...)
		}
	}
	return dst
}
