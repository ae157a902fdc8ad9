package schema

import (
	"maps"
	"reflect"
	"slices"
)

// Defs are the definitions as schemas by name (layerCheck for LayerCheck), which
// refer to one another and to those that are only known by name at refs:
// "#/$defs/", or "#/components/schemas/" in OpenAPI.
func (s *Set) Defs(refs string) map[string]any {
	all := map[string]any{}
	for _, d := range s.all {
		all[lowerFirst(d.name)] = s.definition(d, refs)
	}
	return all
}

func (s *Set) definition(d *definition, refs string) map[string]any {
	if d.enum != nil {
		return described(map[string]any{"type": "string", "enum": d.enum}, d.doc)
	}
	properties, required := map[string]any{}, []string{}
	for _, m := range d.members {
		schema := s.schema(m.of, refs)
		if m.nullable {
			schema = orNull(schema)
		}
		properties[m.name] = described(schema, m.doc)
		if !m.optional {
			required = append(required, m.name)
		}
	}
	slices.Sort(required)
	return described(map[string]any{"type": "object", "properties": properties, "required": required}, d.doc)
}

func described(schema map[string]any, doc string) map[string]any {
	schema["description"] = doc
	return schema
}

func orNull(schema map[string]any) map[string]any {
	if one, is := schema["type"].(string); is && schema["enum"] == nil {
		schema["type"] = []string{one, "null"}
		return schema
	}
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}

// schema is a new one of a value of the type.
func (s *Set) schema(t reflect.Type, refs string) map[string]any {
	if known := s.options.Known[t]; known.Ref != "" {
		return map[string]any{"$ref": refs + known.Ref}
	} else if known.Schema != nil {
		return maps.Clone(known.Schema)
	}
	if name := s.names[t]; name != "" {
		return map[string]any{"$ref": refs + lowerFirst(name)}
	}
	switch t.Kind() {
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Pointer:
		return s.schema(t.Elem(), refs)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": s.itemSchema(t, refs)}
	case reflect.Array:
		return map[string]any{"type": "array", "items": s.itemSchema(t, refs), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.itemSchema(t, refs)}
	case reflect.Interface:
		return map[string]any{}
	default: // Of lets nothing else pass
		return map[string]any{"type": "integer"}
	}
}

// itemSchema is of what a list or a map holds, where a pointer may be nil.
func (s *Set) itemSchema(of reflect.Type, refs string) map[string]any {
	schema := s.schema(of.Elem(), refs)
	if of.Elem().Kind() == reflect.Pointer {
		return orNull(schema)
	}
	return schema
}
