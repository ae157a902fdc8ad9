package batch

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"

	"waterzones/geo/format/feature"
)

// firstFeatures are those whose properties are the columns.
const firstFeatures = 512

// Columns gives an input whose features have properties of their own the columns
// that a table has from the start: the properties of its first features, id before
// them where features have one. Of a live input it is the first feature alone, so
// that no more is waited for. What a later feature has beside them is not written;
// where it would be a fact of the site, the feature is rejected.
func Columns(in *feature.Source, live bool) {
	if in.Fields != nil {
		return
	}
	most := firstFeatures
	if live {
		most = 1
	}
	next, stop := iter.Pull2(in.Features)
	in.OnClose(func() error { stop(); return nil })
	var first []record
	failed := error(nil)
	for vertices := 0; len(first) < most && vertices < verticesAtOnce && failed == nil; {
		f, err, more := next()
		if !more {
			break
		}
		wrong, row := err.(*feature.FeatureError) //nolint:errorlint // it is what Features yields
		if err != nil && !row {
			failed = err
			break
		}
		vertices += f.Vertices()
		first = append(first, record{withID(f), wrong})
	}
	in.Fields = fieldsOf(first)
	in.Features = func(yield func(feature.Feature, error) bool) {
		defer stop()
		for _, r := range first {
			if !yield(r.feature, asError(r.err)) {
				return
			}
		}
		for failed == nil {
			f, err, more := next()
			if !more || !yield(withID(f), err) {
				return
			}
		}
		yield(feature.Feature{}, failed)
	}
}

// asError is no error where there is none: a nil *FeatureError is one otherwise.
func asError(e *feature.FeatureError) error {
	if e == nil {
		return nil
	}
	return e
}

// withID has the feature's own identifier among its properties.
func withID(f feature.Feature) feature.Feature {
	if f.ID != "" && f.Properties["id"] == nil {
		properties := map[string]any{"id": f.ID}
		maps.Copy(properties, f.Properties)
		properties["id"], f.Properties = f.ID, properties
	}
	return f
}

// fieldsOf are the properties of the features, id first and then by name.
func fieldsOf(features []record) []feature.Field {
	types := map[string]feature.FieldType{}
	for _, r := range features {
		for name, value := range r.feature.Properties {
			typ, known := typeOf(value), types[name] != ""
			if known && typ != types[name] {
				typ = feature.TextField
			}
			if value != nil || !known {
				types[name] = typ
			}
		}
	}
	fields := []feature.Field{}
	for _, name := range slices.SortedFunc(maps.Keys(types), idFirst) {
		fields = append(fields, feature.Field{Name: name, Type: types[name]})
	}
	return fields
}

func typeOf(value any) feature.FieldType {
	switch value.(type) {
	case json.Number, float64, int64:
		return feature.RealField
	case bool:
		return feature.BoolField
	}
	return feature.TextField
}

func idFirst(a, b string) int {
	if (a == "id") != (b == "id") {
		if a == "id" {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

// unseen is a property of the feature that is no column and would be a fact; ""
// if there is none.
func (c *columns) unseen(f *feature.Feature) string {
	if f.Values != nil || len(f.Properties) == 0 {
		return ""
	}
	missed := ""
	for name, value := range f.Properties {
		if !c.named[name] && value != nil && c.factNames[strings.ToLower(strings.TrimSpace(name))] && (missed == "" || name < missed) {
			missed = name
		}
	}
	return missed
}
