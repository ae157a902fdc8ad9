package format

import (
	"fmt"
	"io"
)

// NewWriter begins a file of the format. Only formats that say so (Kind) are
// written; coordinates are written as they are given, and said to be in
// schema.CRS where the format can say it.
func NewWriter(kind Kind, w io.Writer, schema Schema) (Writer, error) {
	switch kind {
	case GeoJSON:
		return newGeoJSONWriter(w, schema)
	case GeoJSONSeq:
		return newGeoJSONSeqWriter(w, schema)
	case CSVKind:
		return newCSVWriter(w, schema)
	case XLSX:
		return newXLSXWriter(w, schema)
	case Shapefile:
		return newShapefileWriter(w, schema)
	case GeoPackage:
		return newGeoPackageWriter(w, schema)
	case WKT:
		return newWKTWriter(w, schema)
	case Dikuai:
		return newDikuaiWriter(w, schema)
	}
	return nil, &Error{ZH: fmt.Sprintf("不能写 %q 格式", kind), EN: fmt.Sprintf("the format %q is not written", kind)}
}
