// This file keeps the names by which callers know what lies in the rooms, until
// they name the rooms themselves.

package format

import (
	"io"
	"iter"

	"github.com/paulmach/orb"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/table"
	"waterzones/geo/geojson"
)

// Content is feature.Content.
type Content = feature.Content

// Encoding is feature.Encoding.
type Encoding = feature.Encoding

// Error is feature.Error.
type Error = feature.Error

// Feature is feature.Feature.
type Feature = feature.Feature

// FeatureError is feature.FeatureError.
type FeatureError = feature.FeatureError

// Field is feature.Field.
type Field = feature.Field

// FieldType is feature.FieldType.
type FieldType = feature.FieldType

// Kind is feature.Kind.
type Kind = feature.Kind

// Limits is feature.Limits.
type Limits = feature.Limits

// Note is feature.Note.
type Note = feature.Note

// Reading is feature.Reading.
type Reading = feature.Reading

// Schema is feature.Schema.
type Schema = feature.Schema

// Source is feature.Source.
type Source = feature.Source

// Writer is feature.Writer.
type Writer = feature.Writer

// CSVOptions is table.CSVOptions.
type CSVOptions = table.CSVOptions

// Geometry is geojson.Geometry.
type Geometry = geojson.Geometry

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
