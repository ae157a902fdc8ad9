package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"waterzones/geo/crs"
	"waterzones/geo/format"
	"waterzones/geo/format/feature"
	"waterzones/layers"
)

type layersExportCommand struct {
	source
	AsOf     string `help:"日期，默认今天 / date, today by default." placeholder:"2026-08-15"`
	Format   string `help:"格式 / format: ${enum}." enum:"geojson,geojsonseq,csv,xlsx,gpkg,shapefile,wkt,dikuai" default:"geojson"`
	Crs      string `help:"坐标系 / coordinate system." default:"EPSG:4490" placeholder:"CRS"`
	Encoding string `help:"文字编码（Shapefile、勘测定界 TXT、CSV）/ encoding of text, where the format leaves a choice." default:"auto"`
	Names    string `help:"列名：key、pinyin 或 zh / names of the columns: ${enum}." enum:"key,pinyin,zh" default:"key"`
	Out      string `short:"o" help:"输出文件，默认标准输出 / output file." placeholder:"OUT"`
	ID       string `arg:"" help:"图层 / layer."`
}

// Run writes the zones and places of a layer that are in force on the day, with
// the properties that any of them has.
func (c *layersExportCommand) Run(std *streams) error {
	day, err := dayOrToday(c.AsOf)
	if err != nil {
		return err
	}
	system, err := crs.Parse(c.Crs)
	if err != nil {
		return usagef("--crs: %w", err)
	}
	encoding, err := feature.ParseEncoding(c.Encoding)
	if err != nil {
		return &usageError{err}
	}
	release, _, err := c.open()
	if err != nil {
		return err
	}
	l := release.Layer(c.ID)
	if l == nil {
		return usagef("没有图层 %q / there is no layer %q", c.ID, c.ID)
	}
	table, err := tableOf(release.On(day), l)
	if err != nil {
		return err
	}
	schema := feature.Schema{Layer: l.ID, CRS: system, Fields: table.fields(c.Names), Encoding: encoding}
	err = writeOut(c.Out, std.out, func(w io.Writer) error {
		return table.write(w, feature.Kind(c.Format), schema)
	})
	if err == nil && (release.Illustrative || l.Illustrative) {
		fmt.Fprintln(std.err, illustrative)
	}
	return err
}

// exported is a layer's features under the columns that any of them fills.
type exported struct {
	columns  []layers.Field
	features []feature.Feature // properties by key
}

func tableOf(snap layers.Snapshot, l *layers.Layer) (*exported, error) {
	t := &exported{}
	used := map[string]bool{}
	for f := range snap.Features(l, nil) {
		text, err := json.Marshal(f.Attributes)
		if err != nil {
			return nil, err
		}
		row := feature.Feature{ID: f.Code, Geometry: f.Shape}
		if err := json.Unmarshal(text, &row.Properties); err != nil {
			return nil, err
		}
		for key := range row.Properties {
			used[key] = true
		}
		t.features = append(t.features, row)
	}
	for _, field := range layers.Fields() {
		if used[field.Key] {
			t.columns = append(t.columns, field)
		}
	}
	return t, nil
}

// fields are the columns under the names asked for.
func (t *exported) fields(names string) []feature.Field {
	fields := make([]feature.Field, len(t.columns))
	for i, c := range t.columns {
		types := map[string]feature.FieldType{"number": feature.RealField, "boolean": feature.BoolField}
		fields[i] = feature.Field{Name: named(c, names), Type: cmp.Or(types[c.Type], feature.TextField)}
	}
	return fields
}

func named(c layers.Field, names string) string {
	switch names {
	case "pinyin":
		return c.Pinyin
	case "zh":
		return c.Title.ZH
	}
	return c.Key
}

func (t *exported) write(w io.Writer, kind feature.Kind, schema feature.Schema) error {
	out, err := format.NewWriter(kind, w, schema)
	if err != nil {
		return &usageError{err}
	}
	for _, f := range t.features {
		properties := map[string]any{}
		for i, c := range t.columns {
			properties[schema.Fields[i].Name] = f.Properties[c.Key]
		}
		f.Properties = properties
		if f.Geometry, err = schema.CRS.Project(f.Geometry); err != nil {
			err = fmt.Errorf("%s: %w", f.ID, err)
		} else {
			err = out.Write(f)
		}
		if err != nil {
			return errors.Join(err, out.Close())
		}
	}
	return out.Close()
}
