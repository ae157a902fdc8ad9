package report

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
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
	short     Short // but for what is written already
	strictest *layers.Zone
	told      layers.Text // the summary behind the site's name

	whole atomic.Pointer[wholePoint] // once one was asked for
}

// mostKnown bounds what is remembered, up to 30 kB each where whole reports are
// asked for.
const (
	mostKnown  = 4096
	longestKey = 1024 // bytes: free text may be of any length

	// expected is how many points the detail of the index is worth.
	expected = 100_000
)

// desk is the memory of one call.
type desk struct {
	said, key []byte      // said is of the site, wherever it is
	moved     []moved     // where the systems have it that move coordinates
	points    []orb.Point // the site, and there
	looks     screening.Looks
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

// Short is what MakeShort gives, for Append, at the price of what is the point's
// own: the lists that stand for all points of its like are there as text only.
func (p *Points) Short(ctx context.Context, site *rules.Site) (*Short, error) {
	d, _ := p.desks.Get().(*desk)
	defer p.desks.Put(d)
	k, err := p.of(ctx, d, site)
	if err != nil {
		return nil, err
	}
	if k == nil {
		return MakeShort(ctx, p.snap, p.set, site)
	}
	s := k.short
	s.Summary, s.Notes = about(p.set, site, layers.Text{}, k.told), slices.Clip(s.Notes)
	n, found, err := p.index.Near(p.set, site.Kind, d.points[0], &d.looks, 0)
	if err != nil {
		return nil, err
	}
	if found {
		s.Nearest = []ShortNear{shortNear(&n)}
	}
	if k.strictest != nil {
		s.BoundaryM = rounded(k.strictest.Area().DistanceToBoundary(d.points[0]).M)
	}
	for i := range d.moved {
		if err := p.shift(ctx, d, i); err != nil {
			return nil, err
		}
		s.shift(&d.moved[i])
	}
	return &s, nil
}

// of is what stands for all points like the site, which then lies on the desk; nil
// for a site that is no point, or not of the accuracy for which bands are made.
func (p *Points) of(ctx context.Context, d *desk, site *rules.Site) (*knownPoint, error) {
	at, is := site.Shape.(orb.Point)
	if !is || site.BandM() != layers.DefaultAccuracyM {
		return nil, nil
	}
	d.said, d.moved, d.points = appendSaid(d.said[:0], site), asIfShifted(site), append(d.points[:0], at)
	for i := range d.moved {
		q, _ := d.moved[i].site.Shape.(orb.Point)
		d.points = append(d.points, q)
	}
	if known, err := p.index.Look(d.points, site.BandM(), &d.looks); err != nil || !known {
		return nil, err
	}
	return p.at(ctx, d, 0, site)
}

// shift finds what would follow where the system i that moves coordinates has the
// point.
func (p *Points) shift(ctx context.Context, d *desk, i int) error {
	m := &d.moved[i]
	k, err := p.at(ctx, d, i+1, m.site)
	if err == nil {
		m.Verdict, m.Complete = k.short.Verdict, k.short.Complete
	}
	return err
}

// at is what stands for all points like point i on the desk.
func (p *Points) at(ctx context.Context, d *desk, i int, site *rules.Site) (*knownPoint, error) {
	d.key = append(append(d.key[:0], d.said...), d.looks.Of(i)...)
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
	if k, err = newKnownPoint(c); err != nil {
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

// newKnownPoint writes what stands for all points like the one concluded of.
func newKnownPoint(c *screening.Conclusion) (*knownPoint, error) {
	k := &knownPoint{short: shortly(c), told: told(c)}
	if h := c.Strictest(); h != nil {
		k.strictest = h.Zone
	}
	p, err := shortPlan()
	if err != nil {
		return nil, err
	}
	k.short.plan, err = p.Fix(&k.short, "boundary_m", "if_shifted", "links", "nearest", "notes", "summary")
	k.short.Findings, k.short.Zones, k.short.Unchecked = nil, nil, nil
	return k, err
}

// appendSaid writes all that is said of a site beside its name and place. No two
// descriptions write alike.
func appendSaid(dst []byte, site *rules.Site) []byte {
	for _, text := range []string{site.Kind, string(site.Stage), site.CRS, site.Partial.ZH, site.Partial.EN, strings.Join(site.Unused, "\n")} {
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
