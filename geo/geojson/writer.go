package geojson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"waterzones/geo/format/feature"
)

// geojsonWriter writes features as GeoJSON.
type geojsonWriter struct {
	w      *bufio.Writer
	fields []feature.Field // nil: each feature's own properties, by name
	buf    []byte
	count  int
	before string // each feature
	after  string
	end    string // of the document
}

// NewWriter writes a FeatureCollection (RFC 7946). A system that is not of
// longitude and latitude is named in a crs member, which that standard took out
// and GIS programs still read; GCJ-02 and BD-09 have no name there and are an
// error. With fields in the schema, those are the properties, in their order.
func NewWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	code, err := feature.SRID(schema.CRS)
	if err != nil {
		return nil, err
	}
	g := &geojsonWriter{w: bufio.NewWriter(w), fields: schema.Fields, end: "\n]}\n"}
	head := `{"type":"FeatureCollection",`
	if schema.Layer != "" {
		head += `"name":` + string(appendText(nil, schema.Layer)) + `,`
	}
	if !feature.PlainDegrees(schema.CRS) {
		head += fmt.Sprintf(`"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%d"}},`, code)
	}
	// A bufio.Writer keeps its error for Flush.
	_, _ = g.w.WriteString(head + `"features":[`)
	return g, nil
}

// NewSeqWriter writes one feature a record (RFC 8142). There is no place
// for a system in it: longitude and latitude only, others are an error.
func NewSeqWriter(w io.Writer, schema feature.Schema) (feature.Writer, error) {
	if !feature.PlainDegrees(schema.CRS) {
		title := schema.CRS.Title()
		return nil, &feature.Error{ZH: "GeoJSONSeq 只能写经纬度，不能写 " + title.ZH, EN: "GeoJSONSeq holds longitude and latitude only, not " + title.EN}
	}
	return &geojsonWriter{w: bufio.NewWriter(w), fields: schema.Fields, before: "\x1e", after: "\n"}, nil
}

func (g *geojsonWriter) Write(f feature.Feature) error {
	if f.Geometry != nil && !feature.HasPlace(f.Geometry) {
		return feature.NoPlace()
	}
	b := g.buf[:0]
	b = append(b, g.before...)
	if g.before == "" {
		if g.count > 0 {
			b = append(b, ',')
		}
		b = append(b, '\n')
	}
	b = append(b, `{"type":"Feature",`...)
	if f.ID != "" {
		b = append(appendText(append(b, `"id":`...), f.ID), ',')
	}
	b, err := g.properties(append(b, `"properties":`...), &f)
	if err != nil {
		return err
	}
	b = AppendGeometry(append(b, `,"geometry":`...), f.Geometry)
	b = append(b, '}')
	b = append(b, g.after...)
	g.buf = b
	g.count++
	_, err = g.w.Write(g.buf)
	return err
}

func (g *geojsonWriter) properties(b []byte, f *feature.Feature) ([]byte, error) {
	if g.fields == nil {
		return appendJSON(b, f.Properties)
	}
	b = append(b, '{')
	for i, field := range g.fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, field.Name), ':')
		if i < len(f.Values) {
			b = appendCell(b, field.Type, f.Values[i])
			continue
		}
		var err error
		if b, err = appendJSON(b, f.Properties[field.Name]); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendCell writes a cell of a table as its column's type where it is one.
func appendCell(b []byte, typ feature.FieldType, text string) []byte {
	switch {
	case (typ == feature.IntegerField || typ == feature.RealField) && text != "" && numberLen([]byte(text)) == len(text):
		return append(b, text...)
	case typ == feature.BoolField && (text == "true" || text == "false"):
		return append(b, text...)
	case typ != feature.TextField && text == "":
		return append(b, "null"...)
	}
	return appendText(b, text)
}

// appendJSON writes a value without escaping what only HTML needs.
func appendJSON(b []byte, v any) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, feature.Errorf("属性不能写成 JSON：%s", "properties that cannot be JSON: %s", err.Error())
	}
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...), nil
}

// appendText writes a string, which is always JSON; bad UTF-8 is U+FFFD.
func appendText(b []byte, text string) []byte {
	b, _ = appendJSON(b, text)
	return b
}

func (g *geojsonWriter) Close() error {
	// A bufio.Writer keeps its error for Flush.
	_, _ = g.w.WriteString(g.end)
	return g.w.Flush()
}
