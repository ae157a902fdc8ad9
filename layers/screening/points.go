package screening

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/index"
	"waterzones/layers"
)

// Points looks at sites that are points, in bulk. For each it gives a signature of
// all that was found but the metres: which zones, and what zones have of their own
// grade, hold it, have it on their boundary or within their band; where layers are
// complete; which quarantined zones it could meet. From that and from the facts
// follows everything that Screen concludes but metres, so that two points of equal
// signatures and facts have one conclusion. A test compares it with Screen's, point
// by point.
//
// It is immutable but for what it keeps of accuracies asked for, and safe for
// concurrent use.
type Points struct {
	snap    layers.Snapshot
	options index.Options
	layers  []pointLayer
	sources int
	areas   []pointArea
	shapes  []orb.MultiPolygon
	cells   *index.Cells

	mu    sync.Mutex
	bands map[float64]*index.Bands // by accuracy; see bandsFor

	nearMu sync.Mutex
	near   map[string]*nearZones // by the layers that matter
}

// pointLayer is a layer of zones and the area in which it is complete.
type pointLayer struct {
	*layers.Layer
	cover int // its position; or nowhere, everywhere

	applies, within int // likewise those of layers.Layer.Bounded
}

// pointArea is one area of the index.
type pointArea struct {
	layer *layers.Layer // nil: an area in which layers are complete
	of    int           // its position
	zone  *layers.Zone  // whose shape it is, or what of it is of its own grade
	own   bool          // the latter
	// The number of its source: what follows from the zones of one source follows
	// whatever others there are.
	source int
}

// NewPoints makes the snapshot ready for points in bulk, and for the accuracy that
// nearly all are known to: that index is made beside the other one, as each leaves
// cores idle on its own. Without rules (byGrade false) what zones have of their own
// grade is of no matter.
func NewPoints(snap layers.Snapshot, byGrade bool, o index.Options) (*Points, error) {
	p := layOut(snap, byGrade, o)
	var cellsErr, bandsErr error
	var bands sync.WaitGroup
	bands.Go(func() { _, bandsErr = p.bandsFor(layers.DefaultAccuracyM) })
	p.cells, cellsErr = index.NewCells(p.shapes, o)
	bands.Wait()
	return p, cmp.Or(cellsErr, bandsErr)
}

// layOut lists the areas.
func layOut(snap layers.Snapshot, byGrade bool, o index.Options) *Points {
	p := &Points{snap: snap, options: o, bands: map[float64]*index.Bands{}, near: map[string]*nearZones{}}
	covers := map[*orb.Polygon]int{}
	for _, l := range snap.Layers() {
		if l.Role != layers.RoleZones {
			continue
		}
		p.addZones(l, byGrade)
		applies, within := l.Bounded()
		p.layers = append(p.layers, pointLayer{l, p.cover(l.Cover(), covers), p.cover(applies, covers), p.cover(within, covers)})
	}
	return p
}

// What stands for an area in which a layer is complete, where it is none.
const (
	nowhere    = -1
	everywhere = -2
)

// cover is the area in which the layer is complete. Several layers share one.
func (p *Points) cover(of *geo.Prepared, known map[*orb.Polygon]int) int {
	area := of.Area()
	switch {
	case len(area) == 0:
		return nowhere
	case layers.IsEarth(area):
		return everywhere
	}
	at, seen := known[&area[0]]
	if !seen {
		at = len(p.areas)
		known[&area[0]] = at
		p.add(pointArea{}, area)
	}
	return at
}

// addZones adds the zones of a layer that are in force, those of one source
// together.
func (p *Points) addZones(l *layers.Layer, byGrade bool) {
	var zones []*layers.Zone
	for i := range l.Zones {
		if z := &l.Zones[i]; z.Holds(p.snap.AsOf) {
			zones = append(zones, z)
		}
	}
	slices.SortStableFunc(zones, func(a, b *layers.Zone) int {
		return cmp.Or(cmp.Compare(a.SourceCode, b.SourceCode), cmp.Compare(a.Code, b.Code))
	})
	own := make([]*geo.Prepared, len(zones))
	if byGrade {
		layers.Each(p.options.Workers, len(zones), func(i int) { own[i], _ = p.snap.OwnGrade(zones[i]) })
	}
	for i, z := range zones {
		if i == 0 || z.SourceCode == "" || z.SourceCode != zones[i-1].SourceCode {
			p.sources++
		}
		a := pointArea{layer: l, of: len(p.layers), zone: z, source: p.sources}
		if p.add(a, z.Shape); byGrade && own[i] != z.Area() {
			a.own = true
			p.add(a, own[i].Area())
		}
	}
}

