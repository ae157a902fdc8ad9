package format

import (
	"io"
	"iter"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/table"
	"waterzones/geo/geojson"
)

// The names by which callers know what lies in the rooms.
type (
	Content      = feature.Content
	Encoding     = feature.Encoding
	Error        = feature.Error
	Feature      = feature.Feature
	FeatureError = feature.FeatureError
	Field        = feature.Field
	FieldType    = feature.FieldType
	Kind         = feature.Kind
	Limits       = feature.Limits
	Note         = feature.Note
	Reading      = feature.Reading
	Schema       = feature.Schema
	Source       = feature.Source
	Writer       = feature.Writer
	CSVOptions   = table.CSVOptions
	Geometry     = geojson.Geometry
)

// Kinds, types and encodings of feature.
const (
	GeoJSON    = feature.GeoJSON
	GeoJSONSeq = feature.GeoJSONSeq
	CSVKind    = feature.CSVKind
	XLSX       = feature.XLSX
	Shapefile  = feature.Shapefile
	GeoPackage = feature.GeoPackage
	WKT        = feature.WKT
	Dikuai     = feature.Dikuai
	DXF        = feature.DXF

	TextField = feature.TextField
	RealField = feature.RealField
	BoolField = feature.BoolField

	Auto    = feature.Auto
	UTF8    = feature.UTF8
	GB18030 = feature.GB18030
)

// DefaultLimits is feature.DefaultLimits.
func DefaultLimits() Limits { return feature.DefaultLimits() }

// LayerLimits is feature.LayerLimits.
func LayerLimits() Limits { return feature.LayerLimits() }

// ParseEncoding is feature.ParseEncoding.
func ParseEncoding(name string) (Encoding, error) { return feature.ParseEncoding(name) }

// ParseDegrees is table.ParseDegrees.
func ParseDegrees(field, value string, bound float64) (float64, *feature.FieldError) {
	return table.ParseDegrees(field, value, bound)
}

// NewCSV is table.NewCSV.
func NewCSV(r io.Reader, opts CSVOptions) *table.CSV { return table.NewCSV(r, opts) }

// ReadFeature is geojson.ReadFeature.
func ReadFeature(r io.Reader, l Limits) (Feature, error) { return geojson.ReadFeature(r, l) }

// ReadFeatures is geojson.ReadFeatures.
func ReadFeatures(r io.Reader, l Limits) iter.Seq2[Feature, error] {
	return geojson.ReadFeatures(r, l)
}

// AppendGeometry is geojson.AppendGeometry.
func AppendGeometry(dst []byte, g orb.Geometry) []byte { return geojson.AppendGeometry(dst, g) }
