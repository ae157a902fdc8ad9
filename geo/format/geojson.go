package format

import (
	"errors"
	"io"
	"iter"
	"strconv"

	"github.com/paulmach/orb"
)

// Limits bound what a GeoJSON reader takes. A field that is zero has the value
// of DefaultLimits.
type Limits struct {
	Bytes    int64 // of the whole document
	Vertices int   // of one feature's geometry, all parts together
	Depth    int   // of nested arrays and objects, geometry collections included
	Features int   // of one document
}

// DefaultLimits are for shapes that strangers send.
//   - Vertices: 50,000 is ten times the largest red line seen in practice, and
//     still screened in well under a second.
//   - Bytes: 50,000 vertices of 17 digits, pretty-printed, are 5 MB.
//   - Depth: a multipolygon in a collection is 8 deep; properties add a few.
//   - Features: more is a batch, which comes as a file.
func DefaultLimits() Limits {
	return Limits{Bytes: 8 << 20, Vertices: 50_000, Depth: 32, Features: 10_000}
}

// LayerLimits are for files that the operator names: large, but still an end to
// what a broken file can ask for.
func LayerLimits() Limits {
	return Limits{Bytes: 4 << 30, Vertices: 10_000_000, Depth: 32, Features: 10_000_000}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.Bytes == 0 {
		l.Bytes = d.Bytes
	}
	if l.Vertices == 0 {
		l.Vertices = d.Vertices
	}
	if l.Depth == 0 {
		l.Depth = d.Depth
	}
	if l.Features == 0 {
		l.Features = d.Features
	}
	return l
}

// Feature is one feature of a file, or one row of a table. Geometry has at least
// one position; Z and M were dropped. It is nil only where Pair says where the
// feature is. Numbers in Properties are float64.
type Feature struct {
	ID         string // as given; a number in the digits it was written with; "" if absent
	Geometry   orb.Geometry
	Properties map[string]any // nil if absent or null, and where Values has them
	Layer      string         // the layer or sheet that it is of, where the format has them
	Place      string         // where in the file: 第 3 行 / line 3; "" where only its number tells
	Values     []string       // of a table: the cells as written, one for each of Source.Fields
	Pair       string         // of a table: a coordinate as written, for crs.ParsePair
	PrecisionM float64        // of a table: how precise Geometry is as written, metres to either side; 0: not told
	CRS        string         // what the feature itself says of its system, for crs.Parse; "" mostly
	Line       int            // of a text or a sheet: its first line, from 1; 0 where there are none
}

// Where is the place of the feature in its file: Place, or else its line; "" if
// it has neither.
func (f *Feature) Where() string {
	if f.Place == "" && f.Line > 0 {
		return linePlace(f.Line)
	}
	return f.Place
}

// linePlace names a line for a person.
func linePlace(line int) string {
	n := strconv.Itoa(line)
	return "第 " + n + " 行 / line " + n
}

// ReadFeature reads one Feature, or a bare Geometry as a Feature without
// properties, and nothing after it. Errors are *Error, or those of r.
func ReadFeature(r io.Reader, l Limits) (Feature, error) {
	d := newDocument(r, l)
	o, err := d.root()
	if err != nil {
		return Feature{}, err
	}
	return d.feature(o)
}

// ReadFeatures streams the features of a FeatureCollection in the order of the
// document; a single Feature or a bare Geometry counts as a collection of one.
// An error comes last. It may concern the whole document (crs is allowed to
// follow the features), so what came before it must not be used alone.
func ReadFeatures(r io.Reader, l Limits) iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		d := newDocument(r, l)
		d.yield = func(f Feature) bool { return yield(f, nil) }
		o, err := d.root()
		if errors.Is(err, errStopped) || err == nil && o.typ == "FeatureCollection" {
			return
		}
		var f Feature
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
	limits   Limits
	vertices int                // of the feature under way
	yield    func(Feature) bool // nil: a FeatureCollection is refused
	file     *geojsonFile       // nil: what RFC 7946 forbids is refused
}

func newDocument(r io.Reader, l Limits) *document {
	l = l.orDefault()
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
