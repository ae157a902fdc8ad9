package format

import (
	"errors"
	"slices"

	"github.com/paulmach/orb"

	"waterzones/geo"
	"waterzones/geo/format/feature"
)

// Inspection is what a file says and how it was understood.
type Inspection struct {
	Kind       feature.Kind
	Encoding   feature.Encoding
	Layers     []string
	Fields     []feature.Field
	DeclaredAs string    // the system, as the file says it
	System     System    // as decided for the file as a whole; zero: each coordinate tells for itself
	Systems    []string  // every system in which some feature was taken, in order of appearance
	Features   int       // all, the rejected ones included
	Shapes     []Count   // by type of geometry
	InLayers   []Count   // by layer, where the file has any
	Vertices   int       // of all features, as given
	Extent     orb.Bound // longitude and latitude of what could be placed; empty if nothing could
	Blank      int       // lines of a table
	AreaM2     float64   // of all areas, on the ellipsoid
	Notes      []feature.Note
	Rejected   int
	Problems   []Problem // the first of what is wrong, with its place
}

// Count is how many there are of something.
type Count struct {
	Name  string
	Count int
}

// Problem is what is wrong with one feature.
type Problem struct {
	Feature int    // from 1
	Place   string // in the file; "" where only the number tells
	ZH, EN  string
}

// mostProblems bounds what an Inspection lists.
const mostProblems = 100

// Inspect reads a file to its end. An error of the file as a whole is returned
// with what was read before it.
func Inspect(src *feature.Source, placer *Placer) (Inspection, error) {
	in := Inspection{
		Kind: src.Kind, Encoding: src.Encoding, Layers: src.Layers, Fields: src.Fields,
		DeclaredAs: src.DeclaredAs,
		Extent:     orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}},
	}
	fields := map[string]bool{}
	for f, err := range src.Features {
		var refused *feature.FeatureError
		if err != nil && !errors.As(err, &refused) {
			return in, err
		}
		in.Features++
		if refused != nil {
			in.reject(&f, refused)
			continue
		}
		if src.Fields == nil {
			in.addFields(fields, f.Properties)
		}
		in.inspectFeature(src, placer, &f)
	}
	in.Notes = src.Notes
	if src.Blank != nil {
		in.Blank = src.Blank()
	}
	return in, nil
}

func (in *Inspection) inspectFeature(src *feature.Source, placer *Placer, f *feature.Feature) {
	if in.System.CRS == 0 {
		in.System = placer.Decide(src, f)
	}
	if f.Layer != "" {
		in.InLayers = counted(in.InLayers, f.Layer)
	}
	placed, err := placer.Place(in.System, f)
	if err != nil {
		var refused *feature.FeatureError
		if !errors.As(err, &refused) {
			refused = &feature.FeatureError{ZH: err.Error(), EN: err.Error()}
		}
		in.reject(f, refused)
		return
	}
	if !slices.Contains(in.Systems, placed.CRS) {
		in.Systems = append(in.Systems, placed.CRS)
	}
	in.Shapes = counted(in.Shapes, placed.Shape.GeoJSONType())
	in.Vertices += geo.Vertices(placed.Given)
	if in.Extent.IsEmpty() {
		in.Extent = placed.Shape.Bound()
	}
	in.Extent = in.Extent.Union(placed.Shape.Bound())
	wrong := geo.Validate(placed.Shape)
	for _, v := range wrong {
		zh, en := v.Explain()
		in.problem(f, zh, en)
	}
	if len(wrong) > 0 {
		in.Rejected++
		return
	}
	in.AreaM2 += geo.AreaM2(placed.Shape)
}

func (in *Inspection) reject(f *feature.Feature, why *feature.FeatureError) {
	in.Rejected++
	if why.Place != "" {
		f.Place = why.Place
	}
	in.problem(f, why.ZH, why.EN)
}

func (in *Inspection) problem(f *feature.Feature, zh, en string) {
	if len(in.Problems) < mostProblems {
		in.Problems = append(in.Problems, Problem{in.Features, f.Where(), zh, en})
	}
}

// addFields gathers the names of properties of formats in which each feature has
// its own.
func (in *Inspection) addFields(known map[string]bool, properties map[string]any) {
	const most = 1000
	var names []string
	for name := range properties {
		if !known[name] && len(known) < most {
			known[name] = true
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		in.Fields = append(in.Fields, feature.Field{Name: name, Type: feature.TypeOf(properties[name])})
	}
}

func counted(counts []Count, name string) []Count {
	for i := range counts {
		if counts[i].Name == name {
			counts[i].Count++
			return counts
		}
	}
	return append(counts, Count{name, 1})
}
