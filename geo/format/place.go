package format

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"waterzones/geo/crs"
	"waterzones/geo/format/feature"
)

// Placer turns what files say of a place into longitude and latitude. The zero
// value knows nothing, and then takes only what is unmistakable. It is safe for
// concurrent use.
type Placer struct {
	Declared crs.CRS   // by whoever brings the file; it wins over what the file declares
	Extent   orb.Bound // of the layers that the places are meant for, in degrees
	Packed   bool      // plain numbers are degrees as D.MMSS
	Old      *crs.Old  // Xi'an 1980 or Beijing 1954 with their parameters, as declared; wins over Declared
}

// System is the coordinate system in which a file's coordinates were decided to
// be. The zero value is none yet.
type System struct {
	CRS        crs.CRS      // of Placer.Old, the one like it
	NorthFirst bool         // of coordinates written as text: the northing or latitude stands first
	Declared   bool         // by the caller or by the file, and not taken from the values
	Said       feature.Note // what decided it

	unusable bool // the file declares a system that cannot be used, so that its values must not decide
}

// Placed is where a feature is.
type Placed struct {
	Shape      orb.Geometry // longitude, latitude in degrees (CGCS2000); edges of other systems densified, see crs.CRS.Shape
	Given      orb.Geometry // as it was given, easting or longitude first; Shape itself in systems of plain longitude and latitude
	CRS        string       // crs.CRS.String
	Declared   bool
	Plain      bool         // CRS is plain longitude and latitude, so that Shape and Given are the same
	PrecisionM float64      // of the writing, metres to either side; 0: not told by it
	Said       feature.Note // what was understood; empty where there was nothing to understand
}

// Decide returns the system of all coordinates of a file, by what the caller or
// the file declares, or else by the values of a feature: one file is in one
// system, so the first feature that tells it decides for all that follow. It is
// the zero System where the feature does not tell, or where each coordinate tells
// for itself (degrees in any notation).
func (p *Placer) Decide(src *feature.Source, f *feature.Feature) System {
	said := func(by feature.Note, c crs.CRS) feature.Note {
		t := c.Title()
		return feature.Note{ZH: by.ZH + t.ZH, EN: by.EN + t.EN}
	}
	switch {
	case p.Old != nil:
		return System{CRS: p.Old.Like(), Declared: true, NorthFirst: true, Said: feature.Note(p.Old.Title())}
	case p.Declared != 0:
		s := System{CRS: p.Declared, Declared: true, NorthFirst: p.Declared.NorthFirst(), Said: said(feature.Note{ZH: "按声明取 ", EN: "as declared: "}, p.Declared)}
		if src.Declared != 0 && src.Declared != p.Declared {
			t := src.Declared.Title()
			s.Said.ZH += "；文件自述为 " + t.ZH + "，未采用"
			s.Said.EN += "; the file says " + t.EN + ", which was not taken"
		} else if src.Declared == 0 && src.DeclaredAs != "" {
			s.Said.ZH += "；文件自述 " + feature.Clip(src.DeclaredAs) + "，未采用"
			s.Said.EN += "; the file says " + feature.Clip(src.DeclaredAs) + ", which was not taken"
		}
		return s
	case src.Declared != 0:
		return System{CRS: src.Declared, Declared: true, NorthFirst: src.Declared.NorthFirst(), Said: said(feature.Note{ZH: "文件自述 ", EN: "the file says "}, src.Declared)}
	}
	if src.DeclaredAs != "" && src.Kind != feature.Dikuai { // whose reader refuses what cannot be used
		return System{unusable: true}
	}
	reading, err := p.reading(f)
	if err != nil || reading.CRS.Degrees() {
		return System{}
	}
	return System{CRS: reading.CRS, NorthFirst: reading.NorthFirst, Said: feature.Note(reading.Said)}
}

// reading understands the first coordinate of a feature by its values alone.
func (p *Placer) reading(f *feature.Feature) (crs.Reading, error) {
	if f.Geometry == nil {
		readings, err := crs.ParsePair(f.Pair, crs.Options{Packed: p.Packed})
		if err != nil {
			return crs.Reading{}, err
		}
		return p.choose(readings, false)
	}
	x, y := first(f.Geometry)[0], first(f.Geometry)[1]
	if math.Abs(x) <= 360 && math.Abs(y) <= 360 {
		return crs.Reading{CRS: crs.CGCS2000}, nil
	}
	pair := strconv.FormatFloat(x, 'f', -1, 64) + "," + strconv.FormatFloat(y, 'f', -1, 64)
	readings, err := crs.ParsePair(pair, crs.Options{})
	if err != nil {
		return crs.Reading{}, err
	}
	eastFirst := slices.DeleteFunc(slices.Clone(readings), func(r crs.Reading) bool { return r.NorthFirst })
	if len(eastFirst) == 0 {
		return crs.Reading{}, refusal("北坐标写在了 X（东）的位置：东坐标应在前", "the northing stands where the easting belongs: easting comes first")
	}
	r, err := p.choose(eastFirst, false)
	// How a program wrote a number does not say how well it is known.
	title := r.CRS.Title()
	r.Said = crs.Text{ZH: "由数值读作 " + title.ZH, EN: "taken by its values as " + title.EN}
	return r, err
}

// choose takes the reading inside the extent, if it is the only one. A place far
// from the layers is no mistake: where the values allow one reading only, that is
// taken wherever it lies. Undeclared metres without prefix do not tell that much,
// as nearly all numbers are some place in Web Mercator.
func (p *Placer) choose(readings []crs.Reading, declared bool) (crs.Reading, error) {
	usual := slices.DeleteFunc(slices.Clone(readings), farFromMeridian)
	if len(usual) > 0 {
		readings = usual
	}
	if len(readings) == 1 {
		z, zone := readings[0].CRS.Zone()
		if declared || readings[0].CRS.Degrees() || zone && z.Prefixed {
			return readings[0], nil
		}
	}
	return crs.Choose(readings, p.Extent)
}

