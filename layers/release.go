package layers

import (
	"bytes"
	"iter"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
)

// Release is one whole state of knowledge: every layer with every zone of every
// date. It is immutable once made and safe for concurrent readers.
type Release struct {
	ID           string // opaque; equal content has an equal ID
	Title        Text
	Notice       Text // what must be said wherever the layers are shown
	Attribution  []Text
	Illustrative bool
	NotHeld      []Held

	layers []*Layer
	byID   map[string]*Layer
}

// Held names a layer, here one that the installation does not hold.
type Held struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
}

// NewRelease makes a release of the layers. What screening needs beside a zone
// itself (an index, which zones of one source take part of others away) is made
// once for each content: a layer that holds what one of the release before held
// is that one. The arguments stay as they are; before may be nil.
func NewRelease(about Release, all []*Layer, before *Release) (*Release, error) {
	r := about
	r.layers, r.byID = nil, make(map[string]*Layer, len(all))
	covers := map[*orb.Polygon]*geo.Prepared{nil: geo.Prepare(nil)}
	for _, given := range all {
		content, err := given.hash()
		if err != nil {
			return nil, err
		}
		l := before.sameContent(given.ID, content)
		if l == nil {
			if l, err = given.prepared(content); err != nil {
				return nil, err
			}
			l.share(covers)
		}
		r.layers = append(r.layers, l)
		r.byID[l.ID] = l
		r.Illustrative = r.Illustrative || l.Illustrative
	}
	id, err := r.hash()
	if err != nil {
		return nil, err
	}
	r.ID = id
	if r.Illustrative {
		r.ID = "illustrative-" + id // so that every row built on it says so
	}
	return &r, nil
}

// sameContent is the layer of that id if it holds just that, or nil.
func (r *Release) sameContent(id string, content []byte) *Layer {
	if r == nil {
		return nil
	}
	if l := r.byID[id]; l != nil && bytes.Equal(l.content, content) {
		return l
	}
	return nil
}

// share makes the areas ready in which the layer answers.
func (l *Layer) share(known map[*orb.Polygon]*geo.Prepared) {
	l.cover, l.applies, l.within = shared(known, l.Coverage), shared(known, l.Applies), shared(known, l.Within)
}

// shared prepares each area once: many layers are complete in the same one.
func shared(known map[*orb.Polygon]*geo.Prepared, area orb.MultiPolygon) *geo.Prepared {
	var first *orb.Polygon
	if len(area) > 0 {
		first = &area[0]
	}
	if known[first] == nil {
		known[first] = geo.Prepare(area)
	}
	return known[first]
}

// Snapshot is a release as in force on one legal day.
type Snapshot struct {
	*Release
	AsOf Date
}

// On returns the release as in force on the day. It copies nothing.
func (r *Release) On(day Date) Snapshot { return Snapshot{Release: r, AsOf: day} }

// Layers returns the layers in the order of the catalogue.
func (r *Release) Layers() []*Layer { return slices.Clip(r.layers) }

// Layer returns the layer of that id, or nil.
func (r *Release) Layer(id string) *Layer { return r.byID[id] }

// Candidates yields the zones of the layer, in force on the snapshot's day,
// whose box meets the box. It may yield a zone that the box does not meet, never
// leave out one that it does.
func (s Snapshot) Candidates(l *Layer, box orb.Bound) iter.Seq[*Zone] {
	return func(yield func(*Zone) bool) {
		for i := range l.tree.Candidates(box) {
			if z := &l.Zones[i]; z.Holds(s.AsOf) && !yield(z) {
				return
			}
		}
	}
}

// Nearby yields the zones of the layer in force on the snapshot's day, by a
// lower bound in metres of their distance from the box, nearest first. A caller
// refines each and stops once the bound passes the best it has.
func (s Snapshot) Nearby(l *Layer, box orb.Bound) iter.Seq2[*Zone, float64] {
	return func(yield func(*Zone, float64) bool) {
		for i, atLeastM := range l.tree.Nearby(box) {
			if z := &l.Zones[i]; z.Holds(s.AsOf) && !yield(z, atLeastM) {
				return
			}
		}
	}
}

// GradeRank orders the grades of a layer, strictest 0; a grade that the layer
// does not list comes last.
func (l *Layer) GradeRank(grade string) int {
	if i := slices.Index(l.Grades, grade); i >= 0 {
		return i
	}
	return len(l.Grades)
}

// BandM returns the accuracy in metres of the boundary of a zone of the layer.
func (l *Layer) BandM(z *Zone) float64 {
	switch {
	case z.AccuracyM > 0:
		return z.AccuracyM
	case l.AccuracyM > 0:
		return l.AccuracyM
	default:
		return DefaultAccuracyM
	}
}

// WidestBandM returns the largest accuracy in metres of any zone's boundary.
func (l *Layer) WidestBandM() float64 { return l.widestBandM }

// Cover returns the area in which the layer is complete, made ready for
// questions.
func (l *Layer) Cover() *geo.Prepared { return l.cover }

// Bounded returns the area beyond which, as far as within, whoever answers for the
// layer declares that there is nothing of its kind: a city's blue line does not reach a
// county without one. Both are empty where nothing was declared.
func (l *Layer) Bounded() (applies, within *geo.Prepared) { return l.applies, l.within }

// GradesHeld returns the grades of the layer's zones of every date, each once,
// strictest first; one of no name for zones without grade.
func (l *Layer) GradesHeld() []string { return slices.Clip(l.gradesHeld) }
