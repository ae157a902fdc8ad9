package format

import (
	"io"

	"waterzones/geo/format/feature"
	"waterzones/geo/format/gpkg"
	"waterzones/geo/format/shapefile"
	"waterzones/geo/format/survey"
	"waterzones/geo/format/table"
	"waterzones/geo/format/wk"
	"waterzones/geo/geojson"
)

// NewWriter begins a file of the format. Only formats that say so (Kind) are
// written; coordinates are written as they are given, and said to be in
// schema.CRS where the format can say it.
func NewWriter(kind feature.Kind, w io.Writer, schema feature.Schema) (feature.Writer, error) {
	switch kind {
	case feature.GeoJSON:
		return geojson.NewWriter(w, schema)
	case feature.GeoJSONSeq:
		return geojson.NewSeqWriter(w, schema)
	case feature.CSVKind:
		return table.NewCSVWriter(w, schema)
	case feature.XLSX:
		return table.NewXLSXWriter(w, schema)
	case feature.Shapefile:
		return shapefile.NewWriter(w, schema)
	case feature.GeoPackage:
		return gpkg.NewWriter(w, schema)
	case feature.WKT:
		return wk.NewWKTWriter(w, schema)
	case feature.Dikuai:
		return survey.NewDikuaiWriter(w, schema)
	}
	return nil, feature.Errorf("不能写 %q 格式", "the format %q is not written", kind)
}