func (p *Points) add(a pointArea, shape orb.MultiPolygon) {
	p.areas, p.shapes = append(p.areas, a), append(p.shapes, shape)
}

// mostAccuracies bounds for how many accuracies of points bands are kept.
const mostAccuracies = 4

// bandsFor are the bands for points known to bandM metres; nil where too many
// accuracies have been asked for.
func (p *Points) bandsFor(bandM float64) (*index.Bands, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, known := p.bands[bandM]
	if known || len(p.bands) == mostAccuracies {
		return b, nil
	}
	metres := make([]float64, len(p.areas))
	for i, a := range p.areas {
		if metres[i] = bandM; a.layer != nil {
			metres[i] = max(bandM, a.layer.BandM(a.zone))
		}
	}
	b, err := index.NewBands(p.shapes, metres, p.options)
	if err == nil {
		p.bands[bandM] = b
	}
	return b, err
}

// Looks holds the signatures of a list of points. The zero value is ready for
// use. It keeps its memory from one call to the next and belongs to one goroutine
// at a time.
type Looks struct {
	in, near index.Hits
	start    []int
	text     []byte
}

// Of is the signature of point i. It is good until the next call of Look.
func (l *Looks) Of(i int) []byte { return l.text[l.start[i]:l.start[i+1]] }

// Look finds the signatures of points (longitude, latitude in degrees) that are
// known to bandM metres. known is false where too many different accuracies have
// been asked for: such points must be screened one by one.
func (p *Points) Look(points []orb.Point, bandM float64, dst *Looks) (known bool, err error) {
	bands, err := p.bandsFor(bandM)
	if err != nil || bands == nil {
		return false, err
	}
	p.cells.Locate(points, &dst.in)
	bands.Near(points, &dst.near)
	dst.start, dst.text = append(dst.start[:0], 0), dst.text[:0]
	for i, at := range points {
		dst.text = appendHits(dst.text, dst.in.Of(i), dst.near.Of(i))
		for k, l := range p.layers {
			// The box of a quarantined zone is no area: how near is near to it depends on
			// the latitude.
			if len(l.Quarantined) > 0 && l.Quarantine(at.Bound(), bandM, p.snap.AsOf) != nil {
				dst.text = binary.LittleEndian.AppendUint32(dst.text, math.MaxUint32-uint32(k))
			}
		}
		dst.start = append(dst.start, len(dst.text))
	}
	return true, nil
}

// firstQuarantine is the least word that stands for a quarantined zone which the
// point could meet, of the layer at MaxUint32 - word: no area has so high a number.
const firstQuarantine = math.MaxUint32 - 1<<16

// How a point lies to an area, in the lowest bits of a word of a signature.
const (
	inside       = iota // farther from the boundary than the band
	insideNear          // within the band
	onBoundary          //
	outsideNear         // outside, within the band
	standingBits = 2
)

// wordOf is the word of a signature that says how a point lies to an area.
func wordOf(area, how int) uint32 { return uint32(area<<standingBits | how) }

// appendHits merges what holds the point and what has its boundary near, both
// ascending.
func appendHits(dst []byte, in, near []index.Hit) []byte {
	for len(in)+len(near) > 0 {
		var area, how int
		switch {
		case len(near) == 0 || len(in) > 0 && in[0].Zone() < near[0].Zone():
			area, how = in[0].Zone(), inside
			if in[0].OnBoundary() {
				how = onBoundary
			}
			in = in[1:]
		case len(in) == 0 || near[0].Zone() < in[0].Zone():
			area, how, near = near[0].Zone(), outsideNear, near[1:]
		default:
			area, how = in[0].Zone(), insideNear
			if in[0].OnBoundary() {
				how = onBoundary
			}
			in, near = in[1:], near[1:]
		}
		dst = binary.LittleEndian.AppendUint32(dst, wordOf(area, how))
	}
	return dst
}
