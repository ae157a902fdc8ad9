// Package geojson reads and writes shapes as JSON: geometries, features and
// collections of RFC 7946, sequences of RFC 8142, and what offices have that was
// written before either. It reads by a scanner of its own and depends on the
// standard library, orb's types and format/feature alone.
//
// ReadFeature and ReadFeatures hold to RFC 7946, longitude and latitude in
// degrees; Read and ReadSeq, for package format, take a declared system too. All
// functions are safe for concurrent use.
package geojson

import (
	"errors"
	"io"
	"iter"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
)

// ReadFeature reads one Feature, or a bare Geometry as a Feature without
// properties, and nothing after it. Errors are *feature.Error, or those of r.
func ReadFeature(r io.Reader, l feature.Limits) (feature.Feature, error) {
	d := newDocument(r, l)
	o, err := d.root()
	if err != nil {
		return feature.Feature{}, err
	}
	return d.feature(o)
}

// ReadFeatures streams the features of a FeatureCollection in the order of the
// document; a single Feature or a bare Geometry counts as a collection of one.
// An error comes last. It may concern the whole document (crs is allowed to
// follow the features), so what came before it must not be used alone.
func ReadFeatures(r io.Reader, l feature.Limits) iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		d := newDocument(r, l)
		d.yield = func(f feature.Feature) bool { return yield(f, nil) }
		o, err := d.root()
		if errors.Is(err, errStopped) || err == nil && o.typ == "FeatureCollection" {
			return
		}
		var f feature.Feature
		if err == nil {
			f, err = d.feature(o)
		}
		yield(f, err)
	}
}

// errStopped ends the reading when the caller wants no more features.
var errStopped = errors.New("stopped by the caller")

// document reads one GeoJSON text.
type document struct {
	*scanner
	limits   feature.Limits
	vertices int                        // of the feature under way
	points   []orb.Point                // where positions are gathered
	yield    func(feature.Feature) bool // nil: a FeatureCollection is refused
	file     *geojsonFile               // nil: what RFC 7946 forbids is refused
}

func newDocument(r io.Reader, l feature.Limits) *document {
	l = l.OrDefault()
	return &document{scanner: newScanner(r, l.Bytes, l.Depth), limits: l}
}

func (d *document) root() (*object, error) {
	if err := d.start(); err != nil {
		return nil, err
	}
	o, err := d.object(atRoot)
	if err != nil {
		return nil, err
	}
	if o.typ == "FeatureCollection" && !o.has("features") {
		return nil, d.errorAt("features", "缺少 features 成员", "member features is missing")
	}
	return o, d.finish()
}