// beyondZone is how far, in degrees, a coordinate without prefix may lie outside
// the strip of its zone: cities that lie across a border keep to one zone, but a
// place two strips away is a digit too few.
const beyondZone = 1.2

func farFromMeridian(r crs.Reading) bool {
	z, ok := r.CRS.Zone()
	return ok && !z.Prefixed && math.Abs(r.Point[0]-float64(z.MeridianDeg())) > float64(z.WidthDeg)/2+beyondZone
}

// Place returns where the feature is, its file being in the system. Errors are
// *feature.FeatureError and concern this feature alone.
func (p *Placer) Place(system System, f *feature.Feature) (Placed, error) {
	var err error
	if f.CRS != "" {
		if system, err = p.ownSystem(f.CRS); err != nil {
			return Placed{}, refused(f, err)
		}
	}
	if system.unusable {
		return Placed{}, refused(f, refusal("文件自述的坐标系不能采用，见说明；请声明坐标系", "the system that the file declares cannot be used, see the notes; declare the system"))
	}
	placed := Placed{Given: f.Geometry, Declared: system.Declared, PrecisionM: f.PrecisionM, Said: system.Said}
	if f.Geometry == nil {
		err = p.placePair(system, f.Pair, &placed)
	} else {
		err = p.placeShape(system, f, &placed)
	}
	if err != nil && system.CRS != 0 && !system.Declared {
		t := system.CRS.Title()
		err = refusal("文件前面的坐标读作 "+t.ZH+"，此处不合："+feature.Reason(err).ZH, "the coordinates before were taken as "+t.EN+", which this one does not fit: "+feature.Reason(err).EN)
	}
	if err != nil {
		return placed, refused(f, err)
	}
	switch placed.CRS {
	case crs.CGCS2000.String(), crs.WGS84.String(), crs.CRS84.String():
		placed.Plain = true
	}
	return placed, nil
}

// ownSystem is the system that a feature names for itself. Where the caller
// declares another, neither can be believed.
func (p *Placer) ownSystem(name string) (System, error) {
	c, err := crs.Parse(name)
	if err != nil {
		return System{}, err
	}
	if p.Old != nil || p.Declared != 0 && p.Declared != c {
		return System{}, refusal("所写坐标系 "+feature.Clip(name)+" 与声明的不同", "the system "+feature.Clip(name)+" is not the one declared")
	}
	t := c.Title()
	return System{CRS: c, Declared: true, NorthFirst: c.NorthFirst(), Said: feature.Note(t)}, nil
}

// placeShape places a geometry.
func (p *Placer) placeShape(system System, f *feature.Feature, placed *Placed) (err error) {
	if p.Old != nil {
		placed.CRS = p.Old.String()
		placed.Shape, err = p.Old.Shape(f.Geometry)
		return err
	}
	c := system.CRS
	if c == 0 {
		r, err := p.reading(f)
		if err != nil {
			return err
		}
		c, placed.Said = r.CRS, feature.Note(r.Said)
	}
	placed.CRS = c.String()
	placed.Shape, err = c.Shape(f.Geometry)
	at := first(f.Geometry)
	if err != nil && c.Degrees() && math.Abs(at[0]) <= 90 && math.Abs(at[1]) > 90 && math.Abs(at[1]) <= 180 {
		t := feature.Reason(err)
		return refusal(t.ZH+"；像是纬度写在了前面，应为经度在前", t.EN+"; it seems that latitudes stand first, where longitudes belong")
	}
	return err
}

// placePair understands a coordinate written as text.
func (p *Placer) placePair(system System, pair string, placed *Placed) error {
	readings, err := crs.ParsePair(pair, crs.Options{CRS: system.CRS, Packed: p.Packed})
	if err != nil {
		return err
	}
	if system.CRS != 0 && !system.CRS.Degrees() && !system.Declared {
		readings = slices.DeleteFunc(readings, func(r crs.Reading) bool { return r.NorthFirst != system.NorthFirst })
		if len(readings) == 0 {
			return refusal("与文件其他坐标的次序不同", "not in the order of the file's other coordinates")
		}
	}
	r, err := p.choose(readings, system.CRS != 0)
	if err != nil {
		return err
	}
	north, east, err := r.CRS.Forward(r.Point)
	if err != nil {
		return err
	}
	placed.Shape, placed.Given, placed.CRS = r.Point, orb.Point{east, north}, r.CRS.String()
	placed.PrecisionM, placed.Said = r.PrecisionM, feature.Note(r.Said)
	if p.Old != nil {
		placed.CRS, placed.Said = p.Old.String(), system.Said
		placed.Shape, err = p.Old.Shape(placed.Given)
	}
	return err
}

// refused says why the feature has no place.
func refused(f *feature.Feature, err error) error {
	t := feature.Reason(err)
	return &feature.FeatureError{Place: f.Where(), ZH: t.ZH, EN: t.EN}
}

func refusal(zh, en string) error { return &crs.Error{Text: crs.Text{ZH: zh, EN: en}} }

// first returns the first position of a geometry that has one.
func first(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.MultiPoint:
		return g[0]
	case orb.LineString:
		return g[0]
	case orb.MultiLineString:
		return g[0][0]
	case orb.Polygon:
		return g[0][0]
	case orb.MultiPolygon:
		return g[0][0][0]
	case orb.Collection:
		return first(g[0])
	}
	return orb.Point{}
}
